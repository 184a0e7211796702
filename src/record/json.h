/* json.h - JSON text into a buffer; and the two packed lists that derived rows keep:
 * [[start,end,"words"],…] and [[key or null,"words"],…]. */
#ifndef DL_RECORD_JSON_H
#define DL_RECORD_JSON_H

#include "base/buf.h"

/* A JSON string with its quotes. Bytes that are not UTF-8 come out as they are. */
void json_str(dl_buf *out, dl_str text);
/* Whether a packed span list says of text what text says; *bad: the first span that does not. */
bool json_spans_hold(dl_str list, dl_str text, dl_span *bad);
/* The next [start,end,… of a list; *at starts at 0. False: no more, or not such a list. */
bool json_next_span(dl_str list, size_t *at, dl_span *span);

#endif
