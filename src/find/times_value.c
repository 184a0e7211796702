/* The value of a time expression: EDTF for the record, TIMEX3 for measuring and export, and the
 * rule that gave it. A pure function of the expression, the publication day, the tense and the day
 * last named in the text.
 *
 * Rules. A bare weekday is the last one on or before the publication day in the past tense and the
 * next one on or after it in the future. A bare month or day of a month takes the year that makes
 * it nearest in the direction of the tense. An unknown year stays XXXX. "~" marks what is
 * approximate: amounts of weeks and more, and whatever hangs on an approximate publication day. */
#include "find/times_internal.h"

/* How far off (in days, months counted as 31) a date without a year may lie in the year of the
 * publication before the year beside it is taken, by tense. Set on TimeBank. */
enum { NEAR_AHEAD = 62, FAR_AHEAD = 186, NEAR_BACK = 31, MID_BACK = 232, FAR_BACK = 320 };

typedef struct out {
    dl_arena *arena;
    const dl_time_anchor *a;
    const dl_texpr *e;
    dl_time *t;
} out;

static int32_t anchor_day(const out *o) {
    return dl_days_of(o->a->date);
}

static const char *tilde(const out *o) {
    return o->a->approximate ? "~" : "";
}

static void set(out *o, const char *rule, dl_str edtf, dl_str timex) {
    o->t->rule = dl_str_of(rule);
    o->t->edtf = edtf;
    o->t->timex = timex;
}

static dl_str day_text(out *o, int32_t day, const char *mark) {
    dl_civil c = dl_civil_of(day);
    return dl_arena_printf(o->arena, "%04d-%02d-%02d%s", c.year, c.month, c.day, mark);
}

static dl_str range_text(out *o, int32_t from, int32_t to, const char *mark) {
    dl_civil a = dl_civil_of(from), b = dl_civil_of(to);
    return dl_arena_printf(o->arena, "%04d-%02d-%02d%s/%04d-%02d-%02d%s", a.year, a.month, a.day,
                           mark, b.year, b.month, b.day, mark);
}

/* Adds the part of the day or the clock time to a TIMEX3 day. */
static dl_str with_time(out *o, dl_str timex) {
    const dl_texpr *e = o->e;
    if (e->hour1) {
        o->t->kind = DL_TIME_TIME;
        return dl_arena_printf(o->arena, "%.*sT%02d:%02d", (int)timex.len, timex.ptr, e->hour1 - 1,
                               e->minute);
    }
    if (!e->daypart.len) return timex;
    o->t->kind = DL_TIME_TIME;
    return dl_arena_printf(o->arena, "%.*sT%.*s", (int)timex.len, timex.ptr, (int)e->daypart.len,
                           e->daypart.ptr);
}

static void one_day(out *o, const char *rule, int32_t day, const char *mark) {
    dl_str plain = day_text(o, day, "");
    set(o, rule, *mark ? day_text(o, day, mark) : plain, with_time(o, plain));
}

static void unknown_day(out *o, const char *rule) {
    set(o, rule, (dl_str){NULL, 0}, with_time(o, DL_STR("XXXX-XX-XX")));
    o->t->certainty = DL_CERTAINTY_LOW;
}

static void name_day(dl_time_anchor *a, dl_civil date, uint8_t unit) {
    a->has_named = true;
    a->named = date;
    a->named_unit = unit;
}

static const char *unit_letter(uint8_t unit) {
    static const char *const letters[TU_UNITS] = {"S", "M", "H", "D", "W", "D",
                                                  "M", "Q", "Y", "E", "C"};
    return letters[unit];
}

/* ── weekdays and days ── */

static int32_t weekday_near(const out *o, int32_t from, int32_t weekday) {
    int32_t back = (dl_weekday_of(from) - weekday + 7) % 7, ahead = (7 - back) % 7;
    switch (o->e->rel) {
    case TR_LAST:
    case TR_PREV: return from - (back ? back : 7);
    case TR_NEXT:
    case TR_FOLLOW: return from + (ahead ? ahead : 7);
    default: return o->a->tense > 0 ? from + ahead : from - back;
    }
}

