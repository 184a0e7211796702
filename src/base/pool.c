#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "dateline.h"

enum { POOL_MAX = 64 };

typedef struct pool {
    atomic_uint next;
    uint32_t count;
    dl_pool_work *work;
    void *context;
} pool;

typedef struct pool_thread {
    pool *pool;
    uint32_t worker;
    pthread_t thread;
} pool_thread;

static void *run(void *arg) {
    pool_thread *self = arg;
    pool *p = self->pool;
    for (;;) {
        uint32_t item = atomic_fetch_add(&p->next, 1);
        if (item >= p->count) return NULL;
        p->work(p->context, item, self->worker);
    }
}

uint32_t dl_pool_cores(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > POOL_MAX ? POOL_MAX : (uint32_t)n;
}

int dl_pool_run(uint32_t threads, uint32_t count, dl_pool_work *work, void *context) {
    if (threads == 0) threads = dl_pool_cores();
    if (threads > POOL_MAX) threads = POOL_MAX;
    if (threads > count) threads = count ? count : 1;
    pool p = {.count = count, .work = work, .context = context};
    pool_thread all[POOL_MAX];
    uint32_t started = 1;
    all[0] = (pool_thread){.pool = &p, .worker = 0};
    for (; started < threads; started++) {
        all[started] = (pool_thread){.pool = &p, .worker = started};
        if (pthread_create(&all[started].thread, NULL, run, &all[started])) break;
    }
    run(&all[0]); /* fewer threads than asked for is slower, not wrong */
    for (uint32_t i = 1; i < started; i++) pthread_join(all[i].thread, NULL);
    return DL_OK;
}
