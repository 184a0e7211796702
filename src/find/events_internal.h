/* events_internal.h - what the files events_*.c, status.c, numbers.c and deadlines.c share.
 *
 *   frames.tsv ──load──> ev_lexicon ──match over the tree──> ev_hit ──who, status, when, where──>
 *   dl_event
 *
 * A frame names a trigger (lemma and part of speech), conditions on what stands around it in the
 * tree, and where its actors and recipients stand. Places around a trigger are paths of slots:
 * "subj", "obj", "to", "obj.of", "xcomp.obj". Slots are logical: a passive's subject is its obj, a
 * relative pronoun is its antecedent, a control verb's complement has its subject.
 *
 * The method is that of the dictionary coders (KEDS, TABARI, PETRARCH; Schrodt), moved from word
 * windows to dependency paths as UniversalPetrarch did, with status kept beside the type.
 */
#ifndef DL_FIND_EVENTS_INTERNAL_H
#define DL_FIND_EVENTS_INTERNAL_H

#include "base/map.h"
#include "find/events.h"

/* ── lexicon ── */

enum { /* slot codes; prepositions are numbered from EV_PREP on, in order of first sight */
       EV_SUBJ = 1,
       EV_OBJ,
       EV_IOBJ,
       EV_PRT,
       EV_XCOMP,
       EV_CCOMP,
       EV_ADV,
       EV_MOD,
       EV_POSS,
       EV_OWNER, /* whoever an object belongs to: poss, by, of, mod in this order */
       EV_ANY,   /* any word below the trigger, to depth 3 */
       EV_GOV,   /* the governor */
       EV_AUX,   /* auxiliaries */
       EV_PREP = 32,
};

enum { EV_MAX_STEPS = 3, EV_MAX_ROLES = 14, EV_MAX_HEADS = 24, EV_MAX_LIST = 24 };

typedef struct ev_path {
    uint8_t count;
    uint16_t step[EV_MAX_STEPS];
} ev_path;

typedef struct ev_value {
    dl_str lemma;    /* len 0: a class */
    uint64_t mask;   /* class bit */
    uint8_t special; /* 1: ACTOR, 2: COUNTRY-like actor or place */
} ev_value;

typedef struct ev_cond {
    ev_path path;
    bool negate;
    uint32_t count; /* values; 0: something must stand there */
    ev_value *values;
} ev_cond;

enum {                    /* ev_frame.flags */
       EV_MUTUAL = 1,     /* all parties are actors, nobody is recipient */
       EV_NEEDS_BOTH = 2, /* fires only between two political actors */
       EV_WEAK = 4,       /* medium certainty */
       EV_STANCE = 8,     /* in the present tense it holds on: "demands", "supports" */
       EV_EATS = 16,      /* what it governs is its content, not an event of its own */
       EV_ALONE = 32,     /* fires without any actor ("a bomb killed 12") */
       EV_TALK = 64,      /* not inside a quotation by the actor himself */
       EV_FUTURE = 128,   /* speaks of the future by itself: "schedule" */
       EV_NEGATED = 256,  /* the event is denied by the frame itself: "fail to meet" */
};

typedef struct ev_frame {
    uint32_t line;
    dl_str lemma, mode, contexts;
    char pos;     /* 'v', 'n', 'a' */
    uint8_t type; /* dl_event_type */
    uint16_t flags;
    uint32_t cond_count, actor_count, recipient_count;
    ev_cond *conds;
    ev_path actors[EV_MAX_ROLES], recipients[EV_MAX_ROLES];
    dl_str label;  /* "meet with=ACTOR #12": shown by `show --why` */
    uint32_t next; /* next frame of the same lemma, in file order; DL_NONE */
} ev_frame;

enum { /* effect of a governing or light verb, of a modifier, on status */
       EV_NO_EFFECT,
       EV_PLANS,   /* plan to, expected to, planned, upcoming */
       EV_MAYBE,   /* want to, possible, proposed */
       EV_DENIES,  /* refuse to, cancelled */
       EV_GOES_ON, /* continue to, ongoing */
       EV_HAPPENS, /* manage to, latest */
       EV_PAST,    /* former, previous */
       EV_EFFECTS
};

