/* dl_input: what a person names -> the raw bytes of one report after another. Each test writes its
 * files into a folder of its own below the build's working directory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "read/input.h"

static char folder[256];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/dl_input_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    char command[300];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void put(const char *name, const void *bytes, size_t len) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static void put_text(const char *name, const char *text) {
    put(name, text, strlen(text));
}

static void gzip_to(dl_buf *out, const void *bytes, size_t len) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    unsigned char chunk[65536];
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)len;
    int rc;
    do {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        rc = deflate(&z, Z_FINISH);
        dl_buf_add(out, chunk, sizeof chunk - z.avail_out);
    } while (rc == Z_OK);
    deflateEnd(&z);
}

/* Lists all items as lines "path=bytes" or "path!code", without the folder's name. */
static void list(dl_buf *out, const char *name, size_t show) {
    char path[512];
    snprintf(path, sizeof path, "%s%s%s", folder, name[0] ? "/" : "", name);
    const char *paths[1] = {path};
    dl_input *in;
    assert_int_equal(dl_input_open(&in, paths, 1, NULL, NULL), 0);
    bool more = true;
    dl_input_item item;
    dl_buf_clear(out);
    while (assert_int_equal(dl_input_next(in, &item, &more, NULL), 0), more) {
        dl_str p = dl_str_starts(item.path, dl_str_of(folder))
                       ? dl_str_sub(item.path, strlen(folder) + 1, item.path.len)
                       : item.path;
        dl_buf_str(out, p);
        if (item.error.code)
            dl_buf_printf(out, "!%d\n", item.error.code);
        else
            dl_buf_printf(out, "=%.*s\n", (int)(item.raw.len < show ? item.raw.len : show),
                          item.raw.ptr);
    }
    dl_input_close(in);
}

static void expect(const char *name, const char *lines) {
    dl_buf out = {0};
    list(&out, name, 60);
    assert_string_equal(out.data ? out.data : "", lines);
    dl_buf_free(&out);
}

static void folders_are_read_in_order(void **state) {
    (void)state;
    char path[512];
    snprintf(path, sizeof path, "%s/sub", folder);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/page_files", folder);
    mkdir(path, 0755);
    put_text("b.txt", "B");
    put_text("a.txt", "A");
    put_text(".hidden", "no");
    put_text("sub/c.txt", "C");
    put_text("page.html", "<p>P");
    put_text("page_files/x.js", "var x");
    put("pic.png", "\x89PNG\r\n\x1a\n", 8);
    put_text("empty.txt", "");
    expect("", "a.txt=A\nb.txt=B\nempty.txt=\npage.html=<p>P\nsub/c.txt=C\n");
}

static void a_loop_of_folders_is_said_and_left(void **state) {
    (void)state;
    char path[512];
    snprintf(path, sizeof path, "%s/loop", folder);
    assert_int_equal(symlink(folder, path), 0);
    put_text("a.txt", "A");
    dl_buf out = {0};
    list(&out, "", 60);
    assert_string_equal(out.data, "a.txt=A\nloop!3\n");
    dl_buf_free(&out);
}

static void what_is_not_there_is_an_error(void **state) {
    (void)state;
    expect("none.txt", "none.txt!7\n");
}

static void lines_of_json(void **state) {
    (void)state;
    put_text("a", "{\"text\":1}\n\n{\"text\":2}\r\n{\"text\":3}");
    expect("a", "a#1={\"text\":1}\na#3={\"text\":2}\na#4={\"text\":3}\n");
}

static void objects_over_several_lines_and_arrays(void **state) {
    (void)state;
    put_text("a", "{\n \"text\": \"}{\"\n}\n{\n\"text\": \"\\\"\"}\n");
    expect("a", "a#1={\n \"text\": \"}{\"\n}\na#2={\n\"text\": \"\\\"\"}\n");
    put_text("b", "[{\"text\":1},\n{\"text\":[{}]}]\n");
    expect("b", "b#1={\"text\":1}\nb#2={\"text\":[{}]}\n");
    put_text("c", "[{\"text\":1},\n{\"text\":2");
    expect("c", "c#1={\"text\":1}\nc#2!3\n");
}

