#include "find/quotes.h"

#include "base/utf8.h"

/* What a mark can do. */
enum { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_BOTH };
enum { KIND_DOUBLE, KIND_SINGLE, KIND_GUILLEMET };

typedef struct mark {
    uint32_t start, end; /* bytes */
    uint8_t role, kind;
} mark;

typedef DL_VEC(mark) marks;

/* Code points beside a mark; 0 at a block's edge. */
typedef struct around {
    uint32_t before, after;
} around;

static bool is_gap(uint32_t c) {
    return c == 0 || dl_utf8_is_space(c);
}

static bool opens_after(uint32_t c) {
    return is_gap(c) || c == '(' || c == '[' || c == '-' || c == 0x2014 || c == 0x2013 ||
           c == 0x2018 || c == 0x201c || c == '"' || c == '\'' || c == '/';
}

static bool closes_before(uint32_t c) {
    return is_gap(c) || c == ')' || c == ']' || c == '-' || c == 0x2014 || c == 0x2013 ||
           c == ',' || c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x2019 ||
           c == 0x201d || c == '"' || c == '\'' || c == '/';
}

/* A straight mark opens before a word and closes after one; between two words or two gaps the
 * pairing decides. */
static uint8_t straight_role(around a) {
    bool open = opens_after(a.before) && !is_gap(a.after);
    bool close = closes_before(a.after) && !is_gap(a.before);
    if (open == close) return MARK_BOTH;
    return open ? MARK_OPEN : MARK_CLOSE;
}

/* ' and ’ between letters, or before a decade or a clipped word (’90s, ’em), are apostrophes. */
static uint8_t single_role(uint32_t c, around a) {
    bool letter_before = dl_utf8_is_alpha(a.before) || dl_utf8_is_digit(a.before);
    bool letter_after = dl_utf8_is_alpha(a.after);
    if (c == 0x2018) return letter_after || dl_utf8_is_digit(a.after) ? MARK_OPEN : MARK_NONE;
    if (letter_before && (letter_after || dl_utf8_is_digit(a.after))) return MARK_NONE;
    if (!is_gap(a.before) && closes_before(a.after)) return MARK_CLOSE;
    if (c == '\'' && opens_after(a.before) && letter_after) return MARK_OPEN;
    return MARK_NONE;
}

static uint8_t role_of(uint32_t c, around a, uint8_t *kind) {
    *kind = KIND_DOUBLE;
    switch (c) {
    case '"': return straight_role(a);
    case 0x201c: /* “, which also closes „ */
        return is_gap(a.after) && !is_gap(a.before) ? MARK_CLOSE : MARK_OPEN;
    case 0x201e: return MARK_OPEN;
    case 0x201d: return opens_after(a.before) && !closes_before(a.after) ? MARK_OPEN : MARK_CLOSE;
    case 0xab:
        *kind = KIND_GUILLEMET;
        return is_gap(a.after) && !is_gap(a.before) ? MARK_CLOSE : MARK_OPEN;
    case 0xbb:
        *kind = KIND_GUILLEMET;
        return opens_after(a.before) && !is_gap(a.after) && !closes_before(a.after) ? MARK_OPEN
                                                                                    : MARK_CLOSE;
    case '\'':
    case 0x2018:
    case 0x2019: *kind = KIND_SINGLE; return single_role(c, a);
    default: return MARK_NONE;
    }
}

/* `` and '' count as one double mark. */
static bool doubled(dl_str text, size_t at, size_t end, char c) {
    return at + 1 < end && text.ptr[at] == c && text.ptr[at + 1] == c;
}

