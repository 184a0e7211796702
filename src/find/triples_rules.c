#include "find/triples_rules.h"

typedef struct rule_state {
    const dl_cues *cues;
    const dl_quotations *quotes;
    const dl_tokens *t;
    dl_str bytes;
    uint32_t first, end; /* the sentence */
} rule_state;

static bool is_any(const rule_state *s, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(s->bytes, s->t, i, *words)) return true;
    return false;
}

static bool quoted(const rule_state *s, uint32_t i) {
    return s->quotes->of_token[i] != DL_NONE;
}

static bool is_mark(const rule_state *s, uint32_t i) {
    char c = s->bytes.ptr[s->t->start[i]];
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

static bool is_capital(const rule_state *s, uint32_t i) {
    char c = s->bytes.ptr[s->t->start[i]];
    return c >= 'A' && c <= 'Z';
}

static bool is_pronoun(const rule_state *s, uint32_t i) {
    static const char *const words[] = {"he", "she", "they", "it", "we", "i", "who", NULL};
    return is_any(s, i, words);
}

static bool is_determiner(const rule_state *s, uint32_t i) {
    static const char *const words[] = {"the", "a",     "an",   "his",     "her",  "their",  "one",
                                        "two", "three", "some", "another", "both", "senior", NULL};
    return is_any(s, i, words);
}

static bool is_boundary(const rule_state *s, uint32_t i) {
    static const char *const words[] = {"that", "but",  "while", "as",   "because", "when",
                                        "is",   "was",  "are",   "were", "has",     "have",
                                        "had",  "will", "would", "not",  NULL};
    return quoted(s, i) || is_mark(s, i) || is_any(s, i, words);
}

/* "Mr. Zelensky also said": back over adverbs, then over the noun phrase. */
static dl_words subject_before(const rule_state *s, uint32_t cue) {
    static const char *const skip[] = {"has",        "have",       "had", "also", "later",
                                       "earlier",    "then",       "did", "not",  "would",
                                       "reportedly", "repeatedly", NULL};
    uint32_t end = cue;
    while (end > s->first && is_any(s, end - 1, skip)) end--;
    if (end == s->first) return (dl_words){0, 0};
    if (is_pronoun(s, end - 1)) return (dl_words){end - 1, end};
    uint32_t i = end;
    while (i > s->first && end - i < 12 && !is_boundary(s, i - 1)) i--;
    bool named = is_capital(s, end - 1);
    for (uint32_t k = i; k < end; k++) named |= is_determiner(s, k);
    return named && i < end ? (dl_words){i, end} : (dl_words){0, 0};
}

/* "…," said Olha Stefanishyna: forward to the clause's end. */
static dl_words subject_after(const rule_state *s, uint32_t cue) {
    static const char *const stop[] = {"on", "in", "at", "during", "after", "as", "to", NULL};
    uint32_t i = cue + 1;
    if (i < s->end && is_pronoun(s, i)) return (dl_words){i, i + 1};
    if (i >= s->end || !(is_capital(s, i) || is_determiner(s, i))) return (dl_words){0, 0};
    while (i < s->end && i - cue < 12 && !is_mark(s, i) && !is_any(s, i, stop)) i++;
    return (dl_words){cue + 1, i};
}

static void add_content(dl_triple *r, uint32_t first, uint32_t end) {
    if (first < end && r->contents < DL_MAX_CONTENT)
        r->content[r->contents++] = (dl_words){first, end};
}

/* Quotes of the sentence and the block's next sentences, where they go on beside the cue. */
static void take_quotes(const rule_state *s, dl_triple *r) {
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t q = s->quotes->of_token[i];
        if (q == DL_NONE) continue;
        const dl_quotation *quote = &s->quotes->items.items[q];
        add_content(r, quote->first, quote->end);
        i = quote->end - 1;
    }
}

static uint32_t content_end(const rule_state *s) {
    uint32_t end = s->end;
    while (end > s->first && is_mark(s, end - 1) && !quoted(s, end - 1)) end--;
    return end;
}

static bool has_whole_quote(const rule_state *s) {
    for (uint32_t i = s->first; i < s->end; i++)
        if (quoted(s, i) &&
            (s->quotes->items.items[s->quotes->of_token[i]].flags & DL_QUOTATION_SENTENCE))
            return true;
    return false;
}

static bool fill(const rule_state *s, uint32_t cue, dl_triple *r) {
    static const char *const that[] = {"that", NULL};
    r->cue = (dl_words){cue, cue + 1};
    r->source = subject_before(s, cue);
    if (r->source.end == 0) r->source = subject_after(s, cue);
    if (r->source.end == 0) return false;
    uint32_t from = r->source.first > cue ? r->source.end : cue + 1, end = content_end(s);
    for (uint32_t i = from; i < end && i < from + 8; i++)
        if (is_any(s, i, that)) {
            add_content(r, i, end);
            return true;
        }
    if (has_whole_quote(s)) {
        take_quotes(s, r);
        return true;
    }
    uint32_t clause = r->source.first < cue ? r->source.first : cue;
    if (from >= end || is_mark(s, from)) {
        while (clause > s->first && is_mark(s, clause - 1)) clause--;
        add_content(r, s->first, clause);
    } else {
        add_content(r, from, end);
    }
    return r->contents > 0;
}

/* Forms that are hardly ever nouns: without tags "talks" and "issues" would be cues. */
static bool is_verbal(const rule_state *s, uint32_t i) {
    static const char *const forms[] = {"said",   "says",  "saying",  "told",    "tells",
                                        "writes", "wrote", "writing", "insists", "adds",
                                        "argues", "warns", "reports", "adding",  NULL};
    return is_any(s, i, forms) || dl_str_ends(dl_token_text(s->t, s->bytes, i), DL_STR("ed"));
}

static bool according_to(const rule_state *s, uint32_t i, dl_triple *r) {
    if (i + 2 >= s->end || !dl_token_is(s->bytes, s->t, i, "according") ||
        !dl_token_is(s->bytes, s->t, i + 1, "to"))
        return false;
    uint32_t k = i + 2, end = content_end(s);
    while (k < end && !is_mark(s, k)) k++;
    r->cue = (dl_words){i, i + 2};
    r->source = (dl_words){i + 2, k};
    if (i > s->first) {
        uint32_t stop = i;
        while (stop > s->first && is_mark(s, stop - 1)) stop--;
        add_content(r, s->first, stop);
    } else if (k + 1 < end) {
        add_content(r, k + 1, end);
    }
    return r->contents > 0;
}

void dl_triples_by_rule(dl_triples *out, dl_arena *arena, const dl_cues *cues,
                        const dl_find_context *context, const dl_quotations *quotes) {
    const dl_text *text = context->text;
    rule_state s = {cues, quotes, &text->tokens, context->finds->report.text, 0, 0};
    for (uint32_t k = 0; k < text->sentences.count; k++) {
        s.first = text->sentences.items[k].first;
        s.end = s.first + text->sentences.items[k].count;
        for (uint32_t i = s.first; i < s.end; i++) {
            if (quoted(&s, i)) continue;
            dl_triple r = {0};
            bool found = according_to(&s, i, &r);
            if (!found && is_verbal(&s, i) &&
                dl_cues_find(cues, dl_token_text(s.t, s.bytes, i), DL_CUE_VERB) == DL_CUE_SPEECH)
                found = fill(&s, i, &r);
            dl_triple *slot = found ? DL_PUSH(out, arena) : NULL;
            if (slot) *slot = r;
        }
    }
}
