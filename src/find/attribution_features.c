#include "find/attribution_features.h"

enum { QUOTE_OUT, QUOTE_IN, QUOTE_OPEN, QUOTE_CLOSE, QUOTE_SCARE };
enum { MAX_PATH = 7 };

static uint8_t shape_of(dl_str w) {
    bool upper = w.ptr[0] >= 'A' && w.ptr[0] <= 'Z', digit = false, small = false;
    for (size_t i = 0; i < w.len; i++) {
        digit |= w.ptr[i] >= '0' && w.ptr[i] <= '9';
        small |= w.ptr[i] >= 'a' && w.ptr[i] <= 'z';
    }
    return (uint8_t)(upper | digit << 1 | small << 2);
}

static uint8_t quote_state(const dl_quotations *q, uint32_t i) {
    uint32_t k = q->of_token[i];
    if (k == DL_NONE) return QUOTE_OUT;
    const dl_quotation *item = &q->items.items[k];
    if (i == item->first) return QUOTE_OPEN;
    if (i + 1 == item->end) return QUOTE_CLOSE;
    return item->flags & DL_QUOTATION_SENTENCE ? QUOTE_IN : QUOTE_SCARE;
}

/* What a finder asks of a verb: subject, object, clause. */
static void note_child(dl_atom *a, const dl_tokens *t, uint32_t i, uint32_t h) {
    uint8_t rel = t->deprel[i];
    if (rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS) {
        a->subject = (uint8_t)(1 + t->upos[i] * 2 + (i > h));
        a->subject_token = i;
    }
    if (rel == DL_REL_OBJ || rel == DL_REL_OBL) a->object = a->object == DL_NONE ? i : a->object;
    if (rel == DL_REL_CCOMP || rel == DL_REL_XCOMP || rel == DL_REL_PARATAXIS) a->clause = i;
}

/* Edges of the subtrees, relations of the dependents, depth. */
static void tree_atoms(dl_attr_view *v, const dl_sentence *s) {
    const dl_tokens *t = &v->text->tokens;
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        uint32_t h = t->head[i];
        if (h != DL_NONE) {
            v->atoms[h].children |= 1u << (t->deprel[i] % 32);
            note_child(&v->atoms[h], t, i, h);
        }
        uint32_t steps = 0;
        for (uint32_t a = h; a != DL_NONE && steps < s->count; a = t->head[a], steps++) {
            if (v->atoms[a].left > i) v->atoms[a].left = i;
            if (v->atoms[a].right < i) v->atoms[a].right = i;
        }
        v->atoms[i].depth = (uint8_t)(steps < 9 ? steps : 9);
    }
}

static uint8_t class_atom(const dl_cues *cues, uint32_t lemma, uint8_t upos) {
    uint32_t kind = upos == DL_NOUN ? DL_CUE_NOUN : upos == DL_ADJ ? DL_CUE_ADJECTIVE : DL_CUE_VERB;
    if (upos != DL_NOUN && upos != DL_ADJ && upos != DL_VERB) return 0;
    return dl_cues_bits(cues, lemma) >> (4 * kind) & 15;
}

void dl_attr_view_make(dl_attr_view *view, dl_arena *arena, const dl_cues *cues,
                       const dl_text *text, dl_str bytes, const dl_quotations *quotes) {
    const dl_tokens *t = &text->tokens;
    *view = (dl_attr_view){text, bytes, quotes, NULL};
    view->atoms = dl_arena_array(arena, t->count + 1, sizeof *view->atoms);
    if (!view->atoms) return;
    for (uint32_t i = 0; i < t->count; i++) {
        dl_str w = dl_token_text(t, bytes, i);
        dl_atom *a = &view->atoms[i];
        a->word = dl_word_hash(w);
        a->lemma = t->lemma[i].len ? dl_word_hash(t->lemma[i]) : a->word;
        a->left = a->right = i;
        a->object = a->clause = a->subject_token = DL_NONE;
        a->pos = t->xpos[i], a->upos = t->upos[i], a->rel = t->deprel[i];
        a->quote = quote_state(quotes, i);
        a->shape = shape_of(w);
        a->cls = class_atom(cues, a->lemma, a->upos);
    }
    for (uint32_t k = 0; k < text->sentences.count; k++)
        tree_atoms(view, &text->sentences.items[k]);
}

