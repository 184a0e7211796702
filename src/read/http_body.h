/* http_body.h - an HTTP message as stored in WARC records: header fields, and the body with its
 * codings undone under caps on output and ratio. */
#ifndef DL_READ_HTTP_BODY_H
#define DL_READ_HTTP_BODY_H

#include "base/buf.h"
#include "base/error.h"

/* The value of a header field (name in any case) among lines; {NULL,0}: not there. The first line
 * (status or version) is passed over where it has no colon. */
dl_str http_field(dl_str head, const char *name);
/* Bytes of the header with its empty line; 0: no empty line. */
size_t http_head_len(dl_str message);
/* A parameter of a value: charset of "text/html; charset=utf-8". */
dl_str http_parameter(dl_str value, const char *name);
bool http_is(dl_str value, const char *text); /* without case */
/* Appends the body with chunking and gzip or deflate undone, at most max bytes. A body that is not
 * coded as the header claims is taken as it stands. DL_ELIMIT, DL_EFORMAT. */
int http_decode_body(dl_buf *out, dl_str head, dl_str body, size_t max, dl_error *err);

#endif
