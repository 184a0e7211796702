/* dl_bench_warc --data DIR [MB]: builds a WARC of MB (1,000) out of the WCXB pages, gzipped record
 * by record as CC-NEWS has it, in $TMPDIR; streams it through dl_input and reads every page; prints
 * MB/s and the growth of the peak memory between a tenth of the file and its end (constant: none).
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "read/input.h"
#include "read/read.h"
#include "train/eval_pages.h"
#include "train/files.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long peak_mb(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss / 1024;
}

/* One record as a gzip member of its own. */
static void put_record(FILE *out, const dl_buf *page, uint64_t number) {
    dl_buf rec = {0};
    dl_buf_printf(&rec,
                  "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/%llu\r\n"
                  "Content-Length: %zu\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                  (unsigned long long)number, page->len + 44);
    dl_buf_str(&rec, dl_buf_view(page));
    dl_buf_puts(&rec, "\r\n\r\n");
    z_stream z = {0};
    unsigned char chunk[65536];
    deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)rec.data;
    z.avail_in = (uInt)rec.len;
    int rc = Z_OK;
    while (rc == Z_OK) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        rc = deflate(&z, Z_FINISH);
        fwrite(chunk, 1, sizeof chunk - z.avail_out, out);
    }
    deflateEnd(&z);
    dl_buf_free(&rec);
}

static uint64_t build(const char *path, const char *folder, uint64_t want) {
    file_names names = {0};
    FILE *out = fopen(path, "wb");
    uint64_t bytes = 0, number = 0;
    dl_buf page = {0};
    if (!out || file_list(&names, folder, ".html.gz", NULL)) return 0;
    while (bytes < want)
        for (uint32_t i = 0; i < names.count && bytes < want; i++) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)(strlen(names.items[i]) - 8), names.items[i]);
            if (page_bytes(&page, folder, name, NULL)) continue;
            put_record(out, &page, number++);
            bytes += page.len;
        }
    dl_buf_free(&page);
    file_names_free(&names);
    fclose(out);
    return bytes;
}

static void stream(const char *path, uint64_t bytes, const dl_read_tables *tables) {
    dl_input *in;
    dl_input_item item;
    bool more;
    uint64_t read = 0, pages = 0, failed = 0;
    long early = 0;
    double begin = now();
    dl_arena arena;
    dl_arena_init(&arena);
    if (dl_input_open(&in, &path, 1, NULL, NULL)) return;
    while (dl_input_next(in, &item, &more, NULL) == DL_OK && more) {
        dl_report r;
        dl_read_options o = {.tables = tables, .format = item.format};
        if (item.error.code || dl_read_report(&r, &arena, item.path, item.raw, &o, NULL)) failed++;
        pages++;
        read += item.raw.len;
        dl_arena_reset(&arena);
        if (!early && read > bytes / 10) early = peak_mb();
    }
    dl_input_close(in);
    dl_arena_free(&arena);
    printf("WARC of %.0f MB: %llu pages (%llu not read), %.1f MB/s; peak memory %ld MB after a "
           "tenth, %ld MB at the end\n",
           (double)bytes / 1e6, (unsigned long long)pages, (unsigned long long)failed,
           (double)bytes / 1e6 / (now() - begin), early, peak_mb());
}

int main(int argc, char **argv) {
    dl_data *data;
    dl_read_tables *tables;
    dl_error err = {0};
    char folder[4096], path[4096];
    const char *tmp = getenv("TMPDIR");
    if (argc < 3 || strcmp(argv[1], "--data") != 0) {
        fprintf(stderr, "usage: dl_bench_warc --data DIR [MB]\n");
        return 2;
    }
    snprintf(folder, sizeof folder, "%s/html", argv[2]);
    snprintf(path, sizeof path, "%s/dl_bench_%ld.warc.gz", tmp && *tmp ? tmp : "/tmp",
             (long)getpid());
    if (access(folder, R_OK) != 0) {
        printf("warc skipped: no pages in %s\n", folder);
        return 0;
    }
    if (dl_data_open(&data, NULL, &err) || dl_read_tables_open(&tables, data, &err)) {
        fprintf(stderr, "dl_bench_warc: %s\n", err.message);
        return 1;
    }
    uint64_t bytes = build(path, folder, (argc > 3 ? strtoull(argv[3], NULL, 10) : 1000) * 1000000);
    if (bytes) stream(path, bytes, tables);
    unlink(path);
    dl_read_tables_close(tables);
    dl_data_close(data);
    return 0;
}
