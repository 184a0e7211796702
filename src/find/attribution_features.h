/* attribution_features.h - what the attribution model sees: one code for training and running.
 *
 *   text + quotes ──> atoms (a few numbers a token) ──> rows of the weight tables
 *
 * Two taggers. The cue tagger labels every token of a sentence O, B (a cue begins) or I. For each
 * cue the span tagger labels the tokens around it, relative to the cue: O, source, content. A
 * feature is a hash of a template and atoms; its row holds one weight a label.
 */
#ifndef DL_FIND_ATTRIBUTION_FEATURES_H
#define DL_FIND_ATTRIBUTION_FEATURES_H

#include "find/triples.h"

enum { DL_CUE_O, DL_CUE_B, DL_CUE_I, DL_CUE_LABELS };
enum { DL_ROLE_O, DL_ROLE_BS, DL_ROLE_IS, DL_ROLE_BC, DL_ROLE_IC, DL_ROLE_LABELS };
enum {
    DL_CUE_BITS = 18,    /* rows of the cue table: 2^18 of 3 bytes */
    DL_SPAN_BITS = 18,   /* rows of the span table: 2^18 of 5 bytes */
    DL_MAX_ROWS = 96,    /* features of one token, at most */
    DL_MAX_WINDOW = 400, /* tokens the span tagger looks at for one cue */
};

/* What is known of one token before any cue is. */
typedef struct dl_atom {
    uint32_t word, lemma;                   /* hashes of the lower-cased form and the lemma */
    uint32_t children;                      /* bit set of the relations of its dependents */
    uint32_t left, right;                   /* outermost tokens of its subtree */
    uint32_t object, clause, subject_token; /* its object, clausal complement, subject; DL_NONE */
    uint8_t pos, upos, rel, quote;
    uint8_t shape, subject, cls, depth; /* subject: part of speech and side of its subject */
} dl_atom;

typedef struct dl_attr_view {
    const dl_text *text;
    dl_str bytes;
    const dl_quotations *quotes;
    dl_atom *atoms;
} dl_attr_view;

/* A cue, and the tokens to be labelled for it: its sentence, and quoted tokens of the sentences
 * around it in the same block. */
typedef struct dl_window {
    dl_words cue;
    uint32_t head;  /* of the cue */
    uint32_t count; /* tokens */
    uint32_t *tokens;
    const uint8_t *is_cue; /* for every token of the text: in some cue */
} dl_window;

/* Atoms of every token, in arena. arena->failed: no memory. */
void dl_attr_view_make(dl_attr_view *view, dl_arena *arena, const dl_cues *cues,
                       const dl_text *text, dl_str bytes, const dl_quotations *quotes);
/* Rows of the cue tagger's features of a token; sentence is its index. Returns how many. */
uint32_t dl_cue_rows(const dl_attr_view *view, uint32_t sentence, uint32_t token,
                     uint32_t rows[DL_MAX_ROWS]);
/* Fills tokens (room for DL_MAX_WINDOW) and count for window->cue. */
void dl_window_fill(const dl_attr_view *view, dl_window *window);
/* Rows of the span tagger's features of the window's at-th token. */
uint32_t dl_span_rows(const dl_attr_view *view, const dl_window *window, uint32_t at,
                      uint32_t rows[DL_MAX_ROWS]);

#endif
