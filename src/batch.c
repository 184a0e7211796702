#include "batch.h"

#include <stdlib.h>

#include "base/pool.h"
#include "copies/copies.h"
#include "resolve/resolve.h"
#include "resolve/stories.h"

enum { NEXT, FIND, PUT, STAGES, WORKERS = 64 }; /* base/pool.h runs at most 64 */

typedef struct run {
    const batch_job *job;
    batch *stage[STAGES];
    dl_worker *workers[WORKERS];
    int rc[STAGES];
    dl_error errors[STAGES];
    bool stop; /* nothing more is read */
} run;

void batch_slot_free(batch_slot *slot) {
    dl_finds_free(slot->finds);
    slot->finds = NULL;
    dl_buf_free(&slot->blob);
    dl_buf_free(&slot->items);
    dl_buf_free(&slot->story);
    dl_arena_free(&slot->arena);
}

/* What other reports will ask of this one. */
static int make_index(const dl_engine *engine, batch_slot *s, dl_error *err) {
    dl_arena scratch;
    dl_arena_init(&scratch);
    dl_items items = {.arena = &scratch};
    int rc = dl_card_make(&s->card, s->finds, 0, &s->arena, err);
    if (!rc) rc = dl_resolver_items(engine_resolver(engine), s->finds, 0, &items, err);
    if (!rc && dl_items_write(&items, &s->items)) rc = dl_fail_memory(err);
    if (!rc)
        rc = dl_copies_terms(&s->finds->report, &s->arena, &s->terms[DL_TERMS_SHINGLES],
                             &s->term_count[DL_TERMS_SHINGLES], err);
    dl_story story;
    if (!rc)
        rc = dl_story_make(&story, engine_idf(engine), &s->finds->report, &s->arena,
                           &s->terms[DL_TERMS_STORY], &s->term_count[DL_TERMS_STORY], err);
    if (!rc) dl_story_write(&story, &s->story);
    if (!rc && s->story.failed) rc = dl_fail_memory(err);
    dl_arena_free(&scratch);
    return rc;
}

/* The finds and their packed form, under what people decided. */
static int find_and_pack(dl_worker *worker, batch_slot *s, dl_error *err) {
    dl_str packed = {NULL, 0};
    int rc = pipeline_find(worker, s->path, s->raw, &s->given, &s->finds, &packed, err);
    if (rc) return rc;
    memcpy(s->id, s->finds->report.id, sizeof s->id);
    if (s->decision_count) {
        rc = decide_apply(s->finds, s->decisions, s->decision_count, err);
        return rc ? rc : record_pack(s->finds, &s->blob, err);
    }
    dl_buf_str(&s->blob, packed);
    return s->blob.failed ? dl_fail_memory(err) : DL_OK;
}

void batch_find(const dl_engine *engine, dl_worker *worker, batch_slot *slot) {
    dl_arena_init(&slot->arena);
    slot->bad = find_and_pack(worker, slot, &slot->error) || make_index(engine, slot, &slot->error);
}

record_index batch_index(const batch_slot *s) {
    record_index index = {.finds = s->finds,
                          .card = &s->card,
                          .items = dl_buf_view(&s->items),
                          .story = dl_buf_view(&s->story)};
    for (int i = 0; i < DL_TERM_INDEXES; i++) {
        index.terms[i] = s->terms[i];
        index.term_count[i] = s->term_count[i];
    }
    return index;
}

static void empty(batch *b) {
    for (uint32_t i = 0; i < b->slots.count; i++) batch_slot_free(&b->slots.items[i]);
    dl_arena_reset(&b->arena);
    memset(&b->slots, 0, sizeof b->slots);
    b->bytes = 0;
}

static int open_worker(run *r, uint32_t i, dl_error *err) {
    return r->workers[i] ? DL_OK : dl_worker_open(&r->workers[i], r->job->engine, err);
}

static void find(run *r, batch_slot *slot, uint32_t worker) {
    if (slot->error.code || slot->finds) return; /* could not be read, or needs no finding */
    if (open_worker(r, worker, &slot->error))
        slot->bad = true;
    else
        batch_find(r->job->engine, r->workers[worker], slot);
}

static void work(void *context, uint32_t item, uint32_t worker) {
    run *r = context;
    if (item == 0) {
        batch *b = r->stage[PUT];
        if (!b->slots.count) return;
        r->rc[PUT] = open_worker(r, worker, &r->errors[PUT]);
        if (!r->rc[PUT])
            r->rc[PUT] = r->job->put(r->job->self, b, r->workers[worker], &r->errors[PUT]);
    } else if (item == 1) {
        if (!r->stop) r->rc[NEXT] = r->job->next(r->job->self, r->stage[NEXT], &r->errors[NEXT]);
    } else {
        find(r, &r->stage[FIND]->slots.items[item - 2], worker);
    }
}

/* One round; *done: nothing is left on its way. */
static void round_of(run *r, bool *done) {
    dl_pool_run(r->job->threads, 2 + r->stage[FIND]->slots.count, work, r);
    bool went = r->stage[PUT]->slots.count > 0;
    if (went && r->job->round && r->job->round(r->job->self, r->stage[PUT])) r->stop = true;
    if (r->rc[NEXT] || r->rc[PUT]) r->stop = true;
    batch *free_one = r->stage[PUT];
    empty(free_one);
    r->stage[PUT] = r->stage[FIND];
    r->stage[FIND] = r->stage[NEXT];
    r->stage[NEXT] = free_one;
    *done = (!r->stage[FIND]->slots.count && !r->stage[PUT]->slots.count) || r->rc[PUT];
}

int batch_run(const batch_job *job, dl_error *err) {
    run r = {.job = job};
    batch batches[STAGES] = {0};
    for (int i = 0; i < STAGES; i++) {
        dl_arena_init(&batches[i].arena);
        r.stage[i] = &batches[i];
    }
    bool done = false;
    while (!done) round_of(&r, &done);
    for (int i = 0; i < STAGES; i++) {
        empty(&batches[i]);
        dl_arena_free(&batches[i].arena);
    }
    for (int i = 0; i < WORKERS; i++) dl_worker_close(r.workers[i]);
    int which = r.rc[PUT] ? PUT : NEXT;
    if (r.rc[which] && err) *err = r.errors[which];
    return r.rc[which];
}
