/* brief.h - the brief: what a record says now, as lines with their evidence.
 *
 *   dl_rows ──brief_load──> sections of lines ──brief_text / _markdown / _html / _json──> out
 *
 * A line is one sentence, a badge (how many origins and reports) and notes: the words it stands on,
 * with the handle that `dateline show` opens. Everything lives until brief_free.
 */
#ifndef DL_SHOW_BRIEF_H
#define DL_SHOW_BRIEF_H

#include <stdbool.h>
#include <stdio.h>

#include "dateline.h"

typedef struct brief_note {
    const char *handle; /* "003:9" */
    const char *report; /* id */
    const char *exact;  /* the words; NULL: none */
    const char *outlet; /* NULL: not known */
    const char *published;
} brief_note;

typedef struct brief_line {
    const char *when;  /* "30 Nov"; "" */
    const char *sort;  /* what lines are ordered by: an EDTF date */
    const char *text;  /* one sentence, no end mark */
    const char *badge; /* "1-3 origins · 4 reports"; "" */
    brief_note *notes;
    int note_count;
    int weight; /* more is kept first where there is no room */
    bool late;  /* added since the mark, published before it */
} brief_line;

typedef struct brief_section {
    const char *key, *title;
    const char *none; /* what is said where there is no line; NULL: nothing */
    brief_line *lines;
    int count, cap;
    int room; /* lines shown by default */
    int left; /* lines there was no room for */
} brief_section;

enum brief_place {
    BRIEF_HAPPENED,
    BRIEF_COMING,
    BRIEF_CHANGED,
    BRIEF_STATE,
    BRIEF_PLAN,
    BRIEF_DIFFER,
    BRIEF_SUPPORT,
    BRIEF_SECTIONS
};

enum { BRIEF_ISSUES = 4, BRIEF_PARTIES = 6, BRIEF_LINES = 40 };

typedef struct brief_cell {
    const char *text;   /* "rejects"; NULL: no report found */
    const char *handle; /* of the latest position */
    const char *change; /* "" or NULL */
    brief_note note;
} brief_cell;

/* Where they stand: parties x issues, the most reported of each. */
typedef struct brief_matrix {
    const char *issues[BRIEF_ISSUES];
    const char *parties[BRIEF_PARTIES];
    int issue_count, party_count;
    brief_cell cells[BRIEF_PARTIES][BRIEF_ISSUES];
} brief_matrix;

typedef struct brief_options {
    const char *since; /* only what reports published from this date on say; NULL: all */
    bool fresh;        /* only what was added since the mark */
    bool all;          /* low certainty too, and every line */
} brief_options;

typedef struct brief {
    const char *title;        /* "Ukraine · Russia · United States" */
    const char *range;        /* "30 Nov - 6 Dec 2025" */
    const char *first, *last; /* ISO days of the reports */
    int reports, texts;
    brief_options options;
    brief_section sections[BRIEF_SECTIONS];
    brief_matrix matrix;
    const char *year;     /* of the last report */
    int64_t mark;         /* batch of the last mark, for options.fresh */
    const char *mark_day; /* ISO day it was set; NULL: not known */
    void *inside;
    struct brief_memory *memory;
} brief;

/* Reads the record. On failure brief_free is still due. */
int brief_load(brief *b, dl_record *record, const brief_options *options, dl_error *err);
void brief_free(brief *b);

void brief_text(const brief *b, FILE *out, int width, bool colour);
void brief_markdown(const brief *b, FILE *out);
void brief_html(const brief *b, FILE *out);
void brief_json(const brief *b, FILE *out);

/* ── used by the parts ── */

/* Memory that lives as long as the brief; NULL-safe copies, "" for no memory left. */
const char *brief_copy(brief *b, const char *text);
const char *brief_format(brief *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void *brief_room(brief *b, size_t size);
/* A new line in a section; never NULL but where memory is out. */
brief_line *brief_add(brief *b, enum brief_place place);
void brief_note_add(brief *b, brief_line *line, const brief_note *note);

/* "2 Dec", "29-30 Nov", "about 6 Dec", "Nov 2025"; with the year where it is not `year`. */
const char *brief_date(brief *b, const char *edtf, const char *year);
/* "1-3 origins", "1 origin"; "" for NULL. json: {"min":1,"max":3}. */
const char *brief_origins(brief *b, const char *json);

/* Walks a view's rows. Returns DL_OK where there is no such view. */
typedef struct brief_walk {
    dl_record *record;
    dl_rows *rows;
    dl_error *err;
    bool open;
} brief_walk;
bool brief_rows(brief_walk *w, dl_record *record, const char *view, const char *order, bool all,
                dl_error *err);
bool brief_next(brief_walk *w);
const char *brief_get(const brief_walk *w, const char *column); /* "" for NULL */

int brief_load_meetings(brief *b, dl_record *record, dl_error *err);
int brief_load_positions(brief *b, dl_record *record, dl_error *err);
int brief_load_rest(brief *b, dl_record *record, dl_error *err);

#endif