static void value_weekday(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    if (!a->has_day || !a->has_year) {
        set(o, "weekday-no-date", (dl_str){NULL, 0},
            with_time(o, dl_arena_printf(o->arena, "XXXX-WXX-%d", e->weekday)));
        o->t->certainty = DL_CERTAINTY_LOW;
        return;
    }
    bool by_named = (e->rel == TR_PREV || e->rel == TR_FOLLOW || e->rel == TR_THAT) &&
                    a->has_named && a->named_unit == TU_D;
    int32_t day = weekday_near(o, by_named ? dl_days_of(a->named) : anchor_day(o), e->weekday);
    const char *rule = e->rel == TR_LAST   ? "weekday-last"
                       : e->rel == TR_NEXT ? "weekday-next"
                       : a->tense > 0      ? "weekday-future"
                                           : "weekday-past";
    one_day(o, by_named ? "weekday-named" : rule, day, "");
    o->t->certainty = a->approximate ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_HIGH;
    name_day(a, dl_civil_of(day), TU_D);
}

static void value_day(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    if (e->vague && !e->weekday) { /* a clock time without its day */
        if (a->has_named && a->named_unit == TU_D)
            one_day(o, "clock-named", dl_days_of(a->named), "");
        else if (a->has_day && a->has_year)
            one_day(o, "clock", anchor_day(o), tilde(o));
        else
            unknown_day(o, "clock-no-date");
        o->t->certainty = DL_CERTAINTY_MEDIUM;
        return;
    }
    if (!a->has_day) {
        unknown_day(o, "day-no-date");
        return;
    }
    if (!a->has_year) { /* XXXX-12-01: the day before is known but for leap days */
        dl_civil c =
            dl_civil_of(dl_days_of((dl_civil){2001, a->date.month, a->date.day}) + e->offset);
        dl_str text = dl_arena_printf(o->arena, "XXXX-%02d-%02d", c.month, c.day);
        set(o, "day-no-year", text, with_time(o, text));
        return;
    }
    int32_t day = anchor_day(o) + e->offset;
    one_day(o,
            e->offset == 0  ? "day-of-publication"
            : e->offset < 0 ? "day-before"
                            : "day-after",
            day, tilde(o));
    o->t->certainty = DL_CERTAINTY_HIGH;
    name_day(a, dl_civil_of(day), TU_D);
}

/* ── dates ── */

/* The year a yearless month or day belongs to. */
static int32_t year_for(const out *o, int32_t month, int32_t day) {
    const dl_time_anchor *a = o->a;
    int32_t year = a->date.year, ref_month = a->has_month ? a->date.month : 6;
    int32_t ref_day = a->has_day ? a->date.day : 15;
    int32_t diff = (month - ref_month) * 31 + (day ? day - ref_day : 0);
    if (o->e->rel == TR_LAST && o->e->month) return diff < 0 ? year : year - 1;
    if (o->e->rel == TR_NEXT) return diff > 0 ? year : year + 1;
    /* A day soon after the publication is that one even in a past-tense clause ("said it would
     * meet Nov. 16"): another year would be named. TimeBank: 41 of 44 such days. */
    if (diff > (a->tense < 0 ? NEAR_AHEAD : FAR_AHEAD)) return year - 1;
    if (diff < -(a->tense > 0 ? NEAR_BACK : a->tense < 0 ? FAR_BACK : MID_BACK)) return year + 1;
    return year;
}

static const char *part_rule(uint8_t part) {
    static const char *const rules[] = {"", "-early", "-mid", "-late", "-end", "-start", "", ""};
    return rules[part];
}

/* A month. EDTF has no thirds of a month: "late November" is its month, and the rule's name keeps
 * the part ("nearest-year-month-late"). */
static dl_str month_text(out *o, int32_t year, int32_t month) {
    return dl_arena_printf(o->arena, "%04d-%02d", year, month);
}

static void value_year(out *o, dl_time_anchor *a, int32_t year) {
    const char *approx =
        o->e->part == TP_EARLY || o->e->part == TP_MID || o->e->part == TP_LATE ? "~" : "";
    set(o, "year", dl_arena_printf(o->arena, "%04d%s", year, approx),
        dl_arena_printf(o->arena, "%04d", year));
    o->t->certainty = DL_CERTAINTY_HIGH;
    name_day(a, (dl_civil){year, 1, 1}, TU_Y);
}

