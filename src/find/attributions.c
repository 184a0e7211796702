#include "find/attributions.h"

#include <stdlib.h>

struct dl_attributions {
    dl_arena arena;
};

int dl_attributions_open(dl_attributions **attributions, const dl_data *data, dl_error *err) {
    (void)data;
    *attributions = calloc(1, sizeof **attributions);
    return *attributions ? DL_OK : dl_fail_memory(err);
}

void dl_attributions_close(dl_attributions *attributions) {
    if (attributions) dl_arena_free(&attributions->arena);
    free(attributions);
}

int dl_attributions_find(const dl_attributions *attributions, dl_find_context *context,
                         dl_error *err) {
    (void)attributions, (void)context, (void)err;
    return DL_OK;
}
