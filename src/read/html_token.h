/* html_token.h - HTML as text, start tags and end tags, each with its place in the source.
 *
 * Our own tokenizer, after the WHATWG HTML Standard's tokenization (13.2.5): any bytes are HTML,
 * every byte is looked at a bounded number of times. Why not libxml2's SAX interface:
 * docs/decisions/html-tokenizer.md.
 */
#ifndef DL_READ_HTML_TOKEN_H
#define DL_READ_HTML_TOKEN_H

#include "base/span.h"
#include "read/tables.h"

typedef enum html_tag {
    TAG_UNKNOWN,
    TAG_A,
    TAG_ABBR,
    TAG_ADDRESS,
    TAG_ARTICLE,
    TAG_ASIDE,
    TAG_AUDIO,
    TAG_B,
    TAG_BASE,
    TAG_BLOCKQUOTE,
    TAG_BODY,
    TAG_BR,
    TAG_BUTTON,
    TAG_CANVAS,
    TAG_CENTER,
    TAG_CITE,
    TAG_CODE,
    TAG_DD,
    TAG_DETAILS,
    TAG_DIALOG,
    TAG_DIV,
    TAG_DL,
    TAG_DT,
    TAG_EM,
    TAG_FIELDSET,
    TAG_FIGCAPTION,
    TAG_FIGURE,
    TAG_FONT,
    TAG_FOOTER,
    TAG_FORM,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_HEAD,
    TAG_HEADER,
    TAG_HGROUP,
    TAG_HR,
    TAG_HTML,
    TAG_I,
    TAG_IFRAME,
    TAG_IMG,
    TAG_INPUT,
    TAG_LABEL,
    TAG_LI,
    TAG_LINK,
    TAG_MAIN,
    TAG_META,
    TAG_NAV,
    TAG_NOSCRIPT,
    TAG_OBJECT,
    TAG_OL,
    TAG_OPTION,
    TAG_P,
    TAG_PICTURE,
    TAG_PRE,
    TAG_Q,
    TAG_SCRIPT,
    TAG_SECTION,
    TAG_SELECT,
    TAG_SMALL,
    TAG_SOURCE,
    TAG_SPAN,
    TAG_STRONG,
    TAG_STYLE,
    TAG_SUB,
    TAG_SUMMARY,
    TAG_SUP,
    TAG_SVG,
    TAG_TABLE,
    TAG_TBODY,
    TAG_TD,
    TAG_TEMPLATE,
    TAG_TEXTAREA,
    TAG_TFOOT,
    TAG_TH,
    TAG_THEAD,
    TAG_TIME,
    TAG_TITLE,
    TAG_TR,
    TAG_U,
    TAG_UL,
    TAG_VIDEO,
    TAG_WBR,
    TAG_COUNT
} html_tag;

typedef enum html_kind { HTML_TEXT, HTML_START, HTML_END } html_kind;

typedef struct html_token {
    html_kind kind;
    html_tag tag;
    uint32_t from, to; /* the text, or what stands between a tag's name and its end */
    bool self_closing;
} html_token;

typedef struct html_lexer {
    dl_str text;
    uint32_t at;
    html_tag raw; /* inside script, style … : text up to its end tag */
} html_lexer;

/* The next token; false: the end. Comments, doctypes and processing instructions are passed over.
 */
bool html_next(html_lexer *lexer, html_token *token);
/* The next attribute of a start tag: *at starts at token.from. Names as written; values without
 * their quotes, references not decoded. */
bool html_attribute(dl_str text, const html_token *token, uint32_t *at, dl_str *name,
                    dl_str *value);
/* One character reference at text[at] == '&' before end: its text; *next behind it. {NULL,0}: it
 * is none. numeric has room for what a number stands for. */
dl_str html_reference(const dl_read_tables *tables, dl_str text, uint32_t at, uint32_t end,
                      uint32_t *next, char numeric[8]);
/* A value with its references decoded, in the arena. */
dl_str html_decode(const dl_read_tables *tables, dl_arena *arena, dl_str value);
html_tag html_tag_of(dl_str name); /* any case */

#endif
