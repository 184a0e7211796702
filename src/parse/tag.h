/* tag.h - the tagger: UPOS and XPOS at once, greedily from left to right.
 *
 * One net over the words at i-3 … i+3, the two tags before, and how the word stands. Its outputs
 * are the pairs of UPOS and XPOS seen in training ("VERB VBD").
 */
#ifndef DL_PARSE_TAG_H
#define DL_PARSE_TAG_H

#include "model/data.h"
#include "model/text.h"
#include "parse/types.h"

enum {
    DL_TAG_PLACES = 7,
    DL_TAG_SMALL = 4,  /* tag before, tag before that, stand, white space */
    DL_TAG_MOST = 120, /* pairs; values 1 … of the small features are tags */
};

typedef struct dl_tagger {
    dl_net net;
    uint32_t tags;                        /* pairs */
    uint8_t upos[DL_KERNEL_OUTPUTS];      /* of each pair */
    uint8_t xpos[DL_KERNEL_OUTPUTS];      /* of each pair, index into names */
    const char *names[DL_KERNEL_OUTPUTS]; /* XPOS tags */
    uint32_t name_count;
} dl_tagger;

/* How a sentence is written: headlines and shouting need other reading. */
enum { DL_CASE_NORMAL, DL_CASE_LOWER, DL_CASE_TITLE, DL_CASE_UPPER };

/* Model file "en/models/tagger.bin". arena: for the vocabulary's table and the names. */
int dl_tagger_open(dl_tagger *tagger, const dl_data *data, dl_arena *arena, dl_error *err);
/* The same from bytes (aligned to 64, outliving the tagger). */
int dl_tagger_of(dl_tagger *tagger, dl_str bytes, dl_arena *arena, dl_error *err);

/* Counts what dl_case_class needs over a sentence's words. */
typedef struct dl_case_count {
    uint32_t lower, upper, shout; /* words of letters by their first letter; all capitals */
    bool first_lower;             /* the first word is in lower case */
} dl_case_count;
void dl_case_add(dl_case_count *count, uint8_t looks); /* dl_word_looks of a word */
uint32_t dl_case_class(const dl_case_count *count);

/* The small features of word i of count. spaces: bit 0 white space before it, bit 1 after it.
 * before, before2: tags + 1 of the words before; 0 none. */
void dl_tag_small(uint32_t i, uint32_t case_class, uint32_t spaces, uint32_t before,
                  uint32_t before2, uint8_t small[DL_TAG_SMALL]);

/* Tags count words. slots: those of the words with DL_TAG_PLACES / 2 slots of DL_TYPE_NONE before
 * and behind; slots points at the first word. flags as dl_tokens.flags. tags gets pair numbers. */
void dl_tag(const dl_tagger *tagger, const dl_kernels *kernels, const dl_types *types,
            const uint32_t *slots, const uint8_t *flags, uint32_t count, uint32_t case_class,
            uint8_t *tags);

#endif
