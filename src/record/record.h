/* record.h - the SQLite file, for pipeline.c and dateline.c.
 *
 *   record_begin ─┬─> record_put_fixed ──new──> record_put_finds ─┬─> record_commit
 *                 │                   └─changed─> record_given ──> (find again) ──> …
 *                 └──────────────────── next report ──────────────┘
 *
 * One thread at a time. Every function that writes needs an open batch. After a failure the
 * caller rolls back; what had been committed before stays.
 */
#ifndef DL_RECORD_RECORD_H
#define DL_RECORD_RECORD_H

#include "model/finds.h"
#include "model/lookup.h"
#include "record/decide.h"

/* Something said of a report beside its bytes; field as in fixed_given ("path", "outlet", …). */
typedef struct record_given {
    const char *field;
    dl_str value;
} record_given;

enum record_state {
    RECORD_NEW,     /* was not there: put its finds */
    RECORD_KNOWN,   /* was there with all that is said of it */
    RECORD_CHANGED, /* was there, something new is said: find again with record_given_read */
};

/* What resolving and copies made of one report's finds; see model/lookup.h. */
typedef struct record_index {
    const struct dl_finds *finds; /* must live until the commit */
    const dl_card *card;
    dl_str items, story; /* dl_items_write, dl_story_write */
    const uint32_t *terms[DL_TERM_INDEXES];
    uint32_t term_count[DL_TERM_INDEXES];
} record_index;

int record_begin(dl_record *record, dl_error *err);
/* Verifies every span of the batch against the stored bytes, then commits. */
int record_commit(dl_record *record, dl_error *err);
void record_rollback(dl_record *record);
int64_t record_batch(const dl_record *record); /* of the last batch; 0: none */

/* Stores bytes and what was given. *report: its row. */
int record_put_fixed(dl_record *record, const char id[65], dl_str raw, const record_given *given,
                     uint32_t count, int64_t *report, enum record_state *state, dl_error *err);
/* Replaces everything derived from one report's finds. blob: record_pack of the same finds. */
int record_put_finds(dl_record *record, int64_t report, const struct dl_finds *finds, dl_str blob,
                     dl_error *err);
/* Stores a report's index and appends its items to touched; before its finds are put, so that the
 * rows of its items are known by then. */
int record_put_index(dl_record *record, int64_t report, const record_index *index,
                     dl_items *touched, dl_error *err);
/* Valid until the record is closed or emptied. */
int record_lookup(dl_record *record, const dl_lookup **lookup, dl_error *err);
/* Puts the rows of solved blocks in place of those their members had; before record_put_finds of
 * the batch's reports. copies_of: the reports whose copies were solved. */
int record_put_links(dl_record *record, const dl_links *links, const uint32_t *copies_of,
                     uint32_t copies_count, dl_error *err);
/* Says that the blocks of every report put so far are resolved. */
int record_resolved(dl_record *record, dl_error *err);
/* Removes a report that was just put, fixed rows and all: its finds do not hold (DL_EVALUE). */
int record_take_out(dl_record *record, int64_t report, dl_error *err);
/* DL_EVALUE where a span of the finds is not in their text. */
int record_spans_lie(const struct dl_finds *finds, dl_error *err);
const char *record_path(const dl_record *record);
/* The finds without their text, as the record keeps them. */
int record_pack(const struct dl_finds *finds, dl_buf *out, dl_error *err);

/* What holds for a report: the given rows (smallest value of a field first) under the decisions.
 * Strings live in arena. path is the first path. */
int record_given_read(dl_record *record, int64_t report, dl_arena *arena, dl_given *given,
                      dl_str *path, dl_error *err);
int record_raw_read(dl_record *record, int64_t report, dl_buf *raw, dl_error *err);
/* Stored finds, text included; the caller frees with dl_finds_free. */
int record_finds_read(dl_record *record, int64_t report, struct dl_finds **finds, dl_error *err);
/* What is not taken back of the reports, in their order (published, id; undated last), in arena. */
int record_reports(dl_record *record, dl_arena *arena, int64_t **reports, uint32_t *count,
                   dl_error *err);

/* decide.c: the decisions that hold for a report's findings, in order; and which found nothing. */
int record_decisions_read(dl_record *record, int64_t report, dl_arena *arena, decision_row **rows,
                          uint32_t *count, dl_error *err);
int record_orphans_put(dl_record *record, const decision_row *rows, uint32_t count, dl_error *err);
/* Stores a decision, or takes one back. Need a batch. */
int record_decide_put(dl_record *record, const dl_decision *decision, int64_t *number,
                      dl_error *err);
int record_undo_put(dl_record *record, int64_t number, const char *why, const char *who,
                    dl_error *err);
/* The row number of a report by its id. */
int record_report_of(dl_record *record, const char *id, int64_t *report, dl_error *err);

/* Drops everything derived and makes empty tables for another analysis. Needs a batch. */
int record_empty_derived(dl_record *record, const char *analysis, dl_error *err);
/* The derived rows are complete and of this analysis. Needs a batch. */
int record_set_analysis(dl_record *record, const char *analysis, dl_error *err);
/* What watch keeps of a feed or page under a key (watch_state.c); get appends, nothing where
 * nothing is kept. */
int record_watch_get(dl_record *record, const char *key, dl_buf *value, dl_error *err);
int record_watch_put(dl_record *record, const char *key, dl_str value, dl_error *err);
/* DL_EANALYSIS where the derived rows are of another analysis; an empty record is of any. */
int record_check_analysis(dl_record *record, const char *analysis, dl_error *err);
/* The same; an empty record is made to be of this one. Needs a batch. */
int record_claim_analysis(dl_record *record, const char *analysis, dl_error *err);

#endif
