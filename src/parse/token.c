#include "parse/token.h"

#include "parse/chars.h"

/* A stretch without white space, and the place reached in it. */
typedef struct chunk {
    const dl_lexicon *lexicon;
    dl_token_sink *sink;
    dl_str text;
    size_t at, end;
    bool fresh; /* nothing of the chunk has been put out: white space stands before it */
} chunk;

enum { WIDEST_TOKEN = 65535 };

static bool sink_grow(dl_token_sink *s) {
    uint32_t cap = s->cap ? s->cap * 2 : 1024;
    uint32_t *start = dl_arena_alloc(s->arena, (size_t)cap * sizeof *start);
    uint16_t *len = dl_arena_alloc(s->arena, (size_t)cap * sizeof *len);
    uint8_t *flags = dl_arena_alloc(s->arena, cap);
    if (!start || !len || !flags) return s->failed = true, false;
    if (s->count) {
        memcpy(start, s->start, s->count * sizeof *start);
        memcpy(len, s->len, s->count * sizeof *len);
        memcpy(flags, s->flags, s->count);
    }
    s->start = start, s->len = len, s->flags = flags, s->cap = cap;
    return true;
}

static void put(chunk *c, size_t end, uint8_t flags) {
    dl_token_sink *s = c->sink;
    while (c->at < end) {
        if (s->count == s->cap && !sink_grow(s)) return;
        size_t len = end - c->at;
        if (len > WIDEST_TOKEN) { /* cut between characters */
            len = WIDEST_TOKEN;
            while (((unsigned char)c->text.ptr[c->at + len] & 0xc0) == 0x80) len--;
        }
        s->start[s->count] = (uint32_t)c->at;
        s->len[s->count] = (uint16_t)len;
        s->flags[s->count++] = (uint8_t)(flags | (c->fresh ? DL_TOKEN_SPACE_BEFORE : 0));
        c->fresh = false;
        c->at += len;
    }
}

/* Class at a place, or SPACE at the chunk's end. */
static unsigned class_at(const chunk *c, size_t at, size_t *bytes) {
    if (at >= c->end) return *bytes = 0, DL_CHAR_SPACE;
    return dl_char_class(c->text, at, bytes);
}

static char byte_at(const chunk *c, size_t at) {
    return at < c->end ? c->text.ptr[at] : '\0';
}

static bool is_digit_at(const chunk *c, size_t at) {
    char b = byte_at(c, at);
    return b >= '0' && b <= '9';
}

/* ── addresses: "http://a.b/c?d=e", "www.a.b", "name@a.b" ── */

static bool has(dl_str s, const char *part) {
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.len; i++)
        if (memcmp(s.ptr + i, part, n) == 0) return true;
    return false;
}

static bool is_address(dl_str s) {
    if (s.len < 5) return false;
    if ((memchr(s.ptr, ':', s.len) && has(s, "://")) || dl_str_starts(s, DL_STR("www.")))
        return true;
    const char *at = memchr(s.ptr, '@', s.len);
    if (!at || at == s.ptr) return false;
    size_t rest = s.len - (size_t)(at - s.ptr);
    return rest > 3 && memchr(at + 2, '.', rest - 2);
}

static bool opens(char b) {
    return b == '(' || b == '<' || b == '[' || b == '"' || b == '\'' || b == '{';
}

static bool closes(char b) {
    return b && strchr(".,;:!?)>]}\"'", b);
}

/* Marks before it one by one, the address whole, marks after it are left to the caller. */
static void put_address(chunk *c) {
    while (opens(byte_at(c, c->at))) put(c, c->at + 1, 0);
    size_t end = c->end;
    while (end > c->at + 1 && closes(c->text.ptr[end - 1])) end--;
    put(c, end, 0);
}

/* ── words ── */

/* Whether the mark at `at` (between two parts of a word) keeps them together. first: the word's
 * start; after: the byte behind the mark. */
