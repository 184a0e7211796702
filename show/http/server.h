/* server.h - `dateline serve`: pages over HTTP on this machine.
 *
 *   socket ─ MHD ─> guard (one Host, one length, known host, same origin) ─> route ─> page ─> reply
 *
 * One thread serves every request from one read-only record; slow clients wait in MHD's event
 * loop and hold nobody up. Nothing is written but a person's decisions, and those only from the
 * same origin.
 */
#ifndef DL_SHOW_SERVER_H
#define DL_SHOW_SERVER_H

#include "dateline.h"

typedef struct serve_options {
    const char *record;      /* path of the record */
    uint16_t port;           /* 0: any free one */
    const char *host;        /* further name under which it may be asked, or NULL */
    const dl_engine *engine; /* for decisions; NULL: they are refused */
    int read_only;           /* 1: they are refused too */
} serve_options;

typedef struct http_server http_server;

/* Starts to serve on 127.0.0.1; the port is in *port. Stop with http_server_stop. */
int http_server_start(http_server **server, const serve_options *options, uint16_t *port,
                      dl_error *err);
void http_server_stop(http_server *server);

#endif
