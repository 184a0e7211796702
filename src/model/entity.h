/* entity.h - who and what is named in one report.
 *
 *   mentions (names, descriptions, pronouns) ──chains──> entities of this report
 *
 * An entity here is a report's own; resolve/ links entities over reports (links.h). Indexes are
 * into the arrays of finds.h. Strings live as long as the finds.
 */
#ifndef DL_MODEL_ENTITY_H
#define DL_MODEL_ENTITY_H

#include "base/span.h"
#include "model/certainty.h"

typedef enum dl_entity_kind {
    DL_ENTITY_PERSON,
    DL_ENTITY_ORGANIZATION,
    DL_ENTITY_COUNTRY,
    DL_ENTITY_PLACE,
    DL_ENTITY_GROUP,    /* "European allies", "Houthis": people without a charter */
    DL_ENTITY_DOCUMENT, /* "the Minsk agreements" */
    DL_ENTITY_KINDS
} dl_entity_kind;

typedef enum dl_mention_form {
    DL_MENTION_NAME,      /* "Volodymyr Zelensky", "Mr. Zelensky", "NATO" */
    DL_MENTION_ADJECTIVE, /* "Ukrainian" in "Ukrainian officials": its country */
    DL_MENTION_METONYM,   /* "Kyiv", "the Kremlin" used for a government: its country */
    DL_MENTION_NOMINAL,   /* "the French president", "a Ukrainian official" */
    DL_MENTION_PRONOUN,   /* "he", "they", "who" */
    DL_MENTION_FORMS
} dl_mention_form;

enum { /* dl_mention.flags */
       DL_MENTION_UNNAMED =
           1, /* an unnamed source ("a person familiar …"): never linked to a name */
       DL_MENTION_PLURAL = 2,
       DL_MENTION_DEFINITE = 4,
       DL_MENTION_INSERTED = 8, /* an editor's insertion in brackets: "he [Zelensky]" */
       DL_MENTION_AS_PLACE =
           16 /* a country or city named as a place ("in Moscow"), not as an actor */
};

/* Why a mention was linked to its entity. */
typedef enum dl_link_rule {
    DL_LINK_NONE,
    DL_LINK_FIRST,       /* it is the entity's first name */
    DL_LINK_SAME,        /* the same name */
    DL_LINK_LEXICON,     /* a line of a lexicon says so: "UN", "United Nations" */
    DL_LINK_FULL,        /* another form of the full name: "Andrew E. Kramer", "Andrew Kramer" */
    DL_LINK_SURNAME,     /* "Macron" after "Emmanuel Macron" */
    DL_LINK_GIVEN,       /* "Boris" where one person in the report is called so */
    DL_LINK_SPELLING,    /* one letter off in a long name, another transliteration */
    DL_LINK_ACRONYM,     /* "SAIS" */
    DL_LINK_SHORTENED,   /* "Johns Hopkins" */
    DL_LINK_APPOSITION,  /* "Umerov, the head of the delegation," */
    DL_LINK_COPULA,      /* "Umerov is the head of the delegation" */
    DL_LINK_OFFICE,      /* "the French president": office and country */
    DL_LINK_HOLDER,      /* the same by the dated table of office holders */
    DL_LINK_DESCRIPTION, /* "the alliance", "the country": the nearest that fits */
    DL_LINK_RELATIVE,    /* "who", "which" */
    DL_LINK_PRONOUN,     /* "he", "it" */
    DL_LINK_REFLEXIVE,   /* "himself" */
    DL_LINK_RULES
} dl_link_rule;

typedef struct dl_mention {
    dl_span span;    /* whole phrase without leading determiner, titles included ("Mr. Zelensky") */
    dl_span name;    /* the bare name in it ("Zelensky"); none for nominals and pronouns */
    uint32_t head;   /* token index */
    uint32_t entity; /* entities[]; DL_NONE: not resolved */
    uint32_t sentence; /* index into sentences */
    uint8_t kind;      /* dl_entity_kind */
    uint8_t form;      /* dl_mention_form */
    uint8_t flags;
    dl_certainty certainty; /* of the link to its entity */
    uint32_t rule;          /* why it was linked: a dl_link_rule (names in entity.c) */
} dl_mention;

typedef struct dl_entity {
    dl_str name;    /* the fullest form in this report, or the country's common name */
    dl_str key;     /* what blocks entities over reports: "person:znsk", "country:UKR", "org:nato";
                       a function of the name alone, never of other reports */
    dl_str code;    /* ISO 3166 alpha-3 of a country or of whom a person or body belongs to, or a
                       PLOVER non-state code (IGO, UNO, EUR, NGO, …); len 0: not known */
    dl_str sector;  /* PLOVER sector codes, ';'-separated: "GOV", "MIL", "GOV;LEG" */
    dl_str given;   /* given name(s) of a person where stated */
    dl_str family;  /* family name, folded as printed */
    dl_str decided; /* a person's merges and splits: "m" or "s", 16 digits, a side, ';' each; mostly
                       empty. Set by record/, read by resolve/ */
    uint32_t lexicon_line; /* line in the lexicon that supplied code or name; 0: none */
    uint32_t first;        /* its first mention, index into mentions */
    uint8_t kind;          /* dl_entity_kind */
    uint8_t gender;        /* 0 unknown, 'm', 'f', 'n', 'p' (plural) */
    uint8_t unnamed;       /* 1: stands for unnamed people ("two officials") */
    dl_certainty certainty;
} dl_entity;

/* "special envoy" of Witkoff, with its evidence; how: title before a name, apposition, copula. */
typedef struct dl_office {
    uint32_t entity;
    dl_span span;   /* "special envoy for President Trump" */
    dl_str title;   /* normalised: "special envoy" */
    dl_str of;      /* country code or body it belongs to; len 0: not stated */
    uint8_t former; /* "former", "ex-", "then-" */
    uint8_t pad[7];
} dl_office;

/* "person" …; static text, "" out of range. */
const char *dl_entity_kind_name(uint32_t kind);
const char *dl_mention_form_name(uint32_t form);
const char *dl_link_rule_name(uint32_t rule); /* "surname", "pronoun" … */

#endif