typedef struct ev_cue {
    dl_str lemma;
    char kind; /* 'v' governing verb, 'a' adjective or adverb, 'n' governing noun, 'l' light verb,
                  'e' verb whose subject or object is the event */
    uint8_t effect;
    uint8_t subject; /* light verbs: 1 its subject is the actor, 2 the recipient, 0 neither */
    uint32_t slots;  /* light verbs: where the noun stands, bit 0 obj, bit 1 prepositional */
    dl_str prep;     /* its preposition */
    uint32_t next;
} ev_cue;

struct dl_events {
    dl_arena arena;
    DL_VEC(ev_frame) frames;
    dl_map frames_of; /* "v:meet" -> first frame */
    DL_VEC(ev_cue) cues;
    dl_map cues_of; /* "v:plan" -> first cue */
    dl_map preps;   /* preposition -> number */
    dl_map classes; /* class name -> bit */
    dl_map words;   /* lemma -> index into masks */
    DL_VEC(uint64_t) masks;
    dl_map contexts; /* lemma -> index into context_names */
    DL_VEC(dl_str) context_names;
    dl_map people; /* actor noun lemma -> index into sectors */
    DL_VEC(dl_str) sectors;
};

int ev_lexicon_load(dl_events *e, const dl_data *data, dl_error *err);
uint64_t ev_class_mask(const dl_events *e, const char *name); /* 0: no such class */

/* ── one report ── */

typedef struct ev_report {
    const dl_events *lex;
    dl_find_context *c;
    const dl_tokens *t;
    dl_str text;
    uint32_t n;
    uint32_t *child, *sibling; /* first child, next sibling, in token order; DL_NONE */
    dl_str *lemma;             /* lower case */
    uint64_t *mask;            /* classes of the lemma */
    uint32_t *mention;         /* narrowest mention that covers the token; DL_NONE */
    uint8_t *quoted;           /* 1: within quotation marks */
    uint8_t *trigger;          /* 1: a frame fires here */
    uint8_t *timed;            /* 1: part of a time */
    uint32_t *said;            /* innermost attribution whose content holds it; DL_NONE */
    uint8_t *official;         /* entities with an office, by index below entity_count */
    uint32_t entity_count;     /* before this part added its groups */
    bool any_actor;            /* measuring: every noun may be an actor */
} ev_report;

int ev_report_init(ev_report *r, const dl_events *lex, dl_find_context *c);

static inline bool ev_is(const ev_report *r, uint32_t tok, const char *lemma) {
    return tok != DL_NONE && dl_str_is(r->lemma[tok], lemma);
}
static inline uint8_t ev_rel(const ev_report *r, uint32_t tok) {
    return r->t->deprel[tok];
}
#define EV_CHILDREN(r, tok, kid)                                                                   \
    for (uint32_t kid = (r)->child[tok]; kid != DL_NONE; kid = (r)->sibling[kid])

uint32_t ev_child(const ev_report *r, uint32_t tok, uint32_t rel); /* first, or DL_NONE */
uint32_t ev_child_lemma(const ev_report *r, uint32_t tok, uint32_t rel, const char *lemma);
bool ev_xpos(const ev_report *r, uint32_t tok, const char *tag);
bool ev_passive(const ev_report *r, uint32_t verb);
/* The word's case marker: "with" of "with Putin"; DL_NONE. */
uint32_t ev_case(const ev_report *r, uint32_t tok);
/* The head of the noun phrase that follows a word at once; a name in it comes first. For a tree
 * that lost it. DL_NONE: none. */
uint32_t ev_name_after(const ev_report *r, uint32_t tok);
bool ev_below(const ev_report *r, uint32_t tok, uint32_t top);

