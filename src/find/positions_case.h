/* positions_case.h - one stance cue being read: positions_case.c finds its parties and content,
 * positions_stances.c decides stance and issues. */
#ifndef DL_FIND_POSITIONS_CASE_H
#define DL_FIND_POSITIONS_CASE_H

#include "find/positions_internal.h"

typedef struct cue_case {
    dl_view *v;
    const dl_stance_row *row;
    uint32_t token, end; /* the cue's head token, the end of its words */
    uint32_t first_content, end_content;
    dl_whos whos;
    dl_str stance, firmness;
    dl_span condition;
    bool own; /* what a speaker says for itself */
} cue_case;

/* Fills whos and the content by the row's way of naming the party. */
void dl_case_read(cue_case *c);
/* A condition that hangs on the content's verb counts as the cue's too. */
void dl_case_condition(cue_case *c);

bool dl_is_word(const dl_view *v, uint32_t token, const char *const *words, size_t count);
uint32_t dl_marker_of(const dl_view *v, uint32_t clause);  /* "that", "if"; DL_NONE */
bool dl_is_conditional(const dl_view *v, uint32_t clause); /* "if", "unless", "whether" … */

#endif
