/* Which point of the old text became which of the new, and how. */
#include <stdlib.h>

#include "resolve/plan.h"
#include "resolve/tuning_plan.h"

typedef struct aligner {
    const dl_plan *a, *b; /* old, new */
    dl_arena *arena;
    uint32_t *to_new; /* old point -> new point, DL_NONE */
    uint32_t *to_old;
    uint32_t *part_of_old; /* unmatched new point -> the old one it is a piece of */
    uint32_t *part_of_new; /* unmatched old point -> the new one it went into */
    dl_buf text;
} aligner;

typedef struct candidate {
    uint32_t score, i, j;
} candidate;

static const dl_plan_word *words_of(const dl_plan *p, uint32_t i) {
    return p->words.items + p->points.items[i].first;
}

/* Weight of the words of x that y has too (each word of y used once); any number matches a number
 * at half its weight, so that a changed figure costs little. */
static uint32_t shared_more(const dl_plan_word *x, uint32_t n, const dl_plan_word *y, uint32_t m,
                            uint8_t *used) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = 0;
        while (j < m && (used[j] || x[i].hash != y[j].hash)) j++;
        if (j < m) used[j] = 1, sum += x[i].weight;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!x[i].number) continue;
        bool exact = false;
        for (uint32_t j = 0; j < m && !exact; j++) exact = y[j].hash == x[i].hash;
        for (uint32_t j = 0; j < m && !exact; j++)
            if (y[j].number && !used[j]) used[j] = 1, sum += x[i].weight / 2, exact = true;
    }
    return sum;
}

static uint32_t shared_weight(const dl_plan_word *x, uint32_t n, const dl_plan_word *y, uint32_t m,
                              uint8_t *used) {
    memset(used, 0, m);
    return shared_more(x, n, y, m, used);
}

static uint32_t weight_of(const dl_plan_word *x, uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i].weight;
    return sum;
}

static int by_score(const void *x, const void *y) {
    const candidate *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    uint32_t da = a->i > a->j ? a->i - a->j : a->j - a->i;
    uint32_t db = b->i > b->j ? b->i - b->j : b->j - b->i;
    if (da != db) return da < db ? -1 : 1;
    if (a->i != b->i) return a->i < b->i ? -1 : 1;
    return (a->j > b->j) - (a->j < b->j);
}

/* One to one, best first (Dice over weighted words). */
static int pair_points(aligner *x, uint8_t *used, dl_error *err) {
    uint32_t n = x->a->points.count, m = x->b->points.count;
    DL_VEC(candidate) list = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < m; j++) {
            const dl_plan_point *p = &x->a->points.items[i], *q = &x->b->points.items[j];
            const dl_plan_word *w = words_of(x->a, i), *v = words_of(x->b, j);
            uint32_t total = weight_of(w, p->count) + weight_of(v, q->count);
            uint32_t both = shared_weight(w, p->count, v, q->count, used);
            uint32_t score = total ? (uint32_t)(2000ull * both / total) : 0;
            bool place = p->number && p->number == q->number;
            if (score < (place ? DL_PLAN_SAME_PLACE : DL_PLAN_SAME)) continue;
            candidate *c = DL_PUSH(&list, x->arena);
            if (!c) return dl_fail_memory(err);
            *c = (candidate){score, i, j};
        }
    if (list.count) qsort(list.items, list.count, sizeof(candidate), by_score);
    for (uint32_t k = 0; k < list.count; k++) {
        candidate *c = &list.items[k];
        if (x->to_new[c->i] != DL_NONE || x->to_old[c->j] != DL_NONE) continue;
        x->to_new[c->i] = c->j;
        x->to_old[c->j] = c->i;
    }
    return DL_OK;
}

/* For a piece (unmatched point of one text) the whole in the other text it is contained in: in what
 * the whole has beyond its own partner, so that two points of one form are no parts of each other.
 * partner: whole -> point of the piece's text, DL_NONE. */
static uint32_t find_whole(const dl_plan *pieces, uint32_t piece, const dl_plan *wholes,
                           const uint32_t *partner, uint8_t *used) {
    const dl_plan_point *p = &pieces->points.items[piece];
    const dl_plan_word *w = words_of(pieces, piece);
    uint32_t total = weight_of(w, p->count), best = DL_NONE, best_share = 0;
    if (total < DL_PLAN_PART_WORDS * DL_PLAN_WORD_WEIGHT) return DL_NONE;
    for (uint32_t i = 0; i < wholes->points.count; i++) {
        const dl_plan_word *v = words_of(wholes, i);
        uint32_t m = wholes->points.items[i].count;
        memset(used, 0, m);
        if (partner[i] != DL_NONE)
            shared_more(words_of(pieces, partner[i]), pieces->points.items[partner[i]].count, v, m,
                        used);
        uint32_t share = (uint32_t)(1000ull * shared_more(w, p->count, v, m, used) / total);
        if (share > best_share) best = i, best_share = share;
    }
    return best_share >= DL_PLAN_PART ? best : DL_NONE;
}

