/* names.h - who and what is named: mentions, entities of this report, offices.
 *
 * Appends to finds: names.h: mentions[], entities[], offices[].
 */
#ifndef DL_FIND_NAMES_H
#define DL_FIND_NAMES_H

#include "find/find.h"

typedef struct dl_names dl_names; /* lexicons and weights; immutable, shared by threads */

int dl_names_open(dl_names **names, const dl_data *data, dl_error *err);
void dl_names_close(dl_names *names); /* NULL is fine */
int dl_names_find(const dl_names *names, dl_find_context *context, dl_error *err);

#endif
