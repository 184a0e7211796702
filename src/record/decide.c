/* Decisions as fixed rows: how they are stored, read and taken back. */
#include "record/decide.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/write.h"

enum { CONTEXT = 32 }; /* characters on each side of the exact words */

int record_decisions_read(dl_record *r, int64_t report, dl_arena *arena, decision_row **out,
                          uint32_t *count, dl_error *err) {
    DL_VEC(decision_row) rows = {0};
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(
        r->db, &s,
        "SELECT d.number, d.kind, d.type, d.field, d.value, d.raw_from, d.raw_to,"
        " d.exact, d.before, d.after, d.target FROM fixed_decision d JOIN fixed_report f"
        " ON f.id=d.report WHERE f.report=? AND d.undone IS NULL"
        " AND d.type<>'report' ORDER BY d.number",
        false, err);
    if (!rc) sqlite3_bind_int64(s, 1, report);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row) {
        decision_row *d = DL_PUSH(&rows, arena);
        if (!d) break;
        *d = (decision_row){
            .number = sqlite3_column_int64(s, 0),
            .raw = {(uint32_t)sqlite3_column_int64(s, 5), (uint32_t)sqlite3_column_int64(s, 6)}};
        dl_str *texts[] = {&d->kind,  &d->type,   &d->field, &d->value,
                           &d->exact, &d->before, &d->after, &d->target};
        static const int columns[] = {1, 2, 3, 4, 7, 8, 9, 10};
        for (size_t i = 0; i < DL_COUNT(columns); i++)
            *texts[i] = dl_arena_str(arena, sql_column(s, columns[i]));
        rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    *out = rows.items;
    *count = rows.count;
    return !rc && arena->failed ? dl_fail_memory(err) : rc;
}

int record_orphans_put(dl_record *r, const decision_row *rows, uint32_t count, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < count; i++) {
        char sql[96];
        if (!rows[i].orphan) continue;
        snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO orphan VALUES(%lld)",
                 (long long)rows[i].number);
        rc = sql_exec(r->db, sql, err);
    }
    return rc;
}

/* ── which row ── */

typedef struct found_row {
    uint64_t id;
    int64_t report;
    uint32_t count;
} found_row;

/* Rows of a table whose id begins with the digits given. */
static int look_in(dl_record *r, const char *sql, uint64_t from, uint64_t to, found_row *out,
                   dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s, sql, false, err);
    if (!rc) sqlite3_bind_int64(s, 1, (int64_t)from);
    if (!rc) sqlite3_bind_int64(s, 2, (int64_t)to);
    if (!rc) rc = sql_step(s, &row, err);
    while (!rc && row && out->count < 2) {
        uint64_t id = (uint64_t)sqlite3_column_int64(s, 0);
        if (!out->count || id != out->id) out->count++;
        out->id = id;
        out->report = sqlite3_column_int64(s, 1) >> SQL_KEY_BITS;
        rc = sql_step(s, &row, err);
    }
    sqlite3_finalize(s);
    return rc;
}

static int find_row(dl_record *r, const char *target, found_row *out, dl_error *err) {
    static const char *const sql[] = {
        "SELECT id, key FROM attribution WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM event WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM position WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM version WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM relay WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM assessment WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM consent WHERE id BETWEEN ? AND ?",
        "SELECT id, key FROM deadline WHERE id BETWEEN ? AND ?",
        "SELECT e.id, p.key FROM entity e JOIN profile p ON p.entity=e.id"
        " WHERE e.id BETWEEN ? AND ? AND p.profile=(SELECT profile FROM profile q"
        " WHERE q.entity=e.id ORDER BY q.published, q.order_id, q.key LIMIT 1)",
    };
    char low[17] = "0000000000000000", high[17] = "ffffffffffffffff";
    size_t len = strspn(target, "0123456789abcdef");
    if (target[len] || len < 4 || len > 16)
        return dl_fail(err, DL_EVALUE, UINT64_MAX,
                       "\"%s\" is no id: an id is 4 to 16 hex digits, dateline show REPORT --why "
                       "prints them",
                       target);
    memcpy(low, target, len);
    memcpy(high, target, len);
    *out = (found_row){0, 0, 0};
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < DL_COUNT(sql); i++)
        rc = look_in(r, sql[i], strtoull(low, NULL, 16), strtoull(high, NULL, 16) & INT64_MAX, out,
                     err);
    if (rc || out->count == 1) return rc;
    if (out->count)
        return dl_fail(err, DL_EAMBIGUOUS, UINT64_MAX,
                       "more than one row's id begins with %s; give more digits", target);
    return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no row has the id %s", target);
}

static int report_with_id(dl_record *r, const char *id, int64_t *report, dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s, "SELECT report FROM fixed_report WHERE id=?", false, err);
    if (!rc) sql_bind_words(s, 1, dl_str_of(id));
    if (!rc) rc = sql_step(s, &row, err);
    if (!rc && !row) rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "no report has the id %s", id);
    if (!rc) *report = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return rc;
}

int record_report_of(dl_record *r, const char *id, int64_t *report, dl_error *err) {
    return report_with_id(r, id, report, err);
}

