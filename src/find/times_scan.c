/* Recognising time expressions: the longest one that starts at an atom.
 *
 * Each pattern below is a function that tries to read one kind of expression at an atom and
 * returns the atom after it (0: it is not there). What an expression spans follows TimeML's TIMEX3
 * guidelines 1.2.1: modifiers are inside ("nearly four years", "early next year"), prepositions are
 * not. */
#include "find/times_internal.h"
#include "find/times_scan.h"

const dl_time_word *tword(const dl_time_scan *s, uint32_t i, uint8_t cls) {
    return dl_time_word_at(s->lexicon, s->text, s->atoms, s->count, i, cls);
}

bool tlit(const dl_time_scan *s, uint32_t i, const char *word) {
    if (i >= s->count) return false;
    const dl_atom *a = &s->atoms[i];
    size_t len = strlen(word);
    if (a->span.end - a->span.start != len) return false;
    for (size_t k = 0; k < len; k++) {
        char c = s->text.ptr[a->span.start + k];
        if (c >= 'A' && c <= 'Z') c = (char)(c | 32);
        if (c != word[k]) return false;
    }
    return true;
}

bool tlit_any(const dl_time_scan *s, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (tlit(s, i, *words)) return true;
    return false;
}

static bool tdigits(const dl_time_scan *s, uint32_t i, int32_t low, int32_t high) {
    return i < s->count && s->atoms[i].digits >= low && s->atoms[i].digits <= high &&
           !s->atoms[i].plural;
}

static uint32_t skip_the(const dl_time_scan *s, uint32_t i) {
    return tlit(s, i, "the") ? i + 1 : i;
}

/* "twenty four", "twenty-four", "ninety six": the tens and their unit. */
static uint32_t tens_words(const dl_time_scan *s, uint32_t i, int32_t *n) {
    const dl_time_word *w = tword(s, i, TC_TENS);
    if (!w) return 0;
    *n = w->value;
    uint32_t at = i + 1;
    if (at < s->count && s->atoms[at].punct == '-') at++;
    const dl_time_word *u = tword(s, at, TC_NUMBER);
    if (!u || u->value > 9) return i + 1;
    *n += u->value;
    return at + 1;
}

/* A four-digit year, in digits or as speech has it ("nineteen ninety-six"). */
static uint32_t year_at(const dl_time_scan *s, uint32_t i, int32_t *year) {
    if (tdigits(s, i, 1500, 2199) && s->atoms[i].ndigits == 4 && !s->atoms[i].ordinal) {
        *year = s->atoms[i].digits;
        return i + 1;
    }
    int32_t n;
    uint32_t end = tlit(s, i, "nineteen") ? tens_words(s, i + 1, &n) : 0;
    if (end) *year = 1900 + n;
    if (end || !tlit(s, i, "two") || !tlit(s, i + 1, "thousand")) return end;
    end = tlit(s, i + 2, "and") ? i + 3 : i + 2;
    const dl_time_word *unit = tword(s, end, TC_NUMBER);
    *year = 2000 + (unit ? unit->value : 0);
    return unit ? end + 1 : i + 2;
}

/* A count: digits, words, "a", "a few", "several", "two and a half" comes later. */
static uint32_t number_at(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    if (i >= s->count) return 0;
    if (tdigits(s, i, 1, 99999) && !s->atoms[i].ordinal) {
        e->n = s->atoms[i].digits;
        if (tdigits(s, i + 1, 1, 1) && i + 3 < s->count && s->atoms[i + 2].punct == '/' &&
            tdigits(s, i + 3, 2, 2)) {
            e->half = 1;
            return i + 4;
        }
        return i + 1;
    }
    uint32_t end = tens_words(s, i, &e->n);
    if (end) return end;
    bool article = tlit(s, i, "a") || tlit(s, i, "an");
    const dl_time_word *q = tword(s, article ? i + 1 : i, TC_QUANT);
    if (q && q->text.ptr[0] != 'H') {
        e->vague = q->text.ptr[0] == 'X';
        e->n = e->vague ? 0 : q->value;
        end = (article ? i + 1 : i) + q->words;
        return tlit(s, end, "of") ? end + 1 : end;
    }
    if (q && (tlit(s, i + 1, "a") || tlit(s, i + 1, "an"))) {
        e->half = 1;
        return i + 2;
    }
    const dl_time_word *w = tword(s, i, TC_NUMBER), *scale;
    if (!w && !article) return 0;
    e->n = w ? w->value : 1;
    scale = tword(s, i + 1, TC_SCALE);
    if (scale) e->n *= scale->value;
    return scale ? i + 2 : i + 1;
}

