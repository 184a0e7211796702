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

/* Whether the source of a is nothing but the outlet. */
static bool outlet_speaks(const scope *s, const dl_attribution *a) {
    for (uint32_t p = 0; p < s->phrases->count; p++)
        if (is_source(a, name_span(s, p))) return true;
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

/* Rule 1: phrases of the attribution's own sentence. "told" and "citing" stand inside, "reports"
 * outside. */
static uint32_t own_sentence(const scope *s, const dl_attribution *a, uint32_t *chain) {
    uint32_t count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t p = 0; p < s->phrases->count; p++) {
            const dl_relay_phrase *phrase = &s->phrases->items[p];
            bool inner = phrase->role == DL_ROLE_TOLD || phrase->role == DL_ROLE_CITE;
            if (phrase->sentence != a->sentence || !asserted(phrase) || inner != (pass == 0))
                continue;
            if (is_source(a, name_span(s, p)) || in_content(s, a, phrase_span(s, p))) continue;
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

static bool same_speaker(const dl_attribution *a, const dl_attribution *b) {
    return a->speaker != DL_NONE && a->speaker == b->speaker;
}

/* Rules 2-4: what was said before in this report. Returns the relay or DL_NONE. */
static uint32_t carried(const scope *s, uint32_t index) {
    const dl_attribution *a = &s->finds->attributions.items[index];
    const dl_text *text = s->context->text;
    uint32_t block = text->sentences.items[a->sentence].block;
    for (uint32_t i = index; i > 0; i--) { /* 2: the same speaker, who told an outlet before */
        const dl_attribution *b = &s->finds->attributions.items[i - 1];
        if (b->sentence > a->sentence || breaks(s, b->sentence, a->sentence)) continue;
        if (b->via != DL_NONE && same_speaker(a, b) && a->quote != DL_QUOTE_INDIRECT) return b->via;
    }
    if (!is_unnamed(a)) return DL_NONE;
    uint32_t found = DL_NONE;
    for (uint32_t p = 0; p < s->phrases->count; p++) {
        const dl_relay_phrase *phrase = &s->phrases->items[p];
        if (phrase->sentence >= a->sentence || !asserted(phrase)) continue;
        if (breaks(s, phrase->sentence, a->sentence)) continue;
        bool lead = phrase->sentence < LEAD_SENTENCES && phrase->role == DL_ROLE_REPORT;
        bool near = text->sentences.items[phrase->sentence].block == block;
        if (lead || near) found = phrase->relay; /* 3, 4 */
    }
    return found;
}

static void widen(const scope *s, uint32_t relay, uint32_t sentence) {
    dl_relay *r = &s->finds->relays.items[relay];
    dl_span span = s->context->text->sentences.items[sentence].span;
    if (span.start < r->scope.start) r->scope.start = span.start;
    if (span.end > r->scope.end) r->scope.end = span.end;
}

/* ── outlets as the only source ── */

static bool has_triple(const dl_triples *triples, dl_words phrase) {
    for (uint32_t i = 0; i < triples->count; i++) {
        dl_words cue = triples->items[i].cue;
        if (cue.first < phrase.end && phrase.first < cue.end) return true;
    }
    return false;
}

static bool is_mark(dl_str bytes, const dl_tokens *t, uint32_t i) {
    char c = bytes.ptr[t->start[i]];
    return t->len[i] == 1 && (c == ',' || c == '.' || c == ';' || c == ':' || c == '-');
}

/* "…, reports Axios." has it before, "Axios reported that …" and "According to Axios, …" behind. */
static dl_words rest_of_sentence(const dl_find_context *context, const dl_relay_phrase *p) {
    const dl_tokens *t = &context->text->tokens;
    dl_str bytes = context->finds->report.text;
    const dl_sentence *s = &context->text->sentences.items[p->sentence];
    uint32_t end = s->first + s->count;
    while (end > p->phrase.end && is_mark(bytes, t, end - 1)) end--;
    dl_words before = {s->first, p->phrase.first}, after = {p->phrase.end, end};
    while (before.end > before.first && is_mark(bytes, t, before.end - 1)) before.end--;
    while (after.first < after.end && is_mark(bytes, t, after.first)) after.first++;
    bool late = p->cue.first < p->name.first && before.end - before.first > 3;
    return late ? before : after;
}

void dl_relays_add_triples(const dl_find_context *context, const dl_relay_phrases *phrases,
                           dl_triples *triples) {
    for (uint32_t i = 0; i < phrases->count; i++) {
        const dl_relay_phrase *p = &phrases->items[i];
        if (p->role != DL_ROLE_REPORT || has_triple(triples, p->phrase)) continue;
        dl_words content = rest_of_sentence(context, p);
        dl_triple *t = content.end > content.first + 2 ? DL_PUSH(triples, context->scratch) : NULL;
        if (!t) continue;
        *t = (dl_triple){.source = p->name, .cue = p->cue, .contents = 1};
        t->content[0] = content;
    }
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
