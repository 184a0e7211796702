/* positions_pattern.h - token patterns of the lexicons: "only <who> can .. decide|determine".
 *
 * Elements, separated by spaces: word (matches a token's lower-case form or lemma), wor* (prefix),
 * a|b (either; a_b: two words as one of them), ?word (may be missing), .. (up to 4 tokens, no comma
 * between), ... (up to 12), <who> <what> (1 to 10 tokens with a noun), <doc> (a text's noun), <num>
 * (a number). Hyphens and quote marks between elements never count. No match leaves its sentence.
 *
 * A set is immutable once its patterns are added; views point into the data's bytes.
 */
#ifndef DL_FIND_POSITIONS_PATTERN_H
#define DL_FIND_POSITIONS_PATTERN_H

#include "base/error.h"
#include "base/map.h"
#include "model/text.h"

/* One report's words as patterns see them. */
typedef struct dl_words {
    const dl_tokens *tokens;
    dl_str text;
    dl_str *lower;    /* lower-case form of each token */
    uint64_t *hash;   /* of lower */
    uint64_t *lemma;  /* hash of the lower-case lemma */
    uint8_t *ignored; /* hyphens and quote marks */
    uint32_t count;
} dl_words;

int dl_words_make(dl_words *words, const dl_text *text, dl_str clean, dl_arena *scratch,
                  dl_error *err);

typedef struct dl_capture {
    uint32_t first, end; /* tokens; first DL_NONE: not captured */
} dl_capture;

typedef struct dl_match {
    uint32_t value;      /* what was added with the pattern */
    uint32_t first, end; /* tokens */
    dl_capture who, what, doc, num;
} dl_match;

typedef struct dl_pattern_set dl_pattern_set;

/* docs: nouns for <doc>, may be NULL. Lives in arena. */
dl_pattern_set *dl_patterns_new(dl_arena *arena, const dl_pattern_set *docs);
/* DL_EFORMAT for a pattern without any word. */
int dl_patterns_add(dl_pattern_set *set, dl_str pattern, uint32_t value, dl_error *err);

typedef void dl_match_fn(void *self, const dl_match *match);

/* Calls fn for each pattern that matches from token `at` on, within [low, high). Patterns that
 * begin with <who> are reported from the token of their first word. */
void dl_patterns_match(const dl_pattern_set *set, const dl_words *words, uint32_t at, uint32_t low,
                       uint32_t high, dl_match_fn *fn, void *self);

/* Whether a single token matches one of the set's one-word patterns; its value or DL_NONE. */
uint32_t dl_patterns_word(const dl_pattern_set *set, const dl_words *words, uint32_t at);

/* The value of a number token or number word ("28", "twenty", "four"); DL_NONE: none. */
uint32_t dl_words_number(const dl_words *words, uint32_t at);

#endif
