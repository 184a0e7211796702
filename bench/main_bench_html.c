/* dl_bench_html --data DIR: reads every page of WCXB (DIR/html/NNNN.html.gz, un-gzipped beforehand)
 * five times on one core; prints MB of HTML a second (floor 60, aim 100), the median, and the
 * slowest page's rate and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "read/read.h"
#include "train/eval_pages.h"
#include "train/files.h"

enum { ROUNDS = 5 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct worst {
    double memory; /* arena bytes beyond 64 MiB + 4 times the page; negative: within */
    double ratio;  /* arena bytes a byte of the page */
    const char *name;
} worst;

static double one_round(dl_buf *pages, uint32_t count, char **names, const dl_read_tables *tables,
                        worst *w) {
    double begin = now();
    dl_arena arena;
    dl_arena_init(&arena);
    for (uint32_t i = 0; i < count; i++) {
        dl_report r;
        dl_read_options o = {.tables = tables};
        dl_read_report(&r, &arena, DL_STR("page"), dl_buf_view(&pages[i]), &o, NULL);
        double ratio = pages[i].len ? (double)arena.used / (double)pages[i].len : 0;
        double over = (double)arena.used - 64.0 * (1 << 20) - 4.0 * (double)pages[i].len;
        if (ratio > w->ratio) *w = (worst){over, ratio, names[i]};
        dl_arena_reset(&arena);
    }
    dl_arena_free(&arena);
    return now() - begin;
}

int main(int argc, char **argv) {
    dl_data *data;
    dl_read_tables *tables;
    file_names names = {0};
    dl_error err = {0};
    char folder[4096];
    if (argc != 3 || strcmp(argv[1], "--data") != 0) {
        fprintf(stderr, "usage: dl_bench_html --data DIR\n");
        return 2;
    }
    snprintf(folder, sizeof folder, "%s/html", argv[2]);
    if (file_list(&names, folder, ".html.gz", &err) || names.count == 0) {
        printf("html skipped: no pages in %s\n", folder);
        return 0;
    }
    if (dl_data_open(&data, NULL, &err) || dl_read_tables_open(&tables, data, &err)) {
        fprintf(stderr, "dl_bench_html: %s\n", err.message);
        return 1;
    }
    dl_buf *pages = calloc(names.count, sizeof *pages);
    double bytes = 0, times[ROUNDS];
    worst w = {0, 0, ""};
    for (uint32_t i = 0; pages && i < names.count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(names.items[i]) - 8), names.items[i]);
        if (page_bytes(&pages[i], folder, name, &err)) fprintf(stderr, "%s\n", err.message);
        bytes += (double)pages[i].len;
    }
    for (int i = 0; pages && i < ROUNDS; i++)
        times[i] = one_round(pages, names.count, names.items, tables, &w);
    qsort(times, ROUNDS, sizeof *times, compare);
    printf("page to article: %.1f MB/s of HTML on one core (median of %d; floor 60, aim 100), %u "
           "pages, %.1f MB\n",
           bytes / 1e6 / times[ROUNDS / 2], ROUNDS, names.count, bytes / 1e6);
    printf("memory: at most %.2f bytes of arena a byte of page (%s); bound 64 MiB + 4 times the "
           "page: %s\n",
           w.ratio, w.name, w.memory <= 0 ? "held" : "broken");
    for (uint32_t i = 0; pages && i < names.count; i++) dl_buf_free(&pages[i]);
    free(pages);
    file_names_free(&names);
    dl_read_tables_close(tables);
    dl_data_close(data);
    return 0;
}
