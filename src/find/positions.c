/* The order of the parts, the view they share, and the one way a position is written. */
#include "find/positions_internal.h"

static int fill_kids(dl_view *v, dl_error *err) {
    uint32_t n = v->t->count;
    v->kid_first = dl_arena_array(v->scratch, n + 2u, sizeof *v->kid_first);
    v->kids = dl_arena_array(v->scratch, n + 1u, sizeof *v->kids);
    uint32_t *at = dl_arena_array(v->scratch, n + 2u, sizeof *at);
    if (v->scratch->failed) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++)
        if (v->t->head[i] < n) v->kid_first[v->t->head[i] + 1]++;
    for (uint32_t i = 0; i < n; i++) v->kid_first[i + 1] += v->kid_first[i];
    for (uint32_t i = 0; i <= n; i++) at[i] = v->kid_first[i];
    for (uint32_t i = 0; i < n; i++)
        if (v->t->head[i] < n) v->kids[at[v->t->head[i]]++] = i;
    return DL_OK;
}

static void fill_mentions(dl_view *v) {
    for (int heads = 0; heads < 2; heads++)
        for (uint32_t m = 0; m < v->finds->mentions.count; m++) {
            const dl_mention *x = &v->finds->mentions.items[m];
            if (heads) {
                if (x->head < v->t->count) v->mention_at[x->head] = m;
                continue;
            }
            dl_span name = dl_span_is_none(x->name) ? x->span : x->name;
            for (uint32_t t = dl_token_from(v, name.start);
                 t < v->t->count && v->t->start[t] < name.end; t++)
                v->mention_at[t] = m;
        }
}

static void fill_span(dl_view *v, uint32_t *at, dl_span span, uint32_t value) {
    if (dl_span_is_none(span)) return;
    for (uint32_t t = dl_token_from(v, span.start); t < v->t->count && v->t->start[t] < span.end;
         t++)
        at[t] = value;
}

/* Outer contents first, so that the innermost one stays. */
static void fill_attributions(dl_view *v) {
    for (uint32_t depth = 0; depth < 4; depth++)
        for (uint32_t a = 0; a < v->finds->attributions.count; a++) {
            const dl_attribution *x = &v->finds->attributions.items[a];
            uint32_t level = 0;
            for (uint32_t w = x->within; w != DL_NONE && level < 3; level++)
                w = v->finds->attributions.items[w].within;
            if (level != depth) continue;
            for (uint32_t i = 0; i < x->content.count; i++)
                fill_span(v, v->attribution_at, v->finds->spans.items[x->content.first + i], a);
            fill_span(v, v->said_at, x->cue, a);
        }
}

static uint32_t *table(dl_view *v) {
    uint32_t *t = dl_arena_array(v->scratch, v->t->count + 2u, sizeof *t);
    for (uint32_t i = 0; t && i < v->t->count + 2u; i++) t[i] = DL_NONE;
    return t;
}

int dl_view_make(dl_view *v, const dl_positions *lex, dl_find_context *context, dl_error *err) {
    *v = (dl_view){.lex = lex, .context = context, .finds = context->finds, .text = context->text};
    v->t = &v->text->tokens;
    v->clean = v->finds->report.text;
    v->scratch = context->scratch;
    v->sentence_of = table(v), v->mention_at = table(v), v->attribution_at = table(v);
    v->cue_at = table(v), v->cue_end = table(v), v->said_at = table(v), v->issue_at = table(v);
    if (v->scratch->failed) return dl_fail_memory(err);
    int rc = fill_kids(v, err);
    if (!rc) rc = dl_words_make(&v->words, v->text, v->clean, v->scratch, err);
    if (rc) return rc;
    for (uint32_t s = 0; s < v->text->sentences.count; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        for (uint32_t t = x->first; t < x->first + x->count; t++) v->sentence_of[t] = s;
    }
    fill_mentions(v);
    fill_attributions(v);
    return dl_issues_find(v, err);
}

/* ── writing a position ── */

