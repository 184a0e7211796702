/* Joining reports to earlier ones: see stories.h. */
#include <stdlib.h>

#include "base/map.h"
#include "resolve/stories.h"
#include "resolve/tuning_resolve.h"

typedef struct joining {
    const dl_lookup *lookup;
    dl_links *out;
    dl_error *err;
    dl_arena arena;   /* as long as the call */
    dl_arena scratch; /* one report */
    dl_map queued;
    DL_VEC(uint32_t) queue;
} joining;

typedef struct candidate {
    dl_order order;
    uint32_t report, shared;
} candidate;
typedef DL_VEC(candidate) candidates;

static dl_str number_key(const uint32_t *number) {
    return (dl_str){(const char *)number, sizeof *number};
}

static int enqueue(joining *j, uint32_t report) {
    if (dl_map_get(&j->queued, number_key(&report)) != DL_NONE) return DL_OK;
    dl_str key = dl_arena_str(&j->arena, number_key(&report));
    uint32_t *place = DL_PUSH(&j->queue, &j->arena);
    if (!place || !dl_map_set(&j->queued, key, 1)) return dl_fail_memory(j->err);
    *place = report;
    return DL_OK;
}

static int posting_cmp(const void *pa, const void *pb) {
    const dl_posting *a = pa, *b = pb;
    return (a->report > b->report) - (a->report < b->report);
}

static int candidate_cmp(const void *pa, const void *pb) {
    const candidate *a = pa, *b = pb;
    return dl_order_cmp(a->order, b->order);
}

/* A day count that grows by one a day; good enough for distances (months of 31 days). */
static uint64_t day_of(uint64_t moment) {
    uint64_t day = moment / 1000000;
    return day / 10000 * 372 + (day / 100 % 100) * 31 + day % 100;
}

static bool too_far(uint64_t a, uint64_t b) {
    if (a == UINT64_MAX || b == UINT64_MAX) return false;
    uint64_t x = day_of(a), y = day_of(b);
    return (x > y ? x - y : y - x) > DL_STORY_DAYS;
}

/* The reports next to `self` on one side that share at least one term, in order. */
static int neighbours(joining *j, const uint32_t *terms, uint32_t count, dl_order self,
                      bool earlier, candidates *out) {
    dl_postings posts = {0};
    dl_ask ask = {DL_TERMS_STORY, terms, count, &self, earlier, DL_STORY_HOLDERS};
    int rc = j->lookup->postings(j->lookup->self, &ask, &j->scratch, &posts, j->err);
    if (rc) return rc;
    if (posts.count) qsort(posts.items, posts.count, sizeof *posts.items, posting_cmp);
    for (uint32_t i = 0, k; i < posts.count && !rc; i = k) {
        candidate c = {.report = posts.items[i].report};
        for (k = i; k < posts.count && posts.items[k].report == c.report; k++) c.shared++;
        if (c.shared < DL_STORY_SHARED && count >= DL_STORY_SHARED * 4) continue;
        rc = j->lookup->order(j->lookup->self, c.report, &c.order, j->err);
        if (rc || too_far(c.order.published, self.published)) continue;
        candidate *place = DL_PUSH(out, &j->scratch);
        if (!place) return dl_fail_memory(j->err);
        *place = c;
    }
    if (out->count) qsort(out->items, out->count, sizeof *out->items, candidate_cmp);
    return rc;
}

static int story_of(joining *j, uint32_t report, dl_story *story) {
    dl_str bytes;
    int rc = j->lookup->story(j->lookup->self, report, &j->scratch, &bytes, j->err);
    return rc ? rc : dl_story_read(story, bytes, j->err);
}

/* The terms a stored vector is found by: its heaviest words, as dl_story_make chose them. */
static uint32_t terms_of(const dl_story *s, uint32_t *terms) {
    uint32_t n = 0;
    dl_story_word best[DL_STORY_TERMS];
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t at = n < DL_STORY_TERMS ? n++ : DL_STORY_TERMS;
        if (at == DL_STORY_TERMS && best[at - 1].weight >= s->words[i].weight) continue;
        if (at == DL_STORY_TERMS) at--;
        for (; at > 0 && best[at - 1].weight < s->words[i].weight; at--) best[at] = best[at - 1];
        best[at] = s->words[i];
    }
    for (uint32_t i = 0; i < n; i++) terms[i] = best[i].word;
    return n;
}

static int u32_cmp(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int join_one(joining *j, uint32_t report, bool wake) {
    dl_story self, other;
    dl_order order;
    candidates before = {0}, after = {0};
    uint32_t terms[DL_STORY_TERMS];
    dl_story_link link = {report, DL_NONE, 0};
    dl_arena_reset(&j->scratch);
    int rc = story_of(j, report, &self);
    uint32_t count = rc ? 0 : terms_of(&self, terms);
    if (count > 1) qsort(terms, count, sizeof *terms, u32_cmp);
    if (!rc) rc = j->lookup->order(j->lookup->self, report, &order, j->err);
    if (!rc) rc = neighbours(j, terms, count, order, true, &before);
    for (uint32_t i = 0; i < before.count && !rc; i++) {
        rc = story_of(j, before.items[i].report, &other);
        uint32_t like = rc ? 0 : dl_story_like(&self, &other);
        if (like >= DL_STORY_JOIN && like > link.score) {
            link.parent = before.items[i].report;
            link.score = like;
        }
    }
    dl_story_link *place = rc ? NULL : DL_PUSH(&j->out->stories, &j->out->arena);
    if (!rc && !place) rc = dl_fail_memory(j->err);
    if (!rc) *place = link;
    if (!rc && wake) rc = neighbours(j, terms, count, order, false, &after);
    for (uint32_t i = 0; i < after.count && !rc; i++) {
        rc = story_of(j, after.items[i].report, &other);
        if (!rc && dl_story_like(&self, &other) >= DL_STORY_JOIN)
            rc = enqueue(j, after.items[i].report);
    }
    return rc;
}

int dl_stories_solve(const dl_lookup *lookup, const uint32_t *touched, uint32_t count,
                     dl_links *out, dl_error *err) {
    joining j = {.lookup = lookup, .out = out, .err = err};
    dl_arena_init(&j.arena);
    dl_arena_init(&j.scratch);
    dl_map_init(&j.queued, &j.arena);
    int rc = DL_OK;
    for (uint32_t i = 0; i < count && !rc; i++) rc = enqueue(&j, touched[i]);
    uint32_t first = j.queue.count; /* those behind it are joined again, but wake nobody */
    for (uint32_t i = 0; i < j.queue.count && !rc; i++)
        rc = join_one(&j, j.queue.items[i], i < first);
    if (!rc && (out->arena.failed || j.arena.failed)) rc = dl_fail_memory(err);
    dl_arena_free(&j.scratch);
    dl_arena_free(&j.arena);
    return rc;
}