static void a_line_that_is_too_long_is_passed_over(void **state) {
    (void)state;
    size_t big = (64u << 20) + 100;
    char *bytes = malloc(big + 40);
    assert_non_null(bytes);
    memset(bytes, 'x', big + 40);
    memcpy(bytes, "{\"a\":1}\n{\"", 10);
    memcpy(bytes + big, "\n{\"b\":2}\n", 9);
    put("a", bytes, big + 9);
    free(bytes);
    expect("a", "a#1={\"a\":1}\na#2!4\na#3={\"b\":2}\n");
}

static void gzip_is_undone_member_by_member(void **state) {
    (void)state;
    dl_buf gz = {0};
    gzip_to(&gz, "{\"a\":1}\n", 8);
    gzip_to(&gz, "{\"b\":2}\n", 8);
    put("a.gz", gz.data, gz.len);
    expect("a.gz", "a.gz#1={\"a\":1}\na.gz#2={\"b\":2}\n");
    put("torn.gz", gz.data, gz.len - 6);
    expect("torn.gz", "torn.gz#1={\"a\":1}\ntorn.gz#2={\"b\":2}\ntorn.gz#3!3\n");
    dl_buf_free(&gz);
}

static void a_gzip_bomb_stops(void **state) {
    (void)state;
    dl_buf gz = {0}, twice = {0};
    char *zeros = calloc(1, 96u << 20);
    assert_non_null(zeros);
    gzip_to(&gz, zeros, 96u << 20);
    gzip_to(&twice, gz.data, gz.len);
    free(zeros);
    put("bomb.gz", gz.data, gz.len);
    dl_buf out = {0};
    list(&out, "bomb.gz", 10);
    assert_string_equal(out.data, "bomb.gz!4\n");
    dl_buf_free(&out);
    dl_buf_free(&gz);
    dl_buf_free(&twice);
}

static void mails_of_an_mbox(void **state) {
    (void)state;
    put_text(
        "box",
        "From a@b Mon\nSubject: one\n\nText\n>From the start\n\nFrom c@d Tue\nSubject: two\n\nB\n");
    expect("box", "box#1=Subject: one\n\nText\nFrom the start\n\n\nbox#2=Subject: two\n\nB\n\n");
}

#define RECORD(type, extra, len, body)                                                             \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: http://example.org/1\r\n" extra           \
    "Content-Length: " len "\r\n\r\n" body "\r\n\r\n"
#define PAGE "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Talks"

static void count_items(const char *name, uint32_t pages, uint32_t errors) {
    dl_buf out = {0};
    list(&out, name, 0);
    uint32_t p = 0, e = 0;
    for (size_t i = 0; i < out.len; i++) {
        if (out.data[i] == '=') p++;
        if (out.data[i] == '!') e++;
    }
    if (p != pages || e != errors) print_error("%s\n", out.data);
    assert_int_equal(p, pages);
    assert_int_equal(e, errors);
    dl_buf_free(&out);
}

static void warc_records(void **state) {
    (void)state;
    const char *warc = RECORD("warcinfo", "", "5", "a: b\n") RECORD("response", "", "52", PAGE)
        RECORD("revisit", "", "19", "HTTP/1.1 200 OK\r\n\r\n") RECORD(
            "response", "", "52", "HTTP/1.1 404 Not\r\nContent-Type: text/html\r\n\r\n<p>Gone")
            RECORD("response", "", "48",
                   "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG");
    put_text("a.warc", warc);
    count_items("a.warc", 1, 0);
    dl_buf gz = {0};
    gzip_to(&gz, warc, strlen(warc));
    gzip_to(&gz, warc, strlen(warc));
    put("a.warc.gz", gz.data, gz.len);
    count_items("a.warc.gz", 2, 0);
    dl_buf_free(&gz);
}