static bool joins_stop(const chunk *c, size_t first, size_t at) {
    size_t bytes;
    unsigned next = class_at(c, at + 1, &bytes);
    unsigned char before = (unsigned char)c->text.ptr[at - 1];
    if (next == DL_CHAR_DIGIT) return before >= '0' && before <= '9';
    if (!dl_char_is_letter(next)) return false;
    bool single = at - first == 1 || (at - first >= 2 && c->text.ptr[at - 2] == '.');
    if (single && !(before >= '0' && before <= '9')) return true; /* U.S., a.m. */
    if (next == DL_CHAR_UPPER) return false; /* no space after a full stop: "ended.The" */
    return before < 128 && dl_char_is_word(dl_char_class(c->text, at - 1, &bytes)); /* file.doc */
}

static bool both_digits(const chunk *c, size_t at) {
    return is_digit_at(c, at - 1) && is_digit_at(c, at + 1);
}

static bool joins_comma(const chunk *c, size_t at) { /* 1,000 but not 1,2 */
    return both_digits(c, at) && is_digit_at(c, at + 2) && is_digit_at(c, at + 3) &&
           !is_digit_at(c, at + 4);
}

/* "R&D", "AT&T". */
static bool joins_and(const chunk *c, size_t at) {
    size_t bytes;
    return dl_char_class(c->text, at - 1, &bytes) == DL_CHAR_UPPER &&
           class_at(c, at + 1, &bytes) == DL_CHAR_UPPER;
}

/* Digits and hyphens only, at least two hyphens or a long group: a telephone number. */
static bool is_phone(const chunk *c, size_t first, size_t *end) {
    size_t i = first, digits = 0, hyphens = 0;
    for (; i < c->end; i++) {
        char b = c->text.ptr[i];
        if (b >= '0' && b <= '9')
            digits++;
        else if (b == '-' && is_digit_at(c, i - 1) && is_digit_at(c, i + 1))
            hyphens++;
        else
            break;
    }
    size_t bytes;
    if (dl_char_is_word(class_at(c, i, &bytes))) return false;
    if (hyphens < 1 || digits < 7 || (hyphens == 1 && digits != 7)) return false;
    *end = i;
    return true;
}

/* Whether the hyphen at `at` stays inside the word that began at first. */
static bool joins_hyphen(const chunk *c, size_t first, size_t at) {
    size_t bytes, end = at + 1;
    if (!dl_char_is_word(class_at(c, at + 1, &bytes))) return false;
    while (end < c->end && dl_char_is_word(class_at(c, end, &bytes))) end += bytes;
    dl_str before = dl_str_sub(c->text, first, at);
    if (dl_lexicon_find(&c->lexicon->prefixes, before)) return true;
    return dl_lexicon_find(&c->lexicon->joined, dl_str_sub(c->text, first, end)) != 0;
}

static bool joins_mark(const chunk *c, size_t first, size_t at) {
    switch (c->text.ptr[at]) {
    case '.': return joins_stop(c, first, at);
    case ',': return joins_comma(c, at);
    case ':':
    case '/': return both_digits(c, at);
    case '&': return joins_and(c, at);
    case '-': return joins_hyphen(c, first, at);
    default: return false;
    }
}

/* The end of the word that starts at c->at: letters and digits, and the marks that join. */
static size_t word_end(const chunk *c) {
    size_t first = c->at, i = first, bytes;
    if (is_digit_at(c, i) && is_phone(c, i, &i)) return i;
    while (i < c->end) {
        unsigned class = dl_char_class(c->text, i, &bytes);
        if (dl_char_is_word(class)) {
            i += bytes;
        } else if (class == DL_CHAR_QUOTE && i > first) {
            size_t after;
            if (!dl_char_is_letter(class_at(c, i + bytes, &after))) break;
            i += bytes;
        } else if (class == DL_CHAR_PUNCT && i > first && bytes == 1 && joins_mark(c, first, i)) {
            i++;
        } else {
            break;
        }
    }
    return i;
}

