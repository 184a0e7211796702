#include "read/layout.h"

#include "base/utf8.h"
#include "read/tuning_read.h"

/* ── lines to blocks ── */

typedef struct text_line {
    uint32_t start, end; /* trimmed, in the source */
    bool gap;            /* an empty line stands before it */
} text_line;

typedef DL_VEC(text_line) text_lines;

static bool find_lines(dl_arena *arena, dl_str text, uint32_t from, uint32_t to,
                       text_lines *lines) {
    bool gap = true;
    for (uint32_t at = from; at < to;) {
        uint32_t end = at;
        while (end < to && text.ptr[end] != '\n' && text.ptr[end] != '\r' && text.ptr[end] != '\f')
            end++;
        uint32_t a = at, b = end;
        while (a < b && (unsigned char)text.ptr[a] <= ' ') a++;
        while (b > a && (unsigned char)text.ptr[b - 1] <= ' ') b--;
        while (b - a >= 2 && memcmp(text.ptr + a, "\xc2\xa0", 2) == 0) a += 2;
        while (b - a >= 2 && memcmp(text.ptr + b - 2, "\xc2\xa0", 2) == 0) b -= 2;
        if (a == b) {
            gap = true;
        } else {
            text_line *l = DL_PUSH(lines, arena);
            if (!l) return false;
            *l = (text_line){a, b, gap};
            gap = false;
        }
        if (end + 1 < to && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n') end++;
        at = end + 1;
    }
    return true;
}

/* The last character that is no closing quote or bracket. */
static char last_mark(dl_str line) {
    size_t n = line.len;
    while (n) {
        unsigned char c = (unsigned char)line.ptr[n - 1];
        if (c == '"' || c == '\'' || c == ')' || c == ']')
            n--;
        else if (n >= 3 && (memcmp(line.ptr + n - 3, "\xe2\x80\x9d", 3) == 0 ||
                            memcmp(line.ptr + n - 3, "\xe2\x80\x99", 3) == 0))
            n -= 3;
        else
            break;
    }
    return n ? line.ptr[n - 1] : 0;
}

static bool ends_sentence(dl_str line) {
    char c = last_mark(line);
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' ||
           (line.len >= 3 && memcmp(line.ptr + line.len - 3, "\xe2\x80\xa6", 3) == 0);
}

/* Whether lines are wrapped at a width: inside paragraphs most lines stop short of a sentence's end
 * and come near the longest one, which is not long. */
static bool is_wrapped(dl_str text, const text_lines *lines) {
    uint32_t pairs = 0, open = 0, full = 0, longest = 0;
    for (uint32_t i = 0; i < lines->count; i++) {
        uint32_t len = lines->items[i].end - lines->items[i].start;
        longest = len > longest ? len : longest;
    }
    for (uint32_t i = 0; i + 1 < lines->count; i++) {
        const text_line *l = &lines->items[i];
        if (lines->items[i + 1].gap) continue;
        pairs++;
        open += !ends_sentence(dl_str_sub(text, l->start, l->end));
        full += (l->end - l->start) * 10 >= longest * 7;
    }
    return longest <= DL_READ_WRAP_MAX && longest >= DL_READ_WRAP_MIN && pairs >= 2 &&
           open * 2 >= pairs && full * 10 >= pairs * 7;
}

static bool starts_small(dl_str s) {
    size_t at = 0;
    if (!s.len) return false;
    uint32_t c = dl_utf8_next(s, &at);
    return dl_utf8_is_alpha(c) && dl_utf8_lower(c) == c;
}

/* A line that cannot end there: "… Zelensky said that". */
static bool hangs(const dl_read_tables *t, dl_str line) {
    char c = line.ptr[line.len - 1];
    if (c == ',') return line.len > 30;
    size_t from = line.len;
    while (from && line.ptr[from - 1] != ' ') from--;
    dl_str word = dl_str_sub(line, from, line.len);
    uint32_t languages;
    return line.len > 30 && starts_small(word) && tables_word(t, WORD_FUNCTION, word, &languages) &&
           (languages & 1);
}

static bool list_mark(dl_str line, uint32_t *skip) {
    static const char *const marks[] = {"• ", "* ", "- ", "– ", "‣ ", "▪ ",
                                        "■ ", "● ", "◦ ", "•",  "▪",  "●"};
    for (size_t i = 0; i < DL_COUNT(marks); i++)
        if (dl_str_starts(line, dl_str_of(marks[i]))) {
            *skip = (uint32_t)strlen(marks[i]);
            return true;
        }
    *skip = 0;
    size_t n = 0;
    while (n < line.len && n < 3 && line.ptr[n] >= '0' && line.ptr[n] <= '9') n++;
    return n && n + 2 < line.len && (line.ptr[n] == '.' || line.ptr[n] == ')') &&
           line.ptr[n + 1] == ' ';
}

static bool joins(const dl_read_tables *t, dl_str text, const text_line *a, const text_line *b,
                  bool wrapped) {
    if (b->gap) return false;
    dl_str la = dl_str_sub(text, a->start, a->end), lb = dl_str_sub(text, b->start, b->end);
    uint32_t skip;
    if (list_mark(lb, &skip)) return false;
    if (la.len == 2 && (la.ptr[0] | 32) == 'b' && la.ptr[1] == 'y') return true;
    if (wrapped) {
        bool room = la.len + 12 < DL_READ_WRAP_MIN; /* a short line ended on purpose */
        return !(room && !starts_small(lb)) && !tables_line(t, lb);
    }
    return !ends_sentence(la) && (hangs(t, la) || (starts_small(lb) && la.len > 40));
}

static void put_lines(read_job *job, clean_text *c, const text_lines *lines, bool wrapped) {
    dl_str text = c->source->text;
    for (uint32_t i = 0; i < lines->count; i++) {
        const text_line *l = &lines->items[i];
        uint32_t skip = 0, kind = DL_BLOCK_BODY, start = l->start;
        dl_str line = dl_str_sub(text, l->start, l->end);
        if (list_mark(line, &skip))
            kind = DL_BLOCK_LIST;
        else if (line.len > 2 && line.ptr[0] == '>' && line.ptr[1] == ' ')
            kind = DL_BLOCK_QUOTE, skip = 2;
        else if (line.len > 2 && line.ptr[0] == '#' && (line.ptr[1] == ' ' || line.ptr[1] == '#')) {
            while (skip < line.len && (line.ptr[skip] == '#' || line.ptr[skip] == ' ')) skip++;
            kind = DL_BLOCK_SUBHEAD;
        }
        clean_put(c, start + skip, l->end);
        while (i + 1 < lines->count &&
               joins(job->tables, text, &lines->items[i], &lines->items[i + 1], wrapped)) {
            i++;
            clean_space(c);
            clean_put(c, lines->items[i].start, lines->items[i].end);
        }
        clean_end_block(c, kind);
    }
}

/* ── the head: title, deck, byline ── */

typedef struct head {
    read_job *job;
    uint32_t first; /* first block after the metadata header */
    uint32_t end;   /* first block of the body */
} head;

static dl_str block_text(const dl_report *r, uint32_t i) {
    return dl_span_text(r->text, r->blocks.items[i].span);
}

/* Letters and digits only, lower case: two prints of one headline. */
static bool same_words(dl_str a, dl_str b) {
    dl_buf fa = {0}, fb = {0};
    fold_text(&fa, a, 600);
    fold_text(&fb, b, 600);
    dl_str x = dl_buf_view(&fa), y = dl_buf_view(&fb);
    while (x.len && memchr(".!?\"' ", x.ptr[x.len - 1], 6)) x.len--;
    while (y.len && memchr(".!?\"' ", y.ptr[y.len - 1], 6)) y.len--;
    bool same = x.len && dl_str_eq(x, y);
    dl_buf_free(&fa);
    dl_buf_free(&fb);
    return same;
}

static bool opinion_label(const dl_read_tables *t, dl_str line) {
    dl_buf b = {0};
    bool yes = false;
    if (line.len <= 24) {
        fold_text(&b, line, 24);
        yes = tables_word(t, WORD_OPINION, dl_buf_view(&b), NULL);
    }
    dl_buf_free(&b);
    return yes;
}

/* A headline by its form: short, no full stop, a capital, a figure or a quote first. */
static bool headline_like(dl_str s, uint32_t max) {
    size_t at = 0;
    if (s.len < 4 || s.len > max || starts_small(s)) return false;
    uint32_t c = dl_utf8_next(s, &at);
    if (!dl_utf8_is_alpha(c) && !dl_utf8_is_digit(c) && c != '"' && c != '\'' && c != 0x201c &&
        c != 0x2018 && c != '$')
        return false;
    char m = last_mark(s);
    return m != '.' && m != ':' && m != ';' && m != ',';
}

/* Marks byline, date and section lines near the top; returns the block after the last of them
 * (first: there is none). */
static uint32_t mark_bylines(head *h) {
    read_job *job = h->job;
    dl_report *r = job->report;
    uint32_t end = h->first,
             limit = h->first + 9 < r->blocks.count ? h->first + 9 : r->blocks.count;
    for (uint32_t i = h->first; i < limit; i++) {
        dl_block *b = &r->blocks.items[i];
        dl_str s = block_text(r, i);
        if (b->kind != DL_BLOCK_BODY) continue;
        if (s.len > 2 * DL_READ_TITLE_MAX) break;
        byline line;
        const line_rule *rule = tables_line(job->tables, s);
        if (rule && rule->kind == DL_BLOCK_CAPTION) {
            b->kind = DL_BLOCK_CAPTION;
        } else if (byline_parse(job->tables, job->arena, r->text, b->span, &line)) {
            b->kind = DL_BLOCK_BYLINE;
            fields_of_byline(job, &line, "byline");
            end = i + 1;
        } else if (opinion_label(job->tables, s)) {
            b->kind = DL_BLOCK_FURNITURE;
            job->opinion = true;
            if (end == h->first && i == h->first) h->first = end = i + 1;
        } else if (rule && rule->kind == DL_BLOCK_FURNITURE) {
            b->kind = DL_BLOCK_FURNITURE;
        }
    }
    return end;
}

static void set_title(head *h, uint32_t i, const char *how) {
    dl_report *r = h->job->report;
    r->blocks.items[i].kind = DL_BLOCK_TITLE;
    dl_span s = r->blocks.items[i].span, raw = dl_report_raw_span(r, s);
    if (r->title.value.len == 0)
        field_set(h->job, &r->title, dl_span_text(r->text, s), how, s, raw);
    else if (dl_span_is_none(r->title.clean) &&
             same_words(r->title.value, dl_span_text(r->text, s)))
        r->title.clean = s;
}

/* A name alone on a line between headline and date. */
static bool lone_name(head *h, uint32_t i) {
    read_job *job = h->job;
    dl_report *r = job->report;
    dl_span s = r->blocks.items[i].span;
    if (r->authors.count || !name_like(job->tables, dl_span_text(r->text, s))) return false;
    r->blocks.items[i].kind = DL_BLOCK_BYLINE;
    field_name(job, &r->authors, dl_span_text(r->text, s), "byline", s, dl_report_raw_span(r, s));
    return true;
}

/* What stands above the last byline: the first line is the title, the others are decks. */
static void head_above(head *h, uint32_t bylines_end) {
    dl_report *r = h->job->report;
    bool title = false;
    for (uint32_t i = h->first; i < bylines_end; i++) {
        if (r->blocks.items[i].kind != DL_BLOCK_BODY) continue;
        if (!title && block_text(r, i).len <= 2 * DL_READ_TITLE_MAX) {
            set_title(h, i, "first line");
            title = true;
        } else if (!lone_name(h, i)) {
            r->blocks.items[i].kind = DL_BLOCK_DECK;
        }
    }
    /* a byline above the headline */
    if (!title && bylines_end < r->blocks.count && bylines_end > h->first &&
        headline_like(block_text(r, bylines_end), DL_READ_TITLE_MAX) && r->title.value.len == 0)
        set_title(h, bylines_end, "first line");
}

/* Without a byline: a first line that looks like a headline above a paragraph. */
static void head_plain(head *h) {
    dl_report *r = h->job->report;
    uint32_t i = h->first;
    while (i < r->blocks.count && r->blocks.items[i].kind != DL_BLOCK_BODY) i++;
    if (i + 1 >= r->blocks.count || r->title.value.len) return;
    if (headline_like(block_text(r, i), DL_READ_TITLE_MAX)) set_title(h, i, "first line");
}

static void layout_head(read_job *job, uint32_t first) {
    dl_report *r = job->report;
    head h = {job, first, first};
    uint32_t known = DL_NONE;
    for (uint32_t i = first; i < r->blocks.count && i < first + 6; i++) {
        if (r->title.value.len && same_words(r->title.value, block_text(r, i))) {
            set_title(&h, i, "header");
            known = i;
            break;
        }
    }
    for (uint32_t i = first; job->deck.len && i < r->blocks.count && i < first + 6; i++)
        if (r->blocks.items[i].kind == DL_BLOCK_BODY && job->deck.len > 20 &&
            i + 1 < r->blocks.count && same_words(job->deck, block_text(r, i)))
            r->blocks.items[i].kind = DL_BLOCK_DECK;
    if (r->blocks.count &&
        r->blocks.items[first < r->blocks.count ? first : 0].kind == DL_BLOCK_SUBHEAD &&
        first < r->blocks.count && r->title.value.len == 0)
        set_title(&h, first, "first heading");
    uint32_t end = mark_bylines(&h);
    if (end > h.first) {
        if (known == DL_NONE && r->title.value.len == 0)
            head_above(&h, end);
        else
            for (uint32_t i = known == DL_NONE ? h.first : known + 1; i < end; i++)
                if (r->blocks.items[i].kind == DL_BLOCK_BODY && !lone_name(&h, i))
                    r->blocks.items[i].kind = DL_BLOCK_DECK;
    } else {
        head_plain(&h);
    }
}

/* ── the body ── */

/* Parts a paragraph from the dateline it begins with, so that "KYIV, Dec. 1 (Agency) —" is no word
 * of what anybody says: two blocks on one line. */
static void part_dateline(read_job *job, uint32_t i, uint32_t body) {
    dl_report *r = job->report;
    if (!DL_PUSH(&r->blocks, job->arena)) return;
    for (uint32_t k = r->blocks.count - 1; k > i + 1; k--)
        r->blocks.items[k] = r->blocks.items[k - 1];
    dl_block *line = &r->blocks.items[i], *rest = &r->blocks.items[i + 1];
    *rest = (dl_block){{body, line->span.end}, line->kind};
    line->kind = DL_BLOCK_BYLINE;
    line->span.end = body;
    while (line->span.end > line->span.start && r->text.ptr[line->span.end - 1] == ' ')
        line->span.end--;
}

void layout_dateline(read_job *job) {
    dl_report *r = job->report;
    for (uint32_t i = 0, seen = 0; i < r->blocks.count && seen < 2; i++) {
        if (r->blocks.items[i].kind != DL_BLOCK_BODY) continue;
        byline b;
        uint32_t body;
        seen++;
        if (!dateline_parse(job->tables, job->arena, r->text, r->blocks.items[i].span, &b, &body))
            continue;
        fields_of_byline(job, &b, "dateline");
        if (body > r->blocks.items[i].span.start && body < r->blocks.items[i].span.end)
            part_dateline(job, i, body);
        return;
    }
}

static bool is_body(uint32_t kind) {
    return kind <= DL_BLOCK_LIST;
}

/* The block of a rule's kind; author blocks and ends reach further. */
static void credit_block(read_job *job, dl_block *b) {
    dl_report *r = job->report;
    byline line;
    credit_names(job->tables, job->arena, r->text, b->span, &line);
    for (uint32_t k = 0; k < line.names.count; k++) {
        dl_span s = line.names.items[k];
        field_name(job, &r->contributors, dl_span_text(r->text, s), "credit line", s,
                   dl_report_raw_span(r, s));
    }
    b->kind = DL_BLOCK_CREDIT;
}

/* "About the Author: Jane Doe" and the biography after it. Returns the last block of it. */
static uint32_t author_block(read_job *job, uint32_t i) {
    dl_report *r = job->report;
    dl_span s = r->blocks.items[i].span;
    dl_str line = dl_span_text(r->text, s);
    const char *colon = memchr(line.ptr, ':', line.len);
    dl_span name = {colon ? s.start + (uint32_t)(colon - line.ptr) + 1 : s.end, s.end};
    while (name.start < name.end && r->text.ptr[name.start] == ' ') name.start++;
    if (name.start < name.end && name_like(job->tables, dl_span_text(r->text, name)))
        field_name(job, &r->authors, dl_span_text(r->text, name), "author block", name,
                   dl_report_raw_span(r, name));
    r->blocks.items[i].kind = DL_BLOCK_FURNITURE;
    uint32_t last = i;
    for (uint32_t k = i + 1; k < r->blocks.count && k <= i + 4; k++) {
        if (!is_body(r->blocks.items[k].kind) || tables_line(job->tables, block_text(r, k))) break;
        r->blocks.items[k].kind = DL_BLOCK_FURNITURE;
        last = k;
    }
    return last;
}

void layout_furniture(read_job *job) {
    dl_report *r = job->report;
    bool end = false;
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        dl_block *b = &r->blocks.items[i];
        if (!is_body(b->kind)) continue;
        if (end) {
            b->kind = DL_BLOCK_FURNITURE;
            continue;
        }
        const line_rule *rule = tables_line(job->tables, dl_span_text(r->text, b->span));
        if (!rule) continue;
        bool late = i * 2 >= r->blocks.count && i > 3;
        if (rule->kind == RULE_KIND_END)
            end = late, b->kind = late ? DL_BLOCK_FURNITURE : b->kind;
        else if (rule->kind == RULE_KIND_AUTHOR)
            i = author_block(job, i);
        else if (rule->kind == DL_BLOCK_CREDIT && (i < 4 || late))
            credit_block(job, b);
        else if (rule->kind != DL_BLOCK_CREDIT)
            b->kind = rule->kind;
    }
}

