/* Between the hits of a sentence: one act told twice, journeys for meetings, "the talks" of before;
 * and between events and the calendar: what is history. */
#include "find/events_internal.h"

#include <stdlib.h>

#include "find/tuning_events.h"

static bool is_visit(const ev_hit *h) {
    return h->frame->type == DL_CONSULT && dl_str_is(h->frame->mode, "visit");
}

static bool overlap(const ev_report *r, const ev_people *a, const ev_people *b) {
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++)
            if (ev_same(r, a->at[i], b->at[k])) return true;
    return false;
}

static void add_all(const ev_report *r, ev_people *into, const ev_people *from) {
    for (uint32_t i = 0; i < from->count; i++)
        ev_people_add(into, from->at[i], r->c->finds->mentions.items);
}

/* "visited Moscow to meet Putin", "visited France and met with Macron": the meeting says more. */
static bool journey_for(const ev_report *r, const ev_hit *visit, const ev_hit *meeting) {
    if (!is_visit(visit) || meeting->frame->type != DL_CONSULT || is_visit(meeting)) return false;
    if (!overlap(r, &visit->actors, &meeting->actors)) return false;
    return ev_below(r, meeting->token, visit->token) || ev_below(r, visit->token, meeting->token);
}

/* "talks and meetings with X", "met and discussed", "held talks … to discuss": the first stays. */
static bool told_twice(const ev_report *r, const ev_hit *a, const ev_hit *b) {
    if (a->frame->type != DL_CONSULT || b->frame->type != DL_CONSULT || is_visit(a) || is_visit(b))
        return false;
    uint32_t h = r->t->head[b->token];
    bool beside = ev_rel(r, b->token) == DL_REL_CONJ && h == a->token;
    bool purpose = (ev_rel(r, b->token) == DL_REL_ADVCL || ev_rel(r, b->token) == DL_REL_ACL ||
                    ev_rel(r, b->token) == DL_REL_XCOMP) &&
                   h < r->n && (h == a->token || r->t->head[h] == a->token) &&
                   (ev_child_lemma(r, b->token, DL_REL_MARK, "to") != DL_NONE ||
                    ev_child_lemma(r, b->token, DL_REL_MARK, "in") != DL_NONE);
    bool inside = r->t->upos[b->token] == DL_NOUN && h == a->token &&
                  (ev_rel(r, b->token) == DL_REL_OBL || ev_rel(r, b->token) == DL_REL_NMOD);
    if (!beside && !purpose && !inside) return false;
    if (inside &&
        (ev_is(r, ev_case(r, b->token), "during") || ev_is(r, ev_case(r, b->token), "after") ||
         ev_is(r, ev_case(r, b->token), "before")))
        return false;
    return a->actors.count == 0 || b->actors.count < 2 || overlap(r, &a->actors, &b->actors);
}

/* A journey to a country is no meeting one could call "the meeting". */
static bool persons(const ev_report *r, const dl_event *e) {
    const struct dl_finds *f = r->c->finds;
    for (uint32_t i = 0; i < e->recipients.count; i++) {
        uint8_t kind = f->mentions.items[f->refs.items[e->recipients.first + i]].kind;
        if (kind == DL_ENTITY_PERSON || kind == DL_ENTITY_GROUP) return true;
    }
    return false;
}

static const dl_event *find_before(const ev_report *r, uint32_t sentence, uint32_t place) {
    const struct dl_finds *f = r->c->finds;
    const dl_event *best = NULL;
    uint32_t looked = 0;
    for (uint32_t i = f->events.count; i-- > 0 && looked < EV_LOOK_BACK; looked++) {
        const dl_event *e = &f->events.items[i];
        if (e->type != DL_CONSULT || e->sentence > sentence) continue;
        if (e->actors.count + e->recipients.count < 2 || e->status == DL_DENIED) continue;
        if (dl_str_is(e->mode, "visit") && !persons(r, e)) continue;
        if (place == DL_NONE && sentence - e->sentence > 4) continue;
        if (place != DL_NONE && (e->place == DL_NONE || !ev_same(r, e->place, place))) continue;
        best = e;
        break;
    }
    return best;
}

