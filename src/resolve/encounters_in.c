/* The encounters of one report: its CONSULT events, with "they met" and "the talks" put to the
 * meeting they mean. */
#include <stdlib.h>

#include "base/utf8.h"
#include "resolve/encounter.h"
#include "resolve/lexicon.h"

static bool is_upper(dl_str name) {
    size_t at = 0;
    return name.len && dl_utf8_is_upper(dl_utf8_next(name, &at));
}

/* The country that a person or body of a report belongs to: as said, or by an office. */
dl_str dl_entity_code(const struct dl_finds *f, uint32_t entity) {
    dl_str code = f->entities.items[entity].code;
    for (uint32_t i = 0; i < f->offices.count && !code.len; i++)
        if (f->offices.items[i].entity == entity && !f->offices.items[i].former)
            code = f->offices.items[i].of;
    return code;
}

/* What a mention is as a participant; false: nobody ("leaders", a city). */
static bool participant_of(const struct dl_finds *f, uint32_t mention, dl_participant *p) {
    const dl_mention *m = &f->mentions.items[mention];
    memset(p, 0, sizeof *p);
    p->entity = m->entity;
    p->kind = m->kind;
    if (m->kind == DL_ENTITY_PLACE || (m->flags & DL_MENTION_AS_PLACE)) return false;
    if (m->entity == DL_NONE || m->entity >= f->entities.count) return false;
    const dl_entity *e = &f->entities.items[m->entity];
    if (e->kind == DL_ENTITY_PLACE || e->kind == DL_ENTITY_DOCUMENT) return false;
    p->kind = e->kind;
    p->key = dl_entity_key(f, m->entity);
    dl_str code = dl_entity_code(f, m->entity);
    p->code = code.len == 3 ? dl_hash(code) : 0;
    p->name = e->name;
    if (e->kind == DL_ENTITY_GROUP && !is_upper(e->name)) {
        /* "the president", "officials": a side, if its country is known */
        if (!p->code) return false;
        char key[16] = "country:";
        memcpy(key + 8, code.ptr, 3);
        p->key = dl_hash((dl_str){key, 11});
        p->name = dl_span_text(f->report.text, m->span);
    }
    if (!p->key) p->key = dl_key2(dl_hash(e->name), p->code);
    return true;
}

static void add_people(dl_encounter *e, const struct dl_finds *f, dl_list list) {
    for (uint32_t i = 0; i < list.count && e->people < DL_PEOPLE; i++) {
        dl_participant p;
        if (!participant_of(f, f->refs.items[list.first + i], &p)) continue;
        bool known = false;
        for (uint32_t k = 0; k < e->people && !known; k++) known = e->person[k].key == p.key;
        if (!known) e->person[e->people++] = p;
    }
}

static void set_place(dl_encounter *e, const struct dl_finds *f, uint32_t mention) {
    e->place_mention = DL_NONE;
    if (mention >= f->mentions.count) return;
    const dl_mention *m = &f->mentions.items[mention];
    e->place_mention = mention;
    e->place_kind = m->kind;
    e->place_name = dl_span_text(f->report.text, dl_span_is_none(m->name) ? m->span : m->name);
    if (m->entity < f->entities.count) {
        const dl_entity *at = &f->entities.items[m->entity];
        e->place = dl_entity_key(f, m->entity);
        e->place_kind = at->kind;
        e->place_code = at->code.len ? dl_hash(at->code) : 0;
        e->place_name = at->name;
    }
    if (!e->place) e->place = dl_outlet_key(e->place_name);
}

/* A frame without conditions is a bare noun: "talk #77". */
static bool is_noun(dl_str frame) {
    for (size_t i = 0; i + 1 < frame.len; i++)
        if (frame.ptr[i] == ' ') return frame.ptr[i + 1] == '#';
    return false;
}

/* False where the event is no encounter. */
static bool encounter_of(const dl_resolver *resolver, const struct dl_finds *f, uint32_t i,
                         dl_encounter *e) {
    const dl_event *event = &f->events.items[i];
    if (event->type != DL_CONSULT) return false;
    dl_str as = dl_resolver_encounter(resolver, event->frame);
    if (dl_str_is(as, "no")) return false;
    memset(e, 0, sizeof *e);
    add_people(e, f, event->actors);
    add_people(e, f, event->recipients);
    e->telling[0] = (dl_telling){.event = i, .status = event->status, .id = event->id};
    e->tellings = 1;
    e->date = event->date;
    e->weak_day = event->date.len && !dl_str_starts(event->date_how, DL_STR("clause"));
    e->days = dl_when_of(event->date);
    set_place(e, f, event->place);
    e->mode = event->mode;
    e->start = event->trigger.start;
    e->anaphor = is_noun(event->frame);
    if (e->anaphor && e->weak_day) {
        /* "Yesterday he said both sides discussed the results of the Moscow meeting" */
        e->date = (dl_str){"", 0};
        e->days = dl_when_of(e->date);
        e->weak_day = 0;
    }
    bool phone = dl_str_is(event->mode, "phone") || dl_str_is(event->mode, "video");
    if (phone || dl_str_is(as, "remote")) e->manner = DL_MANNER_REMOTE;
    if (!phone && (dl_str_is(event->mode, "visit") || dl_str_is(as, "person")))
        e->manner = DL_MANNER_PERSON;
    uint64_t published = dl_edtf_earliest(f->report.published.value);
    if (published != UINT64_MAX) {
        dl_when day = dl_when_of(f->report.published.value);
        e->published = day.known && day.first > 0 ? (uint32_t)day.first : 0;
    }
    return true;
}

/* Those that say most come first; text order else. */
static int fuller_first(const void *pa, const void *pb) {
    const dl_encounter *a = pa, *b = pb;
    if (a->people != b->people) return a->people > b->people ? -1 : 1;
    if (a->days.known != b->days.known) return a->days.known ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static int text_order(const void *pa, const void *pb) {
    const dl_encounter *a = pa, *b = pb;
    return (a->start > b->start) - (a->start < b->start);
}

/* The best encounter so far for e, DL_NONE: none. On a tie the nearest one in the text. */
static uint32_t best_for(const dl_encounter *list, uint32_t count, const dl_encounter *e) {
    uint32_t best = DL_NONE, most = 0, near = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t score,
            far = list[i].start > e->start ? list[i].start - e->start : e->start - list[i].start;
        if (!dl_encounter_same(&list[i], e, false, &score)) continue;
        if (best != DL_NONE && (score < most || (score == most && far >= near))) continue;
        best = i;
        most = score;
        near = far;
    }
    return best;
}

uint32_t dl_encounters_of(const dl_resolver *resolver, const struct dl_finds *f, dl_arena *arena,
                          dl_encounter **out) {
    dl_encounter *all = dl_arena_array(arena, f->events.count + 1, sizeof *all);
    uint32_t n = 0, count = 0;
    *out = all;
    if (!all) return 0;
    for (uint32_t i = 0; i < f->events.count; i++)
        if (encounter_of(resolver, f, i, &all[n])) n++;
    if (n > 1) qsort(all, n, sizeof *all, fuller_first);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = best_for(all, count, &all[i]);
        if (at == DL_NONE) {
            dl_encounter kept = all[i];
            all[count++] = kept;
            continue;
        }
        uint32_t start = all[at].start < all[i].start ? all[at].start : all[i].start;
        dl_encounter_take(&all[at], &all[i]);
        all[at].start = start;
    }
    if (count > 1) qsort(all, count, sizeof *all, text_order);
    return count;
}
