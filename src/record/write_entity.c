#include "base/map.h"
#include "record/noun.h"

/* Forms with how often each stands, in order of first sight. */
static void count_form(dl_map *forms, dl_str words) {
    uint32_t *n = dl_map_at(forms, words);
    if (n) *n = *n == DL_NONE ? 1 : *n + 1;
}

static void put_forms(put *p, int at, const dl_map *forms) {
    dl_buf *out = &p->lists[0];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < forms->entries.count; i++) {
        dl_buf_puts(out, i ? ",[" : "[");
        json_str(out, forms->entries.items[i].key);
        dl_buf_printf(out, ",%u]", forms->entries.items[i].value);
    }
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

static void put_texts(put *p, int at, const dl_map *texts) {
    dl_buf *out = &p->lists[1];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < texts->entries.count; i++) {
        if (i) dl_buf_char(out, ',');
        json_str(out, texts->entries.items[i].key);
    }
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

static void put_offices(put *p, int at, uint32_t entity) {
    dl_buf *out = &p->lists[2];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < p->finds->offices.count; i++) {
        const dl_office *o = &p->finds->offices.items[i];
        if (o->entity != entity || o->span.start > o->span.end || o->span.end > p->text.len)
            continue;
        dl_buf_printf(out, "%s[%u,%u,", out->len > 1 ? "," : "", o->span.start, o->span.end);
        json_str(out, dl_span_text(p->text, o->span));
        dl_buf_char(out, ']');
    }
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

/* Where the mentions of each entity begin in a list sorted by entity. */
typedef struct by_entity {
    uint32_t *first, *mentions;
} by_entity;

static by_entity group_mentions(const struct dl_finds *f, dl_arena *arena) {
    uint32_t n = f->entities.count;
    by_entity g = {dl_arena_array(arena, n + 2, sizeof(uint32_t)),
                   dl_arena_array(arena, f->mentions.count + 1, sizeof(uint32_t))};
    if (!g.first || !g.mentions) return (by_entity){NULL, NULL};
    for (uint32_t i = 0; i < f->mentions.count; i++)
        if (f->mentions.items[i].entity < n) g.first[f->mentions.items[i].entity + 2]++;
    for (uint32_t e = 0; e < n; e++) g.first[e + 2] += g.first[e + 1];
    for (uint32_t i = 0; i < f->mentions.count; i++)
        if (f->mentions.items[i].entity < n)
            g.mentions[g.first[f->mentions.items[i].entity + 1]++] = i;
    return g;
}

static int put_entity(put *p, const by_entity *g, uint32_t i, dl_arena *arena) {
    dl_map forms, texts;
    dl_map_init(&forms, arena);
    dl_map_init(&texts, arena);
    for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
        const dl_mention *m = &p->finds->mentions.items[g->mentions[k]];
        dl_span s = m->form == DL_MENTION_NAME && !dl_span_is_none(m->name) ? m->name : m->span;
        if (s.start >= s.end || s.end > p->text.len) continue;
        if (m->form <= DL_MENTION_METONYM) count_form(&forms, dl_span_text(p->text, s));
        if (m->form == DL_MENTION_NOMINAL) count_form(&texts, dl_span_text(p->text, s));
    }
    put_key(p, 1, i);
    put_member(p, 2, STASH_PROFILE, i);
    put_forms(p, 3, &forms);
    put_texts(p, 4, &texts);
    put_offices(p, 5, i);
    sqlite3_bind_int(p->stmt, 6, p->finds->entities.items[i].certainty);
    return sql_run(p->stmt, p->err);
}

static int put_entities_in(put *p) {
    dl_arena arena, one;
    dl_arena_init(&arena);
    dl_arena_init(&one);
    by_entity g = group_mentions(p->finds, &arena);
    int rc = g.first ? DL_OK : dl_fail_memory(p->err);
    for (uint32_t i = 0; !rc && i < p->finds->entities.count; i++) {
        dl_arena_reset(&one);
        rc = put_entity(p, &g, i, &one);
    }
    dl_arena_free(&one);
    dl_arena_free(&arena);
    return rc;
}

const record_noun record_noun_entity_in = {
    .table = "entity_in",
    .insert = "INSERT INTO entity_in VALUES(?,?,?,?,?,?)",
    .put = put_entities_in,
    .check = "SELECT offices FROM entity_in WHERE key BETWEEN ?1 AND ?2",
    .lists = 1,
};
