/* publish.h - the pages as a static folder, or one page as one file with its evidence inside. */
#ifndef DL_SHOW_PUBLISH_H
#define DL_SHOW_PUBLISH_H

#include "dateline.h"

typedef struct publish_options {
    const char *folder; /* made where absent; NULL: one file */
    const char *file;   /* one page in one file; NULL: a folder */
    const char *page;   /* which one: "brief", "timeline", "people/ID"; NULL: brief */
    const char *redact; /* names, separated by commas; NULL: none */
    int full_text; /* 1: the reports' text too; otherwise each fact with one neighbour each side */
    int with_decisions; /* 1: persons' decisions with their reasons too */
} publish_options;

/* Writes what was asked for. *pages: how many files. DL_EIO names the file. */
int publish(dl_record *record, const publish_options *options, unsigned *pages, dl_error *err);

#endif
