#include "resolve/encounter.h"

static bool is_side(const dl_participant *p) {
    return p->kind != DL_ENTITY_PERSON;
}

/* Whether b has p: itself, or a person for a country's side, or the side for its person. */
static int has(const dl_encounter *b, const dl_participant *p) {
    int best = 0;
    for (uint32_t i = 0; i < b->people; i++) {
        const dl_participant *q = &b->person[i];
        if (q->key == p->key) return 2;
        if (p->code && q->code == p->code && (is_side(p) || is_side(q))) best = 1;
    }
    return best;
}

typedef struct overlap {
    uint32_t exact, covered;
} overlap;

static overlap overlap_of(const dl_encounter *small, const dl_encounter *large) {
    overlap o = {0, 0};
    for (uint32_t i = 0; i < small->people; i++) {
        int h = has(large, &small->person[i]);
        o.exact += h == 2;
        o.covered += h > 0;
    }
    return o;
}

static bool places_fit(const dl_encounter *a, const dl_encounter *b) {
    if (!a->place || !b->place || a->place == b->place) return true;
    if (!a->place_code || a->place_code != b->place_code) return !a->place_code || !b->place_code;
    return a->place_kind == DL_ENTITY_COUNTRY || b->place_kind == DL_ENTITY_COUNTRY ||
           a->place_kind == DL_ENTITY_ORGANIZATION || b->place_kind == DL_ENTITY_ORGANIZATION;
}

static bool days_fit(const dl_encounter *a, const dl_encounter *b, bool apart) {
    bool place = a->place && a->place == b->place;
    if (!apart && place && (a->weak_day || b->weak_day)) return true;
    if (a->days.known && b->days.known) return dl_when_meet(a->days, b->days);
    if (!apart) return true;
    /* no day in one of them: the reports must be of one day or the next */
    if (!a->published || !b->published) return false;
    int64_t d = (int64_t)a->published - (int64_t)b->published;
    return d >= -1 && d <= 1;
}

static bool same_day(const dl_encounter *a, const dl_encounter *b) {
    return a->days.known && b->days.known && dl_when_count(a->days) <= 3 &&
           dl_when_count(b->days) <= 3 && dl_when_meet(a->days, b->days);
}

static bool same_status(const dl_encounter *a, const dl_encounter *b) {
    for (uint32_t i = 0; i < a->tellings; i++)
        for (uint32_t k = 0; k < b->tellings; k++)
            if (a->telling[i].status == b->telling[k].status) return true;
    return false;
}

static bool any_person(const dl_encounter *e) {
    for (uint32_t i = 0; i < e->people; i++)
        if (!is_side(&e->person[i])) return true;
    return false;
}

/* Whether the people allow it: all of the smaller set are in the larger one; one alone needs the
 * day or the place, unless it is a person whom the same report named before. */
static bool people_fit(const dl_encounter *a, const dl_encounter *b, bool apart, overlap *o) {
    const dl_encounter *small = a->people <= b->people ? a : b;
    const dl_encounter *large = small == a ? b : a;
    *o = overlap_of(small, large);
    bool place = a->place && a->place == b->place, day = same_day(a, b);
    if (!small->people) return !apart && small->anaphor && (day || place);
    if (o->covered < small->people) return false;
    if (small->people >= 2) return o->exact > 0 || day || place;
    if (!o->exact) return day && place;
    return day || place || (!apart && any_person(small) && large->people >= 2);
}

/* Both stand in a text that one has from the other, or both from a third. */
static bool same_text(const dl_encounter *a, const dl_encounter *b) {
    for (uint32_t i = 0; i < a->tellings; i++)
        for (uint32_t k = 0; k < b->tellings; k++)
            if (dl_origin_same_sentence(&a->telling[i].origin, &b->telling[k].origin) &&
                a->telling[i].status == b->telling[k].status)
                return true;
    return false;
}

bool dl_encounter_same(const dl_encounter *a, const dl_encounter *b, bool apart, uint32_t *score) {
    overlap o;
    *score = 0;
    if (apart && same_text(a, b) && (overlap_of(a, b).covered || !a->people || !b->people)) {
        *score = 100;
        return days_fit(a, b, apart);
    }
    if (a->manner && b->manner && a->manner != b->manner) return false;
    if (!days_fit(a, b, apart) || !places_fit(a, b) || !people_fit(a, b, apart, &o)) return false;
    bool status = same_status(a, b);
    /* planned and held are one meeting where the day says so */
    if (!status && !same_day(a, b)) return false;
    *score = 4 * o.exact + 2 * o.covered + 3 * (a->place && a->place == b->place) +
             3 * same_day(a, b) + 2 * status + 1;
    return true;
}

static void take_people(dl_encounter *a, const dl_encounter *b) {
    for (uint32_t i = 0; i < b->people && a->people < DL_PEOPLE; i++) {
        bool known = false;
        for (uint32_t k = 0; k < a->people && !known; k++)
            known = a->person[k].key == b->person[i].key;
        if (!known) a->person[a->people++] = b->person[i];
    }
}

