/* attribution.h - who said it, in one report (PolNeAR/PARC terms: source, cue, content). */
#ifndef DL_MODEL_ATTRIBUTION_H
#define DL_MODEL_ATTRIBUTION_H

#include "base/span.h"
#include "model/certainty.h"

typedef enum dl_quote { DL_QUOTE_DIRECT, DL_QUOTE_INDIRECT, DL_QUOTE_MIXED, DL_QUOTES } dl_quote;

typedef enum dl_cue_class {
    DL_CUE_SPEECH,
    DL_CUE_BELIEF,
    DL_CUE_INTENTION,
    DL_CUE_DECISION,
    DL_CUE_PERCEPTION,
    DL_CUE_CLASSES
} dl_cue_class;

typedef enum dl_anonymity {
    DL_NAMED,     /* a named person, body or government */
    DL_ROLE,      /* an office without a name: "a Kremlin spokesman" */
    DL_UNNAMED,   /* "a source with knowledge of the call", "two officials" */
    DL_NO_SOURCE, /* content or quote without any source: recorded as such */
    DL_ANONYMITIES
} dl_anonymity;

/* A range of an index list of the finds (dl_finds.refs). */
typedef struct dl_list {
    uint32_t first, count;
} dl_list;

typedef struct dl_attribution {
    uint64_t id;       /* content-based: dl_item_id */
    dl_span source;    /* none: no source in the text */
    dl_span cue;       /* none: none (a quote standing alone) */
    dl_list content;   /* spans: finds.spans[first … first+count) */
    uint32_t speaker;  /* entities[]; DL_NONE: not resolved, the source's words stand */
    dl_list speakers;  /* entities[] by finds.refs, where several speak; count 0 otherwise */
    uint32_t mention;  /* the source's mention, DL_NONE: none */
    uint32_t sentence; /* of the cue (of the content where there is no cue) */
    uint32_t within;   /* the attribution whose content this one stands in; DL_NONE */
    uint32_t via;      /* relays[] innermost outlet it came through; DL_NONE: this report's own */
    dl_list chain;     /* relays[] by finds.refs from inner to outer */
    dl_span addressee; /* "reporters", "Axios"; none */
    dl_str occasion;   /* "news conference", "social media", "interview", "statement", "" */
    dl_span occasion_span;
    uint32_t time;     /* times[] of the saying; DL_NONE */
    dl_str date;       /* EDTF of the saying, "" */
    dl_str side;       /* country code an unnamed source claims ("a Ukrainian official": UKR) */
    uint32_t count;    /* how many sources ("two officials": 2); 0: not stated */
    uint8_t quote;     /* dl_quote */
    uint8_t cls;       /* dl_cue_class */
    uint8_t anonymity; /* dl_anonymity */
    uint8_t denied;    /* 1: denies it; 2: did not say it; 3: would neither confirm nor deny */
    uint8_t hedged;    /* "appeared to suggest", "reportedly" */
    dl_certainty certainty;         /* of the triple */
    dl_certainty speaker_certainty; /* of speaker */
    uint8_t pad;
} dl_attribution;

/* "reports Axios": this report says that an outlet is where it has something from. */
typedef struct dl_relay {
    uint64_t id;
    uint32_t outlet;    /* entities[] */
    dl_str outlet_name; /* canonical, from the outlet lexicon or as written */
    dl_span span;       /* "reports Axios" */
    dl_span scope;      /* the text it covers by the scope rules */
    dl_str rule;        /* which pattern, which scope rule */
    uint32_t sentence;
    uint8_t suggested; /* 1: a wire mark only suggests it, never asserts */
    dl_certainty certainty;
    uint8_t pad[2];
} dl_relay;

const char *dl_quote_name(uint32_t quote);         /* "direct" … */
const char *dl_cue_class_name(uint32_t cls);       /* "speech" … */
const char *dl_anonymity_name(uint32_t anonymity); /* "named", "role", "unnamed", "none" */

#endif