/* ── rows ── */

typedef struct row_sink {
    uint32_t *rows;
    uint32_t count, bits, template;
} row_sink;

static inline void put(row_sink *k, uint64_t a, uint64_t b, uint64_t c) {
    uint64_t h = ++k->template * 0x9e3779b97f4a7c15u + a * 0xc2b2ae3d27d4eb4fu;
    h = (h ^ h >> 31) + b * 0x165667b19e3779f9u;
    h = (h ^ h >> 29) + c * 0xd6e8feb86659fd93u;
    h = (h ^ h >> 32) * 0x9fb21c651e98df25u;
    k->rows[k->count++] = (uint32_t)(h >> (64 - k->bits));
}

static const dl_atom edge_before = {.word = 1, .lemma = 1, .pos = 250, .upos = 30, .rel = 60};
static const dl_atom edge_after = {.word = 2, .lemma = 2, .pos = 251, .upos = 31, .rel = 61};

static const dl_atom *near(const dl_attr_view *v, const dl_sentence *s, uint32_t i, int d) {
    int64_t at = (int64_t)i + d;
    if (at < (int64_t)s->first) return &edge_before;
    if (at >= (int64_t)s->first + s->count) return &edge_after;
    return &v->atoms[at];
}

static const dl_atom *head_of(const dl_attr_view *v, uint32_t i) {
    uint32_t h = v->text->tokens.head[i];
    return h == DL_NONE ? &edge_before : &v->atoms[h];
}

static uint32_t suffix_of(const dl_attr_view *v, uint32_t i) {
    dl_str w = dl_token_text(&v->text->tokens, v->bytes, i);
    return dl_word_hash(w.len > 3 ? dl_str_sub(w, w.len - 3, w.len) : w);
}

static const dl_atom *child(const dl_attr_view *v, uint32_t i) {
    return i == DL_NONE ? &edge_after : &v->atoms[i];
}

/* Relations worth looking at apart, in groups. */
static uint32_t group(uint32_t children, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    return (children >> (a % 32) & 1) | (children >> (b % 32) & 1) << 1 |
           (children >> (c % 32) & 1) << 2 | (children >> (d % 32) & 1) << 3;
}

/* What the word governs, and the nearest word above it that might be a cue. */
static void complement_rows(row_sink *k, const dl_attr_view *v, const dl_sentence *s, uint32_t i) {
    const dl_atom *z = &v->atoms[i], *o = child(v, z->object), *c = child(v, z->clause);
    const dl_atom *n = child(v, z->subject_token);
    uint32_t clauses =
        group(z->children, DL_REL_CCOMP, DL_REL_XCOMP, DL_REL_PARATAXIS, DL_REL_ADVCL);
    uint32_t objects = group(z->children, DL_REL_OBJ, DL_REL_IOBJ, DL_REL_OBL, DL_REL_NMOD);
    uint32_t helpers = group(z->children, DL_REL_AUX, DL_REL_AUX_PASS, DL_REL_COP, DL_REL_MARK);
    put(k, z->lemma, clauses, 0);
    put(k, z->lemma, objects, 0);
    put(k, z->lemma, helpers, 0);
    put(k, z->cls, z->pos, clauses);
    put(k, z->cls, clauses, objects);
    put(k, z->lemma, o->lemma, 0);
    put(k, z->lemma, c->lemma, 0);
    put(k, z->lemma, n->lemma, 0);
    put(k, z->lemma, o->cls, o->pos);
    put(k, z->pos, c->cls, c->pos);
    put(k, z->cls, n->pos, n->shape);
    put(k, z->cls, n->lemma, 0);
    const dl_tokens *t = &v->text->tokens;
    uint32_t up = t->head[i], rel = z->rel, steps = 0;
    while (up != DL_NONE && steps < 4 && !v->atoms[up].cls)
        rel = v->atoms[up].rel, up = t->head[up], steps++;
    const dl_atom *a = up == DL_NONE || steps == 4 ? &edge_before : &v->atoms[up];
    put(k, z->cls, a->cls, rel);
    put(k, z->lemma, a->cls, rel);
    put(k, z->pos, a->lemma, rel);
    uint32_t speech = 0;
    for (uint32_t j = s->first; j < s->first + s->count; j++)
        speech += j != i && v->atoms[j].cls == DL_CUE_SPEECH + 1 && v->atoms[j].upos == DL_VERB;
    put(k, z->cls, z->pos, speech < 3 ? speech : 3);
    put(k, z->lemma, speech < 3 ? speech : 3, 0);
}

