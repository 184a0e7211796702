/* token.h - text to words, by the conventions of UD English-EWT.
 *
 * "don't" -> do n't; "15-year" -> 15 - year (but non-, co-, e-mail stay whole); "$5" -> $ 5;
 * "U.S." and "Mr." keep their stop; addresses, numbers and dates are one word. Offsets are
 * always those of the bytes given; no byte but white space is left out of a token.
 */
#ifndef DL_PARSE_TOKEN_H
#define DL_PARSE_TOKEN_H

#include "model/text.h"
#include "parse/lexicon.h"

/* Room for tokens: grows in the arena; `failed` is sticky. Only start, len and flags are filled. */
typedef struct dl_token_sink {
    dl_arena *arena;
    uint32_t count, cap;
    uint32_t *start;
    uint16_t *len;
    uint8_t *flags;
    bool failed;
} dl_token_sink;

/* Appends the tokens of text[span] to sink. */
void dl_tokenise(const dl_lexicon *lexicon, dl_str text, dl_span span, dl_token_sink *sink);

#endif
