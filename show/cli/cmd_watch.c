#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"

static volatile sig_atomic_t stopped;

static void on_signal(int number) {
    (void)number;
    stopped = 1;
}

static int on_note(void *context, const char *url, int code, const char *message) {
    const cli *c = context;
    if (code) {
        dl_error err = {.code = code, .byte = UINT64_MAX};
        snprintf(err.message, sizeof err.message, "%s", message ? message : "");
        cli_fail(url, &err);
    } else if (message) {
        fprintf(stderr, "note: %s: %s\n", url, message);
    } else if (!c->json) {
        fprintf(stderr, "%s\n", url);
    }
    return stopped;
}

/* "90s", "15m", "2h", "1d" -> seconds; 0: makes no sense. */
static unsigned long seconds_of(const char *text) {
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    unsigned long unit = !*end || !strcmp(end, "s") ? 1
                         : !strcmp(end, "m")        ? 60
                         : !strcmp(end, "h")        ? 3600
                         : !strcmp(end, "d")        ? 86400
                                                    : 0;
    return n > 100000 ? 0 : n * unit;
}

static void print_result(const cli *c, const dl_watch_result *r) {
    if (c->json) {
        printf("{\"feeds\":%u,\"unchanged\":%u,\"waiting\":%u,\"failed\":%u,\"pages\":%u,"
               "\"added\":%u,\"same\":%u,\"pages_failed\":%u}\n",
               r->feeds, r->unchanged, r->waiting, r->failed, r->pages, r->added, r->same,
               r->pages_failed);
    } else {
        printf("%u reports added · %u feeds asked, %u unchanged", r->added, r->feeds, r->unchanged);
        if (r->waiting) printf(", %u left alone after failures", r->waiting);
        printf(" · %u pages fetched", r->pages);
        if (r->same) printf(", %u as before", r->same);
        if (r->failed + r->pages_failed)
            printf(" · %u failed, named above", r->failed + r->pages_failed);
        putchar('\n');
    }
    fflush(stdout);
}

static void sleep_until(time_t end) {
    while (!stopped && time(NULL) < end) {
        struct timespec second = {1, 0};
        nanosleep(&second, NULL);
    }
}

static int rounds(cli *c, dl_record *record, dl_engine *engine, unsigned long every) {
    dl_watch_options options = {
        .allow_private = cli_value(c, "allow-private") != NULL, .note = on_note, .context = c};
    const char *recheck = cli_value(c, "recheck");
    if (recheck) options.recheck = (uint32_t)seconds_of(recheck);
    for (;;) {
        dl_watch_result result = {0};
        dl_error err = {0};
        time_t began = time(NULL);
        int rc = dl_record_watch(record, engine, (const char *const *)c->argv, (uint32_t)c->argc,
                                 &options, &result, &err);
        if (rc == DL_ECANCELLED && stopped) return CLI_OK;
        if (rc) return cli_fail(NULL, &err);
        print_result(c, &result);
        if (!every || stopped) return result.failed + result.pages_failed ? CLI_SOME : CLI_OK;
        sleep_until(began + (time_t)every);
        if (stopped) return CLI_OK;
    }
}

static int run(cli *c) {
    if (!c->argc) return cli_usage(c, "name feeds by their address, or an OPML file");
    const char *every = cli_value(c, "every");
    unsigned long seconds = every ? seconds_of(every) : cli_value(c, "once") ? 0 : 900;
    if (every && !seconds) return cli_usage(c, "--every takes a time such as 15m or 2h");
    struct sigaction act = {.sa_handler = on_signal};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    dl_engine *engine = NULL;
    dl_record *record = NULL;
    int rc = cli_engine(&engine);
    if (!rc) rc = cli_open(c, DL_RECORD_CREATE, &record);
    if (!rc) rc = rounds(c, record, engine, seconds);
    dl_record_close(record);
    dl_engine_close(engine);
    return rc;
}

static const cli_option options[] = {
    {"once", NULL, "one round, then end"},
    {"every", "TIME", "a round every 15m (the default), 2h, …"},
    {"recheck", "TIME", "look at known pages again after 6h (the default), 1d, …"},
    {"allow-private", NULL, "also addresses inside: loopback, private networks"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_watch){
    .name = "watch",
    .group = CLI_PUT_IN,
    .place = 2,
    .usage = "URL|FEEDS.opml…",
    .what = "follow feeds (RSS, Atom, JSON, OPML lists) and read their pages into the record",
    .help =
        "Asks a feed only for what is new (ETag, Last-Modified), a host at most once a second, "
        "and\n"
        "leaves a failing one alone for longer each time. A page that was edited comes in as a\n"
        "second version. Broken off (Ctrl-C) and started again, nothing is lost or doubled. Only\n"
        "public addresses of http and https are fetched.\n\n"
        "  dateline watch --once https://example.org/feed.xml",
    .options = options,
    .run = run,
};
