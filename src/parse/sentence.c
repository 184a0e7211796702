#include "parse/sentence.h"

#include "parse/chars.h"

typedef struct view {
    const dl_lexicon *lexicon;
    dl_str text;
    const dl_token_sink *sink;
    uint32_t first, count;
} view;

static dl_str word(const view *v, uint32_t i) {
    return (dl_str){v->text.ptr + v->sink->start[v->first + i], v->sink->len[v->first + i]};
}

static bool is_closing(dl_str w) {
    return dl_str_is(w, "\"") || dl_str_is(w, "”") || dl_str_is(w, "’") || dl_str_is(w, "'") ||
           dl_str_is(w, ")") || dl_str_is(w, "]") || dl_str_is(w, "''") || dl_str_is(w, "»");
}

static bool is_terminal(dl_str w) {
    if (dl_str_is(w, "…")) return true;
    return w.len && (w.ptr[0] == '.' || w.ptr[0] == '!' || w.ptr[0] == '?');
}

static bool space_before(const view *v, uint32_t i) {
    return v->sink->flags[v->first + i] & DL_TOKEN_SPACE_BEFORE;
}

/* Whether a token can be the first of a sentence: not lower case, not a closing mark. */
static bool can_begin(dl_str w) {
    size_t bytes;
    unsigned class = dl_char_class(w, 0, &bytes);
    if (class == DL_CHAR_LOWER) return false;
    return !is_terminal(w) && !dl_str_is(w, ",") && !dl_str_is(w, ")") && !dl_str_is(w, "”") &&
           !dl_str_is(w, "-") && !dl_str_is(w, "–") && !dl_str_is(w, "—");
}

/* A word that ends in its own full stop: by its kind in the lexicon, initials never end one. */
static bool stop_word_ends(const view *v, dl_str w) {
    if (w.len < 2 || w.ptr[w.len - 1] != '.') return false;
    uint32_t kind = dl_lexicon_find(&v->lexicon->abbreviations, w);
    return kind == DL_ABBREVIATION_ANY;
}

static bool begins_at(const view *v, uint32_t i) {
    if (!can_begin(word(v, i))) return false;
    uint32_t last = i - 1;
    bool closed = false;
    while (last > 0 && is_closing(word(v, last)) && !space_before(v, last)) last--, closed = true;
    if (is_terminal(word(v, last))) return space_before(v, i) || closed || !is_closing(word(v, i));
    return stop_word_ends(v, word(v, last)) && space_before(v, i);
}

void dl_split(const dl_lexicon *lexicon, dl_str text, const dl_token_sink *sink, uint32_t first,
              uint32_t count, uint8_t *begins) {
    view v = {lexicon, text, sink, first, count};
    for (uint32_t i = 0; i < count; i++) begins[i] = i == 0 || begins_at(&v, i);
}
