/* copies.h - is this text, or a part of it, elsewhere.
 *
 *   new reports ──terms──> candidates (index) ──alignment──> dl_copy rows
 *
 * A report's rows lead to what stands before it in the order of reports. The rows of the record
 * are a function of the set: for each report, its candidates are the first DL_COPY_HOLDERS reports
 * in order that hold one of its terms; they are compared in order, and after DL_COPY_NEAR_ROWS near
 * ones the rest is found through them. So 10,000 reports that differ in a byte cost a few
 * comparisons each. When a report comes late, those after it that copy it are done again.
 */
#ifndef DL_COPIES_COPIES_H
#define DL_COPIES_COPIES_H

#include "copies/compare.h"

typedef DL_VEC(uint32_t) dl_report_list;

/* The terms of one report for DL_TERMS_SHINGLES: ascending, distinct, in arena. */
int dl_copies_terms(const dl_report *report, dl_arena *arena, uint32_t **terms, uint32_t *count,
                    dl_error *err);
/* Makes the rows of every touched report (their terms are in the index already), and of those after
 * them that change by it. `solved` gets each report whose rows were made: the record takes out the
 * rows that were made for them before (dl_copy.solved) and puts in the new ones. */
int dl_copies_solve(const dl_lookup *lookup, const uint32_t *touched, uint32_t count, dl_links *out,
                    dl_report_list *solved, dl_error *err);

#endif
