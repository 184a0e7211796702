/* word.h - what the nets see of a word by itself: a bag of row numbers of one embedding table.
 *
 *     row 0         nothing there (before or behind the sentence)
 *     row 1         the sentence's root
 *     row 2         a word that is not in the vocabulary
 *     rows 3 …      words of the vocabulary (lower case, digits as 0)
 *     then          DL_WORD_AFFIXES rows shared by hashed affixes
 *     then          DL_WORD_SHAPES rows shared by hashed shapes ("Xx", "X.X.", "0-x")
 *
 * Trainer and parser use the same function, so training never sees other features than use.
 */
#ifndef DL_PARSE_WORD_H
#define DL_PARSE_WORD_H

#include "base/map.h"

enum {
    DL_WORD_NONE,
    DL_WORD_ROOT,
    DL_WORD_UNKNOWN,
    DL_WORD_FIRST,
    DL_WORD_AFFIXES = 8192,
    DL_WORD_SHAPES = 512,
    DL_WORD_BAG = 8,  /* word, suffixes of 1-4 characters, prefixes of 2 and 3, shape */
    DL_WORD_KEY = 48, /* longer words are seen by their first and last 24 bytes */
};

typedef struct dl_vocabulary {
    dl_map words;   /* lower case, digits as 0 -> row */
    uint32_t count; /* rows of words, the three special ones included */
} dl_vocabulary;

typedef struct dl_word {
    uint32_t row[DL_WORD_BAG]; /* row[0] is the word's own */
    uint32_t count;
} dl_word;

/* Rows of the whole table. */
static inline uint32_t dl_word_rows(const dl_vocabulary *v) {
    return v->count + DL_WORD_AFFIXES + DL_WORD_SHAPES;
}

/* The bytes by which a word is known: the word itself, or its two ends in key (DL_WORD_KEY bytes)
 * where it is longer. */
dl_str dl_word_key(dl_str form, char *key);
/* Lower case with digits as 0, into out (at most 3 * DL_WORD_KEY bytes; form at most DL_WORD_KEY).
 * Returns its length. */
size_t dl_word_fold(dl_str form, char *out);
/* The bag of a form (or key). */
dl_word dl_word_of(const dl_vocabulary *vocabulary, dl_str form);
/* How a form begins, as bits. */
enum {
    DL_LOOKS_UPPER = 1, /* with a capital */
    DL_LOOKS_LOWER = 2, /* with a letter in lower case, or of a script without case */
    DL_LOOKS_SHOUT = 4, /* with two capitals */
    DL_LOOKS_DIGIT = 8,
    DL_LOOKS_STOP = 16, /* its last byte is . ! ? or it is … */
    DL_LOOKS_MARK = 32, /* its first character is no letter or digit */
};
uint8_t dl_word_looks(dl_str form);
/* The bag of DL_WORD_NONE or DL_WORD_ROOT: one row. */
dl_word dl_word_special(uint32_t row);

#endif
