/* parse.h - report to sentences, tokens, tags, tree and lemmas.
 *
 *   blocks ─ tokenise ─> tokens ─ split ─> sentences ─ tag ─> UPOS, XPOS ─ tree ─> head, deprel
 *                                                                      └─ lemmas
 *
 * Conventions are those of UD English-EWT. Every step is a pure function of the block's bytes,
 * the models and the lexicons: what a worker parsed before never shows.
 *
 *     dl_parser *parser;                       // one an engine: immutable, shared by threads
 *     dl_parser_open(&parser, data, &err);
 *     dl_parse_scratch *scratch;               // one a worker
 *     dl_parse_scratch_open(&scratch, parser, &err);
 *     dl_parse(parser, scratch, &arena, &report, &text, &err);
 */
#ifndef DL_PARSE_PARSE_H
#define DL_PARSE_PARSE_H

#include "model/data.h"
#include "model/report.h"
#include "model/text.h"

typedef struct dl_parser dl_parser;
typedef struct dl_parse_scratch dl_parse_scratch;

/* Reads the lexicons and models of data, which must outlive the parser. DL_EFORMAT: a file is
 * torn, foreign or of another version; the message names it. The caller closes. */
int dl_parser_open(dl_parser **parser, const dl_data *data, dl_error *err);
void dl_parser_close(dl_parser *parser); /* NULL is fine */

/* The memory of one worker (its cache of word types; about 52 MB when full, and it never grows
 * beyond). parser must outlive it. The caller closes. */
int dl_parse_scratch_open(dl_parse_scratch **scratch, const dl_parser *parser, dl_error *err);
void dl_parse_scratch_close(dl_parse_scratch *scratch); /* NULL is fine */

/* Parses the blocks for which dl_block_is_parsed holds. No sentence crosses a block: a headline,
 * a standfirst or a subhead is at least one sentence of its own. Everything in out lives in
 * arena; xpos_names lives as long as parser. Any bytes are fine. */
int dl_parse(const dl_parser *parser, dl_parse_scratch *scratch, dl_arena *arena,
             const dl_report *report, dl_text *out, dl_error *err);

#endif
