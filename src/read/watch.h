/* watch.h - one round over feeds: which are due, what is new in them, which pages to keep.
 *
 *   feed ──due?──> fetch (ETag, Last-Modified) ──304──> nothing
 *                     └──> entries ──new, or to be looked at again──> page ──text changed?──> keep
 *
 * Knows no record, no clock and no sleep: the caller lends them, so that a test can. What is known
 * of a feed or page is a short text under a key, put only after the page has been kept: a round
 * that is broken off loses nothing, and what it did twice is kept once (the same bytes are one
 * report). Pages are handed over as a WARC record without a date (the header names address and
 * charset), so that the same page gives the same bytes.
 */
#ifndef DL_READ_WATCH_H
#define DL_READ_WATCH_H

#include "base/buf.h"
#include "read/read.h"

typedef struct dl_watch_host {
    void *context;
    /* Appends what is kept under key (nothing: not known). */
    int (*get)(void *context, const char *key, dl_buf *value, dl_error *err);
    int (*put)(void *context, const char *key, dl_str value, dl_error *err);
    /* A page to keep: address, bytes, what the feed says of it (NULL: the page says it itself). */
    int (*page)(void *context, const char *url, dl_str bytes, const dl_given *given, dl_error *err);
    /* What happened; code DL_OK: progress. Other than 0 stops with DL_ECANCELLED. */
    int (*note)(void *context, const char *url, int code, const char *message);
    int64_t (*now_ms)(void *context); /* since 1970 */
    void (*wait_ms)(void *context, uint32_t ms);
} dl_watch_host;

typedef struct dl_watch_summary {
    uint32_t feeds, unchanged, waiting, failed; /* feeds: asked; waiting: not due after failures */
    uint32_t pages, added, same, pages_failed;  /* pages: fetched; same: text as before */
} dl_watch_summary;

typedef struct dl_watch_settings {
    bool allow_private;
    uint32_t recheck; /* seconds until a known page is looked at again; 0: DL_WATCH_RECHECK */
} dl_watch_settings;

/* feeds: addresses of feeds, or of OPML lists of feeds. Errors of one feed or page are notes; the
 * return value is other than 0 only where going on makes no sense. */
int dl_watch_round(const char *const *feeds, uint32_t count, const dl_read_tables *tables,
                   const dl_watch_settings *settings, const dl_watch_host *host,
                   dl_watch_summary *summary, dl_error *err);

#endif
