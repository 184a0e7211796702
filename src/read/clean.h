/* clean.h - builds the clean text: NFC, one space between words, one line a block, with the map.
 *
 * Dropped without a trace in the text: soft hyphens, zero-width spaces, direction marks, control
 * bytes. Every Unicode space becomes one plain space. Quotes stay as they are.
 */
#ifndef DL_READ_CLEAN_H
#define DL_READ_CLEAN_H

#include "read/source.h"

typedef struct clean_text {
    dl_report *report; /* blocks and map go here; text at clean_finish */
    dl_arena *arena;
    const read_source *source;
    uint32_t cursor; /* of source_raw */
    dl_buf text;
    uint32_t block;    /* where the open block begins; DL_NONE: none open */
    uint32_t raw_end;  /* raw end of what was put last */
    bool space;        /* white space is pending */
    bool failed, full; /* no memory; DL_READ_TEXT_MAX reached */
} clean_text;

void clean_begin(clean_text *c, dl_report *report, dl_arena *arena, const read_source *source);
/* The source's text[from, to). */
void clean_put(clean_text *c, uint32_t from, uint32_t to);
/* Other text in place of the source's [from, to): an entity, an alt text. */
void clean_put_as(clean_text *c, dl_str text, uint32_t from, uint32_t to);
void clean_space(clean_text *c);
/* Ends the open block; false where it held no text (then there is no block). */
bool clean_end_block(clean_text *c, uint32_t kind);
/* Sets report->text. DL_ELIMIT, DL_ENOMEM. */
int clean_finish(clean_text *c, dl_error *err);

#endif
