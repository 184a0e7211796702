/* People, bodies and places across spellings: tests/data/entity_pairs.tsv, B3. */
#include <math.h>
#include <string.h>

#include "tests/entity_pairs.h"
#include "train/eval.h"
#include "train/files.h"

int eval_entities(eval_context *ctx) {
    dl_buf path = {0}, bytes = {0};
    dl_buf_puts(&path, __FILE__);
    char *folder = path.data ? strstr(path.data, "train/eval_entities.c") : NULL;
    if (folder) path.len = (size_t)(folder - path.data);
    dl_buf_puts(&path, "tests/data/entity_pairs.tsv");
    int rc = file_read(path.data, &bytes, &ctx->err);
    pairs p = {0};
    if (rc) {
        eval_skip(ctx, "people across spellings", "golden pairs");
        rc = DL_OK;
    } else {
        rc = pairs_run(&p, ctx->data, dl_buf_view(&bytes), NULL, &ctx->err);
        if (!rc) {
            eval_row(ctx, "people across spellings", "golden pairs", "B3 precision", p.precision,
                     NAN, NAN);
            eval_row(ctx, "people across spellings", "golden pairs", "B3 F1", p.f1, .85, .95);
        }
        pairs_free(&p);
    }
    dl_buf_free(&path);
    dl_buf_free(&bytes);
    return rc;
}
