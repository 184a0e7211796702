/* golden.h - cases a reader can follow: title, input, `---`, expected.
 *
 * A file of tests/cases/<stage>/ holds any number of cases:
 *
 *     === a title that says what must hold
 *     input, any number of lines
 *     ---
 *     what the stage must print for it
 *
 * dl_golden STAGE FILE-OR-FOLDER… runs them; --update rewrites the expectations (review the diff).
 * A stage is a function that prints what it found for an input as text; register it in golden.c.
 */
#ifndef DL_TESTS_GOLDEN_H
#define DL_TESTS_GOLDEN_H

#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"
#include "model/data.h"

/* Prints what the stage makes of input into out. Returns a DL_E* code where it could not run. */
typedef int dl_golden_stage(const dl_data *data, dl_str input, dl_buf *out, dl_error *err);

dl_golden_stage golden_attributions;
dl_golden_stage golden_coref;
dl_golden_stage golden_names;
dl_golden_stage golden_relays;
dl_golden_stage golden_speakers;
dl_golden_stage golden_times;
dl_golden_stage golden_events;
dl_golden_stage golden_tokens;
dl_golden_stage golden_tree;
dl_golden_stage golden_tsv;
dl_golden_stage golden_copies;
dl_golden_stage golden_entities;
dl_golden_stage golden_meetings;
dl_golden_stage golden_read;
dl_golden_stage golden_plan;
dl_golden_stage golden_differ;
dl_golden_stage golden_positions;

#endif
