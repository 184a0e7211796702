#include "find/events.h"

#include <stdlib.h>

#include "find/events_internal.h"

int dl_events_open(dl_events **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_events *e = calloc(1, sizeof *e);
    if (!e) return dl_fail_memory(err);
    dl_arena_init(&e->arena);
    int rc = ev_lexicon_load(e, data, err);
    if (rc)
        dl_events_close(e);
    else
        *out = e;
    return rc;
}

void dl_events_close(dl_events *events) {
    if (events) dl_arena_free(&events->arena);
    free(events);
}

/* ── what an event needs to stand in the record ── */

/* Whether a mention has to do with politics: a country, a body, an office, an armed or civic group.
 * A private person alone makes no political event. */
static bool political(const ev_report *r, uint32_t m, bool violent) {
    const struct dl_finds *f = r->c->finds;
    const dl_mention *x = &f->mentions.items[m];
    if (x->kind == DL_ENTITY_COUNTRY) return true;
    /* "my sister": people without country or office count where there is violence */
    bool private = x->entity != DL_NONE && !f->entities.items[x->entity].code.len &&
                   dl_str_is(f->entities.items[x->entity].sector, "CVL");
    if (private && !violent) return false;
    if (x->form == DL_MENTION_NOMINAL && x->head < r->n &&
        dl_map_get(&r->lex->people, r->lemma[x->head]) != DL_NONE)
        return true;
    if (x->entity == DL_NONE) return false;
    const dl_entity *e = &f->entities.items[x->entity];
    if (e->code.len || e->sector.len) return true;
    return x->entity < r->entity_count && r->official[x->entity];
}

static bool any_political(const ev_report *r, const ev_hit *h, const ev_people *p) {
    uint8_t type = h->frame->type;
    bool violent = type == DL_ASSAULT || type == DL_COERCE || type == DL_PROTEST;
    for (uint32_t i = 0; i < p->count; i++)
        if (political(r, p->at[i], violent)) return true;
    return false;
}

static bool plural(const ev_report *r, uint32_t m) {
    const dl_mention *x = &r->c->finds->mentions.items[m];
    return (x->flags & DL_MENTION_PLURAL) || x->kind == DL_ENTITY_GROUP;
}

/* high, medium, low or none (no event). */
static dl_certainty standing(const ev_report *r, const ev_hit *h) {
    uint16_t flags = h->frame->flags;
    uint32_t a = h->actors.count, b = h->recipients.count;
    if (h->frame->type == DL_PROCESS) {
        if (!h->frame->mode.len) return DL_CERTAINTY_NONE;
        if (a) return any_political(r, h, &h->actors) ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_NONE;
        bool leak = dl_str_is(h->frame->mode, "leak");
        return leak && (flags & EV_ALONE) ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_LOW;
    }
    if (!a && !((flags & EV_ALONE) && b)) return DL_CERTAINTY_NONE;
    if ((flags & EV_NEEDS_BOTH) && (!a || !b)) return DL_CERTAINTY_NONE;
    if (!any_political(r, h, &h->actors) && !any_political(r, h, &h->recipients))
        return DL_CERTAINTY_NONE;
    if (h->frame->type == DL_CONSULT && a + b < 2 && !dl_str_is(h->frame->mode, "visit"))
        return a && (plural(r, h->actors.at[0]) || r->t->upos[h->token] == DL_NOUN)
                   ? DL_CERTAINTY_MEDIUM
                   : DL_CERTAINTY_LOW;
    if (h->loose) return a && b ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_NONE;
    if (flags & EV_WEAK) return a && b ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_LOW;
    return DL_CERTAINTY_HIGH;
}

/* ── filling one event ── */

static dl_str contexts_of(const ev_report *r, uint32_t trigger) {
    enum { MOST = 4 };
    uint32_t found[MOST], count = 0, top = trigger;
    for (uint32_t steps = 0; steps < 2 && r->t->head[top] < r->n; steps++) {
        uint8_t rel = ev_rel(r, top);
        if (rel != DL_REL_OBJ && rel != DL_REL_XCOMP && rel != DL_REL_NSUBJ) break;
        top = r->t->head[top];
    }
    uint32_t s = dl_sentence_of_token(r->c->text, trigger);
    if (s == DL_NONE) return (dl_str){"", 0};
    const dl_sentence *sent = &r->c->text->sentences.items[s];
    for (uint32_t k = sent->first; k < sent->first + sent->count && count < MOST; k++) {
        uint32_t c = dl_map_get(&r->lex->contexts, r->lemma[k]);
        if (c == DL_NONE || !ev_below(r, k, top)) continue;
        bool seen = false;
        for (uint32_t i = 0; i < count; i++) seen |= found[i] == c;
        if (!seen) found[count++] = c;
    }
    dl_str out = {"", 0};
    for (uint32_t c = 0; c < r->lex->context_names.count; c++)
        for (uint32_t i = 0; i < count; i++)
            if (found[i] == c) {
                dl_str name = r->lex->context_names.items[c];
                out = dl_arena_printf(&r->c->finds->arena, "%.*s%s%.*s", (int)out.len, out.ptr,
                                      out.len ? ";" : "", (int)name.len, name.ptr);
            }
    return out;
}

