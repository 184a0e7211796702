/* Any bytes as a file of weights, and with a checksum made to fit: an error or a sound model. */
#include <stdlib.h>

#include "base/hash.h"
#include "parse/analyse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void open_all(dl_str bytes) {
    dl_arena arena;
    dl_error err = {0};
    static dl_models models;
    dl_arena_init(&arena);
    if (dl_splitter_of(&models.splitter, bytes, &arena, &err) && !err.message[0]) abort();
    if (dl_tagger_of(&models.tagger, bytes, &arena, &err) == DL_OK)
        for (uint32_t i = 0; i < models.tagger.tags; i++)
            if (models.tagger.xpos[i] >= models.tagger.name_count) abort();
    if (dl_tree_parser_of(&models.tree, bytes, &arena, &err) == DL_OK)
        for (uint32_t i = 0; i < models.tree.net.outputs; i++)
            if (models.tree.kind[i] >= DL_TREE_KINDS) abort();
    dl_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    enum { HEAD = 24, SUM = 16 };
    char *copy = aligned_alloc(64, (len + 64) / 64 * 64);
    if (!copy) return 0;
    memcpy(copy, bytes, len);
    open_all((dl_str){copy, len});
    if (len > HEAD) {
        uint64_t sum = dl_hash((dl_str){copy + HEAD, len - HEAD});
        for (int i = 0; i < 8; i++) copy[SUM + i] = (char)(sum >> 8 * i);
        open_all((dl_str){copy, len});
    }
    free(copy);
    return 0;
}
