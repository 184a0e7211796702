/* write.h - a person's decisions made on a page: fix, drop, merge, grade, undo. */
#ifndef DL_SHOW_WRITE_H
#define DL_SHOW_WRITE_H

#include "common/text.h"
#include "http/server.h"

/* Carries out one form (url-encoded body) posted to /decide. Returns 303 with where to go next, or
 * 400, 403, 404, 409, 500 with err saying why. Each decision opens the record for writing and is
 * logged with its why and who. */
unsigned http_write(const serve_options *options, const char *url, const char *form, text *where,
                    dl_error *err);

#endif
