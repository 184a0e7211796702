/* Copies over many reports: any order gives the same rows, near-identical floods stay cheap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "copies/copies.h"
#include "resolve/memory.h"

typedef struct set {
    dl_arena arena;
    dl_data *data;
    dl_resolver *resolver;
    struct dl_finds *finds;
    uint32_t count;
} set;

static uint64_t dice(uint64_t *seed) {
    return *seed = dl_hash_mix(*seed, 0x9e3779b97f4a7c15u);
}

static void set_open(set *s, uint32_t most) {
    dl_error err;
    memset(s, 0, sizeof *s);
    dl_arena_init(&s->arena);
    assert_int_equal(dl_data_open(&s->data, NULL, &err), DL_OK);
    assert_int_equal(dl_resolver_open(&s->resolver, s->data, &err), DL_OK);
    s->finds = dl_arena_array(&s->arena, most, sizeof *s->finds);
}

static void set_close(set *s) {
    for (uint32_t i = 0; i < s->count; i++) dl_arena_free(&s->finds[i].arena);
    dl_resolver_close(s->resolver);
    dl_data_close(s->data);
    dl_arena_free(&s->arena);
}

static void set_add(set *s, const char *text, const char *published, const char *outlet) {
    struct dl_finds *f = &s->finds[s->count];
    dl_arena_init(&f->arena);
    f->report.text = dl_arena_str(&s->arena, dl_str_of(text));
    f->report.published.value = dl_str_of(published);
    f->report.outlet.value = dl_str_of(outlet);
    dl_sha256_hex(dl_arena_printf(&s->arena, "%u %s", s->count, text), f->report.id);
    dl_block *b = DL_PUSH(&f->report.blocks, &f->arena);
    *b = (dl_block){{0, (uint32_t)f->report.text.len}, DL_BLOCK_BODY};
    s->count++;
}

/* count words from a small invented vocabulary. */
static void put_words(dl_buf *out, uint64_t *seed, unsigned count) {
    static const char *const parts[] = {"ka", "lo", "mir", "sen", "tu", "vash", "dor", "ne"};
    for (unsigned i = 0; i < count; i++) {
        uint64_t d = dice(seed);
        dl_buf_printf(out, "%s%s%s ", parts[d & 7], parts[d >> 8 & 7], parts[d >> 16 & 7]);
    }
}

