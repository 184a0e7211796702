#include "copies/compare.h"

#include <stdlib.h>

#include "copies/tuning_copies.h"

/* ── one text ───────────────────────────────────────────────────────────────────────────────── */

/* The length of a quote mark at p and what it does: +1 opens, -1 closes, 0 either; 0 bytes: none.
 */
static uint32_t quote_mark(const unsigned char *p, const unsigned char *end, int *turn) {
    *turn = 0;
    if (*p == '"') return 1;
    if (end - p > 2 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x9c || p[2] == 0x9d)) {
        *turn = p[2] == 0x9c ? 1 : -1;
        return 3;
    }
    if (end - p > 1 && p[0] == 0xc2 && (p[1] == 0xab || p[1] == 0xbb)) {
        *turn = p[1] == 0xab ? 1 : -1;
        return 2;
    }
    return 0;
}

/* Marks the words of one block that stand between quote marks. */
static void mark_quoted(dl_copy_text *t, dl_str text, dl_span block, uint32_t first) {
    const unsigned char *base = (const unsigned char *)text.ptr;
    bool inside = false;
    uint32_t at = block.start;
    for (uint32_t w = first; w < t->words.count; w++) {
        while (at < t->words.items[w].start) {
            int turn;
            uint32_t len = quote_mark(base + at, base + t->words.items[w].start, &turn);
            if (len) inside = turn ? turn > 0 : !inside;
            at += len ? len : 1;
        }
        t->quoted[w] = inside;
        at = t->words.items[w].end;
    }
}

