#include "find/positions_pattern.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "find/tuning_positions.h"

enum { WORD, GAP, SLOT_WHO, SLOT_WHAT, DOC, NUM };

typedef struct alternative {
    dl_str word;
    dl_str rest; /* of "set_aside": "aside" */
    uint64_t hash;
    uint32_t prefix;
} alternative;

typedef struct element {
    uint32_t kind, optional;
    uint32_t first, count; /* alternatives */
    uint32_t gap;          /* most tokens of a gap; commas allowed where it is the long one */
} element;

typedef struct pattern {
    uint32_t first, count; /* elements */
    uint32_t anchor;       /* the element whose word starts the search */
    uint32_t value;
} pattern;

struct dl_pattern_set {
    dl_arena *arena;
    const dl_pattern_set *docs;
    DL_VEC(alternative) alternatives;
    DL_VEC(element) elements;
    DL_VEC(pattern) patterns;
    DL_VEC(uint32_t) next;     /* chain of (pattern) entries in a bucket */
    DL_VEC(uint32_t) entry;    /* the pattern of an entry */
    uint32_t buckets[1 << 12]; /* newest entry + 1; by the first two bytes of the anchor */
    uint32_t last[1 << 12];    /* oldest-first chains: the last entry + 1 */
};

/* ── a report's words ── */

static bool is_ignored(dl_str s) {
    static const char *const marks[] = {"-", "\"", "'", "“", "”", "‘", "’", "``", "''", "«", "»"};
    for (size_t i = 0; i < DL_COUNT(marks); i++)
        if (dl_str_is(s, marks[i])) return true;
    return false;
}

/* "n’t" and "n't" are one word to a pattern. */
static void fold_word(dl_buf *buf, dl_str s) {
    dl_buf_clear(buf);
    dl_utf8_fold(buf, s);
    size_t w = 0;
    for (size_t r = 0; r < buf->len;) {
        if (r + 3 <= buf->len && memcmp(buf->data + r, "\xE2\x80\x99", 3) == 0)
            buf->data[w++] = '\'', r += 3;
        else
            buf->data[w++] = buf->data[r++];
    }
    buf->len = w;
}

int dl_words_make(dl_words *w, const dl_text *text, dl_str clean, dl_arena *scratch,
                  dl_error *err) {
    const dl_tokens *t = &text->tokens;
    *w = (dl_words){.tokens = t, .text = clean, .count = t->count};
    w->lower = dl_arena_array(scratch, t->count + 1u, sizeof *w->lower);
    w->hash = dl_arena_array(scratch, t->count + 1u, sizeof *w->hash);
    w->lemma = dl_arena_array(scratch, t->count + 1u, sizeof *w->lemma);
    w->ignored = dl_arena_zalloc(scratch, t->count + 1u);
    if (scratch->failed) return dl_fail_memory(err);
    dl_buf buf = {0};
    for (uint32_t i = 0; i < t->count; i++) {
        dl_str s = dl_token_text(t, clean, i);
        w->ignored[i] = is_ignored(s);
        fold_word(&buf, s);
        w->lower[i] = dl_arena_str(scratch, dl_buf_view(&buf));
        w->hash[i] = dl_hash(w->lower[i]);
        fold_word(&buf, t->lemma ? t->lemma[i] : s);
        w->lemma[i] = dl_hash(dl_buf_view(&buf));
    }
    bool failed = buf.failed || scratch->failed;
    dl_buf_free(&buf);
    return failed ? dl_fail_memory(err) : DL_OK;
}

uint32_t dl_words_number(const dl_words *w, uint32_t at) {
    static const char *const names[] = {
        "zero",     "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
    dl_str s = w->lower[at];
    uint32_t v = 0;
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ',' && digits) continue;
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || ++digits > 9) {
            digits = 0;
            break;
        }
        v = v * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    if (digits) return v;
    for (uint32_t i = 0; i < DL_COUNT(names); i++)
        if (dl_str_is(s, names[i])) return i;
    return dl_str_is(s, "thirty") ? 30 : dl_str_is(s, "forty") ? 40 : DL_NONE;
}

/* ── making patterns ── */

dl_pattern_set *dl_patterns_new(dl_arena *arena, const dl_pattern_set *docs) {
    dl_pattern_set *set = dl_arena_zalloc(arena, sizeof *set);
    if (set) set->arena = arena, set->docs = docs;
    return set;
}

static uint32_t bucket_of(dl_str word) {
    uint32_t a = word.len ? (unsigned char)word.ptr[0] : 0;
    uint32_t b = word.len > 1 ? (unsigned char)word.ptr[1] : 0;
    return (a * 31 + b) & ((1u << 12) - 1);
}

