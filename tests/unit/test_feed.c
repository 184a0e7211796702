/* Feeds parsed, links resolved, addresses looked at, and a fetcher against a server of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "read/feed.h"
#include "read/fetch.h"

static void expect(const char *bytes, const char *lines) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_feed feed;
    dl_buf out = {0};
    int rc = dl_feed_parse(&feed, &arena, dl_str_of(bytes), NULL);
    dl_buf_printf(&out, "%d %.*s\n", rc, (int)feed.kind.len, feed.kind.ptr);
    for (uint32_t i = 0; i < feed.entries.count; i++) {
        const feed_entry *e = &feed.entries.items[i];
        dl_buf_printf(&out, "%.*s|%.*s|%.*s|%.*s\n", (int)e->url.len, e->url.ptr, (int)e->id.len,
                      e->id.ptr ? e->id.ptr : "", (int)e->title.len,
                      e->title.ptr ? e->title.ptr : "", (int)e->date.len,
                      e->date.ptr ? e->date.ptr : "");
    }
    assert_string_equal(out.data, lines);
    dl_buf_free(&out);
    dl_arena_free(&arena);
}

static void rss(void **state) {
    (void)state;
    expect("<?xml version='1.0'?><rss version='2.0'><channel><title>N</title><item><title>A &amp; "
           "B</title>"
           "<link>http://e.org/1</link><guid>7</guid><pubDate>Mon, 03 Mar 2025 08:00:00 "
           "GMT</pubDate></item>"
           "<item><guid "
           "isPermaLink='true'>http://e.org/2</guid><title><![CDATA[<b>C]]></title></item></"
           "channel></rss>",
           "0 rss\nhttp://e.org/1|7|A & B|Mon, 03 Mar 2025 08:00:00 "
           "GMT\nhttp://e.org/2|http://e.org/2|<b>C|\n");
}

static void atom(void **state) {
    (void)state;
    expect("<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title><entry><id>x</id><link "
           "rel='self' href='/no'/>"
           "<link "
           "href='/1'/><updated>2025-03-03T08:00:00Z</updated><source><title>S</title></source></"
           "entry></feed>",
           "0 atom\n/1|x||2025-03-03T08:00:00Z\n");
}

static void json_feed(void **state) {
    (void)state;
    expect("{\"version\":\"https://jsonfeed.org/version/"
           "1.1\",\"title\":\"N\",\"items\":[{\"id\":\"1\",\"url\":\"http://e.org/"
           "1\",\"title\":\"A\"},{\"id\":\"2\"}]}",
           "0 json\nhttp://e.org/1|1|A|\n");
}

static void opml(void **state) {
    (void)state;
    expect("<opml version='2.0'><body><outline text='g'><outline xmlUrl='http://e.org/f' "
           "title='F'/></outline></body></opml>",
           "0 opml\nhttp://e.org/f|http://e.org/f|F|\n");
}

static void a_torn_feed_names_what_came_before(void **state) {
    (void)state;
    expect("<rss><channel><item><link>http://e.org/1</link></item><item><link>http://e.o",
           "3 rss\nhttp://e.org/1|http://e.org/1||\n");
}

static void what_strangers_may_not_send(void **state) {
    (void)state;
    expect("<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'x'><!ENTITY b "
           "'&a;&a;'>]><rss><channel><item><link>&b;</link></item></channel></rss>",
           "4 \n");
    expect("<!DOCTYPE rss SYSTEM 'http://169.254.169.254/x'><rss/>", "4 \n");
    dl_buf deep = {0};
    for (int i = 0; i < 3000; i++) dl_buf_puts(&deep, "<a>");
    expect(deep.data, "4 \n");
    dl_buf_clear(&deep);
    dl_buf_puts(&deep, "<rss ");
    for (int i = 0; i < 100000; i++) dl_buf_printf(&deep, "a%d='1' ", i);
    dl_buf_puts(&deep, "/>");
    expect(deep.data, "4 \n");
    dl_buf_free(&deep);
    expect("no feed at all", "3 \n");
}

static void links_resolve(void **state) {
    (void)state;
    static const char *const rows[][3] = {
        {"http://e.org/a/b?q", "c", "http://e.org/a/c"},
        {"http://e.org/a/b", "/c#x", "http://e.org/c"},
        {"https://e.org", "c", "https://e.org/c"},
        {"https://e.org/a", "//f.org/x", "https://f.org/x"},
        {"http://e.org/a", "http://f.org/", "http://f.org/"},
        {"http://e.org/a", "file:///etc/passwd", NULL},
        {"http://e.org/a", "javascript:alert(1)", NULL},
        {"http://e.org/a", "data:text/html,x", NULL},
        {"http://e.org/a", "gopher://x", NULL},
        {"file:///x", "etc", NULL},
        {"http://e.org/a", "", NULL},
        {"http://e.org/a", "http://e.org/\r\nX: y", NULL},
    };
    dl_arena arena;
    dl_arena_init(&arena);
    for (size_t i = 0; i < DL_COUNT(rows); i++) {
        dl_str got = dl_feed_resolve(&arena, dl_str_of(rows[i][0]), dl_str_of(rows[i][1]));
        if (rows[i][2])
            assert_string_equal(got.ptr, rows[i][2]);
        else
            assert_null(got.ptr);
    }
    dl_arena_free(&arena);
}

static bool allowed(const char *text) {
    struct sockaddr_in a4 = {.sin_family = AF_INET};
    struct sockaddr_in6 a6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &a4.sin_addr) == 1)
        return dl_fetch_address_ok((struct sockaddr *)&a4);
    assert_int_equal(inet_pton(AF_INET6, text, &a6.sin6_addr), 1);
    return dl_fetch_address_ok((struct sockaddr *)&a6);
}

static void addresses(void **state) {
    (void)state;
    static const char *const inside[] = {"127.0.0.1",
                                         "127.255.0.9",
                                         "10.1.2.3",
                                         "172.16.0.1",
                                         "172.31.255.255",
                                         "192.168.1.1",
                                         "169.254.169.254",
                                         "100.64.0.1",
                                         "0.0.0.0",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "198.18.0.1",
                                         "192.0.2.1",
                                         "198.51.100.7",
                                         "203.0.113.5",
                                         "::1",
                                         "::",
                                         "fe80::1",
                                         "fc00::1",
                                         "fd12::1",
                                         "ff02::1",
                                         "::ffff:127.0.0.1",
                                         "::ffff:10.0.0.1",
                                         "64:ff9b::7f00:1",
                                         "64:ff9b:1::1",
                                         "2002:7f00:1::",
                                         "2001:db8::1",
                                         "2001::1",
                                         "::127.0.0.1"};
    static const char *const outside[] = {"8.8.8.8",         "172.32.0.1",     "100.128.0.1",
                                          "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808",
                                          "2002:808:808::"};
    for (size_t i = 0; i < DL_COUNT(inside); i++)
        if (allowed(inside[i])) fail_msg("%s is let through", inside[i]);
    for (size_t i = 0; i < DL_COUNT(outside); i++)
        if (!allowed(outside[i])) fail_msg("%s is kept out", outside[i]);
}

/* ── a server with one answer ── */

