/* position.h - where parties stand, in one report: positions, versions of the text they negotiate,
 * states of the issues, who must consent. Strings are those of record.md. */
#ifndef DL_MODEL_POSITION_H
#define DL_MODEL_POSITION_H

#include "base/span.h"
#include "model/attribution.h"
#include "model/certainty.h"

typedef struct dl_position {
    uint64_t id;
    uint32_t party;       /* entities[]: whose position; DL_NONE: no entity, party_name says */
    uint32_t speaker;     /* entities[]; DL_NONE: narration */
    uint32_t attribution; /* attributions[]; DL_NONE */
    uint32_t event;       /* events[] it comes from; DL_NONE */
    uint32_t sentence;
    dl_span span;      /* the evidence: the clause */
    dl_span condition; /* none */
    dl_str party_name; /* the country of an official, the entity's name, or the words: "union" */
    dl_str party_key;  /* the same over reports: "country:UKR", an entity's key, "phrase:union" */
    dl_str issue;      /* label of issues.tsv, lower case: "security guarantees" */
    dl_str stance;     /* demands, offers, accepts, accepts with conditions, open, supports,
                          opposes, rejects, red line */
    dl_str firmness;   /* declared non-negotiable, firm, flexible, trial balloon, walked back, "" */
    dl_str form;       /* own words, paraphrase, readout, narration, said by another party */
    dl_str level;      /* head, minister, envoy, spokesperson, unnamed official, expert, "" */
    dl_str number, unit; /* "800000" "persons" */
    dl_str said;         /* EDTF: when it was said or held */
    dl_str rule;         /* which line of stances.tsv fired */
    dl_certainty certainty;
    uint8_t pad[7];
} dl_position;

/* A mention of a version of a negotiated text. */
typedef struct dl_version {
    uint64_t id;
    dl_span span; /* "The 28-point document" */
    uint32_t sentence;
    uint32_t attribution; /* who says so; DL_NONE: narration */
    dl_str document;      /* what is negotiated: "peace plan" */
    dl_str stage; /* initial, current, revised, counter, rejected, signed, "": see documents.tsv */
    dl_str label; /* what the press calls this one: "28-point document", "revised version" */
    uint32_t points;     /* claimed count; 0: not stated */
    uint32_t packages;   /* claimed count; 0: not stated */
    dl_list authors;     /* entities[] by finds.refs */
    dl_str date;         /* EDTF */
    dl_str status;       /* leaked, proposed, revised, rejected in part, final, … */
    dl_str known;        /* "described", "full" */
    dl_list provisions;  /* spans: finds.spans */
    uint8_t approximate; /* "about 20" */
    dl_certainty certainty;
    uint8_t pad[6];
} dl_version;

/* What a source says of an issue or of the talks. */
typedef struct dl_assessment {
    uint64_t id;
    uint32_t by; /* entities[]; DL_NONE: narration or not resolved */
    uint32_t attribution;
    uint32_t sentence;
    dl_span span;
    dl_str about; /* "talks", "issue", "version" */
    dl_str issue; /* label, "" for the talks */
    dl_str state; /* contested, open, set aside, left to leaders, narrowing, near agreement,
                     agreed, dropped, "" */
    dl_str tone;  /* positive, mixed, negative, "" */
    dl_str date;
    dl_certainty certainty;
    uint8_t pad[7];
} dl_assessment;

/* "only Ukraine can decide on its territory" */
typedef struct dl_consent {
    uint64_t id;
    uint32_t by; /* entities[] who says so; DL_NONE */
    uint32_t attribution;
    uint32_t sentence;
    dl_span span;
    dl_list who; /* entities[] by finds.refs: whose consent */
    dl_span what;
    dl_str rule; /* "only … can decide", … as record.md's rule */
    dl_certainty certainty;
    uint8_t pad[7];
} dl_consent;

#endif
