/* saying.h - what surrounds a saying: to whom, on what occasion, when, denied, hedged. */
#ifndef DL_FIND_SAYING_H
#define DL_FIND_SAYING_H

#include "find/triples.h"

typedef struct dl_saying_lexicon {
    dl_map occasions; /* lower-case phrase -> names[] */
    DL_VEC(dl_str) names;
} dl_saying_lexicon;

/* Reads en/occasions.tsv. */
int dl_saying_load(dl_saying_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err);
/* Fills addressee, occasion, time, date, denied and hedged of attribution `index`. */
void dl_saying_find(const dl_saying_lexicon *lexicon, dl_find_context *context,
                    const dl_triple *triple, uint32_t index);

#endif
