#include "resolve/days.h"

#include <stdio.h>

enum { GRACE = 2, FAR = 100000 };

int32_t dl_when_day(int32_t year, uint32_t month, uint32_t day) {
    /* days from civil (Howard Hinnant's algorithm): years begin in March */
    int32_t y = year - (month <= 2);
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    uint32_t yoe = (uint32_t)(y - era * 400);
    uint32_t doy = (153 * (month + (month > 2 ? (uint32_t)-3 : 9)) + 2) / 5 + day - 1;
    uint32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + (int32_t)doe - 719468;
}

void dl_when_text(int32_t number, char out[16]) {
    int32_t z = number + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    uint32_t doe = (uint32_t)(z - era * 146097);
    uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    uint32_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    int32_t year = (int32_t)yoe + era * 400 + (month <= 2);
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)year % 10000, month % 100, day % 100);
}

static bool digits(dl_str s, size_t at, unsigned n, uint32_t *value) {
    *value = 0;
    if (at + n > s.len) return false;
    for (unsigned i = 0; i < n; i++) {
        char c = s.ptr[at + i];
        if (c < '0' || c > '9') return false;
        *value = *value * 10 + (uint32_t)(c - '0');
    }
    return true;
}

static uint32_t month_days(uint32_t year, uint32_t month) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* One date, no interval. */
static dl_when one_date(dl_str s) {
    dl_when d = {0};
    uint32_t y, m, day;
    d.approximate =
        s.len && (s.ptr[s.len - 1] == '~' || s.ptr[s.len - 1] == '?' || s.ptr[s.len - 1] == '%');
    if (!digits(s, 0, 4, &y)) return d;
    d.known = true;
    if (s.len < 7 || s.ptr[4] != '-' || !digits(s, 5, 2, &m) || m < 1 || m > 12) {
        d.first = dl_when_day((int32_t)y, 1, 1);
        d.last = dl_when_day((int32_t)y, 12, 31);
    } else if (s.len < 10 || s.ptr[7] != '-' || !digits(s, 8, 2, &day) || day < 1 || day > 31) {
        d.first = dl_when_day((int32_t)y, m, 1);
        d.last = dl_when_day((int32_t)y, m, month_days(y, m));
    } else {
        d.first = d.last = dl_when_day((int32_t)y, m, day);
    }
    return d;
}

dl_when dl_when_of(dl_str s) {
    const char *slash = s.len ? memchr(s.ptr, '/', s.len) : NULL;
    if (!slash) return one_date(s);
    dl_str left = {s.ptr, (size_t)(slash - s.ptr)};
    dl_str right = dl_str_sub(s, left.len + 1, s.len);
    dl_when a = one_date(left), b = one_date(right), d = {0};
    if (!a.known && !b.known) return d;
    d.known = true;
    d.open = !a.known || !b.known;
    d.approximate = a.approximate || b.approximate;
    d.first = a.known ? a.first : b.last - FAR;
    d.last = b.known ? b.last : a.first + FAR;
    if (d.last < d.first) d.known = false;
    return d;
}

bool dl_when_meet(dl_when a, dl_when b) {
    if (!a.known || !b.known) return false;
    int32_t grace = a.approximate || b.approximate ? GRACE : 0;
    return a.first <= b.last + grace && b.first <= a.last + grace;
}

dl_when dl_when_common(dl_when a, dl_when b) {
    if (!a.known) return b;
    if (!b.known || a.first > b.last || b.first > a.last) return a;
    dl_when d = a;
    d.first = a.first > b.first ? a.first : b.first;
    d.last = a.last < b.last ? a.last : b.last;
    d.approximate = a.approximate && b.approximate;
    d.open = a.open && b.open;
    return d;
}