static dl_span trigger_span(const ev_report *r, uint32_t tok) {
    dl_span s = dl_token_span(r->t, tok);
    EV_CHILDREN(r, tok, k)
    if (ev_rel(r, k) == DL_REL_COMPOUND_PRT && k == tok + 1) s.end = dl_token_span(r->t, k).end;
    return s;
}

/* Refusals become REJECT with the mode of what is refused. */
static void refuse(dl_event *e) {
    bool yields = e->type == DL_RETREAT || e->type == DL_CONCEDE;
    e->mode = e->type == DL_CONSULT ? DL_STR("meet") : yields ? DL_STR("yield") : DL_STR("assist");
    e->type = DL_REJECT;
    e->status = DL_OCCURRED;
}

static bool is_coop(uint8_t type) {
    return type == DL_SUPPORT || type == DL_COOPERATE || type == DL_AID || type == DL_CONCEDE ||
           type == DL_RETREAT || type == DL_AGREE;
}

static bool title_block(const ev_report *r, uint32_t sentence) {
    const dl_report *rep = &r->c->finds->report;
    uint32_t b = r->c->text->sentences.items[sentence].block;
    return b < rep->blocks.count && rep->blocks.items[b].kind == DL_BLOCK_TITLE;
}

/* Sets the status; what is only a purpose or somebody's wish sinks in certainty. */
static void set_status(const ev_report *r, const ev_hit *h, dl_event *e) {
    uint16_t flags = h->frame->flags;
    if (title_block(r, e->sentence)) flags &= (uint16_t)~EV_STANCE;
    ev_status s = ev_status_of(r, h->token, flags);
    e->status = s.status;
    bool refusal = (s.negated && s.future) || s.refused;
    if (refusal && is_coop(e->type) && h->actors.count && r->t->upos[h->token] == DL_VERB)
        refuse(e);
    else if (s.status == DL_POSSIBLE && (s.infinitive || e->type == DL_AGREE))
        e->certainty = DL_CERTAINTY_LOW;
    uint8_t rel = ev_rel(r, h->token);
    bool purpose = (rel == DL_REL_ADVCL || rel == DL_REL_ACL) && r->t->upos[h->token] == DL_VERB &&
                   ev_child_lemma(r, h->token, DL_REL_MARK, "to") != DL_NONE;
    if (purpose && e->type != DL_CONSULT) e->certainty = DL_CERTAINTY_LOW;
}

/* A meeting at one party's home is a visit: the guest acts, the host receives. */
static void set_host(const ev_report *r, dl_event *e, ev_people *actors, ev_people *recipients) {
    const struct dl_finds *f = r->c->finds;
    if (e->type != DL_CONSULT || e->place == DL_NONE || recipients->count || actors->count < 2)
        return;
    uint32_t pe = f->mentions.items[e->place].entity;
    dl_str code = pe == DL_NONE ? (dl_str){0} : f->entities.items[pe].code;
    if (!code.len) return;
    ev_people hosts = {0}, guests = {0};
    for (uint32_t i = 0; i < actors->count; i++) {
        uint32_t en = f->mentions.items[actors->at[i]].entity;
        bool home = en != DL_NONE && dl_str_eq(f->entities.items[en].code, code);
        ev_people_add(home ? &hosts : &guests, actors->at[i], f->mentions.items);
    }
    for (uint32_t i = 0; i < guests.count; i++) {
        uint32_t en = f->mentions.items[guests.at[i]].entity;
        if (en == DL_NONE || !f->entities.items[en].code.len) return;
    }
    if (!hosts.count || !guests.count || f->mentions.items[hosts.at[0]].kind != DL_ENTITY_PERSON)
        return;
    *actors = guests;
    *recipients = hosts;
    if (!e->mode.len) e->mode = DL_STR("visit");
}

