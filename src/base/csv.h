/* csv.h - comma-separated tables as RFC 4180 has them, into the shape of tsv.h. */
#ifndef DL_BASE_CSV_H
#define DL_BASE_CSV_H

#include "base/tsv.h"

/* The first line is the header. Cells are views of bytes, or in the arena where a quoted cell held
 * a doubled quote. Empty lines are skipped. DL_EFORMAT: no header, a row with more cells than it,
 * or a quote that never ends; byte is the place. */
int dl_csv_parse(dl_tsv *table, dl_arena *arena, dl_str bytes, dl_error *err);

#endif
