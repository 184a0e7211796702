#include "find/relays_inner.h"

#include "find/triples_mend.h"

enum { MAX_CITED = 20 };

typedef struct inner {
    const dl_attr_model *model;
    const dl_attr_view *v;
    const dl_relay_phrases *phrases;
    dl_triples *triples;
    dl_arena *arena;
} inner;

static bool is_any(const inner *n, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(n->v->bytes, &n->v->text->tokens, i, *words)) return true;
    return false;
}

static bool touch(dl_words a, dl_words b) {
    return a.first < b.end && b.first < a.end;
}

static bool inside(dl_words outer, dl_words range) {
    return outer.first <= range.first && range.end <= outer.end;
}

/* An outlet's name stands in the range. */
static bool names_outlet(const inner *n, dl_words range) {
    for (uint32_t p = 0; p < n->phrases->count; p++)
        if (touch(n->phrases->items[p].name, range)) return true;
    return false;
}

static const dl_sentence *sentence_of(const inner *n, uint32_t token) {
    return &n->v->text->sentences.items[dl_sentence_of_token(n->v->text, token)];
}

static bool is_break(const inner *n, uint32_t i) {
    static const char *const stop[] = {",", ".", ";", ":", ")", "(", "as", "that", "\xe2\x80\x94",
                                       NULL};
    return is_any(n, i, stop) || n->v->quotes->of_token[i] != DL_NONE;
}

/* The noun phrase that follows token i. */
static dl_words phrase_after(const inner *n, uint32_t i) {
    const dl_sentence *s = sentence_of(n, i);
    dl_words w = {i + 1, i + 1};
    while (w.end < s->first + s->count && w.end - w.first < MAX_CITED && !is_break(n, w.end))
        w.end++;
    return w;
}

/* Up to the sentence's end, without its last marks. */
static dl_words rest_from(const inner *n, uint32_t first) {
    static const char *const marks[] = {".", ",", "!", "?", NULL};
    const dl_sentence *s = sentence_of(n, first);
    dl_words w = {first, s->first + s->count};
    while (w.end > w.first && is_any(n, w.end - 1, marks) &&
           n->v->quotes->of_token[w.end - 1] == DL_NONE)
        w.end--;
    return w;
}

static bool has_cue(const dl_triple *t) {
    return t->cue.first < t->cue.end;
}

/* Drops what the taggers found in a sentence from some token on. */
static void drop_in(inner *n, dl_words range) {
    for (uint32_t k = 0; k < n->triples->count; k++) {
        dl_triple *t = &n->triples->items[k];
        if (has_cue(t) && touch(t->cue, range)) t->contents = 0;
    }
}

/* "quoted Peskov as saying that …", "Peskov was quoted by RIA as saying …": exact words. */
static void as_saying(inner *n, uint32_t i) {
    static const char *const saying[] = {"saying", "having", "telling", NULL};
    static const char *const verbs[] = {"quoted", "quotes", "quoting", "cited",
                                        "cites",  "citing", NULL};
    const dl_sentence *s = sentence_of(n, i);
    if (i + 2 >= s->first + s->count || !dl_token_is(n->v->bytes, &n->v->text->tokens, i, "as") ||
        !is_any(n, i + 1, saying))
        return;
    uint32_t verb = i;
    while (verb > s->first && i - verb < MAX_CITED && !is_any(n, verb, verbs)) verb--;
    if (!is_any(n, verb, verbs)) return;
    dl_words source = {verb + 1, i}, content = rest_from(n, i + 2);
    if (dl_token_is(n->v->bytes, &n->v->text->tokens, verb + 1, "by")) {
        uint32_t subject = n->v->atoms[verb].subject_token;
        if (subject == DL_NONE || subject >= verb) return;
        source = (dl_words){n->v->atoms[subject].left, subject + 1};
    }
    if (source.first >= source.end || content.first >= content.end || names_outlet(n, source))
        return;
    drop_in(n, (dl_words){s->first, s->first + s->count});
    dl_triple *t = DL_PUSH(n->triples, n->arena);
    if (!t) return;
    *t = (dl_triple){.source = source, .cue = {i, i + 2}, .contents = 1};
    t->content[0] = content;
}

