#include "train/polnear.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "train/files.h"

/* ── loading ── */

typedef struct standoff {
    dl_map ids;            /* "T12" -> index */
    DL_VEC(uint8_t) roles; /* of each T: POLNEAR_*; 255: another type */
    DL_VEC(polnear_spans) spans;
} standoff;

static uint32_t number_at(dl_str s, size_t *at) {
    uint32_t n = 0;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9')
        n = n * 10 + (uint32_t)(s.ptr[(*at)++] - '0');
    return n;
}

/* "Content 12 30;35 40" -> fragments in bytes. bytes_of[i]: byte of code point i. */
static void read_text_bound(standoff *so, dl_arena *arena, dl_str id, dl_str body,
                            const uint32_t *bytes_of, uint32_t points) {
    static const char *const names[] = {"Source", "Cue", "Content"};
    const char *space = memchr(body.ptr, ' ', body.len);
    uint8_t *role = DL_PUSH(&so->roles, arena);
    polnear_spans *spans = DL_PUSH(&so->spans, arena);
    if (!space || !role || !spans) return;
    dl_str type = {body.ptr, (size_t)(space - body.ptr)};
    *role = 255;
    for (uint8_t k = 0; k < POLNEAR_ROLES; k++)
        if (dl_str_is(type, names[k])) *role = k;
    dl_map_set(&so->ids, id, so->roles.count - 1);
    for (size_t at = type.len; at < body.len;) {
        at++;
        uint32_t from = number_at(body, &at);
        at++;
        uint32_t to = number_at(body, &at);
        dl_span *span = from < to && to <= points ? DL_PUSH(spans, arena) : NULL;
        if (span) *span = (dl_span){bytes_of[from], bytes_of[to]};
    }
}

static int by_start(const void *x, const void *y) {
    const dl_span *a = x, *b = y;
    return (a->start > b->start) - (a->start < b->start);
}

/* "Attribution:T4 Content:T3 Cue:T2 Source:T1" */
static void read_event(polnear_article *article, const standoff *so, dl_arena *arena, dl_str body) {
    polnear_attribution *a = DL_PUSH(&article->gold, arena);
    for (size_t at = 0; a && at < body.len;) {
        size_t end = at;
        while (end < body.len && body.ptr[end] != ' ') end++;
        dl_str word = dl_str_trim(dl_str_sub(body, at, end));
        const char *colon = word.len ? memchr(word.ptr, ':', word.len) : NULL;
        at = end + 1;
        if (!colon) continue;
        dl_str id = dl_str_sub(word, (size_t)(colon - word.ptr) + 1, word.len);
        uint32_t t = dl_map_get(&so->ids, id);
        if (t == DL_NONE || so->roles.items[t] >= POLNEAR_ROLES) continue;
        polnear_spans *to = &a->role[so->roles.items[t]];
        for (uint32_t k = 0; k < so->spans.items[t].count; k++) {
            dl_span *span = DL_PUSH(to, arena);
            if (span) *span = so->spans.items[t].items[k];
        }
        if (to->count) qsort(to->items, to->count, sizeof *to->items, by_start);
    }
    if (a && !(a->role[POLNEAR_CUE].count && a->role[POLNEAR_CONTENT].count)) article->gold.count--;
}

/* Records begin with a letter and digits and a tab; a surface may hold line breaks. Two passes: an
 * event may stand before what it names. */
