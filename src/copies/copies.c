#include "copies/copies.h"

#include <stdlib.h>

#include "base/map.h"
#include "copies/tuning_copies.h"

int dl_copies_terms(const dl_report *report, dl_arena *arena, uint32_t **terms, uint32_t *count,
                    dl_error *err) {
    dl_words words = {0};
    for (uint32_t i = 0; i < report->blocks.count; i++) {
        const dl_block *b = &report->blocks.items[i];
        if (!dl_block_is_parsed(b->kind) || b->span.end > report->text.len) continue;
        if (!dl_words_of(&words, arena, report->text, b->span.start, b->span.end))
            return dl_fail_memory(err);
    }
    uint32_t *hashes = dl_arena_alloc(arena, (words.count + 1) * sizeof *hashes);
    if (!hashes) return dl_fail_memory(err);
    uint32_t grams = dl_grams_of(words.items, words.count, hashes);
    return dl_copy_winnow(hashes, grams, arena, terms, count, err);
}

enum { CACHE_BYTES = 64 << 20 };

typedef struct entry {
    dl_copy_text text;
    dl_report report;
    const dl_card *card;
} entry;

/* One call of dl_copies_solve. */
typedef struct solving {
    const dl_lookup *lookup;
    dl_links *out;
    dl_report_list *solved;
    dl_error *err;
    dl_arena arena;   /* as long as the call */
    dl_arena scratch; /* one report */
    dl_arena cache;   /* texts of neighbours; forgotten when it grows too large */
    dl_map cached;    /* report -> index into entries */
    DL_VEC(entry) entries;
    dl_map queued; /* reports whose rows are made */
    DL_VEC(uint32_t) queue;
} solving;

static dl_str number_key(const uint32_t *number) {
    return (dl_str){(const char *)number, sizeof *number};
}

static int enqueue(solving *s, uint32_t report) {
    if (dl_map_get(&s->queued, number_key(&report)) != DL_NONE) return DL_OK;
    dl_str key = dl_arena_str(&s->arena, number_key(&report));
    uint32_t *place = DL_PUSH(&s->queue, &s->arena);
    if (!place || !dl_map_set(&s->queued, key, 1)) return dl_fail_memory(s->err);
    *place = report;
    return DL_OK;
}

static void forget(solving *s) {
    dl_arena_reset(&s->cache);
    dl_map_init(&s->cached, &s->cache);
    memset(&s->entries, 0, sizeof s->entries);
}

/* The text of a report, ready to compare; its index into entries. */
static int entry_of(solving *s, uint32_t report, uint32_t *index) {
    *index = dl_map_get(&s->cached, number_key(&report));
    if (*index != DL_NONE) return DL_OK;
    entry *e = DL_PUSH(&s->entries, &s->cache);
    dl_str key = dl_arena_str(&s->cache, number_key(&report));
    if (!e || !dl_map_set(&s->cached, key, s->entries.count - 1)) return dl_fail_memory(s->err);
    *index = s->entries.count - 1;
    int rc = s->lookup->text(s->lookup->self, report, &s->cache, &e->report, s->err);
    if (!rc) rc = s->lookup->card(s->lookup->self, report, &s->cache, &e->card, s->err);
    if (!rc) rc = dl_copy_text_make(&e->text, &e->report, &s->cache, s->err);
    return rc;
}

/* ── candidates ─────────────────────────────────────────────────────────────────────────────── */

typedef struct holder {
    dl_order order;
    uint32_t report, term;
} holder;
typedef DL_VEC(holder) holders;

static int candidate_cmp(const void *pa, const void *pb) {
    const holder *a = pa, *b = pb;
    int c = dl_order_cmp(a->order, b->order);
    return c ? c : (a->report > b->report) - (a->report < b->report);
}

