/* Orphan quotes and triples become attributions; speakers, sayings and relays are filled in. */
#include "find/attributions.h"

#include <stdlib.h>

#include "find/attribution_model.h"
#include "find/relays_inner.h"
#include "find/saying.h"
#include "find/speakers.h"
#include "find/triples_force.h"
#include "find/triples_mend.h"

struct dl_attributions {
    dl_arena arena;
    dl_cues cues;
    dl_attr_model model;
    dl_relay_lexicon relays;
    dl_speaker_lexicon speakers;
    dl_saying_lexicon sayings;
};

static int open_model(dl_attributions *a, const dl_data *data, dl_error *err) {
    dl_str bytes = dl_data_get(data, "en/models/attributions.bin");
    if (!bytes.ptr)
        return dl_fail(
            err, DL_ENOTFOUND, UINT64_MAX,
            "there is no en/models/attributions.bin; make it with dl_train_attributions");
    return dl_attr_model_read(&a->model, bytes, err);
}

int dl_attributions_open(dl_attributions **attributions, const dl_data *data, dl_error *err) {
    *attributions = NULL;
    dl_attributions *a = calloc(1, sizeof *a);
    if (!a) return dl_fail_memory(err);
    dl_arena_init(&a->arena);
    int rc = dl_cues_load(&a->cues, &a->arena, data, err);
    if (!rc) rc = open_model(a, data, err);
    if (!rc) rc = dl_relays_load(&a->relays, &a->arena, data, err);
    if (!rc) rc = dl_speakers_load(&a->speakers, &a->arena, data, err);
    if (!rc) rc = dl_saying_load(&a->sayings, &a->arena, data, err);
    if (rc)
        dl_attributions_close(a);
    else
        *attributions = a;
    return rc;
}

void dl_attributions_close(dl_attributions *attributions) {
    if (attributions) dl_arena_free(&attributions->arena);
    free(attributions);
}

static uint32_t first_token(const dl_triple *t) {
    if (t->cue.first < t->cue.end) return t->cue.first;
    return t->contents ? t->content[0].first : t->source.first;
}

/* Bytes of the content, and how many of them stand in quotes of at least two words. */
static uint8_t quote_kind(const dl_triple *t, const dl_tokens *tokens,
                          const dl_quotations *quotes) {
    uint32_t all = 0, quoted = 0;
    for (uint32_t k = 0; k < t->contents; k++)
        for (uint32_t i = t->content[k].first; i < t->content[k].end; i++) {
            all += tokens->len[i];
            quoted += quotes->of_token[i] == DL_NONE ? 0 : tokens->len[i];
        }
    if (quoted * 10 >= all * 9 && quoted) return DL_QUOTE_DIRECT;
    return quoted ? DL_QUOTE_MIXED : DL_QUOTE_INDIRECT;
}

/* Appends the triple as an attribution; false where it has no content or no memory is left. */
static bool append(const dl_attributions *a, dl_find_context *context, const dl_quotations *quotes,
                   const dl_triple *triple) {
    struct dl_finds *finds = context->finds;
    const dl_tokens *t = &context->text->tokens;
    dl_attribution *item = triple->contents ? DL_PUSH(&finds->attributions, &finds->arena) : NULL;
    if (!item) return false;
    dl_span content[DL_MAX_CONTENT];
    for (uint32_t k = 0; k < triple->contents; k++)
        content[k] = dl_words_span(t, triple->content[k]);
    item->source = dl_words_span(t, triple->source);
    item->cue = dl_words_span(t, triple->cue);
    item->content = dl_finds_spans(finds, content, triple->contents);
    item->within = item->via = item->time = item->mention = item->speaker = DL_NONE;
    item->sentence = dl_sentence_of_token(context->text, first_token(triple));
    item->quote = quote_kind(triple, t, quotes);
    int cls = dl_cues_class(&a->cues, context->text, finds->report.text, triple->cue);
    item->cls = (uint8_t)(cls < 0 ? DL_CUE_SPEECH : cls);
    bool named = triple->source.first < triple->source.end,
         cued = triple->cue.first < triple->cue.end;
    item->certainty = cued && !named ? DL_CERTAINTY_LOW : DL_CERTAINTY_MEDIUM;
    item->id = dl_item_id(&finds->report, "attribution",
                          dl_span_is_none(item->cue) ? content[0] : item->cue, content[0].start);
    return true;
}

static int by_place(const void *x, const void *y) {
    const dl_triple *p = x, *q = y;
    uint32_t a = first_token(p), b = first_token(q);
    if (a == b) a = p->content[0].first, b = q->content[0].first;
    return (a > b) - (a < b);
}

/* Whose content an attribution's cue stands in. */
static void find_within(struct dl_finds *finds) {
    uint32_t from = 0;
    for (uint32_t i = 0; i < finds->attributions.count; i++) {
        dl_attribution *a = &finds->attributions.items[i];
        while (finds->attributions.items[from].sentence + 2 < a->sentence) from++;
        for (uint32_t k = from; k < finds->attributions.count && !dl_span_is_none(a->cue); k++) {
            const dl_attribution *b = &finds->attributions.items[k];
            if (b->sentence > a->sentence) break;
            for (uint32_t c = 0; k != i && c < b->content.count; c++)
                if (dl_span_contains(finds->spans.items[b->content.first + c], a->cue))
                    a->within = k;
        }
    }
}

int dl_attributions_find(const dl_attributions *attributions, dl_find_context *context,
                         dl_error *err) {
    dl_arena *scratch = context->scratch;
    dl_quotations quotes;
    dl_quotations_find(&quotes, scratch, &context->finds->report, context->text);
    dl_relay_phrases phrases = {0};
    dl_relays_find(&attributions->relays, context, &phrases);
    dl_triples triples = {0};
    if (scratch->failed) return dl_fail_memory(err);
    dl_attr_view view;
    dl_attr_view_make(&view, scratch, &attributions->cues, context->text,
                      context->finds->report.text, &quotes);
    if (scratch->failed) return dl_fail_memory(err);
    dl_triples_by_model(&triples, scratch, &attributions->model, &view);
    dl_triples_mend(&triples, scratch, &view);
    dl_triples_add_transcript(&triples, scratch, &view, &context->finds->report);
    dl_triples_force(&triples, scratch, &attributions->model, &view);
    dl_relays_add_triples(&triples, scratch, &view, &phrases);
    dl_relays_find_inner(&triples, scratch, &attributions->model, &view, &phrases);
    dl_triples_add_orphans(&triples, scratch, &view);
    if (scratch->failed) return dl_fail_memory(err);
    if (triples.count) qsort(triples.items, triples.count, sizeof *triples.items, by_place);
    for (uint32_t k = 0; k < triples.count; k++) {
        if (!append(attributions, context, &quotes, &triples.items[k])) continue;
        uint32_t index = context->finds->attributions.count - 1;
        dl_speaker_resolve(&attributions->speakers, context, &triples.items[k], index);
        dl_saying_find(&attributions->sayings, context, &triples.items[k], index);
    }
    find_within(context->finds);
    dl_relays_attach(&attributions->relays, context, &phrases);
    return context->finds->arena.failed || scratch->failed ? dl_fail_memory(err) : DL_OK;
}
