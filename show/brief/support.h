/* support.h - what stands behind each row, so that two states of a record can be compared: before
 * and after a report is taken back. */
#ifndef DL_SHOW_BRIEF_SUPPORT_H
#define DL_SHOW_BRIEF_SUPPORT_H

#include "dateline.h"

typedef struct support_row {
    char *id, *view, *text, *handle;
    long long min, max;
} support_row;

typedef struct support {
    support_row *items; /* by view and id */
    int count, cap;
} support;

/* Meetings, events, positions, versions and questions with their origins. */
int support_load(support *s, dl_record *record, dl_error *err);
void support_free(support *s);
/* The row with the same view and id; NULL: none. */
const support_row *support_find(const support *s, const support_row *like);

#endif