/* "more", "additional", "consecutive" … between a number and its unit. */
static uint32_t skip_fillers(const dl_time_scan *s, uint32_t i) {
    static const char *const fillers[] = {
        "more", "additional", "consecutive", "straight", "full",    "trading",    "working",
        "long", "whole",      "business",    "calendar", "further", "successive", NULL};
    while (tlit_any(s, i, fillers)) i++;
    return i;
}

/* "ago", "earlier", "later", "from now"; "before" and "after" only where nothing follows them. */
static uint32_t direction_at(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *w = tword(s, i, TC_AGO);
    if (!w) return 0;
    bool open = tlit(s, i, "before") || tlit(s, i, "after") || tlit(s, i, "prior");
    uint32_t end = i + w->words;
    if (open && end < s->count && !s->atoms[end].punct) return 0;
    e->dir = w->value;
    return end;
}

/* "$5 a year", "twice a week", "hours a day": the article means "each". */
static bool is_rate(const dl_time_scan *s, uint32_t i) {
    static const char *const rate[] = {"once",    "twice",   "times",  "percent", "cents",
                                       "dollars", "hours",   "euros",  "million", "billion",
                                       "tons",    "barrels", "tonnes", NULL};
    if (i == 0) return false;
    return tlit_any(s, i - 1, rate) ||
           (s->atoms[i - 1].digits >= 0 && i >= 2 && s->atoms[i - 2].punct == '$');
}

static uint32_t approx_at(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *w = tword(s, i, TC_APPROX);
    if (!w) return i;
    e->approx = (char)w->value;
    return i + w->words;
}

/* "nearly four years", "two-hour", "a week ago", "three days later", "2 1/2 years". */
static uint32_t amount(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = approx_at(s, skip_the(s, i), e);
    if (at > i && tlit(s, i, "the") && tlit(s, at, "first")) at++; /* "the first nine months" */
    uint32_t num = at;
    at = number_at(s, at, e);
    if (!at || (e->n >= 1900 && e->n < 2100)) return 0;
    bool article = tlit(s, num, "a") || tlit(s, num, "an");
    if (at < s->count && s->atoms[at].punct == '-')
        e->hyphen = 1, at++;
    else
        at = skip_fillers(s, at);
    const dl_time_word *u = tword(s, at, TC_UNIT);
    if (!u || (e->hyphen && u->value == TU_Q)) return 0; /* "three-quarters" */
    e->unit = (uint8_t)u->value;
    if (article && e->n == 1 && (e->unit == TU_S || e->unit == TU_Q)) {
        if (!tword(s, at + 1, TC_AGO)) return 0; /* "a second source", "a quarter of" */
    }
    at++;
    if (tlit(s, at, "and") && tlit(s, at + 1, "a") && tlit(s, at + 2, "half")) e->half = 1, at += 3;
    uint32_t end = direction_at(s, at, e);
    e->kind = TX_DURATION;
    if (end)
        e->kind = TX_AGO, at = end;
    else if (article && is_rate(s, i))
        return 0;
    if (e->kind == TX_DURATION && s->atoms[at - 1].span.end && at + 1 < s->count &&
        s->atoms[at].punct == '-' && tlit(s, at + 1, "old"))
        at += 2;
    return at;
}

