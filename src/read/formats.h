/* formats.h - one function a format: raw bytes -> job->report's text, blocks and fields. */
#ifndef DL_READ_FORMATS_H
#define DL_READ_FORMATS_H

#include "read/layout.h"

typedef int format_reader(read_job *job, dl_str raw, dl_error *err);

format_reader format_text; /* plain text, with or without a metadata header */
format_reader format_json; /* one JSON object */
format_reader format_html; /* a web page */
format_reader format_warc; /* one WARC record */
format_reader format_mail; /* one mail, or a page saved as MHTML */
format_reader format_docx; /* Word, OpenDocument */
format_reader format_pdf;

/* The charset that a page's <meta> names near its start; {NULL,0}: none. */
dl_str html_charset(dl_str raw);

/* A page in a source (of a JSON value, a mail part, a WARC record). */
int html_read(read_job *job, const read_source *source, dl_error *err);

#endif
