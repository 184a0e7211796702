#include "parse/analyse.h"

#include <stdlib.h>

enum { AROUND = DL_TAG_PLACES / 2 };

int dl_models_open(dl_models *models, const dl_data *data, dl_arena *arena, dl_error *err) {
    models->kernels = dl_kernels_pick();
    int rc = dl_tagger_open(&models->tagger, data, arena, err);
    if (!rc) rc = dl_tree_parser_open(&models->tree, data, arena, err);
    if (!rc && models->tree.tags != models->tagger.tags)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX,
                     "parser.bin was learnt with another tagger.bin: use a pair of one training");
    return rc;
}

int dl_workspace_open(dl_workspace *w, const dl_models *models, bool parsing, dl_error *err) {
    const size_t most = DL_SENTENCE_LONGEST + 2 + 2 * AROUND;
    memset(w, 0, sizeof *w);
    int rc = dl_types_open(&w->types, &models->tagger.net, parsing ? &models->tree.net : NULL,
                           models->kernels, err);
    w->slots = calloc(most, sizeof *w->slots);
    w->tags = calloc(most, 1);
    w->pairs = calloc(most, 1);
    w->stack = calloc(most, sizeof *w->stack);
    w->nodes = calloc(most, sizeof *w->nodes);
    if (!rc && (!w->slots || !w->tags || !w->pairs || !w->stack || !w->nodes))
        rc = dl_fail_memory(err);
    if (rc) dl_workspace_close(w);
    return rc;
}

void dl_workspace_close(dl_workspace *w) {
    dl_types_close(&w->types);
    free(w->slots), free(w->tags), free(w->pairs), free(w->stack), free(w->nodes);
    memset(w, 0, sizeof *w);
}

void dl_analyse_tags(const dl_models *models, dl_workspace *w, const dl_str *forms,
                     const uint8_t *flags, uint32_t count) {
    dl_case_count letters = {0};
    uint32_t *slots = w->slots + AROUND;
    dl_types_begin(&w->types);
    for (uint32_t i = 0; i < count; i++) {
        slots[i] = dl_types_slot(&w->types, forms[i]);
        dl_case_add(&letters, forms[i]);
    }
    for (uint32_t i = 0; i < AROUND; i++) slots[count + i] = DL_TYPE_NONE;
    dl_tag(&models->tagger, models->kernels, &w->types, slots, flags, count,
           dl_case_class(&letters), w->pairs);
}

void dl_analyse(const dl_models *models, dl_workspace *w, const dl_str *forms, const uint8_t *flags,
                uint32_t count) {
    dl_analyse_tags(models, w, forms, flags, count);
    w->tags[0] = 1;
    for (uint32_t i = 0; i < count; i++)
        w->tags[i + 1] = (uint8_t)(w->pairs[i] + DL_TREE_TAG_FIRST);
    w->tags[count + 1] = 0;
    uint32_t *slots = w->slots + AROUND - 1; /* word i at i + 1, the root at 0 */
    slots[0] = DL_TYPE_ROOT;
    dl_tree_state state;
    dl_tree_begin(&state, w->stack, w->nodes, count);
    dl_tree_parse(&models->tree, models->kernels, &w->types, slots, w->tags, &state);
    slots[0] = DL_TYPE_NONE;
}
