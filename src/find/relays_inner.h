/* relays_inner.h - whom an outlet has it from: the speaker inside what an outlet reports.
 *
 *   "TASS quoted Peskov as saying that …"          Peskov, through TASS
 *   "Reuters reported that …, citing two diplomats" two diplomats, through Reuters
 *   "According to Axios, Witkoff said that …"       Witkoff, through Axios
 */
#ifndef DL_FIND_RELAYS_INNER_H
#define DL_FIND_RELAYS_INNER_H

#include "find/attribution_model.h"
#include "find/relays.h"

/* Adds a triple for each relay phrase that no triple has yet: the outlet's, or that of whoever told
 * it. */
void dl_relays_add_triples(dl_triples *triples, dl_arena *arena, const dl_attr_view *view,
                           const dl_relay_phrases *phrases);
/* Replaces an outlet's triple by its inner speaker's where the sentence names one, and adds what
 * is said inside an outlet's content. */
void dl_relays_find_inner(dl_triples *triples, dl_arena *arena, const dl_attr_model *model,
                          const dl_attr_view *view, const dl_relay_phrases *phrases);

#endif
