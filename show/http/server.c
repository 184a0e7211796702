#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/cache.h"
#include "http/guard.h"
#include "http/page.h"
#include "http/write.h"
#include "web/assets.h"

enum {
    HEAD_BYTES = 16 * 1024, /* of one request's head */
    BODY_BYTES = 64 * 1024, /* of a form */
    CONNECTIONS = 512,
    IDLE_SECONDS = 10,
};

struct http_server {
    struct MHD_Daemon *daemon;
    dl_record *record;
    page_cache *cache;
    serve_options options;
    guard_host host;
};

/* A request under way; made when its head is complete. */
typedef struct exchange {
    text form; /* the body of a POST */
    bool too_long;
} exchange;

static void add_header(struct MHD_Response *r, const char *name, const char *value) {
    MHD_add_response_header(r, name, value);
}

static enum MHD_Result reply(struct MHD_Connection *c, unsigned status, const char *type,
                             const void *body, size_t len, enum MHD_ResponseMemoryMode mode,
                             bool close) {
    struct MHD_Response *r = MHD_create_response_from_buffer(len, (void *)(uintptr_t)body, mode);
    if (!r) {
        if (mode == MHD_RESPMEM_MUST_FREE) free((void *)(uintptr_t)body);
        return MHD_NO;
    }
    add_header(r, "Content-Type", type);
    add_header(r, "Content-Security-Policy",
               "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
               "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    add_header(r, "X-Content-Type-Options", "nosniff");
    add_header(r, "Referrer-Policy", "no-referrer");
    add_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    add_header(r, "Cache-Control", "no-store");
    if (close) add_header(r, "Connection", "close");
    enum MHD_Result sent = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return sent;
}

static enum MHD_Result refuse(struct MHD_Connection *c, unsigned status, const char *why) {
    return reply(c, status, "text/plain; charset=utf-8", why, strlen(why), MHD_RESPMEM_MUST_COPY,
                 true);
}

static enum MHD_Result see_param(void *context, enum MHD_ValueKind kind, const char *key,
                                 const char *value) {
    page_request *request = context;
    (void)kind;
    if (request->param_count < MAX_PARAMS)
        request->params[request->param_count++] = (param){key, value ? value : ""};
    return MHD_YES;
}

/* What the cache knows a page by: its address with all parameters. */
static void cache_key(const char *url, const page_request *request, text *key) {
    text_add(key, url);
    for (uint32_t i = 0; i < request->param_count; i++)
        text_format(key, "\x1f%s\x1f%s", request->params[i].name, request->params[i].value);
}

static enum MHD_Result render_page(http_server *s, struct MHD_Connection *c, const char *url,
                                   page_request *request) {
    static const char *const types[] = {"text/html; charset=utf-8", "application/json",
                                        "text/csv; charset=utf-8"};
    char path[2048];
    text key = {0};
    strcpy(path, url);
    const page *p = page_find(path, request);
    cache_key(url, request, &key);
    size_t len;
    const char *kept = key.failed ? NULL : page_cache_get(s->cache, key.data, &len);
    if (kept) {
        text_free(&key);
        return reply(c, MHD_HTTP_OK, types[request->form], kept, len, MHD_RESPMEM_MUST_COPY, false);
    }
    page_reply out = {.status = 200};
    page_render(p, request, &out);
    text_free(&out.scratch);
    bool failed = out.body.failed || !out.body.data;
    if (!failed && out.status == 200 && !key.failed)
        page_cache_put(s->cache, key.data, out.body.data, out.body.len);
    text_free(&key);
    if (!failed)
        return reply(c, out.status, types[request->form], out.body.data, out.body.len,
                     MHD_RESPMEM_MUST_FREE, false);
    text_free(&out.body);
    return refuse(c, MHD_HTTP_INTERNAL_SERVER_ERROR, "out of memory\n");
}

static enum MHD_Result answer_page(http_server *s, struct MHD_Connection *c, const char *url) {
    page_request request = {.record = s->record,
                            .writable = !s->options.read_only && s->options.engine};
    if (strlen(url) >= 2048) return refuse(c, MHD_HTTP_URI_TOO_LONG, "this address is too long\n");
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, see_param, &request);
    return render_page(s, c, url, &request);
}

