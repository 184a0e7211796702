/* Law 1: what a stored row says of a report is read back and compared with the stored text. */
#include "record/write.h"

static int mismatch(const char *table, int64_t start, dl_error *err) {
    return dl_fail(err, DL_EVALUE, (uint64_t)start,
                   "a row of %s does not say what the text says there: please report this with the "
                   "file",
                   table);
}

/* Whether the character boundaries are kept: no span begins or ends inside a character. */
static bool whole_characters(dl_str text, int64_t start, int64_t end) {
    return ((size_t)start >= text.len || ((unsigned char)text.ptr[start] & 0xc0) != 0x80) &&
           ((size_t)end >= text.len || ((unsigned char)text.ptr[end] & 0xc0) != 0x80);
}

static int check_row(const record_noun *noun, sqlite3_stmt *s, dl_str text, dl_error *err) {
    for (int i = 0; i < noun->triples; i++) {
        if (sqlite3_column_type(s, 3 * i) == SQLITE_NULL) continue;
        int64_t start = sqlite3_column_int64(s, 3 * i), end = sqlite3_column_int64(s, 3 * i + 1);
        dl_str words = sql_column(s, 3 * i + 2);
        bool good = start >= 0 && start <= end && (uint64_t)end <= text.len &&
                    whole_characters(text, start, end) && words.len == (size_t)(end - start) &&
                    (!words.len || memcmp(words.ptr, text.ptr + start, words.len) == 0);
        if (!good) return mismatch(noun->table, start, err);
    }
    for (int i = 0; i < noun->lists; i++) {
        dl_span bad;
        if (!json_spans_hold(sql_column(s, 3 * noun->triples + i), text, &bad))
            return mismatch(noun->table, bad.start, err);
    }
    return DL_OK;
}

int record_verify_noun(const record_noun *noun, sqlite3_stmt *s, int64_t report, dl_str text,
                       dl_error *err) {
    bool row = false;
    sqlite3_bind_int64(s, 1, sql_key(report, 0));
    sqlite3_bind_int64(s, 2, sql_key(report + 1, 0) - 1);
    int rc = sql_step(s, &row, err);
    while (!rc && row) {
        rc = check_row(noun, s, text, err);
        if (!rc) rc = sql_step(s, &row, err);
    }
    sqlite3_reset(s);
    return rc;
}

int record_verify_report(dl_record *r, int64_t report, dl_error *err) {
    record_writer *w = r->writer;
    sqlite3_stmt *stored = w->other[WRITE_TEXT];
    bool row = false;
    sqlite3_bind_int64(stored, 1, report);
    int rc = sql_step(stored, &row, err);
    dl_str text = !rc && row ? sql_column(stored, 0) : (dl_str){NULL, 0};
    for (uint32_t i = 0; !rc && i < record_noun_count; i++)
        if (w->check[i]) rc = record_verify_noun(record_nouns[i], w->check[i], report, text, err);
    sqlite3_reset(stored);
    return rc;
}