/* Takes the aside [at, past) out of the content. */
static void cut(dl_triple *t, uint32_t at, uint32_t past) {
    dl_triple left = *t;
    left.contents = 0;
    for (uint32_t k = 0; k < t->contents; k++) {
        dl_words c = t->content[k], before = c, after = c;
        if (before.end > at) before.end = at;
        if (after.first < past) after.first = past;
        bool apart = c.end <= at || c.first >= past;
        if (apart) before = c, after.end = after.first;
        if (before.first < before.end && left.contents < DL_MAX_CONTENT)
            left.content[left.contents++] = before;
        if (after.first + 1 < after.end && left.contents < DL_MAX_CONTENT)
            left.content[left.contents++] = after;
    }
    *t = left;
}

/* "…, citing two diplomats": they say it, the outlet passes it on. */
static void citing(inner *n, dl_triple *t) {
    static const char *const verbs[] = {"citing", "quoting", NULL};
    static const char *const comma[] = {",", NULL};
    const dl_sentence *s = sentence_of(n, t->cue.first);
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        if (!is_any(n, i, verbs) || n->v->quotes->of_token[i] != DL_NONE) continue;
        dl_words source = phrase_after(n, i);
        if (source.first >= source.end || names_outlet(n, source)) continue;
        dl_triple changed = *t;
        uint32_t at = i > s->first && is_any(n, i - 1, comma) ? i - 1 : i;
        uint32_t past = source.end < s->first + s->count && is_any(n, source.end, comma)
                            ? source.end + 1
                            : source.end;
        cut(&changed, at, past);
        if (!changed.contents) continue;
        changed.source = source;
        *t = changed;
        return;
    }
}

/* "citing two diplomats" is no statement of its own. */
static bool is_citing(const inner *n, dl_words cue) {
    static const char *const words[] = {"citing", "quoting", "quoted", "quotes",
                                        "cited",  "cites",   NULL};
    for (uint32_t i = cue.first; i < cue.end; i++)
        if (is_any(n, i, words)) return true;
    return false;
}

/* "The Kyiv Independent, citing Axios," as a source: the outlet only. */
static void drop_aside(const inner *n, dl_triple *t) {
    static const char *const words[] = {"citing", "quoting", NULL};
    static const char *const comma[] = {",", NULL};
    for (uint32_t i = t->source.first + 1; i < t->source.end; i++) {
        if (!is_any(n, i, words)) continue;
        t->source.end = i;
        while (t->source.end > t->source.first + 1 && is_any(n, t->source.end - 1, comma))
            t->source.end--;
    }
}

static uint32_t size_of(const dl_triple *t) {
    uint32_t size = 0;
    for (uint32_t k = 0; k < t->contents; k++) size += t->content[k].end - t->content[k].first;
    return size;
}

/* Keeps of t what stands in one of outer's contents. */
static bool clip(dl_triple *t, const dl_triple *outer, uint32_t piece) {
    dl_words area = outer->content[piece];
    uint32_t kept = 0;
    for (uint32_t k = 0; k < t->contents; k++) {
        dl_words c = t->content[k];
        if (c.first < area.first) c.first = area.first;
        if (c.end > area.end) c.end = area.end;
        if (c.first < c.end) t->content[kept++] = c;
    }
    t->contents = kept;
    return kept > 0 && inside(area, t->source) && t->source.first < t->source.end;
}

