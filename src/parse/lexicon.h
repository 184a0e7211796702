/* lexicon.h - the word lists that tokeniser and splitter look things up in.
 *
 * From data/<language>/: abbreviations.tsv and tokens.tsv. Immutable once loaded.
 */
#ifndef DL_PARSE_LEXICON_H
#define DL_PARSE_LEXICON_H

#include "base/map.h"
#include "model/data.h"

/* What follows an abbreviation with a full stop. */
enum {
    DL_ABBREVIATION_TITLE = 1, /* "Mr.", "Gen.": a name follows, never a sentence's end */
    DL_ABBREVIATION_NUMBER,    /* "No.", "Art.": a number follows */
    DL_ABBREVIATION_MONTH,     /* "Nov." */
    DL_ABBREVIATION_INNER,     /* "vs.", "e.g.": more follows */
    DL_ABBREVIATION_ANY,       /* "Inc.", "p.m.", "D.C.": may end a sentence */
};

typedef struct dl_lexicon {
    dl_map abbreviations;    /* lower case with the full stop -> class */
    dl_map splits;           /* lower case "cannot" -> bytes of the first part */
    uint32_t split_ends[32]; /* by the first letter: last letters of splits, as bits */
    dl_map units;            /* "km": parted from the digits before it */
    dl_map prefixes;         /* "non": stays joined by its hyphen */
    dl_map joined;           /* "e-mail": whole words that keep their hyphen */
    dl_map starters;         /* "the": with a capital behind "D.C." it begins a sentence */
} dl_lexicon;

/* Maps live in arena, keys in data. */
int dl_lexicon_load(dl_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err);
/* Whether word may be among the splits: by its first and last letter. Cheap; asked of each word. */
static inline bool dl_lexicon_may_split(const dl_lexicon *lists, dl_str word) {
    unsigned first = word.ptr[0] & 31, last = word.ptr[word.len - 1] & 31;
    return lists->split_ends[first] >> last & 1;
}
/* The value for bytes folded to lower ASCII; 0: not listed (or longer than any entry). */
uint32_t dl_lexicon_find(const dl_map *map, dl_str word);

#endif
