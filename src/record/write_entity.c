#include "base/map.h"
#include "record/noun.h"

static void add_form(dl_buf *out, dl_str text, uint32_t count) {
    dl_buf_puts(out, out->len > 1 ? ",{\"text\":" : "{\"text\":");
    json_str(out, text);
    dl_buf_printf(out, ",\"count\":%u}", count);
}

/* Every form of a name with how often it stands, in order of first sight. */
static void put_forms(put *p, int at, uint32_t entity) {
    dl_buf *out = &p->lists[0];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    dl_arena arena;
    dl_arena_init(&arena);
    dl_map forms;
    dl_map_init(&forms, &arena);
    for (uint32_t i = 0; i < p->finds->mentions.count; i++) {
        const dl_mention *m = &p->finds->mentions.items[i];
        if (m->entity != entity || m->form > DL_MENTION_METONYM) continue;
        dl_span s = m->form == DL_MENTION_NAME && !dl_span_is_none(m->name) ? m->name : m->span;
        if (s.start > s.end || s.end > p->text.len) continue;
        uint32_t *n = dl_map_at(&forms, dl_span_text(p->text, s));
        if (n) *n = *n == DL_NONE ? 1 : *n + 1;
    }
    for (uint32_t i = 0; i < forms.entries.count; i++)
        add_form(out, forms.entries.items[i].key, forms.entries.items[i].value);
    dl_arena_free(&arena);
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

static int put_entities(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->entities.count; i++) {
        const dl_entity *e = &p->finds->entities.items[i];
        dl_span at = e->first < p->finds->mentions.count ? p->finds->mentions.items[e->first].span
                                                         : (dl_span){i, i};
        sqlite3_bind_int64(p->stmt, 1, (int64_t)dl_item_id(&p->finds->report, "entity", at, i));
        sql_bind_words(p->stmt, 2, dl_str_of(dl_entity_kind_name(e->kind)));
        sql_bind_words(p->stmt, 3, e->name);
        put_forms(p, 4, i);
        sql_bind_text(p->stmt, 5, e->code);
        sqlite3_bind_int(p->stmt, 6, e->unnamed);
        sqlite3_bind_int(p->stmt, 7, e->certainty);
        put_key(p, 8, i);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

static int put_entities_in(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->entities.count; i++) {
        const dl_entity *e = &p->finds->entities.items[i];
        dl_span at = e->first < p->finds->mentions.count ? p->finds->mentions.items[e->first].span
                                                         : (dl_span){i, i};
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)dl_item_id(&p->finds->report, "entity", at, i));
        sqlite3_bind_int(p->stmt, 3, e->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_entity_in = {
    .table = "entity_in",
    .insert = "INSERT INTO entity_in VALUES(?,?,?)",
    .put = put_entities_in,
};

const record_noun record_noun_entity = {
    .table = "entity",
    .insert = "INSERT INTO entity(id,kind,name,aliases,described_as,offices,roles,country,unnamed,"
              "certainty,key) VALUES(?,?,?,?,'[]','[]','[]',?,?,?,?)",
    .put = put_entities,
};
