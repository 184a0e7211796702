/* find.h - one report's claims: names, times, attributions, events, positions, versions.
 *
 *   text + tree ──names──times──attributions──events──positions──> dl_finds
 *
 * Each part is a pair of an immutable half (lexicons and weights, opened once by the engine, shared
 * by threads) and a pure function over one report. A part reads what the parts before it put into
 * the finds and appends its own nouns; it never changes theirs but for the fields its header names.
 */
#ifndef DL_FIND_FIND_H
#define DL_FIND_FIND_H

#include "model/data.h"
#include "model/finds.h"

/* What every part gets: one report, parsed. */
typedef struct dl_find_context {
    const dl_text *text;    /* sentences, tokens, tree */
    struct dl_finds *finds; /* report in it is complete; output goes here, in finds->arena */
    dl_arena *scratch;      /* dies after the report */
} dl_find_context;

typedef struct dl_finder dl_finder;

/* Opens every part. Immutable afterwards. */
int dl_finder_open(dl_finder **finder, const dl_data *data, dl_error *err);
void dl_finder_close(dl_finder *finder);
/* Runs every part in order. */
int dl_finder_run(const dl_finder *finder, dl_find_context *context, dl_error *err);

#endif
