#include "parse/parse.h"

#include <stdlib.h>

#include "parse/analyse.h"
#include "parse/lemma.h"
#include "parse/lexicon.h"
#include "parse/sentence.h"
#include "parse/token.h"

struct dl_parser {
    dl_arena arena;
    dl_lexicon lexicon;
    dl_models models;
    dl_lemmas lemmas;
};

struct dl_parse_scratch {
    dl_arena arena; /* reset for each report */
    dl_workspace work;
    dl_str *forms; /* of a sentence */
};

int dl_parser_open(dl_parser **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_parser *parser = calloc(1, sizeof *parser);
    if (!parser) return dl_fail_memory(err);
    dl_arena_init(&parser->arena);
    int rc = dl_lexicon_load(&parser->lexicon, &parser->arena, data, err);
    if (!rc) rc = dl_lemmas_load(&parser->lemmas, &parser->arena, data, err);
    if (!rc) rc = dl_models_open(&parser->models, data, &parser->arena, err);
    if (rc) {
        dl_parser_close(parser);
        return rc;
    }
    *out = parser;
    return DL_OK;
}

void dl_parser_close(dl_parser *parser) {
    if (!parser) return;
    dl_arena_free(&parser->arena);
    free(parser);
}

int dl_parse_scratch_open(dl_parse_scratch **out, const dl_parser *parser, dl_error *err) {
    *out = NULL;
    dl_parse_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) return dl_fail_memory(err);
    dl_arena_init(&scratch->arena);
    int rc = dl_workspace_open(&scratch->work, &parser->models, true, err);
    scratch->forms = calloc(DL_SENTENCE_LONGEST, sizeof *scratch->forms);
    if (!rc && !scratch->forms) rc = dl_fail_memory(err);
    if (rc) {
        dl_parse_scratch_close(scratch);
        return rc;
    }
    *out = scratch;
    return DL_OK;
}

void dl_parse_scratch_close(dl_parse_scratch *scratch) {
    if (!scratch) return;
    dl_arena_free(&scratch->arena);
    dl_workspace_close(&scratch->work);
    free(scratch->forms);
    free(scratch);
}

/* Cuts the tokens first … of a block into sentences. */
static int add_sentences(const dl_parser *parser, dl_parse_scratch *scratch, dl_arena *arena,
                         dl_str text, const dl_token_sink *sink, uint32_t first, uint32_t block,
                         dl_text *out, dl_error *err) {
    uint32_t count = sink->count - first;
    if (!count) return DL_OK;
    uint8_t *begins = dl_arena_alloc(&scratch->arena, count);
    if (!begins) return dl_fail_memory(err);
    dl_split(&parser->lexicon, text, sink, first, count, begins);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && !begins[end] && end - i < DL_SENTENCE_LONGEST;) end++;
        dl_sentence *s = DL_PUSH(&out->sentences, arena);
        if (!s) return dl_fail_memory(err);
        uint32_t last = first + end - 1;
        s->span = (dl_span){sink->start[first + i], sink->start[last] + sink->len[last]};
        s->first = first + i;
        s->count = end - i;
        s->block = block;
        s->number = out->sentences.count;
    }
    return DL_OK;
}

/* Takes the sink's arrays over and makes room for the others. */
static int take_tokens(dl_arena *arena, const dl_token_sink *sink, dl_text *out, dl_error *err) {
    dl_tokens *t = &out->tokens;
    size_t n = sink->count;
    t->count = sink->count;
    t->start = sink->start, t->len = sink->len, t->flags = sink->flags;
    t->upos = dl_arena_array(arena, n, 1);
    t->xpos = dl_arena_array(arena, n, 1);
    t->head = dl_arena_array(arena, n, sizeof *t->head);
    t->deprel = dl_arena_array(arena, n, 1);
    t->lemma = dl_arena_array(arena, n, sizeof *t->lemma);
    return arena->failed ? dl_fail_memory(err) : DL_OK;
}

static void analyse_sentence(const dl_parser *parser, dl_parse_scratch *scratch, dl_str text,
                             const dl_sentence *s, dl_tokens *t) {
    const dl_tagger *tagger = &parser->models.tagger;
    for (uint32_t i = 0; i < s->count; i++)
        scratch->forms[i] = dl_token_text(t, text, s->first + i);
    dl_analyse(&parser->models, &scratch->work, scratch->forms, t->flags + s->first, s->count);
    for (uint32_t i = 0; i < s->count; i++) {
        const dl_tree_node *node = &scratch->work.nodes[i + 1];
        uint32_t at = s->first + i, pair = scratch->work.pairs[i];
        t->upos[at] = tagger->upos[pair];
        t->xpos[at] = tagger->xpos[pair];
        t->head[at] = node->head ? s->first + node->head - 1 : DL_NONE;
        t->deprel[at] = (uint8_t)(node->label - 1);
    }
}

static int add_lemmas(const dl_parser *parser, dl_arena *arena, dl_str text, dl_tokens *t,
                      dl_error *err) {
    const dl_tagger *tagger = &parser->models.tagger;
    for (uint32_t i = 0; i < t->count; i++) {
        dl_str tag = dl_str_of(tagger->names[t->xpos[i]]);
        t->lemma[i] = dl_lemma_of(&parser->lemmas, arena, dl_token_text(t, text, i), tag,
                                  t->upos[i] == DL_PROPN);
        if (!t->lemma[i].ptr) return dl_fail_memory(err);
    }
    return DL_OK;
}

int dl_parse(const dl_parser *parser, dl_parse_scratch *scratch, dl_arena *arena,
             const dl_report *report, dl_text *out, dl_error *err) {
    memset(out, 0, sizeof *out);
    dl_arena_reset(&scratch->arena);
    dl_token_sink sink = {.arena = arena};
    int rc = DL_OK;
    for (uint32_t b = 0; !rc && b < report->blocks.count; b++) {
        const dl_block *block = &report->blocks.items[b];
        if (!dl_block_is_parsed(block->kind)) continue;
        uint32_t first = sink.count;
        dl_tokenise(&parser->lexicon, report->text, block->span, &sink);
        rc = sink.failed
                 ? dl_fail_memory(err)
                 : add_sentences(parser, scratch, arena, report->text, &sink, first, b, out, err);
    }
    if (!rc) rc = take_tokens(arena, &sink, out, err);
    for (uint32_t i = 0; !rc && i < out->sentences.count; i++)
        analyse_sentence(parser, scratch, report->text, &out->sentences.items[i], &out->tokens);
    if (!rc) rc = add_lemmas(parser, arena, report->text, &out->tokens, err);
    out->xpos_names = parser->models.tagger.names;
    return rc;
}
