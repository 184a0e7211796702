#include "find/names_model.h"

#include "base/weights.h"

int name_model_open(name_model *model, dl_str bytes, dl_error *err) {
    dl_weights weights;
    int rc = dl_weights_open(&weights, bytes, err);
    if (rc) return rc;
    const uint32_t *shape = dl_weights_numbers(&weights, "shape", 2, sizeof *shape, err);
    if (!shape) return DL_EFORMAT;
    uint32_t buckets = shape[0];
    if (!buckets || (buckets & (buckets - 1)) || buckets > 1u << 20 || shape[1] != LABELS)
        return dl_fail(err, DL_EFORMAT, 0, "a name model of another shape");
    uint64_t rows = (uint64_t)buckets * NAME_BUCKET;
    model->mask = buckets - 1;
    model->tags = dl_weights_numbers(&weights, "tags", rows, sizeof *model->tags, err);
    model->weights = dl_weights_numbers(&weights, "weights", rows * LABEL_LANES, 1, err);
    return model->weights && model->tags ? DL_OK : DL_EFORMAT;
}

bool name_label_legal(uint32_t before, uint32_t label, bool last) {
    if (label_open(before))
        if (!label || (label - 1) / 4 != (before - 1) / 4 || ((label - 1) & 3) == LABEL_BEGIN ||
            ((label - 1) & 3) == LABEL_UNIT)
            return false;
    if (!label_open(before) && label &&
        (((label - 1) & 3) == LABEL_INSIDE || ((label - 1) & 3) == LABEL_LAST))
        return false;
    return !last || !label_open(label);
}

static void add_row(int16_t *scores, const name_model *m, uint32_t hash) {
    uint32_t first = (hash & m->mask) * NAME_BUCKET;
    uint16_t tag = name_tag_of(hash);
    for (uint32_t i = first; i < first + NAME_BUCKET; i++) {
        if (m->tags[i] != tag) continue;
        const int8_t *weights = m->weights + (size_t)i * LABEL_LANES;
        for (uint32_t k = 0; k < LABEL_LANES; k++) scores[k] = (int16_t)(scores[k] + weights[k]);
        return;
    }
}

/* The sums of a type's rows at every slot. */
static int16_t *sum_types(name_work *w, const name_model *m, const name_signs *signs) {
    int16_t *sums =
        dl_arena_array(w->arena, (size_t)w->types.count * NAME_SLOTS * LABEL_LANES, sizeof *sums);
    uint32_t rows[NAME_TYPE_ROWS];
    for (uint32_t t = 0; sums && t < w->types.count; t++)
        for (uint32_t slot = 0; slot < NAME_SLOTS; slot++) {
            int16_t *sum = sums + ((size_t)t * NAME_SLOTS + slot) * LABEL_LANES;
            uint32_t n = name_type_rows(w, signs, t, slot, rows);
            for (uint32_t i = 0; i < n; i++) add_row(sum, m, rows[i]);
        }
    return sums;
}

static uint8_t best_label(const int16_t *scores, uint32_t before, bool last, int16_t *margin) {
    int best = INT16_MIN, second = INT16_MIN;
    uint8_t label = 0;
    for (uint32_t k = 0; k < LABELS; k++) {
        if (!name_label_legal(before, k, last)) continue;
        if (scores[k] > best) {
            second = best;
            best = scores[k];
            label = (uint8_t)k;
        } else if (scores[k] > second) {
            second = scores[k];
        }
    }
    int gap = second == INT16_MIN ? INT16_MAX : best - second;
    *margin = (int16_t)(gap > INT16_MAX ? INT16_MAX : gap);
    return label;
}

int name_label(name_work *w, const name_model *m, const name_signs *signs, uint8_t *labels,
               int16_t *margins, dl_error *err) {
    int16_t *sums = sum_types(w, m, signs);
    if (!sums) return dl_fail_memory(err);
    uint32_t rows[NAME_ROWS];
    for (uint32_t s = 0; s < w->text->sentences.count; s++) {
        const dl_sentence *sentence = &w->text->sentences.items[s];
        uint32_t first = sentence->first, end = first + sentence->count, before = 0, before2 = 0;
        for (uint32_t i = first; i < end; i++) {
            int16_t scores[LABEL_LANES] = {0}, margin;
            for (int d = -2; d <= 2; d++) {
                int64_t at = (int64_t)i + d;
                if (at < first || at >= end) continue;
                const int16_t *sum =
                    sums + ((size_t)w->type[at] * NAME_SLOTS + (size_t)(d + 2)) * LABEL_LANES;
                for (uint32_t k = 0; k < LABEL_LANES; k++)
                    scores[k] = (int16_t)(scores[k] + sum[k]);
            }
            uint32_t n = name_token_rows(w, signs, i, before, before2, rows);
            for (uint32_t k = 0; k < n; k++) add_row(scores, m, rows[k]);
            labels[i] = best_label(scores, before, i + 1 == end, &margin);
            if (margins) margins[i] = margin;
            before2 = before;
            before = labels[i];
        }
    }
    return DL_OK;
}
