/* triples_force.h - "said", "told" and "according to" always say something: where the tagger has no
 * cue, outside quotes and outside what others say, a triple is made for them all the same. */
#ifndef DL_FIND_TRIPLES_FORCE_H
#define DL_FIND_TRIPLES_FORCE_H

#include "find/attribution_model.h"

void dl_triples_force(dl_triples *triples, dl_arena *arena, const dl_attr_model *model,
                      const dl_attr_view *view);

#endif