static bool into_bucket(dl_pattern_set *set, uint32_t bucket, uint32_t p) {
    uint32_t *n = DL_PUSH(&set->next, set->arena), *e = DL_PUSH(&set->entry, set->arena);
    if (!n || !e) return false;
    *e = p;
    uint32_t entry = set->entry.count;
    if (set->last[bucket])
        set->next.items[set->last[bucket] - 1] = entry;
    else
        set->buckets[bucket] = entry;
    set->last[bucket] = entry;
    return true;
}

static bool add_alternatives(dl_pattern_set *set, element *e, dl_str words) {
    e->first = set->alternatives.count;
    size_t at = 0;
    while (at <= words.len) {
        size_t end = at;
        while (end < words.len && words.ptr[end] != '|') end++;
        dl_str w = dl_str_sub(words, at, end);
        alternative *a = w.len ? DL_PUSH(&set->alternatives, set->arena) : NULL;
        if (w.len && !a) return false;
        if (a) {
            const char *more = memchr(w.ptr, '_', w.len);
            if (more) a->rest = dl_str_sub(w, (size_t)(more - w.ptr) + 1, w.len);
            if (more) w.len = (size_t)(more - w.ptr);
            a->prefix = w.len > 1 && w.ptr[w.len - 1] == '*';
            a->word = a->prefix ? dl_str_sub(w, 0, w.len - 1) : w;
            a->hash = dl_hash(a->word);
            e->count++;
        }
        at = end + 1;
    }
    return true;
}

/* "finali?ed": a letter of either spelling; expanded to both. */
static dl_str spell_out(dl_pattern_set *set, dl_str word) {
    const char *q = memchr(word.ptr, '?', word.len);
    if (!q || q == word.ptr) return word;
    dl_buf both = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass) dl_buf_char(&both, '|');
        for (size_t i = 0; i < word.len; i++)
            dl_buf_char(&both, word.ptr[i] == '?' && i ? (pass ? 's' : 'z') : word.ptr[i]);
    }
    dl_str out = dl_arena_str(set->arena, dl_buf_view(&both));
    dl_buf_free(&both);
    return out;
}

static bool add_element(dl_pattern_set *set, dl_str word) {
    element *e = DL_PUSH(&set->elements, set->arena);
    if (!e) return false;
    if (word.len > 1 && word.ptr[0] == '?') e->optional = 1, word = dl_str_sub(word, 1, word.len);
    if (dl_str_is(word, "..") || dl_str_is(word, "...")) {
        e->kind = GAP;
        e->gap = word.len == 2 ? DL_PATTERN_GAP : DL_PATTERN_LONG_GAP;
    } else if (dl_str_is(word, "<who>") || dl_str_is(word, "<what>")) {
        e->kind = word.len == 5 ? SLOT_WHO : SLOT_WHAT;
    } else if (dl_str_is(word, "<doc>")) {
        e->kind = DOC;
    } else if (dl_str_is(word, "<num>")) {
        e->kind = NUM;
    } else {
        return add_alternatives(set, e, spell_out(set, word));
    }
    return true;
}

/* Enters the pattern under each first word it can begin with. */
static bool enter_pattern(dl_pattern_set *set, uint32_t p) {
    const pattern *pat = &set->patterns.items[p];
    const element *e = &set->elements.items[pat->first + pat->anchor];
    const dl_pattern_set *from = e->kind == DOC ? set->docs : set;
    uint32_t first = e->kind == DOC ? 0 : e->first;
    uint32_t count = e->kind == DOC ? (from ? from->alternatives.count : 0) : e->count;
    if (e->kind == NUM) return into_bucket(set, 0, p);
    for (uint32_t i = 0; i < count; i++) {
        dl_str w = from->alternatives.items[first + i].word;
        uint32_t bucket = bucket_of(w);
        bool twice = false; /* the same bucket by another alternative of this pattern */
        for (uint32_t k = 0; k < i && !twice; k++)
            twice = bucket_of(from->alternatives.items[first + k].word) == bucket;
        if (!twice && !into_bucket(set, bucket, p)) return false;
    }
    return true;
}

int dl_patterns_add(dl_pattern_set *set, dl_str text, uint32_t value, dl_error *err) {
    uint32_t p = set->patterns.count;
    pattern *pat = DL_PUSH(&set->patterns, set->arena);
    if (!pat) return dl_fail_memory(err);
    pat->first = set->elements.count;
    pat->value = value;
    size_t at = 0;
    while (at < text.len) {
        while (at < text.len && text.ptr[at] == ' ') at++;
        size_t end = at;
        while (end < text.len && text.ptr[end] != ' ') end++;
        if (end > at && !add_element(set, dl_str_sub(text, at, end))) return dl_fail_memory(err);
        at = end;
    }
    pat = &set->patterns.items[p];
    pat->count = set->elements.count - pat->first;
    uint32_t anchor = 0;
    while (anchor < pat->count) {
        const element *e = &set->elements.items[pat->first + anchor];
        if ((e->kind == WORD || e->kind == DOC || e->kind == NUM) && !e->optional) break;
        anchor++;
    }
    if (anchor == pat->count)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "the pattern '%.*s' has no word to begin with",
                       (int)text.len, text.ptr);
    pat->anchor = anchor;
    return enter_pattern(set, p) ? DL_OK : dl_fail_memory(err);
}

