/* Deadlines: what is due, set by whom, when, and whether it was met, passed or moved. */
#include "find/events_internal.h"

static bool is_deadline(const ev_report *r, uint32_t tok) {
    if (r->t->upos[tok] != DL_NOUN && r->t->upos[tok] != DL_PROPN) return false;
    return ev_is(r, tok, "deadline") || ev_is(r, tok, "ultimatum") || ev_is(r, tok, "cutoff") ||
           ev_is(r, tok, "cut-off");
}

/* The time that names it: in its own phrase, or the only one of its clause. */
static uint32_t time_of(const ev_report *r, uint32_t tok, uint32_t sentence) {
    const struct dl_finds *f = r->c->finds;
    uint32_t lone = DL_NONE, count = 0;
    for (uint32_t i = ev_first_time(r, sentence); i < f->times.count; i++) {
        const dl_time *t = &f->times.items[i];
        if (t->sentence != sentence) break;
        if (t->token >= r->n || !t->edtf.len) continue;
        if (t->kind != DL_TIME_DATE && t->kind != DL_TIME_TIME) continue;
        if (ev_below(r, t->token, tok)) return i;
        lone = i;
        count++;
    }
    return count == 1 ? lone : DL_NONE;
}

/* The verb it is object or subject of says who set it and what became of it. */
static const char *status_of(const ev_report *r, uint32_t verb) {
    static const struct {
        const char *lemma, *status;
    } verbs[] = {
        {"meet", "met"},       {"pass", "passed"},   {"expire", "passed"}, {"miss", "passed"},
        {"lapse", "passed"},   {"ignore", "passed"}, {"extend", "moved"},  {"move", "moved"},
        {"postpone", "moved"}, {"push", "moved"},    {"delay", "moved"},   {"drop", "moved"},
        {"blow", "passed"},    {"elapse", "passed"}, {"shift", "moved"},   {"run", "passed"},
    };
    for (size_t i = 0; verb != DL_NONE && i < DL_COUNT(verbs); i++)
        if (ev_is(r, verb, verbs[i].lemma)) return verbs[i].status;
    return "set";
}

static uint32_t setter(const ev_report *r, uint32_t tok, uint32_t verb) {
    ev_heads at = {0};
    ev_slot(r, tok, EV_POSS, &at);
    bool sets = verb != DL_NONE &&
                (ev_is(r, verb, "set") || ev_is(r, verb, "impose") || ev_is(r, verb, "give") ||
                 ev_is(r, verb, "issue") || ev_is(r, verb, "announce") ||
                 ev_is(r, verb, "extend") || ev_is(r, verb, "fix"));
    if (sets) ev_slot(r, verb, EV_SUBJ, &at);
    for (uint32_t i = 0; i < at.count; i++) {
        uint32_t m = r->mention[at.at[i]];
        if (m != DL_NONE && ev_actor(r, m)) return r->c->finds->mentions.items[m].entity;
    }
    return DL_NONE;
}

/* "a deadline to sign", "the deadline for a deal": the words below */
static dl_span what_of(const ev_report *r, uint32_t tok) {
    ev_heads at = {0};
    ev_slot(r, tok, EV_XCOMP, &at);
    uint32_t p = dl_map_get(&r->lex->preps, DL_STR("for"));
    if (!at.count && p != DL_NONE) ev_slot(r, tok, EV_PREP + p, &at);
    if (!at.count) return DL_SPAN_NONE;
    dl_span s = dl_token_span(r->t, at.at[0]);
    for (uint32_t k = tok; k < r->n && k < tok + 40; k++)
        if (ev_below(r, k, at.at[0]) && ev_rel(r, k) != DL_REL_CASE) {
            dl_span w = dl_token_span(r->t, k);
            if (w.start < s.start) s.start = w.start;
            if (w.end > s.end) s.end = w.end;
        }
    return s;
}

static int add(const ev_report *r, uint32_t tok, uint32_t sentence) {
    struct dl_finds *f = r->c->finds;
    dl_deadline *d = DL_PUSH(&f->deadlines, &f->arena);
    if (!d) return DL_ENOMEM;
    uint32_t h = r->t->head[tok];
    uint32_t verb = h < r->n && r->t->upos[h] == DL_VERB ? h : DL_NONE;
    d->sentence = sentence;
    d->span = dl_token_span(r->t, tok);
    EV_CHILDREN(r, tok, k)
    if (k < tok &&
        (ev_rel(r, k) == DL_REL_COMPOUND || ev_rel(r, k) == DL_REL_AMOD ||
         ev_rel(r, k) == DL_REL_NMOD_POSS) &&
        r->t->start[k] < d->span.start)
        d->span.start = r->t->start[k];
    d->what = what_of(r, tok);
    d->by = setter(r, tok, verb);
    d->time = time_of(r, tok, sentence);
    d->date = d->time == DL_NONE ? (dl_str){"", 0} : f->times.items[d->time].edtf;
    bool beyond = false;
    uint32_t c = ev_case(r, tok);
    if (ev_is(r, c, "beyond") || ev_is(r, c, "past") || ev_is(r, c, "after")) beyond = true;
    d->status = dl_str_of(beyond ? "passed" : status_of(r, verb));
    d->certainty = d->time == DL_NONE ? DL_CERTAINTY_LOW : DL_CERTAINTY_MEDIUM;
    d->id = dl_item_id(&f->report, "deadline", d->span, 0);
    return DL_OK;
}

int ev_deadlines(const ev_report *r) {
    for (uint32_t s = 0; s < r->c->text->sentences.count; s++) {
        const dl_sentence *sent = &r->c->text->sentences.items[s];
        for (uint32_t k = sent->first; k < sent->first + sent->count; k++)
            if (is_deadline(r, k) && add(r, k, s)) return DL_ENOMEM;
    }
    return DL_OK;
}
