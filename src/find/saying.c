#include "find/saying.h"

enum { MAX_PHRASE = 48, PHRASE_TOKENS = 3 };

int dl_saying_load(dl_saying_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                   dl_error *err) {
    dl_map_init(&lexicon->occasions, arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/occasions.tsv", arena, &table, err);
    uint32_t words = rc ? 0 : dl_tsv_column(&table, "words");
    uint32_t occasion = rc ? 0 : dl_tsv_column(&table, "occasion");
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        dl_str *name = DL_PUSH(&lexicon->names, arena);
        if (!name) return dl_fail_memory(err);
        *name = dl_tsv_cell(&table.rows.items[r], occasion);
        dl_str key = dl_tsv_cell(&table.rows.items[r], words);
        if (!dl_map_set(&lexicon->occasions, key, lexicon->names.count - 1))
            return dl_fail_memory(err);
    }
    return rc;
}

typedef struct saying {
    const dl_saying_lexicon *lexicon;
    struct dl_finds *finds;
    const dl_tokens *t;
    const dl_sentence *sentence;
    const dl_triple *triple;
    dl_str bytes;
} saying;

static bool within(dl_words range, uint32_t i) {
    return i >= range.first && i < range.end;
}

/* In neither content nor source: the words of the saying itself. */
static bool is_frame(const saying *s, uint32_t i) {
    if (within(s->triple->source, i)) return false;
    for (uint32_t k = 0; k < s->triple->contents; k++)
        if (within(s->triple->content[k], i)) return false;
    return true;
}

static bool is_any(const saying *s, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(s->bytes, s->t, i, *words)) return true;
    return false;
}

static uint32_t sentence_end(const saying *s) {
    return s->sentence->first + s->sentence->count;
}

