#include "read/watch.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "read/dates.h"
#include "read/feed.h"
#include "read/fetch.h"
#include "read/tuning_fetch.h"

typedef struct watch_state { /* what is kept of a feed or page: six lines */
    dl_str etag, modified, hash;
    int64_t first, last, next; /* seconds: first seen, last asked, not to be asked before */
    uint32_t failures;
} watch_state;

typedef struct watch {
    const dl_watch_host *host;
    const dl_read_tables *tables;
    dl_watch_summary *summary;
    dl_watch_settings settings;
    dl_arena arena; /* of the round */
    dl_map hosts;   /* host -> index into asked */
    DL_VEC(int64_t) asked;
} watch;

static int64_t now(const watch *w) {
    return w->host->now_ms(w->host->context) / 1000;
}

/* ── state as text ── */

static dl_str line_of(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t n = nl ? (size_t)(nl - rest->ptr) : rest->len;
    dl_str line = dl_str_sub(*rest, 0, n);
    *rest = dl_str_sub(*rest, nl ? n + 1 : n, rest->len);
    return line;
}

static int64_t number_of(dl_str s) {
    int64_t n = 0;
    for (size_t i = 0; i < s.len && i < 18 && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (s.ptr[i] - '0');
    return n;
}

static int get_state(watch *w, dl_arena *arena, const char *key, watch_state *s, dl_error *err) {
    dl_buf b = {0};
    *s = (watch_state){0};
    int rc = w->host->get(w->host->context, key, &b, err);
    dl_str rest = rc ? (dl_str){NULL, 0} : dl_arena_str(arena, dl_buf_view(&b));
    dl_buf_free(&b);
    s->etag = line_of(&rest);
    s->modified = line_of(&rest);
    s->hash = line_of(&rest);
    s->first = number_of(line_of(&rest));
    s->last = number_of(line_of(&rest));
    s->next = number_of(line_of(&rest));
    s->failures = (uint32_t)number_of(line_of(&rest));
    return rc;
}

static int put_state(watch *w, const char *key, const watch_state *s, dl_error *err) {
    dl_buf b = {0};
    dl_buf_printf(&b, "%.*s\n%.*s\n%.*s\n%lld\n%lld\n%lld\n%u\n", (int)s->etag.len,
                  s->etag.ptr ? s->etag.ptr : "", (int)s->modified.len,
                  s->modified.ptr ? s->modified.ptr : "", (int)s->hash.len,
                  s->hash.ptr ? s->hash.ptr : "", (long long)s->first, (long long)s->last,
                  (long long)s->next, s->failures);
    int rc =
        b.failed ? dl_fail_memory(err) : w->host->put(w->host->context, key, dl_buf_view(&b), err);
    dl_buf_free(&b);
    return rc;
}

static int say(watch *w, const char *url, int code, const char *message, dl_error *err) {
    if (w->host->note && w->host->note(w->host->context, url, code, message))
        return dl_fail(err, DL_ECANCELLED, UINT64_MAX, "stopped");
    return DL_OK;
}

/* ── asking politely ── */

/* Waits until the host of url may be asked again. */
static void wait_for_host(watch *w, dl_str url) {
    const char *p = url.len > 8 ? memchr(url.ptr + 8, '/', url.len - 8) : NULL;
    uint32_t i = dl_intern(&w->hosts, p ? dl_str_sub(url, 0, (size_t)(p - url.ptr)) : url);
    while (i != DL_NONE && w->asked.count <= i)
        if (!DL_PUSH(&w->asked, &w->arena)) return;
    if (i == DL_NONE) return;
    int64_t at = w->host->now_ms(w->host->context), since = at - w->asked.items[i];
    if (w->asked.items[i] && since >= 0 && since < DL_WATCH_HOST_MS)
        w->host->wait_ms(w->host->context, (uint32_t)(DL_WATCH_HOST_MS - since));
    w->asked.items[i] = w->host->now_ms(w->host->context);
}

/* A validator as a C string, or NULL. */
static const char *text_or_null(dl_arena *arena, dl_str s) {
    return s.len ? dl_arena_str(arena, s).ptr : NULL;
}

static int ask(watch *w, dl_arena *arena, dl_fetched *f, dl_str url, const watch_state *s,
               size_t max, dl_error *err) {
    dl_fetch_options o = {.allow_private = w->settings.allow_private,
                          .max_bytes = max,
                          .etag = text_or_null(arena, s->etag),
                          .modified = text_or_null(arena, s->modified)};
    wait_for_host(w, url);
    int rc = dl_fetch(f, dl_arena_str(arena, url).ptr, &o, err);
    if (!rc && f->status >= 400)
        rc = dl_fail(err, DL_EIO, UINT64_MAX, "the server answered %ld", f->status);
    if (!rc && f->status != 304 && f->status != 200)
        rc = dl_fail(err, DL_EIO, UINT64_MAX, "the server answered %ld", f->status);
    return rc;
}

/* After a failure: twice as long each time, or what the server says. */
static void back_off(watch *w, watch_state *s, long retry_after) {
    uint64_t wait = DL_WATCH_BACKOFF;
    for (uint32_t i = 0; i < s->failures && wait < DL_WATCH_BACKOFF_MAX; i++) wait *= 2;
    if (retry_after > 0 && (uint64_t)retry_after > wait) wait = (uint64_t)retry_after;
    if (wait > DL_WATCH_BACKOFF_MAX) wait = DL_WATCH_BACKOFF_MAX;
    s->failures++;
    s->next = now(w) + (int64_t)wait;
}

/* ── pages ── */

/* The page as a WARC record whose bytes depend on the page alone. */
static void as_record(dl_buf *out, dl_str url, const dl_fetched *f) {
    dl_buf_printf(out,
                  "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %.*s\r\nContent-Type: "
                  "application/http\r\n\r\n",
                  (int)url.len, url.ptr);
    dl_buf_puts(out, "HTTP/1.1 200 OK\r\n");
    if (f->type.len) dl_buf_printf(out, "Content-Type: %.*s\r\n", (int)f->type.len, f->type.data);
    dl_buf_puts(out, "\r\n");
    dl_buf_str(out, dl_buf_view(&f->body));
}

/* The hash of what a reader sees, so that a page that only changed its advertisements is the same.
 */
static int text_hash(watch *w, dl_arena *arena, dl_str bytes, dl_str *hash, bool *dated,
                     dl_error *err) {
    dl_report r;
    dl_read_options o = {.tables = w->tables};
    int rc = dl_read_report(&r, arena, DL_STR("page"), bytes, &o, err);
    if (rc) return rc;
    dl_buf text = {0};
    dl_buf_str(&text, r.title.value);
    for (uint32_t i = 0; i < r.blocks.count; i++) {
        if (!dl_block_is_parsed(r.blocks.items[i].kind)) continue;
        dl_buf_char(&text, '\n');
        dl_buf_str(&text, dl_span_text(r.text, r.blocks.items[i].span));
    }
    char hex[65];
    dl_sha256_hex(dl_buf_view(&text), hex);
    bool failed = text.failed;
    dl_buf_free(&text);
    *hash = dl_arena_str(arena, (dl_str){hex, 64});
    *dated = r.published.value.len > 0;
    return failed || !hash->ptr ? dl_fail_memory(err) : DL_OK;
}

static dl_str copy(dl_arena *arena, const dl_buf *b) {
    return dl_arena_str(arena, dl_buf_view(b));
}

/* Keeps a fetched page if its text is new. */
static int keep_page(watch *w, dl_arena *arena, dl_str url, const feed_entry *e,
                     const dl_fetched *f, watch_state *s, dl_error *err) {
    dl_buf record = {0};
    dl_str hash = {NULL, 0};
    bool dated = true;
    read_date d;
    as_record(&record, url, f);
    int rc = record.failed ? dl_fail_memory(err)
                           : text_hash(w, arena, dl_buf_view(&record), &hash, &dated, err);
    bool same = !rc && dl_str_eq(hash, s->hash);
    if (!rc && !same) {
        dl_given given = {0};
        bool feed_dates =
            !dated && date_find(w->tables, e->date, 0, DATE_NEEDS_YEAR | DATE_WHOLE, &d) && d.day;
        if (feed_dates) given.published = date_edtf(arena, &d).ptr;
        rc = w->host->page(w->host->context, dl_arena_str(arena, url).ptr, dl_buf_view(&record),
                           &given, err);
        if (!rc) w->summary->added++;
    }
    if (same) w->summary->same++;
    if (!rc) s->hash = hash;
    dl_buf_free(&record);
    return rc;
}

/* Whether a page is to be asked for: never seen, or young enough to be edited. */
static bool page_due(watch *w, const watch_state *s) {
    int64_t t = now(w);
    if (s->next > t) return false;
    if (!s->first) return true;
    if (s->failures) return true;
    return t - s->last >= w->settings.recheck && t - s->first < DL_WATCH_RECHECK_FOR;
}

static int visit_page(watch *w, dl_str base, const feed_entry *e, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_error inner = {0};
    watch_state s = {0};
    dl_fetched f = {0};
    int rc = DL_OK;
    dl_str url = dl_feed_resolve(&arena, base, e->url);
    dl_str key = url.ptr ? dl_arena_printf(&arena, "page:%s", url.ptr) : url;
    if (!url.ptr) {
        w->summary->pages_failed++;
        rc = say(w, dl_arena_str(&arena, e->url).ptr, DL_EVALUE,
                 "the feed names no web page (http or https): not fetched", err);
        dl_arena_free(&arena);
        return rc;
    }
    rc = get_state(w, &arena, key.ptr, &s, err);
    if (!rc && page_due(w, &s)) {
        int got = ask(w, &arena, &f, url, &s, DL_FETCH_PAGE_MAX, &inner);
        w->summary->pages++;
        if (!got && f.status == 304) w->summary->same++;
        if (!got && f.status != 304) got = keep_page(w, &arena, url, e, &f, &s, &inner);
        s.last = now(w);
        if (!s.first) s.first = s.last;
        if (got) {
            w->summary->pages_failed++;
            back_off(w, &s, f.retry_after);
            rc = say(w, url.ptr, got, inner.message, err);
        } else {
            s.failures = 0;
            s.next = 0;
            if (f.etag.len) s.etag = copy(&arena, &f.etag);
            if (f.modified.len) s.modified = copy(&arena, &f.modified);
            rc = say(w, url.ptr, DL_OK, NULL, err);
        }
        if (!rc) rc = put_state(w, key.ptr, &s, err);
    }
    dl_fetched_free(&f);
    dl_arena_free(&arena);
    return rc;
}

/* ── feeds ── */

static int visit_feed(watch *w, dl_str url, uint32_t depth, dl_error *err);

static int visit_entries(watch *w, dl_str base, const dl_feed *feed, uint32_t depth,
                         dl_error *err) {
    bool list = dl_str_is(feed->kind, "opml");
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < feed->entries.count && (list || i < DL_WATCH_ENTRIES); i++) {
        const feed_entry *e = &feed->entries.items[i];
        if (!list)
            rc = visit_page(w, base, e, err);
        else if (depth == 0) {
            dl_str inner = dl_feed_resolve(&w->arena, base, e->url);
            rc = inner.ptr ? visit_feed(w, inner, 1, err)
                           : say(w, e->url.ptr, DL_EVALUE, "no web address (http or https)", err);
        }
    }
    return rc;
}

