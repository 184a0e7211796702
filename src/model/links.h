/* links.h - what many reports say together: the resolved nouns as plain structs.
 *
 *   items of many reports ──blocks──> rows (entities, statements, events, meetings, …)
 *                                     members: which mention went to which row, and why
 *
 * resolve/ and copies/ make them, record/ writes them, nobody else computes with them. A row's id
 * is the id of its first mention by (published, report id, start), so it depends on content only.
 * Rows name an entity by a dl_ref (a report and an index into that report's entities): who that is
 * over all reports is asked of the entity members when a view is read, so that no row has to be
 * written anew because two people were found to be one.
 */
#ifndef DL_MODEL_LINKS_H
#define DL_MODEL_LINKS_H

#include "base/vec.h"
#include "model/attribution.h" /* dl_list */
#include "model/certainty.h"

/* A mention: a report and an index into one of its finds' arrays. */
typedef struct dl_ref {
    uint32_t report; /* the record's number of it; DL_NONE: no mention (a decision) */
    uint32_t item;   /* index into the finds' array of the kind */
} dl_ref;

/* The kinds of things that are put together from blocks; values are stored: append only. */
typedef enum dl_item_kind {
    DL_ITEM_ENTITY,    /* finds.entities */
    DL_ITEM_ORIGIN,    /* finds.attributions, or DL_NONE: the report's own narration */
    DL_ITEM_STATEMENT, /* finds.attributions */
    DL_ITEM_EVENT,     /* finds.events */
    DL_ITEM_MEETING,   /* finds.events that are encounters */
    DL_ITEM_POSITION,  /* finds.positions */
    DL_ITEM_VERSION,   /* finds.versions */
    DL_ITEM_QUESTION,  /* whatever array its resolver says */
    DL_ITEM_KINDS
} dl_item_kind;

/* Which row a mention belongs to. Every item of a solved block has exactly one. */
typedef struct dl_member {
    uint64_t row; /* id of the row */
    dl_ref ref;
    uint32_t kind;          /* dl_item_kind */
    dl_certainty certainty; /* of the link */
    dl_str reason;          /* why: "same name, same country"; "" for the first mention */
} dl_member;

/* Separate origins: no shared text, speaker or relay is visible. It proves no independence. */
typedef struct dl_origins {
    uint32_t min, max;
} dl_origins;

/* Origin kinds of record.md, from the surest. */
typedef enum dl_origin_kind {
    DL_ORIGIN_OFFICIAL_TEXT,
    DL_ORIGIN_STATEMENT, /* on the record */
    DL_ORIGIN_INTERVIEW,
    DL_ORIGIN_POST,
    DL_ORIGIN_UNNAMED, /* official(s) of a side, or nobody's side */
    DL_ORIGIN_DOCUMENT_SEEN,
    DL_ORIGIN_SCENE, /* the outlet's own reporting: a reporter at work is visible */
    DL_ORIGIN_UNKNOWN,
    DL_ORIGIN_KINDS
} dl_origin_kind;

typedef struct dl_entity_link {
    uint64_t id;
    dl_str name; /* canonical: the fullest, most frequent form */
    dl_str key;  /* block key of its first mention */
    dl_str code, sector;
    uint8_t kind, gender; /* dl_entity_kind */
    dl_certainty certainty;
} dl_entity_link;

/* Who first knew. */
typedef struct dl_origin_link {
    uint64_t id;
    dl_str name;      /* "Volodymyr Zelensky", "a Ukrainian official", "The New York Times" */
    dl_ref entity;    /* the named one; report DL_NONE: none */
    uint32_t kind;    /* dl_origin_kind */
    uint32_t reports; /* how many carry it */
    dl_ref first;     /* first mention */
} dl_origin_link;

/* One speaker on one occasion. */
typedef struct dl_statement_link {
    uint64_t id;
    dl_ref speaker; /* report DL_NONE: not resolved */
    dl_str speaker_name, occasion, date;
    dl_ref content; /* the attribution whose words stand for it: the fullest direct quote */
    dl_origins origins;
    dl_certainty certainty;
} dl_statement_link;

/* One account of an event or meeting: a status, who stands behind it. */
typedef struct dl_account {
    uint32_t status; /* dl_status */
    dl_origins origins;
    dl_list evidence; /* links.refs: events */
} dl_account;

typedef struct dl_event_link {
    uint64_t id;
    dl_ref best; /* the mention whose fields stand for it (most specific; then first) */
    dl_str date; /* EDTF: the narrowest interval that all agree to */
    dl_ref place;
    uint32_t status;    /* of the surest account: occurred before planned; see accounts */
    dl_list accounts;   /* links.accounts */
    dl_origins origins; /* of status */
    uint32_t type;
    dl_certainty certainty;
} dl_event_link;

