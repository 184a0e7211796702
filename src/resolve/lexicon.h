/* lexicon.h - the small tables that resolving reads; opened with the resolver, immutable. */
#ifndef DL_RESOLVE_LEXICON_H
#define DL_RESOLVE_LEXICON_H

#include "resolve/resolve.h"

/* "no", "person", "remote", "" for a CONSULT event's frame ("meet with=ACTOR #24"). */
dl_str dl_resolver_encounter(const dl_resolver *resolver, dl_str frame);
/* The number of the group of one given name's forms ("Volodymyr", "Vladimir"; folded), DL_NONE. */
uint32_t dl_resolver_given(const dl_resolver *resolver, dl_str folded);

#endif