static void value_date(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    int32_t year = e->year;
    if (!e->month) {
        value_year(o, a, year);
        return;
    }
    bool stated = year != 0;
    if (!stated && e->rel == TR_THIS && a->has_year) year = a->date.year;
    if (!stated && !year && !a->has_year) {
        dl_str text = e->day ? dl_arena_printf(o->arena, "XXXX-%02d-%02d", e->month, e->day)
                             : dl_arena_printf(o->arena, "XXXX-%02d", e->month);
        set(o, "year-unknown", text, with_time(o, text));
        o->t->certainty = DL_CERTAINTY_MEDIUM;
        return;
    }
    if (!year) year = year_for(o, e->month, e->day);
    o->t->certainty = stated || e->day ? DL_CERTAINTY_HIGH : DL_CERTAINTY_MEDIUM;
    dl_civil date = {year, e->month, e->day ? e->day : 1};
    if (!dl_civil_valid(date)) {
        set(o, "impossible-date", (dl_str){NULL, 0}, (dl_str){NULL, 0});
        o->t->certainty = DL_CERTAINTY_NONE;
        return;
    }
    name_day(a, date, e->day ? TU_D : TU_M);
    const char *how = stated ? "absolute" : "nearest-year";
    if (e->day) {
        one_day(o, how, dl_days_of(date), "");
        return;
    }
    dl_str rule = dl_arena_printf(o->arena, "%s-month%s", how, part_rule(e->part));
    set(o, "", month_text(o, year, e->month), month_text(o, year, e->month));
    o->t->rule = rule;
}

/* ── weeks, months, years counted from here ── */

static void value_week(out *o, int32_t from, int32_t shift, const char *rule) {
    int32_t monday = dl_week_monday(from) + 7 * shift, year, week;
    dl_iso_week(monday, &year, &week);
    int32_t last = monday + 6, first = monday;
    int32_t today = anchor_day(o);
    if (shift == 0 && o->e->part == TP_LATER && today < last) first = today;
    if (shift == 0 && o->e->part == TP_EARLIER && today > first) last = today;
    if (o->e->unit == TU_WE) {
        int32_t saturday = monday + 5;
        set(o, rule, range_text(o, saturday, saturday + 1, ""),
            dl_arena_printf(o->arena, "%04d-W%02d-WE", year, week));
    } else {
        set(o, rule, range_text(o, first, last, ""),
            dl_arena_printf(o->arena, "%04d-W%02d", year, week));
    }
}

/* "the weekend": in the past tense the last one begun before the publication day. */
static void value_weekend(out *o, int32_t from, int32_t shift) {
    int32_t weekday = dl_weekday_of(from);
    if (o->e->rel == TR_NONE) shift = o->a->tense > 0 || weekday >= 6 ? 0 : -1;
    if (o->e->rel == TR_LAST && weekday >= 6 && tilde(o)[0] == 0) shift = -1;
    value_week(o, from, shift,
               shift < 0   ? "weekend-last"
               : shift > 0 ? "weekend-next"
                           : "weekend-this");
}

static void value_months(out *o, dl_time_anchor *a, dl_civil from, int32_t shift) {
    int32_t year = from.year, month = from.month;
    dl_month_add(&year, &month, shift);
    if (o->e->unit == TU_M) {
        set(o,
            shift < 0   ? "month-last"
            : shift > 0 ? "month-next"
                        : "month-this",
            month_text(o, year, month), month_text(o, year, month));
        name_day(a, (dl_civil){year, month, 1}, TU_M);
        return;
    }
    int32_t quarter = (from.month - 1) / 3 + shift;
    year = from.year + (quarter < 0 ? -1 : quarter / 4);
    quarter = (quarter % 4 + 4) % 4;
    set(o, "quarter",
        dl_arena_printf(o->arena, "%04d-%02d/%04d-%02d", year, quarter * 3 + 1, year,
                        quarter * 3 + 3),
        dl_arena_printf(o->arena, "%04d-Q%d", year, quarter + 1));
}

