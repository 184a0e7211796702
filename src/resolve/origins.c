/* origins.c - whoever first knew, as rows: speakers on an occasion, unnamed sources of an outlet, a
 * report's own narration; which attribution and which report goes back to which.
 *
 * One origin: the same named speaker on one day; the same words for an unnamed source at one outlet
 * on one day; the same text told by several reports. Nothing else is joined: what two unnamed
 * sources have to do with each other nobody can see, and the counts say so with a range.
 */
#include <stdlib.h>

#include "base/words.h"
#include "resolve/kinds.h"
#include "resolve/origin.h"

typedef struct voice {
    uint32_t kind, entity; /* entity of the report; DL_NONE */
    bool narration;
    dl_str name;
} voice;

static uint64_t day_of(const struct dl_finds *f, dl_str date) {
    uint64_t moment = dl_edtf_earliest(date.len ? date : f->report.published.value);
    return moment == UINT64_MAX ? dl_hash(dl_str_of(f->report.id)) : moment / 1000000;
}

/* Who stands behind an attribution, as a key that means one origin wherever it is read. */
static uint64_t voice_key(const struct dl_finds *f, const dl_origin *o, dl_str date) {
    uint64_t day = day_of(f, date);
    uint64_t outlet = o->via ? o->via : dl_outlet_key(f->report.outlet.value);
    if (o->group) return dl_key2(dl_key2(o->group, 1), day);
    if (!outlet) outlet = dl_hash(dl_str_of(f->report.id));
    return dl_key2(dl_key2(outlet, dl_outlet_key(o->name)), dl_key2(day, 2));
}

static void write_voice(dl_buf *out, const voice *v) {
    dl_buf_varint(out, v->kind);
    dl_buf_varint(out, (uint64_t)(uint32_t)(v->entity + 1));
    dl_buf_varint(out, v->narration);
    dl_buf_varint(out, v->name.len);
    dl_buf_str(out, v->name);
}

static bool read_voice(voice *v, dl_str bytes) {
    dl_reader r = dl_reader_of(bytes);
    v->kind = (uint32_t)dl_read_varint(&r);
    v->entity = (uint32_t)dl_read_varint(&r) - 1;
    v->narration = dl_read_varint(&r) != 0;
    v->name = dl_read_bytes(&r, (size_t)dl_read_varint(&r));
    return !r.failed && v->kind < DL_ORIGIN_KINDS;
}

/* The outermost attribution around one: the report's source for all of it. */
static uint32_t outermost(const struct dl_finds *f, uint32_t a) {
    for (uint32_t hop = 0; hop < 16; hop++) {
        uint32_t up = f->attributions.items[a].within;
        if (up >= f->attributions.count) break;
        a = up;
    }
    return a;
}

static bool at_work(const struct dl_finds *f) {
    return f->report.reported_from.value.len || f->report.contributors.count;
}

/* The report itself. */
static voice own_voice(const struct dl_finds *f) {
    voice v = {DL_ORIGIN_UNKNOWN, DL_NONE, true, f->report.outlet.value};
    if (f->report.kind == DL_REPORT_OFFICIAL)
        v.kind = DL_ORIGIN_OFFICIAL_TEXT;
    else if (at_work(f))
        v.kind = DL_ORIGIN_SCENE;
    if (!v.name.len && f->report.authors.count) v.name = f->report.authors.items[0].value;
    return v;
}

/* "It", "they": a pronoun that was not resolved is nobody in particular. */
static bool is_nobody(dl_str name) {
    return name.len <= 4 && (!name.len || !memchr(name.ptr, ' ', name.len));
}

/* A hash of the words that are attributed; 0: too few to tell. */
static uint64_t content_key(const struct dl_finds *f, const dl_attribution *a, dl_arena *scratch) {
    dl_words words = {0};
    for (uint32_t i = 0; i < a->content.count; i++) {
        dl_span s = f->spans.items[a->content.first + i];
        if (s.end <= f->report.text.len)
            dl_words_of(&words, scratch, f->report.text, s.start, s.end);
    }
    uint64_t h = 4;
    for (uint32_t i = 0; i < words.count; i++) h = dl_hash_mix(h, words.items[i].hash);
    return words.count >= 6 ? h : 0;
}

