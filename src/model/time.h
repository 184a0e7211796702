/* time.h - times as a report states them, and their EDTF values (ISO 8601-2:2019 annex A). */
#ifndef DL_MODEL_TIME_H
#define DL_MODEL_TIME_H

#include "base/span.h"
#include "model/certainty.h"

typedef enum dl_time_kind { /* TimeML's TIMEX3 types */
                            DL_TIME_DATE,
                            DL_TIME_TIME,     /* part of a day: "Monday evening" */
                            DL_TIME_DURATION, /* "two-hour", "nearly four years" */
                            DL_TIME_SET,      /* "every day" */
                            DL_TIME_KINDS
} dl_time_kind;

typedef struct dl_time {
    dl_span span;
    dl_str edtf;  /* "2025-12-01", "2025-11~", "XXXX-12-01", "2025-11-29/2025-11-30"; durations as
                     ISO 8601 "PT2H", sets as TIMEX3 has them; len 0: no value */
    dl_str timex; /* TIMEX3 value ("2025-W48-WE", "PAST_REF", "P4Y"); for measuring and export */
    dl_str rule;  /* "weekday-past", "weekend-last", "absolute", … */
    uint32_t token, count; /* tokens covered */
    uint32_t sentence;
    uint8_t kind; /* dl_time_kind */
    dl_certainty certainty;
    uint8_t pad[2];
} dl_time;

const char *dl_time_kind_name(uint32_t kind); /* "DATE", "TIME", "DURATION", "SET" */

#endif
