/* names_spans.h - name spans after the labels: see names_spans.c. */
#ifndef DL_FIND_NAMES_SPANS_H
#define DL_FIND_NAMES_SPANS_H

#include "find/names_work.h"

/* names_persons.c: particles, hyphens and suffixes of persons' names; persons that the labels miss.
 */
bool name_mend_persons(name_work *w);
/* Grows, reads and agrees the spans; fills span_at. false: no memory. */
bool name_mend_spans(name_work *w);
/* Into text order again. */
bool name_sort_spans(name_work *w);

#endif
