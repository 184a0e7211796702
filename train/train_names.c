/* The name tagger: averaged perceptron over the run-time features, then the rows worth keeping. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/weights.h"
#include "train/files.h"
#include "train/names_corpus.h"
#include "train/train.h"

enum { TABLE = 1 << 21, BUCKETS = 1 << 15 };

/* A document with its features' rows, made once. */
typedef struct lesson {
    name_work work;
    name_signs signs;
    const uint8_t *gold;
    uint32_t *rows;  /* [types][NAME_SLOTS][NAME_TYPE_ROWS] */
    uint8_t *counts; /* [types][NAME_SLOTS] */
    dl_find_context context;
} lesson;

typedef struct learner {
    float *weights, *sums; /* [TABLE][LABEL_LANES] */
    uint32_t *hashes;      /* [TABLE] */
    double step;
    uint32_t right, all;
} learner;

static int open_lesson(lesson *l, const dl_names *names, names_document *d, dl_arena *arena,
                       dl_error *err) {
    l->context = (dl_find_context){&d->text, &d->finds, arena};
    l->gold = d->gold;
    int rc = name_work_open(&l->work, names, &l->context, err);
    if (!rc) rc = name_match_all(&l->work, err);
    if (!rc) rc = name_signs_make(&l->work, &l->signs, err);
    if (rc) return rc;
    uint32_t n = l->work.types.count;
    l->rows = dl_arena_array(arena, (size_t)n * NAME_SLOTS * NAME_TYPE_ROWS, sizeof *l->rows);
    l->counts = dl_arena_array(arena, (size_t)n * NAME_SLOTS, 1);
    for (uint32_t t = 0; t < n; t++)
        for (uint32_t s = 0; s < NAME_SLOTS; s++)
            l->counts[t * NAME_SLOTS + s] = (uint8_t)name_type_rows(
                &l->work, &l->signs, t, s, l->rows + ((size_t)t * NAME_SLOTS + s) * NAME_TYPE_ROWS);
    return arena->failed ? dl_fail_memory(err) : DL_OK;
}

static uint32_t all_rows(const lesson *l, uint32_t token, uint32_t before, uint32_t before2,
                         uint32_t *rows) {
    const dl_sentence *s = &l->work.text->sentences.items[l->work.sentence[token]];
    uint32_t n = 0;
    for (int d = -2; d <= 2; d++) {
        int64_t at = (int64_t)token + d;
        if (at < s->first || at >= (int64_t)s->first + s->count) continue;
        size_t k = (size_t)l->work.type[at] * NAME_SLOTS + (size_t)(d + 2);
        memcpy(rows + n, l->rows + k * NAME_TYPE_ROWS, l->counts[k] * sizeof *rows);
        n += l->counts[k];
    }
    return n + name_token_rows(&l->work, &l->signs, token, before, before2, rows + n);
}

static void update(learner *p, const uint32_t *rows, uint32_t n, uint32_t label, float by) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = rows[i] & (TABLE - 1);
        p->hashes[r] = rows[i];
        p->weights[(size_t)r * LABEL_LANES + label] += by;
        p->sums[(size_t)r * LABEL_LANES + label] += (float)(by * p->step);
    }
}

static void learn_sentence(learner *p, const lesson *l, const dl_sentence *s) {
    uint32_t rows[NAME_ROWS + NAME_SLOTS * NAME_TYPE_ROWS], before = 0, before2 = 0;
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        uint32_t n = all_rows(l, i, before, before2, rows);
        float scores[LABEL_LANES] = {0};
        for (uint32_t k = 0; k < n; k++) {
            const float *w = p->weights + (size_t)(rows[k] & (TABLE - 1)) * LABEL_LANES;
            for (uint32_t j = 0; j < LABEL_LANES; j++) scores[j] += w[j];
        }
        uint32_t best = DL_NONE, gold = l->gold[i], rival = DL_NONE;
        bool last = i + 1 == s->first + s->count;
        for (uint32_t k = 0; k < LABELS; k++) {
            if (!name_label_legal(before, k, last)) continue;
            if (best == DL_NONE || scores[k] > scores[best]) best = k;
            if (k != gold && (rival == DL_NONE || scores[k] > scores[rival])) rival = k;
        }
        p->step += 1;
        /* a margin of one keeps the averaged weights from hanging on single errors */
        if (name_label_legal(before, gold, last) && rival != DL_NONE &&
            scores[gold] < scores[rival] + 1) {
            update(p, rows, n, gold, 1);
            update(p, rows, n, rival, -1);
        }
        p->right += best == gold;
        p->all++;
        before2 = before;
        before = best;
    }
}

