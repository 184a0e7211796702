/* encounter.h - a meeting as one report has it, and whether two are the same real one.
 *
 *   CONSULT events of a report ──(participants, days, place, mode)──> encounters ──> blocks ──>
 * rows
 *
 * Used twice: inside a report, where "they met" and "the talks" go to the encounter they mean, and
 * over reports.
 */
#ifndef DL_RESOLVE_ENCOUNTER_H
#define DL_RESOLVE_ENCOUNTER_H

#include "resolve/days.h"
#include "resolve/group.h"
#include "resolve/origin.h"

enum { DL_PEOPLE = 24, DL_TELLINGS = 48 };

typedef struct dl_participant {
    uint64_t key;    /* block key of the entity, or of the words of a nominal */
    uint64_t code;   /* of the country it belongs to; 0: not known */
    uint32_t entity; /* of its report; DL_NONE */
    uint32_t kind;   /* dl_entity_kind */
    dl_str name;
} dl_participant;

/* One event of an encounter: how it is told there. */
typedef struct dl_telling {
    uint32_t event, status;
    uint64_t id;
    dl_origin origin;
} dl_telling;

typedef enum dl_manner { DL_MANNER_UNKNOWN, DL_MANNER_PERSON, DL_MANNER_REMOTE } dl_manner;

typedef struct dl_encounter {
    uint32_t people, tellings;
    dl_participant person[DL_PEOPLE];
    dl_telling telling[DL_TELLINGS];
    dl_str date; /* EDTF of the narrowest */
    dl_when days;
    uint64_t place, place_code; /* 0: not known */
    uint32_t place_mention;     /* DL_NONE */
    uint32_t place_kind;        /* dl_entity_kind */
    dl_str place_name, mode;
    uint32_t manner;    /* dl_manner */
    uint32_t published; /* day number of the report, 0: undated */
    uint32_t start;     /* byte of its first event */
    uint32_t weak_day;  /* 1: the day stands elsewhere than with the event */
    uint32_t anaphor;   /* 1: named by a noun only ("the talks") */
} dl_encounter;

/* Whether b may be the same as a. apart: over reports, where both must be dated or their reports
 * be of one day or the next. score: how much speaks for it. */
bool dl_encounter_same(const dl_encounter *a, const dl_encounter *b, bool apart, uint32_t *score);
/* Adds what b says to a: people, tellings, a narrower date, place and mode where a has none. */
void dl_encounter_take(dl_encounter *a, const dl_encounter *b);

void dl_encounter_write(const dl_encounter *e, const struct dl_finds *finds, dl_buf *out,
                        dl_arena *scratch);
bool dl_encounter_read(dl_encounter *e, dl_str bytes);

/* Every encounter of one report; returns how many, in text order of their first event. */
uint32_t dl_encounters_of(const dl_resolver *resolver, const struct dl_finds *finds,
                          dl_arena *arena, dl_encounter **out);

#endif
