/* events.h - what happened, in PLOVER terms, and deadlines.
 *
 * Appends to finds: events[], deadlines[].
 */
#ifndef DL_FIND_EVENTS_H
#define DL_FIND_EVENTS_H

#include "find/find.h"

typedef struct dl_events dl_events; /* lexicons and weights; immutable, shared by threads */

int dl_events_open(dl_events **events, const dl_data *data, dl_error *err);
void dl_events_close(dl_events *events); /* NULL is fine */
int dl_events_find(const dl_events *events, dl_find_context *context, dl_error *err);

/* For measuring and for coding by hand: which act of `actor` towards `recipient` does a text tell?
 * Fills one of the 16 types, PLOVER's rules for future and refused acts applied, and the frame
 * that decided ("" where none did: the type is then a guess). finds.mentions is overwritten. */
int dl_events_classify(const dl_events *events, dl_find_context *context, dl_span actor,
                       dl_span recipient, uint8_t *type, dl_str *frame, dl_error *err);

#endif
