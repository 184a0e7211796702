/* span.h - views and spans.
 *
 * A dl_str is a view: pointer + length, not NUL-terminated, owned by somebody else.
 * A dl_span is a range of bytes of a report's clean text, end exclusive.
 */
#ifndef DL_BASE_SPAN_H
#define DL_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* "No index": the empty value of every uint32_t that points at something. */
#define DL_NONE UINT32_MAX

typedef struct dl_str {
    const char *ptr; /* may be NULL when len is 0 */
    size_t len;      /* bytes */
} dl_str;

typedef struct dl_span {
    uint32_t start; /* byte offset in the clean text; DL_NONE: no span */
    uint32_t end;   /* exclusive */
} dl_span;

#define DL_STR(literal) ((dl_str){(literal), sizeof(literal) - 1})
#define DL_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DL_SPAN_NONE    ((dl_span){DL_NONE, DL_NONE})

static inline dl_str dl_str_of(const char *text) {
    return (dl_str){text, text ? strlen(text) : 0};
}

static inline bool dl_str_eq(dl_str a, dl_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool dl_str_is(dl_str a, const char *text) {
    return dl_str_eq(a, dl_str_of(text));
}

/* Byte order, shorter first on a tie: the one order every sorted output uses. */
static inline int dl_str_cmp(dl_str a, dl_str b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

static inline bool dl_str_starts(dl_str a, dl_str prefix) {
    return a.len >= prefix.len && (prefix.len == 0 || memcmp(a.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool dl_str_ends(dl_str a, dl_str suffix) {
    return a.len >= suffix.len &&
           (suffix.len == 0 || memcmp(a.ptr + a.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

/* ASCII white space off both ends. */
static inline dl_str dl_str_trim(dl_str a) {
    while (a.len && (unsigned char)a.ptr[0] <= ' ') a.ptr++, a.len--;
    while (a.len && (unsigned char)a.ptr[a.len - 1] <= ' ') a.len--;
    return a;
}

static inline dl_str dl_str_sub(dl_str a, size_t start, size_t end) {
    return (dl_str){a.ptr ? a.ptr + start : a.ptr, end - start}; /* nothing is added to NULL */
}

static inline bool dl_span_is_none(dl_span s) {
    return s.start == DL_NONE;
}

static inline bool dl_span_overlaps(dl_span a, dl_span b) {
    return a.start < b.end && b.start < a.end;
}

static inline bool dl_span_contains(dl_span outer, dl_span inner) {
    return outer.start <= inner.start && inner.end <= outer.end;
}

/* The bytes a span covers; the span must lie within text. */
static inline dl_str dl_span_text(dl_str text, dl_span s) {
    return (dl_str){text.ptr + s.start, (size_t)s.end - s.start};
}

#endif
