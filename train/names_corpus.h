/* names_corpus.h - texts with names marked, tagged and parsed by the run-time models.
 *
 * Formats: IOB with the token in the last column but one of the marks (UNER: number, token, mark;
 * BTC and WNUT-17: token, mark), CoNLL-U with GUM's Entity= marks, re3d's JSON with offsets.
 * Marks other than person, place and organisation count as none.
 */
#ifndef DL_TRAIN_NAMES_CORPUS_H
#define DL_TRAIN_NAMES_CORPUS_H

#include "find/names_model.h"
#include "parse/analyse.h"
#include "parse/parse.h"

/* A mention as GUM marks it; tokens of the document. */
typedef struct gold_mention {
    uint32_t first, count, head; /* head: token of the minimal span's first word */
    uint32_t chain;              /* GUM's number */
    dl_str type;                 /* "person" … */
    bool name, pronoun;          /* its head is a proper noun; it is one pronoun */
} gold_mention;

typedef struct names_document {
    dl_str name;
    struct dl_finds finds; /* report.text and blocks */
    dl_text text;
    uint8_t *gold;     /* label of each token */
    uint8_t *gold_pos; /* dl_upos of the file; DL_UPOS_COUNT: none */
    DL_VEC(gold_mention) mentions;
} names_document;

typedef struct names_corpus {
    dl_arena arena;
    dl_arena models_arena;
    dl_models models;
    dl_workspace space;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    DL_VEC(names_document) documents;
    uint32_t tokens;
} names_corpus;

int names_corpus_open(names_corpus *c, const dl_data *data, dl_error *err);
void names_corpus_close(names_corpus *c);
/* Appends the documents of a file. casing: 0 as it is, 1 all in lower case, 2 every word with a
 * capital (names keep their letters). */
int names_corpus_add(names_corpus *c, const char *path, uint32_t casing, dl_error *err);
/* Every .conllu file of a folder whose name does not contain one of skip (NULL-ended; may be
 * NULL) and contains only, where given. */
int names_corpus_add_folder(names_corpus *c, const char *path, const char *const *skip,
                            const char *only, uint32_t casing, dl_error *err);
/* One folder of re3d. Organisations and persons only where they are named. */
int names_corpus_add_re3d(names_corpus *c, const char *path, dl_error *err);

#endif
