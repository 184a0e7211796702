/* Which issues a stretch of text is about. */
#include <stdlib.h>

#include "find/positions_internal.h"

typedef struct collector {
    dl_view *v;
} collector;

static void take_issue(void *self, const dl_match *m) {
    dl_view *v = ((collector *)self)->v;
    uint32_t rank = v->lex->issues.items[m->value].rank;
    for (uint32_t i = v->issues.count; i-- > 0;) {
        dl_issue_hit *h = &v->issues.items[i];
        if (h->end <= m->first) break;
        uint32_t other = v->lex->issues.items[h->row].rank;
        bool longer = m->end - m->first > h->end - h->first;
        if (m->end <= h->end && h->first <= m->first && (h->row == m->value || !longer) &&
            other <= rank)
            return; /* inside a better one */
    }
    dl_issue_hit *hit = DL_PUSH(&v->issues, v->scratch);
    if (hit)
        *hit = (dl_issue_hit){m->value, m->first, m->end};
    else
        v->failed = true;
}

static int by_first(const void *x, const void *y) {
    const dl_issue_hit *a = x, *b = y;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Drops a hit that lies within a longer one of the same rank or better. */
static void drop_covered(dl_view *v) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < v->issues.count; i++) {
        dl_issue_hit h = v->issues.items[i];
        bool covered = false;
        for (uint32_t k = kept; k-- > 0 && !covered;) {
            const dl_issue_hit *o = &v->issues.items[k];
            if (h.first - o->first > 2 * DL_PATTERN_LONG_GAP) break;
            covered = o->first <= h.first && h.end <= o->end &&
                      v->lex->issues.items[o->row].rank <= v->lex->issues.items[h.row].rank;
        }
        if (!covered) v->issues.items[kept++] = h;
    }
    v->issues.count = kept;
}

/* What the report calls its text most often: "peace plan". */
static void find_text_label(dl_view *v) {
    uint32_t *counts = dl_arena_array(v->scratch, v->lex->issues.count + 1u, sizeof *counts);
    uint32_t best = 0;
    if (!counts) {
        v->failed = true;
        return;
    }
    for (uint32_t i = 0; i < v->issues.count; i++) {
        uint32_t row = v->issues.items[i].row;
        if (v->lex->issues.items[row].rank != DL_ISSUE_DOCUMENT) continue;
        if (++counts[row] > best) {
            best = counts[row];
            v->text_label = v->lex->issues.items[row].label;
        }
    }
}

int dl_issues_find(dl_view *v, dl_error *err) {
    collector c = {v};
    for (uint32_t s = 0; s < v->text->sentences.count; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        for (uint32_t t = x->first; t < x->first + x->count; t++)
            dl_patterns_match(v->lex->issue_phrases, &v->words, t, x->first, x->first + x->count,
                              take_issue, &c);
    }
    if (v->failed) return dl_fail_memory(err);
    if (v->issues.count) qsort(v->issues.items, v->issues.count, sizeof(dl_issue_hit), by_first);
    drop_covered(v);
    uint32_t h = 0;
    for (uint32_t t = 0; t <= v->t->count; t++) {
        while (h < v->issues.count && v->issues.items[h].first < t) h++;
        v->issue_at[t] = h;
    }
    find_text_label(v);
    return v->failed ? dl_fail_memory(err) : DL_OK;
}

static uint32_t collect(const dl_view *v, uint32_t first, uint32_t end, uint32_t rank,
                        dl_issue_hit *out, uint32_t cap) {
    uint32_t n = 0;
    for (uint32_t h = v->issue_at[first]; h < v->issues.count && n < cap; h++) {
        const dl_issue_hit *hit = &v->issues.items[h];
        if (hit->first >= end) break;
        if (v->lex->issues.items[hit->row].rank != rank) continue;
        bool twice = false;
        for (uint32_t k = 0; k < n && !twice; k++) twice = out[k].row == hit->row;
        if (!twice) out[n++] = *hit;
    }
    return n;
}

uint32_t dl_issue_rank(const dl_view *v, const dl_issue_hit *hit) {
    static const uint32_t order[] = {
        [DL_ISSUE_SPECIFIC] = 0, [DL_ISSUE_DOCUMENT] = 1, [DL_ISSUE_GENERAL] = 2};
    return hit->row == DL_NONE ? DL_ISSUE_TEXT : order[v->lex->issues.items[hit->row].rank];
}

/* "the proposal": the text itself. */
static bool find_text(const dl_view *v, uint32_t first, uint32_t end, dl_issue_hit *out) {
    for (uint32_t t = first; t < end && t < v->t->count; t++)
        if (v->text_label.len && dl_patterns_word(v->lex->doc_nouns, &v->words, t) != DL_NONE &&
            v->t->upos[t] != DL_VERB) {
            *out = (dl_issue_hit){DL_NONE, t, t + 1};
            return true;
        }
    return false;
}

uint32_t dl_issues_all(const dl_view *v, uint32_t first, uint32_t end, dl_issue_hit *out,
                       uint32_t cap) {
    uint32_t n = 0;
    static const uint32_t order[] = {DL_ISSUE_SPECIFIC, DL_ISSUE_DOCUMENT, DL_ISSUE_GENERAL};
    for (size_t k = 0; k < DL_COUNT(order); k++)
        n += collect(v, first, end, order[k], out + n, cap - n);
    if (n < cap && find_text(v, first, end, out + n)) n++;
    return n;
}

uint32_t dl_issues_in(const dl_view *v, uint32_t first, uint32_t end, dl_issue_hit *out,
                      uint32_t cap) {
    uint32_t n = 0;
    static const uint32_t order[] = {DL_ISSUE_SPECIFIC, DL_ISSUE_DOCUMENT, DL_ISSUE_GENERAL};
    for (size_t k = 0; k < DL_COUNT(order) && !n; k++)
        n = collect(v, first, end, order[k], out, cap);
    return !n && cap && find_text(v, first, end, out) ? 1 : n;
}

dl_str dl_issue_label(const dl_view *v, const dl_issue_hit *hit) {
    return hit->row == DL_NONE ? v->text_label : v->lex->issues.items[hit->row].label;
}

bool dl_issue_before(const dl_view *v, uint32_t token, dl_issue_hit *out) {
    uint32_t s = v->sentence_of[token];
    for (uint32_t back = 0; back < 2; back++) {
        if (back > s) return false;
        const dl_sentence *x = &v->text->sentences.items[s - back];
        if (back && x->block + 1 < v->text->sentences.items[s].block) return false;
        uint32_t end = back ? x->first + x->count : token;
        for (uint32_t h = v->issue_at[end]; h-- > v->issue_at[x->first];) {
            const dl_issue_hit *hit = &v->issues.items[h];
            if (v->lex->issues.items[hit->row].rank != DL_ISSUE_SPECIFIC) continue;
            *out = *hit;
            return true;
        }
    }
    return false;
}
