/* read.h - one report's raw bytes -> dl_report: fields, clean text, blocks, map to the raw bytes.
 *
 *   raw ──decode──> source (UTF-8 + map) ──text | html──> clean text + blocks ──> fields
 *         (unwrap: JSON line, WARC record, mail, docx, PDF)
 *
 * The format is told by content, never by name. What comes out is a function of the bytes, the
 * options and the tables alone. Time and memory are linear in the bytes.
 */
#ifndef DL_READ_READ_H
#define DL_READ_READ_H

#include "base/error.h"
#include "model/data.h"
#include "model/report.h"

/* The words reading needs (outlets, months, furniture, header keys), compiled once from data/.
 * Immutable, shared by threads. */
typedef struct dl_read_tables dl_read_tables;

/* DL_ENOTFOUND, DL_EFORMAT name the data file. Free with dl_read_tables_close; data must outlive
 * the tables. */
int dl_read_tables_open(dl_read_tables **tables, const dl_data *data, dl_error *err);
void dl_read_tables_close(dl_read_tables *tables); /* NULL is fine */

typedef struct dl_read_options {
    const dl_read_tables *tables; /* never NULL */
    const dl_given *given;        /* what a person says; may be NULL. Overrides what was found */
    const char *format;           /* "text", "jsonl", "html", "warc", "eml", "docx", "pdf"; NULL:
                                     by content. An unknown name is DL_EVALUE */
    dl_str charset;               /* of the HTTP header, where known */
    dl_str url;                   /* where it was fetched from, where known */
} dl_read_options;

/* Reads one report. path is a label only. The report's strings live in the arena, none points
 * into raw. Not one of the bytes of an archive: dl_input splits those.
 *
 * published and updated are EDTF: "2025-12-01", "2025-12", "XXXX-12-01" (no year stated), with the
 * hour where it is stated with its zone: the day as the page states it, in `how` the rule.
 * outlet is the name of data/en/outlets.tsv where the text's form is known there.
 *
 * DL_EEMPTY (no text in it), DL_EBINARY (not text, with the byte that shows it), DL_EFORMAT (torn
 * JSON, broken archive), DL_ELIMIT (more than DL_READ_TEXT_MAX of text, too deep), DL_ENOMEM. */
int dl_read_report(dl_report *out, dl_arena *arena, dl_str path, dl_str raw,
                   const dl_read_options *options, dl_error *err);

/* The format read by content: "text", "jsonl", "html", … ; static text. */
const char *dl_read_sniff(dl_str raw);

/* The first date a text states, as EDTF in the arena; {NULL,0}: none. span: where it stands. */
dl_str dl_read_date(const dl_read_tables *tables, dl_arena *arena, dl_str text, dl_span *span);

#endif