/* Stances on one side of an issue: a second cue for the same thing in a clause adds nothing. */
static int side_of(dl_str stance) {
    if (dl_str_is(stance, "rejects") || dl_str_is(stance, "opposes")) return 2;
    if (dl_str_is(stance, "open")) return 3;
    return 1;
}

static bool is_twice(const dl_view *v, uint32_t sentence, const dl_stance_found *f) {
    for (uint32_t i = v->finds->positions.count; i-- > 0;) {
        const dl_position *p = &v->finds->positions.items[i];
        if (p->sentence + 1 < sentence) break;
        if (p->sentence == sentence && dl_str_eq(p->party_key, f->who->key) &&
            dl_str_eq(p->issue, f->issue) && side_of(p->stance) == side_of(f->stance) &&
            dl_span_overlaps(p->span, f->span))
            return true;
    }
    return false;
}

static dl_str form_of(const dl_view *v, const dl_stance_found *f) {
    if (v->finds->report.kind == DL_REPORT_OFFICIAL) return DL_STR("readout");
    if (f->attribution == DL_NONE) return DL_STR("narration");
    const dl_attribution *a = &v->finds->attributions.items[f->attribution];
    dl_whos speakers = {0};
    dl_whos_of_speaker(v, f->attribution, &speakers);
    for (uint32_t i = 0; i < speakers.count; i++)
        if (dl_str_eq(speakers.items[i].key, f->who->key))
            return a->quote == DL_QUOTE_DIRECT ? DL_STR("own words") : DL_STR("paraphrase");
    return DL_STR("said by another party");
}

static uint32_t event_at(const dl_view *v, uint32_t token) {
    for (uint32_t i = 0; i < v->finds->events.count; i++)
        if (v->finds->events.items[i].token == token) return i;
    return DL_NONE;
}

int dl_position_add(dl_view *v, const dl_stance_found *f, dl_error *err) {
    uint32_t sentence = v->sentence_of[f->cue];
    if (is_twice(v, sentence, f)) return DL_OK;
    uint32_t salt = v->finds->positions.count;
    dl_position *p = DL_PUSH(&v->finds->positions, &v->finds->arena);
    if (!p) return dl_fail_memory(err);
    p->id = dl_item_id(&v->finds->report, "position", f->span, salt);
    p->party = f->who->entity;
    p->party_name = dl_arena_str(&v->finds->arena, f->who->name);
    p->party_key = dl_arena_str(&v->finds->arena, f->who->key);
    p->attribution = f->attribution;
    p->speaker = DL_NONE;
    if (f->attribution != DL_NONE) {
        const dl_attribution *a = &v->finds->attributions.items[f->attribution];
        p->speaker = a->speaker;
        p->said = a->date;
    }
    p->event = event_at(v, f->cue);
    p->sentence = sentence;
    p->span = f->span;
    p->condition = f->condition;
    p->issue = dl_arena_str(&v->finds->arena, f->issue);
    p->stance = dl_arena_str(&v->finds->arena, f->stance);
    p->firmness = dl_arena_str(&v->finds->arena, f->firmness);
    p->form = form_of(v, f);
    p->level = dl_level_of(v, p->speaker, p->attribution);
    p->number = f->number, p->unit = f->unit;
    if (f->row != DL_NONE)
        p->rule =
            dl_arena_printf(&v->finds->arena, "stances.tsv:%u", v->lex->stances.items[f->row].line);
    else
        p->rule = DL_STR("consent.tsv");
    p->certainty = f->certainty;
    return v->finds->arena.failed ? dl_fail_memory(err) : DL_OK;
}

int dl_positions_find(const dl_positions *positions, dl_find_context *context, dl_error *err) {
    if (context->finds->other_language || context->text->tokens.count == 0) return DL_OK;
    dl_view v;
    int rc = dl_view_make(&v, positions, context, err);
    if (!rc) rc = dl_consents_find(&v, err); /* first: stances leave its rules alone */
    if (!rc) rc = dl_stances_find(&v, err);
    if (!rc) rc = dl_versions_find(&v, err);
    if (!rc) rc = dl_assessments_find(&v, err);
    return rc;
}
