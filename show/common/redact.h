/* redact.h - takes people out of what is sent: every form of a name, wherever it stands. */
#ifndef DL_SHOW_REDACT_H
#define DL_SHOW_REDACT_H

#include "common/text.h"
#include "dateline.h"

typedef struct redact {
    char **forms; /* longest first */
    size_t count;
} redact;

/* names: separated by commas. Each is looked up among the record's people and organisations; every
 * form of whoever has that name goes, family names too. A name that nobody has is taken as it
 * stands. names NULL: nothing is redacted. Free with redact_free. */
int redact_open(redact *r, dl_record *record, const char *names, dl_error *err);
void redact_free(redact *r);
/* Writes words to out with each form replaced by "[redacted]". Forms match whole words, and also
 * as HTML or percent-encoding writes them. */
void redact_text(const redact *r, const char *words, size_t len, text *out);

#endif