/* "years", "months" alone, where a preposition makes them an amount: "for years", "in decades". */
static uint32_t bare_units(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    static const char *const before[] = {"for",  "in",   "over", "after", "within",
                                         "than", "took", "of",   NULL};
    const dl_time_word *u = tword(s, i, TC_UNIT);
    if (!u || i == 0 || u->value < TU_MIN || u->value == TU_WE || u->value == TU_Q) return 0;
    const dl_atom *a = &s->atoms[i];
    if ((s->text.ptr[a->span.end - 1] | 32) != 's' || !tlit_any(s, i - 1, before)) return 0;
    e->unit = (uint8_t)u->value;
    e->vague = 1;
    e->kind = TX_DURATION;
    uint32_t end = direction_at(s, i + 1, e);
    if (end) e->kind = TX_AGO;
    return end ? end : i + 1;
}

static uint32_t unit_ago(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    /* "year-ago", "year-earlier" */
    const dl_time_word *u = tword(s, i, TC_UNIT);
    if (!u || i + 2 >= s->count || s->atoms[i + 1].punct != '-') return 0;
    const dl_time_word *w = tword(s, i + 2, TC_AGO);
    if (!w || w->value > 0) return 0;
    e->kind = TX_AGO;
    e->unit = (uint8_t)u->value;
    e->n = 1;
    e->dir = -1;
    return i + 3;
}

/* "last year", "this year" after a month or a season. */
static uint32_t rel_year(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = tlit(s, i, "of") ? i + 1 : i;
    int32_t year;
    uint32_t end = year_at(s, at, &year);
    if (end) {
        e->year = year;
        return end;
    }
    const dl_time_word *r = tword(s, at, TC_REL);
    if (r && (tlit(s, at + 1, "year") || tlit(s, at + 1, "years"))) {
        e->rel = (uint8_t)r->value;
        return at + 2;
    }
    return 0;
}

/* Words that are months and also something else need a preposition, a day or a year beside them. */
static bool month_is_sure(const dl_time_scan *s, uint32_t i, bool beside) {
    static const char *const before[] = {"in",     "of",    "since",   "until",  "till",    "by",
                                         "from",   "to",    "on",      "last",   "next",    "this",
                                         "early",  "late",  "mid",     "-",      "and",     "end",
                                         "before", "after", "through", "during", "between", NULL};
    const dl_atom *a = &s->atoms[i];
    if (!a->capital) return false;
    if (beside) return true;
    uint32_t len = a->span.end - a->span.start;
    bool short_form = len <= 4 && s->text.ptr[a->span.end - 1] != '.';
    bool doubtful = short_form || tlit(s, i, "march");
    if (i > 0 && tlit_any(s, i - 1, before)) return true;
    if (doubtful && !tlit(s, i, "june") && !tlit(s, i, "july")) return false;
    /* "April Smith": a capitalised word after it that is no time word */
    return !(i + 1 < s->count && s->atoms[i + 1].capital && s->atoms[i + 1].word == DL_NONE);
}

static uint32_t day_number(const dl_time_scan *s, uint32_t i, int32_t *day) {
    if (tdigits(s, i, 1, 31) && s->atoms[i].ndigits <= 2) {
        *day = s->atoms[i].digits;
        return i + 1;
    }
    const dl_time_word *o = tword(s, i, TC_ORDINAL);
    if (!o) return 0;
    *day = o->value;
    return i + 1;
}

/* "December 2, 2025", "Nov. 1995", "June last year", "March". */
static uint32_t month_first(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *m = tword(s, i, TC_MONTH);
    if (!m) return 0;
    uint32_t at = i + 1, end = day_number(s, at, &e->day);
    if (end && tword(s, end, TC_UNIT)) end = 0; /* "In May 15 days …" */
    if (end)
        at = end;
    else
        e->day = 0;
    uint32_t comma = at < s->count && s->atoms[at].punct == ',' ? at + 1 : at;
    end = year_at(s, comma, &e->year);
    if (!end && at == i + 1) end = rel_year(s, at, e);
    if (!month_is_sure(s, i, end || at > i + 1)) return 0;
    e->kind = TX_DATE;
    e->month = m->value;
    return end ? end : at;
}

