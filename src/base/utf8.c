#include "base/utf8.h"

#include <utf8proc.h>

uint32_t dl_utf8_next(dl_str text, size_t *at) {
    const unsigned char *p = (const unsigned char *)text.ptr + *at;
    size_t left = text.len - *at;
    uint32_t c = p[0];
    if (c < 0x80) {
        *at += 1;
        return c;
    }
    int more = c >= 0xc2 && c < 0xe0   ? 1
               : c >= 0xe0 && c < 0xf0 ? 2
               : c >= 0xf0 && c < 0xf5 ? 3
                                       : 0;
    uint32_t low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    uint32_t high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    uint32_t value = more == 1 ? c & 31 : more == 2 ? c & 15 : c & 7;
    size_t n = 1;
    for (; more && n < left && p[n] >= low && p[n] <= high; more--, n++) {
        value = value << 6 | (p[n] & 63);
        low = 0x80;
        high = 0xbf;
    }
    *at += n;
    return n > 1 && more == 0 ? value : 0xfffd;
}

size_t dl_utf8_valid(dl_str text) {
    size_t at = 0;
    while (at < text.len) {
        size_t before = at;
        if (dl_utf8_next(text, &at) == 0xfffd &&
            !(at - before == 3 && memcmp(text.ptr + before, "\xef\xbf\xbd", 3) == 0))
            return before;
    }
    return at;
}

void dl_utf8_put(dl_buf *buf, uint32_t code_point) {
    utf8proc_uint8_t out[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)code_point, out);
    if (n > 0) dl_buf_add(buf, out, (size_t)n);
}

size_t dl_utf8_count(dl_str text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return n;
}

static utf8proc_category_t category(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c);
}

bool dl_utf8_is_upper(uint32_t c) {
    if (c < 128) return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool dl_utf8_is_alpha(uint32_t c) {
    if (c < 128) return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_MN;
}

bool dl_utf8_is_digit(uint32_t c) {
    return c < 128 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool dl_utf8_is_space(uint32_t c) {
    if (c < 128) return c == ' ' || (c >= 9 && c <= 13);
    return c == 0x85 ||
           (category(c) >= UTF8PROC_CATEGORY_ZS && category(c) <= UTF8PROC_CATEGORY_ZP);
}

uint32_t dl_utf8_lower(uint32_t c) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? c | 32 : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

void dl_utf8_fold(dl_buf *buf, dl_str text) {
    for (size_t at = 0; at < text.len;) dl_utf8_put(buf, dl_utf8_lower(dl_utf8_next(text, &at)));
}
