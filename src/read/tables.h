/* tables.h - the word tables of reading, compiled from data/en. Immutable once open. */
#ifndef DL_READ_TABLES_H
#define DL_READ_TABLES_H

#include "base/buf.h"
#include "base/map.h"
#include "read/read.h"

typedef enum read_class { /* of data/en/read_words.tsv */
                          WORD_MONTH,
                          WORD_WEEKDAY,
                          WORD_LABEL, /* value: 0 published, 1 updated */
                          WORD_TIME,
                          WORD_PARTICLE,
                          WORD_ROLE,
                          WORD_NONAME,
                          WORD_BLANK,
                          WORD_OPINION,
                          WORD_NOTNAME,  /* no person's name holds it */
                          WORD_FUNCTION, /* value: bits of the languages that have it, by language
                                                                  index */
                          WORD_CLASSES
} read_class;

typedef enum read_field { /* of data/en/meta_keys.tsv */
                          FIELD_TITLE,
                          FIELD_DECK,
                          FIELD_OUTLET,
                          FIELD_AUTHORS,
                          FIELD_CONTRIBUTORS,
                          FIELD_PUBLISHED,
                          FIELD_UPDATED,
                          FIELD_SECTION,
                          FIELD_URL,
                          FIELD_LANGUAGE,
                          FIELD_REPORTED_FROM,
                          FIELD_CREDIT,
                          FIELD_KIND,
                          FIELD_TEXT,
                          FIELD_HTML,
                          FIELD_DATA,
                          FIELDS
} read_field;

typedef struct read_key {
    uint32_t field; /* read_field */
    uint32_t rank;  /* the lower wins */
} read_key;

typedef enum rule_match {
    RULE_WHOLE,
    RULE_PREFIX,
    RULE_CONTAINS,
    RULE_SUFFIX,
    RULE_MATCHES
} rule_match;

enum { RULE_KIND_END = 100, RULE_KIND_AUTHOR }; /* kinds beside dl_block_kind */

typedef struct line_rule {
    dl_str text; /* folded */
    uint32_t match, kind, max;
    uint32_t next; /* of the same first byte and match; DL_NONE: none */
} line_rule;

typedef struct outlet_row {
    dl_str name;
    dl_str kind; /* "paper", "agency", … */
    dl_str country;
} outlet_row;

struct dl_read_tables {
    dl_arena arena;
    dl_map words[WORD_CLASSES];
    DL_VEC(dl_str) languages;
    dl_map outlet_names, outlet_hosts; /* index into outlets */
    DL_VEC(outlet_row) outlets;
    dl_map keys; /* index into key_rows */
    DL_VEC(read_key) key_rows;
    dl_map whole; /* index into rules */
    DL_VEC(line_rule) rules;
    uint32_t prefix[256], contains, suffix; /* heads of lists in rules */
    dl_map entities;                        /* HTML character references; index into entity_text */
    DL_VEC(dl_str) entity_text;
    dl_map bare_entities; /* those known without a semicolon */
    dl_map classes;       /* of html_classes.tsv: up to three words -> read_role */
};

typedef enum read_role { /* what an element of a page is, by its class or id */
                         ROLE_DROP,
                         ROLE_COMMENT,
                         ROLE_BODY,
                         ROLE_BYLINE,
                         ROLE_AUTHOR,
                         ROLE_DATE,
                         ROLE_CAPTION,
                         ROLE_TITLE,
                         ROLE_DECK,
                         ROLES
} read_role;

/* Lower case, curly quotes as straight ones, one space between words, ends trimmed: the form in
 * which tables and texts meet. Appends; at most max bytes of text are looked at. */
void fold_text(dl_buf *out, dl_str text, size_t max);

/* The first place of needle in text; NULL: none, or needle is empty. */
const char *text_find(dl_str text, const char *needle);

bool tables_word(const dl_read_tables *t, read_class c, dl_str folded, uint32_t *value);
/* By any printed form, with or without "The". NULL: not known. */
const outlet_row *tables_outlet(const dl_read_tables *t, dl_str name);
/* By host name: "edition.cnn.com" finds cnn.com. NULL: not known. */
const outlet_row *tables_outlet_of_host(const dl_read_tables *t, dl_str host);
/* By a metadata key as printed. NULL: not known. */
const read_key *tables_key(const dl_read_tables *t, dl_str key);
/* The rule a line falls under. NULL: none. */
const line_rule *tables_line(const dl_read_tables *t, dl_str line);
/* The text of a character reference's name without & and ;. {NULL,0}: none. */
dl_str tables_entity(const dl_read_tables *t, dl_str name);
dl_str tables_bare_entity(const dl_read_tables *t, dl_str name);
/* The roles that the words of a class or id name say, as bits 1 << read_role. */
uint32_t tables_class_roles(const dl_read_tables *t, dl_str names);

#endif
