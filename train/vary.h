/* vary.h - more sentences for the parser, made of the ones there are.
 *
 * "Macron called Putin." and "Scholz agreed." give "Macron and Scholz called Putin.": two bare
 * names as a subject are rare in the treebanks and daily bread in news.
 */
#ifndef DL_TRAIN_VARY_H
#define DL_TRAIN_VARY_H

#include "train/conllu.h"

/* Appends one sentence for each that begins with a name as the subject of a verb in the past. */
int vary_subjects(treebank *bank, dl_error *err);

#endif
