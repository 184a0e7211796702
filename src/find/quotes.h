/* quotes.h - which bytes stand between quote marks.
 *
 * Exact code, no learning: “ ” and " (toggled by the spaces around it), „ “, « », `` '', ‘ ’ and '
 * (an apostrophe is not a mark). A quote that goes on over paragraphs opens in each and closes
 * once: one quote a paragraph, linked. A missing mark is repaired within the paragraph and said so;
 * an odd mark with nothing to pair it to is left alone. Nested quotes are not listed: the outer
 * counts.
 */
#ifndef DL_FIND_QUOTES_H
#define DL_FIND_QUOTES_H

#include "model/report.h"
#include "model/text.h"

enum {                             /* dl_quotation.flags */
       DL_QUOTATION_SINGLE = 1,    /* ‘ ’ or ' ' */
       DL_QUOTATION_REPAIRED = 2,  /* one of its marks is missing */
       DL_QUOTATION_CONTINUES = 4, /* goes on in the next paragraph's first quotation */
       DL_QUOTATION_CONTINUED = 8, /* goes on from the paragraph before */
       DL_QUOTATION_SENTENCE = 16, /* holds at least one whole sentence: not a scare quote */
};

typedef struct dl_quotation {
    dl_span span;        /* with its marks */
    dl_span inner;       /* without */
    uint32_t first, end; /* tokens, marks included */
    uint32_t block;
    uint32_t flags;
} dl_quotation;

typedef struct dl_quotations {
    DL_VEC(dl_quotation) items; /* in text order, no overlap */
    uint32_t *of_token;         /* token -> index into items; DL_NONE: outside */
} dl_quotations;

/* Everything lives in arena. arena->failed tells of missing memory. */
void dl_quotations_find(dl_quotations *out, dl_arena *arena, const dl_report *report,
                        const dl_text *text);

#endif
