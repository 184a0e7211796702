/* positions.h - where parties stand: positions, versions, assessments, consents.
 *
 * Appends to finds: positions[], versions[], assessments[], consents[].
 */
#ifndef DL_FIND_POSITIONS_H
#define DL_FIND_POSITIONS_H

#include "find/find.h"

typedef struct dl_positions dl_positions; /* lexicons and weights; immutable, shared by threads */

int dl_positions_open(dl_positions **positions, const dl_data *data, dl_error *err);
void dl_positions_close(dl_positions *positions); /* NULL is fine */
int dl_positions_find(const dl_positions *positions, dl_find_context *context, dl_error *err);

#endif
