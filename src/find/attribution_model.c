#include "find/attribution_model.h"

#include "base/hash.h"
#include "base/reader.h"
#include "find/tuning_attributions.h"

static const char magic[] = "DLATTRIB";
enum {
    CUE_BYTES = DL_CUE_LABELS << DL_CUE_BITS,
    SPAN_BYTES = DL_ROLE_LABELS << DL_SPAN_BITS,
    GATE_BYTES = 1 << (DL_GATE_BITS - 3),
};

static int read_head(dl_reader *r, dl_error *err) {
    dl_str m = dl_read_bytes(r, sizeof magic - 1);
    if (!dl_str_is(m, magic))
        return dl_fail(err, DL_EFORMAT, 0, "attributions.bin is not an attribution model");
    uint32_t version = dl_read_u32(r), cue = dl_read_u32(r), span = dl_read_u32(r);
    if (version != DL_ATTR_MODEL_VERSION || cue != DL_CUE_BITS || span != DL_SPAN_BITS)
        return dl_fail(err, DL_EVERSION, 8,
                       "attributions.bin is of version %u, this program reads %d; train it anew",
                       version, DL_ATTR_MODEL_VERSION);
    return DL_OK;
}

int dl_attr_model_read(dl_attr_model *model, dl_str bytes, dl_error *err) {
    dl_reader r = dl_reader_of(bytes);
    int rc = read_head(&r, err);
    if (rc) return rc;
    model->notes = dl_read_bytes(&r, dl_read_u32(&r));
    for (int i = 0; i < DL_CUE_LABELS * DL_CUE_LABELS; i++)
        (&model->cue_step[0][0])[i] = (int32_t)dl_read_u32(&r);
    for (int i = 0; i < DL_ROLE_LABELS * DL_ROLE_LABELS; i++)
        (&model->span_step[0][0])[i] = (int32_t)dl_read_u32(&r);
    model->cue_bias = (int32_t)dl_read_u32(&r);
    model->gate = (const uint8_t *)dl_read_bytes(&r, GATE_BYTES).ptr;
    model->cue = (const int8_t *)dl_read_bytes(&r, CUE_BYTES).ptr;
    model->span = (const int8_t *)dl_read_bytes(&r, SPAN_BYTES).ptr;
    size_t body = (size_t)(r.at - (const unsigned char *)bytes.ptr);
    uint64_t sum = dl_read_u64(&r);
    if (r.failed || r.at != r.end)
        return dl_fail(err, DL_ECORRUPT, bytes.len, "attributions.bin is cut short or too long");
    if (sum != dl_hash(dl_str_sub(bytes, 0, body)))
        return dl_fail(err, DL_ECORRUPT, body, "attributions.bin fails its checksum");
    return DL_OK;
}

void dl_attr_model_write(const dl_attr_model *model, dl_buf *out) {
    dl_buf_puts(out, magic);
    dl_buf_u32(out, DL_ATTR_MODEL_VERSION);
    dl_buf_u32(out, DL_CUE_BITS);
    dl_buf_u32(out, DL_SPAN_BITS);
    dl_buf_u32(out, (uint32_t)model->notes.len);
    dl_buf_str(out, model->notes);
    for (int i = 0; i < DL_CUE_LABELS * DL_CUE_LABELS; i++)
        dl_buf_u32(out, (uint32_t)(&model->cue_step[0][0])[i]);
    for (int i = 0; i < DL_ROLE_LABELS * DL_ROLE_LABELS; i++)
        dl_buf_u32(out, (uint32_t)(&model->span_step[0][0])[i]);
    dl_buf_u32(out, (uint32_t)model->cue_bias);
    dl_buf_add(out, model->gate, GATE_BYTES);
    dl_buf_add(out, model->cue, CUE_BYTES);
    dl_buf_add(out, model->span, SPAN_BYTES);
    dl_buf_u64(out, dl_hash(dl_buf_view(out)));
}

/* ── decoding ── */

