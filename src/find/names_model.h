/* names_model.h - the learnt name tagger: a greedy averaged perceptron over BILOU labels.
 *
 *   word types ──rows summed once a report──┐
 *   labels before, phrases, tags, tree ─────┴─ + ─> 13 scores ─> best legal label
 *
 * After Ratinov & Roth (CoNLL 2009): BILOU, phrase tables as features. Only features
 * that learning found worth a row are stored: buckets of four, told apart by 16 bits of their hash.
 * File sections: "shape" (u32 buckets, u32 labels), "tags" u16 [buckets][4] (0: free), "weights"
 * int8 [buckets][4][16], "notes". Integers throughout.
 */
#ifndef DL_FIND_NAMES_MODEL_H
#define DL_FIND_NAMES_MODEL_H

#include "find/names_work.h"

/* Labels: 0 is outside, then begin, inside, last, unit of each name_class in turn. */
enum {
    LABEL_OUT,
    LABEL_BEGIN = 0,
    LABEL_INSIDE,
    LABEL_LAST,
    LABEL_UNIT,
    LABELS = 1 + 4 * NAME_CLASSES,
    LABEL_LANES = 16
};
static inline uint8_t label_of(uint32_t cls, uint32_t part) {
    return (uint8_t)(1 + 4 * cls + part);
}
static inline bool label_open(uint32_t label) { /* a name goes on behind it */
    return label && ((label - 1) & 3) <= LABEL_INSIDE;
}

enum { NAME_SLOTS = 5, NAME_TYPE_ROWS = 16, NAME_ROWS = 160 };

enum { NAME_BUCKET = 4 };
struct name_model {
    uint32_t mask; /* buckets - 1 */
    const uint16_t *tags;
    const int8_t *weights;
};
static inline uint16_t name_tag_of(uint32_t hash) {
    return (uint16_t)(hash >> 16 ? hash >> 16 : 1);
}

/* en/models/names.bin; *model stays NULL where data has no such file. The bytes outlive it. */
int name_model_open(name_model *model, dl_str bytes, dl_error *err);

/* What the features need of a whole report; made once after matching. */
typedef struct name_signs {
    uint32_t *phrase; /* token -> bits: lexicon phrases that cover it, by class and part */
    uint8_t *seen;    /* type -> 1: written small somewhere; 2: with a capital inside a sentence */
    uint32_t *folded; /* type -> type of its lower-case form's hash */
} name_signs;
int name_signs_make(name_work *w, name_signs *signs, dl_error *err);

/* Row hashes (to be masked) of a word form at a slot (0 … 4: i-2 … i+2; the word itself: 2). */
uint32_t name_type_rows(const name_work *w, const name_signs *signs, uint32_t type, uint32_t slot,
                        uint32_t rows[NAME_TYPE_ROWS]);
/* Row hashes of all else at a token, given the labels before. */
uint32_t name_token_rows(const name_work *w, const name_signs *signs, uint32_t token,
                         uint32_t before, uint32_t before2, uint32_t rows[NAME_ROWS]);
/* Whether label may follow before; last: the sentence ends here. */
bool name_label_legal(uint32_t before, uint32_t label, bool last);

/* Labels of every token, 0 … LABELS - 1; margins may be NULL. */
int name_label(name_work *w, const name_model *model, const name_signs *signs, uint8_t *labels,
               int16_t *margins, dl_error *err);

#endif
