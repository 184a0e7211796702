#include "find/triples_mend.h"

enum { MAX_CLIMB = 4, MAX_SOURCE = 25 };

static const dl_tokens *tokens_of(const dl_attr_view *v) {
    return &v->text->tokens;
}

static bool is_any(const dl_attr_view *v, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(v->bytes, tokens_of(v), i, *words)) return true;
    return false;
}

/* ── sources ── */

static bool has_child(const dl_attr_view *v, uint32_t i, uint32_t rel) {
    return (v->atoms[i].children >> (rel % 32)) & 1;
}

/* The subject of a verb in its sentence, or DL_NONE. */
static uint32_t subject_of(const dl_attr_view *v, const dl_sentence *s, uint32_t verb) {
    const dl_tokens *t = tokens_of(v);
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (t->head[i] == verb && t->deprel[i] == DL_REL_NSUBJ) return i;
    for (uint32_t i = s->first; i < verb; i++) /* a name set off by dashes is read as a call */
        if (t->head[i] == verb && t->deprel[i] == DL_REL_VOCATIVE && t->upos[i] == DL_PROPN)
            return i;
    return DL_NONE;
}

static bool is_passive(const dl_attr_view *v, const dl_sentence *s, uint32_t verb) {
    const dl_tokens *t = tokens_of(v);
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (t->head[i] == verb &&
            (t->deprel[i] == DL_REL_AUX_PASS || t->deprel[i] == DL_REL_NSUBJ_PASS))
            return true;
    return false;
}

static bool is_modifier(uint8_t upos) {
    return upos == DL_NUM || upos == DL_DET || upos == DL_ADJ;
}

/* The noun phrase of a subject: its subtree, without what stands between dashes or after "who". */
static dl_words phrase_of(const dl_attr_view *v, uint32_t head) {
    static const char *const stop[] = {
        "who", "which", "whose", "\xe2\x80\x94", "\xe2\x80\x93", "--", ",", "(", NULL};
    dl_words w = {v->atoms[head].left, head + 1};
    while (w.end <= v->atoms[head].right && !is_any(v, w.end, stop)) w.end++;
    if (head - w.first > MAX_SOURCE) w.first = head;
    while (w.first > 0 && v->text->tokens.head[w.first] != DL_NONE &&
           is_modifier(v->atoms[w.first - 1].upos))
        w.first--;
    return w;
}

static bool holds(dl_words w, uint32_t i) {
    return i >= w.first && i < w.end;
}

/* A source another triple of the sentence already has at that token. */
static dl_words known_source(const dl_triples *triples, uint32_t token) {
    for (uint32_t k = 0; k < triples->count; k++)
        if (holds(triples->items[k].source, token)) return triples->items[k].source;
    return (dl_words){0, 0};
}

static bool in_content(const dl_triple *t, uint32_t i) {
    for (uint32_t k = 0; k < t->contents; k++)
        if (holds(t->content[k], i)) return true;
    return false;
}

static bool is_link(const dl_attr_view *v, uint32_t i) {
    static const char *const words[] = {",", "and",          "but",  "while",
                                        ";", "\xe2\x80\x94", "then", NULL};
    return v->atoms[i].upos == DL_ADV || is_any(v, i, words);
}

static uint32_t content_end(const dl_triple *t) {
    uint32_t end = 0;
    for (uint32_t k = 0; k < t->contents; k++)
        if (t->content[k].end > end) end = t->content[k].end;
    return end;
}

/* "X said that …, adding that …", "… and stressed …": the cue goes on where a content ends. */
static bool goes_on(const dl_triples *triples, dl_triple *t, const dl_attr_view *v) {
    uint32_t at = t->cue.first, steps = 0;
    while (at > 0 && steps < 4 && is_link(v, at - 1)) at--, steps++;
    for (uint32_t k = 0; k < triples->count && steps > 0; k++) {
        const dl_triple *o = &triples->items[k];
        uint32_t end = content_end(o);
        if (o == t || o->source.first >= o->source.end || o->cue.first >= t->cue.first) continue;
        if (end < at || end > t->cue.first || in_content(t, o->source.first)) continue;
        t->source = o->source;
        return true;
    }
    return false;
}

