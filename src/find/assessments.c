/* What a source says of the talks or of an issue: its state and tone. */
#include "find/positions_internal.h"

typedef struct state_pick {
    dl_view *v;
    dl_match best;
    bool found, talks;
} state_pick;

static void take_state(void *self, const dl_match *m) {
    state_pick *p = self;
    if (p->v->lex->states.items[m->value].need && !p->talks) return;
    if (p->found && m->end - m->first <= p->best.end - p->best.first) return;
    p->best = *m;
    p->found = true;
}

static bool speaks_of_talks(const dl_view *v, const dl_sentence *s) {
    for (uint32_t t = s->first; t < s->first + s->count; t++)
        if (dl_patterns_word(v->lex->talks_words, &v->words, t) != DL_NONE) return true;
    return false;
}

/* The clause, within what somebody is quoted with where it is quoted. */
static dl_span state_span(const dl_view *v, const dl_match *m) {
    uint32_t first, end, a = v->attribution_at[m->first];
    dl_clause(v, m->first, &first, &end);
    if (m->first < first) first = m->first;
    if (m->end > end) end = m->end;
    while (a != DL_NONE && first < m->first && v->attribution_at[first] != a) first++;
    while (a != DL_NONE && end > m->end && v->attribution_at[end - 1] != a) end--;
    return dl_tokens_span(v, first, end);
}

/* "not constructive" is no praise; the pattern's own "no" or "not" counts already. */
static dl_str tone_of(const dl_view *v, const dl_match *m, const dl_state_row *row) {
    bool negated = false;
    for (uint32_t t = m->first; t < m->end; t++)
        negated =
            negated || (v->t->upos[t] != DL_AUX && v->t->upos[t] != DL_PUNCT && dl_negated(v, t));
    if (negated && !row->negative && dl_str_is(row->tone, "positive")) return DL_STR("negative");
    return row->tone;
}

static bool is_inside_last(const dl_view *v, dl_span span) {
    if (!v->finds->assessments.count) return false;
    dl_span last = v->finds->assessments.items[v->finds->assessments.count - 1].span;
    return span.start < last.end && last.start < span.end;
}

static int add_state(dl_view *v, const dl_match *m, dl_error *err) {
    const dl_state_row *row = &v->lex->states.items[m->value];
    dl_span span = state_span(v, m);
    if (is_inside_last(v, span)) return DL_OK;
    uint32_t first = dl_token_from(v, span.start), end = dl_token_from(v, span.end);
    dl_assessment *a = DL_PUSH(&v->finds->assessments, &v->finds->arena);
    if (!a) return dl_fail_memory(err);
    a->span = span;
    a->id = dl_item_id(&v->finds->report, "assessment", span, 0);
    a->sentence = v->sentence_of[m->first];
    a->attribution = v->attribution_at[m->first];
    if (v->said_at[m->first] != DL_NONE) a->attribution = v->said_at[m->first];
    a->by = DL_NONE;
    if (a->attribution != DL_NONE) {
        const dl_attribution *said = &v->finds->attributions.items[a->attribution];
        a->by = said->speaker;
        a->date = said->date;
    }
    dl_issue_hit hit;
    bool issue = dl_issues_in(v, first, end, &hit, 1) == 1;
    uint32_t rank =
        issue && hit.row != DL_NONE ? v->lex->issues.items[hit.row].rank : DL_ISSUE_TEXT;
    a->about = issue && rank == DL_ISSUE_SPECIFIC                           ? DL_STR("issue")
               : issue && (rank == DL_ISSUE_DOCUMENT || hit.row == DL_NONE) ? DL_STR("version")
                                                                            : DL_STR("talks");
    if (issue && rank == DL_ISSUE_SPECIFIC)
        a->issue = dl_arena_str(&v->finds->arena, dl_issue_label(v, &hit));
    a->tone = dl_arena_str(&v->finds->arena, tone_of(v, m, row));
    bool turned = !dl_str_eq(a->tone, row->tone); /* "not constructive" */
    a->state = turned ? DL_STR("contested") : dl_arena_str(&v->finds->arena, row->state);
    a->certainty = DL_CERTAINTY_MEDIUM;
    return v->finds->arena.failed ? dl_fail_memory(err) : DL_OK;
}

int dl_assessments_find(dl_view *v, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t s = 0; s < v->text->sentences.count && !rc; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        bool talks = speaks_of_talks(v, x);
        for (uint32_t t = x->first; t < x->first + x->count && !rc; t++) {
            state_pick p = {.v = v, .talks = talks};
            dl_patterns_match(v->lex->state_phrases, &v->words, t, x->first, x->first + x->count,
                              take_state, &p);
            if (p.found) rc = add_state(v, &p.best, err);
        }
    }
    return rc;
}
