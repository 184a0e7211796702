/* Rows "page to article": WCXB dev pages. Body: F1 of the two bags of words (runs of letters and
 * digits, without case), the mean over pages with a gold body. Title: equal without case, kind of
 * quotes and spaces. Authors: F1 of the two sets of names of a page, the mean over pages with a
 * gold author. Day: equal, over pages with a gold day; false dates are wrong days and days where
 * gold has none. */
#include "train/eval_pages.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <zlib.h>

#include "base/map.h"
#include "base/utf8.h"
#include "read/read.h"
#include "train/files.h"

static dl_str text_of(dl_arena *arena, json_t *object, const char *key) {
    const char *s = json_string_value(json_object_get(object, key));
    return s ? dl_arena_str(arena, dl_str_of(s)) : (dl_str){NULL, 0};
}

int page_gold_read(page_gold *gold, dl_arena *arena, const char *folder, const char *name,
                   dl_error *err) {
    char path[4096];
    json_error_t bad;
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    json_t *root = json_load_file(path, 0, &bad);
    if (!root) return dl_fail(err, DL_EFORMAT, UINT64_MAX, "%s: %s", path, bad.text);
    json_t *truth = json_object_get(root, "ground_truth");
    gold->body = text_of(arena, truth, "main_content");
    gold->title = text_of(arena, truth, "title");
    gold->author = text_of(arena, truth, "author");
    gold->date = text_of(arena, truth, "publish_date");
    gold->url = text_of(arena, root, "url");
    json_decref(root);
    return DL_OK;
}

int page_bytes(dl_buf *out, const char *folder, const char *name, dl_error *err) {
    char path[4096], chunk[65536];
    snprintf(path, sizeof path, "%s/%s.html.gz", folder, name);
    gzFile f = gzopen(path, "rb");
    if (!f) return dl_fail(err, DL_EIO, UINT64_MAX, "cannot read %s", path);
    int n;
    dl_buf_clear(out);
    while ((n = gzread(f, chunk, sizeof chunk)) > 0) dl_buf_add(out, chunk, (size_t)n);
    gzclose(f);
    return n < 0 ? dl_fail(err, DL_EFORMAT, UINT64_MAX, "broken gzip: %s", path) : DL_OK;
}

bool page_block_counts(uint32_t kind) {
    return kind == DL_BLOCK_BODY || kind == DL_BLOCK_SUBHEAD || kind == DL_BLOCK_QUOTE ||
           kind == DL_BLOCK_LIST;
}

/* Adds a text's words to counts by word number. */
static uint32_t count_words(dl_map *words, dl_arena *arena, dl_str text, int sign, int **counts,
                            uint32_t *cap) {
    dl_buf low = {0};
    uint32_t total = 0;
    dl_utf8_fold(&low, text);
    dl_str s = dl_buf_view(&low);
    size_t from = 0;
    for (size_t at = 0; at <= s.len;) {
        size_t before = at;
        uint32_t c = at < s.len ? dl_utf8_next(s, &at) : (at++, ' ');
        if (dl_utf8_is_alpha(c) || dl_utf8_is_digit(c)) continue;
        if (before > from) {
            uint32_t id = dl_intern(words, dl_str_sub(s, from, before));
            if (id >= *cap) {
                uint32_t grown = *cap ? *cap * 2 : 4096;
                int *more = dl_arena_array(arena, grown, sizeof *more);
                if (*cap) memcpy(more, *counts, *cap * sizeof *more);
                *counts = more;
                *cap = grown;
            }
            (*counts)[id] += sign;
            total++;
        }
        from = at;
    }
    dl_buf_free(&low);
    return total;
}

