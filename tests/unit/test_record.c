/* The ground of the record: refusals, law 1, the budget, portable finds, views that say what they
 * are. What needs a shell (rights, disks, kills) is in tests/faults. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "dateline.h"
#include "model/finds.h"
#include "record/record.h"

static const char text[] =
    "Ministers meet over border\n\nBy Ann Field\nThe Harbour Post, March 3, 2031\n\n"
    "Foreign Minister Jon Hale met Prime Minister Lena Orm in Oslo on Monday. \"We will not give "
    "up "
    "the bridge,\" Hale said after the talks. Orm said the two sides were close to an agreement.\n";

static char path[64];
static dl_engine *engine;

static int open_engine(void **state) {
    (void)state;
    snprintf(path, sizeof path, "/tmp/dl_test_record_%ld.db", (long)getpid());
    return dl_engine_open(&engine, NULL, NULL);
}

static void remove_record(void) {
    char other[80];
    unlink(path);
    snprintf(other, sizeof other, "%s-wal", path);
    unlink(other);
    snprintf(other, sizeof other, "%s-shm", path);
    unlink(other);
}

static int close_engine(void **state) {
    (void)state;
    remove_record();
    dl_engine_close(engine);
    return 0;
}

static dl_record *fresh(void) {
    dl_record *record = NULL;
    remove_record();
    assert_int_equal(dl_record_open(&record, path, DL_RECORD_CREATE, NULL), DL_OK);
    return record;
}

static dl_finds *find(void) {
    dl_worker *worker = NULL;
    dl_finds *finds = NULL;
    assert_int_equal(dl_worker_open(&worker, engine, NULL), DL_OK);
    assert_int_equal(dl_find(worker, "a.txt", text, sizeof text - 1, NULL, &finds, NULL), DL_OK);
    dl_worker_close(worker);
    return finds;
}

static void finds_are_portable(void **state) {
    (void)state;
    dl_finds *finds = find(), *again = NULL;
    void *a, *b;
    size_t na, nb;
    assert_true(finds->attributions.count > 0);
    assert_int_equal(dl_finds_save(finds, &a, &na, NULL), DL_OK);
    assert_int_equal(dl_finds_load(&again, a, na, NULL), DL_OK);
    assert_int_equal(dl_finds_save(again, &b, &nb, NULL), DL_OK);
    assert_int_equal(na, nb);
    assert_memory_equal(a, b, na);
    dl_finds *torn = NULL;
    ((char *)a)[na / 2] ^= 1;
    assert_int_equal(dl_finds_load(&torn, a, na, NULL), DL_ECORRUPT);
    free(a);
    free(b);
    dl_finds_free(finds);
    dl_finds_free(again);
}

static void a_span_outside_the_text_is_refused(void **state) {
    (void)state;
    dl_finds *finds = find();
    assert_int_equal(record_spans_lie(finds, NULL), DL_OK);
    dl_span whole = finds->attributions.items[0].cue;
    finds->attributions.items[0].cue.end = (uint32_t)finds->report.text.len + 1;
    assert_int_equal(record_spans_lie(finds, NULL), DL_EVALUE);
    finds->attributions.items[0].cue = whole;
    assert_int_equal(record_spans_lie(finds, NULL), DL_OK);
    dl_finds_free(finds);
}

/* Stored words that do not stand in the stored text are found by check (law 1, read back). */
static void stored_words_must_stand_in_the_text(void **state) {
    (void)state;
    dl_record *record = fresh();
    uint64_t problems = 99;
    assert_int_equal(
        dl_record_add_bytes(record, engine, "a.txt", text, sizeof text - 1, NULL, NULL, NULL),
        DL_OK);
    assert_int_equal(dl_record_check(record, NULL, NULL, &problems, NULL), DL_OK);
    assert_int_equal(problems, 0);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE attribution SET cue='denied' WHERE cue IS NOT NULL", 0, 0, 0),
        SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(dl_record_check(record, NULL, NULL, &problems, NULL), DL_OK);
    assert_true(problems > 0);
    assert_int_equal(dl_record_rebuild(record, engine, NULL, NULL, NULL), DL_OK);
    assert_int_equal(dl_record_check(record, NULL, NULL, &problems, NULL), DL_OK);
    assert_int_equal(problems, 0);
    dl_record_close(record);
}

