#include "train/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int file_read(const char *path, dl_buf *out, dl_error *err) {
    FILE *f = fopen(path, "rb");
    if (!f) return dl_fail(err, DL_EIO, UINT64_MAX, "cannot read %s: %s", path, strerror(errno));
    char piece[65536];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) dl_buf_add(out, piece, n);
    fclose(f);
    return out->failed ? dl_fail_memory(err) : DL_OK;
}

int file_write(const char *path, dl_str bytes, dl_error *err) {
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
    if (f && fclose(f)) good = false;
    return good ? DL_OK
                : dl_fail(err, DL_EIO, UINT64_MAX, "cannot write %s: %s", path, strerror(errno));
}

bool file_is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *suffix) {
    return dl_str_ends(dl_str_of(name), dl_str_of(suffix));
}

int file_list(file_names *names, const char *path, const char *suffix, dl_error *err) {
    *names = (file_names){0};
    DIR *dir = opendir(path);
    if (!dir) return dl_fail(err, DL_EIO, UINT64_MAX, "cannot list %s: %s", path, strerror(errno));
    uint32_t cap = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.' || !ends_with(e->d_name, suffix)) continue;
        if (names->count == cap) {
            cap = cap ? cap * 2 : 64;
            char **more = realloc(names->items, cap * sizeof *more);
            if (!more) break;
            names->items = more;
        }
        names->items[names->count++] = strdup(e->d_name);
    }
    closedir(dir);
    if (names->count) qsort(names->items, names->count, sizeof *names->items, by_name);
    return DL_OK;
}

void file_names_free(file_names *names) {
    for (uint32_t i = 0; i < names->count; i++) free(names->items[i]);
    free(names->items);
    *names = (file_names){0};
}
