/* entities.c - one person, body or place under many spellings, over reports.
 *
 * A block holds what shares a name skeleton. Members are joined only on a second signal: the given
 * name too, the country, the office; a bare family name joins only where exactly one candidate
 * fits. What cannot be told stays apart: two entities are mended by a person's merge, a wrong merge
 * spoils every view.
 */
#include "resolve/kinds.h"

#include "base/utf8.h"

typedef struct profile {
    uint32_t kind, gender, unnamed;
    dl_str name, key, code, sector, given, family, office;
} profile;

static void write_str(dl_buf *out, dl_str s) {
    dl_buf_varint(out, s.len);
    dl_buf_str(out, s);
}

static dl_str read_str(dl_reader *r) {
    return dl_read_bytes(r, (size_t)dl_read_varint(r));
}

static void write_entity(dl_buf *out, const struct dl_finds *finds, uint32_t i) {
    const dl_entity *e = &finds->entities.items[i];
    dl_buf_varint(out, e->kind);
    dl_buf_varint(out, e->gender);
    dl_buf_varint(out, e->unnamed);
    write_str(out, e->name);
    write_str(out, e->key);
    write_str(out, e->code);
    write_str(out, e->sector);
    write_str(out, e->given);
    write_str(out, e->family);
    dl_str office = {"", 0};
    for (uint32_t o = 0; o < finds->offices.count && !office.len; o++)
        if (finds->offices.items[o].entity == i && !finds->offices.items[o].former)
            office = finds->offices.items[o].title;
    write_str(out, office);
}

static profile read_entity(dl_str data) {
    dl_reader r = dl_reader_of(data);
    profile p = {.kind = (uint32_t)dl_read_varint(&r), .gender = (uint32_t)dl_read_varint(&r)};
    p.unnamed = (uint32_t)dl_read_varint(&r);
    p.name = read_str(&r);
    p.key = read_str(&r);
    p.code = read_str(&r);
    p.sector = read_str(&r);
    p.given = read_str(&r);
    p.family = read_str(&r);
    p.office = read_str(&r);
    return p;
}

static int entity_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                        dl_error *err) {
    (void)resolver;
    (void)err;
    dl_buf data = {0};
    for (uint32_t i = 0; i < finds->entities.count; i++) {
        const dl_entity *e = &finds->entities.items[i];
        dl_span first = e->first < finds->mentions.count ? finds->mentions.items[e->first].span
                                                         : (dl_span){0, 0};
        dl_buf_clear(&data);
        write_entity(&data, finds, i);
        uint64_t id = dl_item_id(&finds->report, "entity", first, i);
        dl_items_add(out, DL_ITEM_ENTITY, (dl_ref){0, i}, id, first.start, dl_buf_view(&data));
        if (e->key.len && !e->unnamed) dl_items_key(out, dl_hash(e->key));
    }
    bool failed = data.failed;
    dl_buf_free(&data);
    return failed ? DL_ENOMEM : DL_OK;
}

/* Two given names of one person: equal, or one an initial of the other. */
static bool given_fits(dl_str a, dl_str b) {
    if (!a.len || !b.len) return false;
    if (dl_str_eq(a, b)) return true;
    bool initial = a.len <= 2 || b.len <= 2;
    return initial && a.ptr[0] == b.ptr[0];
}

static const char *same_entity(const profile *a, const profile *b) {
    if (a->kind != b->kind || a->unnamed || b->unnamed) return NULL;
    if (a->code.len && b->code.len && !dl_str_eq(a->code, b->code)) return NULL;
    bool code = a->code.len && b->code.len;
    if (a->kind == DL_ENTITY_COUNTRY && code) return "same country code";
    if (a->kind != DL_ENTITY_PERSON)
        return dl_str_eq(a->name, b->name) ? "same name" : code ? "name and country" : NULL;
    if (a->given.len && b->given.len)
        return given_fits(a->given, b->given) ? "given and family name" : NULL;
    if (code) return "family name and country";
    if (a->office.len && dl_str_eq(a->office, b->office)) return "family name and office";
    return NULL;
}

static int entity_solve(const dl_group *group, dl_links *out, dl_error *err) {
    uint32_t n = group->count;
    profile *p = dl_arena_array(group->scratch, n, sizeof *p);
    uint32_t *parent = dl_arena_array(group->scratch, n, sizeof *parent);
    const char **why = dl_arena_array(group->scratch, n, sizeof *why);
    if (!p || !parent || !why) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        p[i] = read_entity(group->items[i].data);
        parent[i] = i;
        why[i] = "";
        for (uint32_t j = 0; j < i && parent[i] == i; j++) {
            const char *reason = parent[j] == j ? same_entity(&p[j], &p[i]) : NULL;
            if (!reason) continue;
            dl_join(parent, j, i);
            why[i] = reason;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t root = dl_root(parent, i);
        uint64_t id = group->items[root].id;
        dl_group_member(group, out, i, id, DL_CERTAINTY_MEDIUM, why[i]);
        if (root != i) continue;
        dl_entity_link *row = DL_PUSH(&out->entities, &out->arena);
        if (!row) return dl_fail_memory(err);
        *row = (dl_entity_link){.id = id,
                                .name = dl_arena_str(&out->arena, p[i].name),
                                .key = dl_arena_str(&out->arena, p[i].key),
                                .code = dl_arena_str(&out->arena, p[i].code),
                                .sector = dl_arena_str(&out->arena, p[i].sector),
                                .kind = (uint8_t)p[i].kind,
                                .gender = (uint8_t)p[i].gender,
                                .certainty = DL_CERTAINTY_MEDIUM};
    }
    return DL_OK;
}

const dl_kind dl_kind_entity = {DL_ITEM_ENTITY, entity_items, entity_solve};
