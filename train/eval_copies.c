/* Copies: FA-KES against exhaustive comparison, generated edits with known ranges, speed.
 *
 * Truth for FA-KES: shared distinct word 5-grams / those of the smaller text, over all pairs.
 * Edits: truncations, furniture, splices and swapped words made from the same articles by a fixed
 * sequence; each must be found, with both ranges within 5 words of where the text was put.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/hash.h"
#include "copies/copies.h"
#include "resolve/memory.h"
#include "train/eval.h"
#include "train/files.h"

typedef struct corpus {
    dl_arena arena;
    struct dl_finds *finds;
    dl_copy_text *texts;
    uint32_t count, cap;
} corpus;

static void corpus_add(corpus *c, dl_str text, dl_str published, dl_str outlet, eval_context *ctx) {
    if (c->count == c->cap) return;
    struct dl_finds *f = &c->finds[c->count];
    dl_arena_init(&f->arena);
    dl_report *r = &f->report;
    dl_sha256_hex(dl_arena_printf(&c->arena, "%u %.*s", c->count, (int)text.len, text.ptr), r->id);
    r->text = dl_arena_str(&c->arena, text);
    r->published.value = dl_arena_str(&c->arena, published);
    r->outlet.value = dl_arena_str(&c->arena, outlet);
    dl_block *b = DL_PUSH(&r->blocks, &f->arena);
    if (b) *b = (dl_block){{0, (uint32_t)r->text.len}, DL_BLOCK_BODY};
    dl_copy_text_make(&c->texts[c->count], r, &c->arena, &ctx->err);
    c->count++;
}

static int corpus_open(corpus *c, uint32_t cap, eval_context *ctx) {
    dl_arena_init(&c->arena);
    c->finds = dl_arena_array(&c->arena, cap, sizeof *c->finds);
    c->texts = dl_arena_array(&c->arena, cap, sizeof *c->texts);
    c->count = 0;
    c->cap = cap;
    return c->finds && c->texts ? DL_OK : dl_fail_memory(&ctx->err);
}

static void corpus_close(corpus *c) {
    for (uint32_t i = 0; i < c->count; i++) dl_arena_free(&c->finds[i].arena);
    dl_arena_free(&c->arena);
}

/* The next cell of a CSV file (RFC 4180), unquoted into out; *end says that the row ends. */
static bool csv_cell(dl_str *rest, dl_buf *out, bool *end) {
    if (!rest->len) return false;
    dl_buf_clear(out);
    bool quoted = rest->ptr[0] == '"';
    size_t i = quoted;
    for (; i < rest->len; i++) {
        char ch = rest->ptr[i];
        if (quoted && ch == '"' && i + 1 < rest->len && rest->ptr[i + 1] == '"')
            i++;
        else if (quoted && ch == '"')
            quoted = false;
        else if (!quoted && (ch == ',' || ch == '\n'))
            break;
        else if (!quoted && ch == '\r')
            continue;
        dl_buf_char(out, rest->ptr[i]);
    }
    *end = i >= rest->len || rest->ptr[i] == '\n';
    size_t used = i < rest->len ? i + 1 : i;
    *rest = dl_str_sub(*rest, used, rest->len);
    return true;
}

/* "4/5/2017" -> "2017-04-05" */
static dl_str us_date(dl_arena *arena, dl_str s) {
    unsigned m = 0, d = 0, y = 0;
    if (sscanf(dl_arena_str(arena, s).ptr, "%u/%u/%u", &m, &d, &y) != 3) return (dl_str){"", 0};
    return dl_arena_printf(arena, "%04u-%02u-%02u", y, m, d);
}

static int load_fakes(corpus *c, eval_context *ctx) {
    dl_buf bytes = {0}, cell[7] = {{0}};
    int rc = file_read(eval_path(ctx, "stream/fa-kes.csv"), &bytes, &ctx->err);
    dl_str rest = dl_buf_view(&bytes);
    bool header = true;
    while (!rc && rest.len) {
        bool end = false;
        for (unsigned k = 0; k < 7 && !end; k++)
            if (!csv_cell(&rest, &cell[k], &end)) break;
        if (!header && cell[2].len)
            corpus_add(c, dl_buf_view(&cell[2]), us_date(&c->arena, dl_buf_view(&cell[4])),
                       dl_buf_view(&cell[3]), ctx);
        header = false;
    }
    for (unsigned k = 0; k < 7; k++) dl_buf_free(&cell[k]);
    dl_buf_free(&bytes);
    return rc;
}

/* Puts all reports into a memory look-up and makes every row. */
static int run_copies(corpus *c, eval_context *ctx, dl_memory **memory, dl_links *links) {
    dl_resolver *resolver = NULL;
    int rc = dl_resolver_open(&resolver, ctx->data, &ctx->err);
    if (!rc) rc = dl_memory_open(memory, resolver, &ctx->err);
    uint32_t *all = dl_arena_array(&c->arena, c->count + 1, sizeof *all);
    for (uint32_t i = 0; i < c->count && !rc; i++) {
        uint32_t *terms, n, number;
        rc = dl_memory_add(*memory, &c->finds[i], &number, &ctx->err);
        if (!rc) rc = dl_copies_terms(&c->finds[i].report, &c->arena, &terms, &n, &ctx->err);
        if (!rc) rc = dl_memory_terms(*memory, DL_TERMS_SHINGLES, number, terms, n, &ctx->err);
        all[i] = i;
    }
    dl_report_list solved = {0};
    if (!rc)
        rc = dl_copies_solve(dl_memory_lookup(*memory), all, c->count, links, &solved, &ctx->err);
    dl_resolver_close(resolver);
    return rc;
}