static void value_years(out *o, dl_time_anchor *a, int32_t year, int32_t shift) {
    year += shift;
    switch (o->e->unit) {
    case TU_Y: value_year(o, a, year); break;
    case TU_E:
        set(o, "decade", dl_arena_printf(o->arena, "%03dX", year / 10 + shift * 9 / 10),
            dl_arena_printf(o->arena, "%03d", year / 10));
        break;
    default:
        set(o, "century", dl_arena_printf(o->arena, "%02dXX", year / 100),
            dl_arena_printf(o->arena, "%02d", year / 100));
    }
}

static void value_relative(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    bool by_named = e->rel == TR_PREV || e->rel == TR_FOLLOW || e->rel == TR_THAT;
    bool ready = by_named && a->has_named ? true : a->has_year && (a->has_day || e->unit >= TU_M);
    int32_t shift = e->rel == TR_LAST || e->rel == TR_PREV     ? -1
                    : e->rel == TR_NEXT || e->rel == TR_FOLLOW ? 1
                                                               : 0;
    o->t->certainty = by_named ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_HIGH;
    if (!ready || (by_named && a->has_named && e->unit < a->named_unit)) {
        set(o, "relative-no-date", (dl_str){NULL, 0}, DL_STR("XXXX"));
        o->t->certainty = DL_CERTAINTY_LOW;
        return;
    }
    dl_civil from = by_named && a->has_named ? a->named : a->date;
    switch (e->unit) {
    case TU_D:
        one_day(o, by_named ? "day-named" : "day-relative", dl_days_of(from) + shift, "");
        name_day(a, dl_civil_of(dl_days_of(from) + shift), TU_D);
        break;
    case TU_W:
        value_week(o, dl_days_of(from), shift,
                   shift < 0   ? "week-last"
                   : shift > 0 ? "week-next"
                               : "week-this");
        break;
    case TU_WE: value_weekend(o, dl_days_of(from), shift); break;
    case TU_M:
    case TU_Q: value_months(o, a, from, shift); break;
    case TU_Y:
    case TU_E:
    case TU_C:
        value_years(o, a, from.year, shift * (e->unit == TU_E ? 10 : e->unit == TU_C ? 100 : 1));
        break;
    default: set(o, "relative-unit", (dl_str){NULL, 0}, DL_STR("PRESENT_REF"));
    }
}

/* ── amounts ── */

static dl_str amount_text(out *o) {
    const dl_texpr *e = o->e;
    bool clock = e->unit <= TU_H;
    const char *t = clock ? "PT" : "P", *u = unit_letter(e->unit);
    if (e->vague) return dl_arena_printf(o->arena, "%sX%s", t, u);
    if (e->half && !e->n) {
        if (e->unit == TU_H) return DL_STR("PT30M");
        if (e->unit == TU_Y) return DL_STR("P6M");
        if (e->unit == TU_E) return DL_STR("P5Y");
        if (e->unit == TU_C) return DL_STR("P50Y");
    }
    if (e->half && e->unit == TU_Y) return dl_arena_printf(o->arena, "P%dY6M", e->n);
    if (e->half && e->unit == TU_H) return dl_arena_printf(o->arena, "PT%dH30M", e->n);
    if (e->half && e->unit == TU_MIN) return dl_arena_printf(o->arena, "PT%dM30S", e->n);
    if (e->half) return dl_arena_printf(o->arena, "%s%d.5%s", t, e->n, u);
    if (e->unit == TU_E) return dl_arena_printf(o->arena, "P%d0Y", e->n);
    if (e->unit == TU_C) return dl_arena_printf(o->arena, "P%d00Y", e->n);
    if (e->unit == TU_Q) return dl_arena_printf(o->arena, "P%dM", e->n * 3);
    return dl_arena_printf(o->arena, "%s%d%s", t, e->n, u);
}

/* Moves a date by n units; vague amounts ("a few") move by three. */
static int32_t move_days(const dl_texpr *e, dl_civil from, int32_t sign) {
    int32_t n = sign * (e->vague ? 3 : e->n), year = from.year, month = from.month;
    switch (e->unit) {
    case TU_D: return dl_days_of(from) + n;
    case TU_WE:
    case TU_W: return dl_days_of(from) + 7 * n + (e->half ? sign * 3 : 0);
    case TU_M: dl_month_add(&year, &month, n); break;
    case TU_Q: dl_month_add(&year, &month, 3 * n); break;
    case TU_Y: year += n; break;
    case TU_E: year += 10 * n; break;
    case TU_C: year += 100 * n; break;
    default: return dl_days_of(from);
    }
    int32_t last = dl_month_length(year, month);
    return dl_days_of((dl_civil){year, month, from.day < last ? from.day : last});
}

