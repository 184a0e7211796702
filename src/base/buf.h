/* buf.h - an owned, growing byte buffer on the heap (the owner calls dl_buf_free).
 *
 * Errors are sticky: after a failed allocation every append does nothing and `failed` stays set,
 * so that a long sequence of appends is checked once (the FTS5 manner).
 */
#ifndef DL_BASE_BUF_H
#define DL_BASE_BUF_H

#include "base/span.h"

typedef struct dl_buf {
    char *data; /* NUL-terminated when not NULL */
    size_t len, cap;
    bool failed;
} dl_buf;

void dl_buf_free(dl_buf *buf);
/* Keeps the memory, forgets the bytes (and a failure). */
void dl_buf_clear(dl_buf *buf);
bool dl_buf_reserve(dl_buf *buf, size_t more);
void dl_buf_add(dl_buf *buf, const void *bytes, size_t len);
void dl_buf_str(dl_buf *buf, dl_str text);
void dl_buf_puts(dl_buf *buf, const char *text);
void dl_buf_char(dl_buf *buf, char c);
void dl_buf_printf(dl_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Little-endian integers and LEB128 variable-length ones. */
void dl_buf_u32(dl_buf *buf, uint32_t value);
void dl_buf_u64(dl_buf *buf, uint64_t value);
void dl_buf_varint(dl_buf *buf, uint64_t value);
dl_str dl_buf_view(const dl_buf *buf);

#endif
