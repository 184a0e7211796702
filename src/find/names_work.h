/* names_work.h - what the steps of names.c share while they read one report.
 *
 *   tokens ─types─> lexicon matches ─tag─> name spans ─mentions─> mentions ─coref─> entities
 *
 * All arrays live in the context's scratch arena; mentions, entities and offices go to the finds.
 */
#ifndef DL_FIND_NAMES_WORK_H
#define DL_FIND_NAMES_WORK_H

#include "find/find.h"
#include "find/names.h"
#include "find/names_lexicon.h"

typedef struct name_model name_model;

/* places.c */
typedef struct place_words {
    dl_map words; /* word -> bits of its classes */
    dl_tsv ambiguous;
    uint32_t *readings; /* row of ambiguous -> lexicon rows[] */
    uint32_t column_name, column_cues;
} place_words;

struct dl_names {
    lexicon lex;
    place_words places;
    name_model *model; /* NULL: rules only */
};

enum name_shape {
    SHAPE_LOWER,
    SHAPE_CAPITAL, /* "Kyiv" */
    SHAPE_UPPER,   /* "NATO" */
    SHAPE_INITIAL, /* "V.", "E" */
    SHAPE_MIXED,   /* "iPhone", "al-Assad" is two tokens */
    SHAPE_NUMBER,
    SHAPE_SIGN
};

/* What is known of a word form, once a report. */
typedef struct name_type {
    dl_str text;
    uint64_t atoms[LEX_MAX_ATOMS];
    uint32_t atom_count; /* LEX_MAX_ATOMS + 1: too many to match */
    uint32_t node;       /* the trie's node after its atoms; DL_NONE */
    uint8_t shape;
} name_type;

typedef struct lex_match {
    uint32_t first, count; /* tokens */
    uint32_t entry;        /* lexicon entries[] (the first of a list by next) */
} lex_match;

enum name_class { NAME_PER, NAME_LOC, NAME_ORG, NAME_CLASSES };

typedef struct name_span {
    uint32_t first, count; /* tokens */
    uint8_t cls;           /* name_class */
    uint8_t sure;          /* found with margin */
} name_span;

enum pronoun {
    PRONOUN_NONE,
    PRONOUN_PERSONAL,
    PRONOUN_POSSESSIVE,
    PRONOUN_REFLEXIVE,
    PRONOUN_RELATIVE
};

/* A description or a pronoun, before it is linked. */
typedef struct nominal {
    uint32_t mention;
    uint32_t row;      /* lexicon rows[] of its noun; DL_NONE for pronouns */
    uint32_t owner;    /* mention it belongs to ("Trump's envoy"); DL_NONE */
    uint32_t governor; /* of a relative pronoun: the clause's head token */
    dl_str code;       /* country that it names: "the French president" */
    uint8_t pronoun;   /* enum pronoun */
    uint8_t gender;    /* of a pronoun: m, f, n, p(lural), w(ho), t(hat) */
    bool role;         /* a person's role; otherwise a body's noun */
    bool indefinite;
} nominal;

typedef struct name_work {
    const dl_names *names;
    dl_find_context *context;
    const dl_text *text;
    const dl_tokens *tokens;
    dl_str bytes; /* clean text */
    struct dl_finds *finds;
    dl_arena *arena; /* scratch */
    DL_VEC(name_type) types;
    uint32_t *type;            /* token -> types[] */
    uint32_t *sentence;        /* token -> sentences[] */
    DL_VEC(lex_match) matches; /* by first token, shorter first */
    uint32_t *match_at;        /* token -> first match that starts there; DL_NONE */
    uint8_t *lower; /* sentence -> 1: no capitals (a lower-case headline); 2: all capitals */
    DL_VEC(name_span) spans; /* in text order, no overlap */
    uint32_t *span_at;       /* token -> span that covers it; DL_NONE */
    uint32_t *mention_at;    /* token -> innermost name mention that covers it; DL_NONE */
    DL_VEC(uint32_t) rows;   /* mention -> lexicon rows[] that says what it is; DL_NONE */
    DL_VEC(uint32_t)
    owners; /* mention (nominal) -> mention it belongs to ("Trump's envoy"); DL_NONE */
    DL_VEC(nominal) nominals;     /* in text order */
    uint32_t *nominal_of;         /* mention -> nominals[]; DL_NONE */
    uint32_t name_count;          /* mentions that are names, before the others came */
    DL_VEC(uint32_t) office_rows; /* office of the finds -> lexicon rows[] of its title */
    uint32_t *last; /* entity -> its last mention before the one being linked; DL_NONE */
    uint32_t last_count;
    uint8_t *quoted; /* token -> 1: inside quotation marks */
    bool tagged;     /* the text has tags and a tree */
} name_work;

/* names_types.c */
int name_work_open(name_work *w, const dl_names *names, dl_find_context *context, dl_error *err);
int name_match_all(name_work *w, dl_error *err);
dl_str name_token(const name_work *w, uint32_t token);
const name_type *name_type_of(const name_work *w, uint32_t token);
bool name_is_capital(const name_work *w, uint32_t token);
/* The longest match at a token whose class is in mask (bits 1 << lex_class); NULL: none.
 * *entry: the entry of that class. */
const lex_match *name_longest(const name_work *w, uint32_t token, uint32_t mask, uint32_t *entry);
/* The entry of a class in mask for exactly these tokens; DL_NONE. */
uint32_t name_exact(const name_work *w, uint32_t first, uint32_t count, uint32_t mask);
/* The match of a class in mask that ends before token (exclusive), longest; NULL. */
const lex_match *name_ending(const name_work *w, uint32_t end, uint32_t mask, uint32_t *entry);
const lex_entry *name_entry(const name_work *w, uint32_t entry);
const lex_row *name_row(const name_work *w, uint32_t row);
dl_span name_tokens_span(const name_work *w, uint32_t first, uint32_t count);
bool name_is(const name_work *w, uint32_t token, const char *word); /* case folded ASCII */
/* First and one past the last token of the token's sentence. */
void name_bounds(const name_work *w, uint32_t token, uint32_t *first, uint32_t *end);

/* names_tag.c / names_rules.c: fills spans and span_at. */
int name_tag(name_work *w, dl_error *err);

/* names_mentions.c: names, adjectives, titles. */
int name_mentions(name_work *w, dl_error *err);
/* Appends a mention; returns its index or DL_NONE (no memory). */
uint32_t name_add(name_work *w, dl_mention mention, uint32_t row);

/* names_nominals.c: descriptions and pronouns. */
int name_nominals(name_work *w, dl_error *err);

/* coref*.c */
int coref_names(name_work *w, dl_error *err);
int coref_rest(name_work *w, dl_error *err);

#endif
