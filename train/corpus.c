#include "train/corpus.h"

#include <stdio.h>

#include "train/vary.h"

enum {
    /* a word of the vocabulary: occurrences, gold ones count GOLD_WEIGHT */
    LEAST_WORD = 6,
    GOLD_WEIGHT = 3,
    LEAST_PAIR = 3, /* of a tag pair */
};

static dl_str folded(const gold_token *t, char *out) {
    char key[DL_WORD_KEY];
    return (dl_str){out, dl_word_fold(dl_word_key(t->form, key), out)};
}

static int count_words(corpus *c, dl_map *seen, dl_error *err) {
    char low[3 * DL_WORD_KEY];
    dl_map_init(seen, &c->arena);
    for (uint32_t s = 0; s < c->bank.sentences.count; s++) {
        const gold_sentence *g = &c->bank.sentences.items[s];
        for (uint32_t i = 0; i < g->count; i++) {
            dl_str word = folded(&g->tokens[i], low);
            uint32_t at = dl_intern(seen, word);
            if (at == DL_NONE) return dl_fail_memory(err);
        }
    }
    return DL_OK;
}

/* Words seen at least LEAST_WORD times, in the order of their first sight. */
static int make_vocabulary(corpus *c, dl_error *err) {
    dl_map seen;
    char low[3 * DL_WORD_KEY];
    int rc = count_words(c, &seen, err);
    if (rc) return rc;
    uint32_t *n = dl_arena_array(&c->arena, seen.entries.count, sizeof *n);
    if (!n) return dl_fail_memory(err);
    for (uint32_t s = 0; s < c->bank.sentences.count; s++) {
        const gold_sentence *g = &c->bank.sentences.items[s];
        for (uint32_t i = 0; i < g->count; i++)
            n[dl_map_get(&seen, folded(&g->tokens[i], low))] += s < c->gold ? GOLD_WEIGHT : 1;
    }
    dl_map_init(&c->vocabulary.words, &c->arena);
    c->vocabulary.count = DL_WORD_FIRST;
    c->counts = dl_arena_array(&c->arena, seen.entries.count + DL_WORD_FIRST, sizeof *c->counts);
    for (uint32_t i = 0; i < seen.entries.count; i++) {
        if (n[i] < LEAST_WORD) continue;
        c->counts[c->vocabulary.count] = n[i] / GOLD_WEIGHT;
        dl_map_set(&c->vocabulary.words, seen.entries.items[i].key, c->vocabulary.count++);
    }
    return c->arena.failed ? dl_fail_memory(err) : DL_OK;
}

static dl_str pair_name(const gold_token *t, char *out, size_t size) {
    int n = snprintf(out, size, "%s %.*s", dl_upos_name(t->upos), (int)t->xpos.len, t->xpos.ptr);
    return (dl_str){out, (size_t)n};
}

static int make_pairs(corpus *c, dl_error *err) {
    dl_map seen;
    uint32_t n[1024] = {0};
    char name[64];
    dl_map_init(&seen, &c->arena);
    dl_map_init(&c->pairs, &c->arena);
    dl_map_init(&c->names, &c->arena);
    for (uint32_t s = 0; s < c->gold; s++) {
        const gold_sentence *g = &c->bank.sentences.items[s];
        for (uint32_t i = 0; i < g->count; i++) {
            if (g->tokens[i].upos >= DL_UPOS_COUNT) continue;
            uint32_t at = dl_intern(&seen, pair_name(&g->tokens[i], name, sizeof name));
            if (at < DL_COUNT(n)) n[at]++;
        }
    }
    for (uint32_t i = 0; i < seen.entries.count && i < DL_COUNT(n); i++) {
        if (n[i] < LEAST_PAIR || c->pair_count == DL_TAG_MOST) continue;
        dl_str pair = seen.entries.items[i].key;
        size_t space = (size_t)((const char *)memchr(pair.ptr, ' ', pair.len) - pair.ptr);
        dl_intern(&c->names, dl_str_sub(pair, space + 1, pair.len));
        dl_map_set(&c->pairs, pair, c->pair_count++);
    }
    return c->arena.failed ? dl_fail_memory(err) : DL_OK;
}

static int fill_tokens(corpus *c, dl_error *err) {
    char name[64];
    uint32_t n = c->bank.tokens, at = 0;
    c->first = dl_arena_array(&c->arena, c->bank.sentences.count + 1, sizeof *c->first);
    c->words = dl_arena_array(&c->arena, n, sizeof *c->words);
    c->tags = dl_arena_array(&c->arena, n, 1);
    c->predicted = dl_arena_array(&c->arena, n, 1);
    c->upos = dl_arena_array(&c->arena, n, 1);
    if (c->arena.failed) return dl_fail_memory(err);
    for (uint32_t s = 0; s < c->bank.sentences.count; s++) {
        const gold_sentence *g = &c->bank.sentences.items[s];
        c->first[s] = at;
        for (uint32_t i = 0; i < g->count; i++, at++) {
            c->words[at] = dl_word_of(&c->vocabulary, g->tokens[i].form);
            c->upos[at] = g->tokens[i].upos;
            uint32_t pair = dl_map_get(&c->pairs, pair_name(&g->tokens[i], name, sizeof name));
            c->tags[at] = (uint8_t)(pair == DL_NONE ? CORPUS_NO_TAG : pair);
            c->predicted[at] = pair == DL_NONE ? 0 : (uint8_t)pair; /* of silver it stays so */
        }
    }
    c->first[c->bank.sentences.count] = at;
    return DL_OK;
}