typedef struct dl_meeting_link {
    uint64_t id;
    dl_str name, date, place_name, mode;
    dl_ref place;         /* mention of the place; report DL_NONE: none */
    dl_list participants; /* links.refs: entities */
    dl_list names;        /* links.strs: the name of each participant as printed */
    uint32_t status;      /* dl_status */
    dl_list accounts;     /* links.accounts */
    dl_list events;       /* links.ids: rows of dl_event_link */
    dl_origins origins;   /* of status */
    uint32_t reports;
    dl_certainty certainty;
} dl_meeting_link;

/* A party's stance beside the one before it. */
typedef struct dl_position_link {
    uint64_t id;
    dl_ref best;
    dl_list evidence; /* links.refs: positions */
    dl_origins origins;
    uint64_t before; /* id of the one before it; 0: none in this block */
    dl_str change;   /* "changed: 600000 -> 800000", "hardened: …", "worded differently", … */
    dl_str said, reported; /* EDTF */
    dl_certainty certainty;
} dl_position_link;

typedef struct dl_version_link {
    uint64_t id;
    dl_ref best;
    dl_str document, label, date, status, known;
    uint32_t points, packages; /* 0: not claimed */
    dl_list authors;           /* links.refs: entities */
    dl_list evidence;          /* links.refs: versions */
    dl_origins origins;
    dl_certainty certainty;
} dl_version_link;

typedef struct dl_answer {
    dl_str value;
    dl_origins origins;
    dl_list evidence; /* links.spots */
} dl_answer;

/* A piece of evidence that is no item of its own. */
typedef struct dl_spot {
    uint32_t report;
    dl_span span;
} dl_spot;

typedef struct dl_question_link {
    uint64_t id;
    dl_str question, slot, kind; /* kind: conflict, object, definition */
    dl_list answers;             /* links.answers */
    dl_certainty certainty;
} dl_question_link;

/* Report `from` contains text of report `to`. */
typedef struct dl_passage {
    dl_span from, to;
} dl_passage;

typedef enum dl_copy_kind {
    DL_COPY_EXACT,
    DL_COPY_NEAR,
    DL_COPY_CONTAINS,
    DL_COPY_EXCERPT,
    DL_COPY_KINDS
} dl_copy_kind;

typedef struct dl_copy {
    uint32_t from, to;       /* the copy and its source, or the later and the earlier one */
    uint32_t owner;          /* the later one in the order of reports: whose row this is */
    uint32_t kind;           /* dl_copy_kind */
    uint32_t containment;    /* shared word 5-grams / those of the smaller text, in 1/1000 */
    uint32_t of_from, of_to; /* the same shared 5-grams / those of each side */
    dl_list passages;        /* links.passages */
    dl_list differences;     /* links.passages: what stands instead of what; may be empty */
    bool directed;           /* from is known to be the copy */
    dl_str reason;           /* of the direction: "published later", … */
} dl_copy;

/* A report and the story it belongs to. */
typedef struct dl_story_link {
    uint32_t report;
    uint32_t parent; /* the earlier report it was joined to; DL_NONE: it opens a story */
    uint32_t score;  /* likeness to the parent in 1/1000 */
} dl_story_link;

/* What solving made: rows of every kind. Strings and arrays live in its arena. */
typedef struct dl_links {
    dl_arena arena;
    DL_VEC(dl_member) members;
    DL_VEC(dl_entity_link) entities;
    DL_VEC(dl_origin_link) origins;
    DL_VEC(dl_statement_link) statements;
    DL_VEC(dl_event_link) events;
    DL_VEC(dl_meeting_link) meetings;
    DL_VEC(dl_position_link) positions;
    DL_VEC(dl_version_link) versions;
    DL_VEC(dl_question_link) questions;
    DL_VEC(dl_copy) copies;
    DL_VEC(dl_story_link) stories;
    DL_VEC(dl_ref) refs;
    DL_VEC(uint64_t) ids;
    DL_VEC(dl_str) strs;
    DL_VEC(dl_account) accounts;
    DL_VEC(dl_answer) answers;
    DL_VEC(dl_spot) spots;
    DL_VEC(dl_passage) passages;
} dl_links;

void dl_links_init(dl_links *links);
void dl_links_free(dl_links *links);

/* "entity" …; "official text", "statement on the record" …; "exact" …: static, "" out of range. */
const char *dl_item_kind_name(uint32_t kind);
const char *dl_origin_kind_name(uint32_t kind);
const char *dl_copy_kind_name(uint32_t kind);

#endif
