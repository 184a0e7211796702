#include "model/data.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "model/embedded.h"

struct dl_data {
    dl_arena arena;
    dl_str *bytes; /* one for each embedded file, overridden or not */
    char hash[65];
};

/* Reads a whole file into the arena; absent is fine (*found false). */
static int read_file(dl_arena *arena, const char *path, dl_str *bytes, bool *found, dl_error *err) {
    *found = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return DL_OK;
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        if (fd >= 0) close(fd);
        return dl_fail(err, DL_EIO, UINT64_MAX, "cannot read %s: %s", path, strerror(errno));
    }
    char *p = dl_arena_alloc(arena, (size_t)st.st_size + 1);
    size_t at = 0;
    ssize_t n = 0;
    while (p && at < (size_t)st.st_size && (n = read(fd, p + at, (size_t)st.st_size - at)) > 0)
        at += (size_t)n;
    close(fd);
    if (!p) return dl_fail_memory(err);
    if (n < 0) return dl_fail(err, DL_EIO, at, "cannot read %s: %s", path, strerror(errno));
    p[at] = '\0';
    *bytes = (dl_str){p, at};
    *found = true;
    return DL_OK;
}

static void hash_all(dl_data *data) {
    dl_buf all = {0};
    for (uint32_t i = 0; i < dl_embedded_count; i++) {
        char sum[65];
        dl_sha256_hex(data->bytes[i], sum);
        dl_buf_printf(&all, "%s %s\n", dl_embedded[i].name, sum);
    }
    dl_sha256_hex(dl_buf_view(&all), data->hash);
    dl_buf_free(&all);
}

int dl_data_open(dl_data **out, const char *override_dir, dl_error *err) {
    *out = NULL;
    dl_data *data = calloc(1, sizeof *data);
    if (!data) return dl_fail_memory(err);
    dl_arena_init(&data->arena);
    data->bytes = dl_arena_array(&data->arena, dl_embedded_count, sizeof *data->bytes);
    int rc = data->bytes ? DL_OK : dl_fail_memory(err);
    for (uint32_t i = 0; !rc && i < dl_embedded_count; i++) {
        const dl_embedded_file *f = &dl_embedded[i];
        data->bytes[i] = (dl_str){(const char *)f->start, (size_t)(f->end - f->start)};
        if (!override_dir) continue;
        dl_str path = dl_arena_printf(&data->arena, "%s/%s", override_dir, f->name);
        bool found;
        rc = path.ptr ? read_file(&data->arena, path.ptr, &data->bytes[i], &found, err)
                      : dl_fail_memory(err);
    }
    if (rc) {
        dl_data_close(data);
        return rc;
    }
    hash_all(data);
    *out = data;
    return DL_OK;
}

void dl_data_close(dl_data *data) {
    if (!data) return;
    dl_arena_free(&data->arena);
    free(data);
}

dl_str dl_data_get(const dl_data *data, const char *name) {
    for (uint32_t i = 0; i < dl_embedded_count; i++)
        if (strcmp(dl_embedded[i].name, name) == 0) return data->bytes[i];
    return (dl_str){NULL, 0};
}

int dl_data_table(const dl_data *data, const char *name, dl_arena *arena, dl_tsv *table,
                  dl_error *err) {
    dl_str bytes = dl_data_get(data, name);
    if (!bytes.ptr) return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no data file %s", name);
    dl_error inner = {0};
    int rc = dl_tsv_parse(table, arena, bytes, &inner);
    return rc ? dl_fail(err, rc, inner.byte, "data file %s: %s", name, inner.message) : DL_OK;
}

const char *dl_data_hash(const dl_data *data) {
    return data->hash;
}