static enum MHD_Result answer_asset(struct MHD_Connection *c, const char *name) {
    const char *type;
    size_t len;
    const void *bytes = web_asset(name, &len, &type);
    if (!bytes) return refuse(c, MHD_HTTP_NOT_FOUND, "there is no such file\n");
    return reply(c, MHD_HTTP_OK, type, bytes, len, MHD_RESPMEM_PERSISTENT, false);
}

/* After a decision the browser goes back to the page it came from. */
static enum MHD_Result answer_write(http_server *s, struct MHD_Connection *c, const char *url,
                                    exchange *x) {
    text where = {0};
    dl_error err = {0};
    unsigned status =
        x->too_long ? MHD_HTTP_CONTENT_TOO_LARGE
                    : http_write(&s->options, url, x->form.data ? x->form.data : "", &where, &err);
    if (status != MHD_HTTP_SEE_OTHER) {
        text_free(&where);
        return refuse(c, status, err.message[0] ? err.message : "that could not be done\n");
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (r) add_header(r, "Location", where.data ? where.data : "/");
    enum MHD_Result sent = r ? MHD_queue_response(c, status, r) : MHD_NO;
    if (r) MHD_destroy_response(r);
    text_free(&where);
    return sent;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state) {
    http_server *s = context;
    exchange *x = *state;
    (void)version;
    if (!x) {
        const char *why;
        unsigned status = guard_check(c, &s->host, method, &why);
        if (status) return refuse(c, status, why);
        *state = calloc(1, sizeof *x);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*size) {
        if (x->form.len + *size > BODY_BYTES)
            x->too_long = true;
        else
            text_bytes(&x->form, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (strcmp(method, "POST") == 0) return answer_write(s, c, url, x);
    if (strncmp(url, "/assets/", 8) == 0) return answer_asset(c, url + 8);
    return answer_page(s, c, url);
}

static void done(void *context, struct MHD_Connection *c, void **state,
                 enum MHD_RequestTerminationCode how) {
    exchange *x = *state;
    (void)context, (void)c, (void)how;
    if (x) text_free(&x->form);
    free(x);
    *state = NULL;
}

static void quiet(void *context, const char *format, va_list args) {
    (void)context, (void)format, (void)args; /* a client's mistakes are not the person's news */
}

static int listen_on(http_server *s, uint16_t port, dl_error *err) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, port, NULL, NULL, handle, s,
        MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES + 8192,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, done, NULL, MHD_OPTION_END);
    if (s->daemon) return DL_OK;
    if (err) {
        *err = (dl_error){.code = DL_EIO, .byte = UINT64_MAX};
        snprintf(err->message, sizeof err->message,
                 "cannot listen on 127.0.0.1:%u: %s; try --port with another one", port,
                 strerror(errno));
    }
    return DL_EIO;
}

int http_server_start(http_server **out, const serve_options *options, uint16_t *port,
                      dl_error *err) {
    *out = NULL;
    http_server *s = calloc(1, sizeof *s);
    if (!s) return DL_ENOMEM;
    s->options = *options;
    s->cache = page_cache_open(options->record); /* without it pages are slower, no more */
    int rc = dl_record_open(&s->record, options->record, DL_RECORD_READ, err);
    if (!rc) rc = listen_on(s, options->port, err);
    if (rc) {
        http_server_stop(s);
        return rc;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->host = (guard_host){info ? info->port : options->port, options->host};
    *port = s->host.port;
    *out = s;
    return DL_OK;
}

void http_server_stop(http_server *s) {
    if (!s) return;
    if (s->daemon) MHD_stop_daemon(s->daemon);
    page_cache_close(s->cache);
    dl_record_close(s->record);
    free(s);
}
