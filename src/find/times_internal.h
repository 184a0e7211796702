/* times_internal.h - how a time expression is held between recognising and valuing it.
 *
 *   tokens ──atoms──> words with their classes ──scan──> dl_texpr ──value──> EDTF + TIMEX3 + rule
 */
#ifndef DL_FIND_TIMES_INTERNAL_H
#define DL_FIND_TIMES_INTERNAL_H

#include "base/map.h"
#include "find/calendar.h"
#include "find/find.h"

typedef enum dl_time_class {
    TC_NONE,
    TC_MONTH,
    TC_WEEKDAY,
    TC_WEEKDAYS,
    TC_UNIT,
    TC_NUMBER,
    TC_TENS,
    TC_SCALE,
    TC_ORDINAL,
    TC_SEASON,
    TC_DAYPART,
    TC_REL,
    TC_PART,
    TC_APPROX,
    TC_QUANT,
    TC_AGO,
    TC_SET,
    TC_SETADV,
    TC_DAY,
    TC_DAYNIGHT,
    TC_REF,
    TC_RECENT,
    TC_HOLIDAY,
    TC_CLOCK,
    TC_ZONE,
    TC_FISCAL,
    TC_CLASSES
} dl_time_class;

enum { TU_S, TU_MIN, TU_H, TU_D, TU_W, TU_WE, TU_M, TU_Q, TU_Y, TU_E, TU_C, TU_UNITS };
enum { TR_NONE, TR_LAST, TR_NEXT, TR_THIS, TR_PREV, TR_FOLLOW, TR_THAT };
enum { TP_NONE, TP_EARLY, TP_MID, TP_LATE, TP_END, TP_START, TP_EARLIER, TP_LATER };

/* One reading of a word or phrase. */
typedef struct dl_time_word {
    uint8_t cls;
    uint8_t words; /* of a phrase, 1 otherwise */
    int32_t value; /* number, month, TU_, TR_, TP_, day offset … */
    dl_str text;   /* the value as written: "PAST_REF", "MO", "4.4.11" */
    uint32_t next; /* another reading of the same first word, DL_NONE */
    dl_str phrase; /* whole phrase, lower case */
} dl_time_word;

typedef struct dl_time_lexicon {
    dl_arena arena;
    dl_map first; /* first word -> index into words */
    DL_VEC(dl_time_word) words;
} dl_time_lexicon;

/* A word of the text; "two-hour" gives three. */
typedef struct dl_atom {
    dl_span span;
    uint32_t token;
    uint32_t word;   /* first reading, DL_NONE: not in the lexicon */
    int32_t digits;  /* value of a digit string, -1 */
    uint8_t ndigits; /* its length */
    uint8_t ordinal; /* "2nd" */
    uint8_t plural;  /* "1990s", "'80s" */
    uint8_t glued;   /* no white space before it */
    uint8_t capital;
    char punct; /* the byte of a one-byte atom that is neither letter nor digit, or 0 */
} dl_atom;

typedef enum dl_texpr_kind {
    TX_NONE,
    TX_DATE, /* year, month, day as known */
    TX_WEEKDAY,
    TX_REL,  /* rel + unit: "last week" */
    TX_AGO,  /* n units before or after */
    TX_DAY,  /* "yesterday" */
    TX_REF,  /* PAST_REF … */
    TX_SPAN, /* "the past two weeks": a duration that ends or starts here */
    TX_DURATION,
    TX_SET,
    TX_SEASON,
    TX_QUARTER,
    TX_HALF,
    TX_DECADE,
    TX_CENTURY,
    TX_HOLIDAY,
} dl_texpr_kind;

typedef struct dl_texpr {
    uint32_t first, end; /* atoms */
    uint8_t kind, unit, rel, part, plural, hyphen, set, vague;
    int32_t year, month, day, weekday; /* 0: not stated */
    int32_t n, half;                   /* n units, plus a half */
    int32_t dir;                       /* of TX_AGO: -2 -1 1 2; of TX_SPAN: -1 1 */
    int32_t offset;                    /* of TX_DAY */
    dl_str code;                       /* daypart, reference, season, holiday rule */
    dl_str daypart;                    /* "MO" …; len 0 */
    int32_t hour1, minute;             /* hour + 1; 0: no clock time */
    char approx;                       /* 0 ~ < > */
} dl_texpr;

/* What a value depends on: the publication day, tense, and the day last named in the text. */
typedef struct dl_time_anchor {
    bool has_year, has_month, has_day;
    dl_civil date;
    bool approximate; /* the publication date itself is ("2025-12-06~") */
    int32_t tense;    /* -1 past, 0 unknown or present, 1 future */
    bool has_named;   /* a day, month or year was named before in the text */
    dl_civil named;
    uint8_t named_unit; /* TU_D, TU_M, TU_Y */
} dl_time_anchor;

int dl_time_lexicon_open(dl_time_lexicon *lexicon, const dl_data *data, dl_error *err);
/* The reading of class cls that starts at atom i, longest phrase first; NULL: none. */
const dl_time_word *dl_time_word_at(const dl_time_lexicon *lexicon, dl_str text,
                                    const dl_atom *atoms, uint32_t count, uint32_t i, uint8_t cls);

/* Splits the tokens of one sentence into atoms; returns how many of max were written. gate is set
 * where a word could start a time expression at all. */
uint32_t dl_time_atoms(const dl_time_lexicon *lexicon, dl_str text, const dl_tokens *tokens,
                       const dl_sentence *sentence, dl_atom *atoms, uint32_t max, bool *gate);

/* The longest expression that starts at atom i; false: none. */
typedef struct dl_time_scan {
    const dl_time_lexicon *lexicon;
    dl_str text;
    const dl_tokens *tokens;
    const dl_atom *atoms;
    uint32_t count;
} dl_time_scan;
bool dl_time_scan_at(const dl_time_scan *scan, uint32_t i, dl_texpr *out);

/* Fills kind, edtf, timex, rule and certainty of out; moves the named day of the anchor. */
void dl_time_value(const dl_texpr *expr, dl_time_anchor *anchor, dl_arena *arena, dl_time *out);
/* Reads the publication date; false: none. */
bool dl_time_anchor_of(dl_str edtf, dl_time_anchor *anchor);

#endif
