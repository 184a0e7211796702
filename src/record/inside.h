/* inside.h - what the files of record/ share. */
#ifndef DL_RECORD_INSIDE_H
#define DL_RECORD_INSIDE_H

#include "record/record.h"
#include "record/sql.h"
#include "record/stash.h"

enum {
    RECORD_APPLICATION = 0x444c4e31, /* "DLN1" in the header's bytes 68-71 */
    RECORD_VERSION = 1,              /* of the fixed rows, in bytes 60-63 */
};

typedef struct record_writer record_writer; /* prepared statements of the writer: write.c */

struct dl_record {
    sqlite3 *db;
    char *path;
    bool writes; /* opened for writing */
    bool in_batch;
    bool has_row; /* the open batch has its fixed_batch row */
    int64_t batch;
    char analysis[65];
    record_writer *writer;
    struct record_index_state *index; /* index.c */
    struct record_links *links;       /* write_links.c */
    record_stash stash;
};

/* The text of an .sql file of this folder, NUL-terminated; NULL: none. */
const char *record_sql(const char *name);
/* Runs every compiled-in .sql file whose name starts with prefix, in name order. */
int record_run_sql(sqlite3 *db, const char *prefix, dl_error *err);
/* Makes the views of views*.sql in a schema ("main", "temp") whose view_ tables are there. */
int record_make_views(sqlite3 *db, const char *schema, dl_error *err);
/* Reads made_by into record->analysis. */
int record_read_analysis(dl_record *record, dl_error *err);
void record_writer_close(record_writer *writer);
void record_index_close(struct record_index_state *index);
void record_links_close(struct record_links *links);
/* Compares every stored span of one report with its stored text (law 1). DL_ECORRUPT names it. */
int record_verify_report(dl_record *record, int64_t report, dl_error *err);

#endif
