/* resolve.h - many reports: which mentions are of one thing, and how many origins stand behind it.
 *
 * The record is a function of the SET of reports. When reports are added:
 *
 *   1. dl_resolver_items of each new report's finds; the record stores them beside the finds
 *   2. dl_resolver_solve with the new items: it asks the look-up for the blocks that they touch and
 *      solves those again from stored items
 *   3. the record takes out the rows that the members of each solved block had (by their old
 *      member.row) and puts in the new ones
 *
 * The result equals solving everything at once, for any order and batch. A report that is taken
 * out is the same with its items as the touched ones, once they are gone from the look-up.
 */
#ifndef DL_RESOLVE_RESOLVE_H
#define DL_RESOLVE_RESOLVE_H

#include "model/data.h"
#include "model/lookup.h"

/* Lexicons and weights; immutable, shared by threads. */
typedef struct dl_resolver dl_resolver;

int dl_resolver_open(dl_resolver **resolver, const dl_data *data, dl_error *err);
void dl_resolver_close(dl_resolver *resolver); /* NULL is fine */

/* Appends the items of one report, all kinds. A pure function of the finds; any thread. */
int dl_resolver_items(const dl_resolver *resolver, const struct dl_finds *finds, uint32_t report,
                      dl_items *out, dl_error *err);

/* The card of one report; its strings go to the arena. number: the record's number of it. */
int dl_card_make(dl_card *card, const struct dl_finds *finds, uint32_t number, dl_arena *arena,
                 dl_error *err);

/* Solves every block that the touched items belong to (they must be in the look-up already, or be
 * gone from it). Rows are appended to out in an order that depends on content only. */
int dl_resolver_solve(const dl_resolver *resolver, const dl_lookup *lookup, const dl_items *touched,
                      dl_links *out, dl_error *err);

#endif