/* Four sides and more, phone words in the clause. */
static void set_mode(const ev_report *r, dl_event *e, const ev_people *actors) {
    if (e->type != DL_CONSULT || e->mode.len) return;
    const dl_sentence *s = &r->c->text->sentences.items[e->sentence];
    uint64_t phone = ev_class_mask(r->lex, "phone");
    for (uint32_t k = s->first; k < s->first + s->count; k++)
        if (r->mask[k] & phone && !ev_is(r, k, "conference") &&
            (ev_below(r, k, e->token) || r->t->head[k] == r->t->head[e->token]))
            e->mode = DL_STR("phone");
    if (!e->mode.len && actors->count >= 4) e->mode = DL_STR("multilateral");
}

/* "the meeting in Moscow": what is known of it from before; still planned where it was and nothing
 * here says that it was held. */
static void again(const ev_report *r, const ev_hit *h, dl_event *e) {
    const dl_event *o = &r->c->finds->events.items[h->before];
    dl_arena *a = &r->c->finds->arena;
    bool own = dl_str_starts(e->date_how, DL_STR("clause")) && h->token < r->n &&
               e->time != DL_NONE && r->c->finds->times.items[e->time].token > h->token &&
               r->c->finds->times.items[e->time].token < h->token + 4;
    if (o->date.len && !own) {
        e->date = o->date;
        e->time = o->time;
        e->date_how = dl_arena_printf(a, "context: %.*s", (int)o->date_how.len, o->date_how.ptr);
    }
    if (e->place == DL_NONE) {
        e->place = o->place;
        e->place_why = DL_STR("context: the same meeting");
    }
    if (!e->mode.len) e->mode = o->mode;
    if (e->status == DL_OCCURRED && o->status == DL_PLANNED) e->status = DL_PLANNED;
}

static dl_list list_of(struct dl_finds *f, const ev_people *p) {
    return dl_finds_refs(f, p->at, p->count);
}

static int add_event(const ev_report *r, uint32_t sentence, const ev_hit *h, dl_certainty sure) {
    struct dl_finds *f = r->c->finds;
    uint32_t index = f->events.count;
    if (!DL_PUSH(&f->events, &f->arena)) return DL_ENOMEM;
    dl_event e = {.sentence = sentence,
                  .token = h->token,
                  .trigger = trigger_span(r, h->token),
                  .type = h->frame->type,
                  .certainty = sure,
                  .time = DL_NONE,
                  .place = DL_NONE,
                  .frame = h->frame->label};
    e.date = e.date_how = e.process = (dl_str){"", 0};
    e.mode = h->frame->mode;
    if (e.type == DL_PROCESS) e.process = e.mode, e.mode = (dl_str){"", 0};
    set_status(r, h, &e);
    ev_when(r, &e);
    ev_where(r, &e);
    if (h->before != DL_NONE) again(r, h, &e);
    ev_people actors = h->actors, recipients = h->recipients;
    set_host(r, &e, &actors, &recipients);
    set_mode(r, &e, &actors);
    ev_numbers(r, &e);
    e.contexts = contexts_of(r, h->token);
    e.attribution = r->said[h->token];
    e.actors = list_of(f, &actors);
    e.recipients = list_of(f, &recipients);
    e.id = dl_item_id(&f->report, "event", e.trigger, e.type);
    f->events.items[index] = e;
    return DL_OK;
}

int dl_events_find(const dl_events *events, dl_find_context *context, dl_error *err) {
    ev_report r = {0};
    if (context->finds->other_language || !context->text->tokens.count) return DL_OK;
    if (ev_report_init(&r, events, context)) return dl_fail_memory(err);
    for (uint32_t s = 0; s < context->text->sentences.count; s++) {
        ev_hits hits = {0};
        if (ev_gather(&r, s, &hits)) return dl_fail_memory(err);
        ev_settle(&r, s, &hits);
        for (uint32_t i = 0; i < hits.list.count; i++) {
            ev_hit *h = &hits.list.items[i];
            dl_certainty sure = h->eaten ? DL_CERTAINTY_NONE : standing(&r, h);
            if (sure == DL_CERTAINTY_NONE) continue;
            if (add_event(&r, s, h, sure)) return dl_fail_memory(err);
        }
    }
    ev_borrow(&r);
    ev_history(&r);
    return ev_deadlines(&r) ? dl_fail_memory(err) : DL_OK;
}
