/* analyse.h - one sentence's words to tags and tree: tagger and parser over one cache of types.
 *
 * Run time (parse.c), trainers and evaluation come through here, so all see the same features.
 */
#ifndef DL_PARSE_ANALYSE_H
#define DL_PARSE_ANALYSE_H

#include "parse/sentence.h"
#include "parse/tag.h"
#include "parse/tree.h"

/* The longest sentence, and the longest stretch whose types are kept at once. Must leave room in
 * the cache of types. */
enum { DL_SENTENCE_LONGEST = 6000 };

typedef struct dl_models {
    dl_splitter splitter;
    dl_tagger tagger;
    dl_tree_parser tree;
    const dl_kernels *kernels;
} dl_models;

/* One worker's memory for it. */
typedef struct dl_workspace {
    dl_types types;
    uint32_t *stretch; /* slots of the stretch at work */
    uint8_t *begins;   /* of the stretch: 1 where a sentence begins */
    uint32_t *slots;   /* of a sentence's words, with room for the tagger's places around them */
    uint8_t *tags;     /* tree's small values: [0] root, [1 …] words, [count + 1] nothing */
    uint8_t *pairs;    /* the tagger's pair of each word, from 0 */
    uint16_t *stack;
    dl_tree_node *nodes; /* the tree: nodes[i + 1] is word i; head 0 is the root */
} dl_workspace;

/* Models of data, checked against each other. */
int dl_models_open(dl_models *models, const dl_data *data, dl_arena *arena, dl_error *err);
/* Rows for the nets that are open in models (width not 0). parsing false: none for the tree. */
int dl_workspace_open(dl_workspace *w, const dl_models *models, bool parsing, dl_error *err);
void dl_workspace_close(dl_workspace *w);

/* Fills pairs for count (1 … DL_SENTENCE_LONGEST) words given by their slots. flags: as
 * dl_tokens.flags. */
void dl_analyse_tags(const dl_models *models, dl_workspace *w, const uint32_t *slots,
                     const uint8_t *flags, uint32_t count);
/* The same, and fills nodes. */
void dl_analyse_slots(const dl_models *models, dl_workspace *w, const uint32_t *slots,
                      const uint8_t *flags, uint32_t count);
/* The same from the words' forms; begins a stretch of its own. */
void dl_analyse(const dl_models *models, dl_workspace *w, const dl_str *forms, const uint8_t *flags,
                uint32_t count);

#endif
