#include <stdlib.h>

#include "cli/cli.h"

static int on_note(void *context, const dl_add_note *note) {
    (void)context;
    if (!note->path) {
        cli_progress(note->done, note->total, "rebuilding");
        return 0;
    }
    cli_progress_end();
    dl_error err = {.code = note->code, .byte = note->byte};
    snprintf(err.message, sizeof err.message, "%s", note->message);
    cli_fail(note->path, &err);
    return 0;
}

/* Decisions that found nothing to hold on to: dl_record_check names them among its problems. */
static void on_problem(void *context, const char *what, const char *message) {
    (void)context;
    printf("%s: %s\n", what, message);
}

static int run(cli *c) {
    if (c->argc) return cli_usage(c, "it takes no names: everything is made again");
    dl_engine *engine = NULL;
    dl_record *record = NULL;
    dl_error err = {0};
    const char *threads = cli_value(c, "threads");
    dl_add_options options = {.threads = threads ? (uint32_t)atoi(threads) : 0, .note = on_note};
    dl_add_summary summary = {0};
    uint64_t problems = 0;
    int rc = cli_engine(&engine);
    if (!rc) rc = cli_open(c, DL_RECORD_WRITE, &record);
    if (!rc && dl_record_rebuild(record, engine, &options, &summary, &err))
        rc = cli_fail(c->record, &err);
    cli_progress_end();
    if (!rc)
        printf("%llu reports made again · %llu words\n", (unsigned long long)summary.added,
               (unsigned long long)summary.words);
    if (!rc && dl_record_check(record, on_problem, NULL, &problems, &err))
        rc = cli_fail(c->record, &err);
    dl_record_close(record);
    dl_engine_close(engine);
    return rc ? rc : summary.failed || problems ? CLI_SOME : CLI_OK;
}

static const cli_option options[] = {
    {"threads", "N", "how many cores; else all"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_rebuild){
    .name = "rebuild",
    .group = CLI_KEEP,
    .place = 1,
    .usage = "",
    .what = "make everything computed again, from the bytes and what people said",
    .help =
        "Needed after a new version of the program or of a lexicon. Decisions that find nothing\n"
        "to hold on to any more are listed.",
    .options = options,
    .run = run,
};
