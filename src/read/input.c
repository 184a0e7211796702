#include "read/input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "read/read.h"
#include "read/split.h"
#include "read/tuning_read.h"

typedef struct named_file {
    dl_str path;
    uint64_t size;
    bool in_folder; /* found in a folder: pictures and the like are passed over in silence */
    dl_error error;
} named_file;

struct dl_input {
    dl_input_options options;
    dl_arena arena;
    DL_VEC(named_file) files;
    uint32_t next;        /* file to open */
    uint64_t done, total; /* bytes */
    split file, member;   /* of the file at hand; of an archive's member that is one itself */
    splitter *split_file, *split_member;
    dl_buf path, member_bytes;
    dl_str file_path;
    bool open, member_open;
};

/* ── what is named -> a list of files ── */

/* The folders above, to see a loop. */
typedef struct folder_chain {
    const struct folder_chain *up;
    dev_t dev;
    ino_t ino;
} folder_chain;

static named_file *add_file(dl_input *in, dl_str path, uint64_t size, bool in_folder) {
    named_file *f = DL_PUSH(&in->files, &in->arena);
    if (!f) return NULL;
    f->path = path;
    f->size = size;
    f->in_folder = in_folder;
    in->total += size;
    return f;
}

static void add_error(dl_input *in, dl_str path, int code, const char *what) {
    named_file *f = add_file(in, path, 0, false);
    if (f) dl_fail(&f->error, code, UINT64_MAX, "%s", what);
}

/* "page_files" beside "page.html": what a browser saves with a page. */
static bool is_page_ballast(char *const *names, int count, const char *name) {
    static const char *const ends[] = {"_files",    ".files",    "-Dateien",
                                       "_fichiers", "_archivos", "-filer"};
    size_t len = strlen(name);
    for (size_t e = 0; e < DL_COUNT(ends); e++) {
        size_t n = strlen(ends[e]);
        if (len <= n || strcmp(name + len - n, ends[e]) != 0) continue;
        for (int i = 0; i < count; i++)
            if (strncmp(names[i], name, len - n) == 0 &&
                strncmp(names[i] + len - n, ".htm", 4) == 0)
                return true;
    }
    return false;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted by bytes, in the arena; -1: cannot be read. */
static int folder_names(dl_input *in, const char *path, char ***names) {
    DIR *dir = opendir(path);
    if (!dir) return -1;
    DL_VEC(char *) list = {0};
    struct dirent *e;
    while ((e = readdir(dir))) {
        if (e->d_name[0] == '.') continue;
        char **slot = DL_PUSH(&list, &in->arena);
        if (slot) *slot = (char *)(uintptr_t)dl_arena_str(&in->arena, dl_str_of(e->d_name)).ptr;
    }
    closedir(dir);
    if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_names);
    *names = list.items;
    return (int)list.count;
}

static void walk(dl_input *in, dl_str path, const folder_chain *up, uint32_t depth) {
    struct stat st;
    if (stat(path.ptr, &st)) {
        add_error(in, path, errno == ENOENT ? DL_ENOTFOUND : DL_EIO, strerror(errno));
        return;
    }
    if (!S_ISDIR(st.st_mode)) {
        add_file(in, path, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0, up != NULL);
        return;
    }
    for (const folder_chain *c = up; c; c = c->up)
        if (c->dev == st.st_dev && c->ino == st.st_ino) {
            add_error(in, path, DL_EFORMAT, "this folder leads back to one above it: not followed");
            return;
        }
    folder_chain here = {up, st.st_dev, st.st_ino};
    char **names = NULL;
    int count = depth < 64 ? folder_names(in, path.ptr, &names) : -1;
    if (count < 0)
        add_error(in, path, DL_EIO,
                  depth < 64 ? strerror(errno) : "folders nested more than 64 deep");
    for (int i = 0; i < count; i++) {
        if (is_page_ballast(names, count, names[i])) continue;
        bool slash = path.len && path.ptr[path.len - 1] == '/';
        dl_str full = dl_arena_printf(&in->arena, "%s%s%s", path.ptr, slash ? "" : "/", names[i]);
        if (full.ptr) walk(in, full, &here, depth + 1);
    }
}

int dl_input_open(dl_input **out, const char *const *paths, uint32_t count,
                  const dl_input_options *options, dl_error *err) {
    *out = NULL;
    dl_input *in = calloc(1, sizeof *in);
    if (!in) return dl_fail_memory(err);
    dl_arena_init(&in->arena);
    if (options) in->options = *options;
    for (uint32_t i = 0; i < count; i++) {
        dl_str path = dl_arena_str(&in->arena, dl_str_of(paths[i]));
        if (dl_str_is(path, "-"))
            add_file(in, path, 0, false);
        else if (path.ptr)
            walk(in, path, NULL, 0);
    }
    if (in->arena.failed) {
        dl_input_close(in);
        return dl_fail_memory(err);
    }
    *out = in;
    return DL_OK;
}

/* ── one file after another ── */

