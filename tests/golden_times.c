/* Stage "times": the first line is the publication date (EDTF, or "-" for none), the rest is the
 * text. Prints each time: words = EDTF (rule). */
#include "find/times.h"
#include "golden.h"
#include "parse/parse.h"

static void print_times(const struct dl_finds *finds, dl_buf *out) {
    for (uint32_t i = 0; i < finds->times.count; i++) {
        const dl_time *t = &finds->times.items[i];
        dl_str words = dl_span_text(finds->report.text, t->span);
        dl_buf_printf(out, "%.*s = %.*s (%s, %.*s)\n", (int)words.len, words.ptr,
                      t->edtf.len ? (int)t->edtf.len : 1, t->edtf.len ? t->edtf.ptr : "-",
                      dl_time_kind_name(t->kind), (int)t->rule.len, t->rule.ptr);
    }
}

int golden_times(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    const char *nl = input.len ? memchr(input.ptr, '\n', input.len) : NULL;
    if (!nl) return dl_fail(err, DL_EVALUE, 0, "the first line must be a date or -");
    dl_str date = {input.ptr, (size_t)(nl - input.ptr)};
    struct dl_finds finds = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_arena_init(&finds.arena);
    finds.report.text = (dl_str){nl + 1, input.len - date.len - 1};
    if (!dl_str_is(date, "-")) finds.report.published.value = date;
    dl_block *block = DL_PUSH(&finds.report.blocks, &arena);
    *block = (dl_block){{0, (uint32_t)finds.report.text.len}, DL_BLOCK_BODY};
    dl_parser *parser = NULL;
    dl_parse_scratch *scratch = NULL;
    dl_times *times = NULL;
    dl_text text = {0};
    int rc = dl_parser_open(&parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&scratch, parser, err);
    if (!rc) rc = dl_times_open(&times, data, err);
    if (!rc) rc = dl_parse(parser, scratch, &arena, &finds.report, &text, err);
    dl_find_context context = {&text, &finds, &arena};
    if (!rc) rc = dl_times_find(times, &context, err);
    if (!rc) print_times(&finds, out);
    dl_times_close(times);
    dl_parse_scratch_close(scratch);
    dl_parser_close(parser);
    dl_arena_free(&finds.arena);
    dl_arena_free(&arena);
    return rc;
}
