/* tree.h - the parser: arc-hybrid transitions, greedy, one net for action and label.
 *
 * Kuhlmann, Gómez-Rodríguez & Satta (ACL 2011) for the system; Goldberg & Nivre (TACL 2013) for
 * how it is trained. Words are numbered from 1; 0 is the root, which stands at the stack's bottom
 * and takes the last word left on the stack, so that a sentence has one root.
 */
#ifndef DL_PARSE_TREE_H
#define DL_PARSE_TREE_H

#include "model/data.h"
#include "model/text.h"
#include "parse/types.h"

enum {
    DL_TREE_PLACES = 13,
    DL_TREE_TAGS = 18,
    DL_TREE_LABELS = 10,
    DL_TREE_OTHER = 5,
    DL_TREE_SMALL = DL_TREE_TAGS + DL_TREE_LABELS + DL_TREE_OTHER,
    DL_TREE_VALUES = 48,   /* least values a small feature must have: labels, counts */
    DL_TREE_TAG_FIRST = 2, /* small value of tag 0; 0 is nothing there, 1 the root */
};

enum { DL_TREE_SHIFT, DL_TREE_LEFT, DL_TREE_RIGHT, DL_TREE_KINDS };

typedef struct dl_tree_node {
    uint16_t head;
    uint16_t left[2], right[2]; /* outermost dependents, [0] the outer; none: count + 1 */
    uint8_t label;              /* dl_deprel + 1; 0: not attached */
    uint8_t lefts, rights;      /* dependents, at most 5 counted */
} dl_tree_node;

typedef struct dl_tree_state {
    uint32_t count, next, depth; /* words; the buffer's first; words on the stack, root included */
    uint16_t *stack;
    dl_tree_node *nodes; /* count + 2; the last one is "nothing there" */
} dl_tree_state;

typedef struct dl_tree_parser {
    dl_net net;
    uint32_t tags;                    /* pairs of the tagger it was learnt with */
    uint8_t kind[DL_KERNEL_OUTPUTS];  /* of each output */
    uint8_t label[DL_KERNEL_OUTPUTS]; /* dl_deprel of each output */
    /* output bias with all actions of the kinds that are not in the set out of reach */
    int32_t legal_bias[8][DL_KERNEL_OUTPUTS];
} dl_tree_parser;

int dl_tree_parser_open(dl_tree_parser *parser, const dl_data *data, dl_arena *arena,
                        dl_error *err);
int dl_tree_parser_of(dl_tree_parser *parser, dl_str bytes, dl_arena *arena, dl_error *err);

/* The caller gives stack (count + 2) and nodes (count + 2). */
void dl_tree_begin(dl_tree_state *state, uint16_t *stack, dl_tree_node *nodes, uint32_t count);
static inline bool dl_tree_done(const dl_tree_state *state) {
    return state->next > state->count && state->depth == 1;
}
/* A set of the kinds that may follow, as bits; one bit: no choice. The last word's attachment to
 * the root is DL_TREE_RIGHT. */
uint32_t dl_tree_legal(const dl_tree_state *state);
void dl_tree_apply(dl_tree_state *state, uint32_t kind, uint8_t deprel);
/* What the net sees: word numbers for its places (count + 1: nothing there), small values.
 * tags: of words 1 … at index 1 …, with tags[0] = 1 and tags[count + 1] = 0. */
void dl_tree_features(const dl_tree_state *state, const uint8_t *tags,
                      uint32_t words[DL_TREE_PLACES], uint8_t small[DL_TREE_SMALL]);

/* Parses count words. slots[0] is DL_TYPE_ROOT, slots[count + 1] DL_TYPE_NONE; state has been
 * begun; its nodes hold the tree afterwards. */
void dl_tree_parse(const dl_tree_parser *parser, const dl_kernels *kernels, const dl_types *types,
                   const uint32_t *slots, const uint8_t *tags, dl_tree_state *state);

#endif
