#include "http/cache.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CACHE_PAGES = 128, CACHE_BYTES = 16 << 20 };

typedef struct kept {
    char *key, *bytes;
    size_t len;
} kept;

typedef struct stamp {
    int64_t size, seconds, nanoseconds;
} stamp;

struct page_cache {
    char *files[2]; /* the record and its log */
    stamp seen[2];
    kept pages[CACHE_PAGES];
    unsigned next; /* place to be replaced: oldest first */
    size_t bytes;
};

page_cache *page_cache_open(const char *record) {
    page_cache *c = calloc(1, sizeof *c);
    size_t n = strlen(record) + 8;
    if (!c) return NULL;
    for (int i = 0; i < 2; i++) {
        c->files[i] = malloc(n);
        if (c->files[i]) snprintf(c->files[i], n, "%s%s", record, i ? "-wal" : "");
    }
    return c;
}

static void drop(page_cache *c, kept *page) {
    c->bytes -= page->len;
    free(page->key);
    free(page->bytes);
    *page = (kept){0};
}

void page_cache_close(page_cache *c) {
    if (!c) return;
    for (unsigned i = 0; i < CACHE_PAGES; i++) drop(c, &c->pages[i]);
    free(c->files[0]);
    free(c->files[1]);
    free(c);
}

/* Whether the record is as it was; forgets everything where not. */
static bool unchanged(page_cache *c) {
    bool same = true;
    for (int i = 0; i < 2; i++) {
        struct stat st;
        stamp now = {-1, 0, 0};
        if (c->files[i] && stat(c->files[i], &st) == 0)
            now = (stamp){st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
        if (memcmp(&now, &c->seen[i], sizeof now) != 0) same = false;
        c->seen[i] = now;
    }
    for (unsigned i = 0; !same && i < CACHE_PAGES; i++) drop(c, &c->pages[i]);
    return same;
}

const char *page_cache_get(page_cache *c, const char *key, size_t *len) {
    if (!c || !unchanged(c)) return NULL;
    for (unsigned i = 0; i < CACHE_PAGES; i++) {
        kept *page = &c->pages[i];
        if (!page->key || strcmp(page->key, key) != 0) continue;
        *len = page->len;
        return page->bytes;
    }
    return NULL;
}

void page_cache_put(page_cache *c, const char *key, const char *bytes, size_t len) {
    if (!c || len > CACHE_BYTES / 8) return;
    kept page = {strdup(key), malloc(len ? len : 1), len};
    if (!page.key || !page.bytes) {
        free(page.key);
        free(page.bytes);
        return;
    }
    memcpy(page.bytes, bytes, len);
    kept *slot = &c->pages[c->next];
    c->next = (c->next + 1) % CACHE_PAGES;
    drop(c, slot);
    *slot = page;
    c->bytes += len;
    for (unsigned k = 0; k < CACHE_PAGES && c->bytes > CACHE_BYTES; k++) {
        kept *oldest = &c->pages[(c->next + k) % CACHE_PAGES];
        if (oldest != slot) drop(c, oldest);
    }
}
