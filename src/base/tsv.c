#include "base/tsv.h"

static dl_str next_line(dl_str bytes, size_t *at) {
    const char *from = bytes.ptr + *at;
    const char *nl = memchr(from, '\n', bytes.len - *at);
    size_t len = nl ? (size_t)(nl - from) : bytes.len - *at;
    *at += len + (nl ? 1 : 0);
    if (len && from[len - 1] == '\r') len--;
    return (dl_str){from, len};
}

static uint32_t split(dl_str line, dl_str *cells, uint32_t max) {
    uint32_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i <= line.len; i++) {
        if (i < line.len && line.ptr[i] != '\t') continue;
        if (n < max) cells[n] = dl_str_trim(dl_str_sub(line, from, i));
        n++;
        from = i + 1;
    }
    return n;
}

int dl_tsv_parse(dl_tsv *table, dl_arena *arena, dl_str bytes, dl_error *err) {
    *table = (dl_tsv){0};
    uint32_t number = 0;
    for (size_t at = 0; at < bytes.len;) {
        size_t start = at;
        dl_str line = next_line(bytes, &at);
        number++;
        if (line.len == 0 || line.ptr[0] == '#') continue;
        if (!table->columns) {
            table->columns = split(line, NULL, 0);
            table->names = dl_arena_array(arena, table->columns, sizeof *table->names);
            if (!table->names) return dl_fail_memory(err);
            split(line, table->names, table->columns);
            continue;
        }
        dl_tsv_row *row = DL_PUSH(&table->rows, arena);
        if (row) row->cells = dl_arena_array(arena, table->columns, sizeof *row->cells);
        if (!row || !row->cells) return dl_fail_memory(err);
        row->line = number;
        if (split(line, row->cells, table->columns) > table->columns)
            return dl_fail(err, DL_EFORMAT, start, "line %u has more than the header's %u cells",
                           number, table->columns);
    }
    if (!table->columns) return dl_fail(err, DL_EFORMAT, 0, "the table has no header line");
    return 0;
}

uint32_t dl_tsv_column(const dl_tsv *table, const char *name) {
    for (uint32_t i = 0; i < table->columns; i++)
        if (dl_str_is(table->names[i], name)) return i;
    return DL_NONE;
}

dl_str dl_tsv_cell(const dl_tsv_row *row, uint32_t column) {
    return column == DL_NONE ? (dl_str){NULL, 0} : row->cells[column];
}
