/* tuning.h - the numbers someone may tune, each with the measurement that set it.
 * Parts with many numbers keep them in <stage>/tuning_<part>.h. */
#ifndef DL_TUNING_H
#define DL_TUNING_H

/* Limits, in bytes and steps (law 7). */
enum {
    DL_MAX_REPORT_TEXT = 16 << 20, /* a longest novel is 6 MB; a report over this is a mistake */
};

#endif
