#include "find/names.h"

#include <stdlib.h>

struct dl_names {
    dl_arena arena;
};

int dl_names_open(dl_names **names, const dl_data *data, dl_error *err) {
    (void)data;
    *names = calloc(1, sizeof **names);
    return *names ? DL_OK : dl_fail_memory(err);
}

void dl_names_close(dl_names *names) {
    if (names) dl_arena_free(&names->arena);
    free(names);
}

int dl_names_find(const dl_names *names, dl_find_context *context, dl_error *err) {
    (void)names, (void)context, (void)err;
    return DL_OK;
}
