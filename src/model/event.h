/* event.h - what one report says happened, in PLOVER's terms (PLOVER manual, Feb 2024). */
#ifndef DL_MODEL_EVENT_H
#define DL_MODEL_EVENT_H

#include "base/span.h"
#include "model/attribution.h" /* dl_list */
#include "model/certainty.h"

typedef enum dl_event_type {
    DL_AGREE,
    DL_CONSULT,
    DL_SUPPORT,
    DL_CONCEDE,
    DL_COOPERATE,
    DL_AID,
    DL_RETREAT,
    DL_REQUEST,
    DL_ACCUSE,
    DL_REJECT,
    DL_THREATEN,
    DL_PROTEST,
    DL_SANCTION,
    DL_MOBILIZE,
    DL_COERCE,
    DL_ASSAULT,
    DL_PROCESS, /* what talks need and PLOVER lacks: event_type null, `process` says which */
    DL_EVENT_TYPES
} dl_event_type;

typedef enum dl_status {
    DL_OCCURRED,
    DL_ONGOING,
    DL_PLANNED,
    DL_POSSIBLE,
    DL_DENIED,
    DL_HISTORICAL,
    DL_STATUSES
} dl_status;

typedef struct dl_event {
    uint64_t id; /* content-based: dl_item_id */
    uint32_t sentence;
    dl_span trigger; /* "is expected to meet" -> "meet"; "held talks" */
    uint32_t token;  /* trigger's head token */
    dl_list actors;  /* mentions[] by finds.refs; compound actors stay whole */
    dl_list recipients;
    dl_str mode;          /* PLOVER mode, "" */
    dl_str contexts;      /* ';'-separated PLOVER contexts */
    dl_str process;       /* leak, publish, appoint, set-deadline, schedule; "" */
    dl_str frame;         /* which line of frames.tsv fired: "meet:with #12" */
    dl_str date;          /* EDTF, "": not stated */
    dl_str date_how;      /* "clause", "sentence", "paragraph", "context" + rule; "" */
    uint32_t time;        /* times[]; DL_NONE */
    uint32_t place;       /* mentions[]; DL_NONE: place_why says */
    dl_str place_why;     /* "not stated", … */
    dl_str numbers;       /* "2 hours", "600000 troops": value unit, ';'-separated */
    uint32_t attribution; /* who says so; DL_NONE: the report's own narration */
    uint8_t type;         /* dl_event_type */
    uint8_t status;       /* dl_status */
    dl_certainty certainty;
    uint8_t process_kind;
    uint32_t pad;
} dl_event;

typedef struct dl_deadline {
    uint64_t id;
    dl_span what, span; /* the thing due; the evidence */
    uint32_t by;        /* entities[] who set it; DL_NONE */
    uint32_t sentence, time;
    dl_str date;   /* EDTF */
    dl_str status; /* "set", "met", "passed", "moved" */
    dl_certainty certainty;
    uint8_t pad[7];
} dl_deadline;

const char *dl_event_type_name(uint32_t type); /* "AGREE" …; "" for DL_PROCESS */
const char *dl_status_name(uint32_t status);   /* "occurred" … */

#endif
