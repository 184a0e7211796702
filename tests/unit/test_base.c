/* The ground: arena, vectors, map, UTF-8, reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/reader.h"
#include "base/utf8.h"

static void vectors_keep_their_items_while_growing(void **state) {
    (void)state;
    dl_arena arena;
    dl_arena_init(&arena);
    DL_VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 10000; i++) *DL_PUSH(&v, &arena) = i * 3;
    for (uint32_t i = 0; i < 10000; i++) assert_int_equal(v.items[i], i * 3);
    dl_arena_free(&arena);
}

static void an_impossible_size_is_a_sticky_failure(void **state) {
    (void)state;
    dl_arena arena;
    dl_arena_init(&arena);
    assert_null(dl_arena_array(&arena, SIZE_MAX / 2, 16));
    assert_true(arena.failed);
    dl_arena_reset(&arena);
    assert_false(arena.failed);
    dl_arena_free(&arena);
}

static void interning_numbers_in_order_of_first_sight(void **state) {
    (void)state;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_map map;
    dl_map_init(&map, &arena);
    char word[16];
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            int n = snprintf(word, sizeof word, "w%u", i);
            assert_int_equal(dl_intern(&map, (dl_str){word, (size_t)n}), i);
        }
    assert_int_equal(dl_map_get(&map, DL_STR("nowhere")), DL_NONE);
    dl_arena_free(&arena);
}

static void ill_formed_utf8_gives_one_mark_for_each_maximal_subpart(void **state) {
    (void)state;
    /* Unicode 15, section 3.9, table 3-11: F0 80 80 gives three, E1 80 E2 F0 91 92 F1 BF 41 */
    static const struct {
        const char *in;
        size_t marks;
    } cases[] = {{"\xf0\x80\x80", 3},
                 {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
                  "A",
                  4},
                 {"\xc0\xaf", 2},
                 {"\xed\xa0\x80", 3},
                 {"abc", 0},
                 {"\xe2\x82\xac", 0}};
    for (size_t i = 0; i < DL_COUNT(cases); i++) {
        dl_str text = dl_str_of(cases[i].in);
        size_t marks = 0;
        for (size_t at = 0; at < text.len;) marks += dl_utf8_next(text, &at) == 0xfffd;
        assert_int_equal(marks, cases[i].marks);
        assert_int_equal(dl_utf8_valid(text) == text.len, cases[i].marks == 0);
    }
}

static void a_torn_blob_is_a_failure_not_a_crash(void **state) {
    (void)state;
    dl_buf buf = {0};
    dl_buf_u32(&buf, 7);
    dl_buf_varint(&buf, UINT64_MAX);
    dl_reader r = dl_reader_of(dl_buf_view(&buf));
    assert_int_equal(dl_read_u32(&r), 7);
    assert_true(dl_read_varint(&r) == UINT64_MAX);
    assert_false(r.failed);
    assert_int_equal(dl_read_u64(&r), 0);
    assert_true(r.failed);
    dl_buf_free(&buf);
}

static void sha256_is_sha256(void **state) {
    (void)state;
    char hex[65];
    dl_sha256_hex(DL_STR("abc"), hex); /* FIPS 180-4, example 1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void square(void *context, uint32_t item, uint32_t worker) {
    (void)worker;
    ((uint32_t *)context)[item] = item * item;
}

static void the_pool_does_every_item_once_with_any_number_of_threads(void **state) {
    (void)state;
    for (uint32_t threads = 1; threads <= 8; threads *= 2) {
        uint32_t out[1000] = {0};
        assert_int_equal(dl_pool_run(threads, 1000, square, out), 0);
        for (uint32_t i = 0; i < 1000; i++) assert_int_equal(out[i], i * i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_keep_their_items_while_growing),
        cmocka_unit_test(an_impossible_size_is_a_sticky_failure),
        cmocka_unit_test(interning_numbers_in_order_of_first_sight),
        cmocka_unit_test(ill_formed_utf8_gives_one_mark_for_each_maximal_subpart),
        cmocka_unit_test(a_torn_blob_is_a_failure_not_a_crash),
        cmocka_unit_test(sha256_is_sha256),
        cmocka_unit_test(the_pool_does_every_item_once_with_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