static void read_standoff(polnear_article *article, dl_arena *arena, dl_str ann,
                          const uint32_t *bytes_of, uint32_t points) {
    standoff so = {0};
    dl_map_init(&so.ids, arena);
    for (int pass = 0; pass < 2; pass++)
        for (size_t at = 0; at < ann.len;) {
            size_t end = at, tab = at;
            while (end < ann.len && ann.ptr[end] != '\n') end++;
            while (tab < end && ann.ptr[tab] != '\t') tab++;
            size_t stop = tab + 1;
            while (stop < end && ann.ptr[stop] != '\t') stop++;
            if (tab < end) {
                dl_str id = dl_str_sub(ann, at, tab), body = dl_str_sub(ann, tab + 1, stop);
                if (id.len > 1 && id.ptr[0] == 'T' && pass == 0)
                    read_text_bound(&so, arena, id, body, bytes_of, points);
                if (id.len > 1 && id.ptr[0] == 'E' && pass == 1)
                    read_event(article, &so, arena, body);
            }
            at = end + 1;
        }
}

static void add_blocks(dl_report *report, dl_arena *arena) {
    dl_str text = report->text;
    for (size_t at = 0; at < text.len;) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t end = nl ? (size_t)(nl - text.ptr) : text.len, first = at, last = end;
        while (first < last && (unsigned char)text.ptr[first] <= ' ') first++;
        while (last > first && (unsigned char)text.ptr[last - 1] <= ' ') last--;
        dl_block *block = first < last ? DL_PUSH(&report->blocks, arena) : NULL;
        if (block) *block = (dl_block){{(uint32_t)first, (uint32_t)last}, DL_BLOCK_BODY};
        at = end + 1;
    }
}

static uint32_t *code_points(dl_arena *arena, dl_str text, uint32_t *count) {
    uint32_t *bytes_of = dl_arena_alloc(arena, (text.len + 1) * sizeof *bytes_of);
    *count = 0;
    for (size_t at = 0; bytes_of && at < text.len;) {
        bytes_of[(*count)++] = (uint32_t)at;
        dl_utf8_next(text, &at);
    }
    if (bytes_of) bytes_of[*count] = (uint32_t)text.len;
    return bytes_of;
}

/* The first annotator's file: article name + "_" + annotator. */
static const char *annotation_of(const file_names *names, dl_str stem) {
    for (uint32_t i = 0; i < names->count; i++) {
        dl_str n = dl_str_of(names->items[i]);
        if (dl_str_starts(n, stem) && n.len == stem.len + 9 && n.ptr[stem.len] == '_')
            return names->items[i];
    }
    return NULL;
}

static int load_article(polnear_corpus *corpus, const char *folder, const char *name,
                        const char *ann_name, const dl_parser *parser, dl_parse_scratch *scratch,
                        dl_error *err) {
    dl_arena *arena = &corpus->arena;
    polnear_article *article = dl_arena_zalloc(arena, sizeof *article);
    polnear_article **slot = article ? DL_PUSH(&corpus->articles, arena) : NULL;
    if (!slot) return dl_fail_memory(err);
    *slot = article;
    dl_buf text = {0}, ann = {0};
    int rc = file_read(dl_arena_printf(arena, "%s/text/%s", folder, name).ptr, &text, err);
    if (!rc) rc = file_read(dl_arena_printf(arena, "%s/ann/%s", folder, ann_name).ptr, &ann, err);
    if (!rc) {
        dl_report *report = &article->finds.report;
        report->text = dl_arena_str(arena, dl_buf_view(&text));
        memset(report->id, '0', 64);
        add_blocks(report, arena);
        uint32_t points, *bytes_of = code_points(arena, report->text, &points);
        article->bytes_of = bytes_of;
        article->points = points;
        article->name = dl_arena_str(arena, dl_str_sub(dl_str_of(name), 0, strlen(name) - 4));
        if (bytes_of)
            read_standoff(article, arena, dl_arena_str(arena, dl_buf_view(&ann)), bytes_of, points);
        rc = dl_parse(parser, scratch, arena, report, &article->text, err);
        corpus->words += article->text.tokens.count;
    }
    dl_buf_free(&text);
    dl_buf_free(&ann);
    return rc;
}

