/* When an event happened: a time of its clause, then of its sentence, then of its paragraph; never
 * the day of publication by default. */
#include "find/events_internal.h"

#include "find/tuning_events.h"

/* The verb (or root) whose clause a token stands in. */
static uint32_t clause_of(const ev_report *r, uint32_t tok) {
    for (uint32_t steps = 0; steps < 60; steps++) {
        uint8_t rel = ev_rel(r, tok);
        bool clausal = rel == DL_REL_ROOT || rel == DL_REL_CCOMP || rel == DL_REL_ADVCL ||
                       rel == DL_REL_ACL || rel == DL_REL_ACL_RELCL || rel == DL_REL_PARATAXIS ||
                       rel == DL_REL_CSUBJ || rel == DL_REL_XCOMP ||
                       (rel == DL_REL_CONJ && r->t->upos[tok] == DL_VERB);
        if (clausal || r->t->head[tok] >= r->n) return tok;
        tok = r->t->head[tok];
    }
    return tok;
}

static bool speaks(const ev_report *r, uint32_t verb) {
    return r->t->upos[verb] == DL_VERB && (r->mask[verb] & ev_class_mask(r->lex, "reporting"));
}

/* The other trigger, not above ours, that a time stands below; DL_NONE. */
static uint32_t others(const ev_report *r, uint32_t tok, uint32_t trigger) {
    for (uint32_t steps = 0; tok < r->n && steps < 60; steps++, tok = r->t->head[tok]) {
        if (tok == trigger) return DL_NONE;
        if (r->trigger[tok]) return ev_below(r, trigger, tok) ? DL_NONE : tok;
    }
    return DL_NONE;
}

/* "the meeting in Moscow follows talks in Florida over the weekend": between two event nouns the
 * nearer has the time. */
static bool nearer(const ev_report *r, uint32_t time, uint32_t trigger) {
    if (r->t->upos[trigger] != DL_NOUN || time < trigger) return false;
    for (uint32_t k = trigger + 1; k < time; k++)
        if (r->trigger[k] && r->t->upos[k] == DL_NOUN && !ev_below(r, k, trigger)) return true;
    return false;
}

/* 3 its own phrase or clause, 2 the clause that governs it, 1 elsewhere in the sentence, 0 not. */
static uint32_t closeness(const ev_report *r, const dl_time *time, uint32_t trigger) {
    uint32_t tok = time->token;
    if (tok >= r->n) return 0;
    uint32_t owner = others(r, tok, trigger);
    if (owner != DL_NONE) {
        /* "travel to Ireland for talks on Tuesday" */
        bool phrase = r->t->upos[owner] == DL_NOUN && r->t->head[owner] == trigger &&
                      ev_rel(r, owner) == DL_REL_OBL;
        if (phrase) return 2;
        /* "leaked to the media and made public in late November" */
        if (ev_rel(r, owner) == DL_REL_CONJ && r->t->head[owner] == trigger) return 1;
        /* an infinitive's time may be the main clause's */
        bool infinitive = ev_child_lemma(r, owner, DL_REL_MARK, "to") != DL_NONE;
        return infinitive && r->t->upos[trigger] == DL_VERB ? 1 : 0;
    }
    if (nearer(r, tok, trigger)) return 0;
    if (ev_below(r, tok, trigger)) {
        /* below another verb under the trigger it belongs to that one */
        uint32_t inner = clause_of(r, tok);
        if (inner == trigger || !ev_below(r, inner, trigger) || inner == tok) return 4;
        if (r->t->upos[inner] != DL_VERB) return 3;
        if (ev_rel(r, inner) == DL_REL_ACL_RELCL) return 0;
        return r->t->upos[trigger] == DL_NOUN && !r->trigger[inner] ? 3 : 1;
    }
    uint32_t own = clause_of(r, trigger), theirs = clause_of(r, tok);
    if (own == theirs) return speaks(r, own) && own != trigger ? 1 : 3;
    /* up through control, purpose and conjunction: "visited Moscow on Tuesday to meet" */
    uint32_t up = own;
    for (uint32_t steps = 0; steps < 4 && up < r->n; steps++) {
        uint8_t rel = ev_rel(r, up);
        uint32_t h = r->t->head[up];
        if (h >= r->n) break;
        bool passes =
            rel == DL_REL_XCOMP || rel == DL_REL_ADVCL || rel == DL_REL_CONJ || rel == DL_REL_ACL;
        up = clause_of(r, h);
        if (up == theirs) return passes && !speaks(r, up) ? 2 : 1;
        if (!passes) break;
    }
    return speaks(r, theirs) ? 0 : 1;
}

