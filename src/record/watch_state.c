/* What `watch` knows of feeds and pages: validators, hashes, when to ask again. No fixed row (it
 * says nothing of the world) and no derived one (it cannot be computed again): outside the dump,
 * and a record without it only fetches more. Made where it is first needed, so that records of
 * programs without it stay what they are. */
#include "record/inside.h"
#include "record/record.h"
#include "record/sql.h"

static int make_table(dl_record *r, dl_error *err) {
    return sql_exec(r->db,
                    "CREATE TABLE IF NOT EXISTS watch_state("
                    "  key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
                    err);
}

int record_watch_get(dl_record *r, const char *key, dl_buf *value, dl_error *err) {
    sqlite3_stmt *s = NULL;
    bool row = false;
    int rc = make_table(r, err);
    if (!rc) rc = sql_prepare(r->db, &s, "SELECT value FROM watch_state WHERE key=?", false, err);
    if (!rc) sql_bind_words(s, 1, dl_str_of(key));
    if (!rc) rc = sql_step(s, &row, err);
    if (row) dl_buf_str(value, sql_column(s, 0));
    sqlite3_finalize(s);
    return rc;
}

int record_watch_put(dl_record *r, const char *key, dl_str value, dl_error *err) {
    sqlite3_stmt *s = NULL;
    int rc = make_table(r, err);
    if (!rc)
        rc = sql_prepare(r->db, &s, "INSERT OR REPLACE INTO watch_state(key, value) VALUES(?, ?)",
                         false, err);
    if (!rc) sql_bind_words(s, 1, dl_str_of(key));
    if (!rc) sql_bind_words(s, 2, value);
    if (!rc) rc = sql_run(s, err);
    sqlite3_finalize(s);
    return rc;
}
