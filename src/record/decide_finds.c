#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "record/decide.h"

enum { CONTEXT_BYTES = 32 * 4 };

/* ── what can be decided about ── */

typedef enum field_form { TEXT, NUMBER16, ENUM, ENTITY } field_form;

typedef struct field {
    const char *name;
    size_t at;
    field_form form;
    const char *(*value)(uint32_t); /* ENUM: its names */
} field;

typedef struct noun {
    const char *type;
    size_t vec, size, id, span; /* SIZE_MAX: none of its own */
    const field *fields;
} noun;

#define F(type, member) offsetof(type, member)
#define LAST                                                                                       \
    { NULL, 0, TEXT, NULL }

static const field attribution_fields[] = {
    {"speaker", F(dl_attribution, speaker), ENTITY, NULL},
    {"quote", F(dl_attribution, quote), ENUM, dl_quote_name},
    {"class", F(dl_attribution, cls), ENUM, dl_cue_class_name},
    {"anonymity", F(dl_attribution, anonymity), ENUM, dl_anonymity_name},
    {"occasion", F(dl_attribution, occasion), TEXT, NULL},
    {"date", F(dl_attribution, date), TEXT, NULL},
    {"side", F(dl_attribution, side), TEXT, NULL},
    LAST};
static const field relay_fields[] = {{"outlet_name", F(dl_relay, outlet_name), TEXT, NULL},
                                     {"outlet", F(dl_relay, outlet), ENTITY, NULL},
                                     LAST};
static const field event_fields[] = {{"event_type", F(dl_event, type), ENUM, dl_event_type_name},
                                     {"mode", F(dl_event, mode), TEXT, NULL},
                                     {"contexts", F(dl_event, contexts), TEXT, NULL},
                                     {"process", F(dl_event, process), TEXT, NULL},
                                     {"date", F(dl_event, date), TEXT, NULL},
                                     {"status", F(dl_event, status), ENUM, dl_status_name},
                                     LAST};
static const field deadline_fields[] = {{"date", F(dl_deadline, date), TEXT, NULL},
                                        {"status", F(dl_deadline, status), TEXT, NULL},
                                        {"by", F(dl_deadline, by), ENTITY, NULL},
                                        LAST};
static const field position_fields[] = {{"party", F(dl_position, party), ENTITY, NULL},
                                        {"speaker", F(dl_position, speaker), ENTITY, NULL},
                                        {"issue", F(dl_position, issue), TEXT, NULL},
                                        {"stance", F(dl_position, stance), TEXT, NULL},
                                        {"firmness", F(dl_position, firmness), TEXT, NULL},
                                        {"form", F(dl_position, form), TEXT, NULL},
                                        {"level", F(dl_position, level), TEXT, NULL},
                                        {"number", F(dl_position, number), TEXT, NULL},
                                        {"unit", F(dl_position, unit), TEXT, NULL},
                                        {"said", F(dl_position, said), TEXT, NULL},
                                        LAST};
static const field version_fields[] = {{"document", F(dl_version, document), TEXT, NULL},
                                       {"label", F(dl_version, label), TEXT, NULL},
                                       {"points", F(dl_version, points), NUMBER16, NULL},
                                       {"packages", F(dl_version, packages), NUMBER16, NULL},
                                       {"date", F(dl_version, date), TEXT, NULL},
                                       {"status", F(dl_version, status), TEXT, NULL},
                                       {"known", F(dl_version, known), TEXT, NULL},
                                       LAST};
static const field assessment_fields[] = {{"by", F(dl_assessment, by), ENTITY, NULL},
                                          {"about", F(dl_assessment, about), TEXT, NULL},
                                          {"issue", F(dl_assessment, issue), TEXT, NULL},
                                          {"state", F(dl_assessment, state), TEXT, NULL},
                                          {"tone", F(dl_assessment, tone), TEXT, NULL},
                                          {"date", F(dl_assessment, date), TEXT, NULL},
                                          LAST};
static const field consent_fields[] = {
    {"rule", F(dl_consent, rule), TEXT, NULL}, {"by", F(dl_consent, by), ENTITY, NULL}, LAST};
static const field entity_fields[] = {{"name", F(dl_entity, name), TEXT, NULL},
                                      {"kind", F(dl_entity, kind), ENUM, dl_entity_kind_name},
                                      {"country", F(dl_entity, code), TEXT, NULL},
                                      LAST};

