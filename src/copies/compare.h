/* compare.h - two texts side by side: shared 5-grams, passages, what differs, who has it from whom.
 *
 *   report ──words, 5-grams──> dl_copy_text ──winnowing──> terms (the index)
 *   two of them ──> passages (both ranges) + containment both ways ──> dl_copy
 *
 * Only parsed blocks count (headline, deck, body): furniture, credits and metadata headers are no
 * copy. A pair is a copy by its aligned words, never by a hash alone. Quotations of one statement
 * are not: what stands between quote marks in both is counted, but cannot alone make a copy.
 */
#ifndef DL_COPIES_COMPARE_H
#define DL_COPIES_COMPARE_H

#include "base/words.h"
#include "model/lookup.h"

typedef struct dl_gram {
    uint32_t hash, at; /* at: first word */
} dl_gram;

/* One report ready to be compared. Arrays live in the arena it was made in. */
typedef struct dl_copy_text {
    const dl_report *report;
    dl_words words;
    uint8_t *quoted;   /* for each word: inside a quotation */
    uint32_t *hashes;  /* gram at each word (words.count - 4 of them) */
    uint32_t grams;    /* how many */
    dl_gram *sorted;   /* by (hash, at) */
    uint32_t distinct; /* distinct hashes */
    uint32_t spoken;   /* of those, only inside quotations */
} dl_copy_text;

int dl_copy_text_make(dl_copy_text *text, const dl_report *report, dl_arena *arena, dl_error *err);
/* The terms of the index: winnowed gram hashes (one for each word but the last four), ascending,
 * distinct. */
int dl_copy_winnow(const uint32_t *hashes, uint32_t grams, dl_arena *arena, uint32_t **terms,
                   uint32_t *count, dl_error *err);
/* Compares; true where it is a copy, and then appends it with its passages to out. `a` is the one
 * that is later in the order of reports. Direction is set by dl_copy_direct. */
bool dl_copy_compare(const dl_copy_text *a, const dl_copy_text *b, bool same_outlet,
                     dl_arena *scratch, dl_links *out, dl_copy *copy);
/* Which is the copy, and why: by credit, time, completeness; may swap from and to. */
void dl_copy_direct(dl_copy *copy, const dl_copy_text *a, const dl_copy_text *b,
                    const dl_card *card_a, const dl_card *card_b, dl_links *out);
/* Shared distinct 5-grams of the smaller text, by comparing every gram: the measure's truth. */
uint32_t dl_copy_containment(const dl_copy_text *a, const dl_copy_text *b);

#endif
