#include "record/json.h"

#include <stdlib.h>

void json_str(dl_buf *out, dl_str text) {
    dl_buf_char(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= ' ' && c != '"' && c != '\\') continue;
        dl_buf_add(out, text.ptr + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\')
            dl_buf_printf(out, "\\%c", c);
        else if (c == '\n')
            dl_buf_puts(out, "\\n");
        else if (c == '\t')
            dl_buf_puts(out, "\\t");
        else
            dl_buf_printf(out, "\\u%04x", c);
    }
    dl_buf_add(out, text.ptr + from, text.len - from);
    dl_buf_char(out, '"');
}

/* A number at *at; *at moves past it and past one more byte, which must be `then`. */
static bool number(dl_str list, size_t *at, char then, uint32_t *out) {
    uint64_t value = 0;
    size_t from = *at;
    while (*at < list.len && list.ptr[*at] >= '0' && list.ptr[*at] <= '9' && value <= UINT32_MAX)
        value = value * 10 + (uint64_t)(list.ptr[(*at)++] - '0');
    if (*at == from || *at >= list.len || list.ptr[*at] != then || value > UINT32_MAX) return false;
    (*at)++;
    *out = (uint32_t)value;
    return true;
}

bool json_spans_hold(dl_str list, dl_str text, dl_span *bad) {
    dl_buf want = {0};
    size_t at = 1;
    *bad = DL_SPAN_NONE;
    bool good = list.len >= 2 && list.ptr[0] == '[';
    while (good && at < list.len && list.ptr[at] != ']') {
        if (list.ptr[at] == ',') at++;
        good = at < list.len && list.ptr[at++] == '[' && number(list, &at, ',', &bad->start) &&
               number(list, &at, ',', &bad->end) && bad->start <= bad->end && bad->end <= text.len;
        if (!good) break;
        dl_buf_clear(&want);
        json_str(&want, dl_span_text(text, *bad));
        dl_buf_char(&want, ']');
        good = !want.failed && list.len - at >= want.len &&
               memcmp(list.ptr + at, want.data, want.len) == 0;
        at += want.len;
    }
    dl_buf_free(&want);
    return good && at + 1 == list.len;
}

bool json_next_span(dl_str list, size_t *at, dl_span *span) {
    bool quoted = false;
    if (*at == 0) *at = 1; /* the outer bracket */
    for (; *at < list.len; (*at)++) {
        char c = list.ptr[*at];
        if (quoted && c == '\\') (*at)++;
        if (c == '"') quoted = !quoted;
        if (quoted || c != '[') continue;
        (*at)++;
        return number(list, at, ',', &span->start) && number(list, at, ',', &span->end);
    }
    return false;
}
