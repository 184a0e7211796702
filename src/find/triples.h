/* triples.h - source, cue and content as ranges of tokens, before they become attributions. */
#ifndef DL_FIND_TRIPLES_H
#define DL_FIND_TRIPLES_H

#include "find/cues.h"
#include "find/find.h"
#include "find/quotes.h"

enum { DL_MAX_CONTENT = 6 }; /* pieces of one content; more are dropped */

typedef struct dl_triple {
    dl_words source; /* none: no source in the text */
    dl_words cue;    /* none: a quote standing alone */
    dl_words content[DL_MAX_CONTENT];
    uint32_t contents;
    int32_t margin; /* how clearly the model prefers it; 0: a rule */
} dl_triple;

typedef DL_VEC(dl_triple) dl_triples;

#endif
