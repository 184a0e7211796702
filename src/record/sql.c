#include "record/sql.h"

int sql_fail(sqlite3 *db, int code, const char *doing, dl_error *err) {
    const char *why = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_NOMEM: return dl_fail_memory(err);
    case SQLITE_FULL:
        return dl_fail(err, DL_EIO, UINT64_MAX,
                       "the disk is full while %s; what was committed is safe: make room, run the "
                       "same command again",
                       doing);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return dl_fail(err, DL_EBUSY, UINT64_MAX,
                       "another program is writing to the record; wait for it and run this again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return dl_fail(
            err, DL_EREADONLY, UINT64_MAX,
            "the record cannot be written here (%s); copy it to a place you may write to", why);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return dl_fail(err, DL_ECORRUPT, UINT64_MAX,
                       "the record is damaged (%s while %s); run dateline check, restore a copy",
                       why, doing);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: return dl_fail(err, DL_EIO, UINT64_MAX, "%s while %s", why, doing);
    default: return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "%s while %s", why, doing);
    }
}

int sql_exec(sqlite3 *db, const char *text, dl_error *err) {
    int rc = sqlite3_exec(db, text, NULL, NULL, NULL);
    return rc ? sql_fail(db, rc, "changing the record", err) : DL_OK;
}

int sql_prepare(sqlite3 *db, sqlite3_stmt **stmt, const char *text, bool persistent,
                dl_error *err) {
    unsigned flags = persistent ? SQLITE_PREPARE_PERSISTENT : 0;
    int rc = sqlite3_prepare_v3(db, text, -1, flags, stmt, NULL);
    return rc ? sql_fail(db, rc, "preparing a statement", err) : DL_OK;
}

int sql_step(sqlite3_stmt *stmt, bool *row, dl_error *err) {
    int rc = sqlite3_step(stmt);
    *row = rc == SQLITE_ROW;
    if (*row) return DL_OK;
    sqlite3_reset(stmt);
    if (rc == SQLITE_DONE) return DL_OK;
    return sql_fail(sqlite3_db_handle(stmt), rc, "reading the record", err);
}

int sql_run(sqlite3_stmt *stmt, dl_error *err) {
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_DONE || rc == SQLITE_ROW) {
        sqlite3_reset(stmt);
        return DL_OK;
    }
    int out = sql_fail(sqlite3_db_handle(stmt), rc, "writing the record", err);
    sqlite3_reset(stmt);
    return out;
}

int sql_int(sqlite3 *db, const char *text, int64_t otherwise, int64_t *out, dl_error *err) {
    *out = otherwise;
    sqlite3_stmt *stmt = NULL;
    int rc = sql_prepare(db, &stmt, text, false, err);
    bool row = false;
    if (!rc) rc = sql_step(stmt, &row, err);
    if (!rc && row && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return rc;
}

void sql_bind_text(sqlite3_stmt *stmt, int at, dl_str value) {
    if (value.len)
        sqlite3_bind_text64(stmt, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(stmt, at);
}

void sql_bind_words(sqlite3_stmt *stmt, int at, dl_str value) {
    sqlite3_bind_text64(stmt, at, value.len ? value.ptr : "", value.len, SQLITE_STATIC,
                        SQLITE_UTF8);
}

void sql_bind_blob(sqlite3_stmt *stmt, int at, dl_str value) {
    sqlite3_bind_blob64(stmt, at, value.len ? value.ptr : "", value.len, SQLITE_STATIC);
}

void sql_bind_index(sqlite3_stmt *stmt, int at, int64_t report, uint32_t index) {
    if (index == DL_NONE)
        sqlite3_bind_null(stmt, at);
    else
        sqlite3_bind_int64(stmt, at, sql_key(report, index));
}

void sql_bind_span(sqlite3_stmt *stmt, int at, dl_str text, dl_span span) {
    if (dl_span_is_none(span)) {
        for (int i = 0; i < 3; i++) sqlite3_bind_null(stmt, at + i);
        return;
    }
    sqlite3_bind_int64(stmt, at, span.start);
    sqlite3_bind_int64(stmt, at + 1, span.end);
    sql_bind_words(stmt, at + 2, dl_span_text(text, span));
}

dl_str sql_column(sqlite3_stmt *stmt, int at) {
    const void *bytes = sqlite3_column_blob(stmt, at);
    return (dl_str){bytes, (size_t)sqlite3_column_bytes(stmt, at)};
}