int polnear_load(polnear_corpus *corpus, const char *folder, const dl_parser *parser,
                 dl_error *err) {
    *corpus = (polnear_corpus){0};
    dl_arena_init(&corpus->arena);
    file_names texts = {0}, anns = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/text", folder);
    dl_parse_scratch *scratch = NULL;
    int rc = file_list(&texts, path, ".txt", err);
    snprintf(path, sizeof path, "%s/ann", folder);
    if (!rc) rc = file_list(&anns, path, ".ann", err);
    if (!rc) rc = dl_parse_scratch_open(&scratch, parser, err);
    for (uint32_t i = 0; !rc && i < texts.count; i++) {
        dl_str name = dl_str_of(texts.items[i]);
        const char *ann = annotation_of(&anns, dl_str_sub(name, 0, name.len - 4));
        if (ann) rc = load_article(corpus, folder, texts.items[i], ann, parser, scratch, err);
    }
    dl_parse_scratch_close(scratch);
    file_names_free(&texts);
    file_names_free(&anns);
    return rc;
}

void polnear_free(polnear_corpus *corpus) {
    dl_arena_free(&corpus->arena);
}

/* ── scoring ── */

static bool spans_overlap(const polnear_spans *a, const polnear_spans *b) {
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < b->count; k++)
            if (dl_span_overlaps(a->items[i], b->items[k])) return true;
    return false;
}

static bool in_spans(const polnear_spans *s, dl_span token) {
    for (uint32_t i = 0; i < s->count; i++)
        if (dl_span_overlaps(s->items[i], token)) return true;
    return false;
}

/* Jaccard of the tokens two contents cover, in thousandths. */
static uint32_t jaccard(const dl_tokens *t, const polnear_spans *a, const polnear_spans *b) {
    if (!a->count || !b->count) return 0;
    uint32_t both = 0, any = 0;
    uint32_t start = a->items[0].start < b->items[0].start ? a->items[0].start : b->items[0].start;
    uint32_t ea = a->items[a->count - 1].end, eb = b->items[b->count - 1].end;
    uint32_t lo = 0, hi = t->count;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (t->start[mid] + t->len[mid] <= start)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = lo; i < t->count && t->start[i] < (ea > eb ? ea : eb); i++) {
        bool x = in_spans(a, dl_token_span(t, i)), y = in_spans(b, dl_token_span(t, i));
        both += x && y;
        any += x || y;
    }
    return any ? both * 1000 / any : 0;
}

typedef struct pair {
    uint32_t score, gold, got;
} pair;

static int by_score(const void *x, const void *y) {
    const pair *a = x, *b = y;
    if (a->score != b->score) return a->score < b->score ? 1 : -1;
    if (a->gold != b->gold) return a->gold < b->gold ? -1 : 1;
    return (a->got > b->got) - (a->got < b->got);
}

/* Greedy one-to-one matching, best first; marks the gold ones matched. */
static uint32_t match(pair *pairs, uint32_t count, uint8_t *gold, uint8_t *got) {
    uint32_t n = 0;
    if (count) qsort(pairs, count, sizeof *pairs, by_score);
    for (uint32_t i = 0; i < count; i++) {
        if (gold[pairs[i].gold] || got[pairs[i].got]) continue;
        gold[pairs[i].gold] = got[pairs[i].got] = 1;
        n++;
    }
    return n;
}

/* The 33 speech verbs of design/attribution.md's experiment: every form begins so. */
static bool is_speech(dl_str cue) {
    static const char *const stems[] = {
        "said",    "say",       "told",    "tell",  "add",     "ask",     "call",       "claim",
        "state",   "argu",      "announc", "write", "wrote",   "writ",    "tweet",      "report",
        "accus",   "respond",   "repl",    "warn",  "insist",  "suggest", "acknowledg", "den",
        "explain", "according", "not",     "prais", "critici", "promis",  "continu",    "declar",
        "describ", "joke",      "urg",     "vow"};
    for (size_t i = 0; i < cue.len;) {
        size_t e = i;
        while (e < cue.len && cue.ptr[e] != ' ') e++;
        dl_str word = dl_str_sub(cue, i, e);
        for (size_t k = 0; k < DL_COUNT(stems); k++) {
            dl_str stem = dl_str_of(stems[k]);
            if (dl_str_starts(word, stem) && word.len <= stem.len + 4 && !dl_str_is(word, "not") &&
                !dl_str_is(word, "den"))
                return true;
        }
        i = e + 1;
    }
    return false;
}