static void score_body(page_score *s, dl_arena *arena, const dl_report *r, dl_str gold) {
    dl_map words;
    dl_map_init(&words, arena);
    int *found = NULL, *want = NULL;
    uint32_t found_cap = 0, want_cap = 0, n = 0;
    uint32_t m = count_words(&words, arena, gold, 1, &want, &want_cap);
    for (uint32_t i = 0; i < r->blocks.count; i++)
        if (page_block_counts(r->blocks.items[i].kind))
            n += count_words(&words, arena, dl_span_text(r->text, r->blocks.items[i].span), 1,
                             &found, &found_cap);
    uint32_t both = 0;
    for (uint32_t i = 0; i < words.entries.count && i < found_cap && i < want_cap; i++)
        both += (uint32_t)(found[i] < want[i] ? found[i] : want[i]);
    s->precision = n ? (double)both / n : 0;
    s->recall = m ? (double)both / m : 0;
    s->f1 = n + m ? 2.0 * both / (n + m) : 0;
}

/* Lower case, straight quotes, single spaces. */
static dl_str normal(dl_arena *arena, dl_str text) {
    dl_buf b = {0}, low = {0};
    dl_utf8_fold(&low, text);
    dl_str s = dl_buf_view(&low);
    bool gap = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = dl_utf8_next(s, &at);
        if (dl_utf8_is_space(c)) {
            gap = b.len > 0;
            continue;
        }
        if (gap) dl_buf_char(&b, ' ');
        gap = false;
        dl_utf8_put(&b, c == 0x2018 || c == 0x2019 ? '\'' : c == 0x201c || c == 0x201d ? '"' : c);
    }
    dl_str out = dl_arena_str(arena, dl_buf_view(&b));
    dl_buf_free(&b);
    dl_buf_free(&low);
    return out;
}

/* "Ph.D.", "MS, RD": degrees after a name, which our names leave out. */
static bool is_degree(dl_str s) {
    static const char *const all[] = {"md",  "m.d.",  "ms",   "ma",    "mba",   "rd",         "rdn",
                                      "phd", "ph.d.", "cfp",  "cpa",   "fand",  "cepf®",      "do",
                                      "jd",  "j.d.",  "esq.", "foma",  "dabom", "e-ryt 200",  "rn",
                                      "cpt", "lmft",  "psyd", "ed.d.", "dds",   "m.d. faclm", "cfa",
                                      "mph", "lcsw",  "cscs"};
    for (size_t i = 0; i < DL_COUNT(all); i++)
        if (dl_str_is(s, all[i])) return true;
    return false;
}

/* Gold authors stand in one string: "Jane Doe, Richard Roe and John Poe". */
static uint32_t gold_authors(dl_arena *arena, dl_str text, dl_str *out, uint32_t max) {
    uint32_t n = 0;
    dl_str s = normal(arena, text);
    for (size_t from = 0, at = 0; at <= s.len && n < max; at++) {
        bool comma = at < s.len && (s.ptr[at] == ',' || s.ptr[at] == ';' || s.ptr[at] == '&');
        bool and = at + 5 <= s.len && memcmp(s.ptr + at, " and ", 5) == 0;
        if (at < s.len && !comma && !and) continue;
        dl_str one = dl_str_trim(dl_str_sub(s, from, at));
        if (dl_str_starts(one, DL_STR("dr. "))) one = dl_str_sub(one, 4, one.len);
        if (one.len && !is_degree(one)) out[n++] = one;
        from = at + (and? 5 : 1);
        if (and) at += 4;
    }
    return n;
}

static void score_authors(page_score *s, dl_arena *arena, const dl_report *r, dl_str gold) {
    dl_str want[64];
    s->authors_gold = gold_authors(arena, gold, want, 64);
    s->authors_found = r->authors.count;
    for (uint32_t i = 0; i < s->authors_gold; i++)
        for (uint32_t k = 0; k < r->authors.count; k++)
            if (dl_str_eq(want[i], normal(arena, r->authors.items[k].value))) {
                s->authors_right++;
                break;
            }
    uint32_t sum = s->authors_gold + s->authors_found;
    s->author_f1 = sum ? 2.0 * s->authors_right / sum : 1;
}

