/* words.h - words of a text as hashes with their place, and their 5-grams: for comparing texts.
 *
 * A word is a run of letters and digits; ASCII case is folded, other letters stand as they are;
 * punctuation, quote marks, dashes and white space (Unicode's general punctuation included)
 * separate. So «"We’re ready," he said» gives we, re, ready, he, said.
 */
#ifndef DL_BASE_WORDS_H
#define DL_BASE_WORDS_H

#include "base/vec.h"

typedef struct dl_word {
    uint32_t start, end; /* bytes of the text */
    uint32_t hash;
} dl_word;

typedef DL_VEC(dl_word) dl_words;

enum { DL_GRAM = 5 }; /* words in a gram */

/* Appends the words of text[start, end) with offsets into text. False: no memory. */
bool dl_words_of(dl_words *words, dl_arena *arena, dl_str text, uint32_t start, uint32_t end);
/* Appends the words one by one to a gram hash: grams[i] covers words[i … i+4]. out has room for
 * words.count values; returns how many there are (count - 4, or 0). */
uint32_t dl_grams_of(const dl_word *words, uint32_t count, uint32_t *out);

#endif