static int by_span(const void *x, const void *y) {
    const dl_span *a = x, *b = y;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

/* Distinct contiguous spans of a role. */
static uint32_t distinct(const polnear_attribution *items, uint32_t count, uint32_t role,
                         dl_arena *arena, dl_span **out) {
    DL_VEC(dl_span) all = {0};
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < items[i].role[role].count; k++) {
            dl_span *s = DL_PUSH(&all, arena);
            if (s) *s = items[i].role[role].items[k];
        }
    if (all.count) qsort(all.items, all.count, sizeof *all.items, by_span);
    uint32_t n = 0;
    for (uint32_t i = 0; i < all.count; i++)
        if (!n || by_span(&all.items[n - 1], &all.items[i]) != 0) all.items[n++] = all.items[i];
    *out = all.items;
    return n;
}

static void compare_spans(polnear_score *score, const polnear_article *article,
                          const polnear_attribution *got, uint32_t count, dl_arena *arena) {
    for (uint32_t role = 0; role < POLNEAR_ROLES; role++) {
        dl_span *a, *b;
        uint32_t na = distinct(article->gold.items, article->gold.count, role, arena, &a);
        uint32_t nb = distinct(got, count, role, arena, &b);
        for (uint32_t i = 0, k = 0; i < na && k < nb;) {
            int c = by_span(&a[i], &b[k]);
            score->exact[role][0] += c == 0;
            i += c <= 0;
            k += c >= 0;
        }
        score->exact[role][1] += nb;
        score->exact[role][2] += na;
    }
}

static uint32_t gold_kind(const polnear_article *article, const polnear_attribution *g) {
    dl_str text = article->finds.report.text;
    uint32_t in = 0, all = 0;
    bool open = false;
    for (uint32_t k = 0; k < g->role[POLNEAR_CONTENT].count; k++) {
        dl_span s = g->role[POLNEAR_CONTENT].items[k];
        for (uint32_t i = s.start; i < s.end; i++) {
            bool curly = i + 2 < s.end && (unsigned char)text.ptr[i] == 0xe2 &&
                         (unsigned char)text.ptr[i + 1] == 0x80;
            if (curly && (unsigned char)text.ptr[i + 2] == 0x9c) open = true;
            if (curly && (unsigned char)text.ptr[i + 2] == 0x9d) open = false;
            if (text.ptr[i] == '"') open = !open;
            all++;
            in += open;
        }
    }
    return in * 10 >= all * 8 ? 0 : in ? 2 : 1;
}

