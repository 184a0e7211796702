/* eval_events.h - what the programs that measure events share: text in, finds out. */
#ifndef DL_TRAIN_EVAL_EVENTS_H
#define DL_TRAIN_EVAL_EVENTS_H

#include "find/events.h"
#include "parse/parse.h"
#include "train/eval.h"

typedef struct coder {
    const dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder; /* all parts in order */
    dl_events *events;
    dl_arena arena; /* of the text at hand */
    struct dl_finds finds;
    dl_text text;
} coder;

int coder_open(coder *c, const dl_data *data, dl_error *err);
void coder_close(coder *c);
int coder_parse(coder *c, dl_str text, dl_error *err); /* tokens and tree */
int coder_find(coder *c, dl_error *err);               /* every part of find/ */

/* Open text: false events, triples, full records, status of our own clauses. */
int eval_events_open(eval_context *ctx, coder *c);
int eval_records(eval_context *ctx, coder *c);
int eval_status(eval_context *ctx, coder *c);

#endif