static void another_analysis_refuses_and_names_rebuild(void **state) {
    (void)state;
    dl_record *record = fresh();
    dl_error err = {0};
    assert_int_equal(
        dl_record_add_bytes(record, engine, "a.txt", text, sizeof text - 1, NULL, NULL, NULL),
        DL_OK);
    assert_string_equal(dl_record_analysis(record), dl_engine_analysis(engine));
    dl_record_close(record);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE made_by SET analysis='older'", 0, 0, 0), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(dl_record_open(&record, path, DL_RECORD_WRITE, NULL), DL_OK);
    assert_int_equal(
        dl_record_add_bytes(record, engine, "b.txt", "Talks went on.", 14, NULL, NULL, &err),
        DL_EANALYSIS);
    assert_non_null(strstr(err.message, "dateline rebuild"));
    dl_record_close(record);
}

static int64_t count(dl_record *record, const char *view, const char *column) {
    dl_query q = {.view = view, .columns = column, .all = 1};
    dl_rows *rows;
    int more = 0;
    int64_t n = 0;
    dl_error err = {0};
    if (dl_rows_open(&rows, record, &q, &err)) fail_msg("%s: %s", view, err.message);
    while (!dl_rows_next(rows, &more, &err) && more) n++;
    if (err.code) fail_msg("%s: %s", view, err.message);
    dl_rows_close(rows);
    return n;
}

/* Every view can be read whole, and has the columns it says it has, in SQL as in view_column. */
static void views_are_what_they_say(void **state) {
    (void)state;
    dl_record *record = fresh();
    assert_int_equal(
        dl_record_add_bytes(record, engine, "a.txt", text, sizeof text - 1, NULL, NULL, NULL),
        DL_OK);
    dl_query q = {.view = "view", .columns = "name"};
    dl_rows *rows;
    int more = 0, views = 0;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(dl_rows_open(&rows, record, &q, NULL), DL_OK);
    while (!dl_rows_next(rows, &more, NULL) && more) {
        const char *name = dl_rows_text(rows, 0);
        char sql[200];
        views++;
        if (strcmp(name, "search") != 0) count(record, name, NULL);
        snprintf(sql, sizeof sql,
                 "SELECT count(*), (SELECT count(*) FROM view_column WHERE view='%s') FROM"
                 " pragma_table_info('v_%s')",
                 name, name);
        sqlite3_stmt *s;
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(s), SQLITE_ROW);
        if (sqlite3_column_int(s, 0) != sqlite3_column_int(s, 1))
            fail_msg("v_%s has %d columns and says %d", name, sqlite3_column_int(s, 0),
                     sqlite3_column_int(s, 1));
        sqlite3_finalize(s);
    }
    assert_true(views > 20);
    dl_rows_close(rows);
    sqlite3_close(db);
    dl_record_close(record);
}

static void names_that_are_not_there_are_refused(void **state) {
    (void)state;
    dl_record *record = fresh();
    dl_rows *rows = NULL;
    dl_where bad_op = {"id", "= '' OR 1=1 --", "x"}, bad_column = {"id\" OR 1=1 --", "=", "x"};
    dl_query queries[] = {
        {.view = "nothing"},
        {.view = "report; DROP TABLE report"},
        {.view = "report", .columns = "id,colour"},
        {.view = "report", .order = "id desc, 1; DROP TABLE report"},
        {.view = "report", .where = &bad_op, .where_count = 1},
        {.view = "report", .where = &bad_column, .where_count = 1},
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        assert_int_not_equal(dl_rows_open(&rows, record, &queries[i], NULL), DL_OK);
        assert_null(rows);
    }
    dl_record_close(record);
}

/* Low certainty is shown only where it is asked for. */
static void certainty_hides(void **state) {
    (void)state;
    dl_record *record = fresh();
    assert_int_equal(
        dl_record_add_bytes(record, engine, "a.txt", text, sizeof text - 1, NULL, NULL, NULL),
        DL_OK);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE attribution SET certainty=1", 0, 0, 0), SQLITE_OK);
    sqlite3_close(db);
    dl_query q = {.view = "attribution"};
    dl_rows *rows;
    int more = 1;
    assert_int_equal(dl_rows_open(&rows, record, &q, NULL), DL_OK);
    assert_int_equal(dl_rows_next(rows, &more, NULL), DL_OK);
    assert_int_equal(more, 0);
    dl_rows_close(rows);
    assert_true(count(record, "attribution", "id") > 0);
    dl_record_close(record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_are_portable),
        cmocka_unit_test(a_span_outside_the_text_is_refused),
        cmocka_unit_test(stored_words_must_stand_in_the_text),
        cmocka_unit_test(another_analysis_refuses_and_names_rebuild),
        cmocka_unit_test(views_are_what_they_say),
        cmocka_unit_test(names_that_are_not_there_are_refused),
        cmocka_unit_test(certainty_hides),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
