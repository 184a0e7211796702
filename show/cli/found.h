/* found.h - what was found in a report or a sentence, as lines and as JSON. */
#ifndef DL_CLI_FOUND_H
#define DL_CLI_FOUND_H

#include "cli/cli.h"

/* Everything found at a handle ("003:9") of a report, one line a row, indented. */
int found_print(const cli *c, dl_record *record, const char *report, const char *handle,
                int indent);
/* The same as members of a JSON object, each with a comma before it; handle NULL: all of the
 * report. */
int found_json(const cli *c, dl_record *record, const char *report, const char *handle);

#endif