static void collect(marks *out, dl_arena *arena, dl_str text, dl_span block) {
    uint32_t before = 0;
    for (size_t at = block.start; at < block.end;) {
        size_t start = at;
        bool backticks = doubled(text, at, block.end, '`');
        bool primes = doubled(text, at, block.end, '\'');
        uint32_t c = dl_utf8_next(text, &at);
        if (backticks || primes) at = start + 2;
        uint8_t kind = KIND_DOUBLE, role = MARK_NONE;
        if (backticks) {
            role = MARK_OPEN;
        } else if (c == '"' || c == '\'' || c >= 0xab) {
            size_t next = at;
            uint32_t after = at < block.end ? dl_utf8_next(text, &next) : 0;
            around a = {before, after};
            role = role_of(primes ? '"' : c, a, &kind);
        }
        if (role) {
            mark *m = DL_PUSH(out, arena);
            if (!m) return;
            *m = (mark){(uint32_t)start, (uint32_t)at, role, kind};
        }
        before = c;
    }
}

/* The mark that closes an opening one: the next of its kind that can close. A second opening of
 * the same kind first means that the closing one is missing. DL_NONE: missing. */
static uint32_t closing(const marks *m, uint32_t open) {
    uint8_t kind = m->items[open].kind;
    for (uint32_t i = open + 1; i < m->count; i++) {
        if (m->items[i].kind != kind) continue;
        if (m->items[i].role == MARK_CLOSE || m->items[i].role == MARK_BOTH) return i;
        if (kind != KIND_SINGLE) return DL_NONE;
    }
    return DL_NONE;
}

static bool ends_sentence(unsigned char c) {
    return c == '.' || c == '!' || c == '?';
}

/* Starts with a capital or an ellipsis, has four words or more, or ends like a sentence. */
static bool is_sentence(dl_str text, dl_span inner) {
    uint32_t spaces = 0;
    bool ended = false;
    for (uint32_t i = inner.start; i < inner.end; i++) {
        spaces += text.ptr[i] == ' ';
        if (ends_sentence((unsigned char)text.ptr[i]) || text.ptr[i] == ',')
            ended = i + 2 >= inner.end;
    }
    size_t at = inner.start;
    uint32_t c = at < inner.end ? dl_utf8_next(text, &at) : 0;
    return ended && ((dl_utf8_is_upper(c) && spaces >= 2) || spaces >= 5);
}

static dl_quotation *add(dl_quotations *q, dl_arena *arena, dl_str text, dl_span span,
                         dl_span inner, uint32_t block, uint32_t flags) {
    dl_quotation *item = inner.start < inner.end ? DL_PUSH(&q->items, arena) : NULL;
    if (!item) return NULL;
    if (is_sentence(text, inner)) flags |= DL_QUOTATION_SENTENCE;
    *item = (dl_quotation){.span = span, .inner = inner, .block = block, .flags = flags};
    return item;
}

/* Whether the words before a mark leave a sentence unfinished: 'said there was “no plan'. */
static bool in_sentence(dl_str text, uint32_t at, dl_span block) {
    while (at > block.start && text.ptr[at - 1] == ' ') at--;
    unsigned char c = at > block.start ? (unsigned char)text.ptr[at - 1] : '.';
    return !ends_sentence(c) && c != ':' && c != ',';
}

/* Where a quote without its closing mark ends: before the next opening mark; at its sentence's end
 * where it began within one, or where another mark follows; else at the block's end. */
static uint32_t repaired_end(dl_str text, const marks *m, uint32_t open, dl_span block) {
    uint32_t limit = block.end;
    for (uint32_t i = open + 1; i < m->count; i++)
        if (m->items[i].kind == m->items[open].kind) {
            limit = m->items[i].start;
            break;
        }
    bool one = limit != block.end || in_sentence(text, m->items[open].start, block);
    for (uint32_t i = m->items[open].end; one && i + 1 < limit; i++)
        if (ends_sentence((unsigned char)text.ptr[i]) && text.ptr[i + 1] == ' ') return i + 1;
    while (limit > m->items[open].end && text.ptr[limit - 1] == ' ') limit--;
    return limit;
}

