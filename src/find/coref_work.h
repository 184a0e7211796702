/* coref_work.h - entities in the making: what coref_*.c share beside names_work.h. */
#ifndef DL_FIND_COREF_WORK_H
#define DL_FIND_COREF_WORK_H

#include "find/names_work.h"

/* A person's name in its parts, as printed. */
typedef struct person_name {
    dl_str given;  /* "Rustem", "Andrew E."; len 0: not stated */
    dl_str family; /* "Umerov", "al-Assad", "Le Stradic" */
    uint32_t words;
} person_name;

/* names_people.c. Views into the text. */
person_name person_parse(const name_work *w, dl_str name);
/* Whether two given names may be one person's: equal, an initial, same skeleton, or one missing. */
bool person_given_agree(dl_str a, dl_str b);
/* Equal when folded, or another spelling by skeleton and few letters apart. */
bool person_family_agree(dl_str a, dl_str b);
uint8_t person_gender(const name_work *w, dl_str given);

/* coref_names.c */
uint32_t coref_new_entity(name_work *w, uint32_t mention, uint8_t kind, dl_str name);
void coref_link(name_work *w, uint32_t mention, uint32_t entity, uint32_t rule,
                dl_certainty certainty);
uint32_t coref_new_person(name_work *w, uint32_t mention, dl_str name);
/* The entity of a country code, made where it is not there yet; DL_NONE: no such country. */
uint32_t coref_country(name_work *w, dl_str code, uint32_t mention);

/* coref_offices.c: titles before and after names to offices; codes and sectors. */
int coref_offices(name_work *w, dl_error *err);
/* Adds an office to a person, with what follows for code and sector. */
bool coref_add_office(name_work *w, uint32_t entity, dl_span span, const lex_row *role, dl_str of);
/* Sets what the report or a table says of a person's country where nothing stands yet. */
void coref_fill_code(name_work *w, uint32_t entity, dl_str code);
/* "President Macron": the country by the table of office holders. */
void coref_fill_holders(name_work *w);
/* The country code of what a mention names: of a country, body or person; len 0. */
dl_str coref_code(const name_work *w, uint32_t mention);

#endif