void page_score_of(page_score *s, dl_arena *arena, const dl_report *r, const page_gold *gold) {
    *s = (page_score){.has_body = gold->body.len > 0, .has_title = gold->title.len > 0};
    if (s->has_body) score_body(s, arena, r, gold->body);
    s->title_right =
        s->has_title && dl_str_eq(normal(arena, gold->title), normal(arena, r->title.value));
    score_authors(s, arena, r, gold->author);
    dl_str day = r->published.value;
    s->has_date = gold->date.len >= 10;
    bool same = day.len >= 10 && s->has_date && memcmp(day.ptr, gold->date.ptr, 10) == 0;
    s->date_right = same;
    s->date_false = day.len >= 10 && !same;
}

typedef struct totals {
    double f1, precision, recall, author_f1;
    uint32_t bodies, titles, titles_right, authored, dated, dated_right, dated_false;
} totals;

static void add(totals *t, const page_score *s) {
    t->bodies += s->has_body;
    t->f1 += s->has_body ? s->f1 : 0;
    t->precision += s->has_body ? s->precision : 0;
    t->recall += s->has_body ? s->recall : 0;
    t->titles += s->has_title;
    t->titles_right += s->title_right;
    t->authored += s->authors_gold > 0;
    t->author_f1 += s->authors_gold ? s->author_f1 : 0;
    t->dated += s->has_date;
    t->dated_right += s->date_right;
    t->dated_false += s->date_false;
}

static int score_all(totals *t, const char *folder, const dl_read_tables *tables,
                     const file_names *names, dl_error *err) {
    dl_buf bytes = {0};
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < names->count; i++) {
        dl_arena arena;
        dl_arena_init(&arena);
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(names->items[i]) - 5), names->items[i]);
        page_gold gold = {0};
        dl_report report;
        dl_read_options options = {.tables = tables};
        page_score s;
        rc = page_gold_read(&gold, &arena, folder, name, err);
        if (!rc) rc = page_bytes(&bytes, folder, name, err);
        if (!rc) {
            if (dl_read_report(&report, &arena, dl_str_of(name), dl_buf_view(&bytes), &options,
                               NULL)) {
                report.blocks.count = 0; /* a page that cannot be read has no article */
                report.text = (dl_str){"", 0};
            }
            page_score_of(&s, &arena, &report, &gold);
            add(t, &s);
        }
        dl_arena_free(&arena);
    }
    dl_buf_free(&bytes);
    return rc;
}

int eval_pages(eval_context *c) {
    const char *part = "page to article", *data = "WCXB dev";
    if (!eval_has(c, "html/0001.json")) {
        eval_skip(c, part, data);
        return DL_OK;
    }
    totals t = {0};
    dl_read_tables *tables;
    file_names names = {0};
    const char *folder = eval_path(c, "html");
    int rc = dl_read_tables_open(&tables, c->data, &c->err);
    if (rc) return rc;
    rc = file_list(&names, folder, ".json", &c->err);
    if (!rc) rc = score_all(&t, folder, tables, &names, &c->err);
    file_names_free(&names);
    dl_read_tables_close(tables);
    if (rc || !t.bodies) return rc;
    eval_row(c, part, data, "bag-of-words F1", t.f1 / t.bodies, .90, .945);
    eval_row(c, part, data, "bag-of-words precision", t.precision / t.bodies, NAN, NAN);
    eval_row(c, part, data, "bag-of-words recall", t.recall / t.bodies, NAN, NAN);
    eval_row(c, part, data, "title exact", (double)t.titles_right / t.titles, .90, .95);
    eval_row(c, part, data, "author set F1", t.author_f1 / t.authored, .75, .85);
    eval_row(c, part, data, "day exact", (double)t.dated_right / t.dated, .85, .90);
    eval_row(c, part, data, "false dates", t.dated_false, NAN, NAN);
    return DL_OK;
}