static bool opens_with_mark(const dl_report *report, uint32_t block) {
    static const char *const marks_at_start[] = {"\xe2\x80\x9c", "\"", "\xe2\x80\x98",
                                                 "\xc2\xab",     "``", "\xe2\x80\x9e"};
    if (block >= report->blocks.count) return false;
    dl_str s = dl_str_trim(dl_span_text(report->text, report->blocks.items[block].span));
    for (size_t i = 0; i < DL_COUNT(marks_at_start); i++)
        if (dl_str_starts(s, dl_str_of(marks_at_start[i]))) return true;
    return false;
}

static uint32_t next_body(const dl_report *report, uint32_t block) {
    for (uint32_t b = block + 1; b < report->blocks.count; b++)
        if (dl_block_is_parsed(report->blocks.items[b].kind)) return b;
    return DL_NONE;
}

/* Pairs the marks of one block. A single mark opens a quote only where its partner is there: an
 * apostrophe lies too near. */
static void pair(dl_quotations *q, dl_arena *arena, const dl_report *report, uint32_t block,
                 const marks *m, bool *open_end) {
    dl_str text = report->text;
    dl_span area = report->blocks.items[block].span;
    bool continued = *open_end;
    *open_end = false;
    for (uint32_t i = 0; i < m->count; i++) {
        mark a = m->items[i];
        bool first = i == 0;
        if (a.role == MARK_CLOSE) {
            /* a closing mark alone: its quote began with the block if nothing stands before it */
            if (!first || a.kind == KIND_SINGLE) continue;
            dl_span inner = {area.start, a.start};
            if (is_sentence(text, inner))
                add(q, arena, text, (dl_span){area.start, a.end}, inner, block,
                    DL_QUOTATION_REPAIRED);
            continue;
        }
        uint32_t c = closing(m, i);
        uint32_t flags = (a.kind == KIND_SINGLE ? DL_QUOTATION_SINGLE : 0) |
                         (continued && first ? DL_QUOTATION_CONTINUED : 0);
        if (c != DL_NONE) {
            mark b = m->items[c];
            add(q, arena, text, (dl_span){a.start, b.end}, (dl_span){a.end, b.start}, block, flags);
            i = c;
            continue;
        }
        if (a.kind == KIND_SINGLE) continue;
        uint32_t end = repaired_end(text, m, i, area);
        bool last = end == area.end;
        uint32_t next = last ? next_body(report, block) : DL_NONE;
        *open_end = next != DL_NONE && opens_with_mark(report, next);
        bool part = in_sentence(text, a.start, area) && end > a.end + 12;
        if (!part && !is_sentence(text, (dl_span){a.end, end}) && !*open_end) continue;
        add(q, arena, text, (dl_span){a.start, end}, (dl_span){a.end, end}, block,
            flags | (*open_end ? DL_QUOTATION_CONTINUES : DL_QUOTATION_REPAIRED));
        while (i + 1 < m->count && m->items[i + 1].start < end) i++;
    }
}

static void attach_tokens(dl_quotations *q, dl_arena *arena, const dl_text *text) {
    const dl_tokens *t = &text->tokens;
    q->of_token = dl_arena_alloc(arena, (t->count + 1) * sizeof *q->of_token);
    if (!q->of_token) return;
    uint32_t k = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        while (k < q->items.count && q->items.items[k].span.end <= t->start[i]) k++;
        bool inside = k < q->items.count && q->items.items[k].span.start < t->start[i] + t->len[i];
        q->of_token[i] = inside ? k : DL_NONE;
        if (!inside) continue;
        dl_quotation *item = &q->items.items[k];
        if (item->end == 0) item->first = i;
        item->end = i + 1;
    }
}

void dl_quotations_find(dl_quotations *out, dl_arena *arena, const dl_report *report,
                        const dl_text *text) {
    *out = (dl_quotations){0};
    bool open_end = false;
    for (uint32_t b = 0; b < report->blocks.count; b++) {
        if (!dl_block_is_parsed(report->blocks.items[b].kind)) continue;
        marks m = {0};
        collect(&m, arena, report->text, report->blocks.items[b].span);
        pair(out, arena, report, b, &m, &open_end);
    }
    attach_tokens(out, arena, text);
}