void dl_attr_best_path(const int32_t *scores, uint32_t count, uint32_t labels, const int32_t *steps,
                       const uint8_t *forced, dl_arena *scratch, uint8_t *out) {
    enum { MAX_LABELS = 8, NEVER = -(1 << 28) };
    uint8_t *back = dl_arena_alloc(scratch, (size_t)count * MAX_LABELS + 1);
    if (!back || !count) return;
    int32_t best[MAX_LABELS], next[MAX_LABELS] = {0};
    for (uint32_t t = 0; t < count; t++) {
        for (uint32_t y = 0; y < labels; y++) {
            /* a run cannot begin with I: label 0 stands before the first token */
            int32_t top = t ? NEVER * 2 : steps[y];
            uint8_t from = 0;
            for (uint32_t x = 0; t && x < labels; x++)
                if (best[x] + steps[x * labels + y] > top) {
                    top = best[x] + steps[x * labels + y];
                    from = (uint8_t)x;
                }
            bool barred = forced && forced[t] != 255 && forced[t] != y;
            next[y] = top + (barred ? NEVER : scores[t * labels + y]);
            if (next[y] < NEVER) next[y] = NEVER;
            back[t * MAX_LABELS + y] = from;
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t y = 0;
    for (uint32_t k = 1; k < labels; k++)
        if (best[k] > best[y]) y = k;
    for (uint32_t t = count; t > 0; t--) {
        out[t - 1] = (uint8_t)y;
        y = back[(t - 1) * MAX_LABELS + y];
    }
}

/* Rows of one token, made and fetched ahead of the sums. */
typedef struct row_list {
    uint32_t rows[DL_MAX_ROWS];
    uint32_t count;
} row_list;

static void fetch(const int8_t *table, uint32_t labels, const row_list *list) {
    for (uint32_t k = 0; k < list->count; k++)
        __builtin_prefetch(table + (size_t)list->rows[k] * labels);
}

/* Adds up rows of up to 8 weights, eight bytes at a time: each byte is made unsigned by its top bit
 * and summed in a lane of 16 bits (96 rows of 255 stay below 65,536). A row's last bytes may reach
 * into what follows the table; those lanes are not read. */
static void sum_rows(const int8_t *table, uint32_t labels, const row_list *list, int32_t *out) {
    const uint64_t low = 0x00ff00ff00ff00ffu, top = 0x8080808080808080u;
    uint64_t even = 0, odd = 0;
    for (uint32_t k = 0; k < list->count; k++) {
        uint64_t bytes;
        memcpy(&bytes, table + (size_t)list->rows[k] * labels, sizeof bytes);
        bytes ^= top;
        even += bytes & low;
        odd += bytes >> 8 & low;
    }
    for (uint32_t y = 0; y < labels; y++) {
        uint64_t lane = (y & 1 ? odd : even) >> (8 * (y & ~1u)) & 0xffff;
        out[y] = (int32_t)lane - 128 * (int32_t)list->count;
    }
}

static bool gated(const dl_attr_model *model, const dl_atom *a) {
    if (a->upos == DL_PROPN || a->upos == DL_NUM || a->upos == DL_SYM) return true;
    uint32_t bit = a->word >> (32 - DL_GATE_BITS);
    return model->gate[bit / 8] >> (bit % 8) & 1;
}

enum { SHUT = -(1 << 24) };

void dl_cue_tag(const dl_attr_model *model, const dl_attr_view *view, uint32_t sentence,
                dl_arena *scratch, uint8_t *labels) {
    const dl_sentence *s = &view->text->sentences.items[sentence];
    int32_t *scores = dl_arena_alloc(scratch, (size_t)s->count * DL_CUE_LABELS * sizeof *scores);
    if (!scores) return;
    row_list lists[2];
    uint32_t before = DL_NONE, turn = 0;
    for (uint32_t i = 0; i <= s->count; i++) {
        bool shut = i == s->count || gated(model, &view->atoms[s->first + i]);
        if (i < s->count) {
            int32_t *score = scores + (size_t)i * DL_CUE_LABELS;
            score[DL_CUE_O] = 0, score[DL_CUE_B] = score[DL_CUE_I] = SHUT;
        }
        if (!shut) {
            lists[turn].count = dl_cue_rows(view, sentence, s->first + i, lists[turn].rows);
            fetch(model->cue, DL_CUE_LABELS, &lists[turn]);
        }
        if (before != DL_NONE && (!shut || i == s->count)) {
            int32_t *score = scores + (size_t)before * DL_CUE_LABELS;
            const dl_atom *z = &view->atoms[s->first + before];
            bool speech = z->cls == DL_CUE_SPEECH + 1 && z->upos == DL_VERB;
            sum_rows(model->cue, DL_CUE_LABELS, &lists[1 - turn], score);
            score[DL_CUE_B] += model->cue_bias + (speech ? DL_TUNE_SPEECH_BIAS : 0);
        }
        if (!shut) before = i, turn = 1 - turn;
    }
    memset(labels, DL_CUE_O, s->count);
    dl_attr_best_path(scores, s->count, DL_CUE_LABELS, &model->cue_step[0][0], NULL, scratch,
                      labels);
}

void dl_span_tag(const dl_attr_model *model, const dl_attr_view *view, const dl_window *window,
                 dl_arena *scratch, uint8_t *labels) {
    int32_t *scores =
        dl_arena_alloc(scratch, (size_t)window->count * DL_ROLE_LABELS * sizeof *scores);
    uint8_t *forced = dl_arena_alloc(scratch, window->count + 1);
    if (!scores || !forced) return;
    row_list lists[2];
    for (uint32_t i = 0; i <= window->count; i++) {
        if (i < window->count) {
            lists[i & 1].count = dl_span_rows(view, window, i, lists[i & 1].rows);
            fetch(model->span, DL_ROLE_LABELS, &lists[i & 1]);
            uint32_t token = window->tokens[i];
            forced[i] = token >= window->cue.first && token < window->cue.end ? DL_ROLE_O : 255;
        }
        if (i > 0)
            sum_rows(model->span, DL_ROLE_LABELS, &lists[(i - 1) & 1],
                     scores + (size_t)(i - 1) * DL_ROLE_LABELS);
    }
    dl_attr_best_path(scores, window->count, DL_ROLE_LABELS, &model->span_step[0][0], forced,
                      scratch, labels);
}

/* ── triples ── */

/* Reads a triple off a window's labels. A second source is dropped: the nearer to the cue stays. */
static void read_labels(const dl_window *w, const uint8_t *labels, dl_triple *t) {
    uint32_t near = UINT32_MAX;
    for (uint32_t i = 0; i < w->count; i++) {
        if (labels[i] != DL_ROLE_BS && labels[i] != DL_ROLE_BC) continue;
        uint8_t inside = labels[i] + 1;
        uint32_t e = i + 1;
        while (e < w->count && labels[e] == inside && w->tokens[e] == w->tokens[e - 1] + 1) e++;
        dl_words range = {w->tokens[i], w->tokens[e - 1] + 1};
        if (inside == DL_ROLE_IC) {
            if (t->contents < DL_MAX_CONTENT) t->content[t->contents++] = range;
            continue;
        }
        uint32_t d =
            range.first >= w->cue.end ? range.first - w->cue.end : w->cue.first - range.end;
        if (range.end > w->cue.first && range.first < w->cue.end) continue;
        if (d < near) t->source = range;
        if (d < near) near = d;
    }
}

void dl_triple_for_cue(dl_triple *out, dl_arena *arena, const dl_attr_model *model,
                       const dl_attr_view *view, dl_words cue, const uint8_t *is_cue) {
    uint32_t tokens[DL_MAX_WINDOW];
    uint8_t labels[DL_MAX_WINDOW];
    dl_window w = {.cue = cue, .tokens = tokens, .is_cue = is_cue};
    *out = (dl_triple){.cue = cue};
    dl_window_fill(view, &w);
    dl_span_tag(model, view, &w, arena, labels);
    if (!arena->failed) read_labels(&w, labels, out);
}

void dl_triples_by_model(dl_triples *out, dl_arena *arena, const dl_attr_model *model,
                         const dl_attr_view *view) {
    const dl_text *text = view->text;
    uint8_t *is_cue = dl_arena_array(arena, text->tokens.count + 1, 1);
    if (!is_cue) return;
    for (uint32_t s = 0; s < text->sentences.count; s++)
        dl_cue_tag(model, view, s, arena, is_cue + text->sentences.items[s].first);
    for (uint32_t i = 0; i < text->tokens.count && !arena->failed; i++) {
        if (is_cue[i] != DL_CUE_B) continue;
        uint32_t end = i + 1;
        while (end < text->tokens.count && is_cue[end] == DL_CUE_I) end++;
        dl_triple *slot = DL_PUSH(out, arena);
        if (slot) dl_triple_for_cue(slot, arena, model, view, (dl_words){i, end}, is_cue);
    }
}