/* ── matching ── */

typedef struct matcher {
    const dl_pattern_set *set;
    const dl_words *w;
    uint32_t low, high, steps;
    dl_match m;
} matcher;

static bool alternative_fits(const alternative *a, const dl_words *w, uint32_t t) {
    if (a->hash == w->hash[t] || a->hash == w->lemma[t]) return true;
    return a->prefix && dl_str_starts(w->lower[t], a->word);
}

/* The tokens after `t` that spell the rest of "set_aside"; DL_NONE: they do not. */
static uint32_t rest_fits(dl_str rest, const dl_words *w, uint32_t t, uint32_t high) {
    while (rest.len) {
        const char *more = memchr(rest.ptr, '_', rest.len);
        dl_str word = {rest.ptr, more ? (size_t)(more - rest.ptr) : rest.len};
        rest = dl_str_sub(rest, word.len + (more != NULL), rest.len);
        while (t < high && w->ignored[t]) t++;
        if (t >= high || !dl_str_eq(w->lower[t], word)) return DL_NONE;
        t++;
    }
    return t;
}

/* Where the element's words end when they begin at t; DL_NONE: they do not stand there. */
static uint32_t word_end(const dl_pattern_set *set, const element *e, const dl_words *w, uint32_t t,
                         uint32_t high) {
    for (uint32_t i = 0; i < e->count; i++) {
        const alternative *a = &set->alternatives.items[e->first + i];
        if (!alternative_fits(a, w, t)) continue;
        uint32_t end = rest_fits(a->rest, w, t + 1, high);
        if (end != DL_NONE) return end;
    }
    return DL_NONE;
}

static bool word_fits(const dl_pattern_set *set, const element *e, const dl_words *w, uint32_t t) {
    return word_end(set, e, w, t, w->count) != DL_NONE;
}

static uint32_t element_end(const matcher *x, const element *e, uint32_t t) {
    if (e->kind == NUM) return dl_words_number(x->w, t) != DL_NONE ? t + 1 : DL_NONE;
    if (e->kind != DOC) return word_end(x->set, e, x->w, t, x->high);
    bool doc = x->set->docs && dl_patterns_word(x->set->docs, x->w, t) != DL_NONE;
    return doc ? t + 1 : DL_NONE;
}

static uint32_t skip_ignored(const matcher *x, uint32_t t) {
    while (t < x->high && x->w->ignored[t]) t++;
    return t;
}

static bool is_comma(const dl_words *w, uint32_t t) {
    return dl_str_is(w->lower[t], ",") || dl_str_is(w->lower[t], "—") ||
           dl_str_is(w->lower[t], "–") || dl_str_is(w->lower[t], "(");
}

static bool is_stop(const dl_words *w, uint32_t t) {
    return dl_str_is(w->lower[t], ";") || dl_str_is(w->lower[t], ":");
}

static bool has_noun(const dl_words *w, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        uint8_t u = w->tokens->upos[t];
        if (u == DL_NOUN || u == DL_PROPN || u == DL_PRON || u == DL_ADJ) return true;
    }
    return false;
}

static bool match_from(matcher *x, const pattern *p, uint32_t e, uint32_t t);

static bool match_slot(matcher *x, const pattern *p, uint32_t e, uint32_t t, dl_capture *slot) {
    for (uint32_t end = t + 1; end <= x->high && end - t <= DL_PATTERN_SLOT; end++) {
        if (is_stop(x->w, end - 1)) return false;
        *slot = (dl_capture){t, end};
        if (has_noun(x->w, t, end) && match_from(x, p, e + 1, end)) return true;
    }
    *slot = (dl_capture){DL_NONE, DL_NONE};
    return false;
}

static bool match_gap(matcher *x, const pattern *p, uint32_t e, uint32_t t, uint32_t most) {
    for (uint32_t n = 0; n <= most; n++) {
        if (match_from(x, p, e + 1, t)) return true;
        t = skip_ignored(x, t);
        if (t >= x->high || is_stop(x->w, t)) return false;
        if (most < DL_PATTERN_LONG_GAP && is_comma(x->w, t)) return false;
        t++;
    }
    return false;
}

