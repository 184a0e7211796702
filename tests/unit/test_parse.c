/* The parse stage: any bytes, long sentences, models that are torn, a cache that never shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "parse/analyse.h"
#include "parse/parse.h"
#include "parse/parse_with.h"

typedef struct world {
    dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
} world;

static uint64_t random_state = 11;

static uint32_t number(void) {
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)((z ^ z >> 27) >> 16);
}

static int open_world(void **state) {
    world *w = calloc(1, sizeof *w);
    dl_error err;
    if (!w || dl_data_open(&w->data, NULL, &err) || dl_parser_open(&w->parser, w->data, &err) ||
        dl_parse_scratch_open(&w->scratch, w->parser, &err))
        return -1;
    *state = w;
    return 0;
}

static int close_world(void **state) {
    world *w = *state;
    dl_parse_scratch_close(w->scratch);
    dl_parser_close(w->parser);
    dl_data_close(w->data);
    free(w);
    return 0;
}

static void parse(const world *w, dl_parse_scratch *scratch, dl_arena *arena, dl_str text,
                  uint32_t kind, dl_text *out) {
    dl_report report = {.text = text};
    dl_block *b = DL_PUSH(&report.blocks, arena);
    *b = (dl_block){{0, (uint32_t)text.len}, kind};
    dl_error err = {0};
    assert_int_equal(dl_parse(w->parser, scratch, arena, &report, out, &err), DL_OK);
}

/* One root a sentence, heads inside it, no cycle, every token in exactly one sentence. */
static void assert_sound(const dl_text *text) {
    const dl_tokens *t = &text->tokens;
    uint32_t next = 0;
    for (uint32_t k = 0; k < text->sentences.count; k++) {
        const dl_sentence *s = &text->sentences.items[k];
        uint32_t roots = 0;
        assert_int_equal(s->first, next);
        assert_true(s->count > 0);
        next += s->count;
        for (uint32_t i = s->first; i < next; i++) {
            uint32_t steps = 0;
            roots += t->head[i] == DL_NONE;
            for (uint32_t h = t->head[i]; h != DL_NONE && steps <= s->count; steps++) {
                assert_true(h >= s->first && h < s->first + s->count);
                h = t->head[h];
            }
            assert_true(steps <= s->count);
            assert_true(t->upos[i] < DL_UPOS_COUNT && t->deprel[i] < DL_REL_COUNT);
            assert_non_null(t->lemma[i].ptr);
        }
        assert_int_equal(roots, 1);
    }
    assert_int_equal(next, t->count);
}

static void assert_same(const dl_text *a, const dl_text *b) {
    uint32_t n = a->tokens.count;
    assert_int_equal(n, b->tokens.count);
    assert_int_equal(a->sentences.count, b->sentences.count);
    assert_memory_equal(a->tokens.start, b->tokens.start, n * sizeof *a->tokens.start);
    assert_memory_equal(a->tokens.upos, b->tokens.upos, n);
    assert_memory_equal(a->tokens.xpos, b->tokens.xpos, n);
    assert_memory_equal(a->tokens.head, b->tokens.head, n * sizeof *a->tokens.head);
    assert_memory_equal(a->tokens.deprel, b->tokens.deprel, n);
}

static const char news[] =
    "KYIV, Ukraine — Witkoff and Kushner met Mr. Putin in Moscow on Tuesday, the Kremlin said. “We "
    "[Ukraine and Europe] share the view that the war must end,” Zelenskyy's office wrote. It was "
    "reported by the Financial Times, which cited two people familiar with the U.S. plan.";

static void empty_and_unparsed_blocks_give_no_tokens(void **state) {
    dl_arena arena;
    dl_text text;
    dl_arena_init(&arena);
    parse(*state, ((world *)*state)->scratch, &arena, DL_STR(""), DL_BLOCK_BODY, &text);
    assert_int_equal(text.tokens.count, 0);
    parse(*state, ((world *)*state)->scratch, &arena, dl_str_of(news), DL_BLOCK_FURNITURE, &text);
    assert_int_equal(text.sentences.count, 0);
    dl_arena_free(&arena);
}

