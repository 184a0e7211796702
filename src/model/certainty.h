/* certainty.h - how sure dateline is that the report says this (not that it is true). */
#ifndef DL_MODEL_CERTAINTY_H
#define DL_MODEL_CERTAINTY_H

#include <stdint.h>

/* Set for each rule in tuning.h, checked on dev data: high is right at least nine times in ten;
 * a type without labelled data is at most medium. Views show high and medium, `--all` the rest. */
enum { DL_CERTAINTY_NONE, DL_CERTAINTY_LOW, DL_CERTAINTY_MEDIUM, DL_CERTAINTY_HIGH };
typedef uint8_t dl_certainty;

/* "high", "medium", "low"; "" for none. Static text. */
const char *dl_certainty_name(dl_certainty certainty);

#endif
