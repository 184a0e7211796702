/* page.h - one page: a function from a request to text, and its entry in the table of pages.
 *
 * A page is one file page_<name>.c with its own entry; pages.c lists them. What it prints comes
 * from dl_rows only. URL = state: the same path and query give the same page.
 */
#ifndef DL_SHOW_PAGE_H
#define DL_SHOW_PAGE_H

#include "common/text.h"
#include "dateline.h"

enum { MAX_PARAMS = 24 };

typedef struct param {
    const char *name, *value;
} param;

typedef enum page_form { PAGE_HTML, PAGE_JSON, PAGE_CSV } page_form;

/* How links are written: the server's ("/report/ID") or a folder's ("report-ID.html"). */
typedef struct page_request {
    dl_record *record;
    const char *path; /* "/report/003:9" without ".json" or ".csv" */
    const char *rest; /* what follows the page's own path: "003:9"; "" */
    param params[MAX_PARAMS];
    uint32_t param_count;
    page_form form;
    bool published;      /* written by `publish`: no forms, relative links, neighbours only */
    bool one;            /* one file: style inside, no links to other pages */
    bool full_text;      /* publish --full-text */
    bool with_decisions; /* publish --with-decisions */
    bool writable;       /* decisions can be made here */
} page_request;

typedef struct page_reply {
    text body;
    unsigned status;   /* 200, 404, 400, 500 */
    const char *title; /* static or in scratch below; what <title> and <h1> say */
    text scratch;
} page_reply;

typedef struct page {
    const char *path;  /* "/timeline"; ends in '/' where something follows: "/report/" */
    const char *name;  /* in the navigation; NULL: not listed */
    const char *key;   /* second key of `g`: "t" */
    const char *empty; /* what would appear here, and the command that fills it */
    /* The query whose rows are the page's .json and .csv; fills q and where (room for 8). */
    void (*query)(const page_request *request, dl_query *q, dl_where *where);
    /* Writes the inside of <main>. NULL: a plain table of the query. */
    int (*html)(const page_request *request, page_reply *reply, dl_error *err);
} page;

extern const page *const pages[]; /* NULL-ended, in navigation order */

/* The value of a query parameter, or NULL. */
const char *page_param(const page_request *request, const char *name);
/* Finds the page for a path; sets rest and form. NULL: none. */
const page *page_find(char *path, page_request *request);
/* Renders whole: HTML with its frame, or JSON, or CSV. Always fills reply. */
void page_render(const page *p, const page_request *request, page_reply *reply);
/* The frame around an HTML page. */
void page_begin(text *out, const page_request *request, const char *title, const char *active);
void page_end(text *out, const page_request *request);

#endif
