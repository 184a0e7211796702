/* The portable form of dl_finds, version 1.
 *
 *   "DLF1" · u64 XXH3 of the rest · report · one section a vector
 *   section: varint count, then its items field by field: strings as varint length + bytes, the
 *   bytes between strings as they are (all other fields are fixed-width little-endian integers).
 *
 * What a struct's strings are is a table below; a struct that gains a dl_str gains a line there
 * (the size check in finds_io's test names the struct). Little-endian machines only.
 */
#include <stddef.h>

#include "base/hash.h"
#include "base/reader.h"
#include "model/finds.h"

enum { MAX_STRINGS = 12 };

typedef struct section {
    size_t vec;                  /* offset of the vector in dl_finds */
    size_t size;                 /* of one item */
    size_t strings[MAX_STRINGS]; /* offsets of its dl_str fields, ascending; SIZE_MAX ends */
} section;

#define END            SIZE_MAX
#define S(type, field) offsetof(type, field)

static const section sections[] = {
    {S(dl_finds, report.blocks), sizeof(dl_block), {END}},
    {S(dl_finds, report.map), sizeof(dl_map_run), {END}},
    {S(dl_finds, report.authors), sizeof(dl_field), {S(dl_field, value), S(dl_field, how), END}},
    {S(dl_finds, report.contributors),
     sizeof(dl_field),
     {S(dl_field, value), S(dl_field, how), END}},
    {S(dl_finds, sentences), sizeof(dl_sentence), {END}},
    {S(dl_finds, mentions), sizeof(dl_mention), {END}},
    {S(dl_finds, entities),
     sizeof(dl_entity),
     {S(dl_entity, name), S(dl_entity, key), S(dl_entity, code), S(dl_entity, sector),
      S(dl_entity, given), S(dl_entity, family), S(dl_entity, decided), END}},
    {S(dl_finds, offices), sizeof(dl_office), {S(dl_office, title), S(dl_office, of), END}},
    {S(dl_finds, times),
     sizeof(dl_time),
     {S(dl_time, edtf), S(dl_time, timex), S(dl_time, rule), END}},
    {S(dl_finds, attributions),
     sizeof(dl_attribution),
     {S(dl_attribution, occasion), S(dl_attribution, date), S(dl_attribution, side), END}},
    {S(dl_finds, relays), sizeof(dl_relay), {S(dl_relay, outlet_name), S(dl_relay, rule), END}},
    {S(dl_finds, events),
     sizeof(dl_event),
     {S(dl_event, mode), S(dl_event, contexts), S(dl_event, process), S(dl_event, frame),
      S(dl_event, date), S(dl_event, date_how), S(dl_event, place_why), S(dl_event, numbers), END}},
    {S(dl_finds, deadlines),
     sizeof(dl_deadline),
     {S(dl_deadline, date), S(dl_deadline, status), END}},
    {S(dl_finds, positions),
     sizeof(dl_position),
     {S(dl_position, party_name), S(dl_position, party_key), S(dl_position, issue),
      S(dl_position, stance), S(dl_position, firmness), S(dl_position, form), S(dl_position, level),
      S(dl_position, number), S(dl_position, unit), S(dl_position, said), S(dl_position, rule),
      END}},
    {S(dl_finds, versions),
     sizeof(dl_version),
     {S(dl_version, document), S(dl_version, stage), S(dl_version, label), S(dl_version, date),
      S(dl_version, status), S(dl_version, known), END}},
    {S(dl_finds, assessments),
     sizeof(dl_assessment),
     {S(dl_assessment, about), S(dl_assessment, issue), S(dl_assessment, state),
      S(dl_assessment, tone), S(dl_assessment, date), END}},
    {S(dl_finds, consents), sizeof(dl_consent), {S(dl_consent, rule), END}},
    {S(dl_finds, refs), sizeof(uint32_t), {END}},
    {S(dl_finds, spans), sizeof(dl_span), {END}},
};

static const size_t report_strings[] = {
    S(dl_report, path),
    S(dl_report, text),
    S(dl_report, format),
    S(dl_report, encoding),
};
static const size_t report_fields[] = {
    S(dl_report, outlet),   S(dl_report, title),         S(dl_report, published),
    S(dl_report, updated),  S(dl_report, section),       S(dl_report, url),
    S(dl_report, language), S(dl_report, reported_from), S(dl_report, credit),
};

typedef DL_VEC(char) any_vec;

static void write_str(dl_buf *out, dl_str text) {
    dl_buf_varint(out, text.len);
    dl_buf_str(out, text);
}

static void write_item(dl_buf *out, const section *s, const char *item) {
    size_t at = 0;
    for (const size_t *f = s->strings; *f != END; f++) {
        dl_buf_add(out, item + at, *f - at);
        write_str(out, *(const dl_str *)(const void *)(item + *f));
        at = *f + sizeof(dl_str);
    }
    dl_buf_add(out, item + at, s->size - at);
}

static void write_field(dl_buf *out, const dl_field *f) {
    write_str(out, f->value);
    write_str(out, f->how);
    dl_buf_add(out, &f->clean, sizeof f->clean);
    dl_buf_add(out, &f->raw, sizeof f->raw);
}

