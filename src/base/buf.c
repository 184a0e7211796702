#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void dl_buf_free(dl_buf *buf) {
    free(buf->data);
    *buf = (dl_buf){0};
}

void dl_buf_clear(dl_buf *buf) {
    buf->len = 0;
    buf->failed = false;
}

bool dl_buf_reserve(dl_buf *buf, size_t more) {
    if (buf->failed) return false;
    if (buf->cap - buf->len > more) return true;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap - buf->len <= more) {
        if (cap > SIZE_MAX / 2) goto failed;
        cap *= 2;
    }
    char *data = realloc(buf->data, cap);
    if (!data) goto failed;
    buf->data = data;
    buf->cap = cap;
    return true;
failed:
    buf->failed = true;
    return false;
}

void dl_buf_add(dl_buf *buf, const void *bytes, size_t len) {
    if (!dl_buf_reserve(buf, len)) return;
    if (len) memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void dl_buf_str(dl_buf *buf, dl_str text) {
    dl_buf_add(buf, text.ptr, text.len);
}

void dl_buf_puts(dl_buf *buf, const char *text) {
    dl_buf_add(buf, text, strlen(text));
}

void dl_buf_char(dl_buf *buf, char c) {
    dl_buf_add(buf, &c, 1);
}

void dl_buf_printf(dl_buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0 && dl_buf_reserve(buf, (size_t)n)) {
        vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

static void add_le(dl_buf *buf, uint64_t value, int bytes) {
    unsigned char out[8];
    for (int i = 0; i < bytes; i++) out[i] = (unsigned char)(value >> (8 * i));
    dl_buf_add(buf, out, (size_t)bytes);
}

void dl_buf_u32(dl_buf *buf, uint32_t value) {
    add_le(buf, value, 4);
}

void dl_buf_u64(dl_buf *buf, uint64_t value) {
    add_le(buf, value, 8);
}

void dl_buf_varint(dl_buf *buf, uint64_t value) {
    unsigned char out[10];
    int n = 0;
    do {
        out[n] = (unsigned char)(value & 127);
        value >>= 7;
        if (value) out[n] |= 128;
        n++;
    } while (value);
    dl_buf_add(buf, out, (size_t)n);
}

dl_str dl_buf_view(const dl_buf *buf) {
    return (dl_str){buf->data, buf->len};
}
