/* dateline grade: a person's grade, A-F on a source, 1-6 on a claim (the Admiralty code). */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const char *const sources[] = {"completely reliable", "usually reliable",
                                      "fairly reliable",     "not usually reliable",
                                      "unreliable",          "cannot be judged"};
static const char *const claims[] = {"shown by other separate sources",
                                     "probably true",
                                     "possibly true",
                                     "doubtful",
                                     "improbable",
                                     "cannot be judged"};

/* The words of a grade; NULL: it is on neither scale. */
static const char *meaning(const char *grade) {
    if (strlen(grade) != 1) return NULL;
    if (*grade >= 'A' && *grade <= 'F') return sources[*grade - 'A'];
    if (*grade >= '1' && *grade <= '6') return claims[*grade - '1'];
    return NULL;
}

/* The id of the one entity with this name; the caller frees. NULL: none, or several. */
static char *entity_of(dl_record *record, const char *name) {
    dl_rows *rows;
    int more = 0;
    char *id = NULL;
    dl_where where[] = {{"name", "=", name}};
    dl_query query = {
        .view = "entity", .columns = "id", .where = where, .where_count = 1, .all = 1};
    if (dl_rows_open(&rows, record, &query, NULL)) return NULL;
    while (!dl_rows_next(rows, &more, NULL) && more) {
        if (id) {
            free(id);
            id = NULL;
            break;
        }
        id = strdup(dl_rows_text(rows, 0));
    }
    dl_rows_close(rows);
    return id;
}

static bool is_row(const char *name) {
    size_t digits = strspn(name, "0123456789abcdef");
    return !name[digits] && digits >= 8 && digits <= 16;
}

/* A source (letters) is a name or a report; a claim (digits) is a row's id. */
static int target_of(dl_record *record, const char *name, bool claim, char **target) {
    int sentence = 0;
    char *handle = NULL;
    if (is_row(name)) return (*target = strdup(name)) ? CLI_OK : CLI_FAILED;
    if (claim) {
        fprintf(stderr, "dateline: 1-6 grades a claim: name a row by its id "
                        "(dateline show HANDLE --why prints ids)\n");
        return CLI_USAGE;
    }
    if ((*target = entity_of(record, name))) return CLI_OK;
    int rc = cli_report(record, name, target, &handle, &sentence);
    free(handle);
    return rc;
}

static int run(cli *c) {
    if (c->argc != 2) return cli_usage(c, "name what is graded, and the grade");
    const char *grade = c->argv[1], *words = meaning(grade);
    if (!words)
        return cli_usage(c, "a grade is A-F (a source) or 1-6 (a claim); nothing else is on the "
                            "scale");
    if (!cli_value(c, "why")) return cli_usage(c, "--why says why; a grade stands with its reason");
    dl_record *record = NULL;
    dl_engine *engine = NULL;
    dl_error err = {0};
    char *target = NULL;
    int64_t number = 0;
    const char *who = cli_value(c, "who");
    int rc = cli_open(c, DL_RECORD_WRITE, &record);
    if (!rc) rc = cli_engine(&engine);
    if (!rc) rc = target_of(record, c->argv[0], *grade <= '9', &target);
    dl_decision decision = {.kind = "grade",
                            .target = target,
                            .field = "grade",
                            .value = grade,
                            .why = cli_value(c, "why"),
                            .who = who ? who : getenv("USER")};
    if (!rc && dl_record_decide(record, engine, &decision, &number, &err))
        rc = cli_fail(c->argv[0], &err);
    if (!rc)
        printf("%s: %s, %s · decision %lld; dateline undo %lld takes it back\n", c->argv[0], grade,
               words, (long long)number, (long long)number);
    free(target);
    dl_record_close(record);
    dl_engine_close(engine);
    return rc;
}

static const cli_option options[] = {
    {"why", "TEXT", "the reason: a grade does not stand without one"},
    {"who", "NAME", "whose grade; else $USER"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_grade){
    .name = "grade",
    .group = CLI_DECIDE,
    .place = 5,
    .usage = "NAME|REPORT A-F --why TEXT  or  ID 1-6 --why TEXT",
    .what = "a person's grade of a source (A-F) or a claim (1-6), with the reason",
    .help = "The Admiralty code. The letter sits on a source, the digit on a claim; the two are "
            "judged\n"
            "apart. F and 6 mean that there is no basis, not that it is bad.",
    .options = options,
    .run = run,
};
