/* language.h - whether a text is in the language the parser knows.
 *
 * Counts the commonest words of each language of data/languages.tsv, and letters that are not
 * Latin. A text too short to tell is taken for the parser's own.
 */
#ifndef DL_PARSE_LANGUAGE_H
#define DL_PARSE_LANGUAGE_H

#include "base/map.h"
#include "model/data.h"
#include "model/text.h"

enum { DL_LANGUAGES_MOST = 32 };

typedef struct dl_languages {
    dl_map words;   /* lower case -> set of languages as bits */
    uint32_t count; /* languages; number 0 is the parser's */
} dl_languages;

int dl_languages_load(dl_languages *languages, dl_arena *arena, const dl_data *data, dl_error *err);
/* Whether the tokens are of another language than number 0. Looks at the first of them only. */
bool dl_is_other_language(const dl_languages *languages, dl_str text, const dl_tokens *tokens);

#endif