/* A verb of speech with its subject inside an outlet's content speaks itself. */
static void nested(inner *n, uint32_t index, const uint8_t *is_cue) {
    for (uint32_t piece = 0; piece < n->triples->items[index].contents; piece++) {
        dl_words area = n->triples->items[index].content[piece];
        for (uint32_t i = area.first; i < area.end; i++) {
            const dl_atom *z = &n->v->atoms[i];
            if (z->cls != DL_CUE_SPEECH + 1 || z->upos != DL_VERB || z->subject_token == DL_NONE)
                continue;
            if (z->clause == DL_NONE && n->v->quotes->of_token[area.first] == DL_NONE) continue;
            if (n->v->quotes->of_token[i] != DL_NONE) continue;
            dl_triple t = {0};
            dl_triple_for_cue(&t, n->arena, n->model, n->v, (dl_words){i, i + 1}, is_cue);
            if (!t.contents && z->clause != DL_NONE && z->clause > i) {
                const dl_atom *clause = &n->v->atoms[z->clause];
                t.content[t.contents++] =
                    (dl_words){clause->left > i ? clause->left : i + 1, clause->right + 1};
            }
            if (t.source.first >= t.source.end) dl_triple_find_source(n->triples, &t, n->v);
            if (!clip(&t, &n->triples->items[index], piece) || size_of(&t) < 3) continue;
            bool whole = size_of(&t) * 10 >= size_of(&n->triples->items[index]) * 5;
            bool known = false;
            for (uint32_t k = 0; k < n->triples->count; k++)
                known |= k != index && n->triples->items[k].contents &&
                         touch(n->triples->items[k].cue, t.cue);
            dl_triple *slot = known ? NULL : DL_PUSH(n->triples, n->arena);
            if (slot) *slot = t;
            if (whole) n->triples->items[index].contents = 0;
            return;
        }
    }
}

void dl_relays_find_inner(dl_triples *triples, dl_arena *arena, const dl_attr_model *model,
                          const dl_attr_view *view, const dl_relay_phrases *phrases) {
    inner n = {model, view, phrases, triples, arena};
    uint8_t *is_cue = dl_arena_array(arena, view->text->tokens.count + 1, 1);
    if (!is_cue || !phrases->count) return;
    uint32_t last = DL_NONE;
    for (uint32_t p = 0; p < phrases->count; p++) {
        if (phrases->items[p].sentence == last || phrases->items[p].role == DL_ROLE_WIRE) continue;
        last = phrases->items[p].sentence;
        const dl_sentence *s = &view->text->sentences.items[last];
        for (uint32_t i = s->first; i < s->first + s->count; i++) as_saying(&n, i);
    }
    uint32_t count = triples->count;
    for (uint32_t k = 0; k < count; k++) drop_aside(&n, &triples->items[k]);
    for (uint32_t k = 0; k < count; k++) {
        if (!triples->items[k].contents || !has_cue(&triples->items[k])) continue;
        if (!names_outlet(&n, triples->items[k].source)) continue;
        if (is_citing(&n, triples->items[k].cue)) {
            triples->items[k].contents = 0;
            continue;
        }
        citing(&n, &triples->items[k]);
        if (names_outlet(&n, triples->items[k].source)) nested(&n, k, is_cue);
    }
    uint32_t kept = 0;
    for (uint32_t k = 0; k < triples->count; k++)
        if (triples->items[k].contents) triples->items[kept++] = triples->items[k];
    triples->count = kept;
}

/* ── phrases that no triple has ── */

/* Whether a triple has the phrase's cue; one without a source takes the outlet for it. */
static bool has_triple(inner *n, const dl_relay_phrase *p) {
    bool found = false;
    for (uint32_t i = 0; i < n->triples->count; i++) {
        dl_triple *t = &n->triples->items[i];
        if (!has_cue(t)) continue;
        bool same = touch(t->cue, p->cue);
        if (!same && (!touch(t->source, p->name) || is_citing(n, t->cue))) continue;
        found = true;
        if (p->role == DL_ROLE_REPORT && t->source.first >= t->source.end) t->source = p->name;
    }
    return found;
}

static bool is_mark(const inner *n, uint32_t i) {
    static const char *const marks[] = {",", ".", ";", ":", "-", NULL};
    return is_any(n, i, marks) && n->v->quotes->of_token[i] == DL_NONE;
}

