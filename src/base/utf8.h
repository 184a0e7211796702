/* utf8.h - UTF-8 as Unicode 15 chapter 3 (table 3-7) has it; any bytes are valid input. */
#ifndef DL_BASE_UTF8_H
#define DL_BASE_UTF8_H

#include "base/buf.h"

/* Decodes one code point at text[*at] (at < len) and moves *at past it. Ill-formed bytes give
 * U+FFFD, one for each maximal subpart (the Unicode and WHATWG practice). */
uint32_t dl_utf8_next(dl_str text, size_t *at);
/* The byte where text stops being valid UTF-8, or text.len. */
size_t dl_utf8_valid(dl_str text);
void dl_utf8_put(dl_buf *buf, uint32_t code_point);
/* Code points in valid UTF-8. */
size_t dl_utf8_count(dl_str text);
/* Unicode general categories folded to what callers ask. */
bool dl_utf8_is_upper(uint32_t c);
bool dl_utf8_is_alpha(uint32_t c);
bool dl_utf8_is_digit(uint32_t c);
bool dl_utf8_is_space(uint32_t c); /* U+00A0 and the other Zs included */
uint32_t dl_utf8_lower(uint32_t c);
/* Lower-cases into an arena-free buffer (simple case folding, one to one). */
void dl_utf8_fold(dl_buf *buf, dl_str text);

#endif