uint32_t dl_cue_rows(const dl_attr_view *v, uint32_t sentence, uint32_t i,
                     uint32_t rows[DL_MAX_ROWS]) {
    row_sink k = {rows, 0, DL_CUE_BITS, 0};
    const dl_sentence *s = &v->text->sentences.items[sentence];
    const dl_atom *z = &v->atoms[i];
    const dl_atom *a = near(v, s, i, -1), *aa = near(v, s, i, -2);
    const dl_atom *b = near(v, s, i, 1), *bb = near(v, s, i, 2);
    const dl_atom *h = head_of(v, i);
    put(&k, 0, 0, 0);
    put(&k, z->word, 0, 0);
    put(&k, z->lemma, z->pos, 0);
    put(&k, z->pos, z->quote, 0);
    put(&k, z->lemma, z->quote, 0);
    put(&k, a->word, 0, 0);
    put(&k, b->word, 0, 0);
    put(&k, aa->word, 0, 0);
    put(&k, bb->word, 0, 0);
    put(&k, a->word, z->word, 0);
    put(&k, z->word, b->word, 0);
    put(&k, a->pos, z->pos, b->pos);
    put(&k, a->lemma, z->pos, 0);
    put(&k, z->pos, b->lemma, 0);
    put(&k, z->pos, b->pos, bb->pos);
    put(&k, aa->pos, a->pos, z->pos);
    put(&k, z->lemma, b->pos, 0);
    put(&k, z->lemma, a->pos, 0);
    put(&k, z->lemma, z->rel, 0);
    put(&k, z->pos, z->rel, h->pos);
    put(&k, z->lemma, z->rel, h->lemma);
    put(&k, z->rel, h->lemma, 0);
    put(&k, z->lemma, z->children, 0);
    put(&k, z->pos, z->children, 0);
    put(&k, z->lemma, z->subject, 0);
    put(&k, z->pos, z->subject, z->rel);
    put(&k, z->cls, z->pos, 0);
    put(&k, z->cls, z->children, 0);
    put(&k, z->cls, z->subject, z->quote);
    put(&k, h->cls, z->rel, z->pos);
    put(&k, z->lemma, a->quote, b->quote);
    put(&k, z->pos, a->quote, b->quote);
    put(&k, z->shape, z->pos, 0);
    put(&k, suffix_of(v, i), z->pos, 0);
    put(&k, z->depth, z->pos, 0);
    put(&k, z->cls, b->lemma, 0);
    put(&k, z->cls, a->lemma, 0);
    put(&k, z->cls, b->pos, bb->pos);
    put(&k, a->lemma, b->lemma, z->pos);
    put(&k, z->lemma, i == s->first, i + 2 >= s->first + s->count);
    put(&k, b->cls, z->pos, z->lemma);
    put(&k, a->cls, z->pos, z->lemma);
    complement_rows(&k, v, s, i);
    bool right = z->right > i + 1, left = z->left + 1 < i;
    put(&k, z->lemma, left, right);
    put(&k, z->cls, (uint64_t)left << 1 | right, z->pos);
    return k.count;
}

void dl_window_fill(const dl_attr_view *v, dl_window *w) {
    const dl_text *text = v->text;
    uint32_t sentence = dl_sentence_of_token(text, w->cue.first);
    uint32_t block = text->sentences.items[sentence].block;
    uint32_t from = sentence, to = sentence;
    while (from > 0 && sentence - from < 4 && text->sentences.items[from - 1].block == block)
        from--;
    while (to + 1 < text->sentences.count && to - sentence < 12 &&
           text->sentences.items[to + 1].block == block)
        to++;
    w->head = dl_words_head(&text->tokens, w->cue);
    w->count = 0;
    for (uint32_t k = from; k <= to; k++) {
        const dl_sentence *s = &text->sentences.items[k];
        for (uint32_t i = s->first; i < s->first + s->count; i++) {
            if (k != sentence && v->atoms[i].quote == QUOTE_OUT) continue;
            if (w->count < DL_MAX_WINDOW) w->tokens[w->count++] = i;
        }
    }
}

