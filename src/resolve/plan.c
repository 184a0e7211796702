/* Reading a negotiated text into points. */
#include "resolve/plan.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "resolve/tuning_plan.h"

typedef struct line {
    dl_span span;    /* without line break, trimmed */
    uint32_t number; /* 0: not numbered */
    uint32_t body;   /* where the text after the number starts */
    uint8_t bullet, heading, blank;
} line;

typedef DL_VEC(line) line_list;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool starts_word(dl_str s, const char *word) {
    size_t n = strlen(word);
    if (s.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c != word[i]) return false;
    }
    return s.len == n || s.ptr[n] == ' ' || s.ptr[n] == ':' || s.ptr[n] == '.';
}

/* Reads decimal digits; DL_NONE where there are none or too many for a point's number. */
static uint32_t take_number(dl_str s, size_t *at) {
    uint32_t v = 0;
    size_t from = *at;
    while (*at < s.len && is_digit(s.ptr[*at]) && *at - from < 4)
        v = v * 10 + (uint32_t)(s.ptr[(*at)++] - '0');
    if (*at == from || (*at < s.len && is_digit(s.ptr[*at]))) return DL_NONE;
    return v;
}

/* "3. Text", "3) Text", "(3) Text", "Point 3: Text", "Article 3". Returns 0 where the line is none;
 * body is then untouched. A decimal ("3.5 million") and a year are no numbers of points. */
static uint32_t point_number(dl_str s, size_t *body) {
    static const char *const words[] = {"point", "article", "item", "paragraph", "clause"};
    size_t at = 0;
    bool named = false, paren = false;
    for (size_t i = 0; i < DL_COUNT(words) && !named; i++)
        if (starts_word(s, words[i])) at = strlen(words[i]), named = true;
    while (at < s.len && s.ptr[at] == ' ') at++;
    if (at < s.len && s.ptr[at] == '(') at++, paren = true;
    uint32_t n = take_number(s, &at);
    if (n == DL_NONE || n == 0 || n > DL_PLAN_MAX_NUMBER) return 0;
    char mark = at < s.len ? s.ptr[at] : ' ';
    bool closed = mark == ')' || (!paren && (mark == '.' || mark == ':')) ||
                  (named && (mark == ' ' || mark == '-'));
    if (!closed && !(named && at == s.len)) return 0;
    if (at < s.len) at++;
    if (at < s.len && s.ptr[at] != ' ' && s.ptr[at] != '\t' && (unsigned char)s.ptr[at] < 0x80)
        return 0;
    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t')) at++;
    *body = at;
    return n;
}

static bool is_bullet(dl_str s, size_t *body) {
    static const char *const marks[] = {"- ", "* ", "• ", "– "};
    for (size_t i = 0; i < DL_COUNT(marks); i++)
        if (dl_str_starts(s, dl_str_of(marks[i]))) {
            *body = strlen(marks[i]);
            return true;
        }
    return false;
}

/* "Package B: Security", "Part II", "Chapter 3", "Section 2", "Annex A", "Basket three". */
static bool is_heading(dl_str s) {
    static const char *const words[] = {"package", "part",  "chapter", "section",
                                        "basket",  "annex", "track",   "pillar"};
    if (s.len > DL_PLAN_MAX_HEADING) return false;
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (starts_word(s, words[i]) && s.len > strlen(words[i])) return true;
    return false;
}

static int read_lines(line_list *lines, dl_arena *arena, dl_str text, dl_error *err) {
    size_t at = 0;
    while (at < text.len) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t end = nl ? (size_t)(nl - text.ptr) : text.len;
        dl_str s = dl_str_trim(dl_str_sub(text, at, end));
        line *l = DL_PUSH(lines, arena);
        if (!l) return dl_fail_memory(err);
        uint32_t start = s.len ? (uint32_t)(s.ptr - text.ptr) : (uint32_t)at;
        l->span = (dl_span){start, start + (uint32_t)s.len};
        size_t body = 0;
        l->blank = s.len == 0;
        l->number = point_number(s, &body);
        l->heading = !l->number && is_heading(s);
        l->bullet = !l->number && is_bullet(s, &body);
        l->body = start + (uint32_t)body;
        at = end + 1;
    }
    return DL_OK;
}