/* Climbs from the cue's verb over "and said", "adding", "to say" to one that has a subject. */
static bool climb(const dl_triples *triples, dl_triple *t, const dl_attr_view *v,
                  const dl_sentence *s, uint32_t verb) {
    const dl_tokens *tk = tokens_of(v);
    bool participle = dl_str_ends(dl_token_text(tk, v->bytes, verb), DL_STR("ing"));
    for (int step = 0; step < MAX_CLIMB && verb != DL_NONE; step++) {
        uint32_t subject = subject_of(v, s, verb);
        if (subject != DL_NONE) {
            dl_words known = known_source(triples, subject);
            dl_words source = known.first < known.end ? known : phrase_of(v, subject);
            bool clear = !in_content(t, subject) && !holds(t->cue, subject) &&
                         v->atoms[subject].upos != DL_DET;
            if (clear) t->source = source;
            return clear;
        }
        uint32_t rel = tk->deprel[verb];
        if (rel != DL_REL_CONJ && rel != DL_REL_ADVCL && rel != DL_REL_XCOMP &&
            rel != DL_REL_PARATAXIS)
            return false;
        if (rel == DL_REL_ADVCL && has_child(v, verb, DL_REL_MARK) && !participle) return false;
        verb = tk->head[verb];
    }
    return false;
}

/* "Mr. Zelensky — who … — said", "Kyiv insists": the noun before, where the tree has no subject. */
static void noun_before(dl_triple *t, const dl_attr_view *v, const dl_sentence *s) {
    uint32_t at = t->cue.first;
    while (at > s->first && (v->atoms[at - 1].upos == DL_ADV || v->atoms[at - 1].upos == DL_AUX))
        at--;
    if (at == s->first || in_content(t, at - 1) || v->quotes->of_token[at - 1] != DL_NONE) return;
    char c = v->bytes.ptr[tokens_of(v)->start[at - 1]];
    uint8_t upos = v->atoms[at - 1].upos;
    if (upos != DL_PROPN && upos != DL_PRON && !(c >= 'A' && c <= 'Z')) return;
    dl_words w = {at - 1, at};
    while (upos != DL_PRON && w.first > s->first &&
           (v->atoms[w.first - 1].upos == DL_PROPN || v->atoms[w.first - 1].upos == DL_DET))
        w.first--;
    t->source = w;
}

void dl_triple_find_source(const dl_triples *triples, dl_triple *t, const dl_attr_view *v) {
    const dl_tokens *tk = tokens_of(v);
    uint32_t verb = dl_words_head(tk, t->cue);
    const dl_sentence *s = &v->text->sentences.items[dl_sentence_of_token(v->text, verb)];
    if (tk->upos[verb] != DL_VERB || is_passive(v, s, verb)) return;
    if (subject_of(v, s, verb) == DL_NONE && goes_on(triples, t, v)) return;
    if (climb(triples, t, v, s, verb)) return;
    noun_before(t, v, s);
}

/* ── contents ── */

static void drop_content(dl_triple *t, uint32_t k) {
    for (; k + 1 < t->contents; k++) t->content[k] = t->content[k + 1];
    t->contents--;
}

static bool is_blank(const dl_attr_view *v, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (v->atoms[i].upos != DL_PUNCT) return false;
    return true;
}

/* A range that covers most of a quotation covers all of it. */
static void snap_to_quotes(dl_triple *t, const dl_attr_view *v) {
    for (uint32_t k = 0; k < t->contents; k++) {
        dl_words *c = &t->content[k];
        for (int end = 0; end < 2; end++) {
            uint32_t q = v->quotes->of_token[end ? c->end - 1 : c->first];
            if (q == DL_NONE) continue;
            const dl_quotation *quote = &v->quotes->items.items[q];
            uint32_t from = c->first > quote->first ? c->first : quote->first;
            uint32_t to = c->end < quote->end ? c->end : quote->end;
            if ((to - from) * 2 < quote->end - quote->first) continue;
            if (holds((dl_words){quote->first, quote->end}, t->cue.first)) continue;
            if (quote->first < c->first) c->first = quote->first;
            if (quote->end > c->end) c->end = quote->end;
        }
        if (k > 0 && c->first <= t->content[k - 1].end) {
            if (c->end > t->content[k - 1].end) t->content[k - 1].end = c->end;
            drop_content(t, k--);
        }
    }
}

/* The quotation goes on in the next paragraphs. */
static void follow_quotes(dl_triple *t, const dl_attr_view *v) {
    uint32_t q = t->contents ? v->quotes->of_token[t->content[t->contents - 1].end - 1] : DL_NONE;
    while (q != DL_NONE && q + 1 < v->quotes->items.count && t->contents < DL_MAX_CONTENT) {
        const dl_quotation *next = &v->quotes->items.items[q + 1];
        if (!(v->quotes->items.items[q].flags & DL_QUOTATION_CONTINUES) ||
            !(next->flags & DL_QUOTATION_CONTINUED))
            return;
        t->content[t->contents++] = (dl_words){next->first, next->end};
        q++;
    }
}

