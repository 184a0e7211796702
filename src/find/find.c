/* The order of the parts, in one place. */
#include "find/find.h"

#include <stdlib.h>

#include "find/attributions.h"
#include "find/events.h"
#include "find/names.h"
#include "find/positions.h"
#include "find/times.h"

struct dl_finder {
    dl_names *names;
    dl_times *times;
    dl_attributions *attributions;
    dl_events *events;
    dl_positions *positions;
};

int dl_finder_open(dl_finder **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_finder *f = calloc(1, sizeof *f);
    if (!f) return dl_fail_memory(err);
    int rc = dl_names_open(&f->names, data, err);
    if (!rc) rc = dl_times_open(&f->times, data, err);
    if (!rc) rc = dl_attributions_open(&f->attributions, data, err);
    if (!rc) rc = dl_events_open(&f->events, data, err);
    if (!rc) rc = dl_positions_open(&f->positions, data, err);
    if (rc)
        dl_finder_close(f);
    else
        *out = f;
    return rc;
}

void dl_finder_close(dl_finder *f) {
    if (!f) return;
    dl_names_close(f->names);
    dl_times_close(f->times);
    dl_attributions_close(f->attributions);
    dl_events_close(f->events);
    dl_positions_close(f->positions);
    free(f);
}

int dl_finder_run(const dl_finder *f, dl_find_context *context, dl_error *err) {
    int rc = dl_names_find(f->names, context, err);
    if (!rc) rc = dl_times_find(f->times, context, err);
    if (!rc) rc = dl_attributions_find(f->attributions, context, err);
    if (!rc) rc = dl_events_find(f->events, context, err);
    if (!rc) rc = dl_positions_find(f->positions, context, err);
    if (!rc && (context->finds->arena.failed || context->scratch->failed)) rc = dl_fail_memory(err);
    return rc;
}
