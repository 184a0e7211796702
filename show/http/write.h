/* write.h - a person's decisions made on a page: fix, drop, merge, split, grade, undo.
 *
 * A form is posted to /decide (kind, target, field, value, why, who, back) or /undo (number, why,
 * who, back), url-encoded. The guard has let it through: it comes from one of our own pages.
 */
#ifndef DL_SHOW_WRITE_H
#define DL_SHOW_WRITE_H

#include "common/text.h"
#include "http/server.h"

/* Carries out one form. Returns 303 with where to go next, or 400, 403, 404, 409 (another process
 * writes), 500 with err saying why. Opens the record for writing and closes it again. */
unsigned http_write(const serve_options *options, const char *url, const char *form, text *where,
                    dl_error *err);

#endif
