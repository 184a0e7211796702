/* gold.h - the run-time tagger and parser on gold tokens: for jack-knifing and evaluation. */
#ifndef DL_TRAIN_GOLD_H
#define DL_TRAIN_GOLD_H

#include "parse/analyse.h"
#include "train/conllu.h"

/* Tags every sentence from first to before end; pairs gets one tag pair a token. */
int gold_tag(const dl_models *models, const gold_sentence *sentences, uint32_t count,
             uint8_t *pairs, dl_error *err);

typedef struct gold_score {
    uint32_t tokens, upos, xpos, heads, labelled; /* right ones */
    uint32_t labelled_all; /* head and label with the subtypes of dl_deprel */
} gold_score;

/* Tags and parses sentences; adds to score. Labels count by their universal relation. */
int gold_parse(const dl_models *models, const gold_sentence *sentences, uint32_t count,
               gold_score *score, dl_error *err);
/* "nsubj:pass" -> "nsubj", as DL_REL_*. */
uint32_t universal_relation(uint32_t deprel);

#endif
