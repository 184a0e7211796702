/* html_page.h - a page as flat lists: elements that hold blocks, blocks of text, marks, metadata.
 *
 *   tokens ──> nodes (block elements; parent before child) ──> blocks (a paragraph's pieces of
 * source) └──> meta (name, value), JSON-LD scripts, marks (who wrote, when: by class and microdata)
 *
 * No tree: a node knows its parent only, nothing is lost below any depth.
 */
#ifndef DL_READ_HTML_PAGE_H
#define DL_READ_HTML_PAGE_H

#include "read/fields.h"
#include "read/html_token.h"
#include "read/source.h"

enum {                      /* html_node.flags and html_block.flags */
       PAGE_DROP = 1,       /* by its element: nav, footer, form, button … */
       PAGE_CLASS_DROP = 2, /* by its class */
       PAGE_HIDDEN = 4,
       PAGE_COMMENT = 8,
       PAGE_BODY = 16, /* by class, itemprop or role: holds the article */
       PAGE_BYLINE = 32,
       PAGE_CAPTION = 64,
       PAGE_TITLE = 128,
       PAGE_DECK = 256,
       PAGE_ARTICLE = 512, /* <article> */
       PAGE_HEADER = 1024, /* <header> */
       PAGE_QUOTE = 2048,
       PAGE_LIST = 4096,
       PAGE_TABLE = 8192,
       PAGE_MAIN = 16384,
       PAGE_ASIDE = 32768,
       PAGE_DATE = 65536,
};

typedef struct html_node {
    uint32_t parent; /* DL_NONE for the root */
    uint32_t flags;  /* its own */
    uint32_t text;   /* bytes of text within, once summed */
    uint32_t good;   /* of these in paragraphs */
    uint16_t tag;
} html_node;

typedef struct html_piece {
    uint32_t from, to; /* of the source; from == to: a space */
} html_piece;

typedef struct html_block {
    uint32_t node;         /* innermost */
    uint32_t first, count; /* pieces */
    uint32_t text, link;   /* bytes that are no space; of these in links */
    uint32_t flags;        /* its elements' and inline ones' */
    uint16_t tag;          /* nearest of p, h1-h6, li, td, blockquote, pre, div … */
    bool words;            /* it holds a full stop or comma: running text */
} html_block;

typedef struct html_mark { /* an element that says who or when */
    uint32_t first, count; /* pieces */
    uint32_t role;         /* read_role */
    uint32_t rank;         /* 0 microdata, 1 rel, 2 class */
    uint32_t block;        /* the block open when it began */
    dl_str value;          /* its datetime or content, if any */
    uint32_t flags;        /* of the elements around it */
} html_mark;

typedef struct html_meta {
    dl_str name, value; /* "og:title"; the value as written; link: "canonical" */
} html_meta;

typedef struct html_page {
    const read_source *source;
    DL_VEC(html_node) nodes;
    DL_VEC(html_block) blocks;
    DL_VEC(html_piece) pieces;
    DL_VEC(html_mark) marks;
    DL_VEC(html_meta) metas;
    DL_VEC(dl_span) scripts; /* JSON-LD, in the source */
    dl_span title;           /* of <title> */
    dl_str language;
} html_page;

/* False: no memory. */
bool html_page_read(html_page *page, read_job *job, const read_source *source);
/* The text of pieces, decoded, spaces folded, in the arena; at most max bytes of source. */
dl_str html_pieces_text(const html_page *page, const dl_read_tables *tables, dl_arena *arena,
                        uint32_t first, uint32_t count, uint32_t max);
/* The value of a meta by name (any case); {NULL,0}: not there or blank. */
dl_str html_meta_value(const html_page *page, const char *name);

/* Which blocks are the article: sets kinds[block] to a dl_block_kind, or DL_NONE for what is left
 * out. */
bool html_pick(html_page *page, read_job *job, uint32_t *kinds);
/* Fields from JSON-LD, metas, microdata and marks; the title block's kind is set here. */
void html_fields(html_page *page, read_job *job, uint32_t *kinds);

#endif
