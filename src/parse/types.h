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
    DL_TYPE_INDEX = 32768, /* heads of the hash chains */
    DL_TYPE_NONE = 0,      /* the slot of "nothing there" */
    DL_TYPE_ROOT = 1,
    DL_TYPE_FIRST = 2,
};

/* The nets that share a cache. */
enum { DL_NET_SPLIT, DL_NET_TAG, DL_NET_TREE, DL_NETS };

typedef struct dl_types {
    const dl_net *net[DL_NETS]; /* NULL: no rows for it */
    const dl_kernels *kernels;
    uint32_t size[DL_NETS]; /* bytes of a slot's rows */
    int8_t *rows[DL_NETS];
    uint8_t *looks; /* DL_LOOKS_* */
    uint32_t *memo; /* for the caller: 0 for a new type, then what it sets of the word alone */
    uint64_t *hash;
    char *keys; /* DL_WORD_KEY bytes a slot */
    uint8_t *key_len;
    uint32_t *used;  /* number of the last sentence that used the slot */
    uint8_t *recent; /* used since the clock's hand passed */
    uint32_t *next;  /* chain; 0 ends it */
    uint32_t *heads;
    uint32_t count, hand, sentence;
} dl_types;

/* Nets (some may be NULL) and kernels must outlive it. All memory is taken at once. */
int dl_types_open(dl_types *types, const dl_net *const nets[DL_NETS], const dl_kernels *kernels,
                  dl_error *err);
void dl_types_close(dl_types *types);
/* Begins a stretch of text: slots given from now on stay until the next begin. */
void dl_types_begin(dl_types *types);
/* The slot of a form. At most DL_TYPE_SLOTS - 2 different forms between two begins. */
uint32_t dl_types_slot(dl_types *types, dl_str form);

/* The row of a slot at a place of a net. */
static inline const int8_t *dl_types_row(const dl_types *t, uint32_t net, uint32_t slot,
                                         uint32_t place) {
    return t->rows[net] + (size_t)slot * t->size[net] + (size_t)place * t->net[net]->width;
}

#endif
