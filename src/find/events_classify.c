/* The act between two given people: the hit whose roles fit them best, typed as PLOVER types it. */
#include "find/events_internal.h"

#include <stdlib.h>

static void add_mention(ev_report *r, dl_span span) {
    struct dl_finds *f = r->c->finds;
    uint32_t m = f->mentions.count;
    dl_mention *x = DL_PUSH(&f->mentions, &f->arena);
    if (!x) return;
    *x = (dl_mention){.span = span,
                      .name = span,
                      .head = DL_NONE,
                      .entity = DL_NONE,
                      .kind = DL_ENTITY_ORGANIZATION,
                      .form = DL_MENTION_NAME};
    for (uint32_t k = 0; k < r->n; k++) {
        if (!dl_span_overlaps(span, dl_token_span(r->t, k))) continue;
        r->mention[k] = m;
        uint32_t h = r->t->head[k];
        bool outside = h >= r->n || !dl_span_overlaps(span, dl_token_span(r->t, h));
        if (outside && x->head == DL_NONE) x->head = k;
    }
    uint32_t s = x->head == DL_NONE ? DL_NONE : dl_sentence_of_token(r->c->text, x->head);
    x->sentence = s;
}

static bool within(const ev_report *r, const ev_heads *heads, dl_span span) {
    for (uint32_t i = 0; i < heads->count; i++)
        if (dl_span_overlaps(span, dl_token_span(r->t, heads->at[i]))) return true;
    return false;
}

static bool has(const ev_people *p, uint32_t m) {
    for (uint32_t i = 0; i < p->count; i++)
        if (p->at[i] == m) return true;
    return false;
}

/* Distance from a trigger to a span, in tokens. */
static uint32_t gap(const ev_report *r, uint32_t tok, uint32_t mention) {
    uint32_t h = r->c->finds->mentions.items[mention].head;
    if (h == DL_NONE) return 60;
    return h > tok ? h - tok : tok - h;
}

static int score(const ev_report *r, const ev_hit *h, dl_span actor, dl_span recipient) {
    int s = (int)h->specificity;
    bool a = has(&h->actors, 0) || within(r, &h->actor_heads, actor);
    bool b =
        has(&h->recipients, 1) || has(&h->actors, 1) || within(r, &h->recipient_heads, recipient);
    if (a) s += 14;
    if (b) s += 8;
    if (!a && (has(&h->recipients, 0) || within(r, &h->recipient_heads, actor))) s -= 4;
    if (h->eaten) s -= 8;
    if (dl_span_overlaps(actor, dl_token_span(r->t, h->token)) ||
        dl_span_overlaps(recipient, dl_token_span(r->t, h->token)))
        s -= 7;
    uint32_t near = gap(r, h->token, 0);
    s -= (int)(near > 24 ? 8 : near / 3);
    if (r->t->upos[h->token] == DL_NOUN) s -= 2;
    if (h->frame->flags & EV_WEAK) s -= 1;
    if (h->frame->type == DL_PROCESS) s -= 10;
    return s;
}

/* Where no frame has the given actor, the tree is likely wrong: try word order. */
static const ev_hit *loosely(const ev_report *r, dl_span actor, dl_span recipient,
                             const ev_hit *best, int most) {
    for (uint32_t k = 0; k < r->n; k++) {
        uint32_t specificity = 0;
        const ev_frame *f = ev_match_loosely(r, k, &specificity);
        if (!f) continue;
        ev_hit h = {.token = k, .frame = f, .specificity = specificity};
        bool after = r->t->start[k] >= actor.end, before = r->t->start[k] < recipient.start;
        int points = score(r, &h, actor, recipient) + (after ? 4 : 0) + (after && before ? 5 : 0);
        if (best && points <= most) continue;
        ev_hit *kept = dl_arena_alloc(r->c->scratch, sizeof *kept);
        if (!kept) break;
        *kept = h;
        best = kept;
        most = points;
    }
    return best;
}

int dl_events_classify(const dl_events *events, dl_find_context *context, dl_span actor,
                       dl_span recipient, uint8_t *type, dl_str *frame, dl_error *err) {
    ev_report r = {.any_actor = true};
    context->finds->mentions.count = 0;
    if (ev_report_init(&r, events, context)) return dl_fail_memory(err);
    add_mention(&r, actor);
    add_mention(&r, recipient);
    const ev_hit *best = NULL;
    int most = 0;
    ev_hits all = {0};
    for (uint32_t s = 0; s < context->text->sentences.count; s++)
        if (ev_gather(&r, s, &all)) return dl_fail_memory(err);
    for (uint32_t i = 0; i < all.list.count; i++) {
        int points = score(&r, &all.list.items[i], actor, recipient);
        if (!best || points > most) best = &all.list.items[i], most = points;
    }
    if (!best || most < 14) best = loosely(&r, actor, recipient, best, most);
    *type = DL_ACCUSE; /* the commonest single class of political news in English */
    *frame = (dl_str){"", 0};
    if (!best) return DL_OK;
    ev_status st = ev_status_of(&r, best->token, best->frame->flags);
    bool said = best->frame->type == DL_PROCESS;
    *type = said ? DL_CONSULT
                 : ev_plover_type(best->frame->type, st.status, st.future, st.negated && st.future);
    *frame = best->frame->label;
    return DL_OK;
}
