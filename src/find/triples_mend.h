/* triples_mend.h - exact code for what is exact: what a tagger cannot see or should not decide.
 *
 *   a cue without a source takes the subject of its verb, or of the verb it hangs on ("…, adding")
 *   a content that cuts a quotation takes it whole; one that goes on over paragraphs is followed
 *   a content on the next line (a broken paragraph) is taken from there
 *   a transcript's "NAME: …" and "Q: …" lines are statements of their label
 *   whole quotes that nobody says stand alone, without a source
 */
#ifndef DL_FIND_TRIPLES_MEND_H
#define DL_FIND_TRIPLES_MEND_H

#include "find/attribution_features.h"

/* Gives a triple without a source the subject of its cue's verb. */
void dl_triple_find_source(const dl_triples *triples, dl_triple *triple, const dl_attr_view *view);
void dl_triples_mend(dl_triples *triples, dl_arena *arena, const dl_attr_view *view);
void dl_triples_add_transcript(dl_triples *triples, dl_arena *arena, const dl_attr_view *view,
                               const dl_report *report);
void dl_triples_add_orphans(dl_triples *triples, dl_arena *arena, const dl_attr_view *view);

#endif