static uint32_t bucket(uint32_t d) {
    return d < 5 ? d : d < 7 ? 5 : d < 10 ? 6 : d < 15 ? 7 : d < 25 ? 8 : d < 40 ? 9 : 10;
}

/* Where a token hangs relative to the cue's head. */
typedef struct tree_place {
    uint32_t path; /* hash of the relations from the token up and down to the cue's head */
    uint32_t
        branch;  /* the token on its path just below what it shares with the cue; itself if none */
    uint32_t up; /* steps from the cue's head up to the shared token; 99: no shared one */
    uint32_t steps; /* from the token up to the shared one */
} tree_place;

static tree_place place_of(const dl_attr_view *v, uint32_t i, uint32_t head) {
    const dl_tokens *t = &v->text->tokens;
    uint32_t chain[MAX_PATH], n = 0;
    for (uint32_t h = head; h != DL_NONE && n < MAX_PATH; h = t->head[h]) chain[n++] = h;
    tree_place p = {2166136261u, i, 99, 0};
    uint32_t at = i;
    for (; at != DL_NONE && p.steps <= MAX_PATH + 5; p.steps++) {
        for (uint32_t u = 0; u < n; u++)
            if (chain[u] == at) {
                p.up = u;
                for (uint32_t d = u; d > 0; d--)
                    p.path = (p.path ^ (64u + t->deprel[chain[d - 1]])) * 16777619u;
                return p;
            }
        p.branch = at;
        if (p.steps < 4) p.path = (p.path ^ t->deprel[at]) * 16777619u;
        at = t->head[at];
    }
    return p;
}

/* What stands between token and cue. */
typedef struct between {
    uint32_t commas, cues, quotes;
    bool after, other;
    uint32_t distance;
} between;

static between look_between(const dl_attr_view *v, const dl_window *w, uint32_t i) {
    between b = {0};
    b.after = i >= w->cue.end;
    uint32_t from = b.after ? w->cue.end : i + 1, to = b.after ? i : w->cue.first;
    b.distance = b.after ? i - w->cue.end : i < w->cue.first ? w->cue.first - 1 - i : 0;
    for (uint32_t k = from; k < to && k < from + 40; k++) {
        uint32_t start = v->text->tokens.start[k];
        char c = v->bytes.ptr[start];
        b.commas += c == ',' || c == ';' || c == ':' || c == '(';
        b.quotes += v->atoms[k].quote == QUOTE_OPEN || v->atoms[k].quote == QUOTE_CLOSE;
        b.cues += w->is_cue[k] == DL_CUE_B;
    }
    if (b.commas > 3) b.commas = 3;
    if (b.cues > 2) b.cues = 2;
    if (b.quotes > 3) b.quotes = 3;
    return b;
}

/* Tokens at and around the labelled one, whatever the cue. */
static void static_rows(row_sink *k, const dl_attr_view *v, const dl_sentence *s, uint32_t i,
                        uint32_t side) {
    const dl_atom *z = &v->atoms[i];
    const dl_atom *a = near(v, s, i, -1), *b = near(v, s, i, 1);
    const dl_atom *aa = near(v, s, i, -2), *bb = near(v, s, i, 2);
    put(k, side, 0, 0);
    put(k, z->word, side, 0);
    put(k, z->pos, side, 0);
    put(k, a->word, z->pos, side);
    put(k, b->word, z->pos, side);
    put(k, a->word, z->word, 0);
    put(k, z->word, b->word, 0);
    put(k, a->pos, z->pos, b->pos);
    put(k, aa->pos, a->pos, z->pos);
    put(k, z->pos, b->pos, bb->pos);
    put(k, z->quote, (uint64_t)a->quote << 4 | b->quote, side);
    put(k, z->rel, z->pos, side);
}

