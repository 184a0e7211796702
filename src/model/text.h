/* text.h - sentences, tokens, tags and tree of one report: parse/ makes it, find/ reads it.
 *
 *   blocks ──> sentences ──> tokens ──> tags (UPOS, XPOS) ──> tree (head, deprel) ──> lemmas
 *
 * Universal Dependencies 2 conventions as UD English-EWT has them. Arrays by field, all of
 * `count` entries, in the worker's arena. Token indexes run over the whole report.
 */
#ifndef DL_MODEL_TEXT_H
#define DL_MODEL_TEXT_H

#include "base/vec.h"

/* UD's 17 universal part-of-speech tags. */
typedef enum dl_upos {
    DL_ADJ,
    DL_ADP,
    DL_ADV,
    DL_AUX,
    DL_CCONJ,
    DL_DET,
    DL_INTJ,
    DL_NOUN,
    DL_NUM,
    DL_PART,
    DL_PRON,
    DL_PROPN,
    DL_PUNCT,
    DL_SCONJ,
    DL_SYM,
    DL_VERB,
    DL_X,
    DL_UPOS_COUNT
} dl_upos;

/* UD's 37 universal relations (subtypes dropped: "nsubj:pass" keeps its own value because finders
 * live by it, as do "obl:agent", "aux:pass", "acl:relcl", "flat:name"-free "flat"). */
typedef enum dl_deprel {
    DL_REL_ACL,
    DL_REL_ACL_RELCL,
    DL_REL_ADVCL,
    DL_REL_ADVMOD,
    DL_REL_AMOD,
    DL_REL_APPOS,
    DL_REL_AUX,
    DL_REL_AUX_PASS,
    DL_REL_CASE,
    DL_REL_CC,
    DL_REL_CCOMP,
    DL_REL_CLF,
    DL_REL_COMPOUND,
    DL_REL_COMPOUND_PRT,
    DL_REL_CONJ,
    DL_REL_COP,
    DL_REL_CSUBJ,
    DL_REL_DEP,
    DL_REL_DET,
    DL_REL_DISCOURSE,
    DL_REL_DISLOCATED,
    DL_REL_EXPL,
    DL_REL_FIXED,
    DL_REL_FLAT,
    DL_REL_GOESWITH,
    DL_REL_IOBJ,
    DL_REL_LIST,
    DL_REL_MARK,
    DL_REL_NMOD,
    DL_REL_NMOD_POSS,
    DL_REL_NSUBJ,
    DL_REL_NSUBJ_PASS,
    DL_REL_NUMMOD,
    DL_REL_OBJ,
    DL_REL_OBL,
    DL_REL_OBL_AGENT,
    DL_REL_ORPHAN,
    DL_REL_PARATAXIS,
    DL_REL_PUNCT,
    DL_REL_REPARANDUM,
    DL_REL_ROOT,
    DL_REL_VOCATIVE,
    DL_REL_XCOMP,
    DL_REL_COUNT
} dl_deprel;

enum {                            /* dl_tokens.flags */
       DL_TOKEN_SPACE_BEFORE = 1, /* white space (or a block's start) stands before it */
       DL_TOKEN_CLITIC = 2,       /* second half of a split word: "n't", "'s" */
};

typedef struct dl_tokens {
    uint32_t count;
    uint32_t *start; /* byte offset in the clean text */
    uint16_t *len;   /* bytes; a longer word is cut into tokens of at most 65,535 */
    uint8_t *flags;
    uint8_t *upos;   /* dl_upos */
    uint8_t *xpos;   /* index into dl_text.xpos_names (Penn tags) */
    uint32_t *head;  /* token index of the head; DL_NONE: root of its sentence */
    uint8_t *deprel; /* dl_deprel */
    dl_str *lemma;   /* lower case but for names; lives as long as the text */
} dl_tokens;

typedef struct dl_sentence {
    dl_span span;    /* first token's start to last token's end */
    uint32_t first;  /* first token */
    uint32_t count;  /* tokens; never 0 */
    uint32_t block;  /* index into report.blocks */
    uint32_t number; /* 1-based over the report: the N of the handle 003:N */
} dl_sentence;

typedef struct dl_text {
    dl_tokens tokens;
    DL_VEC(dl_sentence) sentences;
    const char *const *xpos_names; /* of the model; static while the engine lives */
    bool other_language;           /* the text is not in the engine's language: no names invented */
} dl_text;

const char *dl_upos_name(uint32_t upos);     /* "ADJ"; "" out of range */
const char *dl_deprel_name(uint32_t deprel); /* "nsubj:pass" */
/* By name, with subtypes not in the enum folded to their universal relation; DL_REL_COUNT: none. */
uint32_t dl_deprel_of(dl_str name);
uint32_t dl_upos_of(dl_str name); /* DL_UPOS_COUNT: none */

static inline dl_span dl_token_span(const dl_tokens *t, uint32_t i) {
    return (dl_span){t->start[i], t->start[i] + t->len[i]};
}
static inline dl_str dl_token_text(const dl_tokens *t, dl_str text, uint32_t i) {
    return (dl_str){text.ptr + t->start[i], t->len[i]};
}
/* The sentence that holds a byte or a token, as an index into sentences; DL_NONE: none. */
uint32_t dl_sentence_at(const dl_text *text, uint32_t byte);
uint32_t dl_sentence_of_token(const dl_text *text, uint32_t token);

#endif
