/* Stage "tsv": the table reader of base/. Prints line number and cells, or the error. */
#include "base/tsv.h"
#include "golden.h"

int golden_tsv(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    (void)data;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_tsv table;
    dl_error inner = {0};
    int rc = dl_tsv_parse(&table, &arena, input, &inner);
    if (rc == DL_EFORMAT) {
        dl_buf_printf(out, "error at byte %llu: %s\n", (unsigned long long)inner.byte,
                      inner.message);
        rc = DL_OK;
    } else if (rc) {
        *err = inner;
    }
    for (uint32_t r = 0; r < table.rows.count; r++) {
        dl_buf_printf(out, "%u:", table.rows.items[r].line);
        for (uint32_t c = 0; c < table.columns; c++) {
            dl_str cell = table.rows.items[r].cells[c];
            dl_buf_printf(out, " [%.*s]", (int)cell.len, cell.ptr);
        }
        dl_buf_char(out, '\n');
    }
    dl_arena_free(&arena);
    return rc;
}
