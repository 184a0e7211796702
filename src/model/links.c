#include "model/links.h"

static const char *const item_names[DL_ITEM_KINDS] = {
    "entity", "origin", "statement", "event", "meeting", "position", "version", "question",
};
static const char *const origin_names[DL_ORIGIN_KINDS] = {
    "official text", "statement on the record", "named interview",       "named post",
    "unnamed",       "document seen",           "reporter on the scene", "unknown",
};
static const char *const copy_names[DL_COPY_KINDS] = {"exact", "near", "contains", "excerpt"};

void dl_links_init(dl_links *links) {
    memset(links, 0, sizeof *links);
    dl_arena_init(&links->arena);
}

void dl_links_free(dl_links *links) {
    dl_arena_free(&links->arena);
    memset(links, 0, sizeof *links);
}

const char *dl_item_kind_name(uint32_t kind) {
    return kind < DL_ITEM_KINDS ? item_names[kind] : "";
}

const char *dl_origin_kind_name(uint32_t kind) {
    return kind < DL_ORIGIN_KINDS ? origin_names[kind] : "";
}

const char *dl_copy_kind_name(uint32_t kind) {
    return kind < DL_COPY_KINDS ? copy_names[kind] : "";
}
