/* Mentions of versions of the negotiated text. One clause gives one mention: what its patterns say
 * together (stage, status, points, packages, authors). */
#include "base/utf8.h"
#include "find/positions_internal.h"

typedef struct draft {
    uint32_t first, end; /* clause, in tokens */
    uint32_t doc;        /* the text's noun; DL_NONE */
    uint32_t points, packages;
    uint32_t stage_width;
    dl_str stage, status;
    dl_whos authors;
    bool counted, staged, provides, approximate, authored, status_alone;
} draft;

typedef struct version_pick {
    dl_view *v;
    draft *d;
    uint32_t sentence_first, sentence_end;
} version_pick;

static bool is_text_noun(const dl_view *v, uint32_t t) {
    uint8_t u = v->t->upos[t];
    return (u == DL_NOUN || u == DL_PROPN) &&
           dl_patterns_word(v->lex->doc_nouns, &v->words, t) != DL_NONE;
}

static void take_count(version_pick *p, const dl_match *m, bool packages) {
    uint32_t value = m->num.first == DL_NONE ? 0 : dl_words_number(&p->v->words, m->num.first);
    if (value > 2000) return;
    if (packages) {
        if (value != 1) p->d->packages = value ? value : p->d->packages;
        p->d->counted = true;
        return;
    }
    if (!value) return;
    p->d->points = value;
    p->d->counted = true;
    uint32_t before = m->num.first;
    if (before > p->sentence_first) {
        dl_str w = p->v->words.lower[before - 1];
        p->d->approximate = dl_str_is(w, "about") || dl_str_is(w, "around") ||
                            dl_str_is(w, "roughly") || dl_str_is(w, "nearly") ||
                            dl_str_is(w, "some");
    }
}

static void take_author(version_pick *p, const dl_match *m) {
    if (m->who.first == DL_NONE) return;
    const dl_view *v = p->v;
    uint32_t end = m->who.end;
    if (m->end == m->who.end) /* the last slot took only its first words: run to the clause's end */
        while (end < p->d->end && v->t->upos[end] != DL_PUNCT && v->t->upos[end] != DL_VERB) end++;
    for (uint32_t t = m->who.first; t < end; t++)
        if (v->mention_at[t] != DL_NONE) {
            uint32_t e = v->finds->mentions.items[v->mention_at[t]].entity;
            if (e == DL_NONE || v->finds->entities.items[e].kind == DL_ENTITY_COUNTRY) continue;
            const dl_entity *x = &v->finds->entities.items[e];
            dl_whos_add(&p->d->authors, (dl_who){e, x->name, x->key});
        }
    p->d->authored = true;
}

/* The widest pattern says the stage and its status; a status that stands alone ("leaked", "not made
 * public") says more than the stage's own. */
static void take_stage(version_pick *p, const dl_doc_row *row, uint32_t width) {
    draft *d = p->d;
    bool alone = !row->stage.len || dl_str_is(row->status, "leaked");
    d->staged = true;
    if (row->stage.len && width > d->stage_width) {
        d->stage_width = width;
        d->stage = row->stage;
        if (!d->status_alone) d->status = row->status;
    }
    if (alone && !d->status_alone) d->status = row->status, d->status_alone = true;
}

static void take_version(void *self, const dl_match *m) {
    version_pick *p = self;
    const dl_doc_row *row = &p->v->lex->docs.items[m->value];
    if (m->doc.first != DL_NONE && !is_text_noun(p->v, m->doc.first)) return;
    if (m->doc.first != DL_NONE) p->d->doc = m->doc.first;
    if (m->first < p->d->first) p->d->first = m->first;
    if (m->end > p->d->end) p->d->end = m->end;
    switch (row->kind) {
    case DL_DOC_COUNT: take_count(p, m, false); break;
    case DL_DOC_PACK: take_count(p, m, true); break;
    case DL_DOC_PROV: p->d->provides = true; break;
    case DL_DOC_AUTHOR: take_author(p, m); break;
    case DL_DOC_STAGE: take_stage(p, row, m->end - m->first); break;
    }
}