/* "2 December 2025", "the 1st of December". */
static uint32_t day_first(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = tlit(s, i, "the") ? i + 1 : i;
    at = day_number(s, at, &e->day);
    if (!at) return 0;
    if (tlit(s, at, "of")) at++;
    const dl_time_word *m = tword(s, at, TC_MONTH);
    if (!m || !s->atoms[at].capital) return 0;
    e->kind = TX_DATE;
    e->month = m->value;
    at++;
    uint32_t comma = at < s->count && s->atoms[at].punct == ',' ? at + 1 : at;
    uint32_t end = year_at(s, comma, &e->year);
    if (!end) end = rel_year(s, at, e);
    return end ? end : at;
}

/* "2025-12-01", "10/30/89", "10/30/1989". */
static uint32_t numeric(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    if (i + 4 >= s->count || (s->atoms[i + 1].punct != '-' && s->atoms[i + 1].punct != '/') ||
        s->atoms[i + 3].punct != s->atoms[i + 1].punct)
        return 0;
    int32_t a = s->atoms[i].digits, b = s->atoms[i + 2].digits, c = s->atoms[i + 4].digits;
    bool iso = s->atoms[i].ndigits == 4 && s->atoms[i + 1].punct == '-';
    if (a < 0 || b < 0 || c < 0 || (!iso && s->atoms[i + 1].punct == '-')) return 0;
    e->kind = TX_DATE;
    e->year = iso ? a : c < 100 ? c + (c < 50 ? 2000 : 1900) : c;
    e->month = iso ? b : a;
    e->day = iso ? c : b;
    if (!iso && a > 12 && b <= 12)
        e->month = b, e->day = a; /* day first where it can only be that */
    return dl_civil_valid((dl_civil){e->year, e->month, e->day}) ? i + 5 : 0;
}

/* A bare year, where its neighbours let a number be one. */
static uint32_t year_alone(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    static const char *const before[] = {
        "in",      "since", "of",     "until", "till", "by",  "from",  "to",    "through", "during",
        "between", "and",   "before", "after", "year", "for", "circa", "early", "late",    "mid",
        "fiscal",  "about", "around", "back",  "the",  "or",  "on",    NULL};
    uint32_t the_year = tlit(s, i, "the") && tlit(s, i + 1, "year") ? i + 2 : i;
    uint32_t end = year_at(s, the_year, &e->year);
    if (!end) return 0;
    e->kind = TX_DATE;
    if (the_year > i) return end;
    const dl_atom *a = &s->atoms[i];
    bool before_ok = i == 0 || tlit_any(s, i - 1, before) || s->atoms[i - 1].punct == '(' ||
                     s->atoms[i - 1].punct == ',' || s->atoms[i - 1].punct == '-';
    bool noun_after = end < s->count && s->atoms[end].token != a->token && !s->atoms[end].punct &&
                      s->tokens->upos[s->atoms[end].token] == DL_NOUN &&
                      (s->text.ptr[s->atoms[end].span.end - 1] == 's');
    bool glued = a->glued && i > 0 && s->atoms[i - 1].punct != '(' && s->atoms[i - 1].punct != '-';
    bool unit_after = tword(s, end, TC_UNIT) || (end < s->count && s->atoms[end].punct == '%');
    if (i > 0 && (s->atoms[i - 1].punct == '$' || s->atoms[i - 1].punct == '#')) return 0;
    /* "his 1996 campaign", "a 1971 convention", "the company's 1989 results": a determiner lets no
     * count of 1900 to 2099 follow */
    static const char *const owners[] = {"a",    "his", "her",  "its",  "their", "that",
                                         "this", "'s",  "both", "into", "due",   NULL};
    if (i > 0 && e->year >= 1900 && e->year < 2100 &&
        (tlit_any(s, i - 1, owners) || tlit(s, i - 1, "\xe2\x80\x99s"))) {
        before_ok = true;
        noun_after = false;
    }
    if (a->span.end - a->span.start != 4) return end; /* in words */
    return before_ok && !noun_after && !glued && !unit_after ? end : 0;
}

static uint32_t daypart_after(const dl_time_scan *s, uint32_t at, dl_texpr *e) {
    const dl_time_word *d = tword(s, at, TC_DAYPART);
    if (!d) return at;
    e->daypart = d->text;
    return at + 1;
}