static const noun nouns[] = {
    {"attribution", F(struct dl_finds, attributions), sizeof(dl_attribution), F(dl_attribution, id),
     F(dl_attribution, cue), attribution_fields},
    {"relay", F(struct dl_finds, relays), sizeof(dl_relay), F(dl_relay, id), F(dl_relay, span),
     relay_fields},
    {"event", F(struct dl_finds, events), sizeof(dl_event), F(dl_event, id), F(dl_event, trigger),
     event_fields},
    {"deadline", F(struct dl_finds, deadlines), sizeof(dl_deadline), F(dl_deadline, id),
     F(dl_deadline, span), deadline_fields},
    {"position", F(struct dl_finds, positions), sizeof(dl_position), F(dl_position, id),
     F(dl_position, span), position_fields},
    {"version", F(struct dl_finds, versions), sizeof(dl_version), F(dl_version, id),
     F(dl_version, span), version_fields},
    {"assessment", F(struct dl_finds, assessments), sizeof(dl_assessment), F(dl_assessment, id),
     F(dl_assessment, span), assessment_fields},
    {"consent", F(struct dl_finds, consents), sizeof(dl_consent), F(dl_consent, id),
     F(dl_consent, span), consent_fields},
    {"entity", F(struct dl_finds, entities), sizeof(dl_entity), SIZE_MAX, SIZE_MAX, entity_fields},
};

typedef DL_VEC(char) any_vec;

static any_vec *vec_of(const struct dl_finds *f, const noun *n) {
    return (any_vec *)(void *)((char *)(uintptr_t)f + n->vec);
}

static char *item_of(const struct dl_finds *f, const noun *n, uint32_t i) {
    return vec_of(f, n)->items + i * n->size;
}

/* Where an item stands: what its decision holds on to. */
static dl_span evidence(const struct dl_finds *f, const noun *n, uint32_t i) {
    if (n->span == SIZE_MAX) {
        uint32_t first = f->entities.items[i].first;
        return first < f->mentions.count ? f->mentions.items[first].span : DL_SPAN_NONE;
    }
    dl_span s = *(const dl_span *)(const void *)(item_of(f, n, i) + n->span);
    if (!dl_span_is_none(s) || strcmp(n->type, "attribution") != 0) return s;
    dl_list content = f->attributions.items[i].content; /* no cue: its first words */
    return content.count && content.first < f->spans.count ? f->spans.items[content.first] : s;
}

static uint64_t id_of(const struct dl_finds *f, const noun *n, uint32_t i) {
    if (n->id != SIZE_MAX) return *(const uint64_t *)(const void *)(item_of(f, n, i) + n->id);
    dl_span s = evidence(f, n, i);
    return dl_item_id(&f->report, "entity", dl_span_is_none(s) ? (dl_span){0, 0} : s, i);
}

uint64_t decide_entity_id(const struct dl_finds *f, uint32_t entity) {
    return id_of(f, &nouns[DL_COUNT(nouns) - 1], entity);
}

decided_item decide_find(const struct dl_finds *f, uint64_t id) {
    for (size_t k = 0; k < DL_COUNT(nouns); k++)
        for (uint32_t i = 0; i < vec_of(f, &nouns[k])->count; i++)
            if (id_of(f, &nouns[k], i) == id)
                return (decided_item){nouns[k].type, i, evidence(f, &nouns[k], i)};
    return (decided_item){NULL, DL_NONE, DL_SPAN_NONE};
}

/* ── finding the item again ── */

static bool same_context(const struct dl_finds *f, dl_span s, const decision_row *d) {
    dl_str text = f->report.text;
    size_t b = d->before.len, a = d->after.len;
    return dl_str_eq(dl_span_text(text, s), d->exact) && s.start >= b && s.end + a <= text.len &&
           memcmp(text.ptr + s.start - b, d->before.ptr ? d->before.ptr : "", b) == 0 &&
           memcmp(text.ptr + s.end, d->after.ptr ? d->after.ptr : "", a) == 0;
}

