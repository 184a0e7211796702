/* conllu.h - treebank files as documents with their raw text.
 *
 * The text is put together from the forms, SpaceAfter and the paragraph marks (newpar), so every
 * token has a byte offset in it, and one block a paragraph; dl_parse can be run on it as it is.
 */
#ifndef DL_TRAIN_CONLLU_H
#define DL_TRAIN_CONLLU_H

#include "base/error.h"
#include "model/report.h"
#include "model/text.h"

typedef struct gold_token {
    dl_str form, lemma, xpos;
    dl_span span;
    uint32_t head;  /* 1-based within the sentence; 0: root */
    uint8_t upos;   /* dl_upos; DL_UPOS_COUNT: none */
    uint8_t deprel; /* dl_deprel */
    uint8_t flags;  /* as dl_tokens.flags */
} gold_token;

typedef struct gold_sentence {
    gold_token *tokens;
    uint32_t count;
    uint32_t document; /* index */
} gold_sentence;

typedef struct gold_document {
    dl_str name; /* "newdoc id" */
    dl_str text;
    DL_VEC(dl_block) blocks;
    uint32_t first, count; /* sentences */
} gold_document;

typedef struct treebank {
    dl_arena arena;
    DL_VEC(gold_document) documents;
    DL_VEC(gold_sentence) sentences;
    uint32_t tokens;
} treebank;

void treebank_init(treebank *bank);
void treebank_free(treebank *bank);
/* Appends a file, or every .conllu file of a folder in name order. skip: names of GUM genres
 * ("GUM_<genre>_") to leave out, ended by NULL; may be NULL. DL_EIO: not there. */
int treebank_read(treebank *bank, const char *path, const char *const *skip, dl_error *err);
/* GUM's genres under a non-commercial licence: no shipped weight is learnt from them. */
extern const char *const gum_nc_genres[];
/* A report over a document's text and blocks (views). */
dl_report document_report(const gold_document *document);

#endif
