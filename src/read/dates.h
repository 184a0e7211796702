/* dates.h - calendar dates in bylines, headers and page metadata -> EDTF. No clock: a date without
 * a year stays without one. */
#ifndef DL_READ_DATES_H
#define DL_READ_DATES_H

#include "read/tables.h"

typedef struct read_date {
    uint32_t year, month, day; /* 0: not stated; a month is always there unless only a year is */
    uint32_t start, end;       /* in the text looked at */
} read_date;

enum {
    DATE_NEEDS_YEAR = 1, /* pass over "Dec 1" */
    DATE_WHOLE = 2, /* the text is a value: "20251201", "1764547200", "2025-12" count as well */
    DATE_US = 4,    /* 12/01/2025 is 1 December; without it such a date is not read */
    DATE_DMY = 8,   /* 12/01/2025 is 12 January */
};

/* The first date at or after from. False: none. */
bool date_find(const dl_read_tables *t, dl_str text, uint32_t from, uint32_t flags, read_date *out);
/* "2025-12-01", "2025-12", "XXXX-12-01"; {NULL,0}: no memory. */
dl_str date_edtf(dl_arena *arena, const read_date *date);

#endif
