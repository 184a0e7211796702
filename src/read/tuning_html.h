/* tuning_html.h - numbers of finding the article in a page; set on the 793 WCXB dev pages by
 * `dl_eval --only pages` (body F1), each by trying its neighbours. */
#ifndef DL_READ_TUNING_HTML_H
#define DL_READ_TUNING_HTML_H

#define DL_HTML_PARAGRAPH  40u /* bytes: running text this long counts as a paragraph */
#define DL_HTML_NARROW     65u /* per cent of all paragraphs that the narrowest element must hold */
#define DL_HTML_HINT       35u /* the same for an element called article-body or the like */
#define DL_HTML_TOO_BIG    40u /* a "sidebar" that holds this share of all paragraphs is none */
#define DL_HTML_LEFT       20u /* per cent of all paragraphs that must be left after leaving out */
#define DL_HTML_LINK_SHORT 50u /* per cent of a short block's text in links: a list of links */
#define DL_HTML_LINK_LONG  80u
#define DL_HTML_SHORT      200u /* bytes */
#define DL_HTML_TITLE_AGREES                                                                       \
    50u /* per cent of words a headline shares with the page's own name                            \
         */
#define DL_HTML_TITLE_H2   75u
#define DL_HTML_BYLINE_MAX 300u

#endif
