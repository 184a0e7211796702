/* The answers one report gives. */
#include "resolve/codec.h"
#include "resolve/kinds.h"
#include "resolve/questions.h"

static void add_answer(answers *a, const dl_answer_found *found, const uint64_t *keys,
                       uint32_t count) {
    dl_buf_clear(&a->data);
    dl_answer_write(&a->data, a->finds, found, &a->scratch);
    uint64_t id = dl_item_id(&a->finds->report, "question", found->span, a->count);
    dl_items_add(a->out, DL_ITEM_QUESTION, (dl_ref){0, a->count++}, id, found->span.start,
                 dl_buf_view(&a->data));
    for (uint32_t k = 0; k < count; k++)
        dl_items_key(a->out, dl_key2(keys[k], (uint64_t)found->slot + 1));
}

/* ── of the text ── */

static void add_of_version(answers *a, const dl_version *v, dl_slot slot, dl_str value) {
    uint64_t keys[DL_SUBJECT_KEYS];
    uint32_t n = dl_subject_keys(a->finds, v->document, &a->scratch, keys);
    dl_answer_found found = {slot, v->document, value, v->stage, v->span, v->attribution};
    add_answer(a, &found, keys, n);
}

void dl_answers_of_versions(answers *a) {
    for (uint32_t i = 0; i < a->finds->versions.count; i++) {
        const dl_version *v = &a->finds->versions.items[i];
        if (v->points)
            add_of_version(
                a, v, SLOT_POINTS,
                dl_arena_printf(&a->scratch, "%s%u", v->approximate ? "about " : "", v->points));
        if (dl_str_is(v->status, "final")) add_of_version(a, v, SLOT_FINAL, DL_STR("yes"));
        if (dl_str_is(v->status, "not final")) add_of_version(a, v, SLOT_FINAL, DL_STR("no"));
        if (dl_str_is(v->status, "being finalized"))
            add_of_version(a, v, SLOT_FINAL, DL_STR("being finalized"));
        if (dl_str_is(v->status, "leaked") && !v->provisions.count)
            add_of_version(a, v, SLOT_PUBLIC, DL_STR("leaked"));
        if (dl_str_is(v->status, "public")) add_of_version(a, v, SLOT_PUBLIC, DL_STR("yes"));
        if (dl_str_is(v->status, "not public")) add_of_version(a, v, SLOT_PUBLIC, DL_STR("no"));
    }
}

/* ── of times ── */

static const char *const strifes[] = {"war",      "conflict", "dispute",    "strike",    "blockade",
                                      "standoff", "siege",    "occupation", "insurgency"};

static bool is_word_at(dl_str text, const char *word) {
    size_t n = strlen(word);
    if (!dl_str_starts(text, dl_str_of(word))) return false;
    return text.len == n || (text.ptr[n] | 0x20) < 'a' || (text.ptr[n] | 0x20) > 'z';
}

/* The strife that text begins with, after blanks; NULL: none. */
static const char *strife_at(dl_str text) {
    while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '-'))
        text = dl_str_sub(text, 1, text.len);
    for (size_t i = 0; i < DL_COUNT(strifes); i++)
        if (is_word_at(text, strifes[i])) return strifes[i];
    return NULL;
}

/* The last strife named in text. */
static const char *strife_in(dl_str text) {
    for (size_t at = text.len; at-- > 0;)
        for (size_t i = 0; i < DL_COUNT(strifes); i++)
            if (is_word_at(dl_str_sub(text, at, text.len), strifes[i])) return strifes[i];
    return NULL;
}

static dl_str before(const dl_report *r, uint32_t at, uint32_t most) {
    uint32_t from = at > most ? at - most : 0;
    return (dl_str){r->text.ptr + from, at - from};
}

static dl_str after(const dl_report *r, uint32_t at, uint32_t most) {
    size_t left = r->text.len - at;
    return (dl_str){r->text.ptr + at, left < most ? left : most};
}

static bool says_began(dl_str text) {
    static const char *const words[] = {"began in", "started in", "erupted in", "broke out in",
                                        "begun in"};
    dl_str t = dl_str_trim(text);
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (dl_str_ends(t, dl_str_of(words[i]))) return true;
    return false;
}