int corpus_open(corpus *c, const char *folder, const char *silver, dl_error *err) {
    char path[4096];
    memset(c, 0, sizeof *c);
    dl_arena_init(&c->arena);
    treebank_init(&c->bank);
    snprintf(path, sizeof path, "%s/ud-ewt/train.conllu", folder);
    int rc = treebank_read(&c->bank, path, NULL, err);
    snprintf(path, sizeof path, "%s/gum/train", folder);
    if (!rc) rc = treebank_read(&c->bank, path, gum_nc_genres, err);
    c->gold = c->bank.sentences.count;
    c->gold_tokens = c->bank.tokens;
    if (!rc && silver) rc = treebank_read(&c->bank, silver, NULL, err);
    if (!rc && silver) rc = vary_subjects(&c->bank, err);
    if (!rc) rc = make_vocabulary(c, err);
    if (!rc) rc = make_pairs(c, err);
    if (!rc) rc = fill_tokens(c, err);
    fprintf(stderr, "corpus: %u sentences, %u tokens, %u words, %u tag pairs\n",
            c->bank.sentences.count, c->bank.tokens, c->vocabulary.count, c->pair_count);
    return rc;
}

void corpus_close(corpus *c) {
    treebank_free(&c->bank);
    dl_arena_free(&c->arena);
}

enum { HEADLINE_ONE_IN = 16, SHOUT_ONE_IN = 60 };

uint32_t corpus_case(const corpus *c, uint32_t sentence, rng *random) {
    const gold_sentence *g = &c->bank.sentences.items[sentence];
    uint32_t as_it_is = sentence_case(g);
    if (as_it_is != DL_CASE_NORMAL || g->count < 3 || g->count > 25) return as_it_is;
    if (rng_below(random, HEADLINE_ONE_IN) == 0) return DL_CASE_TITLE;
    return rng_below(random, SHOUT_ONE_IN) == 0 ? DL_CASE_UPPER : as_it_is;
}

/* Small words that headlines leave in lower case. */
static bool stays_small(const gold_token *t) {
    return t->form.len <= 4 && (t->upos == DL_ADP || t->upos == DL_DET || t->upos == DL_CCONJ ||
                                t->upos == DL_PART || t->upos == DL_SCONJ);
}

static void capitals(char *bytes, size_t len) {
    for (size_t k = 0; k < len; k++)
        if (bytes[k] >= 'a' && bytes[k] <= 'z') bytes[k] = (char)(bytes[k] - 32);
}

static dl_word shown(const corpus *c, const gold_token *t, uint32_t i, uint32_t case_class) {
    char form[DL_WORD_KEY], key[DL_WORD_KEY];
    dl_str known = dl_word_key(t->form, key);
    memcpy(form, known.ptr, known.len);
    if (case_class == DL_CASE_UPPER)
        capitals(form, known.len);
    else if (i == 0 || !stays_small(t))
        capitals(form, known.len ? 1 : 0);
    return dl_word_of(&c->vocabulary, (dl_str){form, known.len});
}

dl_word corpus_word(const corpus *c, uint32_t sentence, uint32_t i, uint32_t case_class,
                    float names, rng *random) {
    const gold_sentence *g = &c->bank.sentences.items[sentence];
    uint32_t token = c->first[sentence] + i;
    bool changed = (case_class == DL_CASE_TITLE || case_class == DL_CASE_UPPER) &&
                   sentence_case(g) != case_class;
    dl_word word = changed ? shown(c, &g->tokens[i], i, case_class) : c->words[token];
    if (word.row[0] < DL_WORD_FIRST) return word;
    float seen = (float)c->counts[word.row[0]], chance = 0.5f / (0.5f + seen);
    if (c->upos[token] == DL_PROPN && chance < names) chance = names;
    if (rng_unit(random) < chance) word.row[0] = DL_WORD_UNKNOWN;
    return word;
}

dl_str corpus_tags_section(const corpus *c, dl_arena *arena) {
    dl_buf buf = {0};
    dl_buf_char(&buf, (char)c->names.entries.count);
    for (uint32_t i = 0; i < c->names.entries.count; i++) {
        dl_str name = c->names.entries.items[i].key;
        dl_buf_char(&buf, (char)name.len);
        dl_buf_str(&buf, name);
    }
    for (uint32_t i = 0; i < c->pairs.entries.count; i++) {
        dl_str pair = c->pairs.entries.items[i].key;
        size_t space = (size_t)((const char *)memchr(pair.ptr, ' ', pair.len) - pair.ptr);
        dl_buf_char(&buf, (char)dl_upos_of(dl_str_sub(pair, 0, space)));
        dl_buf_char(&buf, (char)dl_map_get(&c->names, dl_str_sub(pair, space + 1, pair.len)));
    }
    dl_str kept = dl_arena_str(arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return kept;
}

uint32_t sentence_case(const gold_sentence *s) {
    dl_case_count count = {0};
    for (uint32_t i = 0; i < s->count; i++) dl_case_add(&count, dl_word_looks(s->tokens[i].form));
    return dl_case_class(&count);
}

dl_str corpus_notes(const corpus *c, const char *what, dl_arena *arena) {
    bool silver = c->gold < c->bank.sentences.count;
    return dl_arena_printf(
        arena,
        "dateline %s for English, under CC BY-SA 4.0. Learnt from: UD English-EWT train (CC BY-SA "
        "4.0); GUM train without its non-commercial genres essay, fiction, letter, podcast, whow "
        "(annotations CC BY 4.0)%s. Made by: make train DATA=...",
        what,
        silver
            ? "; and, parsed by larger models learnt from the same two, the texts of PolNeAR 1.0 "
              "train and ECB+ (CC BY 3.0)"
            : "");
}
