/* guard.h - what no page may see: requests that are not what they seem.
 *
 * libmicrohttpd 0.9.75 lets through two Host or two Content-Length headers, control bytes and
 * lengths beside a transfer coding (measured, design/promises.md B4); here they end with 400 and
 * the connection is closed, before routing and whatever the method. A Host that is not ours is
 * refused on every request (DNS rebinding); a write also needs Sec-Fetch-Site same-origin or, from
 * browsers without it, an Origin that is ours.
 */
#ifndef DL_SHOW_GUARD_H
#define DL_SHOW_GUARD_H

#include <microhttpd.h>
#include <stdint.h>

typedef struct guard_host {
    uint16_t port;
    const char *extra; /* NULL: loopback names only */
} guard_host;

/* 0: fine; otherwise the HTTP status to answer, with *why in words (static). */
unsigned guard_check(struct MHD_Connection *connection, const guard_host *host, const char *method,
                     const char **why);

#endif