/* "Zelensky said that" and a line break: the next block's first sentence. */
static bool next_line(dl_triple *t, const dl_attr_view *v) {
    static const char *const that[] = {"that", ":", NULL};
    uint32_t si = dl_sentence_of_token(v->text, t->cue.first);
    const dl_sentence *s = &v->text->sentences.items[si];
    uint32_t last = s->first + s->count - 1;
    if (si + 1 >= v->text->sentences.count || !is_any(v, last, that)) return false;
    const dl_sentence *n = &v->text->sentences.items[si + 1];
    if (n->block == s->block || last < t->cue.end - 1 || last > t->cue.end + 1) return false;
    uint32_t end = n->first + n->count;
    while (end > n->first && v->atoms[end - 1].upos == DL_PUNCT &&
           v->quotes->of_token[end - 1] == DL_NONE)
        end--;
    t->content[0] = (dl_words){n->first, end};
    t->contents = 1;
    return end > n->first;
}

/* "The minister | appeared to suggest | that …": who appears to say it says it. */
static void raise_source(dl_triple *t, const dl_attr_view *v) {
    bool speech = false;
    for (uint32_t i = t->cue.first; i < t->cue.end; i++)
        speech |=
            v->atoms[i].cls == DL_CUE_SPEECH + 1 && v->atoms[i].upos == DL_VERB && i > t->cue.first;
    if (!speech || t->contents < 2 || t->source.first < t->source.end) return;
    dl_words first = t->content[0];
    if (first.end != t->cue.first || first.end - first.first > 8) return;
    static const char *const raising[] = {"appeared", "appears", "seemed", "seems", NULL};
    if (!is_any(v, t->cue.first, raising)) return;
    t->source = first;
    drop_content(t, 0);
}

/* Marks at a content's ends that are no part of it. */
static void trim(dl_triple *t, const dl_attr_view *v) {
    static const char *const loose[] = {",", ";",  ":", "\xe2\x80\x94", "\xe2\x80\x93",
                                        "-", "--", NULL};
    for (uint32_t k = 0; k < t->contents; k++) {
        dl_words *c = &t->content[k];
        while (c->first < c->end && is_any(v, c->first, loose) &&
               v->quotes->of_token[c->first] == DL_NONE)
            c->first++;
        while (c->first < c->end && is_any(v, c->end - 1, loose) &&
               v->quotes->of_token[c->end - 1] == DL_NONE)
            c->end--;
        if (c->first >= c->end || is_blank(v, c->first, c->end)) drop_content(t, k--);
    }
}

/* "told reporters this …": the addressee is no part of what is said. */
static void skip_addressee(dl_triple *t, const dl_attr_view *v) {
    static const char *const told[] = {"told", "tells", "telling", "tell", NULL};
    const dl_tokens *tk = tokens_of(v);
    if (!t->contents || t->content[0].first != t->cue.end || !is_any(v, t->cue.end - 1, told))
        return;
    uint32_t i = t->content[0].first;
    if (v->atoms[i].upos == DL_DET || v->atoms[i].upos == DL_ADJ) i++;
    bool addressee = i < t->content[0].end && v->atoms[i].upos == DL_NOUN &&
                     (tk->deprel[i] == DL_REL_OBJ || tk->deprel[i] == DL_REL_IOBJ);
    static const char *const people[] = {"reporters", "journalists", "lawmakers", "supporters",
                                         NULL};
    if ((addressee || is_any(v, i, people)) && i + 1 < t->content[0].end)
        t->content[0].first = i + 1;
}

/* "Mr. Putin, he added, also ordered …": the words on both sides are the content. */
static void take_both_sides(dl_triple *t, const dl_attr_view *v) {
    static const char *const comma[] = {",", NULL};
    if (t->source.first >= t->source.end || t->contents == 0) return;
    dl_words frame = {t->source.first < t->cue.first ? t->source.first : t->cue.first,
                      t->source.end > t->cue.end ? t->source.end : t->cue.end};
    const dl_sentence *s = &v->text->sentences.items[dl_sentence_of_token(v->text, t->cue.first)];
    uint32_t end = s->first + s->count;
    if (frame.end - frame.first != t->source.end - t->source.first + t->cue.end - t->cue.first)
        return;
    if (frame.first < s->first + 2 || frame.end + 3 >= end || !is_any(v, frame.first - 1, comma) ||
        !is_any(v, frame.end, comma))
        return;
    for (uint32_t i = s->first; i < end; i++)
        if (v->quotes->of_token[i] != DL_NONE) return;
    bool only_left =
        t->contents == 1 && t->content[0].first == s->first && t->content[0].end + 1 == frame.first;
    if (!only_left) return;
    while (end > frame.end + 1 && v->atoms[end - 1].upos == DL_PUNCT) end--;
    t->content[t->contents++] = (dl_words){frame.end + 1, end};
}