/* Pictures, sound, fonts, databases: not worth a word when a folder holds them. */
static bool is_other_media(dl_str v) {
    static const struct {
        const char *bytes;
        size_t len, at;
    } magic[] = {
        {"\x89PNG", 4, 0},
        {"\xff\xd8\xff", 3, 0},
        {"GIF8", 4, 0},
        {"RIFF", 4, 0},
        {"ftyp", 4, 4},
        {"wOFF", 4, 0},
        {"wOF2", 4, 0},
        {"\0\0\1\0", 4, 0},
        {"ID3", 3, 0},
        {"OggS", 4, 0},
        {"SQLite format 3", 15, 0},
        {"\0asm", 4, 0},
        {"\x7f"
         "ELF",
         4, 0},
        {"MZ", 2, 0},
        {"II*\0", 4, 0},
    };
    for (size_t i = 0; i < DL_COUNT(magic); i++)
        if (v.len >= magic[i].at + magic[i].len &&
            memcmp(v.ptr + magic[i].at, magic[i].bytes, magic[i].len) == 0)
            return true;
    return false;
}

static void close_split(split *s) {
    split_archive_close(s);
    stream_close(s->stream);
    dl_buf_free(&s->raw);
    *s = (split){0};
}

static void close_file(dl_input *in) {
    if (in->open) in->done += stream_consumed(in->file.stream);
    if (in->member_open) close_split(&in->member);
    if (in->open) close_split(&in->file);
    in->open = in->member_open = false;
}

static int open_file(dl_input *in, const named_file *f, dl_error *err) {
    int fd =
        dl_str_is(f->path, "-") ? dup(0) : open(f->path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return dl_fail(err, DL_EIO, UINT64_MAX, "cannot be read: %s", strerror(errno));
    struct stat st;
    if (fstat(fd, &st) == 0 && !dl_str_is(f->path, "-")) {
        if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode)) {
            close(fd);
            return dl_fail(err, DL_EFORMAT, UINT64_MAX, "neither a file nor a folder");
        }
        fcntl(fd, F_SETFL, 0); /* O_NONBLOCK was only for opening a FIFO nobody writes to */
    }
    int rc = stream_open_fd(&in->file.stream, fd, err);
    if (rc) return rc;
    in->open = true;
    in->file_path = dl_str_is(f->path, "-") ? DL_STR("stdin") : f->path;
    in->split_file = split_choose(in->file.stream, in->options.format);
    return DL_OK;
}

/* "file#N", or "file#name" for an archive's member. */
static void label(dl_input *in, dl_input_item *item) {
    dl_buf_clear(&in->path);
    dl_buf_str(&in->path, in->file_path);
    if (in->split_file == split_archive && in->file.member.len) {
        dl_buf_char(&in->path, '#');
        dl_buf_str(&in->path, in->file.member);
        if (in->member_open && in->split_member != split_whole)
            dl_buf_printf(&in->path, "#%u", in->member.number);
    } else if (in->split_file != split_whole && in->file.number) {
        dl_buf_printf(&in->path, "#%u", in->file.number);
    }
    item->path = dl_buf_view(&in->path);
}

/* A member of a zip or tar that is itself a list of reports. */
static void open_member(dl_input *in, dl_input_item *item) {
    dl_error err;
    if (stream_open_bytes(&in->member.stream, item->raw, &err)) {
        item->error = err;
        return;
    }
    in->member_open = true;
    in->split_member = split_choose(in->member.stream, NULL);
    if (in->split_member == split_archive) in->split_member = split_whole;
}

static bool from_file(dl_input *in, dl_input_item *item) {
    if (in->member_open) {
        if (in->split_member(&in->member, item)) return true;
        close_split(&in->member);
        in->member_open = false;
    }
    while (in->split_file(&in->file, item)) {
        if (in->split_file != split_archive || item->error.code) return true;
        if (is_other_media(item->raw)) continue;
        open_member(in, item);
        if (item->error.code || in->split_member(&in->member, item)) return true;
        close_split(&in->member);
        in->member_open = false;
    }
    /* why the bytes ended: said once, as the last item */
    if (!in->file.done && stream_error(in->file.stream, &item->error)) {
        in->file.done = true;
        in->file.number++;
        return true;
    }
    return false;
}

static int report_progress(dl_input *in, dl_error *err) {
    if (!in->options.progress) return DL_OK;
    uint64_t done = in->done + (in->open ? stream_consumed(in->file.stream) : 0);
    if (in->options.progress(in->options.context, done, in->total))
        return dl_fail(err, DL_ECANCELLED, UINT64_MAX, "stopped");
    return DL_OK;
}

int dl_input_next(dl_input *in, dl_input_item *item, bool *more, dl_error *err) {
    *more = true;
    for (;;) {
        *item = (dl_input_item){0};
        int rc = report_progress(in, err);
        if (rc) return rc;
        if (in->open) {
            if (from_file(in, item)) {
                label(in, item);
                if (item->error.code == DL_ENOMEM) return dl_fail_memory(err);
                return DL_OK;
            }
            close_file(in);
        }
        if (in->next == in->files.count) {
            *more = false;
            return DL_OK;
        }
        const named_file *f = &in->files.items[in->next++];
        in->file_path = f->path;
        item->path = f->path;
        item->error = f->error;
        if (!item->error.code) open_file(in, f, &item->error);
        if (item->error.code) return DL_OK;
        if (f->in_folder && is_other_media(stream_peek(in->file.stream, 64))) close_file(in);
    }
}

void dl_input_close(dl_input *in) {
    if (!in) return;
    close_file(in);
    dl_buf_free(&in->path);
    dl_buf_free(&in->member_bytes);
    dl_arena_free(&in->arena);
    free(in);
}
