/* One function a kind of resolved row: from links.h to its table. */
#include <stdlib.h>

#include "record/links.h"

const char *const link_sql[LINK_STATEMENTS] = {
    [LINK_PROFILE_OF] = "SELECT profile FROM entity_in WHERE key=?",
    [LINK_ENTITY_OF] = "SELECT entity FROM profile WHERE profile=?",
    [LINK_SET_ENTITY] = "UPDATE profile SET entity=?2, certainty=?3, reason=?4 WHERE profile=?1",
    [LINK_NARRATION_OF] = "SELECT origin FROM report_origin WHERE key=?",
    [LINK_SET_NARRATION] = "INSERT OR REPLACE INTO report_origin VALUES(?,?)",
    [LINK_QUESTION_OF] = "SELECT question FROM question_member WHERE key=?",
    [LINK_SET_QUESTION] = "INSERT OR REPLACE INTO question_member VALUES(?,?)",
    [LINK_DROP_COPIES] = "DELETE FROM copy WHERE owner=?",
    [LINK_ENTITY] = "INSERT OR REPLACE INTO entity VALUES(?,?,?,?,?,?,?)",
    [LINK_ORIGIN] = "INSERT OR REPLACE INTO origin VALUES(?,?,?,?,?,?)",
    [LINK_STATEMENT] = "INSERT OR REPLACE INTO statement VALUES(?,?,?,?,?,?,?,?,?,?)",
    [LINK_EVENT] = "INSERT OR REPLACE INTO event_row VALUES(?,?,?,?,?,?,?,?,?)",
    [LINK_MEETING] = "INSERT OR REPLACE INTO meeting VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [LINK_POSITION] = "INSERT OR REPLACE INTO position_row VALUES(?,?,?,?,?,?,?,?,?,?)",
    [LINK_VERSION] = "INSERT OR REPLACE INTO version_row VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [LINK_QUESTION] = "INSERT OR REPLACE INTO question VALUES(?,?,?,?,?,?)",
    [LINK_COPY] = "INSERT OR REPLACE INTO copy VALUES(?,?,?,?,?,?,?,?,?)",
    [LINK_STORY_OF] = "SELECT story FROM story_in WHERE report=?",
    [LINK_STORY] = "INSERT OR REPLACE INTO story_in VALUES(?,?,?,?)",
    [LINK_STORY_BELOW] = "WITH RECURSIVE below(r) AS (SELECT report FROM story_in WHERE parent=?1"
                         " UNION SELECT s.report FROM story_in s JOIN below ON s.parent=below.r)"
                         " UPDATE story_in SET story=?2 WHERE report IN (SELECT r FROM below)",
};

/* What every row function gets. */
typedef struct rows {
    dl_record *record;
    const dl_links *links;
    dl_buf *lists;
    sqlite3_stmt *s;
    dl_error *err;
} rows;

static void bind_ref(rows *x, int at, dl_ref ref) {
    if (ref.report == DL_NONE)
        sqlite3_bind_null(x->s, at);
    else
        sqlite3_bind_int64(x->s, at, sql_key(ref.report, ref.item & ((1u << SQL_KEY_BITS) - 1)));
}

static void bind_origins(rows *x, int at, dl_origins origins) {
    sqlite3_bind_int64(x->s, at, origins.min);
    sqlite3_bind_int64(x->s, at + 1, origins.max);
}

static void bind_count(rows *x, int at, uint32_t value) {
    if (value)
        sqlite3_bind_int64(x->s, at, value);
    else
        sqlite3_bind_null(x->s, at);
}

static void add_refs(const dl_links *links, dl_list list, dl_buf *out) {
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < list.count && list.first + i < links->refs.count; i++) {
        dl_ref ref = links->refs.items[list.first + i];
        dl_buf_printf(out, "%s%lld", i ? "," : "", (long long)sql_key(ref.report, ref.item));
    }
    dl_buf_char(out, ']');
}

static void bind_list(rows *x, int at, int list) {
    sql_bind_words(x->s, at, dl_buf_view(&x->lists[list]));
}

static void bind_refs(rows *x, int at, int list, dl_list refs) {
    dl_buf_clear(&x->lists[list]);
    add_refs(x->links, refs, &x->lists[list]);
    bind_list(x, at, list);
}

static void bind_accounts(rows *x, int at, int list, dl_list accounts) {
    dl_buf *out = &x->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < accounts.count; i++) {
        const dl_account *a = &x->links->accounts.items[accounts.first + i];
        dl_buf_printf(out, "%s[\"%s\",%u,%u,", i ? "," : "", dl_status_name(a->status),
                      a->origins.min, a->origins.max);
        add_refs(x->links, a->evidence, out);
        dl_buf_char(out, ']');
    }
    dl_buf_char(out, ']');
    bind_list(x, at, list);
}

