/* dateline meetings [WORDS]: who met whom, when and where, and who says so. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static int keep_text(void *context, const char *text) {
    snprintf(context, 40, "%s", text ? text : "");
    return 1;
}

/* Prints the accounts, a line each: status, range, where they stand. */
static void put_accounts(const cli *c, const char *json) {
    /* v_meeting.account_handles: [{"status":…,"min":…,"max":…,"handles":[…]}, …] */
    for (const char *at = json ? strchr(json, '{') : NULL; at; at = strchr(at + 1, '{')) {
        const char *end = strchr(at, '}');
        if (!end) break;
        size_t len = (size_t)(end - at) + 1;
        char *object = malloc(len + 3), status[40] = "";
        if (!object) return;
        snprintf(object, len + 3, "[%.*s]", (int)len, at);
        cli_each(object, "status", keep_text, status);
        const char *low = strstr(object, "\"min\":"), *high = strstr(object, "\"max\":");
        long min = low ? strtol(low + 6, NULL, 10) : 0, max = high ? strtol(high + 6, NULL, 10) : 0;
        const char *list = strstr(object, "\"handles\":");
        char *handles = NULL;
        if (list) {
            char *close = strchr(list, ']');
            if (close) close[1] = '\0';
            handles = cli_joined(list + 10, NULL, ", ");
        }
        char text[200];
        if (min == max)
            snprintf(text, sizeof text, "%s · %ld origin%s", status, max, max == 1 ? "" : "s");
        else
            snprintf(text, sizeof text, "%s · %ld-%ld origins", status, min, max);
        cli_line(c, 4, text, handles ? handles : "");
        free(handles);
        free(object);
        at = end;
    }
}

static void put_meeting(const cli *c, const dl_rows *rows) {
    char *people = cli_joined(dl_rows_get(rows, "participants"), "name", ", ");
    const char *date = dl_rows_get(rows, "date"), *place = dl_rows_get(rows, "place_name");
    const char *mode = dl_rows_get(rows, "mode"), *status = dl_rows_get(rows, "status");
    size_t size = strlen(people) + 400;
    char *text = malloc(size);
    if (text) {
        snprintf(text, size, "%s  %s%s%.120s%s%.40s · %s", date && *date ? date : "no day", people,
                 place && *place ? " · " : "", place ? place : "", mode && *mode ? " · " : "",
                 mode ? mode : "", status);
        cli_line(c, 0, text, "");
    }
    put_accounts(c, dl_rows_get(rows, "account_handles"));
    free(text);
    free(people);
}

static int run(cli *c) {
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    char words[200] = "%";
    for (int i = 0; i < c->argc; i++) {
        size_t at = strlen(words);
        snprintf(words + at, sizeof words - at, "%s%%", c->argv[i]);
    }
    dl_where where = {"participants", "like", words};
    dl_query query = {
        .view = "meeting", .where = &where, .where_count = c->argc ? 1 : 0, .all = c->all};
    dl_error err = {0};
    dl_rows *rows;
    int more = 0, shown = 0;
    if (c->json) {
        rc = cli_json_view(record, &query);
        dl_record_close(record);
        return rc;
    }
    rc = dl_rows_open(&rows, record, &query, &err);
    while (!rc && !(rc = dl_rows_next(rows, &more, &err)) && more) {
        put_meeting(c, rows);
        shown++;
    }
    if (!rc) dl_rows_close(rows);
    if (rc) rc = cli_fail(c->record, &err);
    if (!rc && !shown) printf("no report tells of such a meeting\n");
    dl_record_close(record);
    return rc;
}

CLI_COMMAND(cmd_meetings){
    .name = "meetings",
    .group = CLI_LOOK,
    .place = 52,
    .usage = "[NAME…]",
    .what = "who met whom, when and where, and how many origins say so",
    .help =
        "One line a meeting; under it an account for each status with its own origins: what was\n"
        "planned is never counted for what was held. NAME: only meetings of such participants.",
    .run = run,
};