int dl_finds_write(const struct dl_finds *finds, dl_buf *out, dl_error *err) {
    dl_buf body = {0};
    const char *base = (const char *)finds;
    const dl_report *r = &finds->report;
    dl_buf_add(&body, r->id, 64);
    for (size_t i = 0; i < DL_COUNT(report_strings); i++)
        write_str(&body, *(const dl_str *)(const void *)((const char *)r + report_strings[i]));
    for (size_t i = 0; i < DL_COUNT(report_fields); i++)
        write_field(&body, (const dl_field *)(const void *)((const char *)r + report_fields[i]));
    dl_buf_u32(&body, r->kind);
    dl_buf_u32(&body, r->words);
    dl_buf_u32(&body, r->raw_len);
    dl_buf_u32(&body, finds->other_language);
    for (size_t i = 0; i < DL_COUNT(sections); i++) {
        const any_vec *v = (const any_vec *)(const void *)(base + sections[i].vec);
        dl_buf_varint(&body, v->count);
        for (uint32_t k = 0; k < v->count; k++)
            write_item(&body, &sections[i], v->items + k * sections[i].size);
    }
    dl_buf_add(out, "DLF1", 4);
    dl_buf_u64(out, dl_hash(dl_buf_view(&body)));
    dl_buf_str(out, dl_buf_view(&body));
    bool failed = body.failed || out->failed;
    dl_buf_free(&body);
    return failed ? dl_fail_memory(err) : DL_OK;
}

static dl_str read_str(dl_reader *r, dl_arena *arena) {
    uint64_t len = dl_read_varint(r);
    dl_str bytes = dl_read_bytes(r, len);
    if (r->failed || bytes.len == 0) return (dl_str){NULL, 0};
    return dl_arena_str(arena, bytes);
}

static void read_raw(dl_reader *r, void *to, size_t len) {
    dl_str bytes = dl_read_bytes(r, len);
    if (bytes.len == len && len) memcpy(to, bytes.ptr, len);
}

static void read_item(dl_reader *r, dl_arena *arena, const section *s, char *item) {
    size_t at = 0;
    for (const size_t *f = s->strings; *f != END; f++) {
        read_raw(r, item + at, *f - at);
        *(dl_str *)(void *)(item + *f) = read_str(r, arena);
        at = *f + sizeof(dl_str);
    }
    read_raw(r, item + at, s->size - at);
}

static void read_section(dl_reader *r, struct dl_finds *out, const section *s) {
    uint64_t count = dl_read_varint(r);
    any_vec *v = (any_vec *)(void *)((char *)out + s->vec);
    if (r->failed || count > (uint64_t)(r->end - r->at)) { /* an item takes at least one byte */
        r->failed = true;
        return;
    }
    v->items = dl_arena_array(&out->arena, count ? count : 1, s->size);
    if (!v->items) return;
    v->count = v->cap = (uint32_t)count;
    for (uint64_t k = 0; k < count && !r->failed; k++)
        read_item(r, &out->arena, s, v->items + k * s->size);
}

static void read_report(dl_reader *r, struct dl_finds *out) {
    dl_report *rep = &out->report;
    read_raw(r, rep->id, 64);
    for (size_t i = 0; i < DL_COUNT(report_strings); i++)
        *(dl_str *)(void *)((char *)rep + report_strings[i]) = read_str(r, &out->arena);
    for (size_t i = 0; i < DL_COUNT(report_fields); i++) {
        dl_field *f = (dl_field *)(void *)((char *)rep + report_fields[i]);
        f->value = read_str(r, &out->arena);
        f->how = read_str(r, &out->arena);
        read_raw(r, &f->clean, sizeof f->clean);
        read_raw(r, &f->raw, sizeof f->raw);
    }
    rep->kind = dl_read_u32(r);
    rep->words = dl_read_u32(r);
    rep->raw_len = dl_read_u32(r);
    out->other_language = dl_read_u32(r) != 0;
}

int dl_finds_read(struct dl_finds *out, dl_str bytes, dl_error *err) {
    *out = (struct dl_finds){0};
    dl_arena_init(&out->arena);
    dl_reader r = dl_reader_of(bytes);
    dl_str magic = dl_read_bytes(&r, 4);
    uint64_t sum = dl_read_u64(&r);
    dl_str body = {(const char *)r.at, (size_t)(r.end - r.at)};
    if (r.failed || !dl_str_is(magic, "DLF1") || sum != dl_hash(body))
        return dl_fail(err, DL_ECORRUPT, 0, "stored finds are torn or of another version; rebuild");
    read_report(&r, out);
    for (size_t i = 0; i < DL_COUNT(sections); i++) read_section(&r, out, &sections[i]);
    if (!r.failed && !out->arena.failed) return DL_OK;
    int rc = out->arena.failed
                 ? dl_fail_memory(err)
                 : dl_fail(err, DL_ECORRUPT, (uint64_t)((const char *)r.at - bytes.ptr),
                           "stored finds end too early; rebuild");
    dl_arena_free(&out->arena);
    return rc;
}
