/* What a relay covers. The rules are numbered as in docs/relays.md. */
#include "find/relays.h"

enum { MAX_CHAIN = 4, LEAD_SENTENCES = 3 };

typedef struct scope {
    const dl_relay_lexicon *lexicon;
    dl_find_context *context;
    const dl_relay_phrases *phrases;
    struct dl_finds *finds;
    const dl_tokens *t;
} scope;

static dl_span phrase_span(const scope *s, uint32_t p) {
    return dl_words_span(s->t, s->phrases->items[p].phrase);
}

static dl_span name_span(const scope *s, uint32_t p) {
    return dl_words_span(s->t, s->phrases->items[p].name);
}

static bool in_content(const scope *s, const dl_attribution *a, dl_span span) {
    for (uint32_t i = 0; i < a->content.count; i++)
        if (dl_span_contains(s->finds->spans.items[a->content.first + i], span)) return true;
    return false;
}

static bool is_source(const dl_attribution *a, dl_span name) {
    return !dl_span_is_none(a->source) && dl_span_overlaps(a->source, name);
}

/* "a draft obtained by Bloomberg" as the source: the draft speaks, through the outlet. */
static bool is_channel(const scope *s, const dl_attribution *a, uint32_t p) {
    return s->phrases->items[p].role == DL_ROLE_TOLD &&
           dl_span_contains(a->source, phrase_span(s, p));
}

/* Whether the source of a is nothing but the outlet. */
static bool outlet_speaks(const scope *s, const dl_attribution *a) {
    for (uint32_t p = 0; p < s->phrases->count; p++)
        if (is_source(a, name_span(s, p)) && !is_channel(s, a, p)) return true;
    return false;
}

static bool asserted(const dl_relay_phrase *p) {
    return p->role != DL_ROLE_WIRE;
}

static void push(uint32_t *chain, uint32_t *count, uint32_t relay) {
    for (uint32_t i = 0; i < *count; i++)
        if (chain[i] == relay) return;
    if (*count < MAX_CHAIN) chain[(*count)++] = relay;
}

/* Rule 1: an outlet that speaks itself has it through nobody but whom it cites; else phrases of the
 * attribution's own sentence. "told" and "citing" stand inside, "reports" outside. */
static uint32_t own_sentence(const scope *s, const dl_attribution *a, uint32_t *chain) {
    uint32_t count = 0;
    bool speaks = outlet_speaks(s, a);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t p = 0; p < s->phrases->count; p++) {
            const dl_relay_phrase *phrase = &s->phrases->items[p];
            bool inner = phrase->role == DL_ROLE_TOLD || phrase->role == DL_ROLE_CITE;
            if (speaks && phrase->role != DL_ROLE_CITE) continue;
            if (phrase->sentence != a->sentence || !asserted(phrase) || inner != (pass == 0))
                continue;
            bool source = is_source(a, name_span(s, p)) && !is_channel(s, a, p);
            if (source || in_content(s, a, phrase_span(s, p))) continue;
            push(chain, &count, phrase->relay);
        }
    return count;
}

static bool is_unnamed(const dl_attribution *a) {
    return a->anonymity == DL_UNNAMED || a->anonymity == DL_ROLE;
}

static bool breaks(const scope *s, uint32_t from, uint32_t to) {
    const dl_text *text = s->context->text;
    uint32_t a = text->sentences.items[from].block, b = text->sentences.items[to].block;
    for (uint32_t k = a + 1; k < b; k++)
        if (s->finds->report.blocks.items[k].kind == DL_BLOCK_SUBHEAD) return true;
    return false;
}

static dl_str bare_source(const scope *s, const dl_attribution *a) {
    dl_str w = dl_span_is_none(a->source) ? (dl_str){NULL, 0}
                                          : dl_span_text(s->finds->report.text, a->source);
    if (dl_str_starts(w, DL_STR("The ")) || dl_str_starts(w, DL_STR("the ")))
        return dl_str_sub(w, 4, w.len);
    if (dl_str_starts(w, DL_STR("A ")) || dl_str_starts(w, DL_STR("a ")))
        return dl_str_sub(w, 2, w.len);
    return w;
}