/* "Monday", "Monday evening", "Saturday, April 25", "Tuesday nights". */
static uint32_t weekday(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *p = tword(s, i, TC_WEEKDAYS), *w = tword(s, i, TC_WEEKDAY);
    if (p && s->atoms[i].capital) {
        e->kind = TX_SET;
        e->weekday = p->value;
        return i + 1;
    }
    if (!w || !s->atoms[i].capital) return 0;
    uint32_t next = i + 1 < s->count && s->atoms[i + 1].punct == ',' ? i + 2 : i + 1;
    dl_texpr date = {0};
    uint32_t end = month_first(s, next, &date);
    if (!end || !date.day) {
        date = (dl_texpr){0};
        end = day_first(s, next, &date);
    }
    if (end && date.day) {
        *e = date;
        e->weekday = w->value;
        return end;
    }
    e->kind = TX_WEEKDAY;
    e->weekday = w->value;
    uint32_t after = daypart_after(s, i + 1, e);
    if (after > i + 1 && s->text.ptr[s->atoms[i + 1].span.end - 1] == 's') e->kind = TX_SET;
    return after;
}

/* Fills a deictic daypart: "this morning", "last night", "that evening". */
static uint32_t rel_daypart(const dl_time_scan *s, uint32_t at, uint8_t rel, dl_texpr *e) {
    const dl_time_word *d = tword(s, at, TC_DAYPART);
    if (!d) return 0;
    e->daypart = d->text;
    e->kind = rel == TR_THIS || rel == TR_LAST || rel == TR_NEXT ? TX_DAY : TX_REL;
    e->unit = TU_D;
    e->rel = rel;
    e->offset = rel == TR_LAST ? -1 : rel == TR_NEXT ? 1 : 0;
    return at + 1;
}

/* "the past two weeks", "the next few days", "the last 20 years". */
static uint32_t rel_span(const dl_time_scan *s, uint32_t at, uint8_t rel, dl_texpr *e) {
    dl_texpr n = {0};
    uint32_t end = approx_at(s, at, &n);
    end = number_at(s, end, &n);
    if (!end) return 0;
    end = skip_fillers(s, end);
    if (end < s->count && s->atoms[end].punct == '-') end++;
    const dl_time_word *u = tword(s, end, TC_UNIT);
    if (!u) return 0;
    e->kind = TX_SPAN;
    e->n = n.n;
    e->vague = n.vague;
    e->half = n.half;
    e->unit = (uint8_t)u->value;
    e->dir = rel == TR_NEXT || rel == TR_FOLLOW ? 1 : -1;
    return end + 1;
}

/* "last week", "the following day", "next April", "this summer", "the weekend". */
static uint32_t relative(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = skip_the(s, i);
    const dl_time_word *r = tword(s, at, TC_REL);
    if (!r) {
        const dl_time_word *u = at > i ? tword(s, at, TC_UNIT) : NULL;
        if (!u || (u->value != TU_WE && u->value != TU_W && !e->part)) return 0;
        if (!e->part && u->value == TU_W && !(at + 1 >= s->count || s->atoms[at + 1].punct))
            return 0;
        e->kind = TX_REL;
        e->unit = (uint8_t)u->value;
        return at + 1;
    }
    uint8_t rel = (uint8_t)r->value;
    bool the = tlit(s, i, "the");
    if (the && rel == TR_NEXT && tlit(s, at, "next") && tlit(s, at + 1, "day")) rel = TR_FOLLOW;
    if (rel == TR_THIS && tlit(s, at + 1, "coming")) at++, rel = TR_NEXT;
    if (rel == TR_THIS && tlit(s, at + 1, "past")) at++, rel = TR_LAST;
    if (tlit(s, at, "that") && i > 0 && s->tokens->upos[s->atoms[at].token] == DL_SCONJ) return 0;
    at++;
    e->rel = rel;
    uint32_t end = rel_daypart(s, at, rel, e);
    if (!end) end = rel_span(s, at, rel, e);
    if (end) return end;
    const dl_time_word *w;
    if ((w = tword(s, at, TC_WEEKDAY)) && s->atoms[at].capital) {
        e->kind = TX_WEEKDAY;
        e->weekday = w->value;
        return daypart_after(s, at + 1, e);
    }
    if ((w = tword(s, at, TC_MONTH)) && s->atoms[at].capital) {
        e->kind = TX_DATE;
        e->month = w->value;
        return at + 1;
    }
    if ((w = tword(s, at, TC_SEASON))) {
        e->kind = TX_SEASON;
        e->code = w->text;
        return at + 1;
    }
    w = tword(s, at, TC_UNIT);
    if (!w || w->value <= TU_MIN) return 0;
    e->kind = TX_REL;
    e->unit = (uint8_t)w->value;
    bool many = s->text.ptr[s->atoms[at].span.end - 1] == 's';
    if (many) {
        e->kind = TX_SPAN;
        e->vague = 1;
        e->dir = rel == TR_NEXT || rel == TR_FOLLOW ? 1 : -1;
    }
    if (the && rel == TR_LAST && e->unit == TU_D) return 0; /* "the last day of the summit" */
    return at + 1;
}

