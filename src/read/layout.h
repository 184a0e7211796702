/* layout.h - plain text -> blocks and the fields that the text shows.
 *
 *   lines ──join──> blocks ──head──> title, deck, byline ──body──> subheads, furniture, credits
 *                                                   └──dateline──> reported_from, wire credit
 *
 * The head and body rules serve HTML as well: its blocks come with kinds already, and the rules
 * only see those that are still plain paragraphs.
 */
#ifndef DL_READ_LAYOUT_H
#define DL_READ_LAYOUT_H

#include "read/clean.h"
#include "read/fields.h"

/* Reads source as plain text into job->report (blocks, text, map, fields). from: where the article
 * begins in the source, after a metadata header; the lines before it are DL_BLOCK_META. */
int layout_text(read_job *job, const read_source *source, uint32_t from, dl_error *err);
/* Furniture, captions, credits and author blocks among body paragraphs. */
void layout_furniture(read_job *job);
/* What the visible text of a page adds: bylines, furniture, dateline; its title block is marked. */
void layout_page(read_job *job);
/* The dateline of the first body paragraph. */
void layout_dateline(read_job *job);

/* A metadata header at the start of the source: sets fields; *body is where the article begins.
 * False: there is none. */
bool header_read(read_job *job, const read_source *source, uint32_t *body);

#endif
