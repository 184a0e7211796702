/* dl_record_watch: lends the record, a clock and sleep to read/watch.h. */
#include <stdlib.h>
#include <time.h>

#include "pipeline.h"
#include "read/feed.h"
#include "read/input.h"
#include "read/watch.h"
#include "record/record.h"

typedef struct watcher {
    dl_record *record;
    const dl_engine *engine;
    const dl_watch_options *options;
} watcher;

static int on_get(void *context, const char *key, dl_buf *value, dl_error *err) {
    return record_watch_get(((watcher *)context)->record, key, value, err);
}

static int on_put(void *context, const char *key, dl_str value, dl_error *err) {
    return record_watch_put(((watcher *)context)->record, key, value, err);
}

static int on_page(void *context, const char *url, dl_str bytes, const dl_given *given,
                   dl_error *err) {
    watcher *w = context;
    return dl_record_add_bytes(w->record, w->engine, url, bytes.ptr, bytes.len, given, NULL, err);
}

static int on_note(void *context, const char *url, int code, const char *message) {
    watcher *w = context;
    return w->options->note ? w->options->note(w->options->context, url, code, message) : 0;
}

static int64_t on_now(void *context) {
    struct timespec t;
    (void)context;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_wait(void *context, uint32_t ms) {
    struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
    (void)context;
    nanosleep(&t, NULL);
}

typedef DL_VEC(const char *) addresses;

static int add_address(addresses *list, dl_arena *arena, dl_str url, dl_error *err) {
    const char **slot = DL_PUSH(list, arena);
    dl_str copy = dl_arena_str(arena, url);
    if (!slot || !copy.ptr) return dl_fail_memory(err);
    *slot = copy.ptr;
    return DL_OK;
}

/* The feeds of an OPML file. */
static int take_file(addresses *list, dl_arena *arena, const char *path, dl_error *err) {
    dl_input *input;
    dl_input_item item;
    bool more = false;
    dl_input_options options = {.format = "text"};
    int rc = dl_input_open(&input, &path, 1, &options, err);
    if (rc) return rc;
    rc = dl_input_next(input, &item, &more, err);
    if (!rc && (!more || item.error.code))
        rc = dl_fail(err, more ? item.error.code : DL_EEMPTY, UINT64_MAX, "%s: %s", path,
                     more ? item.error.message : "nothing in it");
    dl_feed feed = {0};
    if (!rc) rc = dl_feed_parse(&feed, arena, item.raw, err);
    if (!rc && !dl_str_is(feed.kind, "opml"))
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX,
                     "%s is no OPML list of feeds; name a feed by its address", path);
    for (uint32_t i = 0; !rc && i < feed.entries.count; i++)
        rc = add_address(list, arena, feed.entries.items[i].url, err);
    dl_input_close(input);
    return rc;
}

static bool is_address(const char *text) {
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0 ||
           strstr(text, "://");
}

int dl_record_watch(dl_record *record, const dl_engine *engine, const char *const *feeds,
                    uint32_t count, const dl_watch_options *options, dl_watch_result *result,
                    dl_error *err) {
    static const dl_watch_options defaults;
    watcher w = {record, engine, options ? options : &defaults};
    dl_watch_host host = {&w, on_get, on_put, on_page, on_note, on_now, on_wait};
    dl_watch_settings settings = {w.options->allow_private != 0, w.options->recheck};
    dl_watch_summary s = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    addresses list = {0};
    int rc = record_check_analysis(record, dl_engine_analysis(engine), err);
    for (uint32_t i = 0; !rc && i < count; i++)
        rc = is_address(feeds[i]) ? add_address(&list, &arena, dl_str_of(feeds[i]), err)
                                  : take_file(&list, &arena, feeds[i], err);
    if (!rc)
        rc = dl_watch_round(list.items, list.count, engine_read_tables(engine), &settings, &host,
                            &s, err);
    if (result)
        *result = (dl_watch_result){s.feeds, s.unchanged, s.waiting, s.failed,
                                    s.pages, s.added,     s.same,    s.pages_failed};
    dl_arena_free(&arena);
    return rc;
}
