/* entities.c - one person, body or place under many spellings, over reports.
 *
 * A block holds what shares a name skeleton (or initials). What joins needs a second signal beside
 * the family name: the given name, the country, the office, or that its country is among those of
 * the report; and only one candidate may fit. What cannot be told stays apart: two entities are
 * mended by a person's merge, a wrong merge spoils every view. Each link keeps its reason.
 *
 * Items with the same data are one profile: the record may give the earliest alone.
 */
#include "resolve/entities.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "model/namekey.h"
#include "resolve/kinds.h"
#include "resolve/names_fit.h"

/* ── items ──────────────────────────────────────────────────────────────────────────────────── */

static void write_str(dl_buf *out, dl_str s) {
    dl_buf_varint(out, s.len);
    dl_buf_str(out, s);
}

static dl_str read_str(dl_reader *r) {
    return dl_read_bytes(r, (size_t)dl_read_varint(r));
}

static int code_cmp(const void *pa, const void *pb) {
    return dl_str_cmp(*(const dl_str *)pa, *(const dl_str *)pb);
}

/* The countries named in the report, where little else tells who a bare family name is. */
static void write_countries(dl_buf *out, const struct dl_finds *finds) {
    dl_str codes[DL_PROFILE_COUNTRIES];
    uint32_t n = 0;
    for (uint32_t i = 0; i < finds->entities.count && n < DL_PROFILE_COUNTRIES; i++) {
        const dl_entity *e = &finds->entities.items[i];
        if (e->kind == DL_ENTITY_COUNTRY && e->code.len == 3) codes[n++] = e->code;
    }
    if (n > 1) qsort(codes, n, sizeof *codes, code_cmp);
    dl_buf_varint(out, n);
    for (uint32_t i = 0; i < n; i++) write_str(out, codes[i]);
}

static dl_str office_of(const struct dl_finds *finds, uint32_t entity) {
    for (uint32_t o = 0; o < finds->offices.count; o++)
        if (finds->offices.items[o].entity == entity && !finds->offices.items[o].former)
            return finds->offices.items[o].title;
    return (dl_str){"", 0};
}

static void write_entity(dl_buf *out, const struct dl_finds *finds, uint32_t i) {
    const dl_entity *e = &finds->entities.items[i];
    dl_str code = dl_entity_code(finds, i), office = office_of(finds, i);
    bool bare = e->kind == DL_ENTITY_PERSON && !e->given.len && !code.len;
    dl_buf_varint(out, e->kind);
    dl_buf_varint(out, e->gender);
    write_str(out, e->name);
    write_str(out, e->key);
    write_str(out, code);
    write_str(out, e->sector);
    write_str(out, e->given);
    write_str(out, e->family);
    write_str(out, office);
    write_str(out, e->decided);
    if (bare)
        write_countries(out, finds);
    else
        dl_buf_varint(out, 0);
}

static bool starts_upper(dl_str name) {
    size_t at = 0;
    return name.len && dl_utf8_is_upper(dl_utf8_next(name, &at));
}

/* Names make blocks; "troops" and "two officials" are nobody in particular. */
static void add_keys(dl_items *out, const struct dl_finds *finds, uint32_t i) {
    const dl_entity *e = &finds->entities.items[i];
    char text[96] = "place~";
    for (size_t at = 0; at + DL_MARK <= e->decided.len; at += DL_MARK)
        dl_items_key(out, dl_hash(dl_str_sub(e->decided, at, at + DL_MARK - 2)));
    if (!e->key.len || e->unnamed) return;
    if (e->kind == DL_ENTITY_GROUP && !starts_upper(e->name)) return;
    dl_items_key(out, dl_hash(e->key));
    if (e->kind == DL_ENTITY_PLACE) {
        size_t n = dl_name_skeleton(text + 6, sizeof text - 6, e->name);
        if (n >= 2) dl_items_key(out, dl_hash((dl_str){text, n + 6}));
    }
    if (e->kind == DL_ENTITY_ORGANIZATION) {
        memcpy(text, "acr:", 4);
        size_t n = dl_initials(text + 4, sizeof text - 4, e->name);
        if (!n && e->name.len <= 8) n = dl_name_fold(text + 4, sizeof text - 4, e->name);
        if (n >= 3) dl_items_key(out, dl_hash((dl_str){text, n + 4}));
    }
}