/* Whether the sentence speaks of a negotiated text: a text's noun in it or in the one before. */
static bool text_nearby(const dl_view *v, uint32_t sentence) {
    for (uint32_t back = 0; back < 2 && back <= sentence; back++) {
        const dl_sentence *s = &v->text->sentences.items[sentence - back];
        for (uint32_t t = s->first; t < s->first + s->count; t++)
            if (is_text_noun(v, t)) return true;
    }
    return false;
}

/* What is negotiated: what the report calls its text most often ("peace plan"), else the noun with
 * what stands before it ("fisheries pact"). */
static dl_str document_of(const dl_view *v, const draft *d) {
    if (v->text_label.len) return v->text_label;
    if (d->doc == DL_NONE) return DL_STR("");
    uint32_t first = d->doc;
    while (first > d->first && v->t->upos[first - 1] == DL_NOUN &&
           v->t->deprel[first - 1] == DL_REL_COMPOUND)
        first--;
    dl_buf buf = {0};
    dl_utf8_fold(&buf, dl_span_text(v->clean, dl_tokens_span(v, first, d->doc + 1)));
    dl_str name = dl_arena_str(&v->finds->arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    if (!memchr(name.ptr, '-', name.len)) return name;
    return dl_arena_str(&v->finds->arena, v->words.lower[d->doc]);
}

/* The noun phrase that names the version, for people: "28-point document". */
static dl_str label_of(const dl_view *v, const draft *d) {
    if (d->doc == DL_NONE) return DL_STR("");
    uint32_t first = d->doc;
    while (first > d->first) {
        uint8_t u = v->t->upos[first - 1];
        bool modifier = u == DL_VERB && v->t->deprel[first - 1] == DL_REL_AMOD;
        if (u != DL_ADJ && u != DL_NOUN && u != DL_PROPN && u != DL_NUM && !modifier &&
            !v->words.ignored[first - 1])
            break;
        first--;
    }
    while (first < d->doc && v->words.ignored[first]) first++;
    return dl_arena_str(&v->finds->arena,
                        dl_span_text(v->clean, dl_tokens_span(v, first, d->doc + 1)));
}

static dl_str date_in(const dl_view *v, dl_span span, uint32_t sentence) {
    dl_str date = {NULL, 0};
    for (uint32_t i = 0; i < v->finds->times.count; i++) {
        const dl_time *t = &v->finds->times.items[i];
        if (t->sentence != sentence || t->kind == DL_TIME_DURATION || t->kind == DL_TIME_SET)
            continue;
        if (dl_span_contains(span, t->span) && t->edtf.len) return t->edtf;
    }
    return date;
}

static int add_version(dl_view *v, const draft *d, uint32_t sentence, dl_error *err) {
    dl_version *x = DL_PUSH(&v->finds->versions, &v->finds->arena);
    if (!x) return dl_fail_memory(err);
    uint32_t end = d->end, first = d->first;
    while (end > first + 1 && v->t->upos[end - 1] == DL_PUNCT) end--;
    x->span = dl_tokens_span(v, first, end);
    x->id = dl_item_id(&v->finds->report, "version", x->span, 0);
    x->sentence = sentence;
    uint32_t at = d->doc == DL_NONE ? first : d->doc;
    x->attribution = v->attribution_at[at];
    x->document = document_of(v, d);
    x->label = label_of(v, d);
    x->points = d->points, x->packages = d->packages, x->approximate = d->approximate;
    uint32_t refs[DL_MOST_PARTIES];
    for (uint32_t i = 0; i < d->authors.count; i++) refs[i] = d->authors.items[i].entity;
    x->authors = dl_finds_refs(v->finds, refs, d->authors.count);
    x->date = date_in(v, x->span, sentence);
    x->stage = dl_arena_str(&v->finds->arena, d->stage);
    x->status = d->status.len ? dl_arena_str(&v->finds->arena, d->status) : DL_STR("proposed");
    x->known = DL_STR("described");
    x->provisions = d->provides ? dl_finds_spans(v->finds, &x->span, 1) : (dl_list){0, 0};
    x->certainty = DL_CERTAINTY_MEDIUM;
    return v->finds->arena.failed ? dl_fail_memory(err) : DL_OK;
}

/* What a version's provisions or packages inherit from the mention just before. */
static void inherit(const dl_view *v, draft *d, uint32_t sentence, bool *known) {
    *known = false;
    if (!v->finds->versions.count) return;
    const dl_version *last = &v->finds->versions.items[v->finds->versions.count - 1];
    if (last->sentence + 2 < sentence) return;
    *known = true;
    if (!d->staged) d->stage = last->stage, d->status = last->status;
    if (!d->packages && d->counted) d->packages = last->packages;
}

/* "The 28-point document" right after "a new plan" is that plan; "now contains 27 points" is the
 * text after what was told just before. */
static void inherit_count(const dl_view *v, draft *d, uint32_t sentence) {
    if (!v->finds->versions.count) return;
    const dl_version *last = &v->finds->versions.items[v->finds->versions.count - 1];
    if (last->sentence + 1 < sentence || (last->points && last->points != d->points)) return;
    d->stage = last->stage;
    if (!d->status.len) d->status = last->status;
}

static int clause_versions(dl_view *v, uint32_t sentence, uint32_t first, uint32_t end,
                           dl_error *err) {
    const dl_sentence *s = &v->text->sentences.items[sentence];
    draft d = {.first = first, .end = end, .doc = DL_NONE};
    version_pick p = {v, &d, s->first, s->first + s->count};
    for (uint32_t t = first; t < end; t++)
        dl_patterns_match(v->lex->doc_phrases, &v->words, t, first, end, take_version, &p);
    if (!d.staged && !d.counted && !d.provides && !d.authored) return DL_OK;
    if (d.doc == DL_NONE && !text_nearby(v, sentence)) return DL_OK;
    for (uint32_t t = first; t < end && d.counted && d.doc == DL_NONE; t++)
        if (is_text_noun(v, t)) d.doc = t; /* "divided the deal into four packages" */
    bool known = false;
    if (d.counted && d.points && !d.staged) inherit_count(v, &d, sentence);
    bool alone = !d.staged && !(d.counted && d.points);
    if (alone) inherit(v, &d, sentence, &known);
    if (alone && !known && !(d.doc != DL_NONE && d.packages) &&
        !(d.authored && d.doc != DL_NONE && d.authors.count))
        return DL_OK;
    return add_version(v, &d, sentence, err);
}

/* A sentence is read clause by clause; commas inside a clause stay. */
int dl_versions_find(dl_view *v, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t s = 0; s < v->text->sentences.count && !rc; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        uint32_t at = x->first, stop = x->first + x->count;
        while (at < stop && !rc) {
            uint32_t end = at + 1;
            while (end < stop && !(v->t->deprel[end] == DL_REL_CONJ && dl_own_clause(v, end) &&
                                   dl_clause_head(v, at) != end))
                end++;
            uint32_t first = at, cut = end;
            if (end < stop) { /* the conjunct's own first word starts the next clause */
                uint32_t a, b;
                dl_subtree(v, end, &a, &b);
                cut = a > at ? a : end;
            }
            rc = clause_versions(v, s, first, cut, err);
            at = cut > at ? cut : at + 1;
            if (end < stop && at <= end) { /* read the conjunct as one stretch with what follows */
                uint32_t next = end + 1;
                while (next < stop &&
                       !(v->t->deprel[next] == DL_REL_CONJ && dl_own_clause(v, next)))
                    next++;
                uint32_t a = next, b;
                if (next < stop) dl_subtree(v, next, &a, &b);
                if (a <= end) a = next;
                if (!rc) rc = clause_versions(v, s, at, a, err);
                at = a;
            }
        }
    }
    return rc;
}
