/* Part "parse" of dl_eval. Raw text: F1 of sentence and token spans, labelled attachment of aligned
 * tokens. Gold tokens: tags, and the tree over predicted tags (punctuation counted). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "parse/parse.h"
#include "train/conllu.h"
#include "train/eval.h"
#include "train/gold.h"

typedef struct bench_set {
    const char *name, *path;
    double sentence_floor, sentence_aim;
    double upos_floor, upos_aim;
} bench_set;

static const bench_set sets[] = {
    {"EWT dev", "ud-ewt/dev.conllu", .80, .88, .945, .955},
    {"GUM dev", "gum/dev", .92, .96, .958, .965},
};

typedef struct tally {
    uint32_t right, gold, found;
} tally;

typedef struct raw_score {
    uint32_t tokens, labelled, lemmas;
} raw_score;

static double f1(tally t) {
    return t.gold + t.found ? 2.0 * t.right / (t.gold + t.found) : 0;
}

typedef struct run {
    const dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_models models;
    treebank bank;
} run;

/* Spans that both lists have; both are in text order. */
static uint32_t common(const dl_span *a, uint32_t na, const dl_span *b, uint32_t nb) {
    uint32_t i = 0, j = 0, n = 0;
    while (i < na && j < nb) {
        n += a[i].start == b[j].start && a[i].end == b[j].end;
        if (a[i].start < b[j].start || (a[i].start == b[j].start && a[i].end <= b[j].end))
            i++;
        else
            j++;
    }
    return n;
}

static void show_misses(const gold_document *d, const dl_span *gold, uint32_t n,
                        const dl_span *found, uint32_t m) {
    for (uint32_t i = 0, j = 0; i < n; i++) {
        while (j < m && found[j].end <= gold[i].start) j++;
        if (j < m && found[j].start == gold[i].start && found[j].end == gold[i].end) continue;
        fprintf(stderr, "gold [%.*s] found", (int)(gold[i].end - gold[i].start),
                d->text.ptr + gold[i].start);
        for (uint32_t k = j; k < m && found[k].start < gold[i].end; k++)
            fprintf(stderr, " [%.*s]", (int)(found[k].end - found[k].start),
                    d->text.ptr + found[k].start);
        fprintf(stderr, "\n");
    }
}

/* Of the tokens with the gold span: heads, labels and lemmas that are right. Everything is measured
 * over all gold tokens, so a wrong split costs as it does a user. */
static void count_aligned(const run *r, const gold_document *d, const dl_text *text,
                          raw_score *score) {
    const dl_tokens *t = &text->tokens;
    uint32_t at = 0;
    for (uint32_t s = 0; s < d->count; s++) {
        const gold_sentence *g = &r->bank.sentences.items[d->first + s];
        for (uint32_t i = 0; i < g->count; i++) {
            const gold_token *gold = &g->tokens[i];
            score->tokens++;
            while (at < t->count && t->start[at] < gold->span.start) at++;
            if (at == t->count) continue;
            dl_span span = dl_token_span(t, at);
            if (span.start != gold->span.start || span.end != gold->span.end) continue;
            score->lemmas += dl_str_eq(gold->lemma, t->lemma[at]);
            bool root = t->head[at] == DL_NONE;
            uint32_t head = root ? DL_NONE : t->start[t->head[at]];
            uint32_t gold_head = gold->head ? g->tokens[gold->head - 1].span.start : DL_NONE;
            score->labelled += head == gold_head && universal_relation(t->deprel[at]) ==
                                                        universal_relation(gold->deprel);
        }
    }
}

