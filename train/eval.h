/* eval.h - the evaluation table: one function a part, one row a figure.
 *
 *     dl_eval --data DIR [--only PART] [--json FILE]
 *
 * A part is train/eval_<part>.c with `int eval_<part>(eval_context *)`, registered in eval.c. It
 * adds rows with eval_row; where its data is absent it calls eval_skip and returns DL_OK.
 * Progress goes to stderr.
 */
#ifndef DL_TRAIN_EVAL_H
#define DL_TRAIN_EVAL_H

#include "base/error.h"
#include "base/buf.h"
#include "base/vec.h"
#include "model/data.h"

typedef struct eval_result {
    const char *part, *data, *score; /* as measures.md names them */
    double value;                    /* a fraction; words/s and counts as they are */
    double floor, aim;               /* NAN: none */
    bool skipped;
} eval_result;

typedef struct eval_context {
    dl_arena arena;
    const char *folder; /* --data */
    const dl_data *data;
    DL_VEC(eval_result) rows;
    dl_error err;
} eval_context;

typedef int eval_part(eval_context *context);

/* Adds a row; strings are copied. floor or aim NAN: none. */
void eval_row(eval_context *context, const char *part, const char *data, const char *score,
              double value, double floor, double aim);
/* Says that a part's data is not there. */
void eval_skip(eval_context *context, const char *part, const char *data);
/* folder/name in the context's arena. */
const char *eval_path(eval_context *context, const char *name);
bool eval_has(eval_context *context, const char *name); /* folder/name exists */

eval_part eval_coref;
eval_part eval_names;
eval_part eval_parse;
eval_part eval_attributions;
eval_part eval_speakers;
eval_part eval_copies;
eval_part eval_stories;
eval_part eval_entities;
eval_part eval_times;
eval_part eval_positions;
eval_part eval_events;
eval_part eval_pages;

/* Runs the registered parts whose name is `only` (NULL: all). */
int eval_run(eval_context *context, const char *only);
/* The table as text, and the same rows as JSON (numbers with six digits). */
void eval_print(const eval_context *context, dl_buf *out);
void eval_json(const eval_context *context, dl_buf *out);

#endif
