/* bits.h - the pieces that pages are made of: badges, names, evidence, links. All text is escaped.
 */
#ifndef DL_SHOW_BITS_H
#define DL_SHOW_BITS_H

#include "http/page.h"

/* A link's address in the server's or the published form: kind "report" and id "003". */
void bits_href(text *t, const page_request *r, const char *kind, const char *id,
               const char *anchor);
/* "1-2 origins · 14 reports" from {"min":1,"max":2}; reports 0: left out. Nothing for NULL. */
void bits_badge(text *t, const char *origins_json, int64_t reports);
/* The handle as a link that opens the sentence: 003:9. */
void bits_handle(text *t, const page_request *r, const char *handle);
/* [{entity,name},…] or ["name",…] with links to the dossiers: "A, B and C". */
void bits_names(text *t, const page_request *r, const char *json);
/* A name with its dossier; id NULL: plain. */
void bits_name(text *t, const page_request *r, const char *id, const char *name);
/* "planned", as a word in a frame. */
void bits_status(text *t, const char *status);
/* <time> for an EDTF value, in words where it is not a plain day: "about 6 December 2025". */
void bits_date(text *t, const char *edtf);
/* Pieces of evidence (spans, or {report,sentence,trigger}), each its sentence with the words
 * marked, one neighbour on each side, and its handle. */
int bits_evidence(text *t, const page_request *r, const char *json, dl_error *err);
/* A <select> or <input> of the page's filter form, with its present value. */
void bits_input(text *t, const page_request *r, const char *name, const char *label,
                const char *type);
void bits_select(text *t, const page_request *r, const char *name, const char *label,
                 const char *const *values);
/* A form that decides on a row: kind "fix" (fields to choose from), "drop", "merge", "grade".
 * Nothing where decisions cannot be made. */
void bits_decide(text *t, const page_request *r, const char *kind, const char *target,
                 const char *const *fields, const char *label);
/* The same page in other forms. */
void bits_forms(text *t, const page_request *r);
/* What a page without rows says: what would appear, which command fills it. */
void bits_empty(text *t, const page *p);
/* Opens a view with up to four conditions given as column, op, value triples ending in NULL. */
int bits_open(dl_rows **rows, const page_request *r, const char *view, const char *order,
              uint64_t limit, dl_error *err, ...) __attribute__((sentinel));

#endif
