/* attribution_model.h - the weights of the attribution taggers, as data/en/models/attributions.bin.
 *
 * The file (little-endian): "DLATTRIB", version, cue bits, span bits, notes (how trained, on what,
 * whose licence; length + bytes), transitions (3×3 and 5×5 as int32), cue bias, the gate (bits of
 * words that are never in a cue), the two tables of int8 weights, XXH3 of all bytes before. Every
 * length and the checksum are checked; a file of another version is refused with the remedy.
 */
#ifndef DL_FIND_ATTRIBUTION_MODEL_H
#define DL_FIND_ATTRIBUTION_MODEL_H

#include "base/buf.h"
#include "find/attribution_features.h"
#include "model/data.h"

enum { DL_ATTR_MODEL_VERSION = 2, DL_GATE_BITS = 18 };

typedef struct dl_attr_model {
    const int8_t *cue, *span; /* views into the file's bytes */
    int32_t cue_step[DL_CUE_LABELS][DL_CUE_LABELS];
    int32_t span_step[DL_ROLE_LABELS][DL_ROLE_LABELS];
    int32_t cue_bias;    /* added to B: trades precision for recall, set on dev */
    const uint8_t *gate; /* 2^DL_GATE_BITS bits by word hash: looked at by the tagger no further */
    dl_str notes;
} dl_attr_model;

/* DL_EVERSION, DL_ECORRUPT or DL_EFORMAT with the file's name and cause. bytes must outlive model.
 */
int dl_attr_model_read(dl_attr_model *model, dl_str bytes, dl_error *err);
/* Writes the same form (for the trainer). */
void dl_attr_model_write(const dl_attr_model *model, dl_buf *out);

/* Labels a sentence's tokens (room for its count) with DL_CUE_*. */
void dl_cue_tag(const dl_attr_model *model, const dl_attr_view *view, uint32_t sentence,
                dl_arena *scratch, uint8_t *labels);
/* Labels a window's tokens with DL_ROLE_*. */
void dl_span_tag(const dl_attr_model *model, const dl_attr_view *view, const dl_window *window,
                 dl_arena *scratch, uint8_t *labels);

/* The best path over count × labels scores by steps; forced, if not NULL, pins tokens whose value
 * is not 255. Ties go to the smaller label. */
void dl_attr_best_path(const int32_t *scores, uint32_t count, uint32_t labels, const int32_t *steps,
                       const uint8_t *forced, dl_arena *scratch, uint8_t *out);

/* Source and content for one cue (tokens of other cues marked in is_cue). */
void dl_triple_for_cue(dl_triple *out, dl_arena *arena, const dl_attr_model *model,
                       const dl_attr_view *view, dl_words cue, const uint8_t *is_cue);
/* Cues, then for each its source and content: appends triples in text order. One without content is
 * for dl_triples_mend to complete or drop. */
void dl_triples_by_model(dl_triples *out, dl_arena *arena, const dl_attr_model *model,
                         const dl_attr_view *view);

#endif
