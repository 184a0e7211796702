/* Times of one report: sentence by sentence, the longest expression first, left to right. */
#include "find/times.h"

#include <stdlib.h>

#include "find/times_internal.h"

enum { MAX_ATOMS = 4096 }; /* of one sentence; what is beyond is not looked at */

struct dl_times {
    dl_time_lexicon lexicon;
};

int dl_times_open(dl_times **out, const dl_data *data, dl_error *err) {
    *out = calloc(1, sizeof **out);
    if (!*out) return dl_fail_memory(err);
    int rc = dl_time_lexicon_open(&(*out)->lexicon, data, err);
    if (rc) {
        dl_times_close(*out);
        *out = NULL;
    }
    return rc;
}

void dl_times_close(dl_times *times) {
    if (times) dl_arena_free(&times->lexicon.arena);
    free(times);
}

static bool xpos_is(const dl_text *text, uint32_t token, const char *name) {
    return text->xpos_names && strcmp(text->xpos_names[text->tokens.xpos[token]], name) == 0;
}

/* By lemma, and by the word as it stands ("expected" may be tagged as an adjective). */
static bool word_is(const dl_find_context *c, uint32_t token, const char *const *words) {
    const dl_tokens *t = &c->text->tokens;
    dl_str form = dl_token_text(t, c->finds->report.text, token);
    for (; *words; words++)
        if (dl_str_is(t->lemma[token], *words) || dl_str_is(form, *words)) return true;
    return false;
}

/* The tense of the verb group headed by a token: -1 past, 1 future, 0 neither. */
static int32_t tense_of_verb(const dl_find_context *c, const dl_sentence *s, uint32_t verb) {
    static const char *const have[] = {"have", "has", "had", NULL};
    const dl_text *text = c->text;
    static const char *const future[] = {"will", "'ll", "’ll", "shall", "wo", "going", NULL};
    static const char *const ahead[] = {
        "expect", "expected", "schedule", "scheduled", "plan", "planned", "planning", "set",
        "slate",  "slated",   "due",      "intend",    "hope", "want",    "likely",   NULL};
    const dl_tokens *t = &text->tokens;
    int32_t tense = xpos_is(text, verb, "VBD") ? -1 : 0;
    bool to = false;
    uint32_t from = verb > s->first + 8 ? verb - 8 : s->first;
    for (uint32_t i = from; i < verb; i++) {
        if (t->head[i] != verb) continue;
        if (t->upos[i] == DL_AUX && word_is(c, i, future)) return 1;
        if (t->upos[i] == DL_AUX && xpos_is(text, i, "MD")) return 1;
        if (t->upos[i] == DL_AUX && (xpos_is(text, i, "VBD") || word_is(c, i, have))) tense = -1;
        if (t->upos[i] == DL_PART && xpos_is(text, i, "TO")) to = true;
    }
    if (to && t->head[verb] != DL_NONE && word_is(c, t->head[verb], ahead)) return 1;
    return tense;
}

/* Without tags: a word that looks ahead, before the token in its sentence. */
static int32_t tense_of_words(const dl_find_context *c, const dl_sentence *s, uint32_t token) {
    static const char *const ahead[] = {"will",      "'ll", "shall",   "expected",
                                        "scheduled", "due", "planned", NULL};
    for (uint32_t i = s->first; i < token; i++) {
        dl_str word = dl_token_text(&c->text->tokens, c->finds->report.text, i);
        for (const char *const *w = ahead; *w; w++)
            if (dl_str_is(word, *w)) return 1;
    }
    return -1;
}

/* Climbs from a token to the verb that governs it; without a tree, the nearest verb. */
static int32_t tense_at(const dl_find_context *c, const dl_sentence *s, uint32_t token) {
    const dl_text *text = c->text;
    const dl_tokens *t = &text->tokens;
    bool climbed = false;
    for (uint32_t i = token, steps = 0; i != DL_NONE && steps < 12; i = t->head[i], steps++) {
        if (t->upos[i] == DL_VERB || (t->upos[i] == DL_AUX && i != token)) {
            int32_t tense = tense_of_verb(c, s, i);
            if (tense || xpos_is(text, i, "VBZ") || xpos_is(text, i, "VBP")) return tense;
            climbed = true;
        }
    }
    if (climbed) return 0;
    for (uint32_t d = 1; d < s->count; d++) {
        uint32_t left = token - d, right = token + d;
        if (token >= s->first + d && t->upos[left] == DL_VERB) return tense_of_verb(c, s, left);
        if (right < s->first + s->count && t->upos[right] == DL_VERB)
            return tense_of_verb(c, s, right);
    }
    return tense_of_words(c, s, token);
}

static bool emit(const dl_time_scan *scan, const dl_texpr *e, dl_time_anchor *anchor,
                 dl_find_context *c, uint32_t sentence) {
    dl_time value = {0};
    value.span = (dl_span){scan->atoms[e->first].span.start, scan->atoms[e->end - 1].span.end};
    value.token = scan->atoms[e->first].token;
    value.count = scan->atoms[e->end - 1].token - value.token + 1;
    value.sentence = sentence;
    anchor->tense = tense_at(c, &c->text->sentences.items[sentence], value.token);
    dl_time_value(e, anchor, &c->finds->arena, &value);
    if (value.certainty == DL_CERTAINTY_NONE) return true;
    dl_time *t = DL_PUSH(&c->finds->times, &c->finds->arena);
    if (t) *t = value;
    return t != NULL;
}

int dl_times_find(const dl_times *times, dl_find_context *c, dl_error *err) {
    if (c->text->other_language) return DL_OK;
    dl_atom *atoms = dl_arena_alloc(c->scratch, MAX_ATOMS * sizeof *atoms);
    if (!atoms) return dl_fail_memory(err);
    dl_time_anchor anchor;
    dl_time_anchor_of(c->finds->report.published.value, &anchor);
    dl_time_scan scan = {&times->lexicon, c->finds->report.text, &c->text->tokens, atoms, 0};
    for (uint32_t s = 0; s < c->text->sentences.count; s++) {
        bool gate;
        scan.count = dl_time_atoms(&times->lexicon, scan.text, scan.tokens,
                                   &c->text->sentences.items[s], atoms, MAX_ATOMS, &gate);
        for (uint32_t i = 0; gate && i < scan.count;) {
            dl_texpr e;
            bool possible = atoms[i].word != DL_NONE || atoms[i].digits >= 0 || atoms[i].capital ||
                            (scan.text.ptr[atoms[i].span.start] | 32) == 't' ||
                            (scan.text.ptr[atoms[i].span.start] | 32) == 'a' ||
                            (scan.text.ptr[atoms[i].span.start] | 32) == 'i';
            if (possible && dl_time_scan_at(&scan, i, &e)) {
                if (!emit(&scan, &e, &anchor, c, s)) return dl_fail_memory(err);
                i = e.end;
            } else {
                i++;
            }
        }
    }
    return DL_OK;
}