/* ── storing ── */

/* The 32 characters before (or, forward, after) a place. */
static dl_str context(dl_str text, uint32_t at, bool forward) {
    uint32_t to = at;
    for (int n = 0; n < CONTEXT && (forward ? to < text.len : to > 0); n++) do
            to = forward ? to + 1 : to - 1;
        while (to > 0 && to < text.len && ((unsigned char)text.ptr[to] & 0xc0) == 0x80);
    return forward ? dl_str_sub(text, at, to) : dl_str_sub(text, to, at);
}

static void bind_anchor(sqlite3_stmt *s, const struct dl_finds *f, const decided_item *item) {
    sql_bind_text(s, 3, dl_str_of(f->report.id));
    if (dl_span_is_none(item->span)) return;
    dl_span raw = dl_report_raw_span(&f->report, item->span);
    sqlite3_bind_int64(s, 4, raw.start);
    sqlite3_bind_int64(s, 5, raw.end);
    sql_bind_words(s, 6, dl_span_text(f->report.text, item->span));
    sql_bind_words(s, 7, context(f->report.text, item->span.start, false));
    sql_bind_words(s, 8, context(f->report.text, item->span.end, true));
}

static int insert(dl_record *r, const dl_decision *d, const char *type, const char *target,
                  const struct dl_finds *f, const decided_item *item, int64_t *number,
                  dl_error *err) {
    sqlite3_stmt *s = NULL;
    int rc = sql_prepare(r->db, &s,
                         "INSERT INTO fixed_decision(kind,type,report,raw_from,raw_to,exact,before,"
                         "after,target,field,value,why,who,made) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,"
                         "strftime('%Y-%m-%dT%H:%M:%SZ','now'))",
                         false, err);
    if (rc) return rc;
    sql_bind_words(s, 1, dl_str_of(d->kind));
    sql_bind_words(s, 2, dl_str_of(type));
    if (f)
        bind_anchor(s, f, item);
    else if (!strcmp(type, "report"))
        sql_bind_text(s, 3, dl_str_of(target));
    sql_bind_words(s, 9, dl_str_of(target));
    sql_bind_text(s, 10, dl_str_of(d->field));
    if (d->value) sql_bind_words(s, 11, dl_str_of(d->value));
    sql_bind_text(s, 12, dl_str_of(d->why));
    sql_bind_text(s, 13, dl_str_of(d->who));
    rc = sql_run(s, err);
    sqlite3_finalize(s);
    *number = sqlite3_last_insert_rowid(r->db);
    return rc;
}

static bool report_field(const char *name) {
    static const char *const known[] = {"outlet",  "published", "updated",  "url",  "title",
                                        "authors", "section",   "language", "kind", "format"};
    for (size_t i = 0; name && i < DL_COUNT(known); i++)
        if (!strcmp(known[i], name)) return true;
    return false;
}

static int decide_report(dl_record *r, const dl_decision *d, int64_t *number, dl_error *err) {
    int64_t report;
    int rc = report_with_id(r, d->target, &report, err);
    if (!rc && !strcmp(d->kind, "fix") && !report_field(d->field))
        rc = dl_fail(err, DL_EVALUE, UINT64_MAX,
                     "of a report can be fixed: outlet, published, updated, url, title, authors, "
                     "section, language, kind, format");
    if (!rc && !strcmp(d->kind, "drop"))
        rc = dl_fail(err, DL_EVALUE, UINT64_MAX,
                     "a report is not dropped but taken back: dateline retract");
    return rc ? rc : insert(r, d, "report", d->target, NULL, NULL, number, err);
}

/* Tries the decision on the stored finds, so that one that cannot hold is refused at once. */
static int try_it(struct dl_finds *f, const dl_decision *d, const decided_item *item,
                  dl_error *err) {
    if (strcmp(d->kind, "fix") != 0 && strcmp(d->kind, "drop") != 0) return DL_OK;
    decision_row row = {.kind = dl_str_of(d->kind),
                        .type = dl_str_of(item->type),
                        .field = dl_str_of(d->field),
                        .value = dl_str_of(d->value ? d->value : ""),
                        .raw = dl_report_raw_span(&f->report, item->span)};
    int rc = decide_apply(f, &row, 1, err);
    if (!rc && row.orphan)
        rc = dl_fail(err, DL_EVALUE, UINT64_MAX, "nothing in the text holds this decision");
    return rc;
}

/* The row of the entity that one report has of an entity; 0: the report does not name it. */
static int entity_in_report(dl_record *r, uint64_t entity, const char *report, int64_t *key,
                            dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = sql_prepare(r->db, &s,
                         "SELECT min(i.key) FROM fixed_report f JOIN entity_in i"
                         " ON i.key BETWEEN f.report << 20 AND (f.report << 20) + 1048575"
                         " JOIN profile p ON p.profile=i.profile WHERE f.id=? AND p.entity=?",
                         false, err);
    if (!rc) sql_bind_words(s, 1, dl_str_of(report));
    if (!rc) sqlite3_bind_int64(s, 2, (int64_t)entity);
    if (!rc) rc = sql_step(s, &row, err);
    *key = !rc && row ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_finalize(s);
    return rc;
}

