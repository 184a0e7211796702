#include "parse/analyse.h"

#include <stdlib.h>

enum { AROUND = DL_TAG_PLACES / 2 };

int dl_models_open(dl_models *models, const dl_data *data, dl_arena *arena, dl_error *err) {
    models->kernels = dl_kernels_pick();
    int rc = dl_splitter_open(&models->splitter, data, arena, err);
    if (!rc) rc = dl_tagger_open(&models->tagger, data, arena, err);
    if (!rc) rc = dl_tree_parser_open(&models->tree, data, arena, err);
    if (!rc && models->tree.tags != models->tagger.tags)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX,
                     "parser.bin was learnt with another tagger.bin: use a pair of one training");
    return rc;
}

int dl_workspace_open(dl_workspace *w, const dl_models *models, bool parsing, dl_error *err) {
    const size_t most = DL_SENTENCE_LONGEST + 2 + 2 * AROUND;
    const dl_net *all[DL_NETS] = {&models->splitter.net, &models->tagger.net, &models->tree.net};
    for (uint32_t n = 0; n < DL_NETS; n++)
        if (!all[n]->width || (n == DL_NET_TREE && !parsing)) all[n] = NULL;
    memset(w, 0, sizeof *w);
    int rc = dl_types_open(&w->types, all, models->kernels, err);
    w->stretch = calloc(most, sizeof *w->stretch);
    w->begins = calloc(most, 1);
    w->slots = calloc(most, sizeof *w->slots);
    w->tags = calloc(most, 1);
    w->pairs = calloc(most, 1);
    w->stack = calloc(most, sizeof *w->stack);
    w->nodes = calloc(most, sizeof *w->nodes);
    if (!rc &&
        (!w->stretch || !w->begins || !w->slots || !w->tags || !w->pairs || !w->stack || !w->nodes))
        rc = dl_fail_memory(err);
    if (rc) dl_workspace_close(w);
    return rc;
}

void dl_workspace_close(dl_workspace *w) {
    dl_types_close(&w->types);
    free(w->stretch), free(w->begins);
    free(w->slots), free(w->tags), free(w->pairs), free(w->stack), free(w->nodes);
    memset(w, 0, sizeof *w);
}

void dl_analyse_tags(const dl_models *models, dl_workspace *w, const uint32_t *slots,
                     const uint8_t *flags, uint32_t count) {
    dl_case_count letters = {0};
    uint32_t *padded = w->slots + AROUND; /* DL_TYPE_NONE before it from the start */
    memcpy(padded, slots, count * sizeof *slots);
    for (uint32_t i = 0; i < AROUND; i++) padded[count + i] = DL_TYPE_NONE;
    for (uint32_t i = 0; i < count; i++) dl_case_add(&letters, w->types.looks[slots[i]]);
    dl_tag(&models->tagger, models->kernels, &w->types, padded, flags, count,
           dl_case_class(&letters), w->pairs);
}

void dl_analyse_slots(const dl_models *models, dl_workspace *w, const uint32_t *slots,
                      const uint8_t *flags, uint32_t count) {
    dl_analyse_tags(models, w, slots, flags, count);
    w->tags[0] = 1;
    for (uint32_t i = 0; i < count; i++)
        w->tags[i + 1] = (uint8_t)(w->pairs[i] + DL_TREE_TAG_FIRST);
    w->tags[count + 1] = 0;
    uint32_t *from_root = w->slots + AROUND - 1; /* word i at i + 1, the root at 0 */
    from_root[0] = DL_TYPE_ROOT;
    dl_tree_state state;
    dl_tree_begin(&state, w->stack, w->nodes, count);
    dl_tree_parse(&models->tree, models->kernels, &w->types, from_root, w->tags, &state);
    from_root[0] = DL_TYPE_NONE;
}

void dl_analyse(const dl_models *models, dl_workspace *w, const dl_str *forms, const uint8_t *flags,
                uint32_t count) {
    dl_types_begin(&w->types);
    for (uint32_t i = 0; i < count; i++) w->stretch[i] = dl_types_slot(&w->types, forms[i]);
    dl_analyse_slots(models, w, w->stretch, flags, count);
}
