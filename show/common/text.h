/* text.h - growing text with the escapes that the formats need; what every page and export writes
 * into.
 *
 * Failures are sticky: after one failed allocation nothing is added and `failed` stays set. The
 * owner calls text_free. Report text goes in through the escaping functions only.
 */
#ifndef DL_SHOW_TEXT_H
#define DL_SHOW_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct text {
    char *data; /* NUL-terminated when not NULL */
    size_t len, cap;
    bool failed;
} text;

void text_free(text *t);
void text_clear(text *t);
void text_bytes(text *t, const void *bytes, size_t len);
void text_add(text *t, const char *words); /* as it is; NULL adds nothing */
void text_char(text *t, char c);
void text_format(text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* HTML text and attribute values (in double quotes): & < > " ' become references; bytes that are
 * not valid in HTML (controls but tab and line break) become U+FFFD. NULL adds nothing. */
void text_html(text *t, const char *words);
void text_html_n(text *t, const char *words, size_t len);
/* A JSON string with its quotes; NULL gives null. Also safe inside <script> ("</" is escaped). */
void text_json(text *t, const char *words);
/* One CSV cell (RFC 4180); a cell that a spreadsheet would run as a formula gets a leading '. */
void text_csv(text *t, const char *words);
/* A URL path segment or query value, percent-encoded. */
void text_url(text *t, const char *words);
/* Whether a link may be followed: http or https only. */
bool text_is_web_link(const char *url);

#endif
