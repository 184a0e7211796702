/* Positions on sentences about other negotiations (tests/data/positions.tsv): F1 of party, issue
 * and side. "dev" rows were read while the rules were made, "held" rows were not. */
#include <math.h>

#include "tests/positions_cases.h"
#include "train/eval.h"
#include "train/files.h"

static int add_split(eval_context *context, dl_str bytes, const char *split, const char *name) {
    positions_score score = {0, 0, 0, 0};
    int rc = positions_run(context->data, bytes, split, &score, &context->err);
    if (rc) return rc;
    double found = score.right + score.extra, gold = score.right + score.missed;
    eval_row(context, "positions", name, "precision", found > 0 ? score.right / found : 0, NAN,
             NAN);
    eval_row(context, "positions", name, "recall", gold > 0 ? score.right / gold : 0, NAN, NAN);
    eval_row(context, "positions", name, "F1", positions_f1(&score), 0.70, 0.75);
    return DL_OK;
}

int eval_positions(eval_context *context) {
    static const char *const places[] = {"tests/data/positions.tsv", "../tests/data/positions.tsv"};
    dl_buf bytes = {0};
    int rc = DL_EIO;
    for (size_t i = 0; i < DL_COUNT(places) && rc; i++)
        rc = file_read(places[i], &bytes, &context->err);
    if (rc) {
        eval_skip(context, "positions", "tests/data/positions.tsv");
        return DL_OK;
    }
    rc = add_split(context, dl_buf_view(&bytes), "dev", "other talks, dev");
    if (!rc) rc = add_split(context, dl_buf_view(&bytes), "held", "other talks, held out");
    dl_buf_free(&bytes);
    return rc;
}