/* One side of a merge or split: the entity of one report, with its own anchor. */
typedef struct side {
    struct dl_finds *finds;
    decided_item item;
    char id[17];
} side;

static int side_of(dl_record *r, int64_t report, uint64_t id, uint32_t index, side *out,
                   dl_error *err) {
    int rc = record_finds_read(r, report, &out->finds, err);
    if (rc) return rc;
    if (index != DL_NONE) id = decide_entity_id(out->finds, index);
    out->item = decide_find(out->finds, id);
    snprintf(out->id, sizeof out->id, "%016llx", (unsigned long long)id);
    if (out->item.type && !strcmp(out->item.type, "entity")) return DL_OK;
    return dl_fail(err, DL_EVALUE, UINT64_MAX, "only names are merged and split; %s is none",
                   out->id);
}

/* The other side: of a merge the entity that value names; of a split what the report `value` calls
 * by the name of `target`. */
static int other_side(dl_record *r, const dl_decision *d, uint64_t target, side *out,
                      dl_error *err) {
    found_row found = {0, 0, 0};
    int64_t key = 0;
    int rc;
    if (!strcmp(d->kind, "merge")) {
        rc = find_row(r, d->value, &found, err);
        return rc ? rc : side_of(r, found.report, found.id, DL_NONE, out, err);
    }
    rc = entity_in_report(r, target, d->value, &key, err);
    if (!rc && !key)
        rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "that report does not name %s", d->target);
    return rc ? rc
              : side_of(r, key >> SQL_KEY_BITS, 0, (uint32_t)(key & ((1 << SQL_KEY_BITS) - 1)), out,
                        err);
}

/* Two rows, one for each side, each with its own anchor and the other's id: undoing one undoes
 * the decision, for it takes both. */
static int decide_pair(dl_record *r, const dl_decision *d, int64_t *number, dl_error *err) {
    found_row found = {0, 0, 0};
    side a = {0}, b = {0};
    int64_t second;
    int rc = d->value ? find_row(r, d->target, &found, err)
                      : dl_fail(err, DL_EVALUE, UINT64_MAX, "%s takes two", d->kind);
    if (!rc) rc = side_of(r, found.report, found.id, DL_NONE, &a, err);
    if (!rc) rc = other_side(r, d, found.id, &b, err);
    if (!rc && !strcmp(a.id, b.id))
        rc = dl_fail(err, DL_EVALUE, UINT64_MAX,
                     strcmp(d->kind, "merge") ? "the report is the first that names it; split off "
                                                "the others"
                                              : "both are the same already");
    dl_decision one = *d, two = *d;
    one.target = two.value = a.id;
    one.value = two.target = b.id;
    if (!rc) rc = insert(r, &two, "entity", b.id, b.finds, &b.item, &second, err);
    if (!rc) rc = insert(r, &one, "entity", a.id, a.finds, &a.item, number, err);
    dl_finds_free(a.finds);
    dl_finds_free(b.finds);
    return rc;
}

int record_decide_put(dl_record *r, const dl_decision *d, int64_t *number, dl_error *err) {
    if (!strcmp(d->kind, "merge") || !strcmp(d->kind, "split"))
        return decide_pair(r, d, number, err);
    if (strlen(d->target) == 64) return decide_report(r, d, number, err);
    found_row found = {0, 0, 0};
    struct dl_finds *finds = NULL;
    int rc = find_row(r, d->target, &found, err);
    if (!rc) rc = record_finds_read(r, found.report, &finds, err);
    if (rc) return rc;
    char target[17];
    snprintf(target, sizeof target, "%016llx", (unsigned long long)found.id);
    decided_item item = decide_find(finds, found.id);
    if (!item.type)
        rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "the row %s stands on no text", target);
    if (!rc) rc = insert(r, d, item.type, target, finds, &item, number, err);
    if (!rc) rc = try_it(finds, d, &item, err);
    dl_finds_free(finds);
    return rc;
}

int record_undo_put(dl_record *r, int64_t number, const char *why, const char *who, dl_error *err) {
    char sql[160], target[32];
    int64_t live, undo = 0;
    snprintf(sql, sizeof sql,
             "SELECT 1 FROM fixed_decision WHERE number=%lld AND undone IS NULL AND kind<>'undo'",
             (long long)number);
    int rc = sql_int(r->db, sql, 0, &live, err);
    if (!rc && !live)
        rc = dl_fail(err, DL_ENOTFOUND, UINT64_MAX,
                     "there is no decision %lld that stands; dateline undo lists them",
                     (long long)number);
    snprintf(target, sizeof target, "%lld", (long long)number);
    dl_decision d = {.kind = "undo", .why = why, .who = who};
    if (!rc) rc = insert(r, &d, "decision", target, NULL, NULL, &undo, err);
    snprintf(sql, sizeof sql, "UPDATE fixed_decision SET undone=%lld WHERE number=%lld",
             (long long)undo, (long long)number);
    return rc ? rc : sql_exec(r->db, sql, err);
}
