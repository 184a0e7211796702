/* batch.h - many reports through the engine: three stages at work on three batches at once.
 *
 *   next(batch k+1)   |   find(batch k) on every other thread   |   put(batch k-1)
 *
 * What comes out does not depend on threads or on where one batch ends: put sees the reports in
 * the order of next.
 */
#ifndef DL_BATCH_H
#define DL_BATCH_H

#include "pipeline.h"
#include "record/record.h"

/* One report on its way. */
typedef struct batch_slot {
    dl_str path, raw;
    dl_given given;     /* what find gets */
    record_given *said; /* what the record keeps */
    uint32_t said_count;
    decision_row *decisions; /* what people decided of it (rebuild) */
    uint32_t decision_count;
    int64_t report; /* its row, where it has one (rebuild) */
    char id[65];
    struct dl_finds *finds;
    dl_buf blob;
    dl_arena arena; /* of card and terms */
    dl_card card;
    dl_buf items, story;
    uint32_t *terms[DL_TERM_INDEXES];
    uint32_t term_count[DL_TERM_INDEXES];
    dl_error error; /* code 0: finds and blob are there */
    bool bad;
    bool known; /* the record has it already */
} batch_slot;

typedef struct batch {
    dl_arena arena; /* paths, bytes, what was said */
    DL_VEC(batch_slot) slots;
    uint64_t bytes;
} batch;

typedef struct batch_job {
    const dl_engine *engine;
    uint32_t threads;
    void *self;
    /* Fills an empty batch; leaves it empty at the end. Runs beside put, never beside itself. */
    int (*next)(void *self, batch *out, dl_error *err);
    /* Writes a batch. May use worker. */
    int (*put)(void *self, batch *in, dl_worker *worker, dl_error *err);
    /* After each round, on the caller's thread; other than 0 stops once all is put. May be NULL. */
    int (*round)(void *self, const batch *done);
} batch_job;

/* The first failure of next or put, after which nothing more is read. */
int batch_run(const batch_job *job, dl_error *err);
/* Finds one slot and makes its index: what the pool does. */
void batch_find(const dl_engine *engine, dl_worker *worker, batch_slot *slot);
/* What record_put_index takes, as views of the slot. */
record_index batch_index(const batch_slot *slot);
/* Frees what a slot owns. */
void batch_slot_free(batch_slot *slot);

#endif