static void find_parts(aligner *x, uint8_t *used) {
    for (uint32_t j = 0; j < x->b->points.count; j++)
        if (x->to_old[j] == DL_NONE) x->part_of_old[j] = find_whole(x->b, j, x->a, x->to_new, used);
    for (uint32_t i = 0; i < x->a->points.count; i++) {
        if (x->to_new[i] != DL_NONE) continue;
        bool whole_of_split = false;
        for (uint32_t j = 0; j < x->b->points.count; j++)
            whole_of_split = whole_of_split || x->part_of_old[j] == i;
        if (!whole_of_split) x->part_of_new[i] = find_whole(x->a, i, x->b, x->to_old, used);
    }
}

/* ── moved: matched points outside the longest run that keeps its order ── */

static void mark_moved(const aligner *x, uint8_t *moved, uint32_t *length, uint32_t *before) {
    uint32_t n = x->a->points.count, best = DL_NONE;
    for (uint32_t i = 0; i < n; i++) {
        length[i] = 0;
        if (x->to_new[i] == DL_NONE) continue;
        length[i] = 1, before[i] = DL_NONE;
        for (uint32_t k = 0; k < i; k++)
            if (x->to_new[k] != DL_NONE && x->to_new[k] < x->to_new[i] && length[k] >= length[i])
                length[i] = length[k] + 1, before[i] = k;
        if (best == DL_NONE || length[i] > length[best]) best = i;
        moved[i] = 1;
    }
    for (; best != DL_NONE; best = before[best]) moved[best] = 0;
}

/* "Territory" of "Package B: Territory"; a heading without a colon stands for itself. */
static dl_str heading_topic(const dl_plan *p, uint32_t package) {
    dl_str s = dl_span_text(p->text, p->packages.items[package]);
    const char *colon = memchr(s.ptr, ':', s.len);
    if (!colon) return s;
    return dl_str_trim((dl_str){colon + 1, s.len - (size_t)(colon + 1 - s.ptr)});
}

/* Whether the headings over two points differ as words. */
static bool other_package(const aligner *x, uint32_t i, uint32_t j) {
    uint32_t p = x->a->points.items[i].package, q = x->b->points.items[j].package;
    if (p == DL_NONE || q == DL_NONE) return false;
    return !dl_str_eq(heading_topic(x->a, p), heading_topic(x->b, q));
}

/* ── word differences ── */

typedef struct differ {
    const dl_plan *a, *b;
    const dl_plan_word *x, *y;
    uint32_t n, m;
    dl_buf *out;
    int open; /* 0, '-' or '+' */
} differ;

static void put_word(differ *d, int kind, dl_str word) {
    if (d->open != kind) {
        if (d->open == '-') dl_buf_puts(d->out, "-]");
        if (d->open == '+') dl_buf_puts(d->out, "+}");
    }
    if (d->out->len) dl_buf_char(d->out, ' ');
    if (d->open != kind) {
        if (kind == '-') dl_buf_puts(d->out, "[-");
        if (kind == '+') dl_buf_puts(d->out, "{+");
        d->open = kind;
    }
    dl_buf_str(d->out, word);
}

static void put_a(differ *d, int kind, uint32_t i) {
    put_word(d, kind, dl_span_text(d->a->text, d->x[i].span));
}

static void put_b(differ *d, uint32_t j) {
    put_word(d, '+', dl_span_text(d->b->text, d->y[j].span));
}

/* Longest common subsequence by the plain table; ends trimmed first. Too large a middle is shown
 * as one change. */
