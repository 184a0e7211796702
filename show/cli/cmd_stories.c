/* dateline stories: reports about the same thing over time. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static int put_handle(void *context, const char *text) {
    const cli *c = context;
    if (text) cli_line(c, 4, text, "");
    return 0;
}

static void put_story(const cli *c, const dl_rows *rows, bool reports) {
    const char *title = dl_rows_get(rows, "title"), *first = dl_rows_get(rows, "first");
    const char *last = dl_rows_get(rows, "last");
    long long size = (long long)dl_rows_get_int(rows, "size");
    char text[700];
    bool one = !first || !last || !strcmp(first, last);
    snprintf(text, sizeof text, "%.300s · %lld report%s · %s%s%s", title ? title : "no title", size,
             size == 1 ? "" : "s", first ? first : "no date", one ? "" : " to ", one ? "" : last);
    cli_line(c, 2, text, dl_rows_get(rows, "id") ? "" : "");
    if (reports) cli_each(dl_rows_get(rows, "handles"), NULL, put_handle, (void *)(size_t)c);
}

static int run(cli *c) {
    if (c->argc) return cli_usage(c, "the stories are of the whole record; name no files");
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    dl_where where = {"size", ">", "1"};
    bool single = c->all || cli_value(c, "single");
    dl_query query = {.view = "story", .where = &where, .where_count = single ? 0 : 1, .all = 1};
    dl_error err = {0};
    if (c->json) {
        rc = cli_json_view(record, &query);
        dl_record_close(record);
        return rc;
    }
    dl_rows *rows;
    int more = 0, shown = 0;
    rc = dl_rows_open(&rows, record, &query, &err);
    while (!rc && !(rc = dl_rows_next(rows, &more, &err)) && more) {
        put_story(c, rows, true);
        shown++;
    }
    if (!rc) dl_rows_close(rows);
    if (rc) rc = cli_fail(c->record, &err);
    if (!rc && !shown) printf("no two reports are of one story\n");
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"single", NULL, "stories of one report as well"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_stories){
    .name = "stories",
    .group = CLI_LOOK,
    .place = 51,
    .usage = "[--single]",
    .what = "reports about the same thing over time",
    .help = "Each story with its reports in the order they were published; one report's story is\n"
            "decided by what came before it, never by what came later.",
    .options = options,
    .run = run,
};
