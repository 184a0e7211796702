
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "read/input.h"

const dl_read_tables *check_tables(void) {
    static dl_read_tables *tables;
    static dl_data *data;
    if (!tables && (dl_data_open(&data, NULL, NULL) || dl_read_tables_open(&tables, data, NULL)))
        abort();
    return tables;
}

static const char *check_blocks(const dl_report *r) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        dl_block b = r->blocks.items[i];
        if (b.span.start < end || b.span.end <= b.span.start || b.span.end > r->text.len)
            return "a block out of order or empty";
        if (b.kind >= DL_BLOCK_KINDS) return "a block of no kind";
        if (memchr(r->text.ptr + b.span.start, '\n', b.span.end - b.span.start))
            return "a line break inside a block";
        end = b.span.end;
    }
    return NULL;
}

static const char *check_map(const dl_report *r, dl_str raw) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < r->map.count; i++) {
        dl_map_run m = r->map.items[i];
        if (m.clean != at || m.clean_len == 0) return "the map leaves a hole in the clean text";
        if ((uint64_t)m.raw + m.raw_len > raw.len) return "the map leads beyond the raw bytes";
        at += m.clean_len;
    }
    return at == r->text.len ? NULL : "the map does not cover the clean text";
}

static const char *check_field(const dl_report *r, const dl_field *f, dl_str raw) {
    if (f->value.len == 0) return NULL;
    if (f->how.len == 0) return "a field without its rule";
    if (dl_utf8_valid(f->value) < f->value.len) return "a field that is not UTF-8";
    if (!dl_span_is_none(f->clean) && (f->clean.end > r->text.len || f->clean.start > f->clean.end))
        return "a field's clean span out of the text";
    if (!dl_span_is_none(f->raw) && (f->raw.end > raw.len || f->raw.start > f->raw.end))
        return "a field's raw span out of the bytes";
    return NULL;
}

const char *check_report(const dl_report *r, dl_str raw) {
    const char *bad = check_blocks(r);
    if (!bad) bad = check_map(r, raw);
    if (!bad && dl_utf8_valid(r->text) < r->text.len) bad = "clean text that is not UTF-8";
    const dl_field *fields[] = {&r->outlet,   &r->title,         &r->published,
                                &r->updated,  &r->section,       &r->url,
                                &r->language, &r->reported_from, &r->credit};
    for (size_t i = 0; !bad && i < DL_COUNT(fields); i++) bad = check_field(r, fields[i], raw);
    for (uint32_t i = 0; !bad && i < r->authors.count; i++)
        bad = check_field(r, &r->authors.items[i], raw);
    for (uint32_t i = 0; !bad && i < r->contributors.count; i++)
        bad = check_field(r, &r->contributors.items[i], raw);
    return bad;
}

int check_read(dl_str raw, const char *format) {
    dl_arena arena;
    dl_report r;
    dl_arena_init(&arena);
    dl_read_options o = {.tables = check_tables(), .format = format};
    int rc = dl_read_report(&r, &arena, DL_STR("case"), raw, &o, NULL);
    const char *bad = rc ? NULL : check_report(&r, raw);
    if (bad) {
        fprintf(stderr, "%s\n", bad);
        abort();
    }
    dl_arena_free(&arena);
    return rc;
}

uint32_t check_input(dl_str bytes) {
    int fd = memfd_create("case", MFD_CLOEXEC);
    char path[64];
    if (fd < 0 || write(fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const char *paths[1] = {path};
    dl_input *input;
    dl_input_item item;
    bool more;
    uint32_t n = 0;
    if (dl_input_open(&input, paths, 1, NULL, NULL)) abort();
    while (dl_input_next(input, &item, &more, NULL) == DL_OK && more) {
        n++;
        if (!item.error.code) check_read(item.raw, item.format);
    }
    dl_input_close(input);
    close(fd);
    return n;
}
