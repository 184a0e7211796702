#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* The words as a query of FTS5: each one quoted, so that no character of theirs is an operator;
 * "…" stays a phrase, a last * asks for beginnings. The caller frees. */
static char *query_of(int argc, char **argv) {
    size_t len = 16;
    for (int i = 0; i < argc; i++) len += strlen(argv[i]) * 2 + 8;
    char *out = malloc(len), *at = out;
    for (int i = 0; out && i < argc; i++) {
        size_t n = strlen(argv[i]);
        bool begins = n > 1 && argv[i][n - 1] == '*';
        if (i) *at++ = ' ';
        *at++ = '"';
        for (const char *p = argv[i]; p < argv[i] + n - begins; p++) {
            if (*p == '"') *at++ = '"';
            *at++ = *p;
        }
        *at++ = '"';
        if (begins) *at++ = '*';
    }
    if (out) *at = '\0';
    return out;
}

static int print_hits(const cli *c, dl_rows *rows) {
    char report[80] = "";
    int more = 0, hits = 0;
    dl_error err = {0};
    while (!dl_rows_next(rows, &more, &err) && more) {
        const char *id = dl_rows_get(rows, "report"), *outlet = dl_rows_get(rows, "outlet");
        const char *date = dl_rows_get(rows, "published"), *title = dl_rows_get(rows, "title");
        if (strcmp(report, id) != 0) {
            printf("%s%s%s · %s · %s%s\n", hits ? "\n" : "", cli_bold(c),
                   title ? title : "no title", outlet ? outlet : "outlet not known",
                   date ? date : "no date", cli_plain(c));
            snprintf(report, sizeof report, "%s", id);
        }
        cli_line(c, 2, dl_rows_get(rows, "words"), dl_rows_get(rows, "handle"));
        hits++;
    }
    dl_rows_close(rows);
    if (err.code) return cli_fail(NULL, &err);
    if (!hits) printf("no sentence has all of these words\n");
    return CLI_OK;
}

static int run(cli *c) {
    if (!c->argc) return cli_usage(c, "name the words to look for");
    dl_record *record;
    dl_rows *rows;
    dl_error err = {0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    char *words = query_of(c->argc, c->argv);
    dl_where where[] = {{"match", "match", words}, {"published", ">=", cli_value(c, "since")}};
    dl_query q = {.view = "search",
                  .columns = "report,number,handle,words,title,outlet,published",
                  .where = where,
                  .where_count = cli_value(c, "since") ? 2 : 1,
                  .limit = c->all ? 0 : 200,
                  .all = c->all};
    rc = dl_rows_open(&rows, record, &q, &err) ? cli_fail(NULL, &err) : CLI_OK;
    if (!rc) rc = c->json ? cli_json(rows) : print_hits(c, rows);
    free(words);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"since", "DATE", "published on or after"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_search){
    .name = "search",
    .group = CLI_LOOK,
    .place = 90,
    .usage = "WORD…",
    .what = "sentences with all of the words",
    .help =
        "Upper and lower case and accents are one; \"two words\" in one argument are a phrase;\n"
        "a last * finds beginnings: dateline search 'negotiat*' 'security guarantees'.\n"
        "The first 200, in the order of publication; --all for all of them.",
    .options = options,
    .run = run,
};