static int line_cmp(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The rows that stand after all steps: a report's rows are those of the last step that made them.
 */
typedef struct rows {
    char **lines; /* by report: all its rows as text */
} rows;

static void keep(rows *r, const set *s, const uint32_t *order, const dl_links *links,
                 const dl_report_list *solved) {
    for (uint32_t i = 0; i < solved->count; i++) {
        uint32_t owner = solved->items[i];
        dl_buf text = {0};
        for (uint32_t k = 0; k < links->copies.count; k++) {
            const dl_copy *c = &links->copies.items[k];
            if (c->owner != owner) continue;
            dl_buf_printf(&text, "%s %s %u %u %u;", s->finds[order[c->from]].report.id,
                          s->finds[order[c->to]].report.id, c->kind, c->containment,
                          c->passages.count);
        }
        free(r->lines[order[owner]]);
        r->lines[order[owner]] = text.data ? text.data : strdup("");
    }
}

static char *run(set *s, uint64_t seed, uint32_t most, uint32_t *row_count) {
    uint32_t *order = calloc(s->count, sizeof *order);
    rows r = {calloc(s->count, sizeof(char *))};
    for (uint32_t i = 0; i < s->count; i++) order[i] = i;
    for (uint32_t i = s->count - 1; seed && i > 0; i--) {
        uint32_t j = (uint32_t)(dice(&seed) % (i + 1)), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    dl_memory *memory;
    dl_error err;
    assert_int_equal(dl_memory_open(&memory, s->resolver, &err), DL_OK);
    for (uint32_t at = 0, batch = most; at < s->count; batch = 1 + (batch * 5 + 2) % most) {
        uint32_t first = at, touched[4096], n = 0;
        for (; at < s->count && n < batch && n < 4096; at++) {
            uint32_t number, *terms, count;
            dl_arena arena;
            dl_arena_init(&arena);
            const struct dl_finds *f = &s->finds[order[at]];
            assert_int_equal(dl_memory_add(memory, f, &number, &err), DL_OK);
            assert_int_equal(dl_copies_terms(&f->report, &arena, &terms, &count, &err), DL_OK);
            assert_int_equal(dl_memory_terms(memory, DL_TERMS_SHINGLES, number, terms, count, &err),
                             DL_OK);
            dl_arena_free(&arena);
            touched[n++] = number;
        }
        assert_int_equal(touched[0], first);
        dl_links links;
        dl_links_init(&links);
        dl_report_list solved = {0};
        assert_int_equal(
            dl_copies_solve(dl_memory_lookup(memory), touched, n, &links, &solved, &err), DL_OK);
        if (row_count) *row_count += links.copies.count;
        keep(&r, s, order, &links, &solved);
        dl_links_free(&links);
    }
    dl_memory_close(memory);
    qsort(r.lines, s->count, sizeof *r.lines, line_cmp);
    dl_buf all = {0};
    for (uint32_t i = 0; i < s->count; i++) {
        dl_buf_printf(&all, "%s\n", r.lines[i]);
        free(r.lines[i]);
    }
    free(r.lines);
    free(order);
    return all.data;
}

static void any_order_gives_the_same(void **state) {
    (void)state;
    static const char *const days[] = {"2025-01-01", "2025-01-02", "2025-01-03", ""};
    set s;
    set_open(&s, 120);
    uint64_t seed = 3;
    dl_buf stock[12] = {{0}}, text = {0};
    for (unsigned i = 0; i < 12; i++) put_words(&stock[i], &seed, 90);
    for (unsigned i = 0; i < 120; i++) { /* each: pieces of two stock texts, and words of its own */
        dl_buf_clear(&text);
        dl_str a = dl_buf_view(&stock[dice(&seed) % 12]), b = dl_buf_view(&stock[dice(&seed) % 12]);
        dl_buf_str(&text, dl_str_sub(a, 0, a.len * (1 + dice(&seed) % 4) / 4));
        put_words(&text, &seed, (unsigned)(dice(&seed) % 60));
        dl_buf_str(&text, dl_str_sub(b, b.len / 2, b.len));
        set_add(&s, text.data, days[dice(&seed) % 4], "");
    }
    uint32_t row_count = 0;
    char *all = run(&s, 0, 4096, &row_count);
    assert_true(row_count > 200);
    for (uint64_t k = 1; k <= 8; k++) {
        char *other = run(&s, k, 1 + (uint32_t)(k % 4) * 13, NULL);
        assert_string_equal(other, all);
        free(other);
    }
    free(all);
    for (unsigned i = 0; i < 12; i++) dl_buf_free(&stock[i]);
    dl_buf_free(&text);
    set_close(&s);
}

static void ten_thousand_that_differ_in_a_byte(void **state) {
    (void)state;
    enum { N = 10000 };
    set s;
    set_open(&s, N);
    uint64_t seed = 11;
    dl_buf text = {0};
    put_words(&text, &seed, 120);
    static char days[N][16];
    for (unsigned i = 0; i < N; i++) {
        snprintf(days[i], sizeof days[i], "20%02u-%02u-%02u", 10 + i / 336, 1 + i / 28 % 12,
                 1 + i % 28);
        char *byte = &text.data[(i * 37) % text.len], was = *byte;
        *byte = (char)('a' + i % 26);
        set_add(&s, text.data, days[i], "");
        *byte = was;
    }
    uint32_t row_count = 0;
    char *all = run(&s, 0, 64, &row_count);
    assert_in_range(row_count, N - 1, 8u * N);
    free(all);
    dl_buf_free(&text);
    set_close(&s);
}

static void empty_and_tiny_texts_have_no_copies(void **state) {
    (void)state;
    set s;
    set_open(&s, 8);
    const char *const texts[] = {
        "", " ", "one", "one two three", "one two three", "\xff\xfe\x80 …"};
    for (unsigned i = 0; i < DL_COUNT(texts); i++) set_add(&s, texts[i], "", "");
    uint32_t row_count = 0;
    char *all = run(&s, 0, 8, &row_count);
    assert_int_equal(row_count, 0);
    free(all);
    set_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same),
        cmocka_unit_test(ten_thousand_that_differ_in_a_byte),
        cmocka_unit_test(empty_and_tiny_texts_have_no_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
