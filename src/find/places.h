/* places.h - government or place: "Moscow demands" against "in Moscow"; which Georgia.
 *
 * Sets kind, form METONYM, flag AS_PLACE and the lexicon row of name mentions.
 */
#ifndef DL_FIND_PLACES_H
#define DL_FIND_PLACES_H

#include "find/names_work.h"

int place_words_load(place_words *words, lexicon *lex, const dl_data *data, dl_error *err);
int name_places(name_work *w, dl_error *err);

#endif
