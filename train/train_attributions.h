/* train_attributions.h - learns the attribution model on PolNeAR train.
 *
 * The tree and tags are those of our own parser: train again when the parser's model changes.
 */
#ifndef DL_TRAIN_TRAIN_ATTRIBUTIONS_H
#define DL_TRAIN_TRAIN_ATTRIBUTIONS_H

#include "base/buf.h"
#include "train/polnear.h"

typedef struct attribution_training {
    uint32_t cue_epochs, span_epochs;
    uint64_t seed;
    uint32_t runs; /* seeds whose weights are averaged */
    double rate, decay;
    uint32_t drop; /* of 256 */
    int32_t cue_bias;
} attribution_training;

/* Writes the model file's bytes to out; prints figures on dev (may be NULL) to stderr. */
int attributions_train(const polnear_corpus *train, const polnear_corpus *dev, const dl_data *data,
                       const attribution_training *options, dl_buf *out, dl_error *err);

#endif
