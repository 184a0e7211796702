/* data.h - lexicons and models: the bytes of data/, compiled in, or from $DATELINE_DATA.
 *
 * Names are paths below data/, such as "en/countries.tsv". A file in the override folder replaces
 * the compiled-in one of the same name. Immutable once opened; shared by threads.
 */
#ifndef DL_MODEL_DATA_H
#define DL_MODEL_DATA_H

#include "base/error.h"
#include "base/tsv.h"

typedef struct dl_data dl_data;

/* override_dir NULL: compiled-in only. The caller frees with dl_data_close. */
int dl_data_open(dl_data **data, const char *override_dir, dl_error *err);
void dl_data_close(dl_data *data);
/* The bytes of a file, alive while data is; {NULL,0}: no such file. */
dl_str dl_data_get(const dl_data *data, const char *name);
/* Parses a table; DL_ENOTFOUND where there is no such file. The message names the file. */
int dl_data_table(const dl_data *data, const char *name, dl_arena *arena, dl_tsv *table,
                  dl_error *err);
/* SHA-256 over all names and bytes in name order: the data's part of `analysis`. */
const char *dl_data_hash(const dl_data *data);

#endif
