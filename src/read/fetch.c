#include "read/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "read/feed.h"
#include "read/http_body.h"
#include "read/tuning_fetch.h"

/* ── which addresses ── */

/* IPv4 ranges that lead inside or nowhere (RFC 6890 and the IANA special-purpose registry). */
static bool ipv4_ok(uint32_t ip) {
    static const struct {
        uint32_t net;
        uint32_t bits;
    } bad[] = {
        {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
        {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
        {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4},
    };
    for (size_t i = 0; i < DL_COUNT(bad); i++)
        if (ip >> (32 - bad[i].bits) == bad[i].net >> (32 - bad[i].bits)) return false;
    return true;
}

static uint32_t be32(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool ipv6_ok(const unsigned char a[16]) {
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    static const unsigned char nat64[12] = {0, 0x64, 0xff, 0x9b};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0) return ipv4_ok(be32(a + 12));
    if (a[0] == 0x20 && a[1] == 0x02) return ipv4_ok(be32(a + 2));   /* 6to4 carries an IPv4 */
    if (memcmp(a, "\x20\x01\x00\x00", 4) == 0) return false;         /* Teredo */
    if (memcmp(a, "\x20\x01\x0d\xb8", 4) == 0) return false;         /* documentation */
    if (memcmp(a, "\x00\x64\xff\x9b\x00\x01", 6) == 0) return false; /* local NAT64 */
    return (a[0] & 0xe0) ==
           0x20; /* global unicast is 2000::/3; ::1, fc00::/7, fe80::/10, ff00::/8 are not */
}

bool dl_fetch_address_ok(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return ipv4_ok(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        return ipv6_ok(in.sin6_addr.s6_addr);
    }
    return false;
}

/* ── one transfer ── */

typedef struct transfer {
    dl_fetched *out;
    const dl_fetch_options *options;
    size_t max, header_bytes;
    dl_buf location;
    bool refused, too_large;
} transfer;

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *a) {
    transfer *t = context;
    if (purpose != CURLSOCKTYPE_IPCXN ||
        (!t->options->allow_private && !dl_fetch_address_ok(&a->addr))) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t on_body(char *bytes, size_t one, size_t n, void *context) {
    transfer *t = context;
    (void)one;
    if (t->out->body.len + n > t->max) {
        t->too_large = true;
        return 0;
    }
    dl_buf_add(&t->out->body, bytes, n);
    return t->out->body.failed ? 0 : n;
}

static void keep(dl_buf *slot, dl_str value) {
    dl_buf_clear(slot);
    dl_buf_str(slot, dl_str_sub(value, 0, value.len < 2048 ? value.len : 2048));
}

static size_t on_header(char *bytes, size_t one, size_t n, void *context) {
    transfer *t = context;
    dl_str line = {bytes, n};
    (void)one;
    t->header_bytes += n;
    if (t->header_bytes > DL_FETCH_HEADER_MAX) {
        t->too_large = true;
        return 0;
    }
    const char *colon = n ? memchr(bytes, ':', n) : NULL;
    if (!colon) return n;
    dl_str name = dl_str_trim(dl_str_sub(line, 0, (size_t)(colon - bytes)));
    dl_str value = dl_str_trim(dl_str_sub(line, (size_t)(colon - bytes) + 1, n));
    if (http_is(name, "content-type")) keep(&t->out->type, value);
    if (http_is(name, "etag")) keep(&t->out->etag, value);
    if (http_is(name, "last-modified")) keep(&t->out->modified, value);
    if (http_is(name, "location")) keep(&t->location, value);
    if (http_is(name, "retry-after") && value.len && value.len < 7) {
        long seconds = 0;
        for (size_t i = 0; i < value.len && value.ptr[i] >= '0' && value.ptr[i] <= '9'; i++)
            seconds = seconds * 10 + (value.ptr[i] - '0');
        t->out->retry_after = seconds;
    }
    return n;
}

static void add_header(struct curl_slist **list, const char *name, const char *value) {
    dl_buf line = {0};
    if (!value || !value[0] || strpbrk(value, "\r\n")) return;
    dl_buf_printf(&line, "%s: %s", name, value);
    struct curl_slist *more = line.data ? curl_slist_append(*list, line.data) : NULL;
    if (more) *list = more;
    dl_buf_free(&line);
}

static void configure(CURL *c, transfer *t, const char *url, struct curl_slist *headers) {
    const dl_fetch_options *o = t->options;
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(c, CURLOPT_USERAGENT,
                     o->user_agent ? o->user_agent : "dateline/" DATELINE_VERSION);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, DL_FETCH_CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, DL_FETCH_TOTAL_MS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, DL_FETCH_SLOW_BYTES);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME,
                     o->slow_seconds ? o->slow_seconds : DL_FETCH_SLOW_SECONDS);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
}

