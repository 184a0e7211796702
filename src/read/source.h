/* source.h - text as it was written, as valid UTF-8, with the way back to the raw bytes.
 *
 * Each unwrapping (charset, JSON string, mail part, WARC body) gives a source; the text and HTML
 * readers know only sources.
 */
#ifndef DL_READ_SOURCE_H
#define DL_READ_SOURCE_H

#include "base/error.h"
#include "base/buf.h"
#include "model/report.h"

typedef struct read_source {
    dl_str text;   /* valid UTF-8; a view of the raw bytes or in the arena */
    dl_str how;    /* encoding and the rule that chose it: "utf-8", "windows-1252 (not utf-8)" */
    uint32_t base; /* without runs: text[i] is raw[base + i] */
    DL_VEC(dl_map_run) runs; /* clean = offset in text. Empty: byte for byte from base */
} read_source;

/* Decodes raw, which begins at byte base of the report's raw bytes. declared: a charset label from
 * a header, may be empty; it counts after a byte-order mark. DL_EBINARY, DL_ENOMEM. */
int source_decode(read_source *out, dl_arena *arena, dl_str raw, uint32_t base, dl_str declared,
                  dl_error *err);
/* The same for bytes that are themselves unwrapped from an outer source: runs lead to the raw
 * bytes through it. */
int source_decode_inner(read_source *out, dl_arena *arena, const read_source *outer,
                        dl_str declared, dl_error *err);
/* Appends text with where it came from; unequal stretches of a word are one run. */
bool source_add(read_source *s, dl_arena *arena, dl_buf *buf, dl_str text, uint32_t raw,
                uint32_t raw_len);
/* The raw range of text[from, to). Going forward through a source costs linear time in all:
 * cursor holds the place between calls (start it at 0). */
dl_span source_raw(const read_source *s, uint32_t from, uint32_t to, uint32_t *cursor);
/* Whether a charset label (any case) is one we decode. */
bool source_knows(dl_str label);

#endif
