#include "given.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/map.h"

static const struct {
    const char *field;
    size_t at;
} fields[] = {
    {"outlet", offsetof(dl_given, outlet)},   {"published", offsetof(dl_given, published)},
    {"updated", offsetof(dl_given, updated)}, {"url", offsetof(dl_given, url)},
    {"title", offsetof(dl_given, title)},     {"authors", offsetof(dl_given, authors)},
    {"section", offsetof(dl_given, section)}, {"language", offsetof(dl_given, language)},
    {"kind", offsetof(dl_given, kind)},       {"format", offsetof(dl_given, format)},
};

struct given_table {
    dl_arena arena;
    dl_tsv rows;
    dl_map files; /* name -> first row; rows of one file are chained by next */
    uint32_t *next;
    bool *used;
    const char **field; /* of each column; NULL: the file column */
    uint32_t file;
};

static const char **place(dl_given *given, size_t i) {
    return (const char **)(void *)((char *)given + fields[i].at);
}

void given_take(dl_given *given, const char *field, const char *value) {
    for (size_t i = 0; i < DL_COUNT(fields); i++) {
        if (strcmp(fields[i].field, field) != 0) continue;
        const char **at = place(given, i);
        if (!*at || strcmp(value, *at) < 0) *at = value;
    }
}

static int read_all(dl_arena *arena, const char *path, dl_str *out, dl_error *err) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return dl_fail(err, DL_EIO, UINT64_MAX, "cannot read the table %s: %s", path,
                       strerror(errno));
    dl_buf buf = {0};
    char chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) dl_buf_add(&buf, chunk, n);
    int rc = ferror(f) ? dl_fail(err, DL_EIO, buf.len, "cannot read the table %s", path) : DL_OK;
    fclose(f);
    dl_str view = dl_buf_view(&buf);
    if (dl_str_starts(view, DL_STR("\xEF\xBB\xBF"))) view = dl_str_sub(view, 3, view.len);
    *out = dl_arena_str(arena, view);
    if (!rc && (buf.failed || !out->ptr)) rc = dl_fail_memory(err);
    dl_buf_free(&buf);
    return rc;
}

static bool is_csv(dl_str bytes) {
    const char *line = memchr(bytes.ptr, '\n', bytes.len);
    size_t n = line ? (size_t)(line - bytes.ptr) : bytes.len;
    return !memchr(bytes.ptr, '\t', n) && memchr(bytes.ptr, ',', n);
}

static int name_columns(given_table *t, const char *path, dl_error *err) {
    t->field = dl_arena_array(&t->arena, t->rows.columns, sizeof *t->field);
    t->file = dl_tsv_column(&t->rows, "file");
    if (!t->field) return dl_fail_memory(err);
    if (t->file == DL_NONE)
        return dl_fail(err, DL_EFORMAT, 0, "the table %s has no column \"file\" in its header",
                       path);
    for (uint32_t c = 0; c < t->rows.columns; c++) {
        for (size_t i = 0; i < DL_COUNT(fields); i++)
            if (dl_str_is(t->rows.names[c], fields[i].field)) t->field[c] = fields[i].field;
        if (!t->field[c] && c != t->file)
            return dl_fail(err, DL_EVALUE, 0,
                           "the table %s has a column \"%.*s\"; known are file, outlet, published, "
                           "updated, url, title, authors, section, language, kind, format",
                           path, (int)t->rows.names[c].len, t->rows.names[c].ptr);
    }
    return DL_OK;
}

static int index_files(given_table *t, dl_error *err) {
    uint32_t n = t->rows.rows.count;
    dl_map_init(&t->files, &t->arena);
    t->next = dl_arena_array(&t->arena, n + 1, sizeof *t->next);
    t->used = dl_arena_array(&t->arena, n + 1, sizeof *t->used);
    if (!t->next || !t->used) return dl_fail_memory(err);
    for (uint32_t i = n; i-- > 0;) {
        dl_tsv_row *row = &t->rows.rows.items[i];
        for (uint32_t c = 0; c < t->rows.columns; c++)
            row->cells[c] = dl_arena_str(&t->arena, row->cells[c]);
        uint32_t *at = dl_map_at(&t->files, row->cells[t->file]);
        if (!at) return dl_fail_memory(err);
        t->next[i] = *at;
        *at = i;
    }
    return DL_OK;
}

int given_table_open(given_table **out, const char *path, dl_error *err) {
    *out = NULL;
    given_table *t = calloc(1, sizeof *t);
    if (!t) return dl_fail_memory(err);
    dl_arena_init(&t->arena);
    dl_str bytes;
    int rc = path ? read_all(&t->arena, path, &bytes, err) : DL_OK;
    if (path && !rc)
        rc = is_csv(bytes) ? dl_csv_parse(&t->rows, &t->arena, bytes, err)
                           : dl_tsv_parse(&t->rows, &t->arena, bytes, err);
    if (path && !rc) rc = name_columns(t, path, err);
    if (path && !rc) rc = index_files(t, err);
    if (rc)
        given_table_close(t);
    else
        *out = t;
    return rc;
}

void given_table_close(given_table *t) {
    if (!t) return;
    dl_arena_free(&t->arena);
    free(t);
}

/* The rows of a file are named by its path, its name, or its name without the ending. */
static uint32_t first_row(const given_table *t, dl_str path) {
    dl_str name = path;
    for (size_t i = path.len; i-- > 0;)
        if (path.ptr[i] == '/') {
            name = dl_str_sub(path, i + 1, path.len);
            break;
        }
    dl_str stem = name;
    for (size_t i = name.len; i-- > 1;)
        if (name.ptr[i] == '.') {
            stem = dl_str_sub(name, 0, i);
            break;
        }
    uint32_t row = dl_map_get(&t->files, path);
    if (row == DL_NONE) row = dl_map_get(&t->files, name);
    return row == DL_NONE ? dl_map_get(&t->files, stem) : row;
}

uint32_t given_for(given_table *t, dl_str path, const dl_given *flags, record_given *out,
                   bool *in_table) {
    uint32_t n = 0;
    out[n++] = (record_given){"path", path};
    for (size_t i = 0; flags && i < DL_COUNT(fields); i++) {
        const char *value = *place((dl_given *)flags, i);
        if (value && *value) out[n++] = (record_given){fields[i].field, dl_str_of(value)};
    }
    *in_table = !t->rows.columns;
    uint32_t row = t->rows.columns ? first_row(t, path) : DL_NONE;
    for (; row != DL_NONE; row = t->next[row]) {
        *in_table = t->used[row] = true;
        for (uint32_t c = 0; c < t->rows.columns && n < GIVEN_MAX; c++)
            if (t->field[c] && t->rows.rows.items[row].cells[c].len)
                out[n++] = (record_given){t->field[c], t->rows.rows.items[row].cells[c]};
    }
    return n;
}

dl_str given_unused(const given_table *t, uint32_t *at) {
    while (*at < t->rows.rows.count) {
        uint32_t i = (*at)++;
        if (!t->used[i]) return t->rows.rows.items[i].cells[t->file];
    }
    return (dl_str){NULL, 0};
}