/* Numbers inside a point ("1.", "2." as sub-items) do not restart the text: a new point's number
 * must be above the last one, or begin a package anew at 1. */
static bool opens_point(const dl_plan *plan, const line *l, int mode, bool after_heading,
                        bool after_blank) {
    if (mode == 'n') {
        if (!l->number) return false;
        uint32_t last = plan->points.count ? plan->points.items[plan->points.count - 1].number : 0;
        return l->number > last || after_heading;
    }
    if (mode == 'b') return l->bullet;
    return after_blank || plan->points.count == 0;
}

/* Which lines open points: numbered ones if there are two, else bullets, else paragraphs. */
static int find_mode(const line_list *lines) {
    uint32_t numbered = 0, bullets = 0;
    bool first = false; /* a text of one point, "1. …" */
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!numbered && !bullets) first = first || lines->items[i].number == 1;
        numbered += lines->items[i].number != 0, bullets += lines->items[i].bullet;
    }
    return numbered >= 2 || (first && numbered) ? 'n' : bullets >= 2 ? 'b' : 'p';
}

static int find_points(dl_plan *plan, dl_arena *arena, const line_list *lines, dl_error *err) {
    int mode = find_mode(lines);
    bool after_heading = false, after_blank = true, open = false;
    for (uint32_t i = 0; i < lines->count; i++) {
        const line *l = &lines->items[i];
        if (l->blank) {
            after_blank = true;
            continue;
        }
        if (l->heading) {
            dl_span *h = DL_PUSH(&plan->packages, arena);
            if (!h) return dl_fail_memory(err);
            *h = l->span;
            after_heading = true;
            open = false;
        } else if (opens_point(plan, l, mode, after_heading, after_blank)) {
            dl_plan_point *p = DL_PUSH(&plan->points, arena);
            if (!p) return dl_fail_memory(err);
            p->number = mode == 'n' ? l->number : 0;
            p->span = l->span;
            p->body = (dl_span){mode == 'p' ? l->span.start : l->body, l->span.end};
            p->package = plan->packages.count ? plan->packages.count - 1 : DL_NONE;
            after_heading = false;
            open = true;
        } else if (open) {
            dl_plan_point *p = &plan->points.items[plan->points.count - 1];
            p->span.end = p->body.end = l->span.end;
        }
        after_blank = false;
    }
    return DL_OK;
}

static uint8_t word_weight(dl_str folded) {
    static const char *const light[] = {
        "a",  "an", "the", "of",   "to",   "in",   "on",  "and", "or",    "for",  "by",    "with",
        "as", "at", "be",  "is",   "are",  "will", "not", "its", "shall", "that", "which", "from",
        "it", "no", "may", "have", "been", "has",  "any", "all", "their", "this", "should"};
    for (size_t i = 0; i < DL_COUNT(light); i++)
        if (dl_str_is(folded, light[i])) return DL_PLAN_LIGHT_WEIGHT;
    return DL_PLAN_WORD_WEIGHT;
}

/* The end of the word at `at`; a number runs over separators between digits ("600,000"). */
static size_t word_end(dl_str text, size_t at, size_t end, bool *number) {
    *number = is_digit(text.ptr[at]);
    size_t i = at;
    while (i < end) {
        size_t next = i;
        uint32_t c = dl_utf8_next(text, &next);
        bool inside = dl_utf8_is_alpha(c) || dl_utf8_is_digit(c);
        if (!inside && i > at && next < end) {
            bool digits = is_digit(text.ptr[i - 1]) && is_digit(text.ptr[next]);
            inside = (c == ',' || c == '.') && digits;
            inside = inside || ((c == '\'' || c == 0x2019) && !*number);
        }
        if (!inside) break;
        i = next;
    }
    return i;
}

static void hash_word(dl_plan_word *w, dl_str text, dl_buf *fold) {
    dl_buf_clear(fold);
    dl_str s = dl_span_text(text, w->span);
    if (w->number) {
        for (size_t i = 0; i < s.len; i++)
            if (s.ptr[i] != ',') dl_buf_char(fold, s.ptr[i]);
    } else {
        dl_utf8_fold(fold, s);
    }
    w->hash = dl_hash(dl_buf_view(fold));
    w->weight = word_weight(dl_buf_view(fold));
}

