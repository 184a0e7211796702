/* noun.h - how one kind of item gets from a report's finds into its table.
 *
 * A noun is a file write_<noun>.c with its statement, its put function and the columns that hold
 * words of the report; nouns.c lists them. Derived tables of resolved things are not nouns: they
 * are written from links (write_links.c).
 */
#ifndef DL_RECORD_NOUN_H
#define DL_RECORD_NOUN_H

#include "model/finds.h"
#include "record/json.h"
#include "record/sql.h"
#include "record/stash.h"

enum { PUT_LISTS = 4 };

/* The report being put. */
typedef struct put {
    const struct dl_finds *finds;
    dl_str text;
    int64_t report;
    sqlite3_stmt *stmt;               /* of the noun being put */
    dl_buf lists[PUT_LISTS];          /* JSON columns of the row being put */
    const struct record_stash *stash; /* members of the reports of this batch */
    bool bad_span;                    /* a span lies outside the text */
    dl_error *err;
} put;

typedef struct record_noun {
    const char *table;
    const char *insert;
    int (*put)(put *p); /* all items of the report */
    /* Selects triples start, end, words, then packed span lists, for keys ?1 to ?2. NULL: none. */
    const char *check;
    int triples, lists;
} record_noun;

extern const record_noun *const record_nouns[];
extern const uint32_t record_noun_count;

/* Binding for one row of p->stmt. Spans outside the text bind NULL and set bad_span. */
void put_span(put *p, int at, dl_span span);
void put_words(put *p, int at, dl_span span);    /* words only */
void put_number(put *p, int at, uint32_t value); /* 0: NULL */
void put_key(put *p, int at, uint32_t index);
/* Lists are built in p->lists[list] and bound. */
void put_spans(put *p, int at, int list, dl_list spans);
void put_keys(put *p, int at, int list, dl_list refs, bool null_if_empty);
void put_mentions(put *p, int at, int list, dl_list refs);
/* A ';'-separated string as a JSON list; NULL where empty. */
void put_split(put *p, int at, int list, dl_str items);
/* The row that an item was found to belong to (links.h); NULL where none. */
void put_member(put *p, int at, uint32_t kind, uint32_t item);
uint32_t put_sentence(const put *p, uint32_t index); /* its number; 0: none */

#endif
