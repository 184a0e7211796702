/* polnear.h - PolNeAR's articles and annotations (Newell, Margolin, Ruths, LREC 2018), and its
 * scores. brat standoff: offsets in code points, end exclusive. The first annotator of an article
 * is read. */
#ifndef DL_TRAIN_POLNEAR_H
#define DL_TRAIN_POLNEAR_H

#include "find/triples.h"
#include "parse/parse.h"

enum { POLNEAR_ROLES = 3, POLNEAR_SOURCE = 0, POLNEAR_CUE, POLNEAR_CONTENT };

typedef DL_VEC(dl_span) polnear_spans;

/* Byte spans of the article's text. */
typedef struct polnear_attribution {
    polnear_spans role[POLNEAR_ROLES]; /* fragments in text order; source may be empty */
} polnear_attribution;

typedef struct polnear_article {
    dl_str name;        /* of its text, without .txt */
    uint32_t *bytes_of; /* byte of each code point */
    uint32_t points;
    struct dl_finds finds; /* report with text and a block a line; owns all */
    dl_text text;
    DL_VEC(polnear_attribution) gold;
} polnear_article;

typedef struct polnear_corpus {
    dl_arena arena;
    DL_VEC(polnear_article *) articles;
    uint64_t words;
} polnear_corpus;

/* Loads folder/text and folder/ann and parses every article. The caller frees. */
int polnear_load(polnear_corpus *corpus, const char *folder, const dl_parser *parser,
                 dl_error *err);
void polnear_free(polnear_corpus *corpus);

/* Counts of one comparison; add up over articles. */
typedef struct polnear_score {
    uint32_t exact[POLNEAR_ROLES][3]; /* right, predicted, gold: contiguous spans */
    uint32_t linked[3]; /* cue, content and source overlap (or both have no source), one to one */
    uint32_t strict[3]; /* the same with content Jaccard >= .5 */
    uint32_t loose[3];  /* cue and content overlap only, one to one */
    uint32_t speech[2]; /* cues of the 33 speech lemmas: found, gold */
    uint32_t by_quote[3][2]; /* linked by gold's kind: direct, indirect, mixed */
} polnear_score;

/* predicted: the same form as gold. */
void polnear_compare(polnear_score *score, const polnear_article *article,
                     const polnear_attribution *predicted, uint32_t count);
/* A triple's byte spans; memory from arena. */
polnear_attribution polnear_of(const dl_triple *triple, const dl_tokens *tokens, dl_arena *arena);
double polnear_f1(const uint32_t counts[3]);
void polnear_print(const polnear_score *score, const char *title);

#endif