/* The first word of what joins a cue to the clause before it: "and", "but later". */
static uint32_t joined_at(const dl_attr_view *v, uint32_t cue) {
    static const char *const joins[] = {"and", "but", NULL};
    uint32_t at = cue;
    while (at > 0 && cue - at < 3 && v->atoms[at - 1].upos == DL_ADV) at--;
    return at > 0 && is_any(v, at - 1, joins) ? at - 1 : DL_NONE;
}

/* "said that A but warned that B": two sayings of one speaker, not one in the other. A cue within
 * another's content whose source stands outside of it is neither: dropped. */
static void part_contents(dl_triples *triples, dl_triple *t, const dl_attr_view *v) {
    for (uint32_t k = 0; k < triples->count; k++) {
        dl_triple *o = &triples->items[k];
        if (o == t || !o->contents || o->source.first >= o->source.end ||
            t->source.first >= t->source.end)
            continue;
        for (uint32_t c = 0; c < o->contents; c++) {
            dl_words *area = &o->content[c];
            if (!holds(*area, t->cue.first) || o->cue.first >= t->cue.first) continue;
            uint32_t join = joined_at(v, t->cue.first);
            uint32_t subject = v->atoms[dl_words_head(tokens_of(v), t->cue)].subject_token;
            if (join != DL_NONE && join > area->first &&
                (subject == DL_NONE || subject >= t->cue.first)) {
                area->end = join;
                o->contents = c + 1;
                t->source = o->source;
            } else if (t->source.first == o->source.first) {
                t->contents = 0;
            }
            return;
        }
    }
}

void dl_triples_mend(dl_triples *triples, dl_arena *arena, const dl_attr_view *view) {
    (void)arena;
    for (uint32_t k = 0; k < triples->count; k++) {
        dl_triple *t = &triples->items[k];
        if (t->source.first >= t->source.end) dl_triple_find_source(triples, t, view);
        raise_source(t, view);
        next_line(t, view);
        skip_addressee(t, view);
        take_both_sides(t, view);
        snap_to_quotes(t, view);
        follow_quotes(t, view);
        trim(t, view);
    }
    for (uint32_t k = 0; k < triples->count; k++)
        if (triples->items[k].contents) part_contents(triples, &triples->items[k], view);
    uint32_t kept = 0;
    for (uint32_t k = 0; k < triples->count; k++) {
        trim(&triples->items[k], view);
        if (triples->items[k].contents) triples->items[kept++] = triples->items[k];
    }
    triples->count = kept;
}

/* ── transcripts ── */

/* The label of "NAME: …": capitalised words before a colon near the block's start; its end. */
static uint32_t label_start(const dl_attr_view *v, const dl_sentence *s) {
    return s->first + (v->atoms[s->first].upos == DL_PUNCT && s->count > 1);
}

static uint32_t label_end(const dl_attr_view *v, const dl_sentence *s) {
    const dl_tokens *t = tokens_of(v);
    for (uint32_t i = label_start(v, s); i < s->first + s->count && i < s->first + 6; i++) {
        if (dl_token_is(v->bytes, t, i, ":")) return i > label_start(v, s) ? i : s->first;
        char c = v->bytes.ptr[t->start[i]];
        if (!(c >= 'A' && c <= 'Z') && !(c == '.' || c == '(' || c == ')')) return s->first;
    }
    return s->first;
}

static bool begins_block(const dl_attr_view *v, uint32_t k) {
    return k == 0 || v->text->sentences.items[k - 1].block != v->text->sentences.items[k].block;
}

static void add_turn(dl_triples *triples, dl_arena *arena, const dl_attr_view *v, uint32_t sentence,
                     uint32_t label) {
    const dl_sentence *s = &v->text->sentences.items[sentence];
    uint32_t last = sentence;
    while (last + 1 < v->text->sentences.count &&
           v->text->sentences.items[last + 1].block == s->block)
        last++;
    uint32_t end = v->text->sentences.items[last].first + v->text->sentences.items[last].count;
    dl_triple *t = end > label + 1 ? DL_PUSH(triples, arena) : NULL;
    if (!t) return;
    t->source = (dl_words){label_start(v, s), label};
    t->cue = (dl_words){label, label + 1};
    t->content[0] = (dl_words){label + 1, end};
    t->contents = 1;
}