/* One request, no redirect followed. */
static int request(transfer *t, const char *url, dl_error *err) {
    CURL *c = curl_easy_init();
    if (!c) return dl_fail_memory(err);
    struct curl_slist *headers = NULL;
    add_header(&headers, "If-None-Match", t->options->etag);
    add_header(&headers, "If-Modified-Since", t->options->modified);
    dl_buf_clear(&t->out->body);
    dl_buf_clear(&t->location);
    dl_buf_clear(&t->out->type);
    t->header_bytes = 0;
    configure(c, t, url, headers);
    CURLcode code = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &t->out->status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(c);
    if (t->refused)
        return dl_fail(err, DL_EVALUE, UINT64_MAX,
                       "an address inside (loopback, private or link-local): not fetched; "
                       "--allow-private allows it");
    if (t->too_large)
        return dl_fail(err, DL_ELIMIT, t->out->body.len, "more than %zu MiB: given up",
                       t->max >> 20);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return dl_fail(err, DL_EIO, UINT64_MAX, "no answer in time, or too slow: given up");
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT)
        return dl_fail(err, DL_EVALUE, UINT64_MAX, "no web address (http or https)");
    if (code != CURLE_OK) return dl_fail(err, DL_EIO, UINT64_MAX, "%s", curl_easy_strerror(code));
    return DL_OK;
}

static bool is_redirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Where a redirect leads; {NULL,0} with err: nowhere we go. */
static int next_hop(dl_arena *arena, transfer *t, dl_str *url, dl_error *err) {
    dl_str next = dl_feed_resolve(arena, *url, dl_buf_view(&t->location));
    bool was_https = dl_str_starts(*url, DL_STR("https:"));
    if (!next.ptr)
        return dl_fail(err, DL_EVALUE, UINT64_MAX, "redirected to no web address (http or https)");
    if (was_https && !dl_str_starts(next, DL_STR("https:")))
        return dl_fail(err, DL_EVALUE, UINT64_MAX, "redirected from https to http: not followed");
    if (++t->out->redirects > DL_FETCH_REDIRECTS)
        return dl_fail(err, DL_ELIMIT, UINT64_MAX, "redirected more than %d times: given up",
                       DL_FETCH_REDIRECTS);
    *url = next;
    return DL_OK;
}

int dl_fetch(dl_fetched *out, const char *url, const dl_fetch_options *options, dl_error *err) {
    static const dl_fetch_options plain = {0};
    *out = (dl_fetched){0};
    transfer t = {.out = out, .options = options ? options : &plain};
    t.max = t.options->max_bytes ? t.options->max_bytes : DL_FETCH_PAGE_MAX;
    dl_arena arena;
    dl_arena_init(&arena);
    dl_str at = dl_feed_resolve(&arena, DL_STR(""), dl_str_of(url));
    int rc = at.ptr ? DL_OK : dl_fail(err, DL_EVALUE, UINT64_MAX, "no web address (http or https)");
    while (!rc) {
        rc = request(&t, at.ptr, err);
        if (rc || !is_redirect(out->status)) break;
        rc = next_hop(&arena, &t, &at, err);
    }
    if (at.ptr) dl_buf_str(&out->url, at);
    dl_buf_free(&t.location);
    dl_arena_free(&arena);
    return rc;
}

void dl_fetched_free(dl_fetched *f) {
    dl_buf_free(&f->body);
    dl_buf_free(&f->url);
    dl_buf_free(&f->type);
    dl_buf_free(&f->etag);
    dl_buf_free(&f->modified);
}
