/* origin.h - who stands behind a mention, and how many separate origins a set of mentions has.
 *
 * A resolver puts dl_origin_write's bytes into each item's data and counts with dl_origins_count
 * over the members that carry one answer (or one status: origins of planned are never those of
 * held).
 *
 * Rules (record.md): same speaker, same official text, same outlet relayed, shared text = one
 * origin; unnamed sources of one side at several outlets = 1 to as many; narration without a stated
 * source is the outlet's own reporting only where a reporter at work is visible, otherwise unknown,
 * which adds 0 to the minimum. A report that says where it has the thing from, or tells it in its
 * own voice, stands behind it once: speakers who touch on it there are no further origins.
 */
#ifndef DL_RESOLVE_ORIGIN_H
#define DL_RESOLVE_ORIGIN_H

#include "base/reader.h"
#include "model/lookup.h"

enum { DL_ORIGIN_GRAMS = 8 };

typedef struct dl_origin {
    uint32_t kind;   /* dl_origin_kind */
    uint64_t group;  /* whoever it is: speaker's block key, via's outlet; 0: nobody is named */
    uint64_t moment; /* with group: occasion and day; differs: maybe another occasion */
    uint64_t side;   /* of an unnamed source; 0: not stated */
    uint64_t via;    /* outlet it is relayed from; 0: this report's own */
    uint32_t count;  /* of unnamed sources: how many are stated; 0 */
    uint32_t grams;  /* hashes in gram */
    uint32_t gram[DL_ORIGIN_GRAMS]; /* smallest 5-gram hashes of the sentence, ascending */
    dl_str name;                    /* "Volodymyr Zelensky", "Axios", "a Ukrainian official", "" */
} dl_origin;

/* Describes the origin of what stands at `evidence`, attributed to `attribution` (DL_NONE: the
 * report's own narration). */
void dl_origin_write(dl_buf *out, const struct dl_finds *finds, uint32_t attribution,
                     dl_span evidence, dl_arena *scratch);
/* Reads it back; views into the reader's bytes. */
dl_origin dl_origin_read(dl_reader *r);

/* Origins behind `count` mentions; cards[i] is the report of origins[i]. group_of (may be NULL,
 * room for count) gets for each mention the index of the mention that leads its origin. */
dl_origins dl_origins_count(const dl_origin *origins, const dl_card *const *cards, uint32_t count,
                            uint32_t *group_of, dl_arena *scratch);

/* Describes without writing: strings are views into the finds. Grams are not filled. */
void dl_origin_describe(dl_origin *o, const struct dl_finds *finds, uint32_t attribution,
                        dl_span evidence);
/* Whether two reports have a good part of their text in common, by their sketches. */
bool dl_cards_share_text(const dl_card *a, const dl_card *b);
/* Whether two mentions stand in the same text: most of their sentences' 5-grams are shared. */
bool dl_origin_same_sentence(const dl_origin *a, const dl_origin *b);
/* Hash of an outlet's name with case, "the" and punctuation folded; 0 for an empty one. */
uint64_t dl_outlet_key(dl_str name);

#endif