/* ── members of rows, sorted so that a row's are together ── */

typedef struct membership {
    uint64_t row;
    uint32_t order;
    dl_ref ref;
} membership;

static int membership_cmp(const void *pa, const void *pb) {
    const membership *a = pa, *b = pb;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static membership *members_of(const dl_links *links, uint32_t kind, dl_arena *arena,
                              uint32_t *count) {
    membership *all = dl_arena_array(arena, links->members.count + 1, sizeof *all);
    *count = 0;
    for (uint32_t i = 0; all && i < links->members.count; i++) {
        const dl_member *m = &links->members.items[i];
        if (m->kind == kind && m->ref.report != DL_NONE)
            all[(*count)++] = (membership){m->row, i, m->ref};
    }
    if (all) qsort(all, *count, sizeof *all, membership_cmp);
    return all;
}

static void bind_members(rows *x, int at, int list, const membership *all, uint32_t count,
                         uint64_t row) {
    dl_buf *out = &x->lists[list];
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (all[mid].row < row)
            low = mid + 1;
        else
            high = mid;
    }
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = low; i < count && all[i].row == row; i++)
        dl_buf_printf(out, "%s%lld", i > low ? "," : "",
                      (long long)sql_key(all[i].ref.report, all[i].ref.item));
    dl_buf_char(out, ']');
    bind_list(x, at, list);
}

/* ── the rows ── */

static int put_entities(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_ENTITY];
    for (uint32_t i = 0; !rc && i < x->links->entities.count; i++) {
        const dl_entity_link *e = &x->links->entities.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)e->id);
        sql_bind_words(x->s, 2, dl_str_of(dl_entity_kind_name(e->kind)));
        sql_bind_words(x->s, 3, e->name);
        sql_bind_text(x->s, 4, e->code);
        sql_bind_text(x->s, 5, e->sector);
        sql_bind_text(x->s, 6, (dl_str){(const char *)&e->gender, e->gender ? 1 : 0});
        sqlite3_bind_int(x->s, 7, e->certainty);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

static int put_origins(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_ORIGIN];
    for (uint32_t i = 0; !rc && i < x->links->origins.count; i++) {
        const dl_origin_link *o = &x->links->origins.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)o->id);
        sql_bind_words(x->s, 2, dl_str_of(dl_origin_kind_name(o->kind)));
        sql_bind_text(x->s, 3, o->name);
        bind_ref(x, 4, o->entity);
        sqlite3_bind_int64(x->s, 5, o->reports);
        bind_ref(x, 6, o->first);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

static int put_statements(rows *x) {
    int rc = DL_OK;
    dl_arena arena;
    dl_arena_init(&arena);
    uint32_t count;
    membership *all = members_of(x->links, DL_ITEM_STATEMENT, &arena, &count);
    x->s = x->record->links->stmt[LINK_STATEMENT];
    for (uint32_t i = 0; all && !rc && i < x->links->statements.count; i++) {
        const dl_statement_link *t = &x->links->statements.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)t->id);
        bind_ref(x, 2, t->speaker);
        sql_bind_text(x->s, 3, t->speaker_name);
        sql_bind_text(x->s, 4, t->occasion);
        sql_bind_text(x->s, 5, t->date);
        bind_ref(x, 6, t->content);
        bind_members(x, 7, 0, all, count, t->id);
        bind_origins(x, 8, t->origins);
        sqlite3_bind_int(x->s, 10, t->certainty);
        rc = sql_run(x->s, x->err);
    }
    dl_arena_free(&arena);
    return rc;
}

static int put_events(rows *x) {
    int rc = DL_OK;
    dl_arena arena;
    dl_arena_init(&arena);
    uint32_t count;
    membership *all = members_of(x->links, DL_ITEM_EVENT, &arena, &count);
    x->s = x->record->links->stmt[LINK_EVENT];
    for (uint32_t i = 0; all && !rc && i < x->links->events.count; i++) {
        const dl_event_link *e = &x->links->events.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)e->id);
        bind_ref(x, 2, e->best);
        sql_bind_text(x->s, 3, e->date);
        sql_bind_words(x->s, 4, dl_str_of(dl_status_name(e->status)));
        bind_accounts(x, 5, 0, e->accounts);
        bind_members(x, 6, 1, all, count, e->id);
        bind_origins(x, 7, e->origins);
        sqlite3_bind_int(x->s, 9, e->certainty);
        rc = sql_run(x->s, x->err);
    }
    dl_arena_free(&arena);
    return rc;
}

