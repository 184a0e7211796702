#include "read/feed.h"

#include "base/utf8.h"
#include "read/http_body.h"
#include "read/json.h"
#include "read/tuning_fetch.h"
#include "read/xml_walk.h"

typedef struct feed_reader {
    dl_feed *feed;
    dl_arena *arena;
    dl_buf text;
    bool in_entry, has_link, rss;
    uint32_t depth, entry_depth;
    feed_entry entry;
    bool failed;
} feed_reader;

static bool local(dl_str name, const char *text) {
    return http_is(name, text);
}

static dl_str attribute(const xml_attribute *a, uint32_t n, const char *name) {
    for (uint32_t i = 0; i < n; i++)
        if (http_is(a[i].name, name)) return a[i].value;
    return (dl_str){NULL, 0};
}

static void keep(feed_reader *f, dl_str *slot, dl_str value) {
    value = dl_str_trim(value);
    if (value.len == 0 || value.len > 8192) return;
    *slot = dl_arena_str(f->arena, value);
    if (!slot->ptr) f->failed = true;
}

static void add_entry(feed_reader *f) {
    if (!f->entry.id.len) f->entry.id = f->entry.url;
    /* an RSS guid may be the link */
    if (!f->entry.url.len && dl_str_starts(f->entry.id, DL_STR("http"))) f->entry.url = f->entry.id;
    if (f->entry.url.len && f->feed->entries.count < DL_FEED_ENTRIES) {
        feed_entry *e = DL_PUSH(&f->feed->entries, f->arena);
        if (e)
            *e = f->entry;
        else
            f->failed = true;
    }
    f->entry = (feed_entry){0};
    f->in_entry = f->has_link = false;
}

static void on_start(void *c, dl_str name, dl_str space, const xml_attribute *a, uint32_t n) {
    feed_reader *f = c;
    (void)space;
    f->depth++;
    dl_buf_clear(&f->text);
    if (f->depth == 1) {
        if (local(name, "rss") || local(name, "rdf")) f->feed->kind = DL_STR("rss");
        if (local(name, "feed")) f->feed->kind = DL_STR("atom");
        if (local(name, "opml")) f->feed->kind = DL_STR("opml");
    }
    if (local(name, "outline") && dl_str_is(f->feed->kind, "opml")) {
        keep(f, &f->entry.url, attribute(a, n, "xmlurl"));
        keep(f, &f->entry.title, attribute(a, n, "title"));
        add_entry(f);
        return;
    }
    if (!f->in_entry && (local(name, "item") || local(name, "entry"))) {
        f->in_entry = true;
        f->entry_depth = f->depth;
        f->entry = (feed_entry){0};
    }
    if (f->in_entry && f->depth == f->entry_depth + 1 && local(name, "link")) {
        dl_str href = attribute(a, n, "href"), rel = attribute(a, n, "rel");
        if (href.len && (!rel.len || local(rel, "alternate")) && !f->has_link) {
            keep(f, &f->entry.url, href);
            f->has_link = f->entry.url.len > 0;
        }
    }
}

static void entry_field(feed_reader *f, dl_str name, dl_str value) {
    feed_entry *e = &f->entry;
    if (local(name, "title") && !e->title.len)
        keep(f, &e->title, value);
    else if (local(name, "link") && value.len && !f->has_link) {
        keep(f, &e->url, value);
        f->has_link = e->url.len > 0;
    } else if (local(name, "guid") || local(name, "id"))
        keep(f, &e->id, value);
    else if (local(name, "pubdate") || local(name, "published"))
        keep(f, &e->date, value);
    else if ((local(name, "updated") || local(name, "date")) && !e->date.len)
        keep(f, &e->date, value);
}

static void on_end(void *c, dl_str name, dl_str space) {
    feed_reader *f = c;
    (void)space;
    dl_str value = dl_str_trim(dl_buf_view(&f->text));
    if (f->in_entry && f->depth == f->entry_depth + 1)
        entry_field(f, name, value);
    else if (!f->in_entry && local(name, "title") && !f->feed->title.len)
        keep(f, &f->feed->title, value);
    if (f->in_entry && f->depth == f->entry_depth) add_entry(f);
    f->depth--;
    dl_buf_clear(&f->text);
}

static void on_text(void *c, dl_str text) {
    feed_reader *f = c;
    if (f->text.len < 16384) dl_buf_str(&f->text, text);
}

/* ── JSON Feed 1.1 ── */

static dl_str json_field(dl_arena *arena, dl_str s, json_value object, const char *name) {
    json_value key, v;
    bool bad;
    for (uint32_t at = object.start; place_json_member(s, object, &at, &key, &v, &bad);)
        if (dl_str_is(dl_str_sub(s, key.start, key.end), name) && v.kind == JSON_STRING)
            return place_json_text(arena, s, v);
    return (dl_str){NULL, 0};
}