static bool diff_words(differ *d) {
    uint32_t head = 0, tail = 0;
    while (head < d->n && head < d->m && d->x[head].hash == d->y[head].hash) head++;
    while (tail < d->n - head && tail < d->m - head &&
           d->x[d->n - 1 - tail].hash == d->y[d->m - 1 - tail].hash)
        tail++;
    uint32_t n = d->n - head - tail, m = d->m - head - tail;
    const dl_plan_word *x = d->x + head, *y = d->y + head;
    for (uint32_t i = 0; i < head; i++) put_a(d, ' ', i);
    bool table = (uint64_t)(n + 1) * (m + 1) <= DL_PLAN_MAX_DIFF;
    uint32_t *t = table ? calloc((size_t)(n + 1) * (m + 1), sizeof *t) : NULL;
    if (table && !t) return false;
    for (uint32_t i = n; t && i-- > 0;)
        for (uint32_t j = m; j-- > 0;) {
            uint32_t down = t[(i + 1) * (m + 1) + j], right = t[i * (m + 1) + j + 1];
            t[i * (m + 1) + j] = x[i].hash == y[j].hash ? t[(i + 1) * (m + 1) + j + 1] + 1
                                 : down > right         ? down
                                                        : right;
        }
    uint32_t i = 0, j = 0;
    while (t && i < n && j < m) {
        if (x[i].hash == y[j].hash)
            put_a(d, ' ', head + i++), j++;
        else if (t[(i + 1) * (m + 1) + j] >= t[i * (m + 1) + j + 1])
            put_a(d, '-', head + i++);
        else
            put_b(d, head + j++);
    }
    while (i < n) put_a(d, '-', head + i++);
    while (j < m) put_b(d, head + j++);
    for (uint32_t k = 0; k < tail; k++) put_a(d, ' ', d->n - tail + k);
    if (d->open == '-') dl_buf_puts(d->out, "-]");
    if (d->open == '+') dl_buf_puts(d->out, "+}");
    free(t);
    return true;
}

/* ── one matched pair ── */

static bool same_words(const dl_plan_word *x, uint32_t n, const dl_plan_word *y, uint32_t m,
                       bool ignore_numbers) {
    if (n != m) return false;
    for (uint32_t i = 0; i < n; i++)
        if (x[i].hash != y[i].hash && !(ignore_numbers && x[i].number && y[i].number)) return false;
    return true;
}

/* Whether the numbers of two points differ, in order. */
static bool numbers_differ(const dl_plan_word *x, uint32_t n, const dl_plan_word *y, uint32_t m) {
    uint32_t i = 0, j = 0;
    for (;;) {
        while (i < n && !x[i].number) i++;
        while (j < m && !y[j].number) j++;
        if (i == n || j == m) return (i < n) != (j < m);
        if (x[i++].hash != y[j++].hash) return true;
    }
}

/* The first operative verb of a point: "shall", "must", "will", "should", "may". */
static dl_str operative_of(const dl_plan *p, uint32_t point) {
    static const char *const verbs[] = {"shall", "must", "will", "should", "may"};
    const dl_plan_word *w = words_of(p, point);
    for (uint32_t i = 0; i < p->points.items[point].count; i++)
        for (size_t v = 0; v < DL_COUNT(verbs); v++)
            if (dl_str_is(dl_span_text(p->text, w[i].span), verbs[v]))
                return dl_span_text(p->text, w[i].span);
    return (dl_str){NULL, 0};
}

static int describe_pair(aligner *x, dl_plan_row *row, uint32_t i, uint32_t j, dl_error *err) {
    const dl_plan_point *p = &x->a->points.items[i], *q = &x->b->points.items[j];
    const dl_plan_word *w = words_of(x->a, i), *v = words_of(x->b, j);
    if (same_words(w, p->count, v, q->count, false)) {
        row->change = DL_PLAN_UNCHANGED;
        return DL_OK;
    }
    row->change = same_words(w, p->count, v, q->count, true) ? DL_PLAN_NUMBER : DL_PLAN_REWORDED;
    row->numbers = numbers_differ(w, p->count, v, q->count);
    dl_str from = operative_of(x->a, i), to = operative_of(x->b, j);
    if (from.len && to.len && !dl_str_eq(from, to))
        row->operative =
            dl_arena_printf(x->arena, "%.*s -> %.*s", (int)from.len, from.ptr, (int)to.len, to.ptr);
    dl_buf_clear(&x->text);
    differ d = {x->a, x->b, w, v, p->count, q->count, &x->text, 0};
    d.open = ' ';
    if (!diff_words(&d) || x->text.failed) return dl_fail_memory(err);
    row->difference = dl_arena_str(x->arena, dl_buf_view(&x->text));
    return DL_OK;
}

/* Keeps the list in the order of the text; pieces beyond eight are rare and left out. */
static void add_to(uint32_t *list, uint32_t *count, uint32_t item) {
    if (*count == 8) return;
    uint32_t at = (*count)++;
    for (; at && list[at - 1] > item; at--) list[at] = list[at - 1];
    list[at] = item;
}

