/* tree_print.h - a sentence's tokens, tags and tree drawn as text. */
#ifndef DL_PARSE_TREE_PRINT_H
#define DL_PARSE_TREE_PRINT_H

#include "base/buf.h"
#include "model/report.h"
#include "model/text.h"

/* Appends one line a token, the root's subtree drawn with │ ├ └ in text order: dependents before
 * and after their head stand in one column, relation, tag and lemma beside the word.
 * sentence: index into text->sentences; out of range appends nothing. */
void dl_tree_print(const dl_report *report, const dl_text *text, uint32_t sentence, dl_buf *out);

#endif
