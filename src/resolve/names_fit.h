/* names_fit.h - whether two names may be of one person, body or place. Spelling makes candidates
 * only; entities.c asks for a second signal. */
#ifndef DL_RESOLVE_NAMES_FIT_H
#define DL_RESOLVE_NAMES_FIT_H

#include "resolve/lexicon.h"

/* One family name in two spellings: "Soleimani", "Suleymany"; their skeletons are equal. */
bool dl_family_fits(dl_str a, dl_str b);

typedef enum dl_fit {
    DL_FIT_NO,      /* two people: "George W." and "George H. W." */
    DL_FIT_UNKNOWN, /* one has none, or only an initial that fits */
    DL_FIT_YES,     /* "Volodymyr" and "Vladimir", "George" and "George W." */
} dl_fit;
/* Given names as printed, with middle names and initials. */
dl_fit dl_given_fits(const dl_resolver *resolver, dl_str a, dl_str b);

/* Place names in two transliterations: "Kiev", "Kyiv"; "Odessa", "Odesa". */
bool dl_place_fits(dl_str a, dl_str b);
/* The initials of a body's name in lower case: "National Security and Defense Council" -> "nsdc".
 * Returns 0 where there are fewer than two. */
size_t dl_initials(char *out, size_t cap, dl_str name);

#endif
