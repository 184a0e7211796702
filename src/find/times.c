#include "find/times.h"

#include <stdlib.h>

struct dl_times {
    dl_arena arena;
};

int dl_times_open(dl_times **times, const dl_data *data, dl_error *err) {
    (void)data;
    *times = calloc(1, sizeof **times);
    return *times ? DL_OK : dl_fail_memory(err);
}

void dl_times_close(dl_times *times) {
    if (times) dl_arena_free(&times->arena);
    free(times);
}

int dl_times_find(const dl_times *times, dl_find_context *context, dl_error *err) {
    (void)times, (void)context, (void)err;
    return DL_OK;
}
