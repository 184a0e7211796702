/* dl_bench: raw text to record. A stream is made of PolNeAR's texts, each repetition with its
 * sentences shuffled by a seed and its title numbered, so that no two reports are the same bytes;
 * 1, 2, 4 and 16 repetitions go through dl_record_add, each in a process of its own (peak memory).
 * Prints words/s, bytes/s, peak memory, processor time a word, and growth as ratios to one
 * repetition. dl_bench --data DIR [--most N] [--threads N] */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/vec.h"
#include "dateline.h"

typedef struct texts {
    dl_arena arena;
    DL_VEC(dl_str) items;
} texts;

typedef struct outcome {
    double wall, cpu;
    uint64_t words, bytes, reports;
    long peak_kb;
    int rc;
} outcome;

static bool read_file(texts *t, const char *path) {
    FILE *f = fopen(path, "rb");
    dl_buf buf = {0};
    char chunk[65536];
    size_t n;
    if (!f) return false;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) dl_buf_add(&buf, chunk, n);
    fclose(f);
    dl_str *s = DL_PUSH(&t->items, &t->arena);
    if (s) *s = dl_arena_str(&t->arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return s && s->ptr;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every text of a folder, by name. */
static void read_folder(texts *t, const char *dir) {
    DL_VEC(char *) names = {0};
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        char **name = strstr(e->d_name, ".txt") ? DL_PUSH(&names, &t->arena) : NULL;
        if (name)
            *name = (char *)(uintptr_t)dl_arena_printf(&t->arena, "%s/%s", dir, e->d_name).ptr;
    }
    if (d) closedir(d);
    if (names.count) qsort(names.items, names.count, sizeof *names.items, by_name);
    for (uint32_t i = 0; i < names.count; i++) read_file(t, names.items[i]);
}

