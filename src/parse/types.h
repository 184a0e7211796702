/* types.h - the bounded cache of word types: what is computed once a type and used at each token.
 *
 * A slot holds a type's rows in both nets. The cache has a fixed number of slots; a new type takes
 * the place of one that was not used of late (clock), never of one of the sentence at work. What
 * comes out never depends on what is cached: a slot's content is a pure function of the word.
 */
#ifndef DL_PARSE_TYPES_H
#define DL_PARSE_TYPES_H

#include "parse/net.h"

enum {
    DL_TYPE_SLOTS = 8192,  /* 37 MB of rows; GUM + EWT news text misses 3 % of its tokens */
    DL_TYPE_INDEX = 16384, /* heads of the hash chains */
    DL_TYPE_NONE = 0,      /* the slot of "nothing there" */
    DL_TYPE_ROOT = 1,
    DL_TYPE_FIRST = 2,
};

typedef struct dl_types {
    const dl_net *tagger, *parser;
    const dl_kernels *kernels;
    uint32_t tagger_size, parser_size; /* int16 of a slot's rows */
    int16_t *tagger_rows, *parser_rows;
    uint64_t *hash;
    char *keys; /* DL_WORD_KEY bytes a slot */
    uint8_t *key_len;
    uint32_t *used;  /* number of the last sentence that used the slot */
    uint8_t *recent; /* used since the clock's hand passed */
    uint32_t *next;  /* chain; 0 ends it */
    uint32_t *heads;
    uint32_t count, hand, sentence;
} dl_types;

/* Nets and kernels must outlive it; parser may be NULL (rows for tagging only). All memory
 * (dl_types_bytes) is taken at once. */
int dl_types_open(dl_types *types, const dl_net *tagger, const dl_net *parser,
                  const dl_kernels *kernels, dl_error *err);
void dl_types_close(dl_types *types);
/* Begins a sentence: slots given from now on stay until the next begin. */
void dl_types_begin(dl_types *types);
/* The slot of a form. At most DL_TYPE_SLOTS - 2 different forms between two begins. */
uint32_t dl_types_slot(dl_types *types, dl_str form);

static inline const int16_t *dl_types_tagger(const dl_types *t, uint32_t slot) {
    return t->tagger_rows + (size_t)slot * t->tagger_size;
}
static inline const int16_t *dl_types_parser(const dl_types *t, uint32_t slot) {
    return t->parser_rows + (size_t)slot * t->parser_size;
}

#endif
