/* names.h - JSON lists and dates of rows, as the citation formats want them. */
#ifndef DL_SHOW_NAMES_H
#define DL_SHOW_NAMES_H

#include "common/text.h"

/* Calls each for every string of a JSON list; stops where it returns other than 0. */
void names_each(const char *json, int (*each)(void *context, const char *name), void *context);

/* The exact parts of an EDTF date. year 0: not known. month, day 0: not known. A range gives its
 * start. */
typedef struct edtf_parts {
    int year, month, day;
    bool approximate, range;
} edtf_parts;
edtf_parts edtf_read(const char *edtf);

/* A family name last ("Andrew E. Kramer" -> "Kramer, Andrew E."), as RIS wants it. */
void names_inverted(text *out, const char *name);

#endif
