/* inside.h - what the files of the brief share. */
#ifndef DL_SHOW_BRIEF_INSIDE_H
#define DL_SHOW_BRIEF_INSIDE_H

#include "brief/brief.h"

typedef struct brief_report {
    const char *id, *handle, *outlet, *published, *title, *text, *family;
    bool counts; /* of the time asked for */
    bool late;
} brief_report;

typedef struct brief_reports {
    brief_report *items; /* by id */
    int count, cap;
} brief_reports;

static inline const brief_reports *brief_all_reports(const brief *b) {
    return b->inside;
}
const brief_report *brief_report_of(const brief *b, const char *id); /* NULL: none */

/* Adds at most `most` notes for a JSON list of spans (or of event evidence) with their handles.
 * Says whether one of them is in a report that counts. */
bool brief_notes(brief *b, brief_line *line, const char *spans, const char *handles, int most);
/* At most columns characters, cut at a blank. */
const char *brief_excerpt(brief *b, const char *text, int columns);

#endif
