/* attributions.h - who said it, and through whom: attributions and relays.
 *
 * Appends to finds: attributions[], relays[].
 */
#ifndef DL_FIND_ATTRIBUTIONS_H
#define DL_FIND_ATTRIBUTIONS_H

#include "find/find.h"

typedef struct dl_attributions
    dl_attributions; /* lexicons and weights; immutable, shared by threads */

int dl_attributions_open(dl_attributions **attributions, const dl_data *data, dl_error *err);
void dl_attributions_close(dl_attributions *attributions); /* NULL is fine */
int dl_attributions_find(const dl_attributions *attributions, dl_find_context *context,
                         dl_error *err);

#endif
