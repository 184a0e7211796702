/* The table of lemmas: for each XPOS tag the endings that tell how a lemma is made, then the forms
 * they get wrong. Counts go by types, so that "was" does not outvote the regular verbs. */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "parse/lemma.h"
#include "train/files.h"
#include "train/train.h"

enum { LEAST_ENDING = 2, LEAST_FORM = 2 };

typedef struct entry { /* a form under a tag, with its most frequent lemma */
    dl_str tag, form, lemma;
    uint32_t count;
} entry;

typedef struct edit {
    uint32_t cut;
    dl_str add;
    uint32_t count;
} edit;

typedef struct ending {
    dl_str tag, part;
    DL_VEC(edit) edits;
} ending;

typedef struct table {
    dl_arena arena;
    dl_map seen; /* "tag form lemma" -> triple */
    DL_VEC(entry) triples;
    dl_map best;      /* "tag form" -> triple of its most frequent lemma */
    dl_map ending_of; /* "tag part" -> ending */
    DL_VEC(ending) endings;
} table;

static bool is_name(dl_str tag) {
    return dl_str_starts(tag, DL_STR("NNP"));
}

static dl_str low(table *t, dl_str s, bool keep) {
    dl_buf buf = {0};
    if (keep) return s;
    dl_utf8_fold(&buf, s);
    dl_str out = dl_arena_str(&t->arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return out;
}

static void count_token(table *t, const gold_token *g) {
    if (g->upos >= DL_UPOS_COUNT || g->upos == DL_PUNCT || g->upos == DL_X || !g->lemma.len) return;
    if (dl_str_is(g->xpos, "NNP") || dl_str_is(g->xpos, "GW") || g->form.len > DL_LEMMA_LONGEST)
        return;
    dl_str form = low(t, g->form, is_name(g->xpos));
    dl_str key = dl_arena_printf(&t->arena, "%s %s %s", g->xpos.ptr, form.ptr, g->lemma.ptr);
    uint32_t at = dl_intern(&t->seen, key);
    if (at == t->triples.count) {
        entry *e = DL_PUSH(&t->triples, &t->arena);
        *e = (entry){g->xpos, form, g->lemma, 0};
    }
    entry *e = &t->triples.items[at];
    e->count++;
    dl_str name = dl_arena_printf(&t->arena, "%s %s", g->xpos.ptr, form.ptr);
    uint32_t *best = dl_map_at(&t->best, name);
    if (*best == DL_NONE || t->triples.items[*best].count < e->count) *best = at;
}

/* How form becomes lemma: cut bytes, add the rest. False where they share no beginning. */
static bool edit_of(dl_str form, dl_str lemma, edit *out) {
    size_t same = 0;
    while (same < form.len && same < lemma.len && form.ptr[same] == lemma.ptr[same]) same++;
    *out = (edit){(uint32_t)(form.len - same), dl_str_sub(lemma, same, lemma.len), 1};
    return same > 0 && out->cut <= DL_LEMMA_ENDING;
}

static void add_edit(table *t, dl_str tag, dl_str part, const edit *e) {
    dl_str key = dl_arena_printf(&t->arena, "%s %.*s", tag.ptr, (int)part.len, part.ptr);
    uint32_t at = dl_intern(&t->ending_of, key);
    if (at == t->endings.count) {
        ending *fresh = DL_PUSH(&t->endings, &t->arena);
        fresh->tag = tag;
        fresh->part = part;
    }
    ending *n = &t->endings.items[at];
    for (uint32_t i = 0; i < n->edits.count; i++) {
        edit *x = &n->edits.items[i];
        if (x->cut == e->cut && dl_str_eq(x->add, e->add)) {
            x->count++;
            return;
        }
    }
    *DL_PUSH(&n->edits, &t->arena) = *e;
}

static void count_endings(table *t) {
    for (uint32_t i = 0; i < t->best.entries.count; i++) {
        const entry *e = &t->triples.items[t->best.entries.items[i].value];
        edit x;
        if (!edit_of(e->form, e->lemma, &x)) continue;
        for (size_t n = x.cut; n <= DL_LEMMA_ENDING && n <= e->form.len; n++)
            add_edit(t, e->tag, dl_str_sub(e->form, e->form.len - n, e->form.len), &x);
    }
}

static const edit *top_edit(const ending *n) {
    const edit *top = &n->edits.items[0];
    for (uint32_t i = 1; i < n->edits.count; i++)
        if (n->edits.items[i].count > top->count) top = &n->edits.items[i];
    return top;
}

static int by_length(const void *a, const void *b) {
    const ending *x = a, *y = b;
    int c = dl_str_cmp(x->tag, y->tag);
    if (c) return c;
    if (x->part.len != y->part.len) return x->part.len < y->part.len ? -1 : 1;
    return dl_str_cmp(x->part, y->part);
}

/* What the endings written so far make of a word; DL_NONE: nothing. */
static const edit *current(const table *t, const dl_map *kept, dl_str tag, dl_str word) {
    char key[128];
    size_t most = word.len < DL_LEMMA_ENDING ? word.len : DL_LEMMA_ENDING;
    for (size_t n = most + 1; n-- > 0;) {
        int len = snprintf(key, sizeof key, "%s %.*s", tag.ptr, (int)n, word.ptr + word.len - n);
        uint32_t at = dl_map_get(kept, (dl_str){key, (size_t)len});
        if (at != DL_NONE) return top_edit(&t->endings.items[at]);
    }
    return NULL;
}

static bool same_edit(const edit *a, const edit *b) {
    uint32_t cut_a = a ? a->cut : 0, cut_b = b ? b->cut : 0;
    dl_str add_a = a ? a->add : (dl_str){0}, add_b = b ? b->add : (dl_str){0};
    return cut_a == cut_b && dl_str_eq(add_a, add_b);
}

static void write_endings(table *t, dl_map *kept, dl_buf *out) {
    qsort(t->endings.items, t->endings.count, sizeof *t->endings.items, by_length);
    for (uint32_t i = 0; i < t->endings.count; i++) {
        const ending *n = &t->endings.items[i];
        const edit *top = top_edit(n);
        if (top->count < LEAST_ENDING || same_edit(top, current(t, kept, n->tag, n->part)))
            continue;
        dl_str key =
            dl_arena_printf(&t->arena, "%s %.*s", n->tag.ptr, (int)n->part.len, n->part.ptr);
        dl_map_set(kept, key, i);
        dl_buf_printf(out, "%s\tending\t%.*s\t%u\t%.*s\n", n->tag.ptr, (int)n->part.len,
                      n->part.ptr, top->cut, (int)top->add.len, top->add.ptr);
    }
}

/* Tags whose irregular forms are worth one sighting ("forsook"). */
static bool is_inflected(dl_str tag) {
    return dl_str_is(tag, "NNS") || (tag.len == 3 && dl_str_starts(tag, DL_STR("VB")));
}

static void write_forms(table *t, const dl_map *kept, dl_buf *out) {
    for (uint32_t i = 0; i < t->best.entries.count; i++) {
        const entry *e = &t->triples.items[t->best.entries.items[i].value];
        edit x = {0};
        bool regular =
            edit_of(e->form, e->lemma, &x) && same_edit(&x, current(t, kept, e->tag, e->form));
        uint32_t least = is_inflected(e->tag) && x.cut + x.add.len ? 1 : LEAST_FORM;
        if (regular || e->count < least || memchr(e->lemma.ptr, '"', e->lemma.len)) continue;
        dl_buf_printf(out, "%s\tform\t%s\t\t%s\n", e->tag.ptr, e->form.ptr, e->lemma.ptr);
    }
}

int train_lemmas(const train_options *o, dl_error *err) {
    corpus c;
    table t = {0};
    dl_map kept;
    dl_buf out = {0};
    dl_arena_init(&t.arena);
    dl_map_init(&t.seen, &t.arena);
    dl_map_init(&t.best, &t.arena);
    dl_map_init(&t.ending_of, &t.arena);
    dl_map_init(&kept, &t.arena);
    int rc = corpus_open(&c, o->folder, NULL, err);
    for (uint32_t s = 0; !rc && s < c.bank.sentences.count; s++)
        for (uint32_t i = 0; i < c.bank.sentences.items[s].count; i++)
            count_token(&t, &c.bank.sentences.items[s].tokens[i]);
    count_endings(&t);
    dl_buf_puts(&out,
                "# Made by `dl_train lemmas` from UD English-EWT train (CC BY-SA 4.0) and GUM "
                "train\n# without its NC genres (CC BY 4.0). kind ending: cut so many bytes "
                "off a word\n# with that ending, add the last column; kind form: the last "
                "column is the lemma.\ntag\tkind\tword\tcut\tlemma\n");
    write_endings(&t, &kept, &out);
    write_forms(&t, &kept, &out);
    if (!rc) rc = file_write(o->out, dl_buf_view(&out), err);
    dl_buf_free(&out);
    corpus_close(&c);
    dl_arena_free(&t.arena);
    return rc;
}
