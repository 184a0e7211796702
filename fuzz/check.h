/* check.h - what must hold of every report that was read, whatever the bytes: used by the fuzz
 * targets and by tests/unit/test_hostile.c. */
#ifndef DL_FUZZ_CHECK_H
#define DL_FUZZ_CHECK_H

#include "read/read.h"

/* The tables, opened once and kept until the process ends. */
const dl_read_tables *check_tables(void);
/* NULL, or what does not hold of r (read from raw). */
const char *check_report(const dl_report *r, dl_str raw);
/* Reads raw in a format (NULL: by content) and aborts where something does not hold. Returns the
 * reader's status. */
int check_read(dl_str raw, const char *format);
/* Splits a file's bytes through dl_input (by a file in memory) and reads every item. Returns how
 * many items there were. */
uint32_t check_input(dl_str bytes);

#endif
