#include "parse/parse.h"

#include <stdlib.h>

#include "parse/analyse.h"
#include "parse/language.h"
#include "parse/lemma.h"
#include "parse/lexicon.h"
#include "parse/parse_with.h"
#include "parse/sentence.h"
#include "parse/token.h"

struct dl_parser {
    dl_arena arena;
    dl_lexicon lexicon;
    dl_models models;
    dl_lemmas lemmas;
    dl_str lemma_tag[DL_KERNEL_OUTPUTS]; /* of each XPOS: its name where the lemmas know it */
    dl_languages languages;
};

struct dl_parse_scratch {
    dl_workspace work;
};

int dl_parser_open(dl_parser **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_parser *parser = calloc(1, sizeof *parser);
    if (!parser) return dl_fail_memory(err);
    dl_arena_init(&parser->arena);
    int rc = dl_lexicon_load(&parser->lexicon, &parser->arena, data, err);
    if (!rc) rc = dl_languages_load(&parser->languages, &parser->arena, data, err);
    if (!rc) rc = dl_lemmas_load(&parser->lemmas, &parser->arena, data, err);
    if (!rc) rc = dl_models_open(&parser->models, data, &parser->arena, err);
    if (rc) {
        dl_parser_close(parser);
        return rc;
    }
    for (uint32_t i = 0; i < parser->models.tagger.name_count; i++) {
        dl_str name = dl_str_of(parser->models.tagger.names[i]);
        if (dl_lemmas_know(&parser->lemmas, name)) parser->lemma_tag[i] = name;
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
    int rc = dl_workspace_open(&scratch->work, &parser->models, true, err);
    if (rc) {
        dl_parse_scratch_close(scratch);
        return rc;
    }
    *out = scratch;
    return DL_OK;
}

void dl_parse_scratch_close(dl_parse_scratch *scratch) {
    if (!scratch) return;
    dl_workspace_close(&scratch->work);
    free(scratch);
}

/* One report on its way through. */
typedef struct pass {
    const dl_parser *parser;
    dl_workspace *work;
    dl_arena *arena;
    dl_str clean;
    dl_text *out;
} pass;

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

/* The row of the lemma table is remembered with the type, for the pair it was last tagged with. A
 * word longer than the cache's key shares its slot with others and is looked up each time. */
static dl_str lemma_of(const pass *p, dl_str form, uint32_t slot, uint32_t pair) {
    const dl_tagger *tagger = &p->parser->models.tagger;
    const dl_lemmas *lemmas = &p->parser->lemmas;
    dl_str word = dl_lemma_word(p->arena, form, tagger->upos[pair] == DL_PROPN);
    dl_str tag = p->parser->lemma_tag[tagger->xpos[pair]];
    if (!word.ptr || !tag.len) return word;
    uint32_t *memo = &p->work->types.memo[slot];
    if (*memo >> 24 != pair + 1 || form.len > DL_WORD_KEY)
        *memo = (pair + 1) << 24 | ((dl_lemma_row_of(lemmas, word, tag) + 1) & 0xffffff);
    uint32_t row = *memo & 0xffffff;
    return dl_lemma_make(lemmas, p->arena, word, row ? row - 1 : DL_NONE);
}

static int analyse_sentence(const pass *p, const dl_sentence *s, const uint32_t *slots,
                            dl_error *err) {
    const dl_tagger *tagger = &p->parser->models.tagger;
    dl_tokens *t = &p->out->tokens;
    dl_analyse_slots(&p->parser->models, p->work, slots, t->flags + s->first, s->count);
    for (uint32_t i = 0; i < s->count; i++) {
        const dl_tree_node *node = &p->work->nodes[i + 1];
        uint32_t at = s->first + i, pair = p->work->pairs[i];
        t->upos[at] = tagger->upos[pair];
        t->xpos[at] = tagger->xpos[pair];
        t->head[at] = node->head ? s->first + node->head - 1 : DL_NONE;
        t->deprel[at] = (uint8_t)(node->label - 1);
        t->lemma[at] = lemma_of(p, dl_token_text(t, p->clean, at), slots[i], pair);
        if (!t->lemma[at].ptr) return dl_fail_memory(err);
    }
    return DL_OK;
}

static int add_sentence(const pass *p, uint32_t first, uint32_t count, uint32_t block,
                        const uint32_t *slots, dl_error *err) {
    const dl_tokens *t = &p->out->tokens;
    dl_sentence *s = DL_PUSH(&p->out->sentences, p->arena);
    if (!s) return dl_fail_memory(err);
    uint32_t last = first + count - 1;
    s->span = (dl_span){t->start[first], t->start[last] + t->len[last]};
    s->first = first;
    s->count = count;
    s->block = block;
    s->number = p->out->sentences.count;
    return analyse_sentence(p, s, slots, err);
}

/* Splits and analyses a stretch of a block's tokens. Where it is not the block's last, its last
 * sentence may be cut off and is left for the next stretch; *done gets the tokens that were taken.
 */
static int do_stretch(const pass *p, uint32_t first, uint32_t count, bool last, uint32_t block,
                      uint32_t *done, dl_error *err) {
    dl_workspace *w = p->work;
    dl_tokens *t = &p->out->tokens;
    dl_types_begin(&w->types);
    for (uint32_t i = 0; i < count; i++)
        w->stretch[i] = dl_types_slot(&w->types, dl_token_text(t, p->clean, first + i));
    dl_split_view view = {&p->parser->lexicon, p->clean,       t->start + first, t->len + first,
                          t->flags + first,    w->types.looks, w->stretch,       count};
    dl_split(&p->parser->models.splitter, p->parser->models.kernels, &w->types, &view, w->begins);
    int rc = DL_OK;
    *done = 0;
    for (uint32_t i = 0, end; !rc && i < count; i = end) {
        for (end = i + 1; end < count && !w->begins[end];) end++;
        if (end == count && i > 0 && !last) break;
        rc = add_sentence(p, first + i, end - i, block, w->stretch + i, err);
        *done = end;
    }
    return rc;
}

static int do_block(const pass *p, uint32_t first, uint32_t end, uint32_t block, dl_error *err) {
    int rc = DL_OK;
    while (!rc && first < end) {
        uint32_t left = end - first, done = 0;
        uint32_t count = left < DL_SENTENCE_LONGEST ? left : DL_SENTENCE_LONGEST;
        rc = do_stretch(p, first, count, count == left, block, &done, err);
        first += done;
    }
    return rc;
}

int dl_parse(const dl_parser *parser, dl_parse_scratch *scratch, dl_arena *arena,
             const dl_report *report, dl_text *out, dl_error *err) {
    memset(out, 0, sizeof *out);
    out->xpos_names = parser->models.tagger.names;
    pass p = {parser, &scratch->work, arena, report->text, out};
    dl_token_sink sink = {.arena = arena};
    uint32_t *ends = dl_arena_array(arena, report->blocks.count, sizeof *ends);
    if (!ends) return dl_fail_memory(err);
    for (uint32_t b = 0; b < report->blocks.count; b++) {
        const dl_block *block = &report->blocks.items[b];
        if (dl_block_is_parsed(block->kind))
            dl_tokenise(&parser->lexicon, report->text, block->span, &sink);
        ends[b] = sink.count;
    }
    if (sink.failed) return dl_fail_memory(err);
    int rc = take_tokens(arena, &sink, out, err);
    for (uint32_t b = 0; !rc && b < report->blocks.count; b++)
        rc = do_block(&p, b ? ends[b - 1] : 0, ends[b], b, err);
    out->other_language = dl_is_other_language(&parser->languages, report->text, &out->tokens);
    return rc;
}

void dl_parser_use(dl_parser *parser, const dl_kernels *kernels) {
    parser->models.kernels = kernels;
}
