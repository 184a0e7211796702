#include <string.h>

#include "cli/cli.h"
#include "http/publish.h"

static int run(cli *c) {
    const publish_options o = {
        .folder = c->argc == 1 ? c->argv[0] : NULL,
        .file = cli_value(c, "one"),
        .page = cli_value(c, "page"),
        .redact = cli_value(c, "redact"),
        .full_text = cli_value(c, "full-text") != NULL,
        .with_decisions = cli_value(c, "with-decisions") != NULL,
    };
    if (!o.folder == !o.file || c->argc > 1)
        return cli_usage(c, "name a folder, or one file with --one FILE.html");
    dl_record *record;
    dl_error err = {0};
    unsigned pages = 0;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    if (publish(record, &o, &pages, &err))
        rc = cli_fail(NULL, &err);
    else
        printf("%u file%s · %s\n", pages, pages == 1 ? "" : "s", o.folder ? o.folder : o.file);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"one", "FILE", "one page in one file, with its evidence inside"},
    {"page", "NAME", "which one: brief (else), timeline, positions, people/ID, …"},
    {"full-text", NULL, "the reports' whole text too"},
    {"with-decisions", NULL, "people's decisions and their reasons too"},
    {"redact", "NAMES", "every form of these names is taken out"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_publish){
    .name = "publish",
    .group = CLI_SEND,
    .place = 3,
    .usage = "DIR | --one FILE.html",
    .what = "the same pages as a folder or one file that can be sent",
    .help =
        "What is published carries each fact's sentence with one neighbour on each side, not the\n"
        "reports' text; --full-text and --with-decisions are asked for by name.",
    .options = options,
    .run = run,
};
