/* Status on our own labelled clauses (tests/data/status.tsv): at least 85 of a hundred right, the
 * whole way from text to event. A clause whose event is not found counts as wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "find/find.h"
#include "parse/parse.h"

typedef struct bench {
    dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
} bench;

static char *read_all(const char *path, size_t *len) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(1 << 20);
    assert_non_null(bytes);
    *len = fread(bytes, 1, (1 << 20) - 1, f);
    bytes[*len] = 0;
    fclose(f);
    return bytes;
}

static bool holds_word(dl_str text, dl_span span, dl_str word) {
    dl_str got = dl_span_text(text, span);
    return got.len >= word.len && memcmp(got.ptr, word.ptr, word.len) == 0;
}

static bool is_right(const bench *b, dl_str clause, dl_str word, dl_str status) {
    dl_arena arena;
    dl_arena_init(&arena);
    struct dl_finds finds = {0};
    dl_arena_init(&finds.arena);
    finds.report.text = clause;
    finds.report.published.value = DL_STR("2025-12-01");
    dl_block *block = DL_PUSH(&finds.report.blocks, &finds.arena);
    *block = (dl_block){{0, (uint32_t)clause.len}, DL_BLOCK_BODY};
    dl_text text = {0};
    dl_error err;
    assert_int_equal(dl_parse(b->parser, b->scratch, &arena, &finds.report, &text, &err), 0);
    for (uint32_t i = 0; i < text.sentences.count; i++)
        *DL_PUSH(&finds.sentences, &finds.arena) = text.sentences.items[i];
    dl_find_context context = {&text, &finds, &arena};
    assert_int_equal(dl_finder_run(b->finder, &context, &err), 0);
    bool right = false, found = false;
    for (uint32_t i = 0; i < finds.events.count; i++) {
        const dl_event *e = &finds.events.items[i];
        if (!holds_word(clause, e->trigger, word)) continue;
        found = true;
        right |= dl_str_is(status, dl_status_name(e->status));
        if (!dl_str_is(status, dl_status_name(e->status)))
            printf("%.*s [%.*s] is %.*s, found %s\n", (int)clause.len, clause.ptr, (int)word.len,
                   word.ptr, (int)status.len, status.ptr, dl_status_name(e->status));
    }
    if (!found)
        printf("%.*s [%.*s] is %.*s, not found\n", (int)clause.len, clause.ptr, (int)word.len,
               word.ptr, (int)status.len, status.ptr);
    dl_arena_free(&finds.arena);
    dl_arena_free(&arena);
    return right;
}

static void status_of_clauses(void **state) {
    (void)state;
    bench b = {0};
    dl_error err;
    assert_int_equal(dl_data_open(&b.data, NULL, &err), 0);
    assert_int_equal(dl_parser_open(&b.parser, b.data, &err), 0);
    assert_int_equal(dl_parse_scratch_open(&b.scratch, b.parser, &err), 0);
    assert_int_equal(dl_finder_open(&b.finder, b.data, &err), 0);
    size_t len;
    char *bytes = read_all(DL_TESTS "/data/status.tsv", &len);
    dl_arena arena;
    dl_arena_init(&arena);
    dl_tsv table;
    assert_int_equal(dl_tsv_parse(&table, &arena, (dl_str){bytes, len}, &err), 0);
    uint32_t right = 0;
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_str *c = table.rows.items[i].cells;
        right += is_right(&b, c[0], c[1], c[2]);
    }
    printf("status: %u of %u\n", right, table.rows.count);
    assert_true(table.rows.count >= 300);
    assert_true(right * 100 >= table.rows.count * 85);
    dl_arena_free(&arena);
    free(bytes);
    dl_finder_close(b.finder);
    dl_parse_scratch_close(b.scratch);
    dl_parser_close(b.parser);
    dl_data_close(b.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(status_of_clauses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
