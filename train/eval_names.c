/* Rows "names": exact-span F1 over persons, places (countries with them) and organisations, on gold
 * tokens, through dl_names_find. Part "names" of dl_eval. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/eval.h"
#include "train/names_corpus.h"

typedef struct tally {
    uint32_t right[NAME_CLASSES + 1], gold[NAME_CLASSES + 1], found[NAME_CLASSES + 1];
    uint32_t spans; /* found with the right span */
} tally;

static double f1(const tally *t, uint32_t cls) {
    double all = t->gold[cls] + t->found[cls];
    return all > 0 ? 2 * t->right[cls] / all : 0;
}

static uint32_t class_of(const dl_mention *m, const dl_text *text) {
    if (dl_span_is_none(m->name)) return NAME_CLASSES;
    if (m->form == DL_MENTION_ADJECTIVE && text->tokens.upos[m->head] != DL_PROPN)
        return NAME_CLASSES;
    switch (m->kind) {
    case DL_ENTITY_PERSON: return NAME_PER;
    case DL_ENTITY_COUNTRY:
    case DL_ENTITY_PLACE: return NAME_LOC;
    case DL_ENTITY_ORGANIZATION: return NAME_ORG;
    case DL_ENTITY_GROUP: return m->flags & DL_MENTION_PLURAL ? NAME_CLASSES : NAME_ORG;
    default: return NAME_CLASSES;
    }
}

/* What is found, as labels of the tokens. */
static void labels_of(const names_document *d, uint8_t *labels) {
    const dl_tokens *t = &d->text.tokens;
    for (uint32_t i = 0; i < d->finds.mentions.count; i++) {
        const dl_mention *m = &d->finds.mentions.items[i];
        uint32_t cls = class_of(m, &d->text), first = m->head, last = m->head;
        if (cls == NAME_CLASSES) continue;
        if (t->start[first] < m->name.start || t->start[first] >= m->name.end) continue;
        while (first && t->start[first - 1] >= m->name.start) first--;
        while (last + 1 < t->count && t->start[last + 1] < m->name.end) last++;
        bool taken = false;
        for (uint32_t k = first; k <= last; k++) taken |= labels[k] != 0;
        for (uint32_t k = first; !taken && k <= last; k++)
            labels[k] = label_of(cls, first == last ? LABEL_UNIT
                                      : k == first  ? LABEL_BEGIN
                                      : k == last   ? LABEL_LAST
                                                    : LABEL_INSIDE);
    }
}

static uint32_t end_of(const uint8_t *labels, uint32_t i, uint32_t n) {
    if ((labels[i] - 1u) % 4 == LABEL_UNIT) return i + 1;
    uint32_t k = i + 1;
    while (k < n && labels[k] && (labels[k] - 1u) % 4 == LABEL_INSIDE) k++;
    return k < n ? k + 1 : n;
}

static bool begins(uint8_t label) {
    return label && ((label - 1u) % 4 == LABEL_BEGIN || (label - 1u) % 4 == LABEL_UNIT);
}

static void show(const names_document *d, char mark, const uint8_t *labels, uint32_t i,
                 uint32_t n) {
    static const char *const names[] = {"PER", "LOC", "ORG"};
    const dl_tokens *t = &d->text.tokens;
    uint32_t last = end_of(labels, i, n) - 1, s = dl_sentence_of_token(&d->text, i);
    dl_span span = {t->start[i], t->start[last] + t->len[last]};
    dl_span sentence = d->text.sentences.items[s].span;
    uint32_t from = span.start > sentence.start + 60 ? span.start - 60 : sentence.start;
    uint32_t to = span.end + 60 < sentence.end ? span.end + 60 : sentence.end;
    printf("%c %s %.*s[%.*s]%.*s\n", mark, names[(labels[i] - 1) / 4], (int)(span.start - from),
           d->finds.report.text.ptr + from, (int)(span.end - span.start),
           d->finds.report.text.ptr + span.start, (int)(to - span.end),
           d->finds.report.text.ptr + span.end);
}