/* Whether a full stop after the word belongs to it: "U.S.", "Mr.", an initial. */
static bool takes_stop(const chunk *c, size_t end) {
    if (byte_at(c, end) != '.' || byte_at(c, end + 1) == '.') return false;
    dl_str word = dl_str_sub(c->text, c->at, end);
    size_t bytes, next;
    unsigned class = dl_char_class(c->text, c->at, &bytes);
    if (bytes == word.len && class == DL_CHAR_UPPER) return true; /* "E." */
    if (dl_char_is_letter(class) && memchr(word.ptr, '.', word.len)) {
        /* "U.S", "a.m": the part before each stop is one letter */
        return word.ptr[word.len - 2] == '.' && dl_char_is_letter(class_at(c, end - 1, &next));
    }
    dl_str whole = dl_str_sub(c->text, c->at, end + 1);
    uint32_t kind = dl_lexicon_find(&c->lexicon->abbreviations, whole);
    if (kind != DL_ABBREVIATION_NUMBER) return kind != 0;
    size_t after = end + 1; /* "No. 5", not the answer "No." */
    while (after < c->text.len && c->text.ptr[after] == ' ') after++;
    return after < c->text.len && c->text.ptr[after] >= '0' && c->text.ptr[after] <= '9';
}

/* Bytes of the apostrophe at `at`: 1 for ', 3 for ’, 0 for anything else. */
static size_t quote_bytes(const chunk *c, size_t at) {
    size_t bytes;
    return class_at(c, at, &bytes) == DL_CHAR_QUOTE ? bytes : 0;
}

