/* Opening and making the file. Who it is and which version is read from the header's bytes before
 * SQLite opens it, so that a refused file stays as it was. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/embedded.h"
#include "record/inside.h"

extern const dl_embedded_file dl_sql[];
extern const uint32_t dl_sql_count;

static uint32_t big_endian(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int check_header(const unsigned char *head, ssize_t len, dl_error *err) {
    if (len < 100 || memcmp(head, "SQLite format 3", 16) != 0 ||
        big_endian(head + 68) != RECORD_APPLICATION)
        return dl_fail(err, DL_ENOTRECORD, 0,
                       "this file is not a dateline record; name another with --record, it is left "
                       "as it was");
    uint32_t version = big_endian(head + 60);
    if (version > RECORD_VERSION)
        return dl_fail(err, DL_EVERSION, 60,
                       "the record is of version %u and this program knows up to %d; use a newer "
                       "dateline, the file is left as it was",
                       version, RECORD_VERSION);
    return DL_OK;
}

/* DL_ENOTFOUND where there is no file. */
static int look_at(const char *path, dl_error *err) {
    unsigned char head[100];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX,
                       "there is no record %s; dateline add FILES makes one", path);
    if (fd < 0)
        return dl_fail(err, DL_EIO, UINT64_MAX, "cannot open the record: %s", strerror(errno));
    ssize_t n = read(fd, head, sizeof head);
    int why = errno;
    close(fd);
    if (n < 0) return dl_fail(err, DL_EIO, 0, "cannot read the record: %s", strerror(why));
    return check_header(head, n, err);
}

const char *record_sql(const char *name) {
    for (uint32_t i = 0; i < dl_sql_count; i++)
        if (!strcmp(dl_sql[i].name, name)) return (const char *)dl_sql[i].start;
    return NULL;
}

int record_run_sql(sqlite3 *db, const char *prefix, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < dl_sql_count; i++)
        if (!strncmp(dl_sql[i].name, prefix, strlen(prefix)))
            rc = sql_exec(db, (const char *)dl_sql[i].start, err); /* a 0 byte ends each file */
    return rc;
}

/* text with every `from` made `to`. */
static bool replaced(dl_buf *out, dl_str text, const char *from, const char *to) {
    size_t len = strlen(from);
    for (size_t i = 0; i < text.len; i++) {
        if (text.len - i >= len && memcmp(text.ptr + i, from, len) == 0) {
            dl_buf_puts(out, to);
            i += len - 1;
        } else {
            dl_buf_char(out, text.ptr[i]);
        }
    }
    return !out->failed;
}

int record_make_views(sqlite3 *db, const char *schema, dl_error *err) {
    char view[48], column[48];
    snprintf(view, sizeof view, "CREATE VIEW %s.", schema);
    snprintf(column, sizeof column, "INSERT INTO %s.view_", schema);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < dl_sql_count; i++) {
        if (strncmp(dl_sql[i].name, "views", 5) != 0) continue;
        dl_buf once = {0}, twice = {0};
        bool good =
            replaced(&once, dl_str_of((const char *)dl_sql[i].start), "CREATE VIEW ", view) &&
            replaced(&twice, dl_buf_view(&once), "INSERT INTO view_", column);
        rc = good ? sql_exec(db, twice.data, err) : dl_fail_memory(err);
        dl_buf_free(&once);
        dl_buf_free(&twice);
    }
    return rc;
}

/* The views this connection uses are the program's own, in its temporary schema: a record from a
 * stranger brings none, and what they call need not be trusted from a file. The same views stand
 * in the file for people with other tools. */
static int make_own_views(sqlite3 *db, dl_error *err) {
    int rc = sql_exec(db,
                      "CREATE TEMP TABLE view_column(view TEXT, place INT, name TEXT, type TEXT,"
                      " what TEXT, PRIMARY KEY(view, place)) WITHOUT ROWID;"
                      "CREATE TEMP TABLE view_info(view TEXT PRIMARY KEY, what TEXT, sort TEXT,"
                      " dump INT) WITHOUT ROWID;",
                      err);
    return rc ? rc : record_make_views(db, "temp", err);
}

/* The settings of promises.md B3. */
static int set_up(sqlite3 *db, bool writes, dl_error *err) {
    sqlite3_busy_timeout(db, 10000);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    int rc = sql_exec(db,
                      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
                      "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;"
                      "PRAGMA temp_store=MEMORY;",
                      err);
    if (!rc) rc = make_own_views(db, err);
    if (!rc && !writes) rc = sql_exec(db, "PRAGMA query_only=ON;", err);
    return rc;
}