static void value_ago_known(out *o, dl_time_anchor *a, dl_civil from, const char *rule) {
    const dl_texpr *e = o->e;
    int32_t sign = e->dir < 0 ? -1 : 1, day = move_days(e, from, sign), year, week;
    dl_civil c = dl_civil_of(day);
    uint8_t unit = e->unit;
    if (e->vague) { /* "a few days later": from the next day to five on, not past the publication */
        int32_t near = dl_days_of(from) + sign, far = sign > 0 ? day + 2 : day - 2;
        if (sign > 0 && e->dir == 2 && a->has_day && far > anchor_day(o) && anchor_day(o) >= near)
            far = anchor_day(o);
        bool days = unit == TU_D;
        set(o, rule,
            days ? range_text(o, sign > 0 ? near : far, sign > 0 ? far : near, "")
                 : (dl_str){NULL, 0},
            sign > 0 && e->dir == 1 ? DL_STR("FUTURE_REF") : DL_STR("PAST_REF"));
        return;
    }
    name_day(a, c, unit == TU_D || unit == TU_W ? TU_D : unit == TU_M ? TU_M : TU_Y);
    if (unit == TU_D) {
        one_day(o, rule, day, e->approx || a->approximate ? "~" : "");
    } else if (unit <= TU_WE && unit >= TU_W) {
        dl_iso_week(day, &year, &week);
        set(o, rule, day_text(o, day, "~"), dl_arena_printf(o->arena, "%04d-W%02d", year, week));
    } else if (unit == TU_M || unit == TU_Q) {
        set(o, rule, dl_arena_printf(o->arena, "%04d-%02d~", c.year, c.month),
            dl_arena_printf(o->arena, "%04d-%02d", c.year, c.month));
    } else if (unit >= TU_Y) {
        dl_str year_text = dl_arena_printf(o->arena, "%04d", c.year);
        set(o, rule, dl_arena_printf(o->arena, "%04d%s", c.year, e->approx || e->n > 1 ? "~" : ""),
            unit == TU_Y ? year_text : dl_arena_printf(o->arena, "%03d", c.year / 10));
    } else {
        set(o, rule, day_text(o, day, tilde(o)), amount_text(o));
        o->t->kind = DL_TIME_TIME;
    }
}

static void value_ago(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    bool named = (e->dir == -2 || e->dir == 2) && a->has_named && a->named_unit <= TU_D;
    o->t->certainty = named ? DL_CERTAINTY_MEDIUM : DL_CERTAINTY_HIGH;
    if (named) {
        value_ago_known(o, a, a->named, e->dir < 0 ? "before-named" : "after-named");
    } else if (a->has_year && (a->has_day || e->unit >= TU_M)) {
        value_ago_known(o, a, a->date, e->dir < 0 ? "ago" : "from-now");
    } else {
        set(o, "ago-no-date", (dl_str){NULL, 0}, amount_text(o));
        o->t->kind = DL_TIME_DURATION;
        o->t->certainty = DL_CERTAINTY_LOW;
    }
}

/* "the past two weeks": a duration that ends (or starts) with the publication. */
static void value_span(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    o->t->kind = DL_TIME_DURATION;
    dl_str edtf = {NULL, 0};
    if (a->has_day && a->has_year && e->unit >= TU_D && !(e->vague && e->unit > TU_D)) {
        int32_t other = move_days(e, a->date, e->dir), today = anchor_day(o);
        if (e->vague) other += e->dir < 0 ? -1 : 1; /* "the past few days": four */
        edtf = range_text(o, e->dir < 0 ? other : today, e->dir < 0 ? today : other, "~");
    }
    bool reference = e->code.len && (e->unit == TU_D || e->unit == TU_Y); /* "recent years" */
    set(o, e->dir < 0 ? "span-past" : "span-next", edtf, reference ? e->code : amount_text(o));
    o->t->certainty = DL_CERTAINTY_MEDIUM;
}