static void add_attribution(dl_items *out, const struct dl_finds *f, uint32_t i, uint64_t text,
                            dl_arena *scratch, dl_buf *data) {
    const dl_attribution *a = &f->attributions.items[i];
    uint32_t top = outermost(f, i);
    dl_origin o = {0};
    dl_origin_describe(&o, f, i, a->cue);
    voice v = {o.kind, f->attributions.items[top].speaker, false, o.name};
    if (o.kind == DL_ORIGIN_UNNAMED) v.entity = DL_NONE;
    bool own = o.kind == DL_ORIGIN_UNKNOWN || o.kind == DL_ORIGIN_OFFICIAL_TEXT ||
               (v.entity == DL_NONE && is_nobody(o.name));
    if (own) v = own_voice(f); /* no source is named: the report says it */
    dl_buf_clear(data);
    write_voice(data, &v);
    dl_span at = dl_span_is_none(a->cue) ? a->source : a->cue;
    uint32_t start = dl_span_is_none(at) ? 0 : at.start;
    uint64_t id = dl_hash_mix(a->id, DL_ITEM_ORIGIN) >> 1;
    if (!dl_items_add(out, DL_ITEM_ORIGIN, (dl_ref){0, i}, id, start, dl_buf_view(data))) return;
    dl_items_key(out, own ? text : voice_key(f, &o, f->attributions.items[top].date));
    if (own || a->date.len || !o.group) return;
    /* the same words of the same speaker in a copy that came out a day later */
    uint64_t words = content_key(f, a, scratch);
    if (words) dl_items_key(out, dl_key2(o.group, words));
}

/* A hash of the longest sentence: reports of one text share it. */
static uint64_t text_key(const struct dl_finds *f, dl_arena *scratch) {
    dl_span best = {0, 0};
    for (uint32_t i = 0; i < f->sentences.count; i++) {
        dl_span s = f->sentences.items[i].span;
        if (s.end <= f->report.text.len && s.end - s.start > best.end - best.start) best = s;
    }
    dl_words words = {0};
    dl_words_of(&words, scratch, f->report.text, best.start, best.end);
    if (words.count < 8) return dl_hash(dl_str_of(f->report.id));
    uint64_t h = 3;
    for (uint32_t i = 0; i < words.count; i++) h = dl_hash_mix(h, words.items[i].hash);
    return h;
}

static void add_narration(dl_items *out, const struct dl_finds *f, uint64_t text, dl_buf *data) {
    voice v = own_voice(f);
    dl_buf_clear(data);
    write_voice(data, &v);
    uint64_t id = dl_item_id(&f->report, "origin", (dl_span){0, 0}, 0);
    if (dl_items_add(out, DL_ITEM_ORIGIN, (dl_ref){0, DL_NONE}, id, 0, dl_buf_view(data)))
        dl_items_key(out, text);
}

static int origin_items(const dl_resolver *resolver, const struct dl_finds *f, dl_items *out,
                        dl_error *err) {
    (void)resolver;
    dl_buf data = {0};
    dl_arena scratch;
    dl_arena_init(&scratch);
    uint64_t text = text_key(f, &scratch);
    add_narration(out, f, text, &data);
    for (uint32_t i = 0; i < f->attributions.count; i++)
        add_attribution(out, f, i, text, &scratch, &data);
    dl_arena_free(&scratch);
    bool failed = data.failed || out->arena->failed;
    dl_buf_free(&data);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* A block of voices is one origin: they have one key. Narrations are one where the texts are. */
static int origin_solve(const dl_group *g, dl_links *out, dl_error *err) {
    uint32_t n = g->count;
    voice *v = dl_arena_array(g->scratch, n, sizeof *v);
    uint32_t *of = dl_arena_array(g->scratch, n, sizeof *of);
    if (!v || !of) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!read_voice(&v[i], g->items[i].data))
            return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored origin is torn: rebuild");
        of[i] = i;
        for (uint32_t k = 0; k < i && of[i] == i; k++) {
            if (of[k] != k || v[k].narration != v[i].narration) continue;
            if (!v[i].narration || dl_cards_share_text(g->cards[k], g->cards[i])) of[i] = k;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        dl_group_member(g, out, i, g->items[of[i]].id, DL_CERTAINTY_MEDIUM,
                        of[i] == i       ? ""
                        : v[i].narration ? "same text"
                                         : "same source on one day");
        if (of[i] != i) continue;
        dl_origin_link *row = DL_PUSH(&out->origins, &out->arena);
        if (!row) return dl_fail_memory(err);
        uint32_t report = g->items[i].ref.report, reports = 0, kind = v[i].kind;
        const dl_card *last = NULL;
        for (uint32_t k = i; k < n; k++) {
            if (of[k] != i) continue;
            reports += g->cards[k] != last;
            last = g->cards[k];
            if (v[k].kind < kind) kind = v[k].kind;
        }
        dl_ref entity = {v[i].entity == DL_NONE ? DL_NONE : report, v[i].entity};
        *row = (dl_origin_link){.id = g->items[i].id,
                                .name = dl_arena_str(&out->arena, v[i].name),
                                .entity = entity,
                                .kind = kind,
                                .reports = reports,
                                .first = g->items[i].ref};
    }
    return DL_OK;
}

const dl_kind dl_kind_origin = {DL_ITEM_ORIGIN, origin_items, origin_solve};
