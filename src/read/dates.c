#include "read/dates.h"

#include "base/utf8.h"

static bool digit(dl_str s, size_t i) {
    return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

static bool letter(dl_str s, size_t i) {
    return i < s.len && (((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z') || (s.ptr[i] & 0x80));
}

/* Digits from *at, at most 14; moves *at past them. */
static uint32_t digits(dl_str s, size_t *at, uint64_t *value) {
    uint32_t n = 0;
    *value = 0;
    for (; digit(s, *at) && n < 14; n++) *value = *value * 10 + (uint64_t)(s.ptr[(*at)++] - '0');
    return n;
}

static bool sound(const read_date *d) {
    static const uint8_t days[13] = {31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool year = d->year == 0 || (d->year >= 1800 && d->year < 2200);
    return year && d->month <= 12 && d->day <= days[d->month] && (d->month || !d->day);
}

static size_t skip_gap(dl_str s, size_t at, bool comma) {
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (c == ' ' || c == '\t' || (comma && (c == ',' || c == '.')))
            at++;
        else if (c == 0xc2 && at + 1 < s.len && (unsigned char)s.ptr[at + 1] == 0xa0)
            at += 2;
        else
            break;
    }
    return at;
}

/* A month's name at `at`: "December", "Dec.", "DEC". */
static bool month_at(const dl_read_tables *t, dl_str s, size_t *at, uint32_t *month) {
    char word[12];
    size_t n = 0, i = *at;
    for (; letter(s, i) && n < sizeof word; i++, n++) word[n] = (char)(s.ptr[i] | 32);
    if (n < 3 || letter(s, i) || !tables_word(t, WORD_MONTH, (dl_str){word, n}, month))
        return false;
    *at = i < s.len && s.ptr[i] == '.' ? i + 1 : i;
    return true;
}

/* "st", "nd", "rd", "th" after a day, and "of". */
static size_t skip_ordinal(dl_str s, size_t at) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < DL_COUNT(ends); i++)
        if (at + 2 <= s.len && memcmp(s.ptr + at, ends[i], 2) == 0 && !letter(s, at + 2)) {
            at += 2;
            break;
        }
    size_t gap = skip_gap(s, at, true);
    if (gap + 3 <= s.len && memcmp(s.ptr + gap, "of ", 3) == 0) return gap + 3;
    return gap;
}

static bool year_at(dl_str s, size_t *at, uint32_t *year) {
    size_t i = skip_gap(s, *at, true);
    uint64_t value;
    if (digits(s, &i, &value) != 4 || value < 1800 || value >= 2200 || letter(s, i)) return false;
    *year = (uint32_t)value;
    *at = i;
    return true;
}

/* "1 December 2025", "1st of Dec" after the day's digits. */
static bool day_month(const dl_read_tables *t, dl_str s, size_t at, uint32_t day, read_date *d) {
    size_t i = skip_ordinal(s, at);
    if (i < s.len && s.ptr[i] == '-') i++;
    if (day == 0 || day > 31 || !month_at(t, s, &i, &d->month)) return false;
    d->day = day;
    if (i < s.len && s.ptr[i] == '-') i++;
    year_at(s, &i, &d->year);
    d->end = (uint32_t)i;
    return true;
}

/* "December 1, 2025", "Dec 1", "December 2025". */
static bool month_day(const dl_read_tables *t, dl_str s, size_t at, read_date *d) {
    if (!month_at(t, s, &at, &d->month)) return false;
    size_t i = skip_gap(s, at, false);
    uint64_t value;
    size_t after = i;
    uint32_t n = digits(s, &after, &value);
    if (n == 4 && year_at(s, &i, &d->year)) {
        d->end = (uint32_t)i;
        return true;
    }
    if (n == 0 || n > 2 || value == 0 || value > 31) return false;
    if (after < s.len && s.ptr[after] == ':') return false; /* an hour */
    d->day = (uint32_t)value;
    for (const char *e = "stndrdth"; *e; e += 2)
        if (after + 2 <= s.len && memcmp(s.ptr + after, e, 2) == 0 && !letter(s, after + 2)) {
            after += 2;
            break;
        }
    if (letter(s, after)) return false;
    year_at(s, &after, &d->year);
    d->end = (uint32_t)after;
    return true;
}

/* "12/01/2025", "01.12.2025": the first number is a. */
static bool numeric(dl_str s, size_t at, uint32_t a, uint32_t flags, read_date *d) {
    char sep = at < s.len ? s.ptr[at] : 0;
    if (sep != '/' && sep != '.' && sep != '-') return false;
    at++;
    uint64_t b, y;
    uint32_t nb = digits(s, &at, &b);
    if (nb == 0 || nb > 2 || at >= s.len || s.ptr[at] != sep) return false;
    at++;
    uint32_t ny = digits(s, &at, &y);
    if (ny == 2 && sep == '/')
        y += 2000;
    else if (ny != 4)
        return false;
    bool day_first = a > 12 || (b <= 12 && (sep == '.' || (flags & DATE_DMY)));
    bool month_first = b > 12 || (flags & DATE_US);
    if (!day_first && !month_first && a != b) return false;
    *d = (read_date){(uint32_t)y, day_first ? (uint32_t)b : a, day_first ? a : (uint32_t)b, 0,
                     (uint32_t)at};
    return d->month && d->day;
}

/* "2025-12-01…", "2025/12/01", "2025-12" (whole values). */
static bool iso(dl_str s, size_t at, uint32_t year, uint32_t flags, read_date *d) {
    char sep = at < s.len ? s.ptr[at] : 0;
    if (year < 1800 || year >= 2200 || (sep != '-' && sep != '/' && sep != '.')) return false;
    size_t i = at + 1;
    uint64_t m, day;
    uint32_t nm = digits(s, &i, &m);
    if (nm == 0 || nm > 2 || m == 0) return false;
    *d = (read_date){year, (uint32_t)m, 0, 0, (uint32_t)i};
    if (i < s.len && s.ptr[i] == sep) {
        size_t j = i + 1;
        uint32_t nd = digits(s, &j, &day);
        if (nd && nd <= 2 && day) {
            d->day = (uint32_t)day;
            d->end = (uint32_t)j;
            return true;
        }
    }
    return (flags & DATE_WHOLE) != 0;
}

/* Days since 1970 -> date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
static void from_days(uint64_t days, read_date *d) {
    uint64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
    uint64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    d->day = (uint32_t)(doy - (153 * mp + 2) / 5 + 1);
    d->month = (uint32_t)(mp < 10 ? mp + 3 : mp - 9);
    d->year = (uint32_t)(yoe + era * 400 + (d->month <= 2));
}

/* A value of digits alone: 20251201, seconds or milliseconds since 1970, a year. */
static bool packed(dl_str s, uint32_t n, uint64_t v, size_t end, uint32_t flags, read_date *d) {
    if (!(flags & DATE_WHOLE) || (end < s.len && letter(s, end) && s.ptr[end] != 'T')) return false;
    d->end = (uint32_t)end;
    if ((n == 8 || n == 12 || n == 14) && v) {
        uint64_t day = n == 8 ? v : n == 12 ? v / 10000 : v / 1000000;
        if (day / 10000 >= 1800 && day / 10000 < 2200) {
            d->year = (uint32_t)(day / 10000);
            d->month = (uint32_t)(day / 100 % 100);
            d->day = (uint32_t)(day % 100);
            return d->month && d->day;
        }
    }
    if (n == 9 || n == 10) return from_days(v / 86400, d), true;
    if (n == 12 || n == 13) return from_days(v / 86400000, d), true;
    if (n == 4 && v >= 1800 && v < 2200 && end == s.len) {
        d->year = (uint32_t)v;
        return true;
    }
    return false;
}

static bool at_digits(const dl_read_tables *t, dl_str s, size_t at, uint32_t flags, read_date *d,
                      size_t *next) {
    uint64_t value;
    size_t i = at;
    uint32_t n = digits(s, &i, &value);
    *next = i;
    *d = (read_date){0};
    if (n == 4 && iso(s, i, (uint32_t)value, flags, d)) return true;
    if (n == 4 && value >= 1800 && value < 2200 && month_day(t, s, skip_gap(s, i, false), d) &&
        !d->year && d->day) {
        d->year = (uint32_t)value; /* "2023 Jan 7" */
        return true;
    }
    if (n <= 2 && day_month(t, s, i, (uint32_t)value, d)) return true;
    if (n <= 2 && numeric(s, i, (uint32_t)value, flags, d)) return true;
    return packed(s, n, value, i, flags, d);
}

bool date_find(const dl_read_tables *t, dl_str text, uint32_t from, uint32_t flags,
               read_date *out) {
    for (size_t at = from; at < text.len;) {
        size_t next = at + 1;
        read_date d = {0};
        bool found = false;
        if (digit(text, at))
            found = at_digits(t, text, at, flags, &d, &next);
        else if (letter(text, at)) {
            found = month_day(t, text, at, &d);
            while (letter(text, next)) next++;
        }
        if (found && sound(&d) && (d.year || !(flags & DATE_NEEDS_YEAR))) {
            d.start = (uint32_t)at;
            *out = d;
            return true;
        }
        at = next;
    }
    return false;
}

dl_str date_edtf(dl_arena *arena, const read_date *d) {
    if (!d->year) return dl_arena_printf(arena, "XXXX-%02u-%02u", d->month, d->day);
    if (!d->month) return dl_arena_printf(arena, "%04u", d->year);
    if (!d->day) return dl_arena_printf(arena, "%04u-%02u", d->year, d->month);
    return dl_arena_printf(arena, "%04u-%02u-%02u", d->year, d->month, d->day);
}
