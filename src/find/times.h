/* times.h - times and their EDTF values.
 *
 * Appends to finds: times[].
 */
#ifndef DL_FIND_TIMES_H
#define DL_FIND_TIMES_H

#include "find/find.h"

typedef struct dl_times dl_times; /* lexicons and weights; immutable, shared by threads */

int dl_times_open(dl_times **times, const dl_data *data, dl_error *err);
void dl_times_close(dl_times *times); /* NULL is fine */
int dl_times_find(const dl_times *times, dl_find_context *context, dl_error *err);

#endif
