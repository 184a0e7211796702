#include "train/gold.h"

#include <stdlib.h>

uint32_t universal_relation(uint32_t deprel) {
    const char *name = dl_deprel_name(deprel), *colon = strchr(name, ':');
    return colon ? dl_deprel_of((dl_str){name, (size_t)(colon - name)}) : deprel;
}

typedef struct words {
    uint32_t slots[DL_SENTENCE_LONGEST];
    uint8_t flags[DL_SENTENCE_LONGEST];
} words;

static uint32_t take_words(words *f, dl_types *types, const gold_sentence *s) {
    uint32_t n = s->count < DL_SENTENCE_LONGEST ? s->count : DL_SENTENCE_LONGEST;
    dl_types_begin(types);
    for (uint32_t i = 0; i < n; i++) {
        f->slots[i] = dl_types_slot(types, s->tokens[i].form);
        f->flags[i] = s->tokens[i].flags;
    }
    return n;
}

int gold_tag(const dl_models *models, const gold_sentence *sentences, uint32_t count,
             uint8_t *pairs, dl_error *err) {
    dl_workspace w;
    words *f = malloc(sizeof *f);
    int rc = f ? dl_workspace_open(&w, models, true, err) : dl_fail_memory(err);
    for (uint32_t s = 0; !rc && s < count; s++) {
        uint32_t n = take_words(f, &w.types, &sentences[s]);
        dl_analyse_tags(models, &w, f->slots, f->flags, n);
        memcpy(pairs, w.pairs, n);
        pairs += sentences[s].count;
    }
    if (!rc) dl_workspace_close(&w);
    free(f);
    return rc;
}

static void compare(const dl_models *models, const dl_workspace *w, const gold_sentence *g,
                    uint32_t n, gold_score *score) {
    for (uint32_t i = 0; i < n; i++) {
        const gold_token *t = &g->tokens[i];
        const dl_tree_node *node = &w->nodes[i + 1];
        uint32_t pair = w->pairs[i];
        score->tokens++;
        score->upos += models->tagger.upos[pair] == t->upos;
        score->xpos += dl_str_is(t->xpos, models->tagger.names[models->tagger.xpos[pair]]);
        if (node->head != t->head) continue;
        score->heads++;
        uint32_t label = node->label - 1u;
        score->labelled += universal_relation(label) == universal_relation(t->deprel);
        score->labelled_all += label == t->deprel;
    }
}

int gold_parse(const dl_models *models, const gold_sentence *sentences, uint32_t count,
               gold_score *score, dl_error *err) {
    dl_workspace w;
    words *f = malloc(sizeof *f);
    int rc = f ? dl_workspace_open(&w, models, true, err) : dl_fail_memory(err);
    for (uint32_t s = 0; !rc && s < count; s++) {
        uint32_t n = take_words(f, &w.types, &sentences[s]);
        dl_analyse_slots(models, &w, f->slots, f->flags, n);
        compare(models, &w, &sentences[s], n, score);
    }
    if (!rc) dl_workspace_close(&w);
    free(f);
    return rc;
}
