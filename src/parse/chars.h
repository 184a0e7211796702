/* chars.h - what a character is to the tokeniser. Byte table for ASCII, ranges above. */
#ifndef DL_PARSE_CHARS_H
#define DL_PARSE_CHARS_H

#include "base/utf8.h"

enum {
    DL_CHAR_SPACE,
    DL_CHAR_UPPER,
    DL_CHAR_LOWER, /* and letters without case */
    DL_CHAR_DIGIT,
    DL_CHAR_PUNCT, /* and symbols: a token of its own */
    DL_CHAR_QUOTE, /* ' and ’: may stand inside a word */
};

/* Class of the character at text[at] (at < len); *bytes gets its length. */
unsigned dl_char_class(dl_str text, size_t at, size_t *bytes);

static inline bool dl_char_is_word(unsigned class) {
    return class >= DL_CHAR_UPPER && class <= DL_CHAR_DIGIT;
}
static inline bool dl_char_is_letter(unsigned class) {
    return class == DL_CHAR_UPPER || class == DL_CHAR_LOWER;
}

#endif