typedef struct server {
    int fd;
    int port;
    pthread_t thread;
    const char *head;
    dl_str body;
    bool trickle;
} server;

static void *serve(void *context) {
    server *s = context;
    for (;;) {
        int c = accept(s->fd, NULL, NULL);
        if (c < 0) return NULL;
        char request[4096];
        if (read(c, request, sizeof request) > 0 && write(c, s->head, strlen(s->head)) > 0) {
            if (s->trickle) {
                for (int i = 0; i < 100; i++) {
                    if (send(c, "x", 1, MSG_NOSIGNAL) < 0) break;
                    usleep(200000);
                }
            } else {
                for (size_t at = 0; at < s->body.len;) {
                    ssize_t n = send(c, s->body.ptr + at, s->body.len - at, MSG_NOSIGNAL);
                    if (n <= 0) break;
                    at += (size_t)n;
                }
            }
        }
        close(c);
    }
}

static void start(server *s) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(s->fd, 8), 0);
    getsockname(s->fd, (struct sockaddr *)&a, &len);
    s->port = ntohs(a.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void end(server *s) {
    shutdown(s->fd, SHUT_RDWR);
    close(s->fd);
    pthread_join(s->thread, NULL);
}

static int get(const server *s, const dl_fetch_options *o, dl_fetched *f, dl_error *err) {
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/x", s->port);
    return dl_fetch(f, url, o, err);
}

static void a_page_comes_in(void **state) {
    (void)state;
    server s = {.head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"1\"\r\nConnection: "
                        "close\r\n\r\n",
                .body = DL_STR("<p>Talks")};
    start(&s);
    dl_fetched f;
    dl_fetch_options o = {.allow_private = true};
    assert_int_equal(get(&s, &o, &f, NULL), 0);
    assert_int_equal(f.status, 200);
    assert_string_equal(f.body.data, "<p>Talks");
    assert_string_equal(f.etag.data, "\"1\"");
    dl_fetched_free(&f);
    o.allow_private = false;
    assert_int_equal(get(&s, &o, &f, NULL), DL_EVALUE);
    dl_fetched_free(&f);
    end(&s);
}

static void a_host_of_one_byte_a_second(void **state) {
    (void)state;
    server s = {.head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", .trickle = true};
    start(&s);
    dl_fetched f;
    dl_fetch_options o = {.allow_private = true, .slow_seconds = 1};
    dl_error err = {0};
    assert_int_equal(get(&s, &o, &f, &err), DL_EIO);
    assert_non_null(strstr(err.message, "too slow"));
    dl_fetched_free(&f);
    end(&s);
}

static void a_compressed_bomb(void **state) {
    (void)state;
    size_t big = 8u << 20;
    char *zeros = calloc(1, big);
    uLongf len = compressBound(big);
    Bytef *packed = malloc(len);
    assert_true(zeros && packed);
    assert_int_equal(compress(packed, &len, (Bytef *)zeros, big), Z_OK);
    server s = {.head = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nConnection: close\r\n\r\n",
                .body = {(char *)packed, len}};
    start(&s);
    dl_fetched f;
    dl_fetch_options o = {.allow_private = true, .max_bytes = 1u << 20};
    assert_int_equal(get(&s, &o, &f, NULL), DL_ELIMIT);
    assert_true(f.body.len <= 1u << 20);
    dl_fetched_free(&f);
    end(&s);
    free(zeros);
    free(packed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rss),
        cmocka_unit_test(atom),
        cmocka_unit_test(json_feed),
        cmocka_unit_test(opml),
        cmocka_unit_test(a_torn_feed_names_what_came_before),
        cmocka_unit_test(what_strangers_may_not_send),
        cmocka_unit_test(links_resolve),
        cmocka_unit_test(addresses),
        cmocka_unit_test(a_page_comes_in),
        cmocka_unit_test(a_host_of_one_byte_a_second),
        cmocka_unit_test(a_compressed_bomb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