typedef struct ev_heads {
    uint32_t count;
    uint32_t at[EV_MAX_HEADS];
} ev_heads;

/* The words at the end of a path from a trigger; conjuncts included when the caller asks. */
void ev_follow(const ev_report *r, uint32_t trigger, const ev_path *path, ev_heads *out);
void ev_slot(const ev_report *r, uint32_t tok, uint32_t slot, ev_heads *out);
void ev_conjuncts(const ev_report *r, ev_heads *heads);
/* "round" for the talks of "the next round of talks", else the noun itself. */
uint32_t ev_round(const ev_report *r, uint32_t noun);
/* The light verb that carries an event noun, its subject being actor (1) or recipient (2). */
typedef struct ev_carrier {
    uint32_t verb; /* DL_NONE */
    const ev_cue *cue;
} ev_carrier;
ev_carrier ev_light(const ev_report *r, uint32_t noun);

/* ── matching ── */

typedef struct ev_people { /* mentions, in text order, no doubles */
    uint32_t count;
    uint32_t at[EV_MAX_LIST];
} ev_people;

typedef struct ev_hit {
    uint32_t token; /* trigger */
    const ev_frame *frame;
    ev_people actors, recipients;
    ev_heads actor_heads, recipient_heads; /* also where no mention stands */
    uint32_t specificity;
    uint32_t before; /* events[]: the encounter it names again; DL_NONE */
    bool eaten;
    bool loose; /* found by word order, not by the tree */
} ev_hit;

/* The best frame for a trigger, or NULL. */
const ev_frame *ev_match(const ev_report *r, uint32_t tok, uint32_t *specificity);
/* The best frame where the tree cannot be trusted: conditions are looked for in the words that
 * follow (actors: that go before). Only for a text whose actors are given. */
const ev_frame *ev_match_loosely(const ev_report *r, uint32_t tok, uint32_t *specificity);
bool ev_cond_holds(const ev_report *r, uint32_t tok, const ev_cond *cond);

/* ── who ── */

/* Whether a mention may act in politics: a country, body, group, office holder or named person. */
bool ev_actor(const ev_report *r, uint32_t mention);
void ev_roles(const ev_report *r, ev_hit *hit);
void ev_people_add(ev_people *people, uint32_t mention, const dl_mention *mentions);
/* Whether two mentions stand for the same entity. */
bool ev_same(const ev_report *r, uint32_t a, uint32_t b);

/* ── status, when, where, numbers ── */

typedef struct ev_status {
    uint8_t status;
    bool future, negated;
    bool refused;    /* refuses, is unwilling to */
    bool infinitive; /* "to end the war": no statement of its own */
    uint32_t cue;    /* token that decided; DL_NONE */
} ev_status;

/* Status of what a trigger speaks of, by tense, modals, governing verbs, negation, conditionals. */
ev_status ev_status_of(const ev_report *r, uint32_t trigger, uint16_t flags);
/* A refusal ("will not lift"), a promise or a threat, as PLOVER types them. */
uint8_t ev_plover_type(uint8_t type, uint8_t status, bool future, bool refusal);

/* events_gather.c: the hits of one sentence with their roles; those that stand inside another's
 * content are marked eaten. */
typedef struct ev_hits {
    DL_VEC(ev_hit) list;
} ev_hits;
int ev_gather(const ev_report *r, uint32_t sentence, ev_hits *hits);

/* events_settle.c: one act told twice, and the parties of "the meeting". */
void ev_settle(const ev_report *r, uint32_t sentence, ev_hits *hits);
/* Marks what ended long before publication as history. */
void ev_history(const ev_report *r);

void ev_when(const ev_report *r, dl_event *event);
void ev_where(const ev_report *r, dl_event *event);
void ev_borrow(const ev_report *r);
/* The first time of a sentence, as an index into finds.times (in text order). */
uint32_t ev_first_time(const ev_report *r, uint32_t sentence);
void ev_numbers(const ev_report *r, dl_event *event);
int ev_deadlines(const ev_report *r);

#endif