/* The same entity, or the same words ("the envoy … the envoy") where there is none. */
static bool same_speaker(const scope *s, const dl_attribution *a, const dl_attribution *b) {
    if (a->speaker != DL_NONE && b->speaker != DL_NONE) return a->speaker == b->speaker;
    dl_str x = bare_source(s, a), y = bare_source(s, b);
    if (x.len <= 3) return false;
    if (a->anonymity == DL_ROLE) return dl_str_eq(x, y);
    bool surname = a->anonymity == DL_NAMED && y.len > x.len && y.ptr[y.len - x.len - 1] == ' ';
    return surname && dl_str_ends(y, x); /* "Stefanishyna" after "Olha Stefanishyna" */
}

static bool same_outlet(const scope *s, uint32_t a, uint32_t b) {
    return dl_str_eq(s->finds->relays.items[a].outlet_name, s->finds->relays.items[b].outlet_name);
}

/* Rule 3: in the same paragraph the last outlet; rule 4: the one outlet that reports in the lead.
 */
static uint32_t lead_outlet(const scope *s, const dl_attribution *a) {
    const dl_text *text = s->context->text;
    uint32_t block = text->sentences.items[a->sentence].block, near = DL_NONE, lead = DL_NONE;
    bool one = true;
    for (uint32_t p = 0; p < s->phrases->count; p++) {
        const dl_relay_phrase *phrase = &s->phrases->items[p];
        if (phrase->sentence >= a->sentence || !asserted(phrase)) continue;
        if (breaks(s, phrase->sentence, a->sentence)) continue;
        if (text->sentences.items[phrase->sentence].block == block) near = phrase->relay;
        if (phrase->sentence >= LEAD_SENTENCES || phrase->role != DL_ROLE_REPORT) continue;
        one = one && (lead == DL_NONE || same_outlet(s, lead, phrase->relay));
        if (lead == DL_NONE) lead = phrase->relay;
    }
    return near != DL_NONE ? near : one ? lead : DL_NONE;
}

/* Rules 2-4: what was said before in this report. Returns the relay or DL_NONE. */
static uint32_t carried(const scope *s, uint32_t index) {
    const dl_attribution *a = &s->finds->attributions.items[index];
    for (uint32_t i = index; i > 0; i--) { /* 2: the same speaker, who told an outlet before */
        const dl_attribution *b = &s->finds->attributions.items[i - 1];
        if (b->sentence > a->sentence || breaks(s, b->sentence, a->sentence)) continue;
        if (b->via != DL_NONE && same_speaker(s, a, b) && a->quote != DL_QUOTE_INDIRECT)
            return b->via;
    }
    return is_unnamed(a) ? lead_outlet(s, a) : DL_NONE;
}

static void widen(const scope *s, uint32_t relay, uint32_t sentence) {
    dl_relay *r = &s->finds->relays.items[relay];
    dl_span span = s->context->text->sentences.items[sentence].span;
    if (span.start < r->scope.start) r->scope.start = span.start;
    if (span.end > r->scope.end) r->scope.end = span.end;
}

void dl_relays_attach(const dl_relay_lexicon *lexicon, dl_find_context *context,
                      const dl_relay_phrases *phrases) {
    scope s = {lexicon, context, phrases, context->finds, &context->text->tokens};
    for (uint32_t p = 0; p < phrases->count; p++)
        widen(&s, phrases->items[p].relay, phrases->items[p].sentence);
    for (uint32_t i = 0; i < s.finds->attributions.count; i++) {
        dl_attribution *a = &s.finds->attributions.items[i];
        uint32_t chain[MAX_CHAIN], count = own_sentence(&s, a, chain);
        if (!count && !outlet_speaks(&s, a)) {
            uint32_t relay = carried(&s, i);
            if (relay != DL_NONE) push(chain, &count, relay);
        }
        a = &s.finds->attributions.items[i];
        a->via = count ? chain[0] : DL_NONE;
        a->chain = dl_finds_refs(s.finds, chain, count);
        for (uint32_t k = 0; k < count; k++) widen(&s, chain[k], a->sentence);
    }
}