static uint32_t digits_of(dl_str s, size_t at, size_t most) {
    uint32_t v = 0;
    for (size_t i = at; i < s.len && i < at + most && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        v = v * 10 + (uint32_t)(s.ptr[i] - '0');
    return v;
}

/* "the nearly four-year war": so many years before the report. 0: not said, not dated. */
static uint32_t year_of_length(const dl_report *r, const dl_time *t, const char **strife) {
    dl_str value = t->timex.len ? t->timex : t->edtf;
    bool years = t->kind == DL_TIME_DURATION && value.len > 2 && value.ptr[0] == 'P' &&
                 value.ptr[value.len - 1] == 'Y';
    uint32_t published = digits_of(r->published.value, 0, 4);
    *strife = years ? strife_at(after(r, t->span.end, 24)) : NULL;
    uint32_t n = digits_of(value, 1, 3);
    return *strife && published > n && n ? published - n : 0;
}

static uint32_t year_of_beginning(const dl_report *r, const dl_time *t, const char **strife) {
    if (t->kind != DL_TIME_DATE || t->edtf.len < 4 || !says_began(before(r, t->span.start, 16)))
        return 0;
    *strife = strife_in(before(r, t->span.start, 60));
    return *strife ? digits_of(t->edtf, 0, 4) : 0;
}

static void add_beginning(answers *a, const dl_time *t) {
    const dl_report *r = &a->finds->report;
    const char *strife = NULL;
    uint32_t year = year_of_length(r, t, &strife);
    if (!year) year = year_of_beginning(r, t, &strife);
    if (year < 1000) return;
    uint64_t keys[DL_SUBJECT_KEYS];
    uint32_t n = dl_subject_keys(a->finds, dl_str_of(strife), &a->scratch, keys);
    uint32_t from = t->span.start, to = t->span.end; /* the words around it */
    const dl_sentence *s =
        t->sentence < a->finds->sentences.count ? &a->finds->sentences.items[t->sentence] : NULL;
    if (!s) return;
    from = from > s->span.start + 24 ? from - 24 : s->span.start;
    while (from > s->span.start && r->text.ptr[from - 1] != ' ') from--;
    to = to + 12 < s->span.end ? to + 12 : s->span.end;
    while (to < s->span.end && r->text.ptr[to] != ' ') to++;
    dl_answer_found found = {
        SLOT_BEGIN, dl_str_of(strife), dl_arena_printf(&a->scratch, "%u", year),
        {NULL, 0},  {from, to},        DL_NONE};
    add_answer(a, &found, keys, n);
}

/* "later this week, likely next week": one sentence gives two dates for one thing. */
static bool are_alternatives(const dl_report *r, const dl_time *x, const dl_time *y) {
    static const char *const words[] = {"likely",      "or",        "possibly",
                                        "probably",    "perhaps",   "maybe",
                                        "more likely", "or likely", "or possibly"};
    if (x->kind != DL_TIME_DATE || y->kind != DL_TIME_DATE || dl_str_eq(x->edtf, y->edtf))
        return false;
    if (!x->edtf.len || !y->edtf.len || x->span.end >= y->span.start) return false;
    dl_str between = dl_span_text(r->text, (dl_span){x->span.end, y->span.start});
    if (between.len > 24) return false;
    between = dl_str_trim(between);
    if (between.len && between.ptr[0] == ',')
        between = dl_str_trim(dl_str_sub(between, 1, between.len));
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (dl_str_is(between, words[i])) return true;
    return false;
}

static void add_alternatives(answers *a, const dl_time *x, const dl_time *y) {
    const dl_report *r = &a->finds->report;
    const dl_sentence *s = &a->finds->sentences.items[x->sentence];
    uint32_t from = x->span.start, words = 0;
    while (from > s->span.start && words < 3) {
        from--;
        if (r->text.ptr[from] == ' ') words++;
    }
    if (words == 3) from++;
    dl_str subject = dl_str_trim(dl_span_text(r->text, (dl_span){s->span.start, x->span.start}));
    if (subject.len > 80) subject = (dl_str){NULL, 0};
    if (!subject.len) return;
    uint64_t key = dl_hash_mix(dl_hash(dl_str_of(r->id)), x->sentence);
    dl_answer_found one = {SLOT_WHEN,           subject, dl_span_text(r->text, x->span), {NULL, 0},
                           {from, x->span.end}, DL_NONE};
    dl_answer_found two = {
        SLOT_WHEN, subject, dl_span_text(r->text, y->span), {NULL, 0}, {x->span.start, y->span.end},
        DL_NONE};
    add_answer(a, &one, &key, 1);
    add_answer(a, &two, &key, 1);
}

void dl_answers_of_times(answers *a) {
    for (uint32_t i = 0; i < a->finds->times.count; i++) {
        const dl_time *t = &a->finds->times.items[i];
        add_beginning(a, t);
        if (i + 1 == a->finds->times.count) break;
        const dl_time *next = t + 1;
        if (next->sentence == t->sentence && t->sentence < a->finds->sentences.count &&
            are_alternatives(&a->finds->report, t, next))
            add_alternatives(a, t, next);
    }
}

/* ── of encounters ── */

enum { MOST_PEOPLE = 8 };

static uint32_t people_of(const struct dl_finds *f, const dl_event *e, uint32_t *out) {
    uint32_t n = 0;
    dl_list lists[] = {e->actors, e->recipients};
    for (size_t l = 0; l < DL_COUNT(lists); l++)
        for (uint32_t i = 0; i < lists[l].count && n < MOST_PEOPLE; i++) {
            uint32_t m = f->refs.items[lists[l].first + i];
            uint32_t who = m < f->mentions.count ? f->mentions.items[m].entity : DL_NONE;
            if (who == DL_NONE || f->entities.items[who].kind != DL_ENTITY_PERSON) continue;
            bool twice = false;
            for (uint32_t k = 0; k < n && !twice; k++) twice = out[k] == who;
            if (!twice) out[n++] = who;
        }
    return n;
}

static bool trigger_has(const struct dl_finds *f, const dl_event *e, const char *const *words,
                        size_t count) {
    dl_str trigger = dl_span_text(f->report.text, e->trigger);
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < trigger.len; at++)
            if (dl_str_starts(dl_str_sub(trigger, at, trigger.len), dl_str_of(words[i])))
                return true;
    return false;
}

