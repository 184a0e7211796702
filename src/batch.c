#include "batch.h"

#include <stdlib.h>

#include "base/pool.h"

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
}

void batch_find(dl_worker *worker, batch_slot *slot) {
    slot->bad = true;
    if (pipeline_find(worker, slot->path, slot->raw, &slot->given, &slot->finds, &slot->error))
        return;
    memcpy(slot->id, slot->finds->report.id, sizeof slot->id);
    slot->bad = record_pack(slot->finds, &slot->blob, &slot->error) != DL_OK;
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
        batch_find(r->workers[worker], slot);
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