static bool definite(const ev_report *r, uint32_t noun) {
    EV_CHILDREN(r, noun, k) /* "Monday's meeting" */
    if (ev_rel(r, k) == DL_REL_NMOD_POSS && r->timed[k]) return true;
    EV_CHILDREN(r, noun, k)
    if (ev_rel(r, k) == DL_REL_DET &&
        (ev_is(r, k, "the") || ev_is(r, k, "that") || ev_is(r, k, "this") || ev_is(r, k, "these") ||
         ev_is(r, k, "those")))
        return true;
    return false;
}

/* "The meeting in Florida", "during the call": the parties of the encounter told before. */
static void resolve_noun(const ev_report *r, uint32_t sentence, ev_hit *h) {
    if (h->frame->type != DL_CONSULT || is_visit(h) || h->eaten) return;
    if (r->t->upos[h->token] != DL_NOUN || h->actors.count >= 2) return;
    dl_event probe = {.token = h->token, .type = DL_CONSULT, .sentence = sentence};
    ev_where(r, &probe);
    if (!definite(r, h->token) && probe.place == DL_NONE) return;
    /* "the talks" may be all of a process; one round is told by its place or "latest" */
    bool series = ev_is(r, h->token, "talk") || ev_is(r, h->token, "negotiation") ||
                  ev_is(r, h->token, "dialogue");
    bool latest = ev_child_lemma(r, h->token, DL_REL_AMOD, "latest") != DL_NONE ||
                  ev_child_lemma(r, h->token, DL_REL_AMOD, "late") != DL_NONE;
    if (series && !latest && probe.place == DL_NONE) return;
    const dl_event *before = find_before(r, sentence, probe.place);
    if (!before) return;
    const uint32_t *refs = r->c->finds->refs.items;
    ev_people parties = {0};
    for (uint32_t i = 0; i < before->actors.count; i++)
        ev_people_add(&parties, refs[before->actors.first + i], r->c->finds->mentions.items);
    bool known = !h->actors.count || overlap(r, &parties, &h->actors);
    for (uint32_t i = 0; i < before->recipients.count && known; i++)
        ev_people_add(h->actors.count ? &h->actors : &h->recipients,
                      refs[before->recipients.first + i], r->c->finds->mentions.items);
    if (!known) return;
    add_all(r, &h->actors, &parties);
    h->before = (uint32_t)(before - r->c->finds->events.items);
}

/* "An Israeli airstrike … killed 11 people": one act; the killing keeps it, with the strike's
 * author. */
static bool kills(const ev_report *r, const ev_hit *strike, const ev_hit *kill) {
    if (strike->frame->type != DL_ASSAULT || kill->frame->type != DL_ASSAULT) return false;
    if (!(kill->frame->flags & EV_ALONE)) return false;
    if (r->t->upos[strike->token] != DL_NOUN || r->t->upos[kill->token] != DL_VERB) return false;
    if (kill->actors.count && !overlap(r, &kill->actors, &strike->actors)) return false;
    if (r->t->head[kill->token] == strike->token) return true;
    return r->t->head[strike->token] == kill->token &&
           (ev_rel(r, strike->token) == DL_REL_NSUBJ || ev_rel(r, strike->token) == DL_REL_OBL);
}

/* Whether a mention stands for somebody named elsewhere. */
static bool resolved(const ev_report *r, uint32_t m) {
    if (m == DL_NONE) return false;
    const dl_mention *x = &r->c->finds->mentions.items[m];
    if (x->form != DL_MENTION_NOMINAL) return true;
    return x->entity != DL_NONE && r->c->finds->entities.items[x->entity].first != m;
}

