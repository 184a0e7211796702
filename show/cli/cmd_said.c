/* dateline said: who said what, with the exact words. */
#include "cli/said.h"

static int run(cli *c) {
    if (c->argc > 1) return cli_usage(c, "one text to look for; put quotes around several words");
    said_filter f = {.words = c->argc ? c->argv[0] : NULL,
                     .by = cli_value(c, "by"),
                     .via = cli_value(c, "via"),
                     .since = cli_value(c, "since"),
                     .kind = cli_value(c, "kind"),
                     .class = cli_value(c, "class")};
    dl_record *record;
    dl_error err = {0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    unsigned shown = 0;
    if (f.by && said_find(record, &f, f.by, &err)) rc = cli_fail(NULL, &err);
    if (!rc) rc = said_print(c, record, &f, NULL, &shown);
    if (c->json && !rc) putchar('\n');
    if (!c->json && !rc && !shown) puts("no such statement in the reports read");
    said_free(&f);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"by", "NAME", "any form of the speaker's name"},
    {"via", "OUTLET", "only what came through this outlet"},
    {"since", "DATE", "said (or, with no day stated, published) on this day or later"},
    {"kind", "KIND", "direct, mixed, indirect"},
    {"class", "CLASS", "speech, belief, intention, decision, perception"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_said){
    .name = "said",
    .group = CLI_LOOK,
    .place = 40,
    .usage = "[WORDS] [--by NAME] [--via OUTLET] [--since DATE] [--kind KIND] [--class CLASS]",
    .what = "who said what: speaker, day, occasion, exact words",
    .help =
        "A source that is not a known name stands in its own words, \"not resolved\". The handle\n"
        "opens the sentence:\n"
        "  dateline said \"security guarantees\" --by Macron --kind direct",
    .options = options,
    .run = run,
};
