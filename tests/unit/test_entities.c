/* Entities over reports: spelling pairs and traps; a person's merge and split. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/entity_pairs.h"

static dl_data *open_data(void) {
    dl_data *data;
    dl_error err;
    assert_int_equal(dl_data_open(&data, NULL, &err), DL_OK);
    return data;
}

static void spelling_pairs_and_traps(void **state) {
    (void)state;
    dl_data *data = open_data();
    dl_buf bytes = {0};
    char chunk[4096];
    FILE *f = fopen(DL_TESTS "/data/entity_pairs.tsv", "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) dl_buf_add(&bytes, chunk, n);
    fclose(f);
    pairs p;
    dl_error err;
    assert_int_equal(pairs_run(&p, data, dl_buf_view(&bytes), stdout, &err), DL_OK);
    printf("%u lines: B3 precision %.3f, recall %.3f, F1 %.3f\n", p.count, p.precision, p.recall,
           p.f1);
    assert_true(p.count >= 300);
    assert_true(p.f1 >= .95);
    assert_true(p.precision >= .97); /* a wrong merge is the worse error */
    pairs_free(&p);
    dl_buf_free(&bytes);
    dl_data_close(data);
}

/* Solves one block by hand: the lines' entities and decisions. */
static void solve(const char *table, bool decide, bool merge, uint64_t rows[3]) {
    dl_data *data = open_data();
    dl_error err;
    dl_resolver *resolver;
    pairs p = {0};
    dl_arena_init(&p.arena);
    assert_int_equal(dl_tsv_parse(&p.table, &p.arena, dl_str_of(table), &err), DL_OK);
    p.count = p.table.rows.count;
    p.finds = dl_arena_array(&p.arena, p.count, sizeof *p.finds);
    assert_int_equal(dl_resolver_open(&resolver, data, &err), DL_OK);
    dl_memory *memory;
    assert_int_equal(dl_memory_open(&memory, resolver, &err), DL_OK);
    for (uint32_t i = 0, number; i < p.count; i++) {
        pairs_finds(&p, i);
        if (decide && i < 2)
            p.finds[i].entities.items[0].decided =
                dl_arena_printf(&p.arena, "%c00112233445566aa%u;", merge ? 'm' : 's', i);
        assert_int_equal(dl_memory_add(memory, &p.finds[i], &number, &err), DL_OK);
    }
    dl_items touched = {.arena = &p.arena};
    assert_int_equal(dl_memory_items(memory, 0, &touched, &err), DL_OK);
    dl_links links;
    dl_links_init(&links);
    assert_int_equal(dl_resolver_solve(resolver, dl_memory_lookup(memory), &touched, &links, &err),
                     DL_OK);
    for (uint32_t i = 0; i < links.members.count; i++) {
        const dl_member *m = &links.members.items[i];
        if (m->kind == DL_ITEM_ENTITY && m->ref.item == 0) rows[m->ref.report] = m->row;
    }
    dl_links_free(&links);
    dl_memory_close(memory);
    dl_resolver_close(resolver);
    pairs_free(&p);
    dl_data_close(data);
}

static void a_person_merges_what_no_rule_can(void **state) {
    (void)state;
    static const char table[] = "group\tkind\tgiven\tfamily\tname\tcode\toffice\tcountries\n"
                                "a\tperson\tMaria\tIvers\tMaria Ivers\t\t\t\n"
                                "b\tperson\tMaria\tLobo\tMaria Lobo\t\t\t\n"
                                "c\tperson\tM.\tIvers\tM. Ivers\t\t\t\n";
    uint64_t rows[3] = {0};
    solve(table, false, false, rows);
    assert_true(rows[0] != rows[1]);
    solve(table, true, true, rows);
    assert_true(rows[0] == rows[1]);
}

static void a_person_splits_what_a_rule_joined(void **state) {
    (void)state;
    static const char table[] = "group\tkind\tgiven\tfamily\tname\tcode\toffice\tcountries\n"
                                "a\tperson\tJuan\tReyes\tJuan Reyes\tPHL\t\t\n"
                                "b\tperson\tJuan\tReyes\tJuan Reyes\t\tmayor\t\n"
                                "c\tperson\tJuan\tReyes\tJuan Reyes\tPHL\tgeneral\t\n";
    uint64_t rows[3] = {0};
    solve(table, false, false, rows);
    assert_true(rows[0] == rows[1]);
    solve(table, true, false, rows);
    assert_true(rows[0] != rows[1]);
    assert_true(rows[0] == rows[2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelling_pairs_and_traps),
        cmocka_unit_test(a_person_merges_what_no_rule_can),
        cmocka_unit_test(a_person_splits_what_a_rule_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