static void count_document(const run *r, const gold_document *d, const dl_text *text,
                           dl_arena *arena, tally *sentences, tally *tokens) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < d->count; s++) n += r->bank.sentences.items[d->first + s].count;
    dl_span *gold = dl_arena_array(arena, n, sizeof *gold);
    dl_span *whole = dl_arena_array(arena, d->count, sizeof *whole);
    n = 0;
    for (uint32_t s = 0; s < d->count; s++) {
        const gold_sentence *g = &r->bank.sentences.items[d->first + s];
        for (uint32_t i = 0; i < g->count; i++) gold[n++] = g->tokens[i].span;
        whole[s] = (dl_span){g->tokens[0].span.start, g->tokens[g->count - 1].span.end};
    }
    dl_span *found = dl_arena_array(arena, text->tokens.count, sizeof *found);
    dl_span *split = dl_arena_array(arena, text->sentences.count, sizeof *split);
    for (uint32_t i = 0; i < text->tokens.count; i++) found[i] = dl_token_span(&text->tokens, i);
    for (uint32_t i = 0; i < text->sentences.count; i++) split[i] = text->sentences.items[i].span;
    tokens->gold += n;
    tokens->found += text->tokens.count;
    tokens->right += common(gold, n, found, text->tokens.count);
    sentences->gold += d->count;
    sentences->found += text->sentences.count;
    sentences->right += common(whole, d->count, split, text->sentences.count);
    const char *show = getenv("DL_EVAL_SHOW");
    if (show && strcmp(show, "tokens") == 0) show_misses(d, gold, n, found, text->tokens.count);
    if (show && strcmp(show, "sentences") == 0)
        show_misses(d, whole, d->count, split, text->sentences.count);
}

static int eval_raw(eval_context *c, const run *r, const bench_set *set) {
    tally sentences = {0}, tokens = {0};
    raw_score score = {0};
    uint32_t own = 0;
    dl_arena arena;
    dl_arena_init(&arena);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < r->bank.documents.count; i++) {
        const gold_document *d = &r->bank.documents.items[i];
        dl_report report = document_report(d);
        dl_text text;
        dl_arena_reset(&arena);
        rc = dl_parse(r->parser, r->scratch, &arena, &report, &text, &c->err);
        if (rc) break;
        count_document(r, d, &text, &arena, &sentences, &tokens);
        count_aligned(r, d, &text, &score);
        own += !text.other_language;
    }
    dl_arena_free(&arena);
    if (rc) return rc;
    eval_row(c, "sentences", set->name, "F1 raw text", f1(sentences), set->sentence_floor,
             set->sentence_aim);
    eval_row(c, "tokens", set->name, "F1 raw text", f1(tokens), NAN, NAN);
    eval_row(c, "tree", set->name, "LAS, raw text", score.labelled / (double)score.tokens, NAN,
             NAN);
    eval_row(c, "language", set->name, "documents taken for English",
             own / (double)r->bank.documents.count, NAN, NAN);
    eval_row(c, "lemmas", set->name, "accuracy, raw text", score.lemmas / (double)score.tokens, NAN,
             NAN);
    return DL_OK;
}

static int eval_gold(eval_context *c, const run *r, const bench_set *set) {
    gold_score s = {0};
    int rc = gold_parse(&r->models, r->bank.sentences.items, r->bank.sentences.count, &s, &c->err);
    if (rc || !s.tokens) return rc;
    double n = s.tokens;
    eval_row(c, "tags", set->name, "UPOS, gold tokens", s.upos / n, set->upos_floor, set->upos_aim);
    eval_row(c, "tags", set->name, "XPOS, gold tokens", s.xpos / n, NAN, NAN);
    eval_row(c, "tree", set->name, "UAS, gold tokens", s.heads / n, .845, .865);
    eval_row(c, "tree", set->name, "LAS, gold tokens", s.labelled / n, .815, .835);
    eval_row(c, "tree", set->name, "LAS with subtypes", s.labelled_all / n, NAN, NAN);
    return DL_OK;
}

static int eval_set(eval_context *c, run *r, const bench_set *set) {
    if (!eval_has(c, set->path)) {
        eval_skip(c, "sentences", set->name);
        return DL_OK;
    }
    treebank_init(&r->bank);
    int rc = treebank_read(&r->bank, eval_path(c, set->path), NULL, &c->err);
    if (!rc) rc = eval_raw(c, r, set);
    if (!rc) rc = eval_gold(c, r, set);
    treebank_free(&r->bank);
    return rc;
}

int eval_parse(eval_context *c) {
    dl_parser *parser;
    run r = {0};
    int rc = dl_parser_open(&parser, c->data, &c->err);
    if (!rc) rc = dl_parse_scratch_open(&r.scratch, parser, &c->err);
    if (!rc) rc = dl_models_open(&r.models, c->data, &c->arena, &c->err);
    r.parser = parser;
    for (size_t i = 0; !rc && i < DL_COUNT(sets); i++) rc = eval_set(c, &r, &sets[i]);
    dl_parse_scratch_close(r.scratch);
    dl_parser_close(parser);
    return rc;
}