/* ── seasons, quarters, eras, feasts ── */

static int32_t rel_year_of(const out *o) {
    int32_t shift = o->e->rel == TR_LAST || o->e->rel == TR_PREV ? -1
                    : o->e->rel == TR_NEXT                       ? 1
                                                                 : 0;
    return o->e->year ? o->e->year : o->a->has_year ? o->a->date.year + shift : 0;
}

static void value_season(out *o) {
    const dl_texpr *e = o->e;
    static const char *const codes[] = {"SP", "SU", "FA", "WI"};
    static const int32_t starts[] = {3, 6, 9, 12};
    int32_t s = 0, year = rel_year_of(o);
    for (int32_t i = 0; i < 4; i++)
        if (dl_str_is(e->code, codes[i])) s = i;
    if (!year) {
        set(o, "season-no-year", dl_arena_printf(o->arena, "XXXX-%d", 21 + s),
            dl_arena_printf(o->arena, "XXXX-%s", codes[s]));
        return;
    }
    int32_t now = o->a->has_month ? o->a->date.month : 6;
    if (!e->year && e->rel == TR_LAST && now > starts[s] + 2 && s < 3) year++;
    if (!e->year && e->rel == TR_NEXT && now < starts[s]) year--;
    if (!e->year && e->rel == TR_NONE && o->a->tense <= 0 && starts[s] > now) year--;
    set(o, "season", dl_arena_printf(o->arena, "%04d-%d", year, 21 + s),
        dl_arena_printf(o->arena, "%04d-%s", year, codes[s]));
    o->t->certainty = DL_CERTAINTY_MEDIUM;
}

static void value_quarter(out *o) {
    const dl_texpr *e = o->e;
    int32_t year = rel_year_of(o), size = e->kind == TX_HALF ? 6 : 3;
    char letter = e->kind == TX_HALF ? 'H' : 'Q';
    if (!year) {
        set(o, "quarter-no-year", (dl_str){NULL, 0},
            dl_arena_printf(o->arena, "XXXX-%c%d", letter, e->n));
        return;
    }
    int32_t first = (e->n - 1) * size + 1;
    if (!e->year && !e->rel && o->a->has_month && o->a->tense <= 0 && first > o->a->date.month)
        year--;
    set(o, "quarter",
        dl_arena_printf(o->arena, "%04d-%02d/%04d-%02d", year, first, year, first + size - 1),
        dl_arena_printf(o->arena, "%04d-%c%d", year, letter, e->n));
    o->t->certainty = DL_CERTAINTY_MEDIUM;
}

static int32_t digits_of(dl_str text, size_t *at, int32_t *sign) {
    int32_t value = 0;
    *sign = 1;
    for (; *at < text.len; (*at)++) {
        char c = text.ptr[*at];
        if (c == '-' && value == 0 && *sign == 1)
            *sign = -1;
        else if (c >= '0' && c <= '9')
            value = value * 10 + (c - '0');
        else if (c != '+')
            break;
    }
    (*at)++;
    return value;
}

/* The day of a feast by its rule in times.tsv. */
static int32_t holiday_day(dl_str rule, int32_t year) {
    size_t at = 0;
    int32_t sign;
    if (rule.len && rule.ptr[0] == 'E') {
        at = 1;
        int32_t n = digits_of(rule, &at, &sign);
        return dl_easter(year) + sign * n;
    }
    if (rule.len == 5 && rule.ptr[2] == '-')
        return dl_days_of((dl_civil){year, (rule.ptr[0] - '0') * 10 + rule.ptr[1] - '0',
                                     (rule.ptr[3] - '0') * 10 + rule.ptr[4] - '0'});
    int32_t n = digits_of(rule, &at, &sign), s2, s3;
    int32_t weekday = digits_of(rule, &at, &s2), month = digits_of(rule, &at, &s3);
    return dl_nth_weekday(year, month, weekday, sign * n);
}

