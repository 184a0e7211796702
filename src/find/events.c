#include "find/events.h"

#include <stdlib.h>

struct dl_events {
    dl_arena arena;
};

int dl_events_open(dl_events **events, const dl_data *data, dl_error *err) {
    (void)data;
    *events = calloc(1, sizeof **events);
    return *events ? DL_OK : dl_fail_memory(err);
}

void dl_events_close(dl_events *events) {
    if (events) dl_arena_free(&events->arena);
    free(events);
}

int dl_events_find(const dl_events *events, dl_find_context *context, dl_error *err) {
    (void)events, (void)context, (void)err;
    return DL_OK;
}
