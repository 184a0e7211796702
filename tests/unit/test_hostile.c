/* What strangers may send: nothing crashes, nothing takes more than its share of time or memory,
 * each refusal has its code. Times are of the thread, with room for slow machines: a quadratic
 * reader would need minutes. */
#define _GNU_SOURCE /* memfd_create, in check.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../fuzz/check.c"

enum { SECONDS = 4 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Reads bytes within the time; returns the status. */
static int timed(dl_buf *b, const char *format, const char *what) {
    double begin = now();
    int rc = check_read(dl_buf_view(b), format);
    double took = now() - begin;
    if (took > SECONDS) fail_msg("%s: %zu bytes took %.1f s", what, b->len, took);
    dl_buf_clear(b);
    return rc;
}

static void repeat(dl_buf *b, const char *text, size_t bytes) {
    size_t n = strlen(text);
    for (size_t i = 0; i < bytes / n; i++) dl_buf_add(b, text, n);
}

static const char paragraph[] =
    "<p>Delegations from both sides met on Monday in the old town, officials said.</p>";

static void deep_pages(void **state) {
    (void)state;
    static const char *const tags[] = {"<div>",  "<b>",      "<a><b>", "<table><tr><td>",
                                       "<p><b>", "<ul><li>", "<svg>",  "<x-y>"};
    for (size_t i = 0; i < DL_COUNT(tags); i++) {
        dl_buf b = {0};
        repeat(&b, tags[i], 500000);
        dl_buf_puts(&b, paragraph);
        dl_buf_puts(&b, "</span>");
        timed(&b, "html", tags[i]);
        dl_buf_free(&b);
    }
}

static void nothing_is_lost_below_any_depth(void **state) {
    (void)state;
    dl_buf b = {0};
    dl_buf_puts(&b, paragraph);
    repeat(&b, "<div>", 500000);
    dl_buf_puts(
        &b, "<p>The text at the bottom of it all is still there, as it should be, they said.</p>");
    repeat(&b, "</div>", 600000);
    dl_buf_puts(&b,
                "<p>And so is the text behind it, after the last of all the ends, they said.</p>");
    dl_arena arena;
    dl_arena_init(&arena);
    dl_report r;
    dl_read_options o = {.tables = check_tables()};
    assert_int_equal(dl_read_report(&r, &arena, DL_STR("x"), dl_buf_view(&b), &o, NULL), 0);
    assert_int_equal(r.blocks.count, 3);
    dl_arena_free(&arena);
    dl_buf_free(&b);
}

static void ends_that_match_nothing(void **state) {
    (void)state;
    dl_buf b = {0};
    repeat(&b, "<div>", 400000);
    repeat(&b, "</span></p></a>", 600000);
    timed(&b, "html", "unmatched ends");
    for (int i = 0; i < 40000; i++) dl_buf_puts(&b, "<a><div></a></div>");
    timed(&b, "html", "crossed ends");
    dl_buf_free(&b);
}

static void attributes_without_end(void **state) {
    (void)state;
    dl_buf b = {0};
    dl_buf_puts(&b, "<div ");
    for (int i = 0; i < 100000; i++) dl_buf_printf(&b, "a%d=\"%d\" ", i, i);
    dl_buf_puts(&b, ">");
    dl_buf_puts(&b, paragraph);
    assert_int_equal(timed(&b, "html", "100,000 attributes"), 0);
    dl_buf_puts(&b, "<div class='");
    repeat(&b, "related-posts ", 1000000);
    dl_buf_puts(&b, "'>");
    dl_buf_puts(&b, paragraph);
    timed(&b, "html", "a long class");
    dl_buf_free(&b);
}

static void floods(void **state) {
    (void)state;
    static const char *const pieces[] = {"<",
                                         "&",
                                         "&#",
                                         "&amp",
                                         "<!--",
                                         "<!",
                                         "</",
                                         "<a href=\"",
                                         "<p>&nbsp;",
                                         "<script>",
                                         "</script",
                                         "<title>",
                                         "<br>",
                                         "<h1>a</h1>",
                                         "<time>",
                                         "<meta name=author content=x>",
                                         "<i class=author>A B</i>",
                                         "\xcc\x81",
                                         "a\xcc\x81",
                                         "\xe2\x80\x8b",
                                         "\xff",
                                         "By ",
                                         "Dec 1 ",
                                         "- \n",
                                         ", ",
                                         " and A B",
                                         "a: b\n",
                                         "1/1/",
                                         "2025-",
                                         "(AP) ",
                                         "\xe2\x80\x94 "};
    for (size_t i = 0; i < DL_COUNT(pieces); i++) {
        dl_buf b = {0};
        repeat(&b, pieces[i], 1000000);
        timed(&b, "html", pieces[i]);
        repeat(&b, pieces[i], 1000000);
        timed(&b, "text", pieces[i]);
        dl_buf_free(&b);
    }
}

static void json_floods(void **state) {
    (void)state;
    dl_buf b = {0};
    dl_buf_puts(&b, "{\"text\":");
    repeat(&b, "[", 1000000);
    assert_int_equal(timed(&b, "jsonl", "deep arrays"), DL_EFORMAT);
    dl_buf_puts(&b, "{\"text\":\"");
    repeat(&b, "\\u0041\\n", 1000000);
    dl_buf_puts(&b, "\"}");
    assert_int_equal(timed(&b, "jsonl", "escapes"), 0);
    dl_buf_puts(&b, "{\"a\":1");
    for (int i = 0; i < 100000; i++) dl_buf_puts(&b, ",\"title\":\"A\"");
    dl_buf_puts(&b, ",\"text\":\"One.\"}");
    assert_int_equal(timed(&b, "jsonl", "members"), 0);
    dl_buf_puts(&b, "<h1>T</h1><script type=application/ld+json>");
    repeat(&b, "{\"@graph\":[", 1000000);
    timed(&b, "html", "deep JSON-LD");
    dl_buf_puts(&b, "<h1>T</h1>");
    for (int i = 0; i < 3000; i++)
        dl_buf_puts(&b, "<script "
                        "type=application/"
                        "ld+json>{\"@graph\":[{\"@type\":\"Person\",\"@id\":\"a\",\"name\":\"B "
                        "C\"}]}</script>");
    dl_buf_puts(&b, paragraph);
    timed(&b, "html", "many JSON-LD");
    dl_buf_free(&b);
}

static void mail_floods(void **state) {
    (void)state;
    dl_buf b = {0};
    const char *head = "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 5000; i++) dl_buf_printf(&b, "%s--b\n", head);
    timed(&b, "eml", "nested parts");
    dl_buf_puts(&b, head);
    for (int i = 0; i < 100000; i++) dl_buf_puts(&b, "--b\nContent-Type: text/x\n\n\n");
    timed(&b, "eml", "many parts");
    dl_buf_puts(&b, "Subject: ");
    repeat(&b, "=?utf-8?Q?=C3?= ", 300000);
    dl_buf_puts(&b, "\nFrom: a\nMIME-Version: 1\n\nText.\n");
    timed(&b, "eml", "encoded words");
    dl_buf_free(&b);
}

static void too_much_text(void **state) {
    (void)state;
    dl_buf b = {0};
    repeat(&b, "word ", 20u << 20);
    dl_error err = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_report r;
    dl_read_options o = {.tables = check_tables()};
    assert_int_equal(dl_read_report(&r, &arena, DL_STR("x"), dl_buf_view(&b), &o, &err), DL_ELIMIT);
    assert_non_null(strstr(err.message, "16 MiB"));
    dl_arena_free(&arena);
    dl_buf_free(&b);
}

static void files_that_are_too_long(void **state) {
    (void)state;
    dl_buf b = {0};
    repeat(&b, "a single line of a hundred million bytes ", 100u << 20);
    double begin = now();
    assert_int_equal(check_input(dl_buf_view(&b)), 1);
    assert_true(now() - begin < SECONDS);
    dl_buf_free(&b);
}

static void codes(void **state) {
    (void)state;
    assert_int_equal(check_read(DL_STR(""), NULL), DL_EEMPTY);
    assert_int_equal(check_read(DL_STR(" \n\t"), NULL), DL_EEMPTY);
    assert_int_equal(check_read(DL_STR("a\0b"), NULL), DL_EBINARY);
    assert_int_equal(check_read(DL_STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), NULL), DL_EBINARY);
    assert_int_equal(check_read(DL_STR("{\"text\": \"torn"), NULL), DL_EFORMAT);
    assert_int_equal(check_read(DL_STR("PK\x03\x04 no zip at all"), NULL), DL_EEMPTY);
    assert_int_equal(check_read(DL_STR("%PDF-1.4 no pdf at all"), NULL), DL_EFORMAT);
    assert_int_equal(check_read(DL_STR("text"), "no format"), DL_EVALUE);
    assert_int_equal(check_read(DL_STR("<html><body><script>x</script></body></html>"), NULL),
                     DL_EEMPTY);
}

