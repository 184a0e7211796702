/* What the finders of positions ask of the tree. */
#include "find/positions_internal.h"

uint32_t dl_kid_count(const dl_view *v, uint32_t token) {
    return v->kid_first[token + 1] - v->kid_first[token];
}

uint32_t dl_kid_at(const dl_view *v, uint32_t token, uint32_t i) {
    return v->kids[v->kid_first[token] + i];
}

uint32_t dl_kid(const dl_view *v, uint32_t token, uint32_t rel) {
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++)
        if (v->t->deprel[dl_kid_at(v, token, i)] == rel) return dl_kid_at(v, token, i);
    return DL_NONE;
}

static uint32_t own_subject(const dl_view *v, uint32_t token, bool *passive) {
    uint32_t s = dl_kid(v, token, DL_REL_NSUBJ);
    *passive = false;
    if (s == DL_NONE) {
        s = dl_kid(v, token, DL_REL_NSUBJ_PASS);
        *passive = s != DL_NONE;
    }
    return s;
}

static bool is_relative(const dl_view *v, uint32_t token) {
    dl_str w = v->words.lower[token];
    return dl_str_is(w, "who") || dl_str_is(w, "which") || dl_str_is(w, "that");
}

/* The subject that stands over a verb without one: of the conjunct before it, of the verb that
 * controls it (its object where it has one: "urged Kyiv to accept"), of the noun it describes. */
static uint32_t inherited(const dl_view *v, uint32_t token, uint32_t *over) {
    uint32_t head = v->t->head[token];
    *over = DL_NONE;
    if (head == DL_NONE || head >= v->t->count) return DL_NONE;
    switch (v->t->deprel[token]) {
    case DL_REL_CONJ:
    case DL_REL_PARATAXIS:
    case DL_REL_ADVCL:
    case DL_REL_COP:
    case DL_REL_AUX: *over = head; return DL_NONE;
    case DL_REL_XCOMP:
    case DL_REL_CCOMP: {
        uint32_t object = dl_kid(v, head, DL_REL_OBJ);
        if (object != DL_NONE && object < token) return object;
        *over = head;
        return DL_NONE;
    }
    case DL_REL_ACL: return head;
    default: return DL_NONE;
    }
}

uint32_t dl_subject_of(const dl_view *v, uint32_t token, bool *passive) {
    uint32_t at = token;
    for (int step = 0; step < DL_POSITION_CLIMB && at != DL_NONE; step++) {
        bool pass = false;
        uint32_t s = own_subject(v, at, &pass);
        if (s != DL_NONE) {
            if (step == 0) *passive = pass;
            if (is_relative(v, s) && v->t->deprel[at] == DL_REL_ACL_RELCL) return v->t->head[at];
            return s;
        }
        if (step == 0) *passive = dl_kid(v, at, DL_REL_AUX_PASS) != DL_NONE;
        uint32_t over;
        s = inherited(v, at, &over);
        if (s != DL_NONE) return s;
        at = over;
    }
    return DL_NONE;
}

static bool is_negation(const dl_view *v, uint32_t token) {
    static const char *const words[] = {"not", "n't", "never", "neither", "hardly", "nor"};
    for (size_t i = 0; i < DL_COUNT(words); i++)
        if (dl_str_is(v->words.lower[token], words[i])) return true;
    return dl_str_is(v->words.lower[token], "no") && v->t->deprel[token] == DL_REL_ADVMOD;
}

bool dl_negated(const dl_view *v, uint32_t token) {
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++)
        if (is_negation(v, dl_kid_at(v, token, i))) return true;
    /* "is not and will not be": the negation of an auxiliary attached elsewhere */
    uint32_t back = token;
    for (uint32_t n = 0; n < 3 && back > 0; n++) {
        back--;
        uint8_t u = v->t->upos[back];
        if (is_negation(v, back)) return true;
        if (u != DL_AUX && u != DL_ADV && u != DL_PART) break;
    }
    return false;
}

bool dl_under(const dl_view *v, uint32_t token, uint32_t ancestor) {
    for (uint32_t step = 0; token != DL_NONE && step < DL_POSITION_DEPTH; step++) {
        if (token == ancestor) return true;
        token = v->t->head[token];
    }
    return false;
}

uint32_t dl_token_from(const dl_view *v, uint32_t byte) {
    uint32_t low = 0, high = v->t->count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (v->t->start[mid] < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

dl_span dl_tokens_span(const dl_view *v, uint32_t first, uint32_t end) {
    return (dl_span){v->t->start[first], v->t->start[end - 1] + v->t->len[end - 1]};
}

void dl_subtree(const dl_view *v, uint32_t token, uint32_t *first, uint32_t *end) {
    const dl_sentence *s = &v->text->sentences.items[v->sentence_of[token]];
    *first = token, *end = token + 1;
    for (uint32_t i = token; i-- > s->first && dl_under(v, i, token);) *first = i;
    for (uint32_t i = token + 1; i < s->first + s->count && dl_under(v, i, token); i++)
        *end = i + 1;
}

static bool is_clausal(const dl_view *v, uint32_t token) {
    switch (v->t->deprel[token]) {
    case DL_REL_ROOT:
    case DL_REL_CCOMP:
    case DL_REL_ADVCL:
    case DL_REL_ACL_RELCL:
    case DL_REL_CSUBJ:
    case DL_REL_PARATAXIS: return true;
    case DL_REL_CONJ: {
        bool passive;
        return v->t->upos[token] == DL_VERB || own_subject(v, token, &passive) != DL_NONE;
    }
    default: return false;
    }
}

uint32_t dl_clause_head(const dl_view *v, uint32_t token) {
    for (uint32_t step = 0; step < DL_POSITION_DEPTH; step++) {
        uint32_t head = v->t->head[token];
        if (is_clausal(v, token) || head == DL_NONE || head >= v->t->count) return token;
        token = head;
    }
    return token;
}

bool dl_own_clause(const dl_view *v, uint32_t token) {
    bool passive;
    uint8_t rel = v->t->deprel[token];
    if (rel == DL_REL_PARATAXIS) return true;
    return rel == DL_REL_CONJ && (own_subject(v, token, &passive) != DL_NONE ||
                                  v->t->upos[token] == DL_VERB || v->t->upos[token] == DL_AUX);
}

static bool is_edge_word(const dl_view *v, uint32_t token) {
    uint8_t u = v->t->upos[token];
    return u == DL_PUNCT || u == DL_CCONJ ||
           (u == DL_SCONJ && dl_str_is(v->words.lower[token], "that"));
}

void dl_clause(const dl_view *v, uint32_t token, uint32_t *first, uint32_t *end) {
    uint32_t head = dl_clause_head(v, token);
    dl_subtree(v, head, first, end);
    for (uint32_t i = 0; i < dl_kid_count(v, head); i++) {
        uint32_t kid = dl_kid_at(v, head, i), a, b;
        if (!dl_own_clause(v, kid)) continue;
        dl_subtree(v, kid, &a, &b);
        if (a > token && a < *end) *end = a;
        if (b <= token && b > *first) *first = b;
    }
    while (*first < token && is_edge_word(v, *first)) ++*first;
    while (*end > token + 1 && is_edge_word(v, *end - 1)) --*end;
}
