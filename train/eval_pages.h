/* eval_pages.h - one saved page against its gold article (WCXB). */
#ifndef DL_TRAIN_EVAL_PAGES_H
#define DL_TRAIN_EVAL_PAGES_H

#include "model/report.h"
#include "train/eval.h"

typedef struct page_score {
    double precision, recall, f1; /* bag of words */
    bool has_body, has_title, title_right;
    uint32_t authors_gold, authors_found, authors_right;
    double author_f1;                      /* of the page's set */
    bool has_date, date_right, date_false; /* false: a wrong day, or a day where gold has none */
} page_score;

typedef struct page_gold {
    dl_str body, title, author, date, url;
} page_gold;

/* Reads folder/name.json; strings live in the arena. */
int page_gold_read(page_gold *gold, dl_arena *arena, const char *folder, const char *name,
                   dl_error *err);
/* The un-gzipped bytes of folder/name.html.gz into out. */
int page_bytes(dl_buf *out, const char *folder, const char *name, dl_error *err);
void page_score_of(page_score *score, dl_arena *arena, const dl_report *report,
                   const page_gold *gold);
/* The blocks that count as the article. */
bool page_block_counts(uint32_t kind);

#endif
