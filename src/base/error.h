/* error.h - how a function says that it failed.
 *
 * Every function that can fail returns an int status: 0 is good, otherwise one of DL_E*.
 * It fills the dl_error the caller passed, when it is not NULL. Nothing here prints or exits.
 */
#ifndef DL_BASE_ERROR_H
#define DL_BASE_ERROR_H

#include <stdint.h>

#include "dateline.h" /* dl_error and the DL_E* codes are public */

/* Fills err (may be NULL) and returns code, so that `return dl_fail(...)` reads well.
 * The message is a sentence without file name: cause, then remedy. byte: UINT64_MAX where
 * there is no place. */
int dl_fail(dl_error *err, int code, uint64_t byte, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Shorthand for an allocation that failed. */
int dl_fail_memory(dl_error *err);

#endif
