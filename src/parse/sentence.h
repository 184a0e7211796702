/* sentence.h - where sentences begin in a block's tokens. */
#ifndef DL_PARSE_SENTENCE_H
#define DL_PARSE_SENTENCE_H

#include "parse/lexicon.h"
#include "parse/token.h"

/* Sets begins[i] to 1 for the tokens first … first+count-1 of sink that begin a sentence, to 0 for
 * the others (begins is indexed from 0 for `first`). The first token of a block always begins
 * one. */
void dl_split(const dl_lexicon *lexicon, dl_str text, const dl_token_sink *sink, uint32_t first,
              uint32_t count, uint8_t *begins);

#endif