static void count(const names_document *d, const uint8_t *found, tally *t) {
    uint32_t n = d->text.tokens.count;
    bool errors = getenv("DL_EVAL_SHOW") && strcmp(getenv("DL_EVAL_SHOW"), "names") == 0;
    for (uint32_t i = 0; i < n; i++) {
        bool g = begins(d->gold[i]), f = begins(found[i]);
        bool span = g && f && end_of(d->gold, i, n) == end_of(found, i, n);
        bool right = span && d->gold[i] == found[i];
        uint32_t gc = g ? (d->gold[i] - 1u) / 4 : 0, fc = f ? (found[i] - 1u) / 4 : 0;
        if (g) t->gold[gc]++, t->gold[NAME_CLASSES]++;
        if (f) t->found[fc]++, t->found[NAME_CLASSES]++;
        if (right) t->right[gc]++, t->right[NAME_CLASSES]++;
        t->spans += span;
        if (errors && g && !right) show(d, '-', d->gold, i, n);
        if (errors && f && !right) show(d, '+', found, i, n);
    }
}

static int run(eval_context *c, const dl_names *names, names_corpus *corpus, const char *data,
               bool bounds) {
    tally t = {0};
    dl_arena scratch;
    dl_arena_init(&scratch);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < corpus->documents.count; i++) {
        names_document *d = &corpus->documents.items[i];
        dl_arena_reset(&scratch);
        dl_arena_init(&d->finds.arena);
        dl_find_context context = {&d->text, &d->finds, &scratch};
        rc = dl_names_find(names, &context, &c->err);
        uint8_t *labels = dl_arena_array(&scratch, d->text.tokens.count + 1, 1);
        if (!rc && labels) {
            labels_of(d, labels);
            count(d, labels, &t);
        }
        dl_arena_free(&d->finds.arena);
    }
    dl_arena_free(&scratch);
    if (rc) return rc;
    eval_row(c, "names", data, "F1 exact span", f1(&t, NAME_CLASSES), bounds ? .67 : NAN,
             bounds ? .78 : NAN);
    static const char *const names_of[] = {"F1 persons", "F1 places", "F1 organisations"};
    for (uint32_t k = 0; k < NAME_CLASSES; k++)
        eval_row(c, "names", data, names_of[k], f1(&t, k), NAN, NAN);
    eval_row(c, "names", data, "kind right of spans found",
             t.spans ? (double)t.right[NAME_CLASSES] / t.spans : 0, NAN, NAN);
    return DL_OK;
}

static int eval_one(eval_context *c, const dl_names *names, uint32_t which) {
    static const char *const paths[] = {"ner/uner-ewt/dev.iob2", "gum/dev", "ner/re3d/Wikipedia"};
    static const char *const labels[] = {"UNER-EWT dev", "GUM dev news", "re3d Wikipedia"};
    if (!eval_has(c, paths[which])) {
        eval_skip(c, "names", labels[which]);
        return DL_OK;
    }
    names_corpus corpus;
    const char *path = eval_path(c, paths[which]);
    int rc = names_corpus_open(&corpus, c->data, &c->err);
    if (!rc && which == 0) rc = names_corpus_add(&corpus, path, 0, &c->err);
    if (!rc && which == 1) rc = names_corpus_add_folder(&corpus, path, NULL, "_news_", 0, &c->err);
    if (!rc && which == 2) rc = names_corpus_add_re3d(&corpus, path, &c->err);
    if (!rc) rc = run(c, names, &corpus, labels[which], which == 0);
    names_corpus_close(&corpus);
    return rc;
}

int eval_names(eval_context *c) {
    dl_names *names;
    int rc = dl_names_open(&names, c->data, &c->err);
    for (uint32_t i = 0; !rc && i < 3; i++) rc = eval_one(c, names, i);
    dl_names_close(names);
    return rc;
}