/* "recent weeks". */
static uint32_t recent(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    if (!tword(s, i, TC_RECENT)) return 0;
    const dl_time_word *u = tword(s, i + 1, TC_UNIT);
    e->kind = u ? TX_SPAN : TX_REF;
    e->code = DL_STR("PAST_REF");
    e->vague = 1;
    e->dir = -1;
    e->unit = u ? (uint8_t)u->value : 0;
    return u ? i + 2 : i + 1;
}

/* "yesterday", "tomorrow night", "tonight". */
static uint32_t day_word(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *w = tword(s, i, TC_DAY);
    if (w) {
        e->kind = TX_DAY;
        e->offset = w->value;
        return daypart_after(s, i + w->words, e);
    }
    w = tword(s, i, TC_DAYNIGHT);
    if (!w) return 0;
    e->kind = TX_DAY;
    e->offset = w->value;
    e->daypart = DL_STR("NI");
    return i + 1;
}

static uint32_t reference(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *w = tword(s, i, TC_REF);
    if (!w) return 0;
    if (dl_str_is(w->phrase, "the past") && tword(s, i + 2, TC_UNIT)) return 0;
    if (tlit(s, i, "soon") && tlit(s, i + 1, "as")) return 0;
    e->kind = TX_REF;
    e->code = w->text;
    return i + w->words;
}

/* "every Thursday", "each of the past three years", "daily". */
static uint32_t repeated(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    const dl_time_word *w = tword(s, i, TC_SETADV);
    e->kind = TX_SET;
    e->set = 1;
    if (w) {
        e->code = w->text;
        return i + 1;
    }
    if (!tword(s, i, TC_SET)) return 0;
    uint32_t at = i + 1;
    if ((w = tword(s, at, TC_WEEKDAY))) {
        e->weekday = w->value;
        return daypart_after(s, at + 1, e);
    }
    if ((w = tword(s, at, TC_MONTH)) && s->atoms[at].capital) {
        e->month = w->value;
        return at + 1;
    }
    dl_texpr n = {0};
    uint32_t end = number_at(s, at, &n);
    w = tword(s, end ? end : at, TC_UNIT);
    if (!w) return 0;
    e->n = end ? n.n : 1;
    e->unit = (uint8_t)w->value;
    return (end ? end : at) + 1;
}

/* What a clock time hangs on: "noon Thursday", "10 p.m. EST Nov. 9", "7 a.m. today". */
static uint32_t clock_day(const dl_time_scan *s, uint32_t at, dl_texpr *e) {
    dl_texpr day = {0};
    uint32_t next = at < s->count && (s->atoms[at].punct == ',' || tlit(s, at, "on")) ? at + 1 : at;
    uint32_t end = weekday(s, next, &day);
    if (!end) end = day_word(s, next, &day);
    if (!end) end = month_first(s, next, &day);
    if (!end || day.kind == TX_SET) return 0;
    day.hour1 = e->hour1;
    day.minute = e->minute;
    *e = day;
    return end;
}