/* How well an item fits a decision: 0 not at all. */
static uint32_t fit(const struct dl_finds *f, dl_span s, const decision_row *d) {
    if (dl_span_is_none(s) || s.end > f->report.text.len) return 0;
    dl_span raw = dl_report_raw_span(&f->report, s);
    if (raw.start == d->raw.start && raw.end == d->raw.end) return UINT32_MAX;
    if (same_context(f, s, d)) return UINT32_MAX - 1;
    if (dl_span_is_none(raw) || !dl_span_overlaps(raw, d->raw)) return 0;
    uint32_t from = raw.start > d->raw.start ? raw.start : d->raw.start;
    uint32_t to = raw.end < d->raw.end ? raw.end : d->raw.end;
    return to - from;
}

static uint32_t hold(const struct dl_finds *f, const noun *n, const decision_row *d) {
    uint32_t best = DL_NONE, best_fit = 0;
    for (uint32_t i = 0; i < vec_of(f, n)->count; i++) {
        uint32_t x = fit(f, evidence(f, n, i), d);
        if (x > best_fit) {
            best_fit = x;
            best = i;
        }
    }
    return best;
}

/* ── fix ── */

static bool folded_equal(dl_str a, dl_str b) {
    dl_buf x = {0}, y = {0};
    dl_utf8_fold(&x, a);
    dl_utf8_fold(&y, b);
    bool equal = !x.failed && !y.failed && dl_str_eq(dl_buf_view(&x), dl_buf_view(&y));
    dl_buf_free(&x);
    dl_buf_free(&y);
    return equal;
}

/* The entity of this report that has a name, by any form of it. */
static uint32_t entity_named(const struct dl_finds *f, dl_str name) {
    for (uint32_t i = 0; i < f->entities.count; i++)
        if (folded_equal(f->entities.items[i].name, name)) return i;
    for (uint32_t i = 0; i < f->mentions.count; i++) {
        const dl_mention *m = &f->mentions.items[i];
        if (m->entity < f->entities.count && m->form <= DL_MENTION_METONYM &&
            m->span.end <= f->report.text.len &&
            folded_equal(dl_span_text(f->report.text, m->span), name))
            return m->entity;
    }
    return DL_NONE;
}

static int set_enum(const field *x, char *item, dl_str value, dl_error *err) {
    dl_buf names = {0};
    for (uint32_t i = 0; i < 64 && *x->value(i); i++) {
        if (dl_str_is(value, x->value(i))) {
            *(uint8_t *)(item + x->at) = (uint8_t)i;
            dl_buf_free(&names);
            return DL_OK;
        }
        dl_buf_printf(&names, "%s%s", i ? ", " : "", x->value(i));
    }
    dl_buf_char(&names, '\0');
    int rc = dl_fail(err, DL_EVALUE, UINT64_MAX, "%s is one of: %s", x->name,
                     names.data ? names.data : "");
    dl_buf_free(&names);
    return rc;
}

static int set_field(struct dl_finds *f, const field *x, char *item, dl_str value, dl_error *err) {
    if (x->form == ENUM) return set_enum(x, item, value, err);
    if (x->form == TEXT) {
        dl_str copy = dl_arena_str(&f->arena, value);
        if (!copy.ptr) return dl_fail_memory(err);
        *(dl_str *)(void *)(item + x->at) = copy;
        return DL_OK;
    }
    uint32_t number = DL_NONE;
    if (x->form == ENTITY && value.len) number = entity_named(f, value);
    if (x->form == NUMBER16) number = value.len ? (uint32_t)strtoul(value.ptr, NULL, 10) : 0;
    if (x->form == ENTITY && value.len && number == DL_NONE)
        return dl_fail(err, DL_EVALUE, UINT64_MAX,
                       "the report names nobody \"%.*s\"; use a name that stands in it",
                       (int)value.len, value.ptr);
    *(uint32_t *)(void *)(item + x->at) = number;
    return DL_OK;
}

static int fix(struct dl_finds *f, const noun *n, uint32_t i, const decision_row *d,
               dl_error *err) {
    dl_buf names = {0};
    for (const field *x = n->fields; x->name; x++) {
        if (dl_str_is(d->field, x->name)) {
            dl_buf_free(&names);
            return set_field(f, x, item_of(f, n, i), d->value, err);
        }
        dl_buf_printf(&names, "%s%s", x == n->fields ? "" : ", ", x->name);
    }
    dl_buf_char(&names, '\0');
    int rc = dl_fail(err, DL_EVALUE, UINT64_MAX, "of a row of type %s can be fixed: %s", n->type,
                     names.data ? names.data : "");
    dl_buf_free(&names);
    return rc;
}

