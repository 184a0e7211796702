/* sentence.h - where sentences begin in a block's words.
 *
 * A net reads the words around each gap between two words where a sentence may begin, the white
 * space, the abbreviation lexicon, the sentence so far and how the block is written. Learnt on
 * running text of EWT and GUM; a gap after "Mr." or inside "Andrew E. Kramer" is never asked.
 */
#ifndef DL_PARSE_SENTENCE_H
#define DL_PARSE_SENTENCE_H

#include "model/data.h"
#include "model/text.h"
#include "parse/lexicon.h"
#include "parse/types.h"

enum { DL_SPLIT_PLACES = 8, DL_SPLIT_BEFORE = 4, DL_SPLIT_SMALL = 7 };

typedef struct dl_splitter {
    dl_net net; /* output 0: goes on, 1: a sentence begins */
} dl_splitter;

/* A stretch of one block to be split. */
typedef struct dl_split_view {
    const dl_lexicon *lexicon;
    dl_str text;
    const uint32_t *start; /* of the tokens */
    const uint16_t *len;
    const uint8_t *flags; /* as dl_tokens.flags */
    const uint8_t *looks; /* by slot: dl_types.looks */
    const uint32_t *slots;
    uint32_t count;
} dl_split_view;

/* The sentence so far, and how the block is written. */
typedef struct dl_split_state {
    uint32_t since;      /* tokens since the last beginning */
    uint32_t open_quote; /* a quotation mark is open */
    uint32_t open_paren; /* brackets open, at most 3 */
    uint32_t style;      /* share of words that begin with a capital, in eighths */
} dl_split_state;

/* Model file "en/models/sentences.bin". */
int dl_splitter_open(dl_splitter *splitter, const dl_data *data, dl_arena *arena, dl_error *err);
int dl_splitter_of(dl_splitter *splitter, dl_str bytes, dl_arena *arena, dl_error *err);

void dl_split_begin(const dl_split_view *view, dl_split_state *state);
/* Takes token i - 1 into the state; before asking of the gap before token i. */
void dl_split_step(const dl_split_view *view, dl_split_state *state, uint32_t i);
/* Whether the gap before token i (0 < i < count) is one to ask about. */
bool dl_split_is_candidate(const dl_split_view *view, uint32_t i);
/* Whether a sentence surely begins: "… in Washington, D.C. The delegation …". */
bool dl_split_is_sure(const dl_split_view *view, uint32_t i);
void dl_split_small(const dl_split_view *view, const dl_split_state *state, uint32_t i,
                    uint8_t small[DL_SPLIT_SMALL]);

/* Sets begins[i] to 1 for the tokens that begin a sentence; the first always does. */
void dl_split(const dl_splitter *splitter, const dl_kernels *kernels, const dl_types *types,
              const dl_split_view *view, uint8_t *begins);

#endif
