#include "find/calendar.h"

int32_t dl_days_of(dl_civil c) {
    int32_t y = c.month <= 2 ? c.year - 1 : c.year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t yoe = y - era * 400;
    int32_t doy = (153 * (c.month > 2 ? c.month - 3 : c.month + 9) + 2) / 5 + c.day - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

dl_civil dl_civil_of(int32_t days) {
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (dl_civil){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

static bool leap(int32_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t dl_month_length(int32_t year, int32_t month) {
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : lengths[month - 1];
}

bool dl_civil_valid(dl_civil c) {
    return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= dl_month_length(c.year, c.month);
}

int32_t dl_weekday_of(int32_t days) {
    int32_t w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

int32_t dl_week_monday(int32_t days) {
    return days - (dl_weekday_of(days) - 1);
}

void dl_iso_week(int32_t days, int32_t *year, int32_t *week) {
    int32_t thursday = dl_week_monday(days) + 3;
    dl_civil c = dl_civil_of(thursday);
    *year = c.year;
    *week = (thursday - dl_days_of((dl_civil){c.year, 1, 1})) / 7 + 1;
}

void dl_month_add(int32_t *year, int32_t *month, int32_t add) {
    int32_t m = *year * 12 + *month - 1 + add;
    *year = m / 12;
    *month = m % 12 + 1;
}

int32_t dl_nth_weekday(int32_t year, int32_t month, int32_t weekday, int32_t n) {
    if (n < 0) {
        int32_t last = dl_days_of((dl_civil){year, month, dl_month_length(year, month)});
        return last - (dl_weekday_of(last) - weekday + 7) % 7 + (n + 1) * 7;
    }
    int32_t first = dl_days_of((dl_civil){year, month, 1});
    return first + (weekday - dl_weekday_of(first) + 7) % 7 + (n - 1) * 7;
}

int32_t dl_easter(int32_t year) {
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int32_t h = (19 * a + b - d - g + 15) % 30;
    int32_t i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int32_t m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;
    return dl_days_of((dl_civil){year, n / 31, n % 31 + 1});
}