/* Appends the reports that have one of the terms, by term and order. */
static int holders_of(solving *s, const uint32_t *terms, uint32_t count, uint32_t limit,
                      holders *out) {
    dl_postings posts = {0};
    dl_ask ask = {DL_TERMS_SHINGLES, terms, count, NULL, false, limit};
    int rc = s->lookup->postings(s->lookup->self, &ask, &s->scratch, &posts, s->err);
    for (uint32_t i = 0; !rc && i < posts.count; i++) {
        holder *h = DL_PUSH(out, &s->scratch);
        if (!h) return dl_fail_memory(s->err);
        *h = (holder){{0, 0}, posts.items[i].report, posts.items[i].term};
        rc = s->lookup->order(s->lookup->self, h->report, &h->order, s->err);
    }
    return rc;
}

/* Splits what shares a term with `self` into those before it (its candidates) and those after it
 * that it may concern: only where it is among the term's first holders. Where there are more of
 * those than were asked for, *more is set. */
static bool split_term(solving *s, const holder *run, uint32_t n, const holder *self,
                       holders *before, holders *after, bool *more) {
    bool here = false;
    for (uint32_t i = 0; i < n; i++) here = here || run[i].report == self->report;
    for (uint32_t i = 0; i < n; i++) {
        if (run[i].report == self->report) continue;
        bool earlier = candidate_cmp(&run[i], self) < 0;
        if (!earlier && !here) continue;
        holder *h = DL_PUSH(earlier ? before : after, &s->scratch);
        if (!h) return false;
        *h = run[i];
    }
    *more = here && n >= DL_COPY_HOLDERS;
    return true;
}

/* Sorts by order and keeps each report once, where it shares enough terms. */
static void settle(holders *h, uint32_t terms) {
    uint32_t kept = 0, need = terms < 12 ? 1 : DL_COPY_TERMS;
    if (h->count > 1) qsort(h->items, h->count, sizeof *h->items, candidate_cmp);
    for (uint32_t i = 0, j; i < h->count; i = j) {
        for (j = i; j < h->count && h->items[j].report == h->items[i].report; j++) continue;
        if (j - i >= need) h->items[kept++] = h->items[i];
    }
    h->count = kept;
}

/* Appends those after `self` among all holders of the terms. */
static int all_after(solving *s, const uint32_t *terms, uint32_t count, const holder *self,
                     holders *after) {
    holders all = {0};
    int rc = holders_of(s, terms, count, 0, &all);
    for (uint32_t i = 0; i < all.count && !rc; i++) {
        if (candidate_cmp(&all.items[i], self) <= 0) continue;
        holder *h = DL_PUSH(after, &s->scratch);
        if (!h) return dl_fail_memory(s->err);
        *h = all.items[i];
    }
    return rc;
}

static int neighbours(solving *s, uint32_t report, bool wake, holders *before, holders *after) {
    uint32_t index, *terms = NULL, count = 0, crowded = 0;
    holders all = {0};
    holder self = {{0, 0}, report, 0};
    int rc = entry_of(s, report, &index);
    if (!rc)
        rc = dl_copy_winnow(s->entries.items[index].text.hashes, s->entries.items[index].text.grams,
                            &s->scratch, &terms, &count, s->err);
    if (!rc) rc = holders_of(s, terms, count, DL_COPY_HOLDERS, &all);
    if (!rc) rc = s->lookup->order(s->lookup->self, report, &self.order, s->err);
    for (uint32_t i = 0, j; !rc && i < all.count; i = j) {
        bool more = false;
        for (j = i; j < all.count && all.items[j].term == all.items[i].term; j++) continue;
        if (!split_term(s, all.items + i, j - i, &self, before, after, &more))
            rc = dl_fail_memory(s->err);
        if (more) terms[crowded++] = all.items[i].term; /* ascending, so behind the reader */
    }
    if (!rc && wake && crowded) rc = all_after(s, terms, crowded, &self, after);
    if (rc) return rc;
    settle(before, count);
    settle(after, 0); /* how many a later one must share is a matter of its own terms */
    return DL_OK;
}

