/* Who must agree to what; each such rule is also the speaker's demand for a say in the decision. */
#include "find/positions_internal.h"

typedef struct consent_pick {
    dl_view *v;
    uint32_t taken; /* end of the last consent: overlapping patterns say it once */
    dl_match best;
    bool found;
} consent_pick;

/* Whether <who> names somebody: "signed by December" needs nobody's consent. */
static bool names_somebody(const dl_view *v, dl_capture who) {
    if (who.first == DL_NONE) return true;
    for (uint32_t t = who.first; t < who.end; t++)
        if (v->mention_at[t] != DL_NONE || dl_is_party_noun(v, t)) return true;
    return false;
}

static void take_consent(void *self, const dl_match *m) {
    consent_pick *p = self;
    if (!names_somebody(p->v, m->who)) return;
    if (p->found && m->end - m->first <= p->best.end - p->best.first) return;
    p->best = *m;
    p->found = true;
}

/* The parties in <who>; "leaders", "parliament" stand as words only. */
static void whos_in(const dl_view *v, dl_capture who, dl_whos *out) {
    if (who.first == DL_NONE) return;
    for (uint32_t t = who.first; t < who.end; t++)
        if (v->mention_at[t] != DL_NONE && v->t->upos[t] != DL_PRON) dl_whos_at(v, t, out);
}

static uint32_t speaker_of(const dl_view *v, uint32_t attribution) {
    return attribution == DL_NONE ? DL_NONE : v->finds->attributions.items[attribution].speaker;
}

static int add_consent(dl_view *v, const dl_match *m, dl_error *err) {
    uint32_t first, end, said = v->attribution_at[m->first];
    dl_clause(v, m->first, &first, &end);
    if (m->first < first) first = m->first;
    if (m->end > end) end = m->end;
    dl_whos whos = {0}, by = {0};
    whos_in(v, m->who, &whos);
    dl_consent *c = DL_PUSH(&v->finds->consents, &v->finds->arena);
    if (!c) return dl_fail_memory(err);
    uint32_t refs[DL_MOST_PARTIES], n = 0;
    for (uint32_t i = 0; i < whos.count; i++)
        if (whos.items[i].entity != DL_NONE) refs[n++] = whos.items[i].entity;
    c->span = dl_tokens_span(v, first, end);
    c->id = dl_item_id(&v->finds->report, "consent", c->span, v->finds->consents.count);
    c->attribution = said;
    c->by = speaker_of(v, said);
    c->sentence = v->sentence_of[m->first];
    c->who = dl_finds_refs(v->finds, refs, n);
    c->what =
        m->what.first == DL_NONE ? DL_SPAN_NONE : dl_tokens_span(v, m->what.first, m->what.end);
    c->rule = dl_arena_str(&v->finds->arena, v->lex->consents.items[m->value].rule);
    c->certainty = DL_CERTAINTY_MEDIUM;
    dl_whos_of_speaker(v, said, &by);
    dl_stance_found f = {.row = DL_NONE, .cue = m->first, .attribution = said};
    f.stance = DL_STR("demands");
    f.issue = DL_STR("participation in decisions");
    f.span = c->span, f.condition = DL_SPAN_NONE, f.certainty = DL_CERTAINTY_MEDIUM;
    int rc = DL_OK;
    if (dl_str_is(c->rule, "left to leaders")) return DL_OK; /* says how, not that it be so */
    for (uint32_t i = 0; i < by.count && !rc; i++) {
        f.who = &by.items[i];
        rc = dl_position_add(v, &f, err);
    }
    return rc;
}

int dl_consents_find(dl_view *v, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t s = 0; s < v->text->sentences.count && !rc; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        uint32_t taken = 0;
        for (uint32_t t = x->first; t < x->first + x->count && !rc; t++) {
            consent_pick p = {.v = v};
            dl_patterns_match(v->lex->consent_phrases, &v->words, t, x->first, x->first + x->count,
                              take_consent, &p);
            if (!p.found || p.best.first < taken) continue;
            rc = add_consent(v, &p.best, err);
            taken = p.best.end;
        }
    }
    return rc;
}
