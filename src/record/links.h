/* links.h - the parts of write_links.c and link_rows.c. */
#ifndef DL_RECORD_LINKS_H
#define DL_RECORD_LINKS_H

#include "record/inside.h"
#include "record/json.h"

enum link_statement {
    LINK_PROFILE_OF,
    LINK_ENTITY_OF,
    LINK_SET_ENTITY,
    LINK_NARRATION_OF,
    LINK_SET_NARRATION,
    LINK_QUESTION_OF,
    LINK_SET_QUESTION,
    LINK_DROP_COPIES,
    LINK_ENTITY,
    LINK_ORIGIN,
    LINK_STATEMENT,
    LINK_EVENT,
    LINK_MEETING,
    LINK_POSITION,
    LINK_VERSION,
    LINK_QUESTION,
    LINK_COPY,
    LINK_STORY_OF,
    LINK_STORY,
    LINK_STORY_BELOW,
    LINK_STATEMENTS
};

enum { LINK_LISTS = 4 };

typedef struct record_links {
    sqlite3_stmt *drop[DL_ITEM_KINDS], *old[DL_ITEM_KINDS], *set[DL_ITEM_KINDS];
    sqlite3_stmt *stmt[LINK_STATEMENTS];
    dl_buf lists[LINK_LISTS];
} record_links;

extern const char *const link_sql[LINK_STATEMENTS];
/* Inserts every row of links. */
int link_rows_put(dl_record *record, const dl_links *links, dl_error *err);

#endif