/* Split and merged rows gather all pieces; such a row is no plain pair any more. */
static void gather_parts(const aligner *x, dl_plan_row *row) {
    uint32_t first_old = row->old_count ? row->olds[0] : DL_NONE;
    uint32_t first_new = row->new_count ? row->news[0] : DL_NONE;
    if (first_old != DL_NONE) {
        uint32_t whole = first_old;
        for (uint32_t j = 0; j < x->b->points.count; j++)
            if (x->part_of_old[j] == whole) {
                row->change = DL_PLAN_SPLIT;
                add_to(row->news, &row->new_count, j);
            }
    }
    if (first_new != DL_NONE && row->change != DL_PLAN_SPLIT) {
        uint32_t whole = first_new;
        for (uint32_t i = 0; i < x->a->points.count; i++)
            if (x->part_of_new[i] == whole) {
                row->change = DL_PLAN_MERGED;
                add_to(row->olds, &row->old_count, i);
            }
    }
}

static int add_row(aligner *x, dl_plan_alignment *out, uint32_t i, uint32_t j, const uint8_t *moved,
                   dl_error *err) {
    dl_plan_row *row = DL_PUSH(&out->rows, x->arena);
    if (!row) return dl_fail_memory(err);
    if (i != DL_NONE) add_to(row->olds, &row->old_count, i);
    if (j != DL_NONE) add_to(row->news, &row->new_count, j);
    int rc = DL_OK;
    if (i != DL_NONE && j != DL_NONE) {
        rc = describe_pair(x, row, i, j, err);
        row->moved = moved[i] || other_package(x, i, j);
    } else {
        row->change = i == DL_NONE ? DL_PLAN_NEW : DL_PLAN_DELETED;
    }
    gather_parts(x, row);
    if (row->change == DL_PLAN_SPLIT || row->change == DL_PLAN_MERGED) row->numbers = 0;
    out->counts[row->change]++;
    out->moved += row->moved;
    out->numbers += row->numbers;
    return rc;
}

/* Rows in the order of the new text; a deleted point comes after the one that stood before it. */
static int add_rows(aligner *x, dl_plan_alignment *out, const uint8_t *moved, dl_error *err) {
    uint32_t n = x->a->points.count, m = x->b->points.count, i = 0;
    int rc = DL_OK;
    for (uint32_t j = 0; j <= m && !rc; j++) {
        uint32_t upto = j < m ? x->to_old[j] : n;
        bool ahead = j == m || (upto != DL_NONE && !moved[upto]);
        for (; ahead && i < upto && i < n && !rc; i++)
            if (x->to_new[i] == DL_NONE && x->part_of_new[i] == DL_NONE)
                rc = add_row(x, out, i, DL_NONE, moved, err);
        if (j < m && !rc && x->part_of_old[j] == DL_NONE)
            rc = add_row(x, out, x->to_old[j], j, moved, err);
    }
    return rc;
}

/* An old point that only lives on in two or more pieces has no pair: its first piece becomes it. */
static void adopt_pieces(aligner *x) {
    for (uint32_t j = 0; j < x->b->points.count; j++) {
        uint32_t i = x->part_of_old[j];
        if (i == DL_NONE || x->to_new[i] != DL_NONE) continue;
        x->to_new[i] = j, x->to_old[j] = i, x->part_of_old[j] = DL_NONE;
    }
    for (uint32_t i = 0; i < x->a->points.count; i++) {
        uint32_t j = x->part_of_new[i];
        if (j == DL_NONE || x->to_old[j] != DL_NONE) continue;
        x->to_old[j] = i, x->to_new[i] = j, x->part_of_new[i] = DL_NONE;
    }
}

static uint32_t *indexes(dl_arena *arena, uint32_t count) {
    uint32_t *list = dl_arena_array(arena, count + 1u, sizeof *list);
    for (uint32_t i = 0; list && i < count; i++) list[i] = DL_NONE;
    return list;
}

int dl_plan_align(dl_plan_alignment *out, dl_arena *arena, const dl_plan *old_plan,
                  const dl_plan *new_plan, dl_error *err) {
    memset(out, 0, sizeof *out);
    uint32_t n = old_plan->points.count, m = new_plan->points.count;
    uint32_t words = old_plan->words.count + new_plan->words.count;
    aligner x = {.a = old_plan, .b = new_plan, .arena = arena};
    x.to_new = indexes(arena, n), x.part_of_new = indexes(arena, n);
    x.to_old = indexes(arena, m), x.part_of_old = indexes(arena, m);
    uint8_t *used = dl_arena_zalloc(arena, words + 1u), *moved = dl_arena_zalloc(arena, n + 1u);
    uint32_t *length = indexes(arena, n), *before = indexes(arena, n);
    if (arena->failed) return dl_fail_memory(err);
    int rc = pair_points(&x, used, err);
    if (!rc) {
        find_parts(&x, used);
        adopt_pieces(&x);
        mark_moved(&x, moved, length, before);
        rc = add_rows(&x, out, moved, err);
    }
    dl_buf_free(&x.text);
    return rc;
}
