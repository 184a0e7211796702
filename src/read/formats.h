/* formats.h - one function a format: raw bytes -> job->report's text, blocks and fields. */
#ifndef DL_READ_FORMATS_H
#define DL_READ_FORMATS_H

#include "read/layout.h"

typedef int format_reader(read_job *job, dl_str raw, dl_error *err);

format_reader format_text; /* plain text, with or without a metadata header */
format_reader format_json; /* one JSON object */
format_reader format_html; /* a web page */

/* A page in a source (of a JSON value, a mail part, a WARC record). */
int html_read(read_job *job, const read_source *source, dl_error *err);

#endif
