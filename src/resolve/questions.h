/* questions.h - the answers that one report gives to closed questions (questions_found.c), and how
 * they are coded for questions.c. */
#ifndef DL_RESOLVE_QUESTIONS_H
#define DL_RESOLVE_QUESTIONS_H

#include "resolve/group.h"
#include "resolve/origin.h"

typedef enum dl_slot {
    SLOT_POINTS, /* of a text: "28" */
    SLOT_FINAL,  /* "yes", "no", "being finalized" */
    SLOT_PUBLIC, /* "yes", "leaked", "no" */
    SLOT_BEGIN,  /* of a war or dispute: a year */
    SLOT_WHEN,   /* of one planned thing: the words */
    SLOT_MET,    /* of two people: "met", "spoke on a call", "will meet" */
    SLOTS
} dl_slot;

extern const char *const dl_slot_names[];

typedef struct dl_answer_found {
    dl_slot slot;
    dl_str subject, value;
    dl_str stage; /* which version it is about; "" */
    dl_span span;
    uint32_t attribution;
} dl_answer_found;

/* What is gathered from one report. */
typedef struct answers {
    const struct dl_finds *finds;
    dl_items *out;
    dl_arena scratch;
    dl_buf data;
    uint32_t count; /* items so far: the index in their refs */
} answers;

void dl_answer_write(dl_buf *out, const struct dl_finds *finds, const dl_answer_found *answer,
                     dl_arena *scratch);
void dl_answers_of_versions(answers *a);
void dl_answers_of_times(answers *a);
void dl_answers_of_meetings(answers *a);

#endif
