/* dateline retract: a report that its outlet took back counts no more. */
#include <stdlib.h>
#include <string.h>

#include "brief/support.h"
#include "cli/cli.h"
#include "cli/trial.h"

/* ── what is lost ── */

static void put_loss(const cli *c, const support_row *row, const support_row *now) {
    char line[1200];
    if (now)
        snprintf(line, sizeof line, "%lld -> %lld origins at least: %s", row->min, now->min,
                 row->text);
    else
        snprintf(line, sizeof line, "no report is left for it: %s", row->text);
    cli_line(c, 2, line, row->handle);
}

static void compare(const cli *c, const support *before, const support *after) {
    int lost = 0, weaker = 0, same = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < before->count; i++) {
            const support_row *row = &before->items[i], *now = support_find(after, row);
            bool gone = !now, less = now && now->min < row->min;
            if (pass == 0 && gone && !lost++) cli_head(c, "WITHOUT ANY REPORT");
            if (pass == 0 && gone) put_loss(c, row, NULL);
            if (pass == 1 && less && !weaker++) cli_head(c, "LESS SUPPORT");
            if (pass == 1 && less) put_loss(c, row, now);
            same += pass == 1 && !gone && !less;
        }
    printf("%d without any report, %d with less support, %d as before\n", lost, weaker, same);
}

/* ── doing it ── */

static int retract_in(const cli *c, const char *path, const char *id, support *before,
                      support *after, int64_t *number) {
    dl_record *record = NULL;
    dl_engine *engine = NULL;
    dl_error err = {0};
    const char *who = cli_value(c, "who");
    int rc = cli_engine(&engine);
    if (!rc && dl_record_open(&record, path, DL_RECORD_WRITE, &err)) rc = cli_fail(path, &err);
    if (!rc && support_load(before, record, &err)) rc = cli_fail(path, &err);
    dl_decision decision = {.kind = "retract",
                            .target = id,
                            .why = cli_value(c, "why"),
                            .who = who ? who : getenv("USER")};
    if (!rc && dl_record_decide(record, engine, &decision, number, &err)) rc = cli_fail(id, &err);
    if (!rc && support_load(after, record, &err)) rc = cli_fail(path, &err);
    dl_record_close(record);
    dl_engine_close(engine);
    return rc;
}

static int report_id(const cli *c, char **id) {
    dl_record *record;
    char *handle = NULL;
    int sentence = 0, rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    rc = cli_report(record, c->argv[0], id, &handle, &sentence);
    if (!rc && sentence) {
        fprintf(stderr, "dateline: a whole report is taken back, not a sentence of it\n");
        rc = CLI_USAGE;
    }
    free(handle);
    dl_record_close(record);
    return rc;
}

static int run(cli *c) {
    if (c->argc != 1) return cli_usage(c, "name one report");
    bool dry = cli_value(c, "dry-run") != NULL;
    char *id = NULL, copy[4096];
    int64_t number = 0;
    support before = {NULL, 0, 0}, after = {NULL, 0, 0};
    int rc = report_id(c, &id);
    trial_name(copy);
    if (!rc && dry) rc = trial_copy(c->record, copy, 1);
    if (!rc) rc = retract_in(c, dry ? copy : c->record, id, &before, &after, &number);
    if (!rc) compare(c, &before, &after);
    if (!rc && dry) printf("nothing was changed (--dry-run)\n");
    if (!rc && !dry)
        printf("decision %lld; dateline undo %lld takes it back\n", (long long)number,
               (long long)number);
    if (dry) trial_remove(copy);
    support_free(&before);
    support_free(&after);
    free(id);
    return rc;
}

static const cli_option options[] = {
    {"dry-run", NULL, "only show what would lose support"},
    {"why", "TEXT", "the reason, kept with it"},
    {"who", "NAME", "whose decision; else $USER"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_retract){
    .name = "retract",
    .group = CLI_DECIDE,
    .place = 6,
    .usage = "REPORT [--dry-run] [--why TEXT]",
    .what = "a report that was taken back counts no more; shows what loses support",
    .help = "The report's bytes stay; what was found in it is left out until dateline undo.",
    .options = options,
    .run = run,
};
