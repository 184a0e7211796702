/* positions_internal.h - what positions*.c, versions.c, assessments.c and consents.c share.
 *
 *   lexicons ──dl_positions_open──> dl_positions (immutable)
 *   report ──dl_view_make──> dl_view: words, children of the tree, who and what stands at a token
 *   dl_view ──> positions_stances.c, versions.c, assessments.c, consents.c ──> finds
 */
#ifndef DL_FIND_POSITIONS_INTERNAL_H
#define DL_FIND_POSITIONS_INTERNAL_H

#include "find/find.h"
#include "find/positions.h"
#include "find/positions_pattern.h"
#include "find/tuning_positions.h"

typedef enum dl_party_of { /* stances.tsv, column party */
                           DL_PARTY_SUBJ,
                           DL_PARTY_TO,
                           DL_PARTY_FROM,
                           DL_PARTY_SPEAKER,
                           DL_PARTY_SELF,
                           DL_PARTY_LINE,
                           DL_PARTY_LIST, /* whose demands were named just before: "Those included
                                             …" */
                           DL_PARTY_GOAL /* as subj; "the priority is getting …" names its content
                                          */
} dl_party_of;

typedef struct dl_stance_row {
    dl_str cue, stance, negated, firmness;
    uint32_t line;
    uint8_t pos;   /* 'v', 'n', 'a', 'm' */
    uint8_t party; /* dl_party_of */
    uint8_t any;   /* need is "any": an unknown issue is taken from the words */
    uint8_t place; /* need is "place": a place in the content is a matter of territory */
    uint8_t modal; /* need is "modal": a clause in the content must say "must", "should" … */
    uint8_t text;  /* need is "text": the issue is the negotiated text */
} dl_stance_row;

enum { DL_ISSUE_SPECIFIC, DL_ISSUE_GENERAL, DL_ISSUE_DOCUMENT, DL_ISSUE_TEXT };

typedef struct dl_issue_row {
    dl_str label, parent;
    uint32_t rank, line;
} dl_issue_row;

typedef struct dl_state_row {
    dl_str state, tone;
    uint32_t line;
    bool need;
    bool negative; /* the pattern has its own "no" or "not" */
} dl_state_row;

typedef enum dl_doc_kind {
    DL_DOC_STAGE,
    DL_DOC_COUNT,
    DL_DOC_PACK,
    DL_DOC_PROV,
    DL_DOC_AUTHOR
} dl_doc_kind;

typedef struct dl_doc_row {
    dl_doc_kind kind;
    dl_str stage, status;
    uint32_t line;
} dl_doc_row;

typedef struct dl_consent_row {
    dl_str rule;
    uint32_t line;
} dl_consent_row;

enum { DL_NOUN_PARTY = 1, DL_NOUN_OFFICIAL, DL_NOUN_ORGAN, DL_NOUN_SIDE, DL_NOUN_UNION };

struct dl_positions {
    dl_arena arena;
    DL_VEC(dl_stance_row) stances;
    DL_VEC(dl_issue_row) issues;
    DL_VEC(dl_state_row) states;
    DL_VEC(dl_doc_row) docs;
    DL_VEC(dl_consent_row) consents;
    dl_pattern_set *stance_cues, *issue_phrases, *state_phrases, *talks_words, *doc_nouns,
        *generic_nouns, *no_units, *doc_phrases, *consent_phrases;
    dl_map party_nouns; /* lemma -> DL_NOUN_* */
    dl_map countries;   /* code -> index into country_names */
    dl_map capitals;    /* "Kyiv" -> the same */
    DL_VEC(dl_str) country_names;
    DL_VEC(dl_str) country_codes;
};

/* Whose position: an entity, or a noun phrase without one ("the union"). */
typedef struct dl_who {
    uint32_t entity; /* DL_NONE: none */
    dl_str name;
    dl_str key; /* the same over reports: country code, entity key or the folded phrase */
} dl_who;

enum { DL_MOST_PARTIES = 6 };

typedef struct dl_whos {
    dl_who items[DL_MOST_PARTIES];
    uint32_t count;
} dl_whos;

typedef struct dl_issue_hit {
    uint32_t row; /* issues[] */
    uint32_t first, end;
} dl_issue_hit;

typedef struct dl_view {
    const dl_positions *lex;
    dl_find_context *context;
    struct dl_finds *finds;
    const dl_text *text;
    const dl_tokens *t;
    dl_str clean;
    dl_arena *scratch;
    dl_words words;
    uint32_t *kid_first, *kids; /* children of token i: kids[kid_first[i] … kid_first[i+1]) */
    uint32_t *sentence_of;      /* token -> sentence */
    uint32_t *mention_at;       /* token -> mention whose head it is, else one that covers it */
    uint32_t *attribution_at;   /* token -> innermost attribution whose content it is in */
    uint32_t *cue_at;           /* token -> stance row that fired there, DL_NONE */
    uint32_t *cue_end;          /* token -> end of that cue */
    uint32_t *said_at;          /* token -> attribution whose cue covers it, DL_NONE */
    uint32_t *issue_at;         /* token -> first issue hit that starts at or after it */
    dl_whos listed;             /* whose demands were named last: \"Those included …\" */
    uint32_t listed_sentence;
    DL_VEC(dl_issue_hit) issues; /* by first token */
    dl_str text_label;           /* what this report calls the negotiated text: "peace plan" */
    bool failed;
} dl_view;