/* A question between paragraphs is a heading only where it is capitalised like one. */
static bool title_case(dl_str s) {
    uint32_t upper = 0, lower = 0;
    for (size_t from = 0; from < s.len;) {
        const char *sp = memchr(s.ptr + from, ' ', s.len - from);
        size_t to = sp ? (size_t)(sp - s.ptr) : s.len;
        if (to - from > 3 && from) {
            if (starts_small(dl_str_sub(s, from, to)))
                lower++;
            else
                upper++;
        }
        from = to + 1;
    }
    return upper > lower;
}

/* Short lines between paragraphs are headings. */
static void mark_subheads(read_job *job, uint32_t first) {
    dl_report *r = job->report;
    bool body = false;
    for (uint32_t i = first; i + 1 < r->blocks.count; i++) {
        dl_block *b = &r->blocks.items[i];
        if (b->kind != DL_BLOCK_BODY) continue;
        dl_str s = dl_span_text(r->text, b->span), next = block_text(r, i + 1);
        bool heads = is_body(r->blocks.items[i + 1].kind) && next.len > s.len;
        char mark = last_mark(s);
        bool sentence = (mark == '?' || mark == '!') && !title_case(s);
        if (body && heads && !sentence && headline_like(s, DL_READ_SUBHEAD_MAX) &&
            !text_find(s, ". "))
            b->kind = DL_BLOCK_SUBHEAD;
        else
            body = true;
    }
}

