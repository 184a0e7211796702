/* sql.h - thin calls over SQLite: status codes and messages of ours, statements kept prepared. */
#ifndef DL_RECORD_SQL_H
#define DL_RECORD_SQL_H

#include <sqlite3.h>

#include "base/error.h"
#include "base/span.h"

/* What SQLite says as a DL_E* code with cause and remedy. */
int sql_fail(sqlite3 *db, int sqlite_code, const char *doing, dl_error *err);
/* Runs every statement of text (NUL-terminated). */
int sql_exec(sqlite3 *db, const char *text, dl_error *err);
/* persistent: for statements kept. The caller finalizes. */
int sql_prepare(sqlite3 *db, sqlite3_stmt **stmt, const char *text, bool persistent, dl_error *err);
/* *row true: a row is there. Otherwise the statement has been reset. */
int sql_step(sqlite3_stmt *stmt, bool *row, dl_error *err);
/* Steps a statement that returns no row, and resets it. */
int sql_run(sqlite3_stmt *stmt, dl_error *err);
/* One integer; missing rows and NULL give otherwise. */
int sql_int(sqlite3 *db, const char *text, int64_t otherwise, int64_t *out, dl_error *err);

/* Binding; empty or absent values bind NULL. Text is not copied: it must live until the step. */
void sql_bind_text(sqlite3_stmt *stmt, int at, dl_str value);  /* empty: NULL */
void sql_bind_words(sqlite3_stmt *stmt, int at, dl_str value); /* empty: "" */
void sql_bind_blob(sqlite3_stmt *stmt, int at, dl_str value);
void sql_bind_index(sqlite3_stmt *stmt, int at, int64_t report, uint32_t index); /* a key */
/* start, end, words at `at`, at+1, at+2. */
void sql_bind_span(sqlite3_stmt *stmt, int at, dl_str text, dl_span span);
/* A column's bytes, alive until the next step. */
dl_str sql_column(sqlite3_stmt *stmt, int at);

enum { SQL_KEY_BITS = 20 }; /* items of one kind in a report: at most 2^20 */
static inline int64_t sql_key(int64_t report, uint32_t index) {
    return report << SQL_KEY_BITS | index;
}

#endif
