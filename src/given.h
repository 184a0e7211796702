/* given.h - what a person says of reports beside their bytes: a table, file by file, and flags. */
#ifndef DL_GIVEN_H
#define DL_GIVEN_H

#include "record/record.h"

enum { GIVEN_MAX = 64 };

typedef struct given_table given_table;

/* path NULL: an empty table. TSV, or CSV where the header line has a comma and no tab. DL_EFORMAT,
 * DL_EVALUE (a column that is not known), DL_EIO. Free with given_table_close. */
int given_table_open(given_table **table, const char *path, dl_error *err);
void given_table_close(given_table *table);

/* Everything said of an input: its path, the rows of its file, the flags. Returns how many of
 * out[GIVEN_MAX] are filled; values live as long as the table and the flags. *in_table: the table
 * has a row for it (true without a table). */
uint32_t given_for(given_table *table, dl_str path, const dl_given *flags, record_given *out,
                   bool *in_table);
/* The next row that no input asked for; *at starts at 0. {NULL,0}: no more. */
dl_str given_unused(const given_table *table, uint32_t *at);
/* Several values of a field: the smallest in byte order holds. Strings must be NUL-terminated. */
void given_take(dl_given *given, const char *field, const char *value);

#endif