/* ── rows ───────────────────────────────────────────────────────────────────────────────────── */

/* Compares report a with the earlier b; found says whether a row was appended. */
static int compare(solving *s, uint32_t a, uint32_t b, dl_links *out, dl_copy *c, bool *found) {
    uint32_t ia, ib;
    int rc = entry_of(s, a, &ia);
    if (!rc) rc = entry_of(s, b, &ib);
    if (rc) return rc;
    const entry *ea = &s->entries.items[ia], *eb = &s->entries.items[ib];
    bool same_outlet = ea->card->outlet && ea->card->outlet == eb->card->outlet;
    *found = dl_copy_compare(&ea->text, &eb->text, same_outlet, &s->scratch, out, c);
    if (!*found) return DL_OK;
    dl_copy_direct(c, &ea->text, &eb->text, ea->card, eb->card, out);
    c->owner = a;
    return DL_OK;
}

/* Makes the rows of one report. */
static int make_rows(solving *s, uint32_t report, const holders *before) {
    uint32_t rows = 0, near = 0;
    for (uint32_t i = 0; i < before->count; i++) {
        if (rows >= DL_COPY_ROWS || near >= DL_COPY_NEAR_ROWS) break;
        dl_copy c;
        bool found;
        int rc = compare(s, report, before->items[i].report, s->out, &c, &found);
        if (rc) return rc;
        if (!found) continue;
        dl_copy *row = DL_PUSH(&s->out->copies, &s->out->arena);
        if (!row) return dl_fail_memory(s->err);
        *row = c;
        rows++;
        near += c.kind == DL_COPY_EXACT || c.kind == DL_COPY_NEAR;
    }
    uint32_t *place = DL_PUSH(s->solved, &s->out->arena);
    if (!place) return dl_fail_memory(s->err);
    *place = report;
    return DL_OK;
}

/* Queues those after the report that copy it. */
static int wake_later(solving *s, uint32_t report, const holders *after) {
    dl_links unused;
    dl_links_init(&unused);
    int rc = DL_OK;
    for (uint32_t i = 0; i < after->count && !rc; i++) {
        uint32_t later = after->items[i].report;
        if (dl_map_get(&s->queued, number_key(&later)) != DL_NONE) continue;
        dl_copy c;
        bool found = false;
        rc = compare(s, later, report, &unused, &c, &found);
        if (!rc && found) rc = enqueue(s, later);
    }
    dl_links_free(&unused);
    return rc;
}

static int solve_one(solving *s, uint32_t report, bool wake) {
    holders before = {0}, after = {0};
    dl_arena_reset(&s->scratch);
    if (s->cache.used > CACHE_BYTES) forget(s);
    int rc = neighbours(s, report, wake, &before, &after);
    if (!rc) rc = make_rows(s, report, &before);
    if (!rc && wake) rc = wake_later(s, report, &after);
    return rc;
}

int dl_copies_solve(const dl_lookup *lookup, const uint32_t *touched, uint32_t count, dl_links *out,
                    dl_report_list *solved, dl_error *err) {
    solving s = {.lookup = lookup, .out = out, .solved = solved, .err = err};
    dl_arena_init(&s.arena);
    dl_arena_init(&s.scratch);
    dl_arena_init(&s.cache);
    dl_map_init(&s.queued, &s.arena);
    forget(&s);
    int rc = DL_OK;
    for (uint32_t i = 0; i < count && !rc; i++) rc = enqueue(&s, touched[i]);
    uint32_t first = s.queue.count; /* those behind it are done again, but wake nobody */
    for (uint32_t i = 0; i < s.queue.count && !rc; i++)
        rc = solve_one(&s, s.queue.items[i], i < first);
    if (!rc && (out->arena.failed || s.arena.failed)) rc = dl_fail_memory(err);
    dl_arena_free(&s.cache);
    dl_arena_free(&s.scratch);
    dl_arena_free(&s.arena);
    return rc;
}
