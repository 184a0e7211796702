/* coref_rest.h - descriptions and pronouns, after names and titles. */
#ifndef DL_FIND_COREF_REST_H
#define DL_FIND_COREF_REST_H

#include "find/coref_work.h"

void coref_nominals(name_work *w);
void coref_pronouns(name_work *w);
/* The entity of a lexicon row, made where it is not there yet; DL_NONE: no memory. */
uint32_t coref_thing(name_work *w, uint32_t mention, uint8_t kind, uint32_t row);
/* Links a description to whoever held the office on the report's day (officeholders.tsv). */
bool coref_holder(name_work *w, uint32_t mention, const lex_row *role, dl_str code);

#endif