/* A headline that stands beside the text becomes its first block, unless the text has it. */
static void put_title(read_job *job, clean_text *c, const text_lines *lines) {
    const read_source *title = job->title_source, *text = c->source;
    if (!title || title->text.len > 1000) return;
    for (uint32_t i = 0; i < lines->count && i < 4; i++)
        if (same_words(title->text,
                       dl_str_sub(text->text, lines->items[i].start, lines->items[i].end)))
            return;
    c->source = title;
    clean_put(c, 0, (uint32_t)title->text.len);
    c->source = text;
    c->cursor = 0;
    if (clean_end_block(c, DL_BLOCK_TITLE))
        job->report->title.clean = job->report->blocks.items[job->report->blocks.count - 1].span;
}

int layout_text(read_job *job, const read_source *source, uint32_t from, dl_error *err) {
    clean_text c;
    clean_begin(&c, job->report, job->arena, source);
    text_lines meta = {0}, lines = {0};
    if (!find_lines(job->arena, source->text, 0, from, &meta) ||
        !find_lines(job->arena, source->text, from, (uint32_t)source->text.len, &lines)) {
        dl_buf_free(&c.text);
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < meta.count; i++) {
        clean_put(&c, meta.items[i].start, meta.items[i].end);
        clean_end_block(&c, DL_BLOCK_META);
    }
    put_title(job, &c, &lines);
    uint32_t first = job->report->blocks.count;
    put_lines(job, &c, &lines, is_wrapped(source->text, &lines));
    int rc = clean_finish(&c, err);
    if (rc) return rc;
    layout_head(job, first);
    layout_furniture(job);
    mark_subheads(job, first);
    layout_dateline(job);
    return DL_OK;
}

void layout_page(read_job *job) {
    dl_report *r = job->report;
    for (uint32_t i = 0; i < r->blocks.count; i++) { /* bylines that stand as such in the page */
        byline line;
        dl_block *b = &r->blocks.items[i];
        bool near =
            i < 8 && b->kind == DL_BLOCK_BODY && b->span.end - b->span.start < DL_READ_BYLINE_MAX;
        if (b->kind != DL_BLOCK_BYLINE && !near) continue;
        if (!byline_parse(job->tables, job->arena, r->text, b->span, &line)) continue;
        b->kind = DL_BLOCK_BYLINE;
        if (r->authors.count) line.names.count = 0; /* the page has named them */
        if (!line.date.year) line.date.month = 0;
        if (!line.updated.year) line.updated.month = 0;
        fields_of_byline(job, &line, "byline");
    }
    layout_furniture(job);
    layout_dateline(job);
    if (!r->published.value.len && r->updated.value.len) { /* of this version, that is its date */
        r->published = r->updated;
        r->published.how = DL_STR("last update, the only date stated");
    }
}
