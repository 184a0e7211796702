/* triples_rules.h - triples by position alone: cue words, what stands before, what stands after. */
#ifndef DL_FIND_TRIPLES_RULES_H
#define DL_FIND_TRIPLES_RULES_H

#include "find/triples.h"

/* Appends to out in text order. Needs tokens only. */
void dl_triples_by_rule(dl_triples *out, dl_arena *arena, const dl_cues *cues,
                        const dl_find_context *context, const dl_quotations *quotes);

#endif