typedef struct ranked {
    float weight;
    uint32_t row;
} ranked;

static int by_weight(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->row < y->row ? -1 : 1;
}

/* Averages, takes the heaviest rows into the buckets, in int8. */
static void export_rows(const learner *p, uint16_t *tags, int8_t *weights) {
    ranked *order = calloc(TABLE, sizeof *order);
    float *mean = malloc((size_t)TABLE * LABEL_LANES * sizeof *mean), most = 0;
    for (size_t i = 0; i < (size_t)TABLE * LABEL_LANES; i++)
        mean[i] = p->weights[i] - (float)(p->sums[i] / p->step);
    for (uint32_t r = 0; r < TABLE; r++) {
        order[r].row = r;
        for (uint32_t k = 0; k < LABELS; k++) {
            float a = fabsf(mean[(size_t)r * LABEL_LANES + k]);
            order[r].weight += a;
            if (a > most) most = a;
        }
    }
    qsort(order, TABLE, sizeof *order, by_weight);
    float scale = 127 / (most < 8 ? most : 8);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < TABLE && order[i].weight * scale >= 1; i++) {
        uint32_t hash = p->hashes[order[i].row], first = (hash & (BUCKETS - 1)) * NAME_BUCKET;
        for (uint32_t s = first; s < first + NAME_BUCKET; s++) {
            if (tags[s]) continue;
            tags[s] = name_tag_of(hash);
            for (uint32_t k = 0; k < LABELS; k++) {
                float v = rintf(mean[(size_t)order[i].row * LABEL_LANES + k] * scale);
                weights[(size_t)s * LABEL_LANES + k] = (int8_t)(v > 127    ? 127
                                                                : v < -127 ? -127
                                                                           : v);
            }
            kept++;
            break;
        }
    }
    fprintf(stderr, "  %u rows kept, scale %.2f\n", kept, (double)scale);
    free(order);
    free(mean);
}

static const char notes[] =
    "dateline name tagger\n"
    "learnt from: UNER EWT train (CC BY-SA 4.0), GUM train without essay, fiction, letter, "
    "podcast,\n"
    "whow (annotations CC BY 4.0), Broad Twitter Corpus and WNUT-17 train (CC BY 4.0), re3d "
    "(public\n"
    "domain, OGL, CC BY, CC BY-SA by folder); copies in lower case and with capitals\n"
    "command: dl_train names --data DIR --out data/en/models/names.bin\n"
    "licence of the weights: CC BY-SA 4.0\n";

static int export_model(const learner *p, const char *path, dl_error *err) {
    uint16_t *tags = calloc(BUCKETS * NAME_BUCKET, sizeof *tags);
    int8_t *weights = calloc((size_t)BUCKETS * NAME_BUCKET * LABEL_LANES, 1);
    uint32_t shape[2] = {BUCKETS, LABELS};
    int rc = tags && weights ? DL_OK : dl_fail_memory(err);
    dl_buf out = {0};
    if (!rc) {
        export_rows(p, tags, weights);
        dl_weights_writer w = {0};
        dl_weights_add(&w, "shape", shape, sizeof shape);
        dl_weights_add(&w, "tags", tags, BUCKETS * NAME_BUCKET * sizeof *tags);
        dl_weights_add(&w, "weights", weights, (size_t)BUCKETS * NAME_BUCKET * LABEL_LANES);
        dl_weights_add(&w, "notes", notes, sizeof notes - 1);
        dl_weights_finish(&w, &out);
        rc = file_write(path, dl_buf_view(&out), err);
    }
    dl_buf_free(&out);
    free(tags);
    free(weights);
    return rc;
}

