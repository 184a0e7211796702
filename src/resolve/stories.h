/* stories.h - reports about the same thing over time.
 *
 *   report ──words x idf──> story vector ──terms──> earlier neighbours ──> its parent, or a new
 * story
 *
 * In the order of reports and without look-ahead each report is joined to the earlier one that it
 * is most like, where it is like enough; a story is a tree of such joins and has the id of its
 * root. A join depends on the pair alone: word weights come from a shipped table (data/en/idf.tsv),
 * never from the record. Integers only: the same on every machine.
 */
#ifndef DL_RESOLVE_STORIES_H
#define DL_RESOLVE_STORIES_H

#include "resolve/resolve.h"

enum { DL_STORY_WORDS = 128 };

typedef struct dl_story_word {
    uint32_t word;   /* hash */
    uint32_t weight; /* of a unit vector, in 1/4096 */
} dl_story_word;

typedef struct dl_story {
    uint32_t count;
    dl_story_word words[DL_STORY_WORDS]; /* by hash */
} dl_story;

/* idf of words, quantised; immutable. */
typedef struct dl_idf dl_idf;
int dl_idf_open(dl_idf **idf, const dl_data *data, dl_error *err);
void dl_idf_close(dl_idf *idf);

/* The vector of one report, and the terms it is found by (ascending, distinct, in arena). */
int dl_story_make(dl_story *story, const dl_idf *idf, const dl_report *report, dl_arena *arena,
                  uint32_t **terms, uint32_t *count, dl_error *err);
void dl_story_write(const dl_story *story, dl_buf *out);
int dl_story_read(dl_story *story, dl_str bytes, dl_error *err);
/* Likeness in 1/1000. */
uint32_t dl_story_like(const dl_story *a, const dl_story *b);

/* Joins every touched report, and those after them that change by it, to a parent. One
 * dl_story_link for each; the record puts it in place of the one that the report had. */
int dl_stories_solve(const dl_lookup *lookup, const uint32_t *touched, uint32_t count,
                     dl_links *out, dl_error *err);

#endif