/* Where the token hangs, seen from the cue. */
static void tree_rows(row_sink *k, const dl_attr_view *v, const dl_window *w, uint32_t i,
                      const dl_atom *c, uint32_t side) {
    const dl_atom *z = &v->atoms[i];
    tree_place p = place_of(v, i, w->head);
    tree_place q = i > 0 ? place_of(v, i - 1, w->head) : p;
    tree_place n = i + 1 < v->text->tokens.count ? place_of(v, i + 1, w->head) : p;
    const dl_atom *br = &v->atoms[p.branch];
    uint32_t edge = (uint32_t)(br->left == i) | (uint32_t)(br->right == i) << 1;
    uint32_t turn = (uint32_t)(q.branch != p.branch) | (uint32_t)(n.branch != p.branch) << 1;
    uint32_t where = p.up * 64 + br->rel;
    put(k, p.path, 0, 0);
    put(k, p.path, z->pos, 0);
    put(k, p.path, c->lemma, 0);
    put(k, where, side, 0);
    put(k, where, c->lemma, 0);
    put(k, where, edge, turn);
    put(k, where, z->word, 0);
    put(k, where, z->pos, edge);
    put(k, where, c->cls, c->pos);
    put(k, (uint64_t)where << 8 | br->pos, edge, side);
    put(k, p.steps, p.up, z->rel);
    put(k, q.path, p.path, 0);
    put(k, p.path, n.path, 0);
    put(k, where, v->atoms[q.branch].rel + q.up * 64, turn);
    put(k, where, v->atoms[n.branch].rel + n.up * 64, turn);
    put(k, c->children, where, 0);
    put(k, c->rel, where, edge);
    put(k, z->quote, where, 0);
}

static void cue_rows(row_sink *k, const dl_attr_view *v, const dl_window *w, uint32_t i,
                     const dl_sentence *s, const dl_atom *c, uint32_t offset) {
    const dl_atom *z = &v->atoms[i];
    const dl_atom *next = near(v, s, i, 1), *last = near(v, s, i, -1);
    between b = look_between(v, w, i);
    uint32_t side = b.after, d = bucket(b.distance) << 1 | side;
    uint32_t cues = b.cues << 2 | (w->is_cue[i] != DL_CUE_O);
    const dl_atom *cue_next = &edge_after, *cue_last = &edge_before;
    if (w->cue.end < v->text->tokens.count) cue_next = &v->atoms[w->cue.end];
    if (w->cue.first > 0) cue_last = &v->atoms[w->cue.first - 1];
    put(k, d, z->pos, 0);
    put(k, d, z->word, 0);
    put(k, d, c->lemma, 0);
    put(k, d, z->pos, c->lemma);
    put(k, d, z->quote, offset);
    put(k, side, b.commas << 4 | b.quotes, z->quote);
    put(k, side, b.commas << 4 | b.quotes, z->pos);
    put(k, side, cues, z->pos);
    put(k, cues, z->rel, side);
    put(k, c->lemma, z->word, side);
    put(k, c->lemma, z->pos, side);
    put(k, offset, z->quote, side);
    put(k, c->quote, z->quote, side);
    put(k, cue_next->word, d, 0);
    put(k, cue_next->quote, cue_last->quote, (uint64_t)z->quote << 1 | side);
    put(k, cue_last->pos, d, z->pos);
    put(k, cue_next->pos, d, z->pos);
    put(k, c->subject, d, z->pos);
    put(k, i == s->first, next == &edge_after, (uint64_t)side << 8 | z->pos);
    put(k, last->pos, z->pos, (uint64_t)d << 8 | c->cls);
    put(k, z->pos, next->pos, (uint64_t)side << 8 | c->cls);
    put(k, w->cue.end - w->cue.first, d, c->pos);
}

uint32_t dl_span_rows(const dl_attr_view *v, const dl_window *w, uint32_t at,
                      uint32_t rows[DL_MAX_ROWS]) {
    row_sink k = {rows, 0, DL_SPAN_BITS, 0};
    uint32_t i = w->tokens[at];
    uint32_t si = dl_sentence_of_token(v->text, i), sc = dl_sentence_of_token(v->text, w->head);
    const dl_sentence *s = &v->text->sentences.items[si];
    const dl_atom *c = &v->atoms[w->head];
    uint32_t offset = si < sc ? 1 : si == sc ? 0 : si == sc + 1 ? 2 : 3;
    uint32_t side = offset << 1 | (i >= w->cue.end);
    static_rows(&k, v, s, i, side);
    if (si == sc) {
        tree_rows(&k, v, w, i, c, side);
    }
    k.template = 64;
    cue_rows(&k, v, w, i, s, c, offset);
    return k.count;
}
