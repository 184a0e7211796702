/* Stage "read": one report's bytes -> its fields and blocks. A first line "#!" gives options:
 * "#! charset=windows-1251 url=https://… format=text"; "\xNN" in the input is that byte. */
#include <stdlib.h>

#include "golden.h"
#include "read/read.h"

static void print_field(dl_buf *out, const char *name, const dl_field *f) {
    if (!f->value.len) return;
    dl_buf_printf(out, "%s: %.*s (%.*s)\n", name, (int)f->value.len, f->value.ptr, (int)f->how.len,
                  f->how.ptr);
}

static void print_report(dl_buf *out, const dl_report *r) {
    dl_buf_printf(out, "format: %.*s, %.*s, %s\n", (int)r->format.len, r->format.ptr,
                  (int)r->encoding.len, r->encoding.ptr, dl_report_kind_name(r->kind));
    print_field(out, "title", &r->title);
    print_field(out, "outlet", &r->outlet);
    for (uint32_t i = 0; i < r->authors.count; i++)
        print_field(out, "author", &r->authors.items[i]);
    for (uint32_t i = 0; i < r->contributors.count; i++)
        print_field(out, "contributor", &r->contributors.items[i]);
    print_field(out, "credit", &r->credit);
    print_field(out, "from", &r->reported_from);
    print_field(out, "published", &r->published);
    print_field(out, "updated", &r->updated);
    print_field(out, "section", &r->section);
    print_field(out, "url", &r->url);
    print_field(out, "language", &r->language);
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        dl_str s = dl_span_text(r->text, r->blocks.items[i].span);
        dl_buf_printf(out, "%s| %.*s\n", dl_block_kind_name(r->blocks.items[i].kind), (int)s.len,
                      s.ptr);
    }
}

static int hex(char c) {
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* "\xe9" -> the byte. */
static void unescape(dl_buf *out, dl_str in) {
    for (size_t i = 0; i < in.len; i++) {
        if (i + 3 < in.len && in.ptr[i] == '\\' && in.ptr[i + 1] == 'x' &&
            hex(in.ptr[i + 2]) >= 0 && hex(in.ptr[i + 3]) >= 0) {
            dl_buf_char(out, (char)(hex(in.ptr[i + 2]) << 4 | hex(in.ptr[i + 3])));
            i += 3;
        } else {
            dl_buf_char(out, in.ptr[i]);
        }
    }
}

static void take_option(dl_read_options *o, dl_arena *arena, dl_str word) {
    const char *eq = word.len ? memchr(word.ptr, '=', word.len) : NULL;
    if (!eq) return;
    dl_str key = {word.ptr, (size_t)(eq - word.ptr)};
    dl_str value = dl_arena_str(arena, dl_str_sub(word, key.len + 1, word.len));
    if (dl_str_is(key, "charset")) o->charset = value;
    if (dl_str_is(key, "url")) o->url = value;
    if (dl_str_is(key, "format")) o->format = value.ptr;
}

static dl_str take_options(dl_read_options *o, dl_arena *arena, dl_str input) {
    if (!dl_str_starts(input, DL_STR("#! "))) return input;
    const char *nl = memchr(input.ptr, '\n', input.len);
    size_t end = nl ? (size_t)(nl - input.ptr) : input.len;
    for (size_t from = 3; from < end;) {
        const char *sp = memchr(input.ptr + from, ' ', end - from);
        size_t to = sp ? (size_t)(sp - input.ptr) : end;
        take_option(o, arena, dl_str_sub(input, from, to));
        from = to + 1;
    }
    return dl_str_sub(input, end < input.len ? end + 1 : end, input.len);
}

int golden_read(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    dl_read_tables *tables;
    int rc = dl_read_tables_open(&tables, data, err);
    if (rc) return rc;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_read_options options = {.tables = tables};
    dl_buf bytes = {0};
    unescape(&bytes, take_options(&options, &arena, input));
    dl_report report;
    dl_error inner = {0};
    rc = dl_read_report(&report, &arena, DL_STR("case"), dl_buf_view(&bytes), &options, &inner);
    if (!rc)
        print_report(out, &report);
    else
        dl_buf_printf(out, "error %d: %s\n", rc, inner.message);
    dl_buf_free(&bytes);
    dl_arena_free(&arena);
    dl_read_tables_close(tables);
    return DL_OK;
}