static int entity_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                        dl_error *err) {
    (void)resolver;
    dl_buf data = {0};
    for (uint32_t i = 0; i < finds->entities.count; i++) {
        const dl_entity *e = &finds->entities.items[i];
        bool seen = e->first < finds->mentions.count;
        dl_span first = seen ? finds->mentions.items[e->first].span : (dl_span){0, 0};
        dl_buf_clear(&data);
        write_entity(&data, finds, i);
        uint64_t id = dl_item_id(&finds->report, "entity", first, i);
        dl_ref ref = {0, i};
        if (!dl_items_add(out, DL_ITEM_ENTITY, ref, id, first.start, dl_buf_view(&data))) break;
        add_keys(out, finds, i);
    }
    bool failed = data.failed;
    dl_buf_free(&data);
    return failed ? dl_fail_memory(err) : DL_OK;
}

bool dl_profile_read(dl_profile *p, dl_str data) {
    dl_reader r = dl_reader_of(data);
    memset(p, 0, sizeof *p);
    p->kind = (uint32_t)dl_read_varint(&r);
    p->gender = (uint32_t)dl_read_varint(&r);
    p->name = read_str(&r);
    p->key = read_str(&r);
    p->code = read_str(&r);
    p->sector = read_str(&r);
    p->given = read_str(&r);
    p->family = read_str(&r);
    p->office = read_str(&r);
    p->decided = read_str(&r);
    p->countries = (uint32_t)dl_read_varint(&r);
    for (uint32_t i = 0; i < p->countries && i < DL_PROFILE_COUNTRIES; i++)
        p->country[i] = read_str(&r);
    p->hash = dl_hash(data);
    return !r.failed && p->countries <= DL_PROFILE_COUNTRIES;
}

/* ── rows ───────────────────────────────────────────────────────────────────────────────────── */

/* The name that stands for all: most words of a name, no initials, then most letters, then first.
 */
static uint32_t name_rank(const dl_profile *p) {
    uint32_t words = 1, dots = 0;
    for (size_t i = 0; i < p->name.len; i++) {
        words += p->name.ptr[i] == ' ';
        dots += p->name.ptr[i] == '.';
    }
    if (p->kind != DL_ENTITY_PERSON) return (uint32_t)p->name.len;
    return (p->given.len ? 1000 : 0) + (words > 3 ? 3 : words) * 100 - (dots ? 50 : 0) +
           (uint32_t)(p->name.len > 40 ? 40 : p->name.len);
}

static int add_rows(const dl_group *g, const dl_clusters *c, dl_links *out, dl_error *err) {
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t lead = c->lead[i], best = lead;
        dl_group_member(g, out, i, g->items[lead].id, c->certainty[i], c->reason[i]);
        if (lead != i) continue;
        dl_str code = {"", 0}, sector = {"", 0};
        uint32_t gender = 0;
        for (uint32_t k = i; k < g->count; k++) {
            if (c->lead[k] != lead) continue;
            const dl_profile *p = &c->profiles[k];
            if (name_rank(p) > name_rank(&c->profiles[best])) best = k;
            if (!code.len) code = p->code;
            if (!sector.len) sector = p->sector;
            if (!gender) gender = p->gender;
        }
        dl_entity_link *row = DL_PUSH(&out->entities, &out->arena);
        if (!row) return dl_fail_memory(err);
        *row = (dl_entity_link){.id = g->items[lead].id,
                                .name = dl_arena_str(&out->arena, c->profiles[best].name),
                                .key = dl_arena_str(&out->arena, c->profiles[lead].key),
                                .code = dl_arena_str(&out->arena, code),
                                .sector = dl_arena_str(&out->arena, sector),
                                .kind = (uint8_t)c->profiles[lead].kind,
                                .gender = (uint8_t)gender,
                                .certainty = DL_CERTAINTY_MEDIUM};
    }
    return DL_OK;
}

static int entity_solve(const dl_group *group, dl_links *out, dl_error *err) {
    dl_clusters clusters;
    int rc = dl_clusters_make(group, &clusters, err);
    return rc ? rc : add_rows(group, &clusters, out, err);
}

const dl_kind dl_kind_entity = {DL_ITEM_ENTITY, entity_items, entity_solve};
