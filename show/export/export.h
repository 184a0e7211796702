/* export.h - one file a format, each with its entry; `dateline export --as NAME` finds it. */
#ifndef DL_EXPORT_EXPORT_H
#define DL_EXPORT_EXPORT_H

#include <stdio.h>

#include "dateline.h"

typedef struct export_format {
    const char *name; /* what --as takes */
    const char *what; /* one line for help */
    /* argument: what --of gives (a view's name for csv), NULL: nothing. all: low certainty too. */
    int (*run)(dl_record *record, const char *argument, int all, FILE *out, dl_error *err);
} export_format;

#define EXPORT_FORMAT(entry)                                                                       \
    static const export_format entry;                                                              \
    static const export_format *const entry##_link                                                 \
        __attribute__((section("export_formats"), used)) = &entry;                                 \
    static const export_format entry =

extern const export_format *const __start_export_formats[];
extern const export_format *const __stop_export_formats[];

#endif
