/* Rows of solved blocks in place of those their members had before. What each table takes is in
 * link_rows.c; here is which rows go. */
#include "record/links.h"

#include <stdio.h>
#include <stdlib.h>

/* Where the items of a kind keep the row they belong to. table NULL: in the stash only. */
static const struct {
    const char *table, *column, *rows; /* noun's table and column, table of the rows */
} kinds[DL_ITEM_KINDS] = {
    [DL_ITEM_ENTITY] = {NULL, NULL, "entity"},
    [DL_ITEM_ORIGIN] = {"attribution", "origin", "origin"},
    [DL_ITEM_STATEMENT] = {"attribution", "statement", "statement"},
    [DL_ITEM_EVENT] = {"event", "row", "event_row"},
    [DL_ITEM_MEETING] = {"event", "meeting", "meeting"},
    [DL_ITEM_POSITION] = {"position", "row", "position_row"},
    [DL_ITEM_VERSION] = {"version", "row", "version_row"},
    [DL_ITEM_QUESTION] = {NULL, NULL, "question"},
};

static int prepare(dl_record *r, sqlite3_stmt **out, dl_error *err, const char *format,
                   const char *a, const char *b) {
    char sql[256];
    /* cppcheck-suppress wrongPrintfScanfArgNum ; some formats use only the first */
    snprintf(sql, sizeof sql, format, a, b);
    return sql_prepare(r->db, out, sql, true, err);
}

static int open_kind(dl_record *r, record_links *l, int k, dl_error *err) {
    int rc = prepare(r, &l->drop[k], err, "DELETE FROM %s WHERE id=?", kinds[k].rows, NULL);
    if (rc || !kinds[k].table) return rc;
    rc = prepare(r, &l->old[k], err, "SELECT %2$s FROM %1$s WHERE key=?", kinds[k].table,
                 kinds[k].column);
    return rc ? rc
              : prepare(r, &l->set[k], err, "UPDATE %1$s SET %2$s=?2 WHERE key=?1", kinds[k].table,
                        kinds[k].column);
}

void record_links_close(record_links *l) {
    if (!l) return;
    for (int k = 0; k < DL_ITEM_KINDS; k++) {
        sqlite3_finalize(l->drop[k]);
        sqlite3_finalize(l->old[k]);
        sqlite3_finalize(l->set[k]);
    }
    for (int i = 0; i < LINK_STATEMENTS; i++) sqlite3_finalize(l->stmt[i]);
    for (int i = 0; i < LINK_LISTS; i++) dl_buf_free(&l->lists[i]);
    free(l);
}

static int open_links(dl_record *r, dl_error *err) {
    if (r->links) return DL_OK;
    record_links *l = r->links = calloc(1, sizeof *l);
    if (!l) return dl_fail_memory(err);
    int rc = DL_OK;
    for (int k = 0; !rc && k < DL_ITEM_KINDS; k++) rc = open_kind(r, l, k, err);
    for (int i = 0; !rc && i < LINK_STATEMENTS; i++)
        rc = sql_prepare(r->db, &l->stmt[i], link_sql[i], true, err);
    if (rc) {
        record_links_close(l);
        r->links = NULL;
    }
    return rc;
}

/* Runs a one-integer statement: the value or NULL's absence. */
static int one(sqlite3_stmt *s, int64_t argument, bool *there, int64_t *value, dl_error *err) {
    bool row = false;
    sqlite3_bind_int64(s, 1, argument);
    int rc = sql_step(s, &row, err);
    *there = !rc && row && sqlite3_column_type(s, 0) != SQLITE_NULL;
    *value = *there ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return rc;
}

static int drop_row(record_links *l, uint32_t kind, int64_t id, dl_error *err) {
    sqlite3_bind_int64(l->drop[kind], 1, id);
    return sql_run(l->drop[kind], err);
}