static void bind_participants(rows *x, int at, int list, const dl_meeting_link *m) {
    dl_buf *out = &x->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < m->participants.count; i++) {
        dl_ref ref = x->links->refs.items[m->participants.first + i];
        dl_buf_puts(out, i ? ",[" : "[");
        if (ref.report == DL_NONE)
            dl_buf_puts(out, "null,");
        else
            dl_buf_printf(out, "%lld,", (long long)sql_key(ref.report, ref.item));
        json_str(out,
                 i < m->names.count ? x->links->strs.items[m->names.first + i] : (dl_str){NULL, 0});
        dl_buf_char(out, ']');
    }
    dl_buf_char(out, ']');
    bind_list(x, at, list);
}

static void bind_ids(rows *x, int at, int list, dl_list ids) {
    dl_buf *out = &x->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < ids.count; i++)
        dl_buf_printf(out, "%s\"%016llx\"", i ? "," : "",
                      (unsigned long long)x->links->ids.items[ids.first + i]);
    dl_buf_char(out, ']');
    bind_list(x, at, list);
}

static int put_meetings(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_MEETING];
    for (uint32_t i = 0; !rc && i < x->links->meetings.count; i++) {
        const dl_meeting_link *m = &x->links->meetings.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)m->id);
        sql_bind_text(x->s, 2, m->name);
        sql_bind_text(x->s, 3, m->date);
        sql_bind_text(x->s, 4, m->place_name);
        sql_bind_text(x->s, 5, m->mode);
        bind_participants(x, 6, 0, m);
        sql_bind_words(x->s, 7, dl_str_of(dl_status_name(m->status)));
        bind_accounts(x, 8, 1, m->accounts);
        bind_ids(x, 9, 2, m->events);
        bind_origins(x, 10, m->origins);
        sqlite3_bind_int64(x->s, 12, m->reports);
        sqlite3_bind_int(x->s, 13, m->certainty);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

static int put_positions(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_POSITION];
    for (uint32_t i = 0; !rc && i < x->links->positions.count; i++) {
        const dl_position_link *p = &x->links->positions.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)p->id);
        bind_ref(x, 2, p->best);
        bind_refs(x, 3, 0, p->evidence);
        bind_origins(x, 4, p->origins);
        if (p->before)
            sqlite3_bind_int64(x->s, 6, (int64_t)p->before);
        else
            sqlite3_bind_null(x->s, 6);
        sql_bind_text(x->s, 7, p->change);
        sql_bind_text(x->s, 8, p->said);
        sql_bind_text(x->s, 9, p->reported);
        sqlite3_bind_int(x->s, 10, p->certainty);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

static int put_versions(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_VERSION];
    for (uint32_t i = 0; !rc && i < x->links->versions.count; i++) {
        const dl_version_link *v = &x->links->versions.items[i];
        sqlite3_bind_int64(x->s, 1, (int64_t)v->id);
        bind_ref(x, 2, v->best);
        sql_bind_text(x->s, 3, v->document);
        sql_bind_text(x->s, 4, v->label);
        sql_bind_text(x->s, 5, v->date);
        sql_bind_text(x->s, 6, v->status);
        sql_bind_text(x->s, 7, v->known);
        bind_count(x, 8, v->points);
        bind_count(x, 9, v->packages);
        bind_refs(x, 10, 0, v->authors);
        bind_refs(x, 11, 1, v->evidence);
        bind_origins(x, 12, v->origins);
        sqlite3_bind_int(x->s, 14, v->certainty);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

/* The words of a spot, from the batch or from the stored text. */
static int add_spot(rows *x, const dl_spot *spot, bool first, dl_buf *out) {
    const struct dl_finds *fresh = stash_finds(&x->record->stash, spot->report);
    struct dl_finds *stored = NULL;
    int rc = fresh ? DL_OK : record_finds_read(x->record, spot->report, &stored, x->err);
    if (rc) return rc;
    dl_str text = (fresh ? fresh : stored)->report.text;
    if (spot->span.start <= spot->span.end && spot->span.end <= text.len) {
        dl_buf_printf(out, "%s[%u,%u,%u,", first ? "" : ",", spot->report, spot->span.start,
                      spot->span.end);
        json_str(out, dl_span_text(text, spot->span));
        dl_buf_char(out, ']');
    }
    dl_finds_free(stored);
    return DL_OK;
}

static int add_answers(rows *x, const dl_question_link *q, dl_buf *out) {
    int rc = DL_OK;
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; !rc && i < q->answers.count; i++) {
        const dl_answer *a = &x->links->answers.items[q->answers.first + i];
        dl_buf_puts(out, i ? ",[" : "[");
        json_str(out, a->value);
        dl_buf_printf(out, ",%u,%u,[", a->origins.min, a->origins.max);
        for (uint32_t k = 0; !rc && k < a->evidence.count; k++)
            rc = add_spot(x, &x->links->spots.items[a->evidence.first + k], k == 0, out);
        dl_buf_puts(out, "]]");
    }
    dl_buf_char(out, ']');
    return rc;
}