/* ", citing an Egyptian source, that …": past the aside. */
static uint32_t past_citing(const inner *n, uint32_t at, uint32_t end) {
    static const char *const verbs[] = {"citing", "quoting", NULL};
    if (at >= end || !is_any(n, at, verbs)) return at;
    while (at < end && !is_mark(n, at)) at++;
    while (at < end && is_mark(n, at)) at++;
    return at;
}

/* "…, reports Axios." has it before, "Axios reported that …" and "According to Axios, …" behind. */
static dl_words rest_of_sentence(const inner *n, const dl_relay_phrase *p, uint32_t first,
                                 bool late) {
    const dl_sentence *s = &n->v->text->sentences.items[p->sentence];
    dl_words before = {s->first, first}, after = {p->phrase.end, s->first + s->count};
    while (after.end > after.first && is_mark(n, after.end - 1)) after.end--;
    while (before.end > before.first && is_mark(n, before.end - 1)) before.end--;
    while (after.first < after.end && is_mark(n, after.first)) after.first++;
    after.first = past_citing(n, after.first, after.end);
    bool behind = !late && after.end > after.first + 1;
    return behind ? after : before;
}

static void add_report(inner *n, const dl_relay_phrase *p) {
    const dl_sentence *s = &n->v->text->sentences.items[p->sentence];
    bool late = p->cue.first < p->name.first && p->phrase.first > s->first + 3;
    dl_words content = rest_of_sentence(n, p, p->phrase.first, late);
    dl_triple *t = content.end > content.first + 2 ? DL_PUSH(n->triples, n->arena) : NULL;
    if (!t) return;
    *t = (dl_triple){.source = p->name, .cue = p->cue, .contents = 1};
    t->content[0] = content;
}

/* "…, an aid worker told Reuters": what stands between the last comma and the verb. */
static dl_words since_comma(const inner *n, const dl_sentence *s, uint32_t verb) {
    static const char *const comma[] = {",", NULL};
    dl_words w = {verb, verb};
    while (w.first > s->first && verb - w.first < MAX_CITED && !is_any(n, w.first - 1, comma) &&
           n->v->quotes->of_token[w.first - 1] == DL_NONE)
        w.first--;
    bool phrase = w.first > s->first && verb - w.first < MAX_CITED;
    return phrase ? w : (dl_words){0, 0};
}

/* "…, one negotiator told the Economist", "Fidan told Anadolu that …". */
static void add_told(inner *n, const dl_relay_phrase *p) {
    static const char *const verbs[] = {"told", "tells", "telling", NULL};
    if (!is_any(n, p->cue.first, verbs)) return;
    dl_triple found = {.cue = {p->cue.first, p->cue.first + 1}};
    dl_triple_find_source(n->triples, &found, n->v);
    const dl_sentence *s = &n->v->text->sentences.items[p->sentence];
    if (found.source.first >= found.source.end) found.source = since_comma(n, s, p->cue.first);
    if (found.source.first >= found.source.end) return;
    bool late = p->phrase.end + 2 >= s->first + s->count;
    dl_words content = rest_of_sentence(n, p, found.source.first, late);
    if (content.end <= content.first + 1 || touch(content, found.source)) return;
    found.content[found.contents++] = content;
    dl_triple *t = DL_PUSH(n->triples, n->arena);
    if (t) *t = found;
}

void dl_relays_add_triples(dl_triples *triples, dl_arena *arena, const dl_attr_view *view,
                           const dl_relay_phrases *phrases) {
    inner n = {NULL, view, phrases, triples, arena};
    for (uint32_t i = 0; i < phrases->count; i++) {
        const dl_relay_phrase *p = &phrases->items[i];
        if ((p->role != DL_ROLE_REPORT && p->role != DL_ROLE_TOLD) || has_triple(&n, p)) continue;
        if (p->role == DL_ROLE_REPORT)
            add_report(&n, p);
        else
            add_told(&n, p);
    }
}
