/* corpus.h - a treebank made ready for the trainers: vocabulary, tag pairs, bags of words. */
#ifndef DL_TRAIN_CORPUS_H
#define DL_TRAIN_CORPUS_H

#include "parse/tag.h"
#include "train/conllu.h"
#include "train/nettrain.h"

enum { CORPUS_NO_TAG = 255 };

typedef struct corpus {
    dl_arena arena;
    treebank bank; /* gold sentences, then silver ones */
    uint32_t gold; /* gold sentences */
    uint32_t gold_tokens;
    dl_vocabulary vocabulary;
    uint32_t *counts; /* of each vocabulary row in the treebank */
    dl_map pairs;     /* "VERB VBD" -> pair */
    uint32_t pair_count;
    dl_map names; /* XPOS names */
    uint32_t
        *first;     /* of each sentence: its first token in the arrays below; one more at the end */
    dl_word *words; /* of each token */
    uint8_t *tags;  /* gold pair of each token; CORPUS_NO_TAG */
    uint8_t *predicted; /* as jack-knifed taggers see it */
    uint8_t *upos;      /* dl_upos of each token */
} corpus;

/* Reads EWT and GUM train below folder (GUM without its NC genres), and a file of silver trees
 * where silver is not NULL. */
int corpus_open(corpus *c, const char *folder, const char *silver, dl_error *err);
void corpus_close(corpus *c);
/* How a sentence is shown this time: as it is, or, one time in twelve, as a headline or in
 * capitals, so that "Kremlin Rejects Plan" is read as "the Kremlin rejects the plan" is. DL_CASE_*.
 */
uint32_t corpus_case(const corpus *c, uint32_t sentence, rng *random);
/* The bag of token `i` of a sentence shown in that way, with its own row left out at random: rare
 * words more often, and the given share of the names, so that names nobody has seen are read by
 * their looks and their place. */
dl_word corpus_word(const corpus *c, uint32_t sentence, uint32_t i, uint32_t case_class,
                    float names, rng *random);
/* The section "tags" of a tagger's file. */
dl_str corpus_tags_section(const corpus *c, dl_arena *arena);
/* The case class of a sentence's forms. */
uint32_t sentence_case(const gold_sentence *s);
/* Section "notes". */
dl_str corpus_notes(const corpus *c, const char *what, dl_arena *arena);

#endif