/* The profile of an entity item: of this batch, or as its row says. */
static int profile_of(dl_record *r, dl_ref ref, int64_t *profile, dl_error *err) {
    uint64_t known;
    if (stash_get(&r->stash, STASH_PROFILE, ref.report, ref.item, &known)) {
        *profile = (int64_t)known;
        return DL_OK;
    }
    bool there;
    return one(r->links->stmt[LINK_PROFILE_OF], sql_key(ref.report, ref.item), &there, profile,
               err);
}

static int move_entity(dl_record *r, const dl_member *m, dl_error *err) {
    record_links *l = r->links;
    int64_t profile, old;
    bool there;
    int rc = profile_of(r, m->ref, &profile, err);
    if (!rc) rc = one(l->stmt[LINK_ENTITY_OF], profile, &there, &old, err);
    if (!rc && there) rc = drop_row(l, DL_ITEM_ENTITY, old, err);
    sqlite3_stmt *s = l->stmt[LINK_SET_ENTITY];
    sqlite3_bind_int64(s, 1, profile);
    sqlite3_bind_int64(s, 2, (int64_t)m->row);
    sqlite3_bind_int(s, 3, m->certainty);
    sql_bind_words(s, 4, m->reason);
    return rc ? rc : sql_run(s, err);
}

/* Items that are no rows of their own table: a report's narration, answers to a question. */
static int move_other(dl_record *r, const dl_member *m, dl_error *err) {
    record_links *l = r->links;
    bool origin = m->kind == DL_ITEM_ORIGIN, there;
    int64_t key = sql_key(m->ref.report, m->ref.item & ((1u << SQL_KEY_BITS) - 1)), old;
    int rc = one(l->stmt[origin ? LINK_NARRATION_OF : LINK_QUESTION_OF], key, &there, &old, err);
    if (!rc && there) rc = drop_row(l, m->kind, old, err);
    sqlite3_stmt *s = l->stmt[origin ? LINK_SET_NARRATION : LINK_SET_QUESTION];
    sqlite3_bind_int64(s, 1, key);
    sqlite3_bind_int64(s, 2, (int64_t)m->row);
    return rc ? rc : sql_run(s, err);
}

static int move_item(dl_record *r, const dl_member *m, dl_error *err) {
    record_links *l = r->links;
    if (stash_finds(&r->stash, m->ref.report))
        return stash_set(&r->stash, m->kind, m->ref.report, m->ref.item, m->row)
                   ? DL_OK
                   : dl_fail_memory(err);
    int64_t key = sql_key(m->ref.report, m->ref.item), old;
    bool there;
    int rc = one(l->old[m->kind], key, &there, &old, err);
    if (!rc && there) rc = drop_row(l, m->kind, old, err);
    if (rc || (there && old == (int64_t)m->row)) return rc;
    sqlite3_bind_int64(l->set[m->kind], 1, key);
    sqlite3_bind_int64(l->set[m->kind], 2, (int64_t)m->row);
    return sql_run(l->set[m->kind], err);
}

static int move_member(dl_record *r, const dl_member *m, dl_error *err) {
    if (m->kind >= DL_ITEM_KINDS || m->ref.report == DL_NONE) return DL_OK;
    if (m->kind == DL_ITEM_ENTITY) return move_entity(r, m, err);
    if (!kinds[m->kind].table || m->ref.item == DL_NONE) return move_other(r, m, err);
    return move_item(r, m, err);
}

int record_put_links(dl_record *r, const dl_links *links, const uint32_t *copies_of,
                     uint32_t copies_count, dl_error *err) {
    int rc = open_links(r, err);
    for (uint32_t i = 0; !rc && i < links->members.count; i++)
        rc = move_member(r, &links->members.items[i], err);
    sqlite3_stmt *drop = rc ? NULL : r->links->stmt[LINK_DROP_COPIES];
    for (uint32_t i = 0; !rc && i < copies_count; i++) {
        sqlite3_bind_int64(drop, 1, copies_of[i]);
        rc = sql_run(drop, err);
    }
    return rc ? rc : link_rows_put(r, links, err);
}
