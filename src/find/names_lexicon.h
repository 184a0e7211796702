/* names_lexicon.h - the phrases of every name table in one trie over folded atoms.
 *
 * An atom is a run of letters and digits of the folded text; hyphens, apostrophes, dots and white
 * space part atoms and are not matched, so "al-Qaeda", "al Qaeda" and "U.S.", "U.S" meet. Other
 * signs are atoms of their own. Immutable once loaded; shared by threads.
 */
#ifndef DL_FIND_NAMES_LEXICON_H
#define DL_FIND_NAMES_LEXICON_H

#include "base/map.h"
#include "model/data.h"

typedef enum lex_class {
    LEX_COUNTRY,         /* "Ukraine" */
    LEX_CAPITAL,         /* "Kyiv": place, or its government */
    LEX_ADJECTIVE,       /* "Ukrainian" */
    LEX_PEOPLE,          /* "Ukrainians" */
    LEX_GOVERNMENT,      /* "Downing Street" */
    LEX_BODY,            /* "NATO" */
    LEX_OUTLET,          /* "Axios" */
    LEX_PLACE,           /* "Donbas" */
    LEX_PLACE_ADJECTIVE, /* "European" */
    LEX_PLACE_PEOPLE,    /* "Europeans" */
    LEX_ROLE,            /* "prime minister", "Mr." */
    LEX_NOUN,            /* "government" */
    LEX_GIVEN,
    LEX_FAMILY,
    LEX_LEADER,       /* names of office holders: "Macron" */
    LEX_SEAT,         /* "Brussels" as the European Union */
    LEX_FAMILY_FIRST, /* "Xi": the family name comes first */
    LEX_CLASSES
} lex_class;

enum {                 /* lex_entry.flags */
       LEX_CASED = 1,  /* "US": only as written */
       LEX_COMMON = 2, /* also a common word or another kind of name */
       LEX_PLURAL = 4, /* "officials" for "official" */
       LEX_CANONICAL = 8,
};

enum lex_role_class { LEX_OFFICE, LEX_ROLE_ANY, LEX_RANK, LEX_HONORIFIC };

typedef struct lex_row {
    dl_str name;   /* canonical */
    dl_str code;   /* country */
    dl_str sector; /* PLOVER */
    dl_str level;  /* of a role; kind of a place */
    uint32_t line; /* in its file */
    uint8_t kind;  /* dl_entity_kind */
    uint8_t gender;
    uint8_t role; /* lex_role_class */
    uint8_t common;
} lex_row;

/* officeholders.tsv */
typedef struct lex_holder {
    dl_str title, of, name, dates, level, sector;
    dl_str key; /* of the family name: dl_name_key */
    uint32_t line;
    uint8_t gender;
} lex_holder;

typedef struct lex_entry {
    dl_str phrase;
    uint32_t row;  /* rows[] */
    uint32_t next; /* entries[] of the same phrase; DL_NONE */
    uint8_t cls;   /* lex_class */
    uint8_t flags;
} lex_entry;

typedef struct lex_node_slot {
    uint64_t key; /* parent node and atom; 0: free */
    uint32_t node;
} lex_node_slot;

typedef struct lexicon {
    dl_arena arena;
    DL_VEC(lex_row) rows;
    DL_VEC(lex_entry) entries;
    DL_VEC(uint32_t) nodes; /* first entry of each node; DL_NONE: none */
    lex_node_slot *slots;
    uint32_t mask, used;
    DL_VEC(lex_holder) holders;
    dl_map countries; /* code -> rows[] */
    dl_map capitals;  /* code -> rows[] of the first capital */
} lexicon;

int lexicon_load(lexicon *lex, const dl_data *data, dl_error *err);
void lexicon_free(lexicon *lex);

enum { LEX_MAX_ATOMS = 8 };
/* The atoms' hashes of a text, at most LEX_MAX_ATOMS; returns LEX_MAX_ATOMS + 1 where there are
 * more. */
uint32_t lexicon_atoms(dl_str text, uint64_t hashes[LEX_MAX_ATOMS]);
enum { LEX_ROOT = 0 };
/* The node after one more atom, or DL_NONE. */
uint32_t lexicon_step(const lexicon *lex, uint32_t node, uint64_t atom);
/* The first entry of a class for a whole text, or DL_NONE. */
uint32_t lexicon_find(const lexicon *lex, dl_str text, uint32_t cls);
/* The row of a country code; DL_NONE. */
uint32_t lexicon_country(const lexicon *lex, dl_str code);

#endif
