/* fetch.h - HTTP GET of what a stranger named, by libcurl with its guards on.
 *
 * http and https only; at most 5 redirects, each looked at here, none from https to http; no proxy
 * of the environment, no cookies, no credentials; the address of every connection is checked when
 * its socket is made (so a name that changes its address between two look-ups gains nothing)
 * against loopback, private, link-local, shared, multicast, documentation, mapped and translated
 * ranges; decoded bytes are counted in our own callback; time limits on connecting, on the whole
 * and on a trickle.
 */
#ifndef DL_READ_FETCH_H
#define DL_READ_FETCH_H

#include <sys/socket.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct dl_fetch_options {
    bool allow_private;          /* tests against loopback; a person's intranet */
    size_t max_bytes;            /* decoded; 0: DL_FETCH_PAGE_MAX */
    const char *etag, *modified; /* validators for a conditional request; NULL: none */
    const char *user_agent;      /* NULL: "dateline/VERSION" */
    long slow_seconds;           /* 0: DL_FETCH_SLOW_SECONDS */
} dl_fetch_options;

typedef struct dl_fetched {
    long status;                 /* of the last response; 304: not changed, body empty */
    dl_buf body;                 /* decoded */
    dl_buf url;                  /* where the redirects led */
    dl_buf type, etag, modified; /* header values, may be empty */
    long retry_after;            /* seconds, 0: not said */
    uint32_t redirects;
} dl_fetched;

/* DL_EVALUE (no web address, or one that is not allowed), DL_EIO (no answer, too slow), DL_ELIMIT
 * (too large, too many redirects). A status of 4xx or 5xx is no error here. Free with
 * dl_fetched_free, also after an error. */
int dl_fetch(dl_fetched *out, const char *url, const dl_fetch_options *options, dl_error *err);
void dl_fetched_free(dl_fetched *fetched);
/* Whether an address is one that the public internet routes. */
bool dl_fetch_address_ok(const struct sockaddr *address);

#endif