static int find_words(dl_plan *plan, dl_plan_point *p, dl_arena *arena, dl_buf *fold) {
    p->first = plan->words.count;
    size_t at = p->body.start;
    while (at < p->body.end) {
        size_t next = at;
        uint32_t c = dl_utf8_next(plan->text, &next);
        if (!dl_utf8_is_alpha(c) && !dl_utf8_is_digit(c)) {
            at = next;
            continue;
        }
        bool number = false;
        size_t end = word_end(plan->text, at, p->body.end, &number);
        if (end <= at) end = next;
        dl_plan_word *w = DL_PUSH(&plan->words, arena);
        if (!w) return DL_ENOMEM;
        w->span = (dl_span){(uint32_t)at, (uint32_t)end};
        w->number = number;
        hash_word(w, plan->text, fold);
        at = end;
    }
    p->count = plan->words.count - p->first;
    return DL_OK;
}

/* "[shall][should]" and "[a / b]" are options; "Option 2" is one each. Brackets that never close
 * are not counted. */
static void count_brackets(const dl_plan *plan, dl_plan_point *p) {
    dl_str s = dl_span_text(plan->text, p->body);
    uint32_t depth = 0, slashes = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '[') {
            if (depth++ == 0) slashes = 0;
        } else if (c == ']' && depth) {
            p->brackets++;
            if (--depth == 0 && slashes) p->options += slashes + 1;
        } else if (c == '/' && depth) {
            slashes++;
        } else if ((c == 'O' || c == 'o') && starts_word(dl_str_sub(s, i, s.len), "option") &&
                   i + 7 < s.len &&
                   (is_digit(s.ptr[i + 7]) || (s.ptr[i + 7] >= 'A' && s.ptr[i + 7] <= 'D'))) {
            p->options++;
        }
    }
}

/* Numbers between the first and the highest that no point bears (only where points are counted
 * through, not by package). */
static int find_missing(dl_plan *plan, dl_arena *arena, dl_error *err) {
    uint32_t last = 0;
    for (uint32_t i = 0; i < plan->points.count; i++) {
        uint32_t n = plan->points.items[i].number;
        if (n > plan->highest) plan->highest = n;
        for (uint32_t m = last + 1; last && m < n; m++) {
            uint32_t *slot = DL_PUSH(&plan->missing, arena);
            if (!slot) return dl_fail_memory(err);
            *slot = m;
        }
        last = n;
    }
    return DL_OK;
}

int dl_plan_parse(dl_plan *plan, dl_arena *arena, dl_str text, dl_error *err) {
    memset(plan, 0, sizeof *plan);
    if (text.len > DL_PLAN_MAX_TEXT)
        return dl_fail(err, DL_ELIMIT, DL_PLAN_MAX_TEXT,
                       "a plan's text is over %d bytes; give the text alone", DL_PLAN_MAX_TEXT);
    plan->text = text;
    line_list lines = {0};
    int rc = read_lines(&lines, arena, text, err);
    if (!rc) rc = find_points(plan, arena, &lines, err);
    if (!rc && plan->points.count > DL_PLAN_MAX_POINTS)
        rc = dl_fail(err, DL_ELIMIT, UINT64_MAX, "a plan has over %d points; is it one text?",
                     DL_PLAN_MAX_POINTS);
    dl_buf fold = {0};
    for (uint32_t i = 0; !rc && i < plan->points.count; i++) {
        dl_plan_point *p = &plan->points.items[i];
        rc = find_words(plan, p, arena, &fold);
        count_brackets(plan, p);
        plan->brackets += p->brackets;
        plan->options += p->options;
    }
    if (!rc && fold.failed) rc = DL_ENOMEM;
    dl_buf_free(&fold);
    if (rc == DL_ENOMEM) return dl_fail_memory(err);
    if (!rc) rc = find_missing(plan, arena, err);
    return rc;
}

const char *dl_plan_change_name(uint32_t change) {
    static const char *const names[] = {
        "unchanged", "reworded", "number changed", "split", "merged", "deleted", "new"};
    return change < DL_COUNT(names) ? names[change] : "";
}
