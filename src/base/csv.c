#include "base/csv.h"

typedef struct csv {
    dl_str bytes;
    size_t at;
    uint32_t line;
    dl_arena *arena;
    bool row_ends; /* the cell read last was its row's last */
} csv;

typedef DL_VEC(dl_str) cells;

/* The text between quotes, doubled ones made single. */
static dl_str unquote(csv *c, size_t from, size_t to, bool doubled) {
    if (!doubled) return dl_str_sub(c->bytes, from, to);
    char *out = dl_arena_alloc(c->arena, to - from);
    size_t n = 0;
    for (size_t i = from; out && i < to; i++) {
        out[n++] = c->bytes.ptr[i];
        if (c->bytes.ptr[i] == '"') i++;
    }
    return (dl_str){out, out ? n : 0};
}

static int quoted_cell(csv *c, dl_str *out, dl_error *err) {
    size_t from = ++c->at;
    bool doubled = false;
    for (; c->at < c->bytes.len; c->at++) {
        char ch = c->bytes.ptr[c->at];
        if (ch == '\n') c->line++;
        if (ch != '"') continue;
        if (c->at + 1 >= c->bytes.len || c->bytes.ptr[c->at + 1] != '"') {
            *out = unquote(c, from, c->at++, doubled);
            return DL_OK;
        }
        doubled = true;
        c->at++;
    }
    return dl_fail(err, DL_EFORMAT, from - 1, "a quote opens in line %u and never ends", c->line);
}

static int next_cell(csv *c, dl_str *out, dl_error *err) {
    int rc = DL_OK;
    *out = (dl_str){NULL, 0};
    size_t from = c->at;
    if (c->at < c->bytes.len && c->bytes.ptr[c->at] == '"') {
        rc = quoted_cell(c, out, err);
        from = c->at;
    }
    while (c->at < c->bytes.len && c->bytes.ptr[c->at] != ',' && c->bytes.ptr[c->at] != '\n')
        c->at++;
    if (!out->ptr) *out = dl_str_trim(dl_str_sub(c->bytes, from, c->at));
    c->row_ends = c->at >= c->bytes.len || c->bytes.ptr[c->at] == '\n';
    c->at++;
    return rc;
}

static int next_row(csv *c, cells *row, uint32_t *line, dl_error *err) {
    *row = (cells){0};
    *line = c->line;
    int rc = DL_OK;
    c->row_ends = false;
    while (!rc && !c->row_ends) {
        dl_str *cell = DL_PUSH(row, c->arena);
        rc = cell ? next_cell(c, cell, err) : dl_fail_memory(err);
    }
    c->line++;
    return rc;
}

int dl_csv_parse(dl_tsv *table, dl_arena *arena, dl_str bytes, dl_error *err) {
    *table = (dl_tsv){0};
    csv c = {.bytes = bytes, .line = 1, .arena = arena};
    int rc = DL_OK;
    while (!rc && c.at < bytes.len) {
        cells row;
        uint32_t line;
        size_t start = c.at;
        rc = next_row(&c, &row, &line, err);
        if (rc || (row.count == 1 && row.items[0].len == 0)) continue;
        if (!table->names) {
            table->names = row.items;
            table->columns = row.count;
            continue;
        }
        if (row.count > table->columns)
            return dl_fail(err, DL_EFORMAT, start, "line %u has %u cells, the header has %u", line,
                           row.count, table->columns);
        dl_tsv_row *out = DL_PUSH(&table->rows, arena);
        dl_str *all = dl_arena_array(arena, table->columns, sizeof *all);
        if (!out || !all) return dl_fail_memory(err);
        memcpy(all, row.items, row.count * sizeof *all);
        *out = (dl_tsv_row){.line = line, .cells = all};
    }
    if (!rc && arena->failed) rc = dl_fail_memory(err);
    if (!rc && !table->names) rc = dl_fail(err, DL_EFORMAT, 0, "there is no header line");
    return rc;
}
