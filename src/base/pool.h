/* pool.h - run a function over items 0 … count-1 on several threads, in no promised order.
 *
 * The caller must write each item's result to its own place: what comes out must not depend on
 * the order. `worker` is 0 … threads-1, for per-thread scratch. Returns when all are done.
 */
#ifndef DL_BASE_POOL_H
#define DL_BASE_POOL_H

#include "base/span.h"

typedef void dl_pool_work(void *context, uint32_t item, uint32_t worker);

/* threads 0: one a core. With one thread everything runs on the caller's. */
int dl_pool_run(uint32_t threads, uint32_t count, dl_pool_work *work, void *context);
uint32_t dl_pool_cores(void);

#endif