static int take_feed(watch *w, dl_arena *arena, dl_str url, dl_fetched *f, uint32_t depth,
                     dl_error *inner, int *stop, dl_error *err) {
    dl_feed feed;
    int rc = dl_feed_parse(&feed, arena, dl_buf_view(&f->body), inner);
    (void)url;
    /* a feed torn at its end still names what came before; a refused one names nothing */
    if (rc == DL_OK || (rc == DL_EFORMAT && feed.entries.count))
        *stop = visit_entries(w, dl_buf_view(&f->url), &feed, depth, err);
    return rc;
}

static int visit_feed(watch *w, dl_str url, uint32_t depth, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_error inner = {0};
    watch_state s;
    dl_fetched f = {0};
    dl_str key = dl_arena_printf(&arena, "feed:%.*s", (int)url.len, url.ptr);
    int rc = get_state(w, &arena, key.ptr, &s, err), stop = DL_OK;
    if (!rc && s.next > now(w)) {
        w->summary->waiting++;
        rc = say(w, dl_arena_str(&arena, url).ptr, DL_OK, "left alone for a while after failures",
                 err);
    } else if (!rc) {
        w->summary->feeds++;
        /* now and then the whole list, so that known pages are looked at again */
        if (now(w) - s.first >= w->settings.recheck) s.etag = s.modified = (dl_str){NULL, 0};
        int got = ask(w, &arena, &f, url, &s, DL_FETCH_FEED_MAX, &inner);
        if (!got && f.status == 304) w->summary->unchanged++;
        if (!got && f.status != 304) got = take_feed(w, &arena, url, &f, depth, &inner, &stop, err);
        s.last = now(w);
        if (f.status == 200) s.first = s.last; /* of a feed: when all of it was last read */
        if (got) {
            w->summary->failed++;
            back_off(w, &s, f.retry_after);
            rc = say(w, dl_arena_str(&arena, url).ptr, got, inner.message, err);
        } else {
            s.failures = 0;
            s.next = 0;
            if (f.status == 200) { /* the validators count once all entries have been visited */
                s.etag = copy(&arena, &f.etag);
                s.modified = copy(&arena, &f.modified);
            }
        }
        if (!rc) rc = stop;
        if (!rc) rc = put_state(w, key.ptr, &s, err);
    }
    dl_fetched_free(&f);
    dl_arena_free(&arena);
    return rc;
}

int dl_watch_round(const char *const *feeds, uint32_t count, const dl_read_tables *tables,
                   const dl_watch_settings *settings, const dl_watch_host *host,
                   dl_watch_summary *summary, dl_error *err) {
    watch w = {.host = host, .tables = tables, .summary = summary, .settings = *settings};
    if (!w.settings.recheck) w.settings.recheck = DL_WATCH_RECHECK;
    *summary = (dl_watch_summary){0};
    dl_arena_init(&w.arena);
    dl_map_init(&w.hosts, &w.arena);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < count; i++) rc = visit_feed(&w, dl_str_of(feeds[i]), 0, err);
    dl_arena_free(&w.arena);
    return rc;
}
