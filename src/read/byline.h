/* byline.h - lines that say who wrote, for whom, when and from where.
 *
 *     By Jane Doe and Richard Roe in Kyiv        The New York Times, Dec 1
 *     Published: 1 December 2025, 10:00 GMT      KYIV, Ukraine (AP) —
 */
#ifndef DL_READ_BYLINE_H
#define DL_READ_BYLINE_H

#include "read/dates.h"

typedef struct byline {
    DL_VEC(dl_span) names; /* in the report's clean text */
    dl_span outlet, place, agency;
    read_date date, updated; /* month 0: none; start, end in the clean text */
    bool nobody;             /* "By staff writers": a byline that names nobody */
    bool by;                 /* it begins with "By" or the like */
} byline;

/* Whether text[span] is a byline or date line; fills what it says. */
bool byline_parse(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span, byline *out);
/* The dateline a body paragraph begins with; *body: where the paragraph's own words begin. */
bool dateline_parse(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                    byline *out, uint32_t *body);
/* The people a credit line names: "Reporting was contributed by A from Kyiv and B." */
void credit_names(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span, byline *out);
/* Whether a piece of text looks like a person's name: 2 to 6 words, capitals, no digits. */
bool name_like(const dl_read_tables *t, dl_str text);
/* Splits a metadata value ("By A, B and C | Outlet") into names. shown: it is visible text, where
 * a role may hang on a name ("Jane Doe Senior Editor"). */
void author_names(const dl_read_tables *t, dl_arena *arena, dl_str value, bool shown, byline *out);

#endif
