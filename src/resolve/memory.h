/* memory.h - the look-up interface over an array of finds: resolving without a record.
 *
 * For tests, measurements and callers that keep no record. The record's own look-up must give the
 * same answers.
 */
#ifndef DL_RESOLVE_MEMORY_H
#define DL_RESOLVE_MEMORY_H

#include "resolve/resolve.h"

typedef struct dl_memory dl_memory;

int dl_memory_open(dl_memory **memory, const dl_resolver *resolver, dl_error *err);
void dl_memory_close(dl_memory *memory); /* NULL is fine */
/* Adds a report and returns its number (0, 1, 2 …). finds must outlive the memory. */
int dl_memory_add(dl_memory *memory, const struct dl_finds *finds, uint32_t *number, dl_error *err);
const dl_lookup *dl_memory_lookup(dl_memory *memory);
/* Puts the terms of a report (ascending, distinct) into an index: what copies and stories ask. */
int dl_memory_terms(dl_memory *memory, dl_term_index index, uint32_t number, const uint32_t *terms,
                    uint32_t count, dl_error *err);
/* Puts the story vector of a report (dl_story_write). */
int dl_memory_story(dl_memory *memory, uint32_t number, dl_str bytes, dl_error *err);
/* The items of all reports numbered from first on: what dl_resolver_solve takes as touched. */
int dl_memory_items(dl_memory *memory, uint32_t first, dl_items *out, dl_error *err);

#endif