/* What the words say of two people: only "met", "visited" is in person, only "call", "phone" is
 * not; "talks" may be either. */
static const char *encounter_of(const struct dl_finds *f, const dl_event *e) {
    static const char *const remote[] = {"call",         "phone", "spoke",
                                         "touched base", "video", "telephon"};
    static const char *const there[] = {"met", "meet", "visit", "host", "sat down", "receiv"};
    bool far = dl_str_is(e->mode, "phone") || trigger_has(f, e, remote, DL_COUNT(remote));
    bool near = !far && trigger_has(f, e, there, DL_COUNT(there));
    if (e->status == DL_PLANNED) return near ? "will meet" : NULL;
    if (e->status != DL_OCCURRED) return NULL;
    return far ? "spoke on a call" : near ? "met" : NULL;
}

static void add_pair(answers *a, const dl_event *e, uint32_t x, uint32_t y, const char *value) {
    const struct dl_finds *f = a->finds;
    uint64_t kx = dl_entity_key(f, x), ky = dl_entity_key(f, y);
    if (!kx || !ky || kx == ky) return;
    if (kx > ky) {
        uint64_t k = kx;
        uint32_t i = x;
        kx = ky, ky = k, x = y, y = i;
    }
    dl_str date = e->date.len >= 10 ? e->date : f->report.published.value;
    dl_str day = date.len >= 10 ? dl_str_sub(date, 0, 10) : date;
    uint64_t key = dl_hash_mix(dl_hash_mix(kx, ky), dl_hash(day));
    dl_str subject =
        dl_arena_printf(&a->scratch, "%.*s and %.*s", (int)f->entities.items[x].name.len,
                        f->entities.items[x].name.ptr, (int)f->entities.items[y].name.len,
                        f->entities.items[y].name.ptr);
    const dl_sentence *s = &f->sentences.items[e->sentence];
    dl_answer_found found = {SLOT_MET,  subject, dl_str_of(value),
                             {NULL, 0}, s->span, e->attribution};
    add_answer(a, &found, &key, 1);
}

void dl_answers_of_meetings(answers *a) {
    for (uint32_t i = 0; i < a->finds->events.count; i++) {
        const dl_event *e = &a->finds->events.items[i];
        const char *value = e->type == DL_CONSULT ? encounter_of(a->finds, e) : NULL;
        if (!value || e->sentence >= a->finds->sentences.count) continue;
        uint32_t people[MOST_PEOPLE], n = people_of(a->finds, e, people);
        for (uint32_t x = 0; x < n; x++)
            for (uint32_t y = x + 1; y < n; y++) add_pair(a, e, people[x], people[y], value);
    }
}