/* "7", "7:15", "2200", with "a.m.", "o'clock" or a zone: fills the time, returns what follows. */
static uint32_t clock_digits(const dl_time_scan *s, uint32_t at, dl_texpr *e) {
    if (!tdigits(s, at, 0, 2359) || s->atoms[at].ordinal) return 0;
    int32_t hour = s->atoms[at].digits;
    bool four = s->atoms[at].ndigits == 4, colon = false;
    at++;
    if (at + 1 < s->count && s->atoms[at].punct == ':' && tdigits(s, at + 1, 0, 59)) {
        e->minute = s->atoms[at + 1].digits;
        colon = s->atoms[at + 1].ndigits == 2;
        at += 2;
    }
    const dl_time_word *c = tword(s, at, TC_CLOCK);
    bool zone = tword(s, at, TC_ZONE) != NULL;
    if ((four && !zone) || (!c && !zone && !colon)) return 0;
    if (four) e->minute = hour % 100, hour /= 100;
    if (c && dl_str_is(c->text, "pm") && hour < 12) hour += 12;
    if (c && dl_str_is(c->text, "am") && hour == 12) hour = 0;
    e->hour1 = hour + 1;
    return hour > 24 ? 0 : c ? at + 1 : at;
}

static uint32_t clock_time(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = approx_at(s, i, e);
    const dl_time_word *c = tword(s, at, TC_CLOCK);
    bool named = c && (c->text.ptr[0] == 'n' || c->text.ptr[0] == 'm');
    if (named) e->hour1 = c->text.ptr[0] == 'n' ? 13 : 25;
    at = named ? at + 1 : clock_digits(s, at, e);
    if (!at) return 0;
    e->kind = TX_DAY;
    e->vague = 1; /* the day is not stated */
    const dl_time_word *z = tword(s, at, TC_ZONE);
    if (z) at += z->words;
    uint32_t end = clock_day(s, at, e);
    return end ? end : at;
}

/* "the third quarter of 1984", "the first half of the year". */
static uint32_t part_of_year(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = skip_the(s, i);
    bool the = at > i;
    uint32_t end = rel_year(s, at, e);
    if (end && (tlit(s, end, "'s") || tlit(s, end, "\xe2\x80\x99s")))
        at = end + 1;
    else if (end)
        at = end;
    if (tword(s, at, TC_FISCAL)) at++;
    const dl_time_word *o = tword(s, at, TC_ORDINAL);
    if (!o || o->value > 4) return 0;
    at++;
    bool hyphen = at < s->count && s->atoms[at].punct == '-';
    if (hyphen && the) return 0; /* "the third-quarter results": the article is the noun's */
    if (hyphen) at++;
    bool quarter = tlit(s, at, "quarter"), half = tlit(s, at, "half");
    if (!quarter && !half) return 0;
    e->kind = quarter ? TX_QUARTER : TX_HALF;
    e->n = o->value;
    at++;
    if (!e->year && !e->rel && tlit(s, at, "of")) {
        end = rel_year(s, at, e);
        if (!end && half) end = tlit(s, at + 1, "the") && tlit(s, at + 2, "year") ? at + 3 : 0;
        if (!end && half) return 0;
        if (end) at = end;
    } else if (half && !e->year && !e->rel) {
        return 0;
    }
    return at;
}

static uint32_t season(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = tlit(s, i, "the") ? i + 1 : i;
    const dl_time_word *w = tword(s, at, TC_SEASON);
    if (!w) return 0;
    e->kind = TX_SEASON;
    e->code = w->text;
    uint32_t end = rel_year(s, at + 1, e);
    if (end) return end;
    bool verb = s->tokens->upos[s->atoms[at].token] == DL_VERB;
    if (verb || (at == i && !(i > 0 && (tlit(s, i - 1, "in") || tlit(s, i - 1, "by") ||
                                        tlit(s, i - 1, "during")))))
        return 0;
    if (at > i && (tlit(s, at, "fall") || tlit(s, at, "spring")) && tlit(s, at + 1, "of")) return 0;
    return at + 1;
}