static int gram_cmp(const void *pa, const void *pb) {
    const dl_gram *a = pa, *b = pb;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool gram_quoted(const dl_copy_text *t, uint32_t at) {
    for (uint32_t i = 0; i < DL_GRAM; i++)
        if (!t->quoted[at + i]) return false;
    return true;
}

static void count_grams(dl_copy_text *t) {
    for (uint32_t i = 0; i < t->grams;) {
        bool spoken = true;
        uint32_t hash = t->sorted[i].hash;
        for (; i < t->grams && t->sorted[i].hash == hash; i++)
            spoken = spoken && gram_quoted(t, t->sorted[i].at);
        t->distinct++;
        t->spoken += spoken;
    }
}

int dl_copy_text_make(dl_copy_text *t, const dl_report *report, dl_arena *arena, dl_error *err) {
    *t = (dl_copy_text){.report = report};
    uint32_t room = (uint32_t)(report->text.len / 2 + 2);
    t->quoted = dl_arena_alloc(arena, room);
    if (!t->quoted) return dl_fail_memory(err);
    for (uint32_t i = 0; i < report->blocks.count; i++) {
        const dl_block *b = &report->blocks.items[i];
        if (!dl_block_is_parsed(b->kind) || b->span.end > report->text.len) continue;
        uint32_t first = t->words.count;
        if (!dl_words_of(&t->words, arena, report->text, b->span.start, b->span.end))
            return dl_fail_memory(err);
        mark_quoted(t, report->text, b->span, first);
    }
    t->hashes = dl_arena_alloc(arena, (t->words.count + 1) * sizeof *t->hashes);
    t->sorted = dl_arena_alloc(arena, (t->words.count + 1) * sizeof *t->sorted);
    if (!t->hashes || !t->sorted) return dl_fail_memory(err);
    t->grams = dl_grams_of(t->words.items, t->words.count, t->hashes);
    for (uint32_t i = 0; i < t->grams; i++) t->sorted[i] = (dl_gram){t->hashes[i], i};
    if (t->grams > 1) qsort(t->sorted, t->grams, sizeof *t->sorted, gram_cmp);
    count_grams(t);
    return DL_OK;
}

static int u32_cmp(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Winnowing: the smallest hash of every window, the rightmost on a tie. A short text keeps all. */
int dl_copy_winnow(const uint32_t *hashes, uint32_t grams, dl_arena *arena, uint32_t **terms,
                   uint32_t *count, dl_error *err) {
    uint32_t *out = dl_arena_alloc(arena, (grams + 1) * sizeof *out), n = 0, least = DL_NONE;
    if (!out) return dl_fail_memory(err);
    for (uint32_t end = 0; end < grams; end++) {
        if (grams < DL_WINNOW) {
            out[n++] = hashes[end];
            continue;
        }
        if (end + 1 < DL_WINNOW) continue;
        uint32_t first = end + 1 - DL_WINNOW, last = least;
        if (least != DL_NONE && least >= first) {
            if (hashes[end] <= hashes[least]) least = end;
        } else {
            least = first;
            for (uint32_t i = first; i <= end; i++)
                if (hashes[i] <= hashes[least]) least = i;
        }
        if (least != last) out[n++] = hashes[least];
    }
    if (n > 1) qsort(out, n, sizeof *out, u32_cmp);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!i || out[i] != out[i - 1]) out[kept++] = out[i];
    *terms = out;
    *count = kept;
    return DL_OK;
}

/* ── two texts ──────────────────────────────────────────────────────────────────────────────── */

typedef struct overlap {
    uint32_t shared, plain; /* distinct grams in both; of those, not only in quotations of both */
} overlap;

static overlap overlap_of(const dl_copy_text *a, const dl_copy_text *b) {
    overlap o = {0, 0};
    for (uint32_t i = 0, j = 0; i < a->grams && j < b->grams;) {
        uint32_t x = a->sorted[i].hash, y = b->sorted[j].hash;
        bool plain = false;
        if (x == y) o.shared++;
        if (x <= y)
            for (; i < a->grams && a->sorted[i].hash == x; i++)
                plain |= x == y && !gram_quoted(a, a->sorted[i].at);
        if (y <= x)
            for (; j < b->grams && b->sorted[j].hash == y; j++)
                plain |= x == y && !gram_quoted(b, b->sorted[j].at);
        o.plain += plain;
    }
    return o;
}

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t thousandths(uint32_t part, uint32_t whole) {
    return whole ? (uint32_t)((uint64_t)part * 1000 / whole) : 0;
}

uint32_t dl_copy_containment(const dl_copy_text *a, const dl_copy_text *b) {
    return thousandths(overlap_of(a, b).shared, smaller(a->distinct, b->distinct));
}

/* A run of equal words: a[i … i+n) = b[j … j+n). */
typedef struct run {
    uint32_t a, b, na, nb;
} run;
typedef DL_VEC(run) runs;

static const dl_gram *first_gram(const dl_copy_text *t, uint32_t hash) {
    uint32_t lo = 0, hi = t->grams;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (t->sorted[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return t->sorted + lo;
}

static uint32_t run_length(const dl_copy_text *a, uint32_t i, const dl_copy_text *b, uint32_t j) {
    uint32_t n = 0;
    while (i + n < a->words.count && j + n < b->words.count &&
           a->words.items[i + n].hash == b->words.items[j + n].hash)
        n++;
    return n;
}

/* The longest run that starts at a's word i; what goes on where the last one ended is preferred. */
static run longest_at(const dl_copy_text *a, uint32_t i, const dl_copy_text *b, uint32_t expected) {
    run best = {0};
    const dl_gram *end = b->sorted + b->grams;
    const dl_gram *g = first_gram(b, a->hashes[i]);
    for (uint32_t tries = 0; g < end && g->hash == a->hashes[i] && tries < 16; g++, tries++) {
        uint32_t n = run_length(a, i, b, g->at);
        bool better = n > best.na || (n == best.na && n && g->at >= expected && best.b < expected);
        if (n >= DL_GRAM && better) best = (run){i, g->at, n, n};
    }
    return best;
}

static bool find_runs(const dl_copy_text *a, const dl_copy_text *b, dl_arena *scratch, runs *out) {
    uint32_t expected = 0;
    for (uint32_t i = 0; i < a->grams;) {
        run r = longest_at(a, i, b, expected);
        if (!r.na) {
            i++;
            continue;
        }
        run *place = DL_PUSH(out, scratch);
        if (!place) return false;
        *place = r;
        i += r.na;
        expected = r.b + r.nb;
    }
    return true;
}

/* A few words on both sides, or somewhat more where as many stand for as many. */
static bool gap_fits(uint32_t a, uint32_t b) {
    uint32_t most = a > b ? a : b, least = smaller(a, b);
    return most <= DL_COPY_GAP || (most <= DL_COPY_GAP_EVEN && most - least <= most / 4);
}

/* Bridges small gaps ("Zelenky" for "Zelensky", a word put in) and drops what is too short. */
static uint32_t bridge(runs *rs) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < rs->count; i++) {
        run r = rs->items[i];
        run *last = n ? &rs->items[n - 1] : NULL;
        uint32_t ea = last ? last->a + last->na : 0, eb = last ? last->b + last->nb : 0;
        if (last && r.b >= eb && gap_fits(r.a - ea, r.b - eb)) {
            last->na = r.a + r.na - last->a;
            last->nb = r.b + r.nb - last->b;
        } else {
            rs->items[n++] = r;
        }
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (rs->items[i].na >= DL_COPY_PASSAGE && rs->items[i].nb >= DL_COPY_PASSAGE)
            rs->items[kept++] = rs->items[i];
    return rs->count = kept;
}

/* Words [first, first+count) as a span; with no words, an empty span where they would stand. */
static dl_span words_span(const dl_copy_text *t, uint32_t first, uint32_t count) {
    if (count) return (dl_span){t->words.items[first].start, t->words.items[first + count - 1].end};
    uint32_t at = first < t->words.count ? t->words.items[first].start
                  : t->words.count       ? t->words.items[t->words.count - 1].end
                                         : 0;
    return (dl_span){at, at};
}

static void add_pair(dl_links *out, dl_list *list, dl_span from, dl_span to) {
    dl_passage *p = DL_PUSH(&out->passages, &out->arena);
    if (!p) return;
    if (!list->count) list->first = out->passages.count - 1;
    *p = (dl_passage){from, to};
    list->count++;
}

static bool room_for(const dl_list *list) {
    return list->count < DL_COPY_DIFFERENCES;
}

/* How many quote marks stand between two words, and from where to where. */
static uint32_t quotes_between(const dl_copy_text *t, uint32_t word, dl_span *where) {
    const unsigned char *base = (const unsigned char *)t->report->text.ptr;
    uint32_t at = t->words.items[word].end, end = t->words.items[word + 1].start, n = 0;
    *where = (dl_span){at, at};
    while (at < end) {
        int turn;
        uint32_t len = quote_mark(base + at, base + end, &turn);
        if (len && !n++) where->start = at;
        if (len) where->end = at + len;
        at += len ? len : 1;
    }
    return n;
}

/* A quote mark that only one side has, inside equal words: who says a thing hangs on it. */
static void add_quote_marks(const dl_copy_text *a, const dl_copy_text *b, const run *r,
                            dl_links *out, dl_list *list) {
    for (uint32_t k = 0; k + 1 < r->na && room_for(list); k++) {
        dl_span sa, sb;
        if (quotes_between(a, r->a + k, &sa) != quotes_between(b, r->b + k, &sb))
            add_pair(out, list, sa, sb);
    }
}

/* What stands instead of what, between and beside the equal runs, in the order of a. */
static void add_differences(const dl_copy_text *a, const dl_copy_text *b, const runs *equal,
                            dl_links *out, dl_list *list) {
    uint32_t ea = 0, eb = 0;
    for (uint32_t i = 0; i <= equal->count && room_for(list); i++) {
        run end = {a->words.count, b->words.count, 0, 0};
        run r = i < equal->count ? equal->items[i] : end;
        if (r.b < eb) continue; /* moved text: its passage says so */
        if (r.a > ea || r.b > eb)
            add_pair(out, list, words_span(a, ea, r.a - ea), words_span(b, eb, r.b - eb));
        add_quote_marks(a, b, &r, out, list);
        ea = r.a + r.na;
        eb = r.b + r.nb;
    }
}

static uint32_t kind_of(const dl_copy *c, const dl_copy_text *a, const dl_copy_text *b) {
    if (a->words.count == b->words.count && run_length(a, 0, b, 0) == a->words.count)
        return DL_COPY_EXACT;
    if (smaller(c->of_from, c->of_to) >= DL_COPY_NEAR_LEAST) return DL_COPY_NEAR;
    return c->containment >= DL_COPY_CONTAINS_LEAST ? DL_COPY_CONTAINS : DL_COPY_EXCERPT;
}

static uint32_t longest_plain(const dl_copy_text *a, const runs *equal) {
    uint32_t best = 0;
    for (uint32_t i = 0; i < equal->count; i++) {
        uint32_t n = 0;
        for (uint32_t k = 0; k < equal->items[i].na; k++) n += !a->quoted[equal->items[i].a + k];
        if (n > best) best = n;
    }
    return best;
}

/* Whether a run stands at the edge of a text: its first or last words. */
static bool at_edge(const dl_copy_text *t, uint32_t first, uint32_t count) {
    return first <= DL_COPY_EDGE || first + count + DL_COPY_EDGE >= t->words.count;
}

/* What one site puts under or over all its articles ("... is the world's premier daily, printed
 * in 14 cities"): short, at the edges of both, and nothing else in common. */
static bool is_boilerplate(const dl_copy_text *a, const dl_copy_text *b, const dl_copy *c,
                           const runs *joined) {
    uint32_t words = 0;
    if (c->containment >= DL_COPY_BOILERPLATE_SHARE) return false;
    for (uint32_t i = 0; i < joined->count; i++) {
        const run *r = &joined->items[i];
        if (!at_edge(a, r->a, r->na) || !at_edge(b, r->b, r->nb)) return false;
        words += r->na;
    }
    uint32_t left = smaller(a->words.count, b->words.count);
    return words <= DL_COPY_BOILERPLATE && left >= words + DL_COPY_BOILERPLATE_LEFT;
}

/* Whether so much is shared, and not only in quotations of both, that it is a copy. */
static bool enough(const dl_copy_text *a, const dl_copy_text *b, const dl_copy *c, overlap o) {
    if (c->containment < DL_COPY_LEAST) return false;
    if (a->distinct == a->spoken || b->distinct == b->spoken) return true;
    uint32_t plain = smaller(a->distinct - a->spoken, b->distinct - b->spoken);
    return thousandths(o.plain, plain) >= DL_COPY_LEAST / 2;
}

bool dl_copy_compare(const dl_copy_text *a, const dl_copy_text *b, bool same_outlet,
                     dl_arena *scratch, dl_links *out, dl_copy *c) {
    overlap o = overlap_of(a, b);
    *c = (dl_copy){.containment = thousandths(o.shared, smaller(a->distinct, b->distinct)),
                   .of_from = thousandths(o.shared, a->distinct),
                   .of_to = thousandths(o.shared, b->distinct)};
    bool much = enough(a, b, c, o);
    if (!much && (same_outlet || o.plain + DL_GRAM <= DL_COPY_LONG)) return false;
    runs equal = {0}, joined = {0};
    if (!find_runs(a, b, scratch, &equal) || !find_runs(a, b, scratch, &joined)) return false;
    if (!much && longest_plain(a, &equal) < DL_COPY_LONG) return false;
    if (!bridge(&joined) || (same_outlet && is_boilerplate(a, b, c, &joined))) return false;
    for (uint32_t i = 0; i < joined.count; i++) {
        const run *r = &joined.items[i];
        add_pair(out, &c->passages, words_span(a, r->a, r->na), words_span(b, r->b, r->nb));
    }
    c->kind = kind_of(c, a, b);
    if (c->kind != DL_COPY_EXCERPT) add_differences(a, b, &equal, out, &c->differences);
    return true;
}