void polnear_compare(polnear_score *score, const polnear_article *article,
                     const polnear_attribution *predicted, uint32_t count) {
    dl_arena arena;
    dl_arena_init(&arena);
    compare_spans(score, article, predicted, count, &arena);
    uint32_t golds = article->gold.count;
    DL_VEC(pair) linked = {0}, loose = {0}, strict = {0};
    uint8_t *g = dl_arena_array(&arena, golds + 1, 1), *p = dl_arena_array(&arena, count + 1, 1);
    uint8_t *g3 = dl_arena_array(&arena, golds + 1, 1), *p3 = dl_arena_array(&arena, count + 1, 1);
    uint8_t *g2 = dl_arena_array(&arena, golds + 1, 1), *p2 = dl_arena_array(&arena, count + 1, 1);
    for (uint32_t i = 0; i < golds; i++)
        for (uint32_t k = 0; k < count; k++) {
            const polnear_spans *a = article->gold.items[i].role, *b = predicted[k].role;
            if (!spans_overlap(&a[POLNEAR_CUE], &b[POLNEAR_CUE])) continue;
            uint32_t j = jaccard(&article->text.tokens, &a[POLNEAR_CONTENT], &b[POLNEAR_CONTENT]);
            pair *x = j ? DL_PUSH(&loose, &arena) : NULL;
            if (x) *x = (pair){j, i, k};
            bool source = a[POLNEAR_SOURCE].count
                              ? spans_overlap(&a[POLNEAR_SOURCE], &b[POLNEAR_SOURCE])
                              : !b[POLNEAR_SOURCE].count;
            x = j && source ? DL_PUSH(&linked, &arena) : NULL;
            if (x) *x = (pair){j, i, k};
            x = j >= 500 && source ? DL_PUSH(&strict, &arena) : NULL;
            if (x) *x = (pair){j, i, k};
        }
    score->linked[0] += match(linked.items, linked.count, g, p);
    score->loose[0] += match(loose.items, loose.count, g2, p2);
    score->strict[0] += match(strict.items, strict.count, g3, p3);
    score->strict[1] += count, score->strict[2] += golds;
    score->linked[1] += count, score->loose[1] += count;
    score->linked[2] += golds, score->loose[2] += golds;
    for (uint32_t i = 0; i < golds; i++) {
        const polnear_attribution *a = &article->gold.items[i];
        dl_str cue = dl_span_text(article->finds.report.text, a->role[POLNEAR_CUE].items[0]);
        uint32_t kind = gold_kind(article, a);
        score->by_quote[kind][0] += g[i];
        score->by_quote[kind][1]++;
        if (!is_speech(cue)) continue;
        score->speech[0] += g2[i];
        score->speech[1]++;
    }
    dl_arena_free(&arena);
}

static void push_words(polnear_spans *to, const dl_tokens *t, dl_words w, dl_arena *arena) {
    dl_span *s = w.first < w.end ? DL_PUSH(to, arena) : NULL;
    if (s) *s = dl_words_span(t, w);
}

polnear_attribution polnear_of(const dl_triple *triple, const dl_tokens *tokens, dl_arena *arena) {
    polnear_attribution a = {0};
    push_words(&a.role[POLNEAR_SOURCE], tokens, triple->source, arena);
    push_words(&a.role[POLNEAR_CUE], tokens, triple->cue, arena);
    for (uint32_t k = 0; k < triple->contents; k++)
        push_words(&a.role[POLNEAR_CONTENT], tokens, triple->content[k], arena);
    return a;
}

double polnear_f1(const uint32_t c[3]) {
    return c[1] + c[2] ? 2.0 * c[0] / (c[1] + c[2]) : 0;
}

void polnear_print(const polnear_score *s, const char *title) {
    fprintf(stderr,
            "%s: source %.3f cue %.3f content %.3f | linked %.3f (P %.3f R %.3f) strict %.3f loose "
            "%.3f | "
            "speech cues %.3f"
            " | direct %.3f mixed %.3f indirect %.3f\n",
            title, polnear_f1(s->exact[0]), polnear_f1(s->exact[1]), polnear_f1(s->exact[2]),
            polnear_f1(s->linked), s->linked[1] ? (double)s->linked[0] / s->linked[1] : 0,
            s->linked[2] ? (double)s->linked[0] / s->linked[2] : 0, polnear_f1(s->strict),
            polnear_f1(s->loose), s->speech[1] ? (double)s->speech[0] / s->speech[1] : 0,
            s->by_quote[0][1] ? (double)s->by_quote[0][0] / s->by_quote[0][1] : 0,
            s->by_quote[2][1] ? (double)s->by_quote[2][0] / s->by_quote[2][1] : 0,
            s->by_quote[1][1] ? (double)s->by_quote[1][0] / s->by_quote[1][1] : 0);
}
