/* cache.h - pages as they were rendered last, until the record changes.
 *
 * A page is a function of its address and the record; what the record is shows in the size and
 * time of its file and of its write-ahead log. Bounded: at most CACHE_PAGES pages and CACHE_BYTES.
 * One thread.
 */
#ifndef DL_SHOW_CACHE_H
#define DL_SHOW_CACHE_H

#include <stddef.h>
#include <stdint.h>

typedef struct page_cache page_cache;

page_cache *page_cache_open(const char *record); /* NULL: no memory */
void page_cache_close(page_cache *cache);        /* NULL is fine */
/* The bytes kept for a key, alive until the next call; NULL: none, or the record has changed. */
const char *page_cache_get(page_cache *cache, const char *key, size_t *len);
/* Copies a page; too large ones are not kept. */
void page_cache_put(page_cache *cache, const char *key, const char *bytes, size_t len);

#endif
