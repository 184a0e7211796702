/* cues.h - the cue lexicon: which words tell of speech, belief, intention, decision, perception. */
#ifndef DL_FIND_CUES_H
#define DL_FIND_CUES_H

#include "base/map.h"
#include "model/attribution.h"
#include "model/data.h"
#include "model/text.h"

typedef struct dl_words { /* a range of tokens, end exclusive; first == end: none */
    uint32_t first, end;
} dl_words;

/* Kinds of a cue in the lexicon. */
enum { DL_CUE_VERB, DL_CUE_NOUN, DL_CUE_ADJECTIVE, DL_CUE_PHRASE, DL_CUE_KINDS };

typedef struct dl_cues {
    dl_map forms; /* lower-case form or phrase -> 4 bits a kind: class + 1 */
    uint32_t *
        fast; /* the same by dl_word_hash, for features: pairs of hash and value, open addressing */
} dl_cues;

/* Reads en/cues.tsv and makes the regular forms. The maps live in arena. DL_EFORMAT names the line.
 */
int dl_cues_load(dl_cues *cues, dl_arena *arena, const dl_data *data, dl_error *err);
/* Hash of a word with ASCII letters small and digits as 0. */
uint32_t dl_word_hash(dl_str word);
/* The four kinds' bits of a word by its hash; 0: none (or, once in a billion, another's). */
uint32_t dl_cues_bits(const dl_cues *cues, uint32_t hash);
/* Class of a form (any case) as that kind, or -1. */
int dl_cues_find(const dl_cues *cues, dl_str form, uint32_t kind);
/* Class of a cue as found in a text: phrases first, then its head word by part of speech; "appeared
 * to suggest" is what is suggested. -1: not in the lexicon. */
int dl_cues_class(const dl_cues *cues, const dl_text *text, dl_str bytes, dl_words cue);

/* Lower-cases a token's ASCII letters into out (at most size bytes); returns the length. */
uint32_t dl_lower_token(dl_str bytes, const dl_tokens *t, uint32_t token, char *out, uint32_t size);
/* Whether a token's lower-cased form is word. */
bool dl_token_is(dl_str bytes, const dl_tokens *t, uint32_t token, const char *word);
/* The token that heads a range by the tree: the first whose head lies outside; first token where
 * there is no tree. */
uint32_t dl_words_head(const dl_tokens *t, dl_words range);
dl_span dl_words_span(const dl_tokens *t, dl_words range);

#endif
