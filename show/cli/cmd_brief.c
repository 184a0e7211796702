/* dateline brief: what the record says now. */
#include <errno.h>
#include <string.h>

#include "brief/brief.h"
#include "cli/cli.h"

typedef void writer(const brief *b, FILE *out);

static void as_text(const brief *b, FILE *out) {
    brief_text(b, out, 100, false);
}

/* The writer for --as; NULL: there is no such form. */
static writer *writer_of(const char *as) {
    if (!strcmp(as, "markdown") || !strcmp(as, "md")) return brief_markdown;
    if (!strcmp(as, "html")) return brief_html;
    if (!strcmp(as, "json")) return brief_json;
    return !strcmp(as, "text") ? as_text : NULL;
}

static int print(const cli *c, const brief *b, writer *as) {
    const char *to = cli_value(c, "to");
    if (!as && !to) {
        brief_text(b, stdout, c->width, c->terminal);
        return CLI_OK;
    }
    FILE *out = to ? fopen(to, "wb") : stdout;
    if (!out) {
        fprintf(stderr, "dateline: cannot write %s: %s\n", to, strerror(errno));
        return CLI_FAILED;
    }
    (as ? as : as_text)(b, out);
    bool lost = fflush(out) || ferror(out);
    if (to && fclose(out)) lost = true;
    if (!lost) return CLI_OK;
    fprintf(stderr, "dateline: the brief could not be written: %s\n", strerror(errno));
    return CLI_FAILED;
}

static bool is_day(const char *text) {
    size_t n = strlen(text);
    if (n != 4 && n != 7 && n != 10) return false;
    for (size_t i = 0; i < n; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

static int run(cli *c) {
    const char *since = cli_value(c, "since"), *as = c->json ? "json" : cli_value(c, "as");
    if (c->argc) return cli_usage(c, "the brief is of the whole record; name no files");
    if (since && !is_day(since)) return cli_usage(c, "--since takes a day: 2025-12-01");
    writer *writes = as ? writer_of(as) : NULL;
    if (as && !writes) return cli_usage(c, "--as takes text, markdown, html or json");
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    brief b = {0};
    brief_options options = {since, false, c->all || cli_value(c, "long") != NULL};
    dl_error err = {0};
    if (brief_load(&b, record, &options, &err))
        rc = cli_fail(c->record, &err);
    else
        rc = print(c, &b, writes);
    brief_free(&b);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"since", "DATE", "only what reports published from this day on say"},
    {"long", NULL, "every line, not only the first 40"},
    {"as", "FORM", "text, markdown (with footnotes), html (one file), json"},
    {"to", "FILE", "where it goes; else stdout"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_brief){
    .name = "brief",
    .group = CLI_LOOK,
    .place = 1,
    .usage = "[--since DATE] [--long] [--as FORM] [--to FILE]",
    .what = "what happened, what comes, where they stand, where accounts differ",
    .help =
        "Also what bare `dateline` prints. Each line ends with the handle that `dateline show`\n"
        "opens. Origins are a range: how many separate ones are visible behind a line, for\n"
        "each status by itself; it proves no independence.",
    .options = options,
    .run = run,
};