static void warc_lengths_that_lie(void **state) {
    (void)state;
    put_text("short", RECORD("response", "", "9", PAGE) RECORD("response", "", "52", PAGE));
    count_items("short", 1, 1);
    put_text("long", RECORD("response", "", "99", PAGE) RECORD("response", "", "52", PAGE));
    count_items("long", 1, 1);
    put_text("huge", RECORD("response", "", "9223372036854775807", PAGE)
                         RECORD("response", "", "52", PAGE));
    count_items("huge", 1, 1);
    put_text("minus", RECORD("response", "", "-1", PAGE) RECORD("response", "", "52", PAGE));
    count_items("minus", 1, 1);
    put_text("torn",
             RECORD("response", "", "52",
                    PAGE) "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP");
    count_items("torn", 1, 1);
    put_text("head", RECORD("response", "", "52", PAGE) "WARC/1.0\r\nWARC-Type: resp");
    count_items("head", 1, 1);
}

static void http_bodies_are_decoded(void **state) {
    (void)state;
    dl_buf gz = {0}, rec = {0};
    gzip_to(&gz, "<p>Talks", 8);
    dl_buf body = {0};
    dl_buf_puts(&body, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
                       "gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
    dl_buf_printf(&body, "%zx\r\n", gz.len);
    dl_buf_add(&body, gz.data, gz.len);
    dl_buf_puts(&body, "\r\n0\r\n\r\n");
    dl_buf_printf(&rec, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %zu\r\n\r\n", body.len);
    dl_buf_str(&rec, dl_buf_view(&body));
    dl_buf_puts(&rec, "\r\n\r\n");
    put("a", rec.data, rec.len);
    dl_buf out = {0};
    list(&out, "a", 4096);
    assert_true(out.len > 10 && strcmp(out.data + out.len - 9, "<p>Talks\n") == 0);
    dl_buf_free(&out);
    dl_buf_free(&gz);
    dl_buf_free(&rec);
    dl_buf_free(&body);
}

static void zip_members(void **state) {
    (void)state;
    char command[600];
    put_text("a.txt", "A");
    put_text("b.jsonl", "{\"text\":1}\n{\"text\":2}\n");
    snprintf(command, sizeof command, "cd %s && tar cf x.tar a.txt b.jsonl", folder);
    assert_int_equal(system(command), 0);
    expect("x.tar", "x.tar#a.txt=A\nx.tar#b.jsonl#1={\"text\":1}\nx.tar#b.jsonl#2={\"text\":2}\n");
    put("broken.zip", "PK\x03\x04 this is no archive at all, though it begins as one", 52);
    count_items("broken.zip", 0, 1);
}

static int stop(void *context, uint64_t done, uint64_t total) {
    (void)context;
    return done <= total ? 1 : 0;
}

static void the_caller_may_stop(void **state) {
    (void)state;
    put_text("a.txt", "A");
    char path[512];
    snprintf(path, sizeof path, "%s/a.txt", folder);
    const char *paths[1] = {path};
    dl_input_options o = {.progress = stop};
    dl_input *in;
    assert_int_equal(dl_input_open(&in, paths, 1, &o, NULL), 0);
    dl_input_item item;
    bool more;
    assert_int_equal(dl_input_next(in, &item, &more, NULL), DL_ECANCELLED);
    dl_input_close(in);
}

#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
int main(void) {
    const struct CMUnitTest tests[] = {
        T(folders_are_read_in_order),
        T(a_loop_of_folders_is_said_and_left),
        T(what_is_not_there_is_an_error),
        T(lines_of_json),
        T(objects_over_several_lines_and_arrays),
        T(a_line_that_is_too_long_is_passed_over),
        T(gzip_is_undone_member_by_member),
        T(a_gzip_bomb_stops),
        T(mails_of_an_mbox),
        T(warc_records),
        T(warc_lengths_that_lie),
        T(http_bodies_are_decoded),
        T(zip_members),
        T(the_caller_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
