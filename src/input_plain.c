/* Plain files only, until read/input.c lands: weak, so that it gives way to that one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "read/input.h"

struct dl_input {
    const char *const *paths;
    uint32_t count, at;
    dl_buf raw;
};

__attribute__((weak)) int dl_input_open(dl_input **out, const char *const *paths, uint32_t count,
                                        const dl_input_options *options, dl_error *err) {
    (void)options;
    dl_input *in = *out = calloc(1, sizeof *in);
    if (!in) return dl_fail_memory(err);
    in->paths = paths;
    in->count = count;
    return DL_OK;
}

__attribute__((weak)) int dl_input_next(dl_input *in, dl_input_item *item, bool *more,
                                        dl_error *err) {
    (void)err;
    *item = (dl_input_item){0};
    *more = in->at < in->count;
    if (!*more) return DL_OK;
    item->path = dl_str_of(in->paths[in->at++]);
    dl_buf_clear(&in->raw);
    FILE *f = fopen(item->path.ptr, "rb");
    char chunk[65536];
    size_t n = 0;
    while (f && (n = fread(chunk, 1, sizeof chunk, f)) > 0) dl_buf_add(&in->raw, chunk, n);
    if (!f || ferror(f))
        dl_fail(&item->error, DL_EIO, UINT64_MAX, "cannot read it: %s", strerror(errno));
    if (f) fclose(f);
    item->raw = dl_buf_view(&in->raw);
    return DL_OK;
}

__attribute__((weak)) void dl_input_close(dl_input *in) {
    if (!in) return;
    dl_buf_free(&in->raw);
    free(in);
}