static const dl_copy *row_of(const dl_links *links, uint32_t a, uint32_t b) {
    for (uint32_t i = 0; i < links->copies.count; i++) {
        const dl_copy *c = &links->copies.items[i];
        if ((c->from == a && c->to == b) || (c->from == b && c->to == a)) return c;
    }
    return NULL;
}

static void score_fakes(corpus *c, const dl_links *links, eval_context *ctx) {
    uint32_t due = 0, hit = 0, wrong = 0, pairs = 0;
    for (uint32_t a = 0; a < c->count; a++)
        for (uint32_t b = a + 1; b < c->count; b++) {
            uint32_t k = dl_copy_containment(&c->texts[a], &c->texts[b]);
            pairs += k >= 100;
            due += k >= 300;
            hit += k >= 300 && row_of(links, a, b) != NULL;
        }
    for (uint32_t i = 0; i < links->copies.count; i++) {
        const dl_copy *r = &links->copies.items[i];
        wrong += dl_copy_containment(&c->texts[r->from], &c->texts[r->to]) < 100;
    }
    eval_row(ctx, "copies", "FA-KES", "pairs at containment >= .3", due, NAN, NAN);
    eval_row(ctx, "copies", "FA-KES", "pairs at containment >= .1", pairs, NAN, NAN);
    eval_row(ctx, "copies", "FA-KES", "recall at containment >= .3", due ? (double)hit / due : 0,
             .98, 1.0);
    eval_row(ctx, "copies", "FA-KES", "false pairs (< .1)", wrong, 0, 0);
}

/* ── generated edits ────────────────────────────────────────────────────────────────────────── */

enum { EDITS = 240, MOST_RANGES = 2 };

typedef struct edit {
    uint32_t original, made; /* report numbers */
    uint32_t ranges;
    struct {
        uint32_t from, to, count_from, count_to; /* words */
    } range[MOST_RANGES];
} edit;

static uint64_t dice(uint64_t *seed) {
    return *seed = dl_hash_mix(*seed, 0x632be59bd9b4e019u);
}

static void put_words(dl_buf *out, const dl_copy_text *t, uint32_t first, uint32_t count) {
    if (!count) return;
    dl_span s = {t->words.items[first].start, t->words.items[first + count - 1].end};
    dl_buf_str(out, dl_span_text(t->report->text, s));
    dl_buf_puts(out, " ");
}

static void put_range(edit *e, uint32_t from, uint32_t to, uint32_t n_from, uint32_t n_to) {
    e->range[e->ranges].from = from;
    e->range[e->ranges].to = to;
    e->range[e->ranges].count_from = n_from;
    e->range[e->ranges++].count_to = n_to;
}

static uint32_t count_words(const dl_buf *text) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_words words = {0};
    dl_words_of(&words, &arena, dl_buf_view(text), 0, (uint32_t)text->len);
    dl_arena_free(&arena);
    return words.count;
}

/* One edit of original t; host is an unrelated article. */
static void make_edit(edit *e, unsigned how, const dl_copy_text *t, const dl_copy_text *host,
                      uint64_t *seed, dl_buf *out) {
    static const char junk[] = "Sign up for our morning letter. Share this page with a friend. ";
    uint32_t n = t->words.count, cut = n * 3 / 10 + (uint32_t)(dice(seed) % (n / 2));
    uint32_t middle = host->words.count / 2, at;
    switch (how) {
    case 0: /* truncation: the beginning stays */
        put_words(out, t, 0, cut);
        put_range(e, 0, 0, cut, cut);
        break;
    case 1: /* furniture around it */
        dl_buf_puts(out, junk);
        at = count_words(out);
        put_words(out, t, 0, n);
        put_range(e, at, 0, n, n);
        dl_buf_puts(out, "Read also: ten things to know today. All rights reserved.");
        break;
    case 2: /* spliced into another article */
        put_words(out, host, 0, middle);
        at = count_words(out);
        put_words(out, t, n - cut, cut);
        put_range(e, at, n - cut, cut, cut);
        put_words(out, host, middle, host->words.count - middle);
        break;
    default: /* about one word in fifteen changed */
        for (uint32_t i = 0; i < n; i++) {
            if (i > 5 && i + 6 < n && dice(seed) % 15 == 0)
                dl_buf_puts(out, "otherwise ");
            else
                put_words(out, t, i, 1);
        }
        put_range(e, 0, 0, count_words(out), n);
    }
}