/* A noun phrase after "told", "to", "assured": up to "that", a mark, a preposition, the content. */
static dl_words phrase_from(const saying *s, uint32_t first) {
    static const char *const stop[] = {
        "that",     "on",     "in",       "at",        "after",  "during",  "this",
        "how",      "to",     "if",       "when",      "there",  "he",      "she",
        "they",     "it",     "about",    "yesterday", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday",    NULL};
    uint32_t i = first, end = sentence_end(s);
    while (i < end && i < first + 8 && is_frame(s, i) && !is_any(s, i, stop)) {
        char c = s->bytes.ptr[s->t->start[i]];
        if (c == ',' || c == '.' || c == ';' || c == ':' || c == '"' || (unsigned char)c == 0xe2)
            break;
        i++;
    }
    return (dl_words){first, i};
}

static dl_span addressee(const saying *s) {
    static const char *const direct[] = {"told",    "tell",   "tells",   "telling",  "informed",
                                         "assured", "warned", "advised", "reminded", "notified",
                                         "urged",   "asked",  "briefed", NULL};
    static const char *const indirect[] = {"said",      "says",     "saying",   "confirmed",
                                           "explained", "spoke",    "speaking", "announced",
                                           "remarked",  "admitted", NULL};
    for (uint32_t i = s->triple->cue.first; i < s->triple->cue.end; i++) {
        uint32_t next = i + 1;
        bool to = next < sentence_end(s) && dl_token_is(s->bytes, s->t, next, "to");
        if (is_any(s, i, indirect) && to)
            next++;
        else if (!is_any(s, i, direct))
            continue;
        dl_words range = phrase_from(s, next);
        if (range.first < range.end) return dl_words_span(s->t, range);
    }
    return DL_SPAN_NONE;
}

static uint32_t occasion_at(const saying *s, uint32_t first, uint32_t *end) {
    for (uint32_t n = PHRASE_TOKENS; n > 0; n--) {
        char buf[MAX_PHRASE];
        uint32_t len = 0, i = first;
        for (; i < first + n && i < sentence_end(s) && is_frame(s, i) && len + 1 < sizeof buf;
             i++) {
            if (i > first) buf[len++] = ' ';
            len += dl_lower_token(s->bytes, s->t, i, buf + len, (uint32_t)sizeof buf - 1 - len);
        }
        if (i < first + n) continue;
        uint32_t found = dl_map_get(&s->lexicon->occasions, (dl_str){buf, len});
        *end = i;
        if (found != DL_NONE) return found;
    }
    return DL_NONE;
}

static void find_occasion(const saying *s, dl_attribution *a) {
    for (uint32_t i = s->sentence->first; i < sentence_end(s); i++) {
        uint32_t end = i, found = is_frame(s, i) ? occasion_at(s, i, &end) : DL_NONE;
        if (found == DL_NONE) continue;
        a->occasion = s->lexicon->names.items[found];
        a->occasion_span = dl_words_span(s->t, (dl_words){i, end});
        return;
    }
}

/* "he added" goes on where the last saying of the same speaker stood. */
static void carry_occasion(const saying *s, dl_attribution *a, uint32_t index) {
    static const char *const more[] = {"added", "adds", "adding", "continued", "continuing", NULL};
    if (a->occasion.len || index == 0 || a->speaker == DL_NONE) return;
    bool goes_on = false;
    for (uint32_t i = s->triple->cue.first; i < s->triple->cue.end; i++)
        goes_on |= is_any(s, i, more);
    const dl_attribution *b = &s->finds->attributions.items[index - 1];
    if (!goes_on || b->speaker != a->speaker || a->sentence - b->sentence > 2) return;
    a->occasion = b->occasion;
    a->occasion_span = b->occasion_span;
}

/* Whether a clause of its own ("which began in 2014") or too many words part a time from the cue; a
 * time that opens the sentence belongs to it. */
static bool is_apart(const saying *s, uint32_t token) {
    static const char *const relative[] = {"which", "who", "when", "whose", "where", "while", NULL};
    enum { NEAR = 9, OPENING = 5 };
    uint32_t cue = s->triple->cue.first;
    if (token < s->sentence->first + OPENING) return false;
    uint32_t from = token < cue ? token : s->triple->cue.end, to = token < cue ? cue : token;
    for (uint32_t i = from; i < to; i++)
        if (is_any(s, i, relative)) return true;
    uint32_t words = 0;
    for (uint32_t i = from; i < to; i++) words += is_frame(s, i);
    return words > NEAR;
}

/* A time in the frame, the nearest to the cue. */
static void find_time(const saying *s, dl_attribution *a) {
    uint32_t best = DL_NONE, near = UINT32_MAX;
    for (uint32_t k = 0; k < s->finds->times.count; k++) {
        const dl_time *time = &s->finds->times.items[k];
        if (time->span.start < s->sentence->span.start) continue;
        if (time->span.start >= s->sentence->span.end) break;
        if (time->kind != DL_TIME_DATE && time->kind != DL_TIME_TIME) continue;
        if (!is_frame(s, time->token) || is_apart(s, time->token)) continue;
        uint32_t cue = s->triple->cue.first;
        uint32_t d = time->token > cue ? time->token - cue : cue - time->token;
        if (d >= near) continue;
        near = d;
        best = k;
    }
    if (best == DL_NONE) return;
    a->time = best;
    a->date = s->finds->times.items[best].edtf;
}

/* "denied", "did not say", "would neither confirm nor deny"; "appeared to suggest". */
static void find_stance(const saying *s, dl_attribution *a) {
    static const char *const deny[] = {"denied", "denies", "deny", "denying", "denial", NULL};
    static const char *const not [] = {"not", "n't", "n\xe2\x80\x99t", "never", NULL};
    static const char *const refuse[] = {"declined", "refused",   "declines",
                                         "refuses",  "declining", NULL};
    static const char *const neither[] = {"neither", NULL};
    static const char *const hedge[] = {"appeared",    "appears",    "seemed",    "seems",
                                        "reportedly",  "apparently", "allegedly", "supposedly",
                                        "purportedly", NULL};
    dl_words cue = s->triple->cue;
    uint32_t from = cue.first > s->sentence->first + 3 ? cue.first - 3 : s->sentence->first;
    for (uint32_t i = from; i < cue.end; i++) {
        if (i < cue.first && !is_frame(s, i)) continue;
        if (is_any(s, i, hedge)) a->hedged = 1;
        if (i >= cue.first && is_any(s, i, deny) && !a->denied) a->denied = 1;
        if (is_any(s, i, not ) || is_any(s, i, refuse)) a->denied = 2;
        if (is_any(s, i, neither)) a->denied = 3;
    }
}

void dl_saying_find(const dl_saying_lexicon *lexicon, dl_find_context *context,
                    const dl_triple *triple, uint32_t index) {
    struct dl_finds *finds = context->finds;
    dl_attribution *a = &finds->attributions.items[index];
    saying s = {lexicon,
                finds,
                &context->text->tokens,
                &context->text->sentences.items[a->sentence],
                triple,
                finds->report.text};
    a->addressee = a->occasion_span = DL_SPAN_NONE;
    a->time = DL_NONE;
    if (triple->cue.first >= triple->cue.end) return;
    a->addressee = addressee(&s);
    find_occasion(&s, a);
    carry_occasion(&s, a, index);
    find_time(&s, a);
    find_stance(&s, a);
}
