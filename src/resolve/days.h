/* days.h - EDTF values as ranges of days, to ask whether two may be the same. */
#ifndef DL_RESOLVE_DAYS_H
#define DL_RESOLVE_DAYS_H

#include "base/span.h"

/* first … last, days since 1970-01-01. Unknown: known false. An open end is far away. */
typedef struct dl_when {
    int32_t first, last;
    bool known;
    bool approximate; /* "~" or "?": two days of grace on either side */
    bool open;        /* "2025-12-01/.." */
} dl_when;

/* "2025-12-01", "2025-11~", "2025-11-29/2025-11-30", "2025-12-01/..", "2025-W48" is not EDTF level
 * 1 and unknown here; a year of X digits is unknown. */
dl_when dl_when_of(dl_str edtf);
/* A day as a number and back ("2025-12-01" into out[11]). */
int32_t dl_when_day(int32_t year, uint32_t month, uint32_t day);
void dl_when_text(int32_t number, char out[16]);

static inline uint32_t dl_when_count(dl_when d) {
    return d.known ? (uint32_t)(d.last - d.first + 1) : 0;
}
/* Whether both are known and meet, with the grace of approximate ones. */
bool dl_when_meet(dl_when a, dl_when b);
/* The part that both have, without grace; a where they do not meet exactly. */
dl_when dl_when_common(dl_when a, dl_when b);

#endif
