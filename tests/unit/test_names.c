/* One key for many spellings, and names over hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "find/names.h"
#include "model/namekey.h"
#include "parse/parse.h"

static void same(const char *a, const char *b) {
    char ka[64], kb[64];
    dl_name_skeleton(ka, sizeof ka, dl_str_of(a));
    dl_name_skeleton(kb, sizeof kb, dl_str_of(b));
    assert_string_equal(ka, kb);
}

static void spellings_of_one_name_share_a_key(void **state) {
    (void)state;
    same("Zelensky", "Zelenskyy");
    same("Zelenskiy", "Zelenskyi");
    same("Andrii", "Andriy");
    same("Soleimani", "Suleymani");
    same("al-Assad", "Assad");
    same("El-Sisi", "al-Sisi");
    same("Qassem", "Kasem");
    same("Khamenei", "Hamenei");
    same("Umerov", "Oumerov");
    same("Yeltsin", "Eltsin");
    same("Ivanoff", "Ivanov");
    same("Élysée", "Elysee");
    same("Kiev", "Kyiv");
    same("Poroshenko", "Poroschenko");
    same("Tsikhanouskaya", "Cikhanouskaya");
    same("Ramadhan", "Ramazan");
    same("Peskov", "PESKOV");
}

static void other_names_have_other_keys(void **state) {
    (void)state;
    static const char *const names[] = {"Zelensky", "Lavrov", "Putin",
                                        "Peskov",   "Macron", "Merkel"};
    char keys[DL_COUNT(names)][64];
    for (size_t i = 0; i < DL_COUNT(names); i++) {
        dl_name_skeleton(keys[i], sizeof keys[i], dl_str_of(names[i]));
        for (size_t k = 0; k < i; k++) assert_string_not_equal(keys[i], keys[k]);
    }
}

static void keys_are_cut_and_ended(void **state) {
    (void)state;
    char small[4];
    assert_int_equal(dl_name_skeleton(small, sizeof small, DL_STR("Brzezinski")), 3);
    assert_string_equal(small, "brz");
    assert_int_equal(dl_name_fold(small, 1, DL_STR("Kyiv")), 0);
    assert_string_equal(small, "");
    assert_int_equal(dl_name_fold(small, sizeof small, DL_STR("a\xC3\x9F")), 3);
    assert_string_equal(small, "ass");
}

static void distance_counts_letters(void **state) {
    (void)state;
    assert_int_equal(dl_name_distance(DL_STR("zelensky"), DL_STR("zelenky"), 2), 1);
    assert_int_equal(dl_name_distance(DL_STR("abc"), DL_STR("xyz"), 2), 3);
    assert_int_equal(dl_name_distance(DL_STR(""), DL_STR("ab"), 5), 2);
}

/* Runs the whole step over any bytes; every index and span must lie within the report. */
static void run(const dl_data *data, dl_str text) {
    dl_error err;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_names *names;
    assert_int_equal(dl_parser_open(&parser, data, &err), 0);
    assert_int_equal(dl_parse_scratch_open(&scratch, parser, &err), 0);
    assert_int_equal(dl_names_open(&names, data, &err), 0);
    dl_arena arena, work;
    struct dl_finds finds;
    memset(&finds, 0, sizeof finds);
    dl_arena_init(&arena);
    dl_arena_init(&work);
    dl_arena_init(&finds.arena);
    finds.report.text = dl_arena_str(&finds.arena, text);
    *DL_PUSH(&finds.report.blocks, &finds.arena) =
        (dl_block){{0, (uint32_t)text.len}, DL_BLOCK_BODY};
    dl_text parsed;
    assert_int_equal(dl_parse(parser, scratch, &arena, &finds.report, &parsed, &err), 0);
    dl_find_context context = {&parsed, &finds, &work};
    assert_int_equal(dl_names_find(names, &context, &err), 0);
    for (uint32_t i = 0; i < finds.mentions.count; i++) {
        const dl_mention *m = &finds.mentions.items[i];
        assert_true(m->span.start < m->span.end && m->span.end <= text.len);
        assert_true(m->head < parsed.tokens.count);
        assert_true(m->entity == DL_NONE || m->entity < finds.entities.count);
        assert_true(i == 0 || finds.mentions.items[i - 1].span.start <= m->span.start);
    }
    for (uint32_t i = 0; i < finds.entities.count; i++)
        assert_true(finds.entities.items[i].first < finds.mentions.count);
    for (uint32_t i = 0; i < finds.offices.count; i++)
        assert_true(finds.offices.items[i].entity < finds.entities.count);
    dl_arena_free(&arena);
    dl_arena_free(&work);
    dl_arena_free(&finds.arena);
    dl_names_close(names);
    dl_parse_scratch_close(scratch);
    dl_parser_close(parser);
}

static void any_bytes_do_no_harm(void **state) {
    (void)state;
    dl_data *data;
    dl_error err;
    assert_int_equal(dl_data_open(&data, NULL, &err), 0);
    static const char piece[] =
        "President (ABC) [X] Mr. of the al-- 's Kim Jong-, \xFF\xC3 who said he, Inc. "
        "\"It is\" US U.S. Georgia\xE2\x80\x99s the \xF0\x9F\x87\xBA and - - Secretary of ";
    char text[2400];
    uint64_t seed = 7;
    for (uint32_t round = 0; round < 40; round++) {
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t at =
                round % 2 ? (i + round) % (sizeof piece - 1) : (seed >> 33) % (sizeof piece - 1);
            text[i] = (seed >> 60) == 3 ? (char)(seed >> 40) : piece[at];
        }
        run(data, (dl_str){text, round * 60 + 1});
    }
    dl_data_close(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_share_a_key),
        cmocka_unit_test(other_names_have_other_keys),
        cmocka_unit_test(keys_are_cut_and_ended),
        cmocka_unit_test(distance_counts_letters),
        cmocka_unit_test(any_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
