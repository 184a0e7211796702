/* report.h - one version of an article as read: read/ makes it, everybody reads it.
 *
 *   raw bytes ──> clean text (UTF-8, NFC) ──> blocks (title, byline, body paragraphs, furniture)
 *        └────────── map ──────────┘
 *
 * Nothing of the visible article is thrown away: furniture is a block that is not body. All
 * strings live in the report's arena. Offsets are bytes of the clean text unless called raw.
 */
#ifndef DL_MODEL_REPORT_H
#define DL_MODEL_REPORT_H

#include "base/vec.h"

/* What a block of the clean text is. Body kinds are parsed for claims; headline kinds are parsed
 * and marked; the rest is kept and shown, never parsed. */
typedef enum dl_block_kind {
    DL_BLOCK_BODY,      /* a paragraph */
    DL_BLOCK_SUBHEAD,   /* a heading inside the body */
    DL_BLOCK_QUOTE,     /* a block quotation: body */
    DL_BLOCK_LIST,      /* a list item: body */
    DL_BLOCK_TITLE,     /* the headline */
    DL_BLOCK_DECK,      /* standfirst under the headline */
    DL_BLOCK_BYLINE,    /* "By Cassandra Vinograd", "The New York Times, Dec 1" */
    DL_BLOCK_CREDIT,    /* wire credit, contributors: "Reporting was contributed by …" */
    DL_BLOCK_CAPTION,   /* photo caption or credit */
    DL_BLOCK_FURNITURE, /* "Post a Comment", "Read also: …", an author's biography */
    DL_BLOCK_META,      /* the lines of a metadata header */
    DL_BLOCK_KINDS
} dl_block_kind;

typedef struct dl_block {
    dl_span span;  /* without the line break that ends it */
    uint32_t kind; /* dl_block_kind */
} dl_block;

/* A stretch of clean text and the raw bytes it came from. Runs are in order and cover the clean
 * text; equal lengths map byte for byte, unequal ones only as a whole ("&amp;" -> "&"). */
typedef struct dl_map_run {
    uint32_t clean, clean_len;
    uint32_t raw, raw_len;
} dl_map_run;

/* A metadata value, with the rule that found it ("given" for a person's table or flag) and where
 * it stands; both spans may be none (given). value.len 0: not known. */
typedef struct dl_field {
    dl_str value;
    dl_str how;    /* rule: "json-ld", "header", "byline", "dateline", "given", … */
    dl_span clean; /* in the clean text */
    dl_span raw;   /* in the raw bytes (a date from a page's metadata) */
} dl_field;

typedef DL_VEC(dl_field) dl_fields;

typedef enum dl_report_kind {
    DL_REPORT_NEWS,
    DL_REPORT_OPINION,
    DL_REPORT_OFFICIAL,
    DL_REPORT_RELAY,
    DL_REPORT_KINDS
} dl_report_kind;

typedef struct dl_report {
    char id[65]; /* SHA-256 of the raw bytes, hex */
    dl_str path; /* file name as given; for the record of an archive "file.warc#N" */
    dl_str text; /* clean text, NUL-terminated beyond len */
    dl_field outlet, title, published, updated, section, url, language, reported_from;
    dl_field credit; /* wire credit: "Reuters", "CNN Wire", "AP" */
    dl_fields authors, contributors;
    dl_str format;   /* "text", "text+header", "jsonl", "html", "warc", … */
    dl_str encoding; /* "utf-8", "utf-8-bom", "utf-16le", "windows-1252", … and how it was chosen */
    uint32_t kind;   /* dl_report_kind */
    uint32_t words; /* words of the body */
    uint32_t raw_len;
    DL_VEC(dl_block) blocks; /* in text order, no overlap */
    DL_VEC(dl_map_run) map;
} dl_report;

/* "body", "subhead", … static text. */
const char *dl_block_kind_name(uint32_t kind);
/* "news", "opinion", "official", "relay". */
const char *dl_report_kind_name(uint32_t kind);
/* Whether claims are looked for in a block of this kind (body, subhead, quote, list, title,
 * deck). */
bool dl_block_is_parsed(uint32_t kind);
/* The raw bytes behind a span of clean text (by the map, as narrow as it allows). */
dl_span dl_report_raw_span(const dl_report *report, dl_span clean);

#endif
