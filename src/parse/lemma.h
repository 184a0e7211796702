/* lemma.h - the form a dictionary lists: "was" be, "talks" talk, "sought" seek.
 *
 * From data/<language>/lemmas.tsv: whole forms first, then the longest ending of the word that is
 * listed for its XPOS tag (cut so many bytes, add these). Everything else is its own lemma, in
 * lower case but for proper nouns. The table is made by `dl_train lemmas`.
 */
#ifndef DL_PARSE_LEMMA_H
#define DL_PARSE_LEMMA_H

#include "base/map.h"
#include "model/data.h"

enum { DL_LEMMA_ENDING = 5, DL_LEMMA_LONGEST = 40 }; /* bytes of an ending; of a word looked up */

typedef struct dl_lemma_row {
    uint32_t cut; /* bytes off the end */
    bool whole;   /* add is the lemma */
    dl_str add;   /* or the whole lemma, for a form */
} dl_lemma_row;

typedef struct dl_lemmas {
    dl_map forms, endings; /* "VBD=sought", "VBG-ating" -> row */
    dl_map tags;           /* XPOS tags that have rows */
    DL_VEC(dl_lemma_row) rows;
} dl_lemmas;

int dl_lemmas_load(dl_lemmas *lemmas, dl_arena *arena, const dl_data *data, dl_error *err);
/* Whether the table has rows for a tag; without, a word is its own lemma. */
bool dl_lemmas_know(const dl_lemmas *lemmas, dl_str xpos);
/* The lemma of form with an XPOS tag (empty: one without rows): a view of form or of the table
 * where that is all, else in arena. keep_case: a proper noun. {NULL,0}: no memory. */
dl_str dl_lemma_of(const dl_lemmas *lemmas, dl_arena *arena, dl_str form, dl_str xpos,
                   bool keep_case);
/* The same in three steps, so that the middle one may be remembered: the word looked up, the row
 * that fits it (DL_NONE: none), and the lemma. */
dl_str dl_lemma_word(dl_arena *arena, dl_str form, bool keep_case);
uint32_t dl_lemma_row_of(const dl_lemmas *lemmas, dl_str word, dl_str xpos);
dl_str dl_lemma_make(const dl_lemmas *lemmas, dl_arena *arena, dl_str word, uint32_t row);

#endif
