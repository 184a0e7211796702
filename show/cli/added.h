/* added.h - the last lines of add. */
#ifndef DL_CLI_ADDED_H
#define DL_CLI_ADDED_H

#include "cli/cli.h"

/* The newest batch in the record; 0: none. */
int64_t added_last_batch(dl_record *record);
/* A line for each report of later batches, with the remedy for what it does not say. */
void added_print(const cli *c, dl_record *record, int64_t before);

#endif