static int parse_json(dl_feed *feed, dl_arena *arena, dl_str s, dl_error *err) {
    uint32_t at = 0;
    json_value whole = place_json_take(s, &at), key, items, item;
    bool bad;
    if (whole.kind != JSON_OBJECT) return dl_fail(err, DL_EFORMAT, at, "broken JSON: no feed");
    feed->kind = DL_STR("json");
    feed->title = json_field(arena, s, whole, "title");
    for (at = whole.start; place_json_member(s, whole, &at, &key, &items, &bad);) {
        if (!dl_str_is(dl_str_sub(s, key.start, key.end), "items") || items.kind != JSON_ARRAY)
            continue;
        for (uint32_t i = items.start; place_json_member(s, items, &i, &key, &item, &bad);) {
            if (item.kind != JSON_OBJECT || feed->entries.count == DL_FEED_ENTRIES) continue;
            feed_entry e = {json_field(arena, s, item, "url"), json_field(arena, s, item, "id"),
                            json_field(arena, s, item, "title"),
                            json_field(arena, s, item, "date_published")};
            if (!e.url.len) e.url = json_field(arena, s, item, "external_url");
            if (!e.id.len) e.id = e.url;
            feed_entry *slot = e.url.len ? DL_PUSH(&feed->entries, arena) : NULL;
            if (slot) *slot = e;
        }
        return DL_OK;
    }
    return dl_fail(err, DL_EFORMAT, 0, "a JSON object without items: no feed");
}

int dl_feed_parse(dl_feed *feed, dl_arena *arena, dl_str bytes, dl_error *err) {
    *feed = (dl_feed){0};
    feed->kind = DL_STR("");
    dl_str s = bytes;
    while (s.len && (unsigned char)s.ptr[0] <= ' ') s = dl_str_sub(s, 1, s.len);
    if (dl_str_starts(s, DL_STR("\xef\xbb\xbf"))) s = dl_str_sub(s, 3, s.len);
    if (s.len == 0) return dl_fail(err, DL_EEMPTY, 0, "an empty feed");
    if (s.ptr[0] == '{') {
        size_t bad = dl_utf8_valid(s);
        if (bad < s.len) return dl_fail(err, DL_EFORMAT, bad, "a JSON feed that is not UTF-8");
        return parse_json(feed, arena, s, err);
    }
    feed_reader f = {.feed = feed, .arena = arena};
    xml_events events = {&f, on_start, on_end, on_text};
    int rc = xml_walk(s, &events, err);
    dl_buf_free(&f.text);
    if (!rc && (f.failed || f.text.failed)) rc = dl_fail_memory(err);
    if (!rc && feed->kind.len == 0)
        rc = dl_fail(err, DL_EFORMAT, 0, "neither RSS nor Atom nor a JSON feed");
    return rc;
}

/* ── links ── */

static bool has_scheme(dl_str link) {
    size_t n = 0;
    while (n < link.len &&
           (((link.ptr[n] | 32) >= 'a' && (link.ptr[n] | 32) <= 'z') ||
            (n && ((link.ptr[n] >= '0' && link.ptr[n] <= '9') || strchr("+-.", link.ptr[n])))))
        n++;
    return n && n < link.len && link.ptr[n] == ':';
}

static bool is_web(dl_str link) {
    return (link.len > 7 && http_is(dl_str_sub(link, 0, 7), "http://")) ||
           (link.len > 8 && http_is(dl_str_sub(link, 0, 8), "https://"));
}

dl_str dl_feed_resolve(dl_arena *arena, dl_str base, dl_str link) {
    link = dl_str_trim(link);
    const char *hash = link.len ? memchr(link.ptr, '#', link.len) : NULL;
    if (hash) link.len = (size_t)(hash - link.ptr);
    for (size_t i = 0; i < link.len; i++)
        if ((unsigned char)link.ptr[i] <= ' ' || link.ptr[i] == 0x7f) return (dl_str){NULL, 0};
    if (is_web(link)) return dl_arena_str(arena, link);
    if (!link.len || has_scheme(link) || !is_web(base)) return (dl_str){NULL, 0};
    size_t host = (size_t)((const char *)memchr(base.ptr, ':', base.len) - base.ptr) + 3,
           path = host;
    while (path < base.len && !strchr("/?#", base.ptr[path])) path++;
    if (dl_str_starts(link, DL_STR("//")))
        return dl_arena_printf(arena, "%.*s%.*s", (int)(host - 2), base.ptr, (int)link.len,
                               link.ptr);
    if (link.ptr[0] == '/')
        return dl_arena_printf(arena, "%.*s%.*s", (int)path, base.ptr, (int)link.len, link.ptr);
    size_t end = path;
    for (size_t i = path; i < base.len && !strchr("?#", base.ptr[i]); i++)
        if (base.ptr[i] == '/') end = i;
    return dl_arena_printf(arena, "%.*s/%.*s", (int)end, base.ptr, (int)link.len, link.ptr);
}
