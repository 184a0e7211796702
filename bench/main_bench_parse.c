/* dl_bench_parse --data DIR [--mb N] [--kernel NAME] : words a second of the parse stage alone
 * (tokenise … lemma) on one core, for each kernel, and peak memory over input with 100,000 distinct
 * types. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "parse/parse_with.h"
#include "train/files.h"

enum { REPORTS_MOST = 150, RUNS = 5 };

typedef struct texts {
    dl_arena arena;
    DL_VEC(dl_report) items;
    size_t bytes;
} texts;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A report of one body block a line. */
static void add_report(texts *t, dl_str text) {
    dl_report *r = DL_PUSH(&t->items, &t->arena);
    r->text = text;
    t->bytes += text.len;
    for (size_t at = 0; at < text.len;) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t end = nl ? (size_t)(nl - text.ptr) : text.len;
        if (end > at) {
            dl_block *b = DL_PUSH(&r->blocks, &t->arena);
            *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        }
        at = end + 1;
    }
}

static int load(texts *t, const char *folder, dl_error *err) {
    char path[4096];
    file_names names;
    snprintf(path, sizeof path, "%s/polnear/train/text", folder);
    int rc = file_list(&names, path, ".txt", err);
    for (uint32_t i = 0; !rc && i < names.count && i < REPORTS_MOST; i++) {
        dl_buf file = {0};
        snprintf(path, sizeof path, "%s/polnear/train/text/%s", folder, names.items[i]);
        rc = file_read(path, &file, err);
        if (!rc) add_report(t, dl_arena_str(&t->arena, dl_buf_view(&file)));
        dl_buf_free(&file);
    }
    file_names_free(&names);
    return rc;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Parses all texts once; tokens counts those with a letter or digit. */
static int run_once(const dl_parser *parser, dl_parse_scratch *scratch, const texts *t,
                    uint64_t *words, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < t->items.count; i++) {
        dl_text text;
        dl_arena_reset(&arena);
        rc = dl_parse(parser, scratch, &arena, &t->items.items[i], &text, err);
        *words += text.tokens.count;
    }
    dl_arena_free(&arena);
    return rc;
}

static int bench_kernel(dl_parser *parser, const char *name, const texts *t, double *scalar,
                        dl_error *err) {
    const dl_kernels *kernels = dl_kernels_named(name);
    if (!kernels) {
        printf("%-8s not on this processor\n", name);
        return DL_OK;
    }
    dl_parser_use(parser, kernels);
    dl_parse_scratch *scratch;
    int rc = dl_parse_scratch_open(&scratch, parser, err);
    double speed[RUNS];
    for (int run = 0; !rc && run < RUNS; run++) {
        uint64_t words = 0;
        double start = now();
        rc = run_once(parser, scratch, t, &words, err);
        speed[run] = (double)words / (now() - start);
    }
    if (rc) return rc;
    dl_parse_scratch_close(scratch);
    qsort(speed, RUNS, sizeof *speed, by_value);
    if (*scalar == 0) *scalar = speed[RUNS / 2];
    printf("%-8s %9.0f tokens/s, %5.2f times scalar\n", name, speed[RUNS / 2],
           speed[RUNS / 2] / *scalar);
    return DL_OK;
}

static long peak_kb(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss;
}

/* Reports full of types never seen before: memory must not grow with them. */
static int bench_memory(const dl_parser *parser, uint32_t megabytes, dl_error *err) {
    dl_parse_scratch *scratch;
    int rc = dl_parse_scratch_open(&scratch, parser, err);
    uint64_t next = 1, words = 0, bytes = 0;
    for (uint32_t mb = 1; !rc && mb <= megabytes; mb++) {
        texts t = {0};
        dl_arena_init(&t.arena);
        for (uint64_t stop = (uint64_t)mb << 20; bytes < stop;) {
            dl_buf buf = {0};
            for (int i = 0; i < 4000; i++, next++)
                dl_buf_printf(&buf, "w%llx%s", (unsigned long long)(next % 100003),
                              i % 20 ? " " : ".\n");
            bytes += buf.len;
            add_report(&t, dl_arena_str(&t.arena, dl_buf_view(&buf)));
            dl_buf_free(&buf);
        }
        rc = run_once(parser, scratch, &t, &words, err);
        dl_arena_free(&t.arena);
        if (mb == 1 || mb == megabytes)
            printf("peak memory after %u MB of 100,003 distinct types: %.1f MB\n", mb,
                   (double)peak_kb() / 1024);
    }
    dl_parse_scratch_close(scratch);
    return rc;
}

int main(int argc, char **argv) {
    const char *folder = NULL, *only = NULL;
    uint32_t megabytes = 20;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--data") == 0)
            folder = argv[i + 1];
        else if (strcmp(argv[i], "--kernel") == 0)
            only = argv[i + 1];
        else if (strcmp(argv[i], "--mb") == 0)
            megabytes = (uint32_t)atoi(argv[i + 1]);
    }
    if (!folder) {
        fprintf(stderr, "usage: dl_bench_parse --data DIR [--mb N]\n");
        return 2;
    }
    dl_error err = {0};
    dl_data *data = NULL;
    dl_parser *parser = NULL;
    texts t = {0};
    double scalar = 0;
    dl_arena_init(&t.arena);
    int rc = dl_data_open(&data, NULL, &err);
    if (!rc) rc = dl_parser_open(&parser, data, &err);
    if (!rc) rc = bench_memory(parser, megabytes, &err);
    if (!rc) rc = load(&t, folder, &err);
    if (!rc) printf("%u reports, %.1f MB\n", t.items.count, (double)t.bytes / 1e6);
    static const char *const names[] = {"scalar", "avx2", "avx512"};
    for (size_t i = 0; !rc && i < DL_COUNT(names); i++)
        if (!only || strcmp(only, names[i]) == 0)
            rc = bench_kernel(parser, names[i], &t, &scalar, &err);
    if (rc) fprintf(stderr, "dl_bench_parse: %s\n", err.message);
    dl_arena_free(&t.arena);
    dl_parser_close(parser);
    dl_data_close(data);
    return rc ? 1 : 0;
}
