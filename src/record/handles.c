/* Handles: the shortest beginning of a file's name that no other report's name has, to the end of a
 * word of it. Names are kept in order, so a new one touches its two neighbours only. */
#include <stdio.h>

#include "record/write.h"

enum { LONG_WORD = 12, ID_DIGITS = 6 };

/* The file's name without folder, and without a short ending ("x.txt", not "x.warc#3"). */
static dl_str stem_of(dl_str path) {
    size_t from = 0, to = path.len;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && i + 1 < path.len) from = i + 1;
    for (size_t i = path.len; i > from + 1 && path.len - i <= 5; i--) {
        if (path.ptr[i - 1] == '#') break;
        if (path.ptr[i - 1] != '.') continue;
        to = i - 1;
        break;
    }
    return dl_str_sub(path, from, to);
}

static size_t common(dl_str a, dl_str b) {
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n]) n++;
    return n;
}

static bool in_word(char c) {
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z');
}

/* How many bytes of key tell it from its neighbours, whole words of its stem. */
static size_t handle_len(dl_str key, dl_str before, dl_str after) {
    size_t at = key.len - 65; /* the '@' before the id */
    size_t b = common(key, before), a = common(key, after), need = (a > b ? a : b) + 1;
    if (need > at + 1) /* another report has this name: some of the id */
        return need > at + 1 + ID_DIGITS ? need : at + 1 + ID_DIGITS;
    if (need > at) return at; /* the whole name, which is the beginning of another */
    size_t end = need;
    while (end < at && in_word(key.ptr[end])) end++;
    if (end - need <= LONG_WORD) return end;
    end = need < 4 ? 4 : need;
    while (end < at && ((unsigned char)key.ptr[end] & 0xc0) == 0x80) end++;
    return end;
}

/* The neighbour's report (0: none) and its stem in out. */
static int neighbour(dl_record *r, enum write_other which, dl_str stem, int64_t *report,
                     dl_buf *out, dl_error *err) {
    sqlite3_stmt *s = r->writer->other[which];
    bool row = false;
    *report = 0;
    if (out) dl_buf_clear(out);
    sql_bind_words(s, 1, stem);
    int rc = sql_step(s, &row, err);
    if (rc || !row) return rc;
    *report = sqlite3_column_int64(s, 0);
    if (out) dl_buf_str(out, sql_column(s, 1));
    sqlite3_reset(s);
    return DL_OK;
}

static int set_one(dl_record *r, int64_t report, dl_str stem, dl_error *err) {
    dl_buf before = {0}, after = {0};
    int64_t other;
    int rc = neighbour(r, WRITE_HANDLE_BEFORE, stem, &other, &before, err);
    if (!rc) rc = neighbour(r, WRITE_HANDLE_AFTER, stem, &other, &after, err);
    sqlite3_stmt *set = r->writer->other[WRITE_HANDLE_SET];
    size_t len = handle_len(stem, dl_buf_view(&before), dl_buf_view(&after));
    sqlite3_bind_int64(set, 1, report);
    sql_bind_words(set, 2, (dl_str){stem.ptr, len});
    if (!rc) rc = sql_run(set, err);
    dl_buf_free(&before);
    dl_buf_free(&after);
    return rc;
}

/* Both neighbours of a name that came or went. */
static int mend_neighbours(dl_record *r, dl_str stem, dl_error *err) {
    dl_buf name = {0};
    int64_t report;
    int rc = neighbour(r, WRITE_HANDLE_BEFORE, stem, &report, &name, err);
    if (!rc && report) rc = set_one(r, report, dl_buf_view(&name), err);
    if (!rc) rc = neighbour(r, WRITE_HANDLE_AFTER, stem, &report, &name, err);
    if (!rc && report) rc = set_one(r, report, dl_buf_view(&name), err);
    dl_buf_free(&name);
    return rc;
}

int record_set_handle(dl_record *r, int64_t report, dl_str path, const char *id, dl_error *err) {
    dl_buf stem = {0};
    dl_buf_str(&stem, stem_of(path));
    dl_buf_printf(&stem, "@%s", id);
    if (stem.failed) return dl_fail_memory(err);
    sqlite3_stmt *insert = r->writer->other[WRITE_HANDLE_PUT];
    sqlite3_bind_int64(insert, 1, report);
    sql_bind_words(insert, 2, dl_buf_view(&stem));
    int rc = sql_run(insert, err);
    if (!rc) rc = set_one(r, report, dl_buf_view(&stem), err);
    if (!rc) rc = mend_neighbours(r, dl_buf_view(&stem), err);
    dl_buf_free(&stem);
    return rc;
}

int record_drop_handle(dl_record *r, int64_t report, dl_error *err) {
    sqlite3_stmt *of = r->writer->other[WRITE_HANDLE_OF],
                 *drop = r->writer->other[WRITE_HANDLE_DROP];
    bool row = false;
    dl_buf stem = {0};
    sqlite3_bind_int64(of, 1, report);
    int rc = sql_step(of, &row, err);
    if (rc || !row) return rc;
    dl_buf_str(&stem, sql_column(of, 0));
    sqlite3_reset(of);
    sqlite3_bind_int64(drop, 1, report);
    rc = sql_run(drop, err);
    if (!rc) rc = mend_neighbours(r, dl_buf_view(&stem), err);
    dl_buf_free(&stem);
    return rc;
}