/* Everything that may be learnt from, with recased copies of the edited text. */
static int read_all(names_corpus *c, const char *folder, dl_error *err) {
    static const char *const plain[] = {"ner/btc/a.conll",
                                        "ner/btc/b.conll",
                                        "ner/btc/e.conll",
                                        "ner/btc/f.conll",
                                        "ner/btc/g.conll",
                                        "ner/btc/h.conll",
                                        "ner/wnut17/wnut17train.conll",
                                        "ner/wnut17/emerging.dev.conll"};
    static const char *const re3d[] = {"Australian_Department_of_Foreign_Affairs", "CENTCOM",
                                       "Delegation_of_the_European_Union_to_Syria", "UK_Government",
                                       "US_State_Department"};
    int rc = DL_OK;
    for (uint32_t casing = 0; !rc && casing < 3; casing++) {
        rc = names_corpus_add(
            c, dl_arena_printf(&c->arena, "%s/ner/uner-ewt/train.iob2", folder).ptr, casing, err);
        if (!rc)
            rc = names_corpus_add_folder(c, dl_arena_printf(&c->arena, "%s/gum/train", folder).ptr,
                                         gum_nc_genres, NULL, casing, err);
    }
    for (size_t i = 0; !rc && i < DL_COUNT(plain); i++)
        rc = names_corpus_add(c, dl_arena_printf(&c->arena, "%s/%s", folder, plain[i]).ptr, 0, err);
    for (size_t i = 0; !rc && i < DL_COUNT(re3d); i++)
        rc = names_corpus_add_re3d(
            c, dl_arena_printf(&c->arena, "%s/ner/re3d/%s", folder, re3d[i]).ptr, err);
    return rc;
}

static int learn_all(learner *p, const names_corpus *c, lesson *lessons, const train_options *o,
                     dl_error *err) {
    uint32_t n = c->documents.count;
    uint32_t *order = calloc(n, sizeof *order);
    if (!order) return dl_fail_memory(err);
    rng random = {o->seed};
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (uint32_t e = 0; e < o->epochs; e++) {
        rng_shuffle(&random, order, n);
        p->right = p->all = 0;
        for (uint32_t i = 0; i < n; i++) {
            const lesson *l = &lessons[order[i]];
            for (uint32_t s = 0; s < l->work.text->sentences.count; s++)
                learn_sentence(p, l, &l->work.text->sentences.items[s]);
        }
        fprintf(stderr, "  epoch %u: %.3f%% right\n", e + 1, 100.0 * p->right / p->all);
    }
    free(order);
    return DL_OK;
}

int train_names(const train_options *o, dl_error *err) {
    names_corpus c;
    dl_data *data = NULL;
    dl_names *names = NULL;
    dl_arena arena;
    dl_arena_init(&arena);
    learner p = {calloc((size_t)TABLE * LABEL_LANES, sizeof(float)),
                 calloc((size_t)TABLE * LABEL_LANES, sizeof(float)),
                 calloc(TABLE, sizeof(uint32_t)),
                 1,
                 0,
                 0};
    int rc = p.weights && p.sums && p.hashes ? dl_data_open(&data, NULL, err) : dl_fail_memory(err);
    if (!rc) rc = names_corpus_open(&c, data, err);
    if (!rc) rc = dl_names_open(&names, data, err);
    if (!rc) rc = read_all(&c, o->folder, err);
    fprintf(stderr, "%u documents, %u tokens\n", c.documents.count, c.tokens);
    lesson *lessons = rc ? NULL : calloc(c.documents.count, sizeof *lessons);
    for (uint32_t i = 0; !rc && i < c.documents.count; i++)
        rc = open_lesson(&lessons[i], names, &c.documents.items[i], &arena, err);
    if (!rc) rc = learn_all(&p, &c, lessons, o, err);
    if (!rc) rc = export_model(&p, o->out, err);
    free(lessons);
    free(p.weights);
    free(p.sums);
    free(p.hashes);
    dl_names_close(names);
    names_corpus_close(&c);
    dl_arena_free(&arena);
    dl_data_close(data);
    return rc;
}
