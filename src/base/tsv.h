/* tsv.h - tables as text: tab-separated, one header line, '#' starts a comment line.
 *
 * Views into the caller's bytes, which must outlive the table. Every row knows its line, so that
 * what a lexicon adds to the record can name where it stands.
 */
#ifndef DL_BASE_TSV_H
#define DL_BASE_TSV_H

#include "base/error.h"
#include "base/vec.h"

typedef struct dl_tsv_row {
    uint32_t line; /* 1-based */
    dl_str *cells; /* table.columns of them; missing ones are empty */
} dl_tsv_row;

typedef struct dl_tsv {
    dl_str *names; /* header */
    uint32_t columns;
    DL_VEC(dl_tsv_row) rows;
} dl_tsv;

/* DL_EFORMAT where there is no header line or a row has more cells than the header; byte is the
 * line's offset. */
int dl_tsv_parse(dl_tsv *table, dl_arena *arena, dl_str bytes, dl_error *err);
/* Column index by header name, or DL_NONE. */
uint32_t dl_tsv_column(const dl_tsv *table, const char *name);
/* The cell, or an empty view for DL_NONE. */
dl_str dl_tsv_cell(const dl_tsv_row *row, uint32_t column);

#endif
