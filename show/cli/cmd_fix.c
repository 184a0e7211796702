/* fix, drop and undo: a person's decisions on rows. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* An id as it is; a report's name becomes its id. The caller frees. */
static int target_of(dl_record *record, const char *name, char **target) {
    size_t digits = strspn(name, "0123456789abcdef");
    if (!name[digits] && digits >= 8 && digits <= 16) {
        *target = strdup(name);
        return *target ? CLI_OK : CLI_FAILED;
    }
    int sentence = 0;
    int rc = cli_report(record, name, target, NULL, &sentence);
    if (!rc && sentence) {
        fprintf(stderr,
                "dateline: a sentence is not decided on, but what was found in it: dateline "
                "show %s --why prints the ids\n",
                name);
        rc = CLI_USAGE;
    }
    return rc;
}

typedef struct deciding {
    dl_record *record;
    dl_engine *engine;
} deciding;

static int open_both(const cli *c, deciding *d) {
    int rc = cli_open(c, DL_RECORD_WRITE, &d->record);
    return rc ? rc : cli_engine(&d->engine);
}

static int close_both(deciding *d, int rc) {
    dl_record_close(d->record);
    dl_engine_close(d->engine);
    return rc;
}

static const char *who_of(const cli *c) {
    const char *who = cli_value(c, "who");
    return who ? who : getenv("USER");
}

static int decide(const cli *c, deciding *d, const char *kind, const char *field,
                  const char *value) {
    char *target = NULL;
    int64_t number = 0;
    dl_error err = {0};
    int rc = target_of(d->record, c->argv[0], &target);
    dl_decision decision = {.kind = kind,
                            .target = target,
                            .field = field,
                            .value = value,
                            .why = cli_value(c, "why"),
                            .who = who_of(c)};
    if (!rc && dl_record_decide(d->record, d->engine, &decision, &number, &err))
        rc = cli_fail(c->argv[0], &err);
    if (!rc)
        printf("decision %lld; dateline undo %lld takes it back\n", (long long)number,
               (long long)number);
    free(target);
    return rc;
}

static int run_fix(cli *c) {
    char *equals = c->argc == 2 ? strchr(c->argv[1], '=') : NULL;
    if (!equals) return cli_usage(c, "name a row and what it is: 000 outlet=\"…\"");
    deciding d = {NULL, NULL};
    *equals = '\0';
    int rc = open_both(c, &d);
    if (!rc) rc = decide(c, &d, "fix", c->argv[1], equals + 1);
    return close_both(&d, rc);
}

static int run_drop(cli *c) {
    if (c->argc != 1) return cli_usage(c, "name one row by its id");
    deciding d = {NULL, NULL};
    int rc = open_both(c, &d);
    if (!rc) rc = decide(c, &d, "drop", NULL, NULL);
    return close_both(&d, rc);
}

static int list_decisions(const cli *c) {
    dl_record *record;
    dl_rows *rows;
    dl_error err = {0};
    int more = 0, rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    dl_query q = {.view = "decision"};
    if (c->json) {
        rc = cli_json_view(record, &q);
    } else if (dl_rows_open(&rows, record, &q, &err)) {
        rc = cli_fail(NULL, &err);
    } else {
        while (!dl_rows_next(rows, &more, &err) && more) {
            const char *field = dl_rows_get(rows, "field"), *value = dl_rows_get(rows, "value");
            const char *exact = dl_rows_get(rows, "exact"), *why = dl_rows_get(rows, "why");
            printf("%4lld  %-6s %s %s%s%s%s%s%s%s%s%s\n",
                   (long long)dl_rows_get_int(rows, "number"), dl_rows_get(rows, "kind"),
                   dl_rows_get(rows, "row_type"), exact ? "\"" : dl_rows_get(rows, "on"),
                   exact ? exact : "", exact ? "\"" : "", field ? " " : "", field ? field : "",
                   value ? "=" : "", value ? value : "", why ? " · " : "", why ? why : "");
            if (dl_rows_get_int(rows, "undone")) printf("      taken back\n");
        }
        dl_rows_close(rows);
    }
    dl_record_close(record);
    return rc;
}

static int run_undo(cli *c) {
    if (!c->argc) return list_decisions(c);
    char *end;
    long long number = strtoll(c->argv[0], &end, 10);
    if (*end || c->argc != 1) return cli_usage(c, "name one decision by its number");
    deciding d = {NULL, NULL};
    dl_error err = {0};
    int rc = open_both(c, &d);
    if (!rc && dl_record_undo(d.record, d.engine, number, cli_value(c, "why"), who_of(c), &err))
        rc = cli_fail(NULL, &err);
    if (!rc) printf("decision %lld is taken back\n", number);
    return close_both(&d, rc);
}

static const cli_option options[] = {
    {"why", "TEXT", "the reason, kept with it"},
    {"who", "NAME", "whose decision; else $USER"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_fix){
    .name = "fix",
    .group = CLI_DECIDE,
    .place = 1,
    .usage = "REPORT|ID FIELD=VALUE",
    .what = "say what a field is: an outlet, a date, a speaker, a status, …",
    .help =
        "A decision is kept beside the reports and holds at every rebuild. It names a report, or\n"
        "a row by its id (dateline show HANDLE --why prints ids); an empty value means none.\n\n"
        "  dateline fix 000 outlet=\"The Example\" --why \"the site's name\"\n"
        "  dateline fix 4f0c2a9d81e2b3c4 speaker=\"Yuri Ushakov\"",
    .options = options,
    .run = run_fix,
};

CLI_COMMAND(cmd_drop){
    .name = "drop",
    .group = CLI_DECIDE,
    .place = 2,
    .usage = "ID",
    .what = "take out a row that is wrong",
    .help = "It stays out at every rebuild, until dateline undo.",
    .options = options,
    .run = run_drop,
};

CLI_COMMAND(cmd_undo){
    .name = "undo",
    .group = CLI_DECIDE,
    .place = 9,
    .usage = "[NUMBER]",
    .what = "take a decision back; without a number, list them",
    .options = options,
    .run = run_undo,
};