/* All sequences of one to three bytes decode to valid UTF-8 with a map that holds, whatever stands
 * around them (a sample of the third bytes). */
static void any_bytes_give_utf8(void **state) {
    (void)state;
    char text[] = "The talks \0\0\0 go on, they said.";
    for (int a = 1; a < 256; a++)
        for (int b = 0; b < 256; b += 5)
            for (int c = 0; c < 256; c += 51) {
                text[10] = (char)a;
                text[11] = (char)(b ? b : 1);
                text[12] = (char)(c ? c : 2);
                check_read((dl_str){text, sizeof text - 1}, "text");
            }
}

/* The clean text leads back to the very bytes it came from. */
static void the_map_leads_back(void **state) {
    (void)state;
    dl_str raw =
        DL_STR("<h1>Talks</h1>\n<p>Caf&eacute;  talks <b>went</b>\non, he&#8217;s told.</p>");
    dl_arena arena;
    dl_arena_init(&arena);
    dl_report r;
    dl_read_options o = {.tables = check_tables()};
    assert_int_equal(dl_read_report(&r, &arena, DL_STR("x"), raw, &o, NULL), 0);
    static const char *const words[][2] = {{"talks", "talks"},
                                           {"é", "&eacute;"},
                                           {"went", "went"},
                                           {"told", "told"},
                                           {"’", "&#8217;"}};
    for (size_t i = 0; i < DL_COUNT(words); i++) {
        const char *p = strstr(r.text.ptr, words[i][0]);
        assert_non_null(p);
        uint32_t at = (uint32_t)(p - r.text.ptr);
        dl_span s = dl_report_raw_span(&r, (dl_span){at, at + (uint32_t)strlen(words[i][0])});
        assert_int_equal(s.end - s.start, strlen(words[i][1]));
        assert_memory_equal(raw.ptr + s.start, words[i][1], strlen(words[i][1]));
    }
    dl_arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_pages),
        cmocka_unit_test(nothing_is_lost_below_any_depth),
        cmocka_unit_test(ends_that_match_nothing),
        cmocka_unit_test(attributes_without_end),
        cmocka_unit_test(floods),
        cmocka_unit_test(json_floods),
        cmocka_unit_test(mail_floods),
        cmocka_unit_test(too_much_text),
        cmocka_unit_test(files_that_are_too_long),
        cmocka_unit_test(codes),
        cmocka_unit_test(any_bytes_give_utf8),
        cmocka_unit_test(the_map_leads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