/* "the 1990s", "the '80s", "the 20th century". */
static uint32_t era(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = tlit(s, i, "the") ? i + 1 : i;
    if (at >= s->count) return 0;
    const dl_atom *a = &s->atoms[at];
    if (a->digits >= 1000 && a->ndigits == 4 && a->plural && a->digits % 10 == 0) {
        e->kind = TX_DECADE;
        e->year = a->digits;
        return at + 1;
    }
    const dl_time_word *o = tword(s, at, TC_ORDINAL);
    int32_t n = o ? o->value : a->ordinal ? a->digits : 0;
    uint32_t unit = at + 1 < s->count && s->atoms[at + 1].punct == '-' ? at + 2 : at + 1;
    if (n < 1 || n > 30 || !tlit(s, unit, "century")) return 0;
    e->kind = TX_CENTURY;
    e->n = n;
    return unit + 1;
}

static uint32_t holiday(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t at = i;
    const dl_time_word *r = tword(s, i, TC_REL);
    if (r) e->rel = (uint8_t)r->value, at++;
    const dl_time_word *h = tword(s, at, TC_HOLIDAY);
    if (!h || !s->atoms[at].capital) return 0;
    e->kind = TX_HOLIDAY;
    e->code = h->text;
    uint32_t end = rel_year(s, at + h->words, e);
    return end ? end : at + h->words;
}

static uint32_t fiscal_year(const dl_time_scan *s, uint32_t i, dl_texpr *e) {
    uint32_t end = tword(s, i, TC_FISCAL) ? year_at(s, i + 1, &e->year) : 0;
    e->kind = TX_DATE;
    return end;
}

typedef uint32_t pattern(const dl_time_scan *s, uint32_t i, dl_texpr *e);

/* Patterns that a part may stand before: "early next year", "the end of October". */
static pattern *const points[] = {
    weekday, month_first, day_first, year_alone,   relative,    day_word,
    season,  era,         holiday,   part_of_year, fiscal_year,
};
static pattern *const others[] = {
    numeric, amount, bare_units, unit_ago, recent, reference, repeated, clock_time,
};

static void keep_longer(dl_texpr *best, dl_texpr *e, uint32_t first, uint32_t end) {
    if (!end || end <= best->end) return;
    *best = *e;
    best->first = first;
    best->end = end;
}

/* "early", "late", "mid-", "the end of", "the beginning of the", "earlier". */
static uint32_t part_at(const dl_time_scan *s, uint32_t i, uint8_t *part) {
    uint32_t at = tlit(s, i, "the") ? i + 1 : i;
    const dl_time_word *w = tword(s, at, TC_PART);
    if (!w) return 0;
    *part = (uint8_t)w->value;
    at++;
    if (at < s->count && s->atoms[at].punct == '-') return at + 1;
    bool needs_of = *part == TP_END || *part == TP_START || tlit(s, at - 1, "middle");
    if (needs_of) return tlit(s, at, "of") ? at + 1 : 0;
    if ((*part == TP_EARLIER || *part == TP_LATER) && tlit(s, at, "in")) at++;
    if ((*part == TP_EARLIER || *part == TP_LATER) && tlit(s, at, "on")) return 0;
    return at;
}

bool dl_time_scan_at(const dl_time_scan *scan, uint32_t i, dl_texpr *out) {
    *out = (dl_texpr){0};
    for (size_t p = 0; p < DL_COUNT(points); p++) {
        dl_texpr e = {0};
        keep_longer(out, &e, i, points[p](scan, i, &e));
    }
    for (size_t p = 0; p < DL_COUNT(others); p++) {
        dl_texpr e = {0};
        keep_longer(out, &e, i, others[p](scan, i, &e));
    }
    uint8_t part = TP_NONE;
    uint32_t at = part_at(scan, i, &part);
    for (size_t p = 0; at && p < DL_COUNT(points); p++) {
        dl_texpr e = {.part = part};
        uint32_t end = points[p](scan, at, &e);
        e.part = part;
        keep_longer(out, &e, i, end);
    }
    return out->kind != TX_NONE;
}