static void a_sentence_of_5000_words_and_a_block_of_20000_without_a_stop(void **state) {
    world *w = *state;
    dl_arena arena;
    dl_arena_init(&arena);
    for (uint32_t words = 5000; words <= 20000; words += 15000) {
        dl_buf buf = {0};
        for (uint32_t i = 0; i < words; i++)
            dl_buf_printf(&buf, "the %s%u ", i % 3 ? "envoy" : "saw", i);
        dl_text text;
        parse(w, w->scratch, &arena, dl_buf_view(&buf), DL_BLOCK_BODY, &text);
        assert_true(text.tokens.count >= words);
        assert_sound(&text);
        for (uint32_t i = 0; i < text.sentences.count; i++)
            assert_true(text.sentences.items[i].count <= DL_SENTENCE_LONGEST);
        dl_buf_free(&buf);
        dl_arena_reset(&arena);
    }
    dl_arena_free(&arena);
}

static void any_bytes_are_fine_and_every_visible_byte_is_in_a_token(void **state) {
    world *w = *state;
    dl_arena arena;
    dl_arena_init(&arena);
    static const char pieces[] =
        "aB1.,'\"-/:@&$%()[]!?\xe2\x80\x99\xe2\x80\x9c\xc3\xa9\xff\xf0 \t\n";
    for (int round = 0; round < 300; round++) {
        char bytes[400];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = round % 2 ? (char)number() : pieces[number() % (sizeof pieces - 1)];
        dl_text text;
        parse(w, w->scratch, &arena, (dl_str){bytes, sizeof bytes}, DL_BLOCK_BODY, &text);
        assert_sound(&text);
        uint32_t at = 0;
        for (uint32_t i = 0; i < text.tokens.count; i++) {
            assert_true(text.tokens.start[i] >= at && text.tokens.len[i] > 0);
            for (; at < text.tokens.start[i]; at++)
                assert_false(bytes[at] > ' ' && bytes[at] < 0x7f);
            at += text.tokens.len[i];
        }
        assert_true(at <= sizeof bytes);
        dl_arena_reset(&arena);
    }
    dl_arena_free(&arena);
}

static void what_the_cache_holds_never_shows(void **state) {
    world *w = *state;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_parse_scratch *fresh;
    assert_int_equal(dl_parse_scratch_open(&fresh, w->parser, NULL), DL_OK);
    dl_text before, after, first;
    parse(w, w->scratch, &arena, dl_str_of(news), DL_BLOCK_BODY, &before);
    dl_buf noise = {0};
    for (uint32_t i = 0; i < 40000; i++)
        dl_buf_printf(&noise, "%c%x %s", i % 7 ? 'q' : 'Q', i, i % 13 ? "" : "ended. ");
    dl_text ignored;
    parse(w, w->scratch, &arena, dl_buf_view(&noise), DL_BLOCK_BODY, &ignored);
    assert_sound(&ignored);
    parse(w, w->scratch, &arena, dl_str_of(news), DL_BLOCK_BODY, &after);
    parse(w, fresh, &arena, dl_str_of(news), DL_BLOCK_BODY, &first);
    assert_same(&before, &after);
    assert_same(&before, &first);
    dl_buf_free(&noise);
    dl_parse_scratch_close(fresh);
    dl_arena_free(&arena);
}

static void all_kernels_give_one_tree(void **state) {
    world *w = *state;
    static const char *const names[] = {"scalar", "avx2", "avx512"};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_text texts[3];
    for (size_t k = 0; k < DL_COUNT(names); k++) {
        const dl_kernels *kernels = dl_kernels_named(names[k]);
        if (!kernels) continue;
        dl_parser *parser;
        dl_parse_scratch *scratch;
        assert_int_equal(dl_parser_open(&parser, w->data, NULL), DL_OK);
        dl_parser_use(parser, kernels);
        assert_int_equal(dl_parse_scratch_open(&scratch, parser, NULL), DL_OK);
        world other = {w->data, parser, scratch};
        parse(&other, scratch, &arena, dl_str_of(news), DL_BLOCK_BODY, &texts[k]);
        assert_same(&texts[0], &texts[k]);
        dl_parse_scratch_close(scratch);
        dl_parser_close(parser);
    }
    dl_arena_free(&arena);
}

/* ── model files ── */

static const char *const model_names[] = {"en/models/sentences.bin", "en/models/tagger.bin",
                                          "en/models/parser.bin"};

