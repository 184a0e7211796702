/* merge and split: a person's word on who is who. Both are fixed rows and outlive a rebuild. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* The id of the one entity that a person means: digits of an id, a whole name, or a form of it. */
static int entity_id(dl_record *record, const char *text, char id[20]) {
    size_t digits = strspn(text, "0123456789abcdef");
    if (!text[digits] && digits >= 8 && digits <= 16) {
        snprintf(id, 20, "%s", text);
        return CLI_OK;
    }
    char part[320];
    snprintf(part, sizeof part, "%%\"text\":\"%.290s\"%%", text);
    const dl_where tries[] = {{"name", "=", text}, {"aliases", "like", part}};
    for (size_t i = 0; i < 2; i++) {
        dl_query query = {.view = "entity",
                          .columns = "id,name",
                          .where = &tries[i],
                          .where_count = 1,
                          .order = "id",
                          .all = 1};
        dl_rows *rows;
        dl_error err = {0};
        int more = 0, found = 0;
        if (dl_rows_open(&rows, record, &query, &err)) return cli_fail(NULL, &err);
        char list[400] = "";
        while (!dl_rows_next(rows, &more, &err) && more && found < 8) {
            size_t at = strlen(list);
            snprintf(id, 20, "%s", dl_rows_get(rows, "id"));
            snprintf(list + at, sizeof list - at, "%s%s", found++ ? ", " : "", id);
        }
        dl_rows_close(rows);
        if (found == 1) return CLI_OK;
        if (found) {
            fprintf(stderr, "dateline: %d have the name \"%s\": %s; name one by its id\n", found,
                    text, list);
            return CLI_USAGE;
        }
    }
    fprintf(stderr, "dateline: nobody has the name \"%s\"; dateline who shows ids and forms\n",
            text);
    return CLI_USAGE;
}

static int decide(cli *c, const char *kind) {
    dl_record *record;
    dl_engine *engine = NULL;
    dl_error err = {0};
    char target[20], value[80];
    int rc = cli_open(c, DL_RECORD_WRITE, &record);
    if (rc) return rc;
    rc = entity_id(record, c->argv[0], target);
    if (!rc && !strcmp(kind, "merge")) {
        rc = entity_id(record, c->argv[1], value);
    } else if (!rc) {
        char *report = NULL;
        int sentence = 0;
        rc = cli_report(record, c->argv[1], &report, NULL, &sentence);
        snprintf(value, sizeof value, "%s", rc ? "" : report);
        free(report);
    }
    const char *who = cli_value(c, "who") ? cli_value(c, "who") : getenv("USER");
    dl_decision decision = {
        .kind = kind, .target = target, .value = value, .why = cli_value(c, "why"), .who = who};
    int64_t number = 0;
    if (!rc) rc = cli_engine(&engine);
    if (!rc && dl_record_decide(record, engine, &decision, &number, &err))
        rc = cli_fail(c->argv[0], &err);
    if (!rc)
        printf("decision %lld: %s %s %s; dateline undo %lld takes it back\n", (long long)number,
               c->argv[0], strcmp(kind, "merge") ? "is not meant in" : "is the same as", c->argv[1],
               (long long)number);
    dl_engine_close(engine);
    dl_record_close(record);
    return rc;
}

static int run_merge(cli *c) {
    if (c->argc != 2) return cli_usage(c, "name two, each by its name or id");
    return decide(c, "merge");
}

static int run_split(cli *c) {
    if (c->argc != 2) return cli_usage(c, "name one, and the report that means somebody else");
    return decide(c, "split");
}

static const cli_option options[] = {
    {"why", "TEXT", "kept with the decision"},
    {"who", "NAME", "who decides; else $USER"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_merge){
    .name = "merge",
    .group = CLI_DECIDE,
    .place = 10,
    .usage = "A B",
    .what = "two names are one person, body or place",
    .help =
        "A and B are names or ids. The decision is kept with the words it stands on and outlives\n"
        "a rebuild and better models; undo takes it back.",
    .options = options,
    .run = run_merge,
};

CLI_COMMAND(cmd_split){
    .name = "split",
    .group = CLI_DECIDE,
    .place = 11,
    .usage = "NAME REPORT",
    .what = "what REPORT calls by NAME is somebody else",
    .help = "The report's own mention is taken out of NAME and stands for itself; undo takes it\n"
            "back. Example: dateline split \"George Bush\" 014",
    .options = options,
    .run = run_split,
};