static uint64_t next_random(uint64_t *seed) { /* splitmix64, public domain constants */
    uint64_t z = (*seed += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static void json_text(FILE *out, dl_str s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
}

/* Pieces that end with ". " or a line's end. */
static uint32_t split(dl_str text, dl_str *pieces, uint32_t most) {
    uint32_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i < text.len && n + 1 < most; i++) {
        bool ends = text.ptr[i] == '\n' ||
                    (text.ptr[i] == '.' && i + 1 < text.len && text.ptr[i + 1] == ' ');
        if (!ends) continue;
        dl_str piece = dl_str_trim(dl_str_sub(text, from, i + 1));
        if (piece.len) pieces[n++] = piece;
        from = i + 1;
    }
    dl_str rest = dl_str_trim(dl_str_sub(text, from, text.len));
    if (rest.len) pieces[n++] = rest;
    return n;
}

static void write_report(FILE *out, dl_str text, uint32_t number, uint32_t repetition) {
    static dl_str pieces[4096];
    uint64_t seed = (uint64_t)repetition << 32 | number;
    uint32_t n = split(text, pieces, 4096);
    for (uint32_t i = n; repetition && i > 1; i--) {
        uint32_t k = (uint32_t)(next_random(&seed) % i);
        dl_str swap = pieces[k];
        pieces[k] = pieces[i - 1];
        pieces[i - 1] = swap;
    }
    fprintf(
        out,
        "{\"title\":\"Report %u of repetition %u\",\"published\":\"2016-%02u-%02u\",\"text\":\"",
        number, repetition, 1 + number % 12, 1 + number % 28);
    for (uint32_t i = 0; i < n; i++) {
        json_text(out, pieces[i]);
        fputs(i % 4 == 3 ? "\\n\\n" : " ", out);
    }
    fputs("\"}\n", out);
}

static bool write_stream(const texts *t, const char *path, uint32_t repetitions) {
    FILE *out = fopen(path, "wb");
    if (!out) return false;
    for (uint32_t r = 0; r < repetitions; r++)
        for (uint32_t i = 0; i < t->items.count; i++) write_report(out, t->items.items[i], i, r);
    return fclose(out) == 0;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static outcome add_stream(const char *stream, const char *db, uint32_t threads) {
    outcome out = {0};
    dl_engine *engine = NULL;
    dl_record *record = NULL;
    dl_error err = {0};
    dl_add_summary summary = {0};
    dl_add_options options = {.threads = threads};
    out.rc = dl_engine_open(&engine, NULL, &err);
    if (!out.rc) out.rc = dl_record_open(&record, db, DL_RECORD_CREATE, &err);
    double start = now();
    if (!out.rc) out.rc = dl_record_add(record, engine, &stream, 1, &options, &summary, &err);
    out.wall = now() - start;
    if (out.rc) fprintf(stderr, "bench: %s\n", err.message);
    dl_record_close(record);
    dl_engine_close(engine);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    out.cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
              (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    out.peak_kb = use.ru_maxrss;
    out.words = summary.words;
    out.bytes = summary.bytes;
    out.reports = summary.added;
    return out;
}

/* One size in a process of its own. */
static outcome run_size(const texts *t, const char *dir, uint32_t repetitions, uint32_t threads) {
    char stream[600], db[600];
    int pipes[2];
    outcome out = {.rc = DL_EIO};
    snprintf(stream, sizeof stream, "%s/stream.jsonl", dir);
    snprintf(db, sizeof db, "%s/bench-%u.db", dir, repetitions);
    if (!write_stream(t, stream, repetitions) || pipe(pipes)) return out;
    pid_t child = fork();
    if (child == 0) {
        outcome mine = add_stream(stream, db, threads);
        _exit(write(pipes[1], &mine, sizeof mine) == (ssize_t)sizeof mine ? 0 : 1);
    }
    close(pipes[1]);
    if (child > 0 && read(pipes[0], &out, sizeof out) != (ssize_t)sizeof out) out.rc = DL_EIO;
    close(pipes[0]);
    if (child > 0) waitpid(child, NULL, 0);
    unlink(stream);
    unlink(db);
    return out;
}

static const char *option(int argc, char **argv, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < argc; i++)
        if (!strcmp(argv[i], name)) return argv[i + 1];
    return otherwise;
}

int main(int argc, char **argv) {
    static const uint32_t sizes[] = {1, 2, 4, 16};
    texts t = {0};
    dl_arena_init(&t.arena);
    char path[600], dir[] = "/tmp/dl_bench.XXXXXX";
    const char *data = option(argc, argv, "--data", "../shared/data");
    uint32_t most = (uint32_t)atoi(option(argc, argv, "--most", "16"));
    uint32_t threads = (uint32_t)atoi(option(argc, argv, "--threads", "2"));
    static const char *const parts[] = {"train", "dev"};
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        snprintf(path, sizeof path, "%s/polnear/%s/text", data, parts[i]);
        read_folder(&t, path);
    }
    if (!t.items.count || !mkdtemp(dir)) {
        printf("bench: no texts in %s/polnear; skipped\n", data);
        return 0;
    }
    printf("%5s %8s %10s %9s %9s %8s %9s %9s\n", "times", "reports", "words", "words/s", "MB/s",
           "peak MB", "cpu ns/w", "growth");
    outcome first = {0};
    int rc = 0;
    for (size_t i = 0; i < DL_COUNT(sizes) && sizes[i] <= most && !rc; i++) {
        outcome o = run_size(&t, dir, sizes[i], threads);
        rc = o.rc;
        if (i == 0) first = o;
        printf("%4ux %8llu %10llu %9.0f %9.2f %8.0f %9.0f %8.2fx\n", sizes[i],
               (unsigned long long)o.reports, (unsigned long long)o.words, (double)o.words / o.wall,
               (double)o.bytes / o.wall / 1e6, (double)o.peak_kb / 1024,
               o.cpu * 1e9 / (double)o.words,
               (o.cpu / (double)o.words) / (first.cpu / (double)first.words));
        fflush(stdout);
    }
    rmdir(dir);
    dl_arena_free(&t.arena);
    return rc ? 1 : 0;
}