static int open_model(size_t which, dl_str bytes, dl_models *models, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    int rc = which == 0   ? dl_splitter_of(&models->splitter, bytes, &arena, err)
             : which == 1 ? dl_tagger_of(&models->tagger, bytes, &arena, err)
                          : dl_tree_parser_of(&models->tree, bytes, &arena, err);
    dl_arena_free(&arena);
    return rc;
}

static void torn_and_foreign_models_are_clear_errors(void **state) {
    world *w = *state;
    dl_models models;
    for (size_t k = 0; k < DL_COUNT(model_names); k++) {
        dl_str whole = dl_data_get(w->data, model_names[k]);
        static const double shares[] = {0, 0.00001, 0.001, 0.3, 0.9, 0.999999};
        for (size_t i = 0; i < DL_COUNT(shares); i++) {
            dl_error err = {0};
            size_t len = (size_t)((double)whole.len * shares[i]);
            assert_int_not_equal(open_model(k, dl_str_sub(whole, 0, len), &models, &err), DL_OK);
            assert_true(err.message[0]);
        }
        dl_error err = {0};
        dl_str other = dl_data_get(w->data, model_names[(k + 1) % DL_COUNT(model_names)]);
        assert_int_equal(open_model(k, other, &models, &err), DL_EFORMAT);
        assert_int_equal(open_model(k, DL_STR("%PDF-1.4 not a model at all, longer than its head"),
                                    &models, &err),
                         DL_EFORMAT);
    }
}

static void put_u64(char *at, uint64_t value) {
    for (int i = 0; i < 8; i++) at[i] = (char)(value >> 8 * i);
}

/* Bytes changed at random: the checksum tells; and where it has been made to fit, either a check
 * tells or the model is safe to use. */
static void corrupted_models_never_crash(void **state) {
    world *w = *state;
    for (int round = 0; round < 60; round++) {
        size_t k = number() % DL_COUNT(model_names);
        dl_str whole = dl_data_get(w->data, model_names[k]);
        char *copy = malloc(whole.len);
        assert_non_null(copy);
        memcpy(copy, whole.ptr, whole.len);
        for (int i = 0; i < 4; i++) {
            size_t reach = round % 2 ? 600 : whole.len;
            copy[24 + number() % (reach - 24)] ^= (char)(1 + number() % 255);
        }
        dl_error err = {0};
        dl_models models = {.kernels = dl_kernels_pick()};
        dl_str bytes = {copy, whole.len};
        assert_int_not_equal(open_model(k, bytes, &models, &err), DL_OK);
        put_u64(copy + 16, dl_hash(dl_str_sub(bytes, 24, bytes.len)));
        dl_arena arena;
        dl_arena_init(&arena);
        if (k == 1 && dl_tagger_of(&models.tagger, bytes, &arena, &err) == DL_OK) {
            dl_workspace work;
            assert_int_equal(dl_workspace_open(&work, &models, false, &err), DL_OK);
            dl_str forms[] = {DL_STR("Moscow"), DL_STR("rejected"), DL_STR("it"), DL_STR(".")};
            uint8_t flags[4] = {1, 1, 1, 0};
            uint32_t slots[4];
            dl_types_begin(&work.types);
            for (int i = 0; i < 4; i++) slots[i] = dl_types_slot(&work.types, forms[i]);
            dl_analyse_tags(&models, &work, slots, flags, 4);
            for (int i = 0; i < 4; i++) assert_true(work.pairs[i] < models.tagger.tags);
            dl_workspace_close(&work);
        } else if (k != 1) {
            open_model(k, bytes, &models, &err);
        }
        dl_arena_free(&arena);
        free(copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_and_unparsed_blocks_give_no_tokens),
        cmocka_unit_test(a_sentence_of_5000_words_and_a_block_of_20000_without_a_stop),
        cmocka_unit_test(any_bytes_are_fine_and_every_visible_byte_is_in_a_token),
        cmocka_unit_test(what_the_cache_holds_never_shows),
        cmocka_unit_test(all_kernels_give_one_tree),
        cmocka_unit_test(torn_and_foreign_models_are_clear_errors),
        cmocka_unit_test(corrupted_models_never_crash),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