/* Whether b's day says more than a's. */
static bool narrower(const dl_encounter *a, const dl_encounter *b) {
    if (!b->days.known) return false;
    if (!a->days.known) return true;
    if (a->days.approximate != b->days.approximate) return a->days.approximate;
    return dl_when_count(b->days) < dl_when_count(a->days);
}

void dl_encounter_take(dl_encounter *a, const dl_encounter *b) {
    take_people(a, b);
    for (uint32_t i = 0; i < b->tellings && a->tellings < DL_TELLINGS; i++)
        a->telling[a->tellings++] = b->telling[i];
    if (narrower(a, b) || (a->weak_day && b->days.known && !b->weak_day)) {
        a->weak_day = b->weak_day;
        a->days = b->days;
        a->date = b->date;
    }
    bool sharper = a->place_kind == DL_ENTITY_COUNTRY && b->place_kind != DL_ENTITY_COUNTRY;
    if (b->place && (!a->place || sharper)) {
        a->place = b->place;
        a->place_code = b->place_code;
        a->place_mention = b->place_mention;
        a->place_kind = b->place_kind;
        a->place_name = b->place_name;
    }
    if (!a->mode.len) a->mode = b->mode;
    if (!a->manner) a->manner = b->manner;
    if (!b->anaphor) a->anaphor = 0;
}

/* ── portable form ──────────────────────────────────────────────────────────────────────────── */

static void write_str(dl_buf *out, dl_str s) {
    dl_buf_varint(out, s.len);
    dl_buf_str(out, s);
}

static dl_str read_str(dl_reader *r) {
    return dl_read_bytes(r, (size_t)dl_read_varint(r));
}

void dl_encounter_write(const dl_encounter *e, const struct dl_finds *finds, dl_buf *out,
                        dl_arena *scratch) {
    dl_buf_varint(out, e->people);
    for (uint32_t i = 0; i < e->people; i++) {
        const dl_participant *p = &e->person[i];
        dl_buf_u64(out, p->key);
        dl_buf_u64(out, p->code);
        dl_buf_varint(out, (uint64_t)(uint32_t)(p->entity + 1));
        dl_buf_varint(out, p->kind);
        write_str(out, p->name);
    }
    dl_buf_varint(out, e->tellings);
    for (uint32_t i = 0; i < e->tellings; i++) {
        const dl_telling *t = &e->telling[i];
        const dl_event *event = &finds->events.items[t->event];
        dl_buf_varint(out, t->event);
        dl_buf_varint(out, t->status);
        dl_buf_u64(out, t->id);
        dl_origin_write(out, finds, event->attribution, event->trigger, scratch);
    }
    write_str(out, e->date);
    write_str(out, e->mode);
    write_str(out, e->place_name);
    dl_buf_u64(out, e->place);
    dl_buf_u64(out, e->place_code);
    dl_buf_varint(out, (uint64_t)(uint32_t)(e->place_mention + 1));
    dl_buf_varint(out, e->place_kind);
    dl_buf_varint(out, e->manner);
    dl_buf_varint(out, e->published);
    dl_buf_varint(out, e->start);
    dl_buf_varint(out, e->weak_day);
    dl_buf_varint(out, e->anaphor);
}

bool dl_encounter_read(dl_encounter *e, dl_str bytes) {
    dl_reader r = dl_reader_of(bytes);
    memset(e, 0, sizeof *e);
    uint64_t people = dl_read_varint(&r);
    for (uint64_t i = 0; i < people && i < DL_PEOPLE && !r.failed; i++) {
        dl_participant *p = &e->person[e->people++];
        p->key = dl_read_u64(&r);
        p->code = dl_read_u64(&r);
        p->entity = (uint32_t)dl_read_varint(&r) - 1;
        p->kind = (uint32_t)dl_read_varint(&r);
        p->name = read_str(&r);
    }
    uint64_t tellings = dl_read_varint(&r);
    for (uint64_t i = 0; i < tellings && i < DL_TELLINGS && !r.failed; i++) {
        dl_telling *t = &e->telling[e->tellings++];
        t->event = (uint32_t)dl_read_varint(&r);
        t->status = (uint32_t)dl_read_varint(&r);
        t->id = dl_read_u64(&r);
        t->origin = dl_origin_read(&r);
    }
    e->date = read_str(&r);
    e->mode = read_str(&r);
    e->place_name = read_str(&r);
    e->place = dl_read_u64(&r);
    e->place_code = dl_read_u64(&r);
    e->place_mention = (uint32_t)dl_read_varint(&r) - 1;
    e->place_kind = (uint32_t)dl_read_varint(&r);
    e->manner = (uint32_t)dl_read_varint(&r);
    e->published = (uint32_t)dl_read_varint(&r);
    e->start = (uint32_t)dl_read_varint(&r);
    e->weak_day = (uint32_t)dl_read_varint(&r);
    e->anaphor = (uint32_t)dl_read_varint(&r);
    e->days = dl_when_of(e->date);
    return !r.failed && people <= DL_PEOPLE && tellings <= DL_TELLINGS;
}