static bool match_from(matcher *x, const pattern *p, uint32_t e, uint32_t t) {
    if (e == p->count) {
        x->m.end = t;
        return true;
    }
    if (++x->steps > DL_PATTERN_STEPS) return false;
    const element *el = &x->set->elements.items[p->first + e];
    if (el->kind == GAP) return match_gap(x, p, e, t, el->gap);
    uint32_t at = skip_ignored(x, t);
    if (el->kind == SLOT_WHO || el->kind == SLOT_WHAT)
        return at < x->high &&
               match_slot(x, p, e, at, el->kind == SLOT_WHO ? &x->m.who : &x->m.what);
    uint32_t end = at < x->high ? element_end(x, el, at) : DL_NONE;
    if (end != DL_NONE) {
        if (el->kind == DOC) x->m.doc = (dl_capture){at, at + 1};
        if (el->kind == NUM) x->m.num = (dl_capture){at, at + 1};
        if (match_from(x, p, e + 1, end)) return true;
    }
    return el->optional && match_from(x, p, e + 1, t);
}

/* The noun phrase that ends before `end`: back over nouns, names, adjectives, "of", "and", "'s". */
static uint32_t phrase_start(const dl_words *w, uint32_t low, uint32_t end) {
    uint32_t t = end;
    while (t > low && end - t < DL_PATTERN_SLOT) {
        uint8_t u = w->tokens->upos[t - 1];
        bool nominal = u == DL_NOUN || u == DL_PROPN || u == DL_ADJ || u == DL_DET || u == DL_NUM ||
                       u == DL_PRON || (u == DL_PART && t < end);
        bool link = t < end && t - 1 > low &&
                    (dl_str_is(w->lower[t - 1], "of") || dl_str_is(w->lower[t - 1], "and") ||
                     dl_str_is(w->lower[t - 1], "or"));
        if (!nominal && !link) break;
        t--;
    }
    return t;
}

static bool try_pattern(matcher *x, const pattern *p, uint32_t at) {
    dl_capture none = {DL_NONE, DL_NONE};
    x->m = (dl_match){p->value, at, at, none, none, none, none};
    x->steps = 0;
    if (element_end(x, &x->set->elements.items[p->first + p->anchor], at) == DL_NONE) return false;
    const element *first = &x->set->elements.items[p->first];
    if (p->anchor == 0 || first->kind != SLOT_WHO) return match_from(x, p, p->anchor, at);
    uint32_t end = at; /* "<who> ?still must": optional words stand between */
    for (uint32_t e = p->anchor; e-- > 1 && end > x->low;) {
        const element *el = &x->set->elements.items[p->first + e];
        if (el->kind == WORD && word_fits(x->set, el, x->w, end - 1)) end--;
    }
    uint32_t start = phrase_start(x->w, x->low, end);
    if (start == end || !has_noun(x->w, start, end)) return false;
    if (!match_from(x, p, p->anchor, at)) return false;
    x->m.who = (dl_capture){start, end};
    x->m.first = start;
    return true;
}

static void match_bucket(matcher *x, uint32_t bucket, uint32_t at, dl_match_fn *fn, void *self) {
    for (uint32_t e = x->set->buckets[bucket]; e; e = x->set->next.items[e - 1]) {
        const pattern *p = &x->set->patterns.items[x->set->entry.items[e - 1]];
        if (try_pattern(x, p, at)) fn(self, &x->m);
    }
}

void dl_patterns_match(const dl_pattern_set *set, const dl_words *w, uint32_t at, uint32_t low,
                       uint32_t high, dl_match_fn *fn, void *self) {
    if (w->ignored[at]) return;
    matcher x = {.set = set, .w = w, .low = low, .high = high};
    uint32_t mine = bucket_of(w->lower[at]);
    match_bucket(&x, mine, at, fn, self);
    dl_str lemma = w->tokens->lemma ? w->tokens->lemma[at] : w->lower[at];
    uint32_t other = bucket_of(lemma);
    if (other != mine && lemma.len && lemma.ptr[0] >= 'a' && lemma.ptr[0] <= 'z')
        match_bucket(&x, other, at, fn, self);
    if (set->buckets[0] && dl_words_number(w, at) != DL_NONE) match_bucket(&x, 0, at, fn, self);
}

uint32_t dl_patterns_word(const dl_pattern_set *set, const dl_words *w, uint32_t at) {
    for (int pass = 0; pass < 2; pass++) {
        dl_str lemma = w->tokens->lemma ? w->tokens->lemma[at] : w->lower[at];
        dl_str word = pass ? lemma : w->lower[at];
        for (uint32_t e = set->buckets[bucket_of(word)]; e; e = set->next.items[e - 1]) {
            const pattern *p = &set->patterns.items[set->entry.items[e - 1]];
            if (p->count == 1 && word_fits(set, &set->elements.items[p->first], w, at))
                return p->value;
        }
    }
    return DL_NONE;
}
