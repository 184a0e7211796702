/* fields.h - setting a report's fields: each with the rule that found it and where it stands. */
#ifndef DL_READ_FIELDS_H
#define DL_READ_FIELDS_H

#include "read/byline.h"

/* What the readers work on. */
typedef struct read_job {
    const dl_read_options *options;
    const dl_read_tables *tables;
    dl_arena *arena;
    dl_report *report;
    dl_str deck; /* from metadata: marks the deck in the text */
    const struct read_source
        *title_source; /* a headline kept apart from the text (JSON); NULL: none */
    uint32_t base;     /* where the bytes at hand begin in the raw bytes */
    bool opinion, official;
} read_job;

/* Sets an empty field to text (copied); spans may be none. */
void field_set(read_job *job, dl_field *field, dl_str value, const char *how, dl_span clean,
               dl_span raw);
/* The same for outlets (by the table's name), and dates out of byline_parse (span: clean). */
void field_outlet(read_job *job, dl_str value, const char *how, dl_span clean, dl_span raw);
void field_date(read_job *job, dl_field *field, const read_date *date, const char *how);
/* A date value of a header or page: any form. */
void field_date_value(read_job *job, dl_field *field, dl_str value, const char *how, dl_span raw);
/* Adds a name where it is not there yet; the value is text[span] for clean spans. */
void field_name(read_job *job, dl_fields *list, dl_str name, const char *how, dl_span clean,
                dl_span raw);
/* All that a byline or dateline says. contributors: its names go there. */
void fields_of_byline(read_job *job, const byline *b, const char *how);
/* One value by its metadata field; false where the field takes none (text, html, data). */
bool field_of_key(read_job *job, uint32_t field, dl_str value, const char *how, dl_span raw);
/* Whether a metadata value says nothing ("Not specified"). */
bool value_is_blank(const dl_read_tables *t, dl_str value);

#endif