static int make_schema(sqlite3 *db, dl_error *err) {
    char pragmas[96];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id=%d; PRAGMA user_version=%d;",
             RECORD_APPLICATION, RECORD_VERSION);
    int rc = sql_exec(db, "BEGIN IMMEDIATE;", err);
    if (!rc) rc = sql_exec(db, pragmas, err);
    if (!rc) rc = record_run_sql(db, "schema_fixed", err);
    if (!rc) rc = record_run_sql(db, "schema_derived", err);
    if (!rc) rc = record_make_views(db, "main", err);
    if (!rc) rc = sql_exec(db, "COMMIT;", err);
    if (!rc) rc = sql_exec(db, "PRAGMA journal_mode=WAL;", err);
    return rc;
}

/* Makes the file beside its place and links it there, so that nobody ever sees half of one. */
static int create(const char *path, dl_error *err) {
    dl_buf name = {0};
    dl_buf_printf(&name, "%s.new-%ld", path, (long)getpid());
    if (name.failed) return dl_fail_memory(err);
    unlink(name.data);
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(name.data, &db, flags, NULL);
    rc = rc ? sql_fail(db, rc, "making the record", err) : set_up(db, true, err);
    if (!rc) rc = make_schema(db, err);
    int closed = sqlite3_close(db);
    if (!rc && closed) rc = sql_fail(NULL, closed, "making the record", err);
    if (!rc && link(name.data, path) && errno != EEXIST)
        rc = dl_fail(err, DL_EIO, UINT64_MAX, "cannot make the record: %s", strerror(errno));
    unlink(name.data);
    dl_buf_free(&name);
    return rc;
}

/* A WAL file cannot be opened where SQLite may not make its -shm beside it, unless the file is
 * declared unchanging; which is true only where nobody left a -wal. */
static bool is_unchanging(const char *path) {
    struct stat st;
    char wal[4096];
    if (snprintf(wal, sizeof wal, "%s-wal", path) >= (int)sizeof wal) return false;
    if (stat(wal, &st) == 0 && st.st_size > 0) return false;
    char *dir = strdup(path);
    if (!dir) return false;
    char *slash = strrchr(dir, '/');
    if (slash) *slash = '\0';
    bool fixed = access(slash ? (*dir ? dir : "/") : ".", W_OK) != 0;
    free(dir);
    return fixed;
}

/* path as a file: address; the characters that mean something there are escaped. */
static void put_address(dl_buf *out, const char *path, const char *options) {
    dl_buf_puts(out, "file:");
    for (const char *p = path; *p; p++) {
        if (*p == '?' || *p == '#' || *p == '%')
            dl_buf_printf(out, "%%%02X", (unsigned)*p);
        else
            dl_buf_char(out, *p);
    }
    dl_buf_puts(out, options);
}

static int open_db(dl_record *r, dl_error *err) {
    dl_buf address = {0};
    bool fixed = !r->writes && is_unchanging(r->path);
    put_address(&address, r->path, fixed ? "?immutable=1" : "");
    if (address.failed) return dl_fail_memory(err);
    int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
                (r->writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    int rc = sqlite3_open_v2(address.data, &r->db, flags, NULL);
    rc = rc ? sql_fail(r->db, rc, "opening the record", err) : set_up(r->db, r->writes, err);
    dl_buf_free(&address);
    return rc;
}

int record_read_analysis(dl_record *record, dl_error *err) {
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    record->analysis[0] = '\0';
    int rc = sql_prepare(record->db, &stmt, "SELECT analysis FROM made_by", false, err);
    if (!rc) rc = sql_step(stmt, &row, err);
    if (!rc && row)
        snprintf(record->analysis, sizeof record->analysis, "%s",
                 (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return rc;
}

int dl_record_open(dl_record **out, const char *path, unsigned flags, dl_error *err) {
    *out = NULL;
    int rc = look_at(path, err);
    if (rc == DL_ENOTFOUND && flags == DL_RECORD_CREATE) rc = create(path, err);
    if (rc) return rc;
    dl_record *r = calloc(1, sizeof *r);
    if (!r) return dl_fail_memory(err);
    dl_arena_init(&r->stash.arena);
    stash_clear(&r->stash);
    r->writes = flags != DL_RECORD_READ;
    r->path = strdup(path);
    rc = r->path ? open_db(r, err) : dl_fail_memory(err);
    if (!rc && r->writes && access(path, W_OK) != 0)
        rc = dl_fail(err, DL_EREADONLY, UINT64_MAX,
                     "the record may not be written: %s; copy it to a place of yours",
                     strerror(errno));
    if (!rc) rc = record_read_analysis(r, err);
    if (rc)
        dl_record_close(r);
    else
        *out = r;
    return rc;
}

void dl_record_close(dl_record *record) {
    if (!record) return;
    if (record->in_batch) record_rollback(record);
    record_writer_close(record->writer);
    record_index_close(record->index);
    record_links_close(record->links);
    dl_arena_free(&record->stash.arena);
    sqlite3_close(record->db);
    free(record->path);
    free(record);
}

const char *dl_record_analysis(const dl_record *record) {
    return record->analysis;
}

const char *record_path(const dl_record *record) {
    return record->path;
}