static bool equals_folded(dl_str s, const char *lower) {
    size_t n = strlen(lower);
    if (s.len != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((s.ptr[i] | 32) != lower[i]) return false;
    return true;
}

/* The start of a clitic that ends the word ("n't", "'s", "'re" …), or end where there is none. */
static size_t clitic_start(const chunk *c, size_t end) {
    static const char *const tails[] = {"s", "m", "d", "t", "re", "ve", "ll"};
    for (size_t len = 1; len <= 2 && end > c->at + len + 1; len++) {
        size_t tail = end - len, width = 0;
        if (c->text.ptr[tail - 1] == '\'')
            width = 1;
        else if (tail > c->at + 3 && quote_bytes(c, tail - 3) == 3)
            width = 3;
        if (!width || tail - width <= c->at) continue;
        dl_str s = dl_str_sub(c->text, tail, end);
        for (size_t k = 0; k < DL_COUNT(tails); k++) {
            if (!equals_folded(s, tails[k])) continue;
            size_t start = tail - width;
            if (tails[k][0] != 't') return start;
            bool n = (c->text.ptr[start - 1] | 32) == 'n' && start - 1 > c->at;
            return n ? start - 1 : end;
        }
    }
    return end;
}

/* "10am", "5km", "$5m": letters behind digits are a word of their own, but for ordinals, decades
 * and names such as "4x4" and "3D". */
static size_t unit_start(const chunk *c, size_t end) {
    size_t i = c->at;
    while (i < end && (is_digit_at(c, i) || strchr(".,:", c->text.ptr[i]))) i++;
    if (i == c->at || i == end) return end;
    return dl_lexicon_find(&c->lexicon->units, dl_str_sub(c->text, i, end)) ? i : end;
}

static void put_word(chunk *c) {
    size_t end = word_end(c);
    if (takes_stop(c, end))
        end++;
    else if (byte_at(c, end) == '$' && end - c->at <= 3)
        end++; /* US$ */
    if (is_digit_at(c, c->at)) {
        size_t unit = unit_start(c, end);
        if (unit < end) put(c, unit, 0);
    }
    size_t clitic = clitic_start(c, end);
    if (clitic < end) {
        put(c, clitic, 0);
        put(c, end, DL_TOKEN_CLITIC);
        return;
    }
    dl_str word = dl_str_sub(c->text, c->at, end);
    uint32_t first =
        dl_lexicon_may_split(c->lexicon, word) ? dl_lexicon_find(&c->lexicon->splits, word) : 0;
    if (first && first < end - c->at) {
        put(c, c->at + first, 0);
        put(c, end, DL_TOKEN_CLITIC);
        return;
    }
    put(c, end, 0);
}

/* ── marks ── */

/* An apostrophe: a possessive mark ("the leaders' talks"), the start of a short form ("'90s"), a
 * clitic by itself ("that 's"), or a quotation mark. */
static void put_quote(chunk *c, size_t bytes) {
    size_t i = c->at + bytes, next;
    if (is_digit_at(c, i) && is_digit_at(c, i + 1) && !is_digit_at(c, i + 2)) {
        size_t end = i + 2;
        if (byte_at(c, end) == 's') end++;
        put(c, end, 0);
        return;
    }
    size_t end = i;
    while (end < c->end && dl_char_is_word(class_at(c, end, &next))) end += next;
    dl_str tail = dl_str_sub(c->text, i, end);
    static const char *const alone[] = {"s", "m", "re", "ve", "ll", "em", "til", "cause", "bout"};
    for (size_t k = 0; k < DL_COUNT(alone); k++)
        if (equals_folded(tail, alone[k])) i = end;
    if (i == end && quote_bytes(c, i) && end > c->at + bytes) i = c->at + bytes; /* 's' is quoted */
    put(c, i, 0);
}

/* ":)" and its kin at the end of a chunk. */
static size_t face_end(const chunk *c) {
    char b = byte_at(c, c->at);
    if (b != ':' && b != ';' && b != '=') return c->at;
    size_t i = c->at + 1;
    if (byte_at(c, i) == '-') i++;
    char mouth = byte_at(c, i);
    if (!mouth || !strchr(")(DPp", mouth)) return c->at;
    while (byte_at(c, i) == mouth) i++;
    return i == c->end ? i : c->at;
}

/* A run of one mark ("...", "--", "!!!") is one token; so is any mix of ! and ?. */
static size_t run_end(const chunk *c) {
    char b = byte_at(c, c->at);
    size_t i = c->at + 1;
    if (b == '!' || b == '?') {
        while (byte_at(c, i) == '!' || byte_at(c, i) == '?') i++;
    } else if (b && strchr(".-*=_#~+<>^$", b)) {
        while (byte_at(c, i) == b) i++;
    }
    return i;
}

static void put_mark(chunk *c, size_t bytes) {
    if (bytes > 1) {
        put(c, c->at + bytes, 0);
        return;
    }
    size_t end = face_end(c);
    if (end == c->at) end = run_end(c);
    char b = byte_at(c, c->at);
    bool number_follows = end == c->at + 1 && is_digit_at(c, end);
    if (number_follows && (b == '#' || (b == '.' && c->fresh))) { /* "#1", ".5" */
        while (is_digit_at(c, end)) end++;
    }
    put(c, end, 0);
}

static void put_chunk(chunk *c) {
    if (is_address(dl_str_sub(c->text, c->at, c->end))) put_address(c);
    while (c->at < c->end && !c->sink->failed) {
        size_t bytes;
        unsigned class = dl_char_class(c->text, c->at, &bytes);
        if (dl_char_is_word(class))
            put_word(c);
        else if (class == DL_CHAR_QUOTE)
            put_quote(c, bytes);
        else
            put_mark(c, bytes);
    }
}

void dl_tokenise(const dl_lexicon *lexicon, dl_str text, dl_span span, dl_token_sink *sink) {
    dl_str view = {text.ptr, span.end};
    for (size_t at = span.start, bytes; at < span.end && !sink->failed;) {
        if (dl_char_class(view, at, &bytes) == DL_CHAR_SPACE) {
            at += bytes;
            continue;
        }
        size_t end = at;
        while (end < span.end && dl_char_class(view, end, &bytes) != DL_CHAR_SPACE) end += bytes;
        chunk c = {lexicon, sink, view, at, end, true};
        put_chunk(&c);
        at = end;
    }
}
