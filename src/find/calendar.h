/* calendar.h - days as numbers: proleptic Gregorian arithmetic, ISO 8601 weeks, movable feasts.
 *
 * A day is an int32_t, days since 1970-01-01 (Howard Hinnant's civil-from-days algorithm, public
 * domain description). Weekdays are 1 = Monday … 7 = Sunday. Pure functions; no clock.
 */
#ifndef DL_FIND_CALENDAR_H
#define DL_FIND_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dl_civil {
    int32_t year;
    int32_t month; /* 1 … 12 */
    int32_t day;   /* 1 … 31 */
} dl_civil;

int32_t dl_days_of(dl_civil date);
dl_civil dl_civil_of(int32_t days);
int32_t dl_month_length(int32_t year, int32_t month);
bool dl_civil_valid(dl_civil date);
int32_t dl_weekday_of(int32_t days); /* 1 … 7 */
/* ISO week: the year it belongs to and its number; its Monday. */
void dl_iso_week(int32_t days, int32_t *year, int32_t *week);
int32_t dl_week_monday(int32_t days);
/* Months added to (year, month); month stays 1 … 12. */
void dl_month_add(int32_t *year, int32_t *month, int32_t add);
/* The n-th weekday of a month, n < 0 from its end (-1: the last). */
int32_t dl_nth_weekday(int32_t year, int32_t month, int32_t weekday, int32_t n);
/* Western Easter Sunday (Meeus/Jones/Butcher). */
int32_t dl_easter(int32_t year);

#endif