static void value_holiday(out *o, dl_time_anchor *a) {
    const dl_texpr *e = o->e;
    if (!e->year && !a->has_year) {
        set(o, "holiday-no-year", (dl_str){NULL, 0}, DL_STR("XXXX"));
        return;
    }
    int32_t year = rel_year_of(o), day = holiday_day(e->code, year);
    if (!e->year && e->rel == TR_NONE && a->has_day) {
        int32_t off = day - anchor_day(o);
        if (a->tense < 0 && off > 31) day = holiday_day(e->code, year - 1);
        if (a->tense > 0 && off < 0) day = holiday_day(e->code, year + 1);
        if (a->tense == 0 && off > 183) day = holiday_day(e->code, year - 1);
    }
    one_day(o, "holiday", day, "");
    o->t->certainty = DL_CERTAINTY_HIGH;
    name_day(a, dl_civil_of(day), TU_D);
}

static void value_set(out *o) {
    const dl_texpr *e = o->e;
    o->t->kind = DL_TIME_SET;
    dl_str timex = e->code;
    if (e->weekday)
        timex = dl_arena_printf(o->arena, "XXXX-WXX-%d", e->weekday);
    else if (e->month)
        timex = dl_arena_printf(o->arena, "XXXX-%02d", e->month);
    else if (!timex.len)
        timex = amount_text(o);
    if (e->daypart.len)
        timex = dl_arena_printf(o->arena, "%.*sT%.*s", (int)timex.len, timex.ptr,
                                (int)e->daypart.len, e->daypart.ptr);
    set(o, "set", (dl_str){NULL, 0}, timex);
    o->t->certainty = DL_CERTAINTY_HIGH;
}

void dl_time_value(const dl_texpr *expr, dl_time_anchor *anchor, dl_arena *arena, dl_time *t) {
    out o = {arena, anchor, expr, t};
    t->kind = DL_TIME_DATE;
    t->certainty = DL_CERTAINTY_MEDIUM;
    switch ((dl_texpr_kind)expr->kind) {
    case TX_DATE: value_date(&o, anchor); break;
    case TX_WEEKDAY: value_weekday(&o, anchor); break;
    case TX_REL: value_relative(&o, anchor); break;
    case TX_AGO: value_ago(&o, anchor); break;
    case TX_DAY: value_day(&o, anchor); break;
    case TX_REF: set(&o, "reference", (dl_str){NULL, 0}, expr->code); break;
    case TX_SPAN: value_span(&o, anchor); break;
    case TX_DURATION:
        t->kind = DL_TIME_DURATION;
        set(&o, "duration", amount_text(&o), amount_text(&o));
        break;
    case TX_SET: value_set(&o); break;
    case TX_SEASON: value_season(&o); break;
    case TX_QUARTER:
    case TX_HALF: value_quarter(&o); break;
    case TX_DECADE:
        set(&o, "decade", dl_arena_printf(arena, "%03dX", expr->year / 10),
            dl_arena_printf(arena, "%03d", expr->year / 10));
        break;
    case TX_CENTURY:
        set(&o, "century", dl_arena_printf(arena, "%02dXX", expr->n - 1),
            dl_arena_printf(arena, "%02d", expr->n - 1));
        break;
    case TX_HOLIDAY: value_holiday(&o, anchor); break;
    case TX_NONE: break;
    }
}

/* Digits at a fixed place, -1 where they are not digits ("XX"). */
static int32_t fixed(dl_str s, size_t at, size_t len) {
    int32_t value = 0;
    if (at + len > s.len) return -1;
    for (size_t i = at; i < at + len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return -1;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

bool dl_time_anchor_of(dl_str edtf, dl_time_anchor *a) {
    *a = (dl_time_anchor){0};
    int32_t year = fixed(edtf, 0, 4), month = fixed(edtf, 5, 2), day = fixed(edtf, 8, 2);
    a->has_year = year > 0;
    a->has_month = month >= 1 && month <= 12;
    a->has_day = a->has_month && day >= 1 && day <= 31;
    a->date = (dl_civil){a->has_year ? year : 2001, a->has_month ? month : 1, a->has_day ? day : 1};
    if (!dl_civil_valid(a->date)) a->date.day = 1, a->has_day = false;
    a->approximate = edtf.len && (edtf.ptr[edtf.len - 1] == '~' || edtf.ptr[edtf.len - 1] == '?');
    return a->has_year || a->has_month;
}