static bool close_to(const dl_copy_text *t, dl_span span, uint32_t first, uint32_t count) {
    uint32_t a = 0, b = 0;
    for (uint32_t i = 0; i < t->words.count; i++) {
        if (t->words.items[i].start < span.start) a = i + 1;
        if (t->words.items[i].end <= span.end) b = i + 1;
    }
    return abs((int)a - (int)first) <= 5 && abs((int)b - (int)(first + count)) <= 5;
}

static bool edit_found(const corpus *c, const dl_links *links, const edit *e) {
    const dl_copy *row = row_of(links, e->made, e->original);
    for (uint32_t k = 0; row && k < e->ranges; k++) {
        bool found = false;
        for (uint32_t i = 0; i < row->passages.count && !found; i++) {
            dl_passage p = links->passages.items[row->passages.first + i];
            if (row->from == e->original) p = (dl_passage){p.to, p.from};
            found =
                close_to(&c->texts[e->made], p.from, e->range[k].from, e->range[k].count_from) &&
                close_to(&c->texts[e->original], p.to, e->range[k].to, e->range[k].count_to);
        }
        if (!found) return false;
    }
    return row != NULL;
}

static int eval_edits(corpus *base, eval_context *ctx) {
    corpus c;
    edit *edits = dl_arena_array(&base->arena, EDITS, sizeof *edits);
    int rc = corpus_open(&c, EDITS * 2, ctx);
    uint64_t seed = 20251201;
    uint32_t n = 0;
    dl_buf text = {0};
    for (uint32_t i = 0; !rc && edits && n < EDITS && i < 3 * base->count; i += 2) {
        const dl_copy_text *t = &base->texts[i % base->count];
        const dl_copy_text *host = &base->texts[(i * 7 + 11) % base->count];
        if (t->words.count < 80 || host->words.count < 80 || t == host) continue;
        if (dl_copy_containment(t, host)) continue;
        dl_buf_clear(&text);
        make_edit(&edits[n], n % 4, t, host, &seed, &text);
        edits[n].original = c.count;
        corpus_add(&c, t->report->text, t->report->published.value, t->report->outlet.value, ctx);
        edits[n].made = c.count;
        corpus_add(&c, dl_buf_view(&text), DL_STR("2020-01-01"), DL_STR("Copyist"), ctx);
        n++;
    }
    dl_links links;
    dl_links_init(&links);
    dl_memory *memory = NULL;
    if (!rc) rc = run_copies(&c, ctx, &memory, &links);
    uint32_t found = 0;
    for (uint32_t i = 0; i < n && !rc; i++) {
        bool ok = edit_found(&c, &links, &edits[i]);
        found += ok;
        if (!ok) fprintf(stderr, "copies: edit %u of kind %u not found\n", i, i % 4);
    }
    eval_row(ctx, "copies", "edits", "generated", n, 200, 200);
    eval_row(ctx, "copies", "edits", "found, ranges within 5 words", n ? (double)found / n : 0, 1,
             1);
    dl_memory_close(memory);
    dl_links_free(&links);
    dl_buf_free(&text);
    corpus_close(&c);
    return rc;
}

/* ── speed ──────────────────────────────────────────────────────────────────────────────────── */

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Fingerprints every article and asks for its terms; MB of text a second of one core. */
static int eval_speed(corpus *c, dl_memory *memory, eval_context *ctx) {
    const dl_lookup *lookup = dl_memory_lookup(memory);
    double start = seconds(), bytes = 0;
    dl_arena arena;
    dl_arena_init(&arena);
    int rc = DL_OK;
    for (uint32_t round = 0; round < 10 && !rc; round++)
        for (uint32_t i = 0; i < c->count && !rc; i++) {
            uint32_t *terms, n;
            dl_postings posts = {0};
            rc = dl_copies_terms(&c->finds[i].report, &arena, &terms, &n, &ctx->err);
            if (!rc)
                rc = lookup->postings(lookup->self,
                                      &(dl_ask){DL_TERMS_SHINGLES, terms, n, NULL, false, 64},
                                      &arena, &posts, &ctx->err);
            bytes += (double)c->finds[i].report.text.len;
            dl_arena_reset(&arena);
        }
    dl_arena_free(&arena);
    eval_row(ctx, "copies", "FA-KES", "fingerprint and look-up, MB/s",
             bytes / 1e6 / (seconds() - start), 100, NAN);
    return rc;
}

int eval_copies(eval_context *ctx) {
    if (!eval_has(ctx, "stream/fa-kes.csv")) {
        eval_skip(ctx, "copies", "FA-KES");
        return DL_OK;
    }
    corpus c;
    dl_links links;
    dl_links_init(&links);
    dl_memory *memory = NULL;
    int rc = corpus_open(&c, 1000, ctx);
    if (!rc) rc = load_fakes(&c, ctx);
    if (!rc) rc = run_copies(&c, ctx, &memory, &links);
    if (!rc) score_fakes(&c, &links, ctx);
    if (!rc) rc = eval_edits(&c, ctx);
    if (!rc) rc = eval_speed(&c, memory, ctx);
    dl_memory_close(memory);
    dl_links_free(&links);
    corpus_close(&c);
    return rc;
}