static int put_questions(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_QUESTION];
    for (uint32_t i = 0; !rc && i < x->links->questions.count; i++) {
        const dl_question_link *q = &x->links->questions.items[i];
        rc = add_answers(x, q, &x->lists[0]);
        if (rc) break;
        sqlite3_bind_int64(x->s, 1, (int64_t)q->id);
        sql_bind_words(x->s, 2, q->question);
        sql_bind_words(x->s, 3, q->slot);
        sql_bind_words(x->s, 4, q->kind);
        bind_list(x, 5, 0);
        sqlite3_bind_int(x->s, 6, q->certainty);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

static void bind_passages(rows *x, int at, int list, dl_list passages) {
    dl_buf *out = &x->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < passages.count; i++) {
        const dl_passage *p = &x->links->passages.items[passages.first + i];
        dl_buf_printf(out, "%s[%u,%u,%u,%u]", i ? "," : "", p->from.start, p->from.end, p->to.start,
                      p->to.end);
    }
    dl_buf_char(out, ']');
    bind_list(x, at, list);
}

static int put_copies(rows *x) {
    int rc = DL_OK;
    x->s = x->record->links->stmt[LINK_COPY];
    for (uint32_t i = 0; !rc && i < x->links->copies.count; i++) {
        const dl_copy *c = &x->links->copies.items[i];
        sqlite3_bind_int64(x->s, 1, c->from);
        sqlite3_bind_int64(x->s, 2, c->to);
        sqlite3_bind_int64(x->s, 3, c->owner);
        sql_bind_words(x->s, 4, dl_str_of(dl_copy_kind_name(c->kind)));
        sqlite3_bind_int64(x->s, 5, c->containment);
        bind_passages(x, 6, 0, c->passages);
        bind_passages(x, 7, 1, c->differences);
        sqlite3_bind_int(x->s, 8, c->directed);
        sql_bind_text(x->s, 9, c->reason);
        rc = sql_run(x->s, x->err);
    }
    return rc;
}

/* The report that opens the story of a parent; the parent itself where it is not known. */
static int story_of(rows *x, uint32_t parent, int64_t *story) {
    sqlite3_stmt *s = x->record->links->stmt[LINK_STORY_OF];
    bool row = false;
    sqlite3_bind_int64(s, 1, parent);
    int rc = sql_step(s, &row, x->err);
    *story = !rc && row ? sqlite3_column_int64(s, 0) : parent;
    sqlite3_reset(s);
    return rc;
}

static int put_stories(rows *x) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < x->links->stories.count; i++) {
        const dl_story_link *t = &x->links->stories.items[i];
        int64_t story = t->report;
        if (t->parent != DL_NONE) rc = story_of(x, t->parent, &story);
        x->s = x->record->links->stmt[LINK_STORY];
        sqlite3_bind_int64(x->s, 1, t->report);
        if (t->parent == DL_NONE)
            sqlite3_bind_null(x->s, 2);
        else
            sqlite3_bind_int64(x->s, 2, t->parent);
        sqlite3_bind_int64(x->s, 3, story);
        sqlite3_bind_int64(x->s, 4, t->score);
        if (!rc) rc = sql_run(x->s, x->err);
        x->s = x->record->links->stmt[LINK_STORY_BELOW];
        sqlite3_bind_int64(x->s, 1, t->report);
        sqlite3_bind_int64(x->s, 2, story);
        if (!rc) rc = sql_run(x->s, x->err);
    }
    return rc;
}

int link_rows_put(dl_record *record, const dl_links *links, dl_error *err) {
    static int (*const all[])(rows *) = {
        put_entities,  put_origins,  put_statements, put_events, put_meetings,
        put_positions, put_versions, put_questions,  put_copies, put_stories,
    };
    rows x = {.record = record, .links = links, .lists = record->links->lists, .err = err};
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < DL_COUNT(all); i++) rc = all[i](&x);
    return rc;
}
