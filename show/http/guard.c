#include "http/guard.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MAX_HEADERS = 64 };

typedef struct heads {
    unsigned count, hosts, lengths, codings;
    bool bad;
    const char *host, *origin, *site;
} heads;

static bool clean(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] < ' ' && bytes[i] != '\t') return false;
    return true;
}

static enum MHD_Result see(void *context, enum MHD_ValueKind kind, const char *key, size_t key_len,
                           const char *value, size_t value_len) {
    heads *h = context;
    (void)kind;
    h->count++;
    if (!clean(key, key_len) || !clean(value ? value : "", value_len) ||
        memchr(key, ' ', key_len) || key_len == 0)
        h->bad = true;
    if (strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0) h->hosts++, h->host = value;
    if (strcasecmp(key, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0) {
        h->lengths++;
        if (!value || !*value || strspn(value, "0123456789") != strlen(value)) h->bad = true;
    }
    if (strcasecmp(key, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0) h->codings++;
    if (strcasecmp(key, "Origin") == 0) h->origin = value;
    if (strcasecmp(key, "Sec-Fetch-Site") == 0) h->site = value;
    return MHD_YES;
}

static bool is_ours(const char *host, const guard_host *ours) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    char want[300];
    for (size_t i = 0; i < 4; i++) {
        const char *name = i < 3 ? names[i] : ours->extra;
        if (!name) continue;
        snprintf(want, sizeof want, "%s:%u", name, ours->port);
        if (strcasecmp(host, want) == 0) return true;
        if (ours->port == 80 && strcasecmp(host, name) == 0) return true;
    }
    return false;
}

static bool same_origin(const heads *h, const guard_host *ours) {
    if (h->site) return strcmp(h->site, "same-origin") == 0;
    return h->origin && strncmp(h->origin, "http://", 7) == 0 && is_ours(h->origin + 7, ours);
}

unsigned guard_check(struct MHD_Connection *connection, const guard_host *host, const char *method,
                     const char **why) {
    heads h = {0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, see, &h);
    *why = "malformed request";
    if (h.bad || h.count > MAX_HEADERS || h.hosts != 1 || h.lengths > 1 || h.codings > 0)
        return MHD_HTTP_BAD_REQUEST;
    *why = "this server answers to its own name only (DNS rebinding guard)";
    if (!h.host || !is_ours(h.host, host)) return MHD_HTTP_FORBIDDEN;
    bool read = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    *why = "only GET, HEAD and same-origin POST";
    if (!read && strcmp(method, "POST") != 0) return MHD_HTTP_METHOD_NOT_ALLOWED;
    *why = "a decision must come from this server's own pages";
    if (!read && !same_origin(&h, host)) return MHD_HTTP_FORBIDDEN;
    if (read && h.lengths && h.host) return 0; /* a body on GET is ignored by MHD's framing */
    return 0;
}