/* ── drop: the item goes, what pointed at it points at nothing ── */

static void forget(uint32_t *index, uint32_t gone) {
    if (*index == DL_NONE) return;
    if (*index == gone)
        *index = DL_NONE;
    else if (*index > gone)
        (*index)--;
}

#define FORGET(vec, member)                                                                        \
    for (uint32_t k = 0; k < f->vec.count; k++) forget(&f->vec.items[k].member, gone)

static void forget_attribution(struct dl_finds *f, uint32_t gone) {
    FORGET(attributions, within);
    FORGET(events, attribution);
    FORGET(positions, attribution);
    FORGET(versions, attribution);
    FORGET(assessments, attribution);
    FORGET(consents, attribution);
}

static void forget_relay(struct dl_finds *f, uint32_t gone) {
    FORGET(attributions, via);
    for (uint32_t k = 0; k < f->attributions.count; k++) {
        dl_list *chain = &f->attributions.items[k].chain;
        uint32_t kept = 0;
        for (uint32_t c = 0; c < chain->count; c++) {
            uint32_t ref = f->refs.items[chain->first + c];
            forget(&ref, gone);
            if (ref != DL_NONE) f->refs.items[chain->first + kept++] = ref;
        }
        chain->count = kept;
    }
}

static void drop(struct dl_finds *f, const noun *n, uint32_t gone) {
    any_vec *v = vec_of(f, n);
    char *at = item_of(f, n, gone);
    memmove(at, at + n->size, (v->count - gone - 1) * n->size);
    v->count--;
    if (!strcmp(n->type, "attribution")) forget_attribution(f, gone);
    if (!strcmp(n->type, "relay")) forget_relay(f, gone);
    if (!strcmp(n->type, "event")) FORGET(positions, event);
}

/* ── merge and split: a mark on the entity, which resolving reads ── */

/* Both rows of a pair have the same 16 digits: of the two ids, whichever is which. */
static int mark(struct dl_finds *f, uint32_t entity, const decision_row *d, dl_error *err) {
    dl_entity *e = &f->entities.items[entity];
    bool low = dl_str_cmp(d->target, d->value) < 0, merge = dl_str_is(d->kind, "merge");
    uint64_t a = dl_hash(low ? d->target : d->value), b = dl_hash(low ? d->value : d->target);
    e->decided = dl_arena_printf(&f->arena, "%.*s%c%016llx%c;", (int)e->decided.len,
                                 e->decided.len ? e->decided.ptr : "", merge ? 'm' : 's',
                                 (unsigned long long)dl_hash_mix(a, b), low ? '0' : '1');
    return e->decided.ptr ? DL_OK : dl_fail_memory(err);
}

static int apply_one(struct dl_finds *f, decision_row *d, dl_error *err) {
    for (size_t k = 0; k < DL_COUNT(nouns); k++) {
        if (!dl_str_is(d->type, nouns[k].type)) continue;
        uint32_t i = hold(f, &nouns[k], d);
        d->orphan = i == DL_NONE;
        if (d->orphan) return DL_OK;
        if (dl_str_is(d->kind, "fix")) return fix(f, &nouns[k], i, d, err);
        if (dl_str_is(d->kind, "merge") || dl_str_is(d->kind, "split")) return mark(f, i, d, err);
        if (!strcmp(nouns[k].type, "entity"))
            return dl_fail(err, DL_EVALUE, UINT64_MAX,
                           "a name cannot be dropped: fix it, merge or split it");
        drop(f, &nouns[k], i);
        return DL_OK;
    }
    d->orphan = true;
    return DL_OK;
}

int decide_apply(struct dl_finds *f, decision_row *rows, uint32_t count, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < count; i++)
        if (dl_str_is(rows[i].kind, "fix") || dl_str_is(rows[i].kind, "drop") ||
            dl_str_is(rows[i].kind, "merge") || dl_str_is(rows[i].kind, "split"))
            rc = apply_one(f, &rows[i], err);
    return rc;
}
