#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "http/server.h"

static int run(cli *c) {
    const char *port = cli_value(c, "port");
    char *end = NULL;
    long number = port ? strtol(port, &end, 10) : 8080;
    if (c->argc) return cli_usage(c, "serve takes no files; add them first");
    if (port && (!*port || *end || number < 0 || number > 65535))
        return cli_usage(c, "--port wants a number from 0 to 65535");
    dl_engine *engine = NULL;
    bool read_only = cli_value(c, "read-only") != NULL;
    if (!read_only && cli_engine(&engine)) return CLI_FAILED;
    const serve_options options = {.engine = engine,
                                   .record = c->record,
                                   .port = (uint16_t)number,
                                   .host = cli_value(c, "host"),
                                   .read_only = read_only};
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL); /* before the server's thread: it inherits the mask */
    http_server *server;
    dl_error err = {0};
    uint16_t bound;
    if (http_server_start(&server, &options, &bound, &err)) {
        dl_engine_close(engine);
        return cli_fail(c->record, &err);
    }
    printf("http://127.0.0.1:%u/  (Ctrl-C stops it)\n", bound);
    fflush(stdout);
    int got;
    sigwait(&stop, &got);
    http_server_stop(server);
    dl_engine_close(engine);
    return CLI_OK;
}

static const cli_option options[] = {
    {"port", "N", "8080 where none is named; 0: any free one"},
    {"host", "NAME", "a further name that this machine is asked by"},
    {"read-only", NULL, "no decisions from the pages"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_serve){
    .name = "serve",
    .group = CLI_SEND,
    .place = 2,
    .usage = "[--port N]",
    .what = "the record as pages, on this machine only (127.0.0.1)",
    .help =
        "Every page is also .json and .csv. Nothing leaves this machine; nothing comes in but a\n"
        "person's decisions made on the pages.",
    .options = options,
    .run = run,
};