/* Drops what the tagger found in the same block. */
static void clear_block(dl_triples *triples, const dl_attr_view *v, uint32_t block) {
    uint32_t kept = 0;
    for (uint32_t k = 0; k < triples->count; k++) {
        uint32_t s = dl_sentence_of_token(v->text, triples->items[k].cue.first);
        if (v->text->sentences.items[s].block != block) triples->items[kept++] = triples->items[k];
    }
    triples->count = kept;
}

void dl_triples_add_transcript(dl_triples *triples, dl_arena *arena, const dl_attr_view *v,
                               const dl_report *report) {
    uint32_t turns = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t k = 0; k < v->text->sentences.count && (pass == 0 || turns > 1); k++) {
            const dl_sentence *s = &v->text->sentences.items[k];
            if (!begins_block(v, k) || report->blocks.items[s->block].kind == DL_BLOCK_TITLE)
                continue;
            uint32_t label = label_end(v, s);
            if (label == s->first) continue;
            turns += pass == 0;
            if (pass == 0) continue;
            clear_block(triples, v, s->block);
            add_turn(triples, arena, v, k, label);
        }
}

/* ── quotes that no triple has ── */

/* Tokens a name, a pronoun or an office is made of, an editor's brackets included. */
static bool is_nominal(const dl_attr_view *v, uint32_t i) {
    static const char *const marks[] = {"[", "]", "\xe2\x80\x99s", "'s", "of", "-", NULL};
    uint8_t u = v->atoms[i].upos;
    return u == DL_PROPN || u == DL_PRON || u == DL_NOUN || u == DL_DET || u == DL_ADJ ||
           u == DL_NUM || is_any(v, i, marks);
}

static bool is_speech_verb(const dl_attr_view *v, uint32_t i) {
    return v->atoms[i].cls == DL_CUE_SPEECH + 1 && v->atoms[i].upos == DL_VERB &&
           v->quotes->of_token[i] == DL_NONE;
}

/* “…,” he [the envoy] added / “…,” said the envoy: exactly behind the quote, in its sentence. */
static bool speaker_behind(const dl_attr_view *v, const dl_quotation *q, dl_triple *t) {
    const dl_sentence *s = &v->text->sentences.items[dl_sentence_of_token(v->text, q->end - 1)];
    uint32_t end = s->first + s->count, i = q->end;
    if (i < end && is_speech_verb(v, i)) {
        t->cue = (dl_words){i, i + 1};
        t->source = (dl_words){i + 1, i + 1};
        while (t->source.end < end && is_nominal(v, t->source.end)) t->source.end++;
        return t->source.end > t->source.first;
    }
    while (i < end && i - q->end < 10 && is_nominal(v, i)) i++;
    t->source = (dl_words){q->end, i};
    while (i < end && i - t->source.end < 2 &&
           (v->atoms[i].upos == DL_ADV || v->atoms[i].upos == DL_AUX))
        i++;
    if (i >= end || i == q->end || !is_speech_verb(v, i) || t->source.end == t->source.first)
        return false;
    t->cue = (dl_words){i, i + 1};
    return true;
}

void dl_triples_add_orphans(dl_triples *triples, dl_arena *arena, const dl_attr_view *view) {
    uint8_t *taken = dl_arena_array(arena, tokens_of(view)->count + 1, 1);
    if (!taken) return;
    for (uint32_t k = 0; k < triples->count; k++)
        for (uint32_t c = 0; c < triples->items[k].contents; c++)
            for (uint32_t i = triples->items[k].content[c].first;
                 i < triples->items[k].content[c].end; i++)
                taken[i] = 1;
    for (uint32_t q = 0; q < view->quotes->items.count; q++) {
        const dl_quotation *quote = &view->quotes->items.items[q];
        bool free_quote = (quote->flags & DL_QUOTATION_SENTENCE) && quote->first < quote->end;
        for (uint32_t i = quote->first; free_quote && i < quote->end; i++) free_quote = !taken[i];
        dl_triple *t = free_quote ? DL_PUSH(triples, arena) : NULL;
        if (!t) continue;
        if (!speaker_behind(view, quote, t)) *t = (dl_triple){0};
        t->content[0] = (dl_words){quote->first, quote->end};
        t->contents = 1;
    }
}