/* "both sides", "the two leaders" */
static bool means_parties(const ev_report *r, uint32_t tok) {
    bool noun = ev_is(r, tok, "side") || ev_is(r, tok, "party") || ev_is(r, tok, "leader") ||
                ev_is(r, tok, "delegation") || ev_is(r, tok, "country") || ev_is(r, tok, "team") ||
                ev_is(r, tok, "president") || ev_is(r, tok, "government");
    if (!noun || resolved(r, r->mention[tok])) return false;
    EV_CHILDREN(r, tok, k) if (ev_is(r, k, "both") || ev_is(r, k, "two")) return true;
    return ev_is(r, tok, "side") && ev_xpos(r, tok, "NNS") && definite(r, tok);
}

static void drop(ev_people *p, uint32_t mention) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->at[i] != mention) p->at[kept++] = p->at[i];
    p->count = kept;
}

static void resolve_sides(const ev_report *r, uint32_t sentence, ev_hit *h) {
    for (uint32_t i = 0; i < h->actor_heads.count; i++) {
        if (!means_parties(r, h->actor_heads.at[i])) continue;
        const dl_event *before = find_before(r, sentence, DL_NONE);
        if (!before) return;
        const uint32_t *refs = r->c->finds->refs.items;
        drop(&h->actors, r->mention[h->actor_heads.at[i]]);
        for (uint32_t k = 0; k < before->actors.count; k++)
            ev_people_add(&h->actors, refs[before->actors.first + k], r->c->finds->mentions.items);
        for (uint32_t k = 0; k < before->recipients.count; k++)
            ev_people_add(&h->actors, refs[before->recipients.first + k],
                          r->c->finds->mentions.items);
        return;
    }
}

void ev_settle(const ev_report *r, uint32_t sentence, ev_hits *hits) {
    for (uint32_t i = 0; i < hits->list.count; i++)
        for (uint32_t k = 0; k < hits->list.count; k++) {
            ev_hit *a = &hits->list.items[i], *b = &hits->list.items[k];
            if (i == k || a->eaten || b->eaten) continue;
            if (kills(r, a, b)) {
                add_all(r, &b->actors, &a->actors);
                if (!b->recipients.count) add_all(r, &b->recipients, &a->recipients);
                a->eaten = true;
            } else if (told_twice(r, a, b)) {
                add_all(r, &a->actors, &b->actors);
                b->eaten = true;
            } else if (journey_for(r, a, b) && b->actors.count + b->recipients.count >= 2) {
                a->eaten = true;
            }
        }
    for (uint32_t i = 0; i < hits->list.count; i++)
        resolve_sides(r, sentence, &hits->list.items[i]);
    for (uint32_t i = 0; i < hits->list.count; i++) resolve_noun(r, sentence, &hits->list.items[i]);
}

/* ── history ── */

static bool digits(dl_str s, size_t at, size_t n, int *value) {
    *value = 0;
    if (s.len < at + n) return false;
    for (size_t i = at; i < at + n; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        *value = *value * 10 + (s.ptr[i] - '0');
    }
    return true;
}

/* A day count good enough to compare dates a year apart; the end of the stated span. */
static bool last_day(dl_str edtf, int *day) {
    for (size_t i = 0; i < edtf.len; i++)
        if (edtf.ptr[i] == '/') edtf = dl_str_sub(edtf, i + 1, edtf.len);
    int y, m = 12, d = 31, part;
    if (!digits(edtf, 0, 4, &y)) return false;
    if (digits(edtf, 5, 2, &part) && part >= 1 && part <= 12) m = part;
    if (digits(edtf, 8, 2, &part)) d = part;
    *day = y * 366 + m * 31 + d;
    return true;
}

void ev_history(const ev_report *r) {
    int now;
    if (!last_day(r->c->finds->report.published.value, &now)) return;
    for (uint32_t i = 0; i < r->c->finds->events.count; i++) {
        dl_event *e = &r->c->finds->events.items[i];
        int day;
        if (e->status != DL_OCCURRED || !last_day(e->date, &day)) continue;
        if (now - day > EV_HISTORY_DAYS) e->status = DL_HISTORICAL;
    }
}
