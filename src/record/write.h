/* write.h - the writer's prepared statements and the parts of write*.c. */
#ifndef DL_RECORD_WRITE_H
#define DL_RECORD_WRITE_H

#include "record/inside.h"
#include "record/noun.h"

enum { WRITE_NOUNS_MAX = 32 };

enum write_other {
    WRITE_FIXED,
    WRITE_FIND_ID,
    WRITE_GIVEN,
    WRITE_PATHS,
    WRITE_REPORT,
    WRITE_FTS,
    WRITE_FTS_DROP,
    WRITE_PENDING,
    WRITE_TEXT,
    WRITE_DROP_REPORT,
    WRITE_HANDLE_PUT,
    WRITE_HANDLE_SET,
    WRITE_HANDLE_OF,
    WRITE_HANDLE_BEFORE,
    WRITE_HANDLE_AFTER,
    WRITE_HANDLE_DROP,
    WRITE_OTHERS
};

struct record_writer {
    sqlite3_stmt *insert[WRITE_NOUNS_MAX], *check[WRITE_NOUNS_MAX], *drop[WRITE_NOUNS_MAX];
    sqlite3_stmt *other[WRITE_OTHERS];
    dl_buf lists[PUT_LISTS]; /* kept between reports */
};

int record_writer_open(dl_record *record, dl_error *err);
/* Gives the batch its row; called before anything that stays is written. */
int record_touch(dl_record *record, dl_error *err);
/* The row of table report. */
int record_put_report(dl_record *record, int64_t report, const struct dl_finds *finds, dl_str blob,
                      dl_error *err);

/* handles.c: gives a report its handle, or takes it away, and mends its neighbours'. */
int record_set_handle(dl_record *record, int64_t report, dl_str path, const char *id,
                      dl_error *err);
int record_drop_handle(dl_record *record, int64_t report, dl_error *err);

/* verify.c: the rows of one noun and report against the text; stmt is noun->check prepared. */
int record_verify_noun(const record_noun *noun, sqlite3_stmt *stmt, int64_t report, dl_str text,
                       dl_error *err);

#endif
