/* tuning_names.h - numbers of names and coreference, each with the measurement that set it. */
#ifndef DL_FIND_TUNING_NAMES_H
#define DL_FIND_TUNING_NAMES_H

enum {
    /* "the official" for a named person by a hint only: not over more sentences than this */
    DL_NAMES_HINT_SENTENCES = 3,
    /* "a Ukrainian official … the official" */
    DL_NAMES_REPEAT_SENTENCES = 12,
    /* "the Ukrainian government … the government" */
    DL_NAMES_REPEAT_BODY = 60,
    /* persons looked at for a spelling one letter off, bodies for a shorter name: bounds the work
     * on a report of a thousand names */
    DL_NAMES_SPELLINGS = 256,
    DL_NAMES_SHORT_NEAR = 200,
    /* "the alliance" */
    DL_NAMES_BODY_SENTENCES = 6,

    /* Pronouns: how salient an entity is. Set by hand; QUOTE and COUNTRY on 1,618 pronouns of GUM
     * without news and the genres under NC (.553 -> .561 right). A search over all of them on those
     * genres gave .628 there, but lost three points on news and was not taken; news has .719. */
    DL_PRONOUN_WINDOW = 5,        /* sentences back */
    DL_PRONOUN_NEAR = 100,        /* in the same sentence */
    DL_PRONOUN_PER_SENTENCE = 30, /* less for each sentence back */
    DL_PRONOUN_SUBJECT = 35,
    DL_PRONOUN_OBJECT = 10,
    DL_PRONOUN_PRONOUN = 15, /* last mentioned by a pronoun */
    DL_PRONOUN_FIRST = 10,   /* first mention of its sentence */
    DL_PRONOUN_PARALLEL = 10,
    DL_PRONOUN_OFTEN = 4,   /* for each earlier mention, at most five */
    DL_PRONOUN_GENDER = 15, /* gender known to agree */
    DL_PRONOUN_CLAUSE = 25, /* possessive and subject of the same clause */
    DL_PRONOUN_UNNAMED = -30,
    DL_PRONOUN_AS_PLACE = -30, /* "in Moscow … it" */
    DL_PRONOUN_INSIDE = -10,   /* "Macron's aide … he" */
    DL_PRONOUN_SPEAKER = -60,  /* inside a quote, its speaker */
    DL_PRONOUN_QUOTE = -20,    /* one in a quote, one outside */
    DL_PRONOUN_GROUP = 20,     /* "they" and people */
    DL_PRONOUN_COUNTRY = -35,  /* "they" and a country */
    DL_PRONOUN_KIND = 20,      /* "it" and a body rather than a country */
    DL_PRONOUN_CLOSE = 4,      /* two readings this close are left open */
    DL_PRONOUN_SURE = 30
};

#endif