/* A day or span of days; lengths ("P2H") and sets are none. */
static bool usable(const dl_time *time) {
    return time->kind != DL_TIME_SET && time->edtf.len && time->edtf.ptr[0] != 'P';
}

uint32_t ev_first_time(const ev_report *r, uint32_t sentence) {
    const struct dl_finds *f = r->c->finds;
    uint32_t low = 0, high = f->times.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (f->times.items[mid].sentence < sentence)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* "in 2014, when Russia annexed Crimea" */
static bool when_clause(const ev_report *r, const dl_time *time, uint32_t trigger) {
    EV_CHILDREN(r, trigger, k) {
        if (!ev_is(r, k, "when")) continue;
        uint32_t past = time->token + time->count;
        return k >= past && k - past <= 2;
    }
    return false;
}

/* An act that has happened has no day to come. */
static bool too_late(const ev_report *r, const dl_event *e, const dl_time *time) {
    dl_str now = r->c->finds->report.published.value;
    if (e->status != DL_OCCURRED || now.len < 10 || time->edtf.len < 7) return false;
    size_t n = time->edtf.len < 10 ? 7 : 10;
    return memcmp(time->edtf.ptr, now.ptr, n) > 0;
}

/* How many events' own clauses the sentence has is not known here; a lone time of a sentence that
 * is not the saying's serves all of it. */
static uint32_t best_in_sentence(const ev_report *r, const dl_event *e, uint32_t *how) {
    uint32_t best = DL_NONE, most = 0, usable_count = 0;
    const struct dl_finds *f = r->c->finds;
    for (uint32_t i = ev_first_time(r, e->sentence); i < f->times.count; i++) {
        const dl_time *t = &f->times.items[i];
        if (t->sentence != e->sentence) break;
        if (!usable(t) || too_late(r, e, t)) continue;
        usable_count++;
        uint32_t near = when_clause(r, t, e->token) ? 4 : closeness(r, t, e->token);
        if (near > most) most = near, best = i;
    }
    if (most == 1 && usable_count > 1) return DL_NONE;
    *how = most;
    return best;
}

void ev_when(const ev_report *r, dl_event *e) {
    uint32_t how = 0;
    uint32_t i = best_in_sentence(r, e, &how);
    if (i == DL_NONE) return;
    const dl_time *t = &r->c->finds->times.items[i];
    e->time = i;
    e->date = t->edtf;
    e->date_how = dl_arena_printf(&r->c->finds->arena, "%s: %.*s", how >= 2 ? "clause" : "sentence",
                                  (int)t->rule.len, t->rule.ptr);
}

/* ── across sentences ── */

static uint32_t shared(const ev_report *r, const dl_event *a, const dl_event *b) {
    const uint32_t *refs = r->c->finds->refs.items;
    uint32_t n = 0;
    const dl_list la[2] = {a->actors, a->recipients}, lb[2] = {b->actors, b->recipients};
    for (int i = 0; i < 2; i++)
        for (uint32_t x = 0; x < la[i].count; x++)
            for (int k = 0; k < 2; k++)
                for (uint32_t y = 0; y < lb[k].count; y++)
                    n += ev_same(r, refs[la[i].first + x], refs[lb[k].first + y]);
    return n;
}

static bool same_kind(const dl_event *a, const dl_event *b) {
    bool pa = a->status == DL_PLANNED || a->status == DL_POSSIBLE;
    bool pb = b->status == DL_PLANNED || b->status == DL_POSSIBLE;
    return a->type == b->type && pa == pb && a->status != DL_DENIED && b->status != DL_DENIED;
}

/* Whether b tells the encounter that a tells: the same type and parties, and no clash of place. */
static bool same_event(const ev_report *r, const dl_event *a, const dl_event *b) {
    if (a == b || !same_kind(a, b) || a->type != DL_CONSULT) return false;
    uint32_t parties = a->actors.count + a->recipients.count;
    uint32_t common = shared(r, a, b);
    if (common < 2 || common * 3 < parties * 2) return false;
    if (a->place != DL_NONE && b->place != DL_NONE && !ev_same(r, a->place, b->place)) return false;
    return true;
}

static void take_date(const ev_report *r, dl_event *e, const dl_event *from, const char *how) {
    e->date = from->date;
    e->time = from->time;
    e->date_how = dl_arena_printf(&r->c->finds->arena, "%s: %.*s", how, (int)from->date_how.len,
                                  from->date_how.ptr);
}

/* A paragraph's day is carried to the next sentences' acts by the same people. */
static void from_paragraph(const ev_report *r, dl_event *e) {
    const struct dl_finds *f = r->c->finds;
    const dl_sentence *s = &r->c->text->sentences.items[e->sentence];
    for (uint32_t i = f->events.count; i-- > 0;) {
        const dl_event *o = &f->events.items[i];
        if (o->sentence >= e->sentence || !o->date.len) continue;
        if (e->sentence - o->sentence > EV_CARRY_SENTENCES) break;
        bool here = r->c->text->sentences.items[o->sentence].block == s->block;
        if (e->status != DL_OCCURRED || o->status != DL_OCCURRED || e->type == DL_PROCESS) continue;
        if (!dl_str_starts(o->date_how, DL_STR("clause")) || o->date.len < 10) continue;
        uint32_t common = shared(r, e, o);
        bool near = common && e->sentence - o->sentence <= EV_CARRY_SENTENCES - 1;
        if (here ? common == 0 : common < 2 && !near) continue;
        take_date(r, e, o, here ? "paragraph" : "paragraph before");
        return;
    }
}

/* What somebody said after he is told to speak on a day is said that day. */
static void from_saying(const ev_report *r, dl_event *e) {
    const struct dl_finds *f = r->c->finds;
    bool verbal = e->type == DL_SUPPORT || e->type == DL_REQUEST || e->type == DL_ACCUSE ||
                  e->type == DL_REJECT || e->type == DL_AGREE || e->type == DL_THREATEN;
    if (!verbal || e->status != DL_OCCURRED || !e->actors.count) return;
    uint32_t who = f->mentions.items[f->refs.items[e->actors.first]].entity;
    uint32_t from = e->sentence > EV_SAYING_SENTENCES ? e->sentence - EV_SAYING_SENTENCES : 0;
    const dl_sentence *first = &r->c->text->sentences.items[from];
    for (uint32_t k = r->c->text->sentences.items[e->sentence].first;
         who != DL_NONE && k-- > first->first;) {
        if (r->said[k] == DL_NONE) continue;
        const dl_attribution *a = &f->attributions.items[r->said[k]];
        if (a->speaker != who || a->date.len < 10) continue;
        e->date = a->date;
        e->time = a->time;
        e->date_how = DL_STR("paragraph: the day of the saying before");
        return;
    }
}

void ev_borrow(const ev_report *r) {
    struct dl_finds *f = r->c->finds;
    for (uint32_t i = 0; i < f->events.count; i++) {
        dl_event *e = &f->events.items[i];
        uint32_t k = i > EV_LOOK_BACK ? i - EV_LOOK_BACK : 0;
        uint32_t end = f->events.count - i > EV_LOOK_BACK ? i + EV_LOOK_BACK : f->events.count;
        for (; k < end && (!e->date.len || e->place == DL_NONE); k++) {
            const dl_event *o = &f->events.items[k];
            if (!same_event(r, e, o)) continue;
            if (!e->date.len && o->date.len && !dl_str_starts(o->date_how, DL_STR("context")))
                take_date(r, e, o, "context");
            if (e->place == DL_NONE && o->place != DL_NONE) {
                e->place = o->place;
                e->place_why = DL_STR("context: the same meeting");
            }
        }
        if (!e->date.len) from_paragraph(r, e);
        if (!e->date.len) from_saying(r, e);
    }
}
