/* Any bytes are a feed; its links lead to web pages or nowhere. */
#include "check.h"
#include "read/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    dl_str raw = {(const char *)bytes, len};
    dl_arena arena;
    dl_feed feed;
    dl_arena_init(&arena);
    dl_feed_parse(&feed, &arena, raw, NULL);
    for (uint32_t i = 0; i < feed.entries.count; i++) {
        dl_str url =
            dl_feed_resolve(&arena, DL_STR("https://example.org/a/b"), feed.entries.items[i].url);
        if (url.len && !dl_str_starts(url, DL_STR("http")) && (url.ptr[0] | 32) != 104)
            __builtin_trap();
    }
    dl_arena_free(&arena);
    return 0;
}