int dl_view_make(dl_view *view, const dl_positions *lex, dl_find_context *context, dl_error *err);

/* ── tree (positions_tree.c) ── */

uint32_t dl_kid(const dl_view *v, uint32_t token, uint32_t rel); /* first child; DL_NONE */
uint32_t dl_kid_count(const dl_view *v, uint32_t token);
uint32_t dl_kid_at(const dl_view *v, uint32_t token, uint32_t i);
/* The subject of a verb or predicate, found over conjuncts, controls and relative clauses;
 * *passive tells a passive subject. DL_NONE: none in the tree. */
uint32_t dl_subject_of(const dl_view *v, uint32_t token, bool *passive);
bool dl_negated(const dl_view *v, uint32_t token); /* "not", "never", "no longer", "neither" */
bool dl_under(const dl_view *v, uint32_t token, uint32_t ancestor);
/* The first token that starts at or after a byte; count where none does. */
uint32_t dl_token_from(const dl_view *v, uint32_t byte);
dl_span dl_tokens_span(const dl_view *v, uint32_t first, uint32_t end);
/* First and last token of a subtree within its sentence. */
void dl_subtree(const dl_view *v, uint32_t token, uint32_t *first, uint32_t *end);
/* The clause around a token: its nearest clausal head's subtree without the conjoined clauses
 * that have a subject of their own, as tokens. */
void dl_clause(const dl_view *v, uint32_t token, uint32_t *first, uint32_t *end);
uint32_t dl_clause_head(const dl_view *v, uint32_t token);

/* ── who (positions_who.c) ── */

/* The parties a noun phrase names, its conjuncts included. */
void dl_whos_at(const dl_view *v, uint32_t token, dl_whos *out);
/* The party an entity stands for: a government's or official's country, otherwise itself. */
dl_who dl_who_of_entity(const dl_view *v, uint32_t entity);
bool dl_is_party_noun(const dl_view *v, uint32_t token); /* "union", "ministers", "sides" */
/* The parties for which the speaker of an attribution speaks. */
void dl_whos_of_speaker(const dl_view *v, uint32_t attribution, dl_whos *out);
void dl_whos_add(dl_whos *list, dl_who who);
/* "head", "minister", "envoy", "spokesperson", "unnamed official", "expert", "". */
dl_str dl_level_of(const dl_view *v, uint32_t entity, uint32_t attribution);

/* ── issues (positions_issues.c) ── */

int dl_issues_find(dl_view *v, dl_error *err);
/* The issues named in [first, end): specific ones, else general, else the text; at most cap. */
uint32_t dl_issues_in(const dl_view *v, uint32_t first, uint32_t end, dl_issue_hit *out,
                      uint32_t cap);
/* Every issue named there, whatever its rank; the text itself counts last. */
uint32_t dl_issues_all(const dl_view *v, uint32_t first, uint32_t end, dl_issue_hit *out,
                       uint32_t cap);
uint32_t dl_issue_rank(const dl_view *v, const dl_issue_hit *hit); /* smaller wins */
/* The last specific issue before a token: in its sentence, else in the one before. */
bool dl_issue_before(const dl_view *v, uint32_t token, dl_issue_hit *out);
dl_str dl_issue_label(const dl_view *v, const dl_issue_hit *hit);

/* ── the parts; each appends to the finds ── */

int dl_stances_find(dl_view *v, dl_error *err);
int dl_versions_find(dl_view *v, dl_error *err);
int dl_assessments_find(dl_view *v, dl_error *err);
int dl_consents_find(dl_view *v, dl_error *err);

/* Appends one position unless the sentence has one of the same party, issue and side already.
 * content: where the content starts, for the row's evidence. */
typedef struct dl_stance_found {
    const dl_who *who;
    uint32_t row; /* stances[]; DL_NONE: from a consent rule */
    uint32_t cue; /* token */
    uint32_t attribution;
    dl_str stance, firmness, issue;
    dl_span span, condition;
    dl_str number, unit;
    dl_certainty certainty;
} dl_stance_found;

/* Whether a conjunct or parataxis is a clause of its own. */
bool dl_own_clause(const dl_view *v, uint32_t token);
int dl_position_add(dl_view *v, const dl_stance_found *found, dl_error *err);

#endif
