/* dateline differ: closed questions that reports answer differently. */
#include <string.h>

#include "brief/brief.h"
#include "brief/inside.h"
#include "cli/cli.h"

#include <jansson.h>
#include <stdlib.h>

static void put_evidence(const cli *c, json_t *evidence, json_t *handles) {
    for (size_t i = 0; i < json_array_size(evidence); i++) {
        const char *exact =
            json_string_value(json_object_get(json_array_get(evidence, i), "exact"));
        const char *handle = json_string_value(json_array_get(handles, i));
        char line[1024];
        snprintf(line, sizeof line, "“%s”", exact ? exact : "");
        cli_line(c, 4, line, handle);
    }
}

static void put_answers(const cli *c, const char *json, const char *where) {
    brief b = {0};
    json_t *list = json_loads(json, 0, NULL), *places = json_loads(where, 0, NULL);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *a = json_array_get(list, i), *evidence = json_object_get(a, "evidence");
        const char *value = json_string_value(json_object_get(a, "value"));
        char *origins = json_dumps(json_object_get(a, "origins"), 0);
        printf("  %s%s%s   %s · %zu passage%s\n", cli_bold(c), value ? value : "?", cli_plain(c),
               brief_origins(&b, origins), json_array_size(evidence),
               json_array_size(evidence) == 1 ? "" : "s");
        put_evidence(c, evidence, json_object_get(json_array_get(places, i), "handles"));
        free(origins);
    }
    json_decref(list);
    json_decref(places);
    brief_free(&b);
}

static const char *kind_words(const char *kind) {
    if (!strcmp(kind, "object")) return "the answers speak of different things";
    if (!strcmp(kind, "definition")) return "the answers follow different definitions";
    return "the answers conflict";
}

static int list(const cli *c, dl_record *record) {
    dl_rows *rows;
    dl_error err = {0};
    int more = 0, count = 0;
    dl_query query = {.view = "question", .all = c->all};
    if (dl_rows_open(&rows, record, &query, &err)) return cli_fail(NULL, &err);
    int rc = dl_rows_next(rows, &more, &err);
    for (; !rc && more; rc = dl_rows_next(rows, &more, &err)) {
        const char *kind = dl_rows_get(rows, "kind"), *answers = dl_rows_get(rows, "answers");
        const char *where = dl_rows_get(rows, "answer_handles");
        if (count++) putchar('\n');
        cli_head(c, dl_rows_get(rows, "question"));
        printf("  %s\n", kind_words(kind ? kind : ""));
        put_answers(c, answers ? answers : "[]", where ? where : "[]");
    }
    dl_rows_close(rows);
    if (rc) return cli_fail(NULL, &err);
    if (!count) printf("No closed question is answered differently by these reports.\n");
    return CLI_OK;
}

static int run(cli *c) {
    if (c->argc) return cli_usage(c, "it takes no names");
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    dl_query query = {.view = "question", .all = c->all};
    rc = c->json ? cli_json_view(record, &query) : list(c, record);
    dl_record_close(record);
    return rc;
}

CLI_COMMAND(cmd_differ){
    .name = "differ",
    .group = CLI_LOOK,
    .place = 8,
    .usage = "",
    .what = "where accounts differ: closed questions with each answer's evidence",
    .help =
        "Only closed questions about one thing: how many points, is it final, is it public, when\n"
        "did it begin, when is it, did they meet. A later state is a change and no difference;\n"
        "opinions are positions.",
    .options = NULL,
    .run = run,
};
