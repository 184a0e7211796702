#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/found.h"

enum { AROUND = 1 }; /* sentences shown before and after the one asked for */

typedef struct showing {
    const cli *c;
    dl_record *record;
    char *id, *handle;
    int sentence; /* 0: the whole report */
} showing;

static const char *or_else(const char *text, const char *otherwise) {
    return text && *text ? text : otherwise;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int print_head(const showing *s) {
    dl_where where = {"id", "=", s->id};
    dl_query q = {.view = "report", .where = &where, .where_count = 1};
    dl_rows *rows;
    dl_error err = {0};
    int more = 0;
    if (dl_rows_open(&rows, s->record, &q, &err)) return cli_fail(NULL, &err);
    if (!dl_rows_next(rows, &more, &err) && more) {
        const char *how = dl_rows_get(rows, "published_how");
        printf("%s%s · %s · %s%s%s%s%s\n", cli_bold(s->c), file_name(dl_rows_get(rows, "path")),
               or_else(dl_rows_get(rows, "outlet"), "outlet not known"),
               or_else(dl_rows_get(rows, "published"), "no date"), how ? " (" : "", how ? how : "",
               how ? ")" : "", cli_plain(s->c));
        if (!s->sentence) {
            char *authors = cli_joined(dl_rows_get(rows, "authors"), NULL, ", ");
            printf("%s%s%s · %s · %s words%s%s\n", or_else(dl_rows_get(rows, "title"), "no title"),
                   *authors ? " · by " : "", authors, dl_rows_get(rows, "kind"),
                   dl_rows_get(rows, "words"), dl_rows_get(rows, "url") ? " · " : "",
                   or_else(dl_rows_get(rows, "url"), ""));
            free(authors);
        }
    }
    dl_rows_close(rows);
    return err.code ? cli_fail(NULL, &err) : CLI_OK;
}

static void print_sentence(const showing *s, const dl_rows *rows) {
    int number = (int)dl_rows_get_int(rows, "number");
    bool marked = number == s->sentence;
    char lead[32];
    snprintf(lead, sizeof lead, "%s%4d  ", marked ? ">" : " ", number);
    printf("%s%s", marked ? cli_bold(s->c) : "", lead);
    cli_wrap_after(dl_rows_get(rows, "text"), 7, s->c->width);
    fputs(marked ? cli_plain(s->c) : "", stdout);
}

static int print_sentences(const showing *s) {
    char from[16], to[16];
    snprintf(from, sizeof from, "%d", s->sentence - AROUND);
    snprintf(to, sizeof to, "%d", s->sentence + AROUND);
    dl_where where[] = {{"report", "=", s->id}, {"number", ">=", from}, {"number", "<=", to}};
    dl_query q = {.view = "sentence", .where = where, .where_count = s->sentence ? 3 : 1};
    dl_rows *rows;
    dl_error err = {0};
    int more = 0, seen = 0, rc = CLI_OK;
    if (dl_rows_open(&rows, s->record, &q, &err)) return cli_fail(NULL, &err);
    while (!rc && !dl_rows_next(rows, &more, &err) && more) {
        seen += !s->sentence || dl_rows_get_int(rows, "number") == s->sentence;
        print_sentence(s, rows);
        if (!s->sentence) rc = found_print(s->c, s->record, s->id, dl_rows_get(rows, "handle"), 7);
    }
    dl_rows_close(rows);
    if (err.code) return cli_fail(NULL, &err);
    if (!rc && s->sentence && !seen) {
        fprintf(stderr, "dateline: %s has no sentence %d\n", s->handle, s->sentence);
        return CLI_FAILED;
    }
    return rc;
}

static int print_tree(const showing *s) {
    dl_engine *engine = NULL;
    dl_error err = {0};
    char *text = NULL;
    int rc = cli_engine(&engine);
    if (!rc && dl_record_tree(s->record, engine, s->id, (uint32_t)s->sentence, &text, &err))
        rc = cli_fail(NULL, &err);
    if (!rc) fputs(text, stdout);
    free(text);
    dl_engine_close(engine);
    return rc;
}

static int show_text(const showing *s) {
    int rc = print_head(s);
    if (!rc) rc = print_sentences(s);
    char handle[600];
    snprintf(handle, sizeof handle, "%s:%d", s->handle, s->sentence);
    if (!rc && s->sentence) rc = found_print(s->c, s->record, s->id, handle, 0);
    return rc;
}

/* The report or sentence with everything found in it, as one JSON object. */
static int show_json(const showing *s) {
    char handle[600];
    snprintf(handle, sizeof handle, "%s:%d", s->handle, s->sentence);
    dl_where report = {"id", "=", s->id};
    dl_query q = {.view = "report", .where = &report, .where_count = 1, .all = s->c->all};
    printf("{\"report\":");
    int rc = cli_json_view(s->record, &q);
    dl_where where[] = {{"report", "=", s->id}, {"handle", "=", handle}};
    dl_query sentences = {.view = "sentence", .where = where, .where_count = s->sentence ? 2 : 1};
    printf(",\"sentences\":");
    if (!rc) rc = cli_json_view(s->record, &sentences);
    if (!rc) rc = found_json(s->c, s->record, s->id, s->sentence ? handle : NULL);
    printf("}\n");
    return rc;
}

static int list_reports(const cli *c, dl_record *record) {
    dl_query q = {.view = "report"};
    dl_rows *rows;
    dl_error err = {0};
    int more = 0;
    if (c->json) return cli_json_view(record, &q);
    if (dl_rows_open(&rows, record, &q, &err)) return cli_fail(NULL, &err);
    while (!dl_rows_next(rows, &more, &err) && more) {
        cli_put(dl_rows_get(rows, "handle"), 24, true);
        printf("  ");
        cli_put(or_else(dl_rows_get(rows, "published"), "no date"), 10, true);
        printf("  ");
        cli_put(or_else(dl_rows_get(rows, "outlet"), "outlet not known"), 22, true);
        printf("  ");
        cli_put(or_else(dl_rows_get(rows, "title"), "no title"), c->width - 62, false);
        putchar('\n');
    }
    dl_rows_close(rows);
    return err.code ? cli_fail(NULL, &err) : CLI_OK;
}

static int show_one(const cli *c, dl_record *record, const char *name) {
    showing s = {.c = c, .record = record};
    int rc = cli_report(record, name, &s.id, &s.handle, &s.sentence);
    if (!rc) rc = cli_value(c, "tree") ? print_tree(&s) : c->json ? show_json(&s) : show_text(&s);
    free(s.id);
    free(s.handle);
    return rc;
}

static int run(cli *c) {
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    if (!c->argc) rc = list_reports(c, record);
    for (int i = 0; !rc && i < c->argc; i++) {
        if (i && !c->json) putchar('\n');
        rc = show_one(c, record, c->argv[i]);
    }
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"why", NULL, "ids, rules and certainty beside what was found"},
    {"tree", NULL, "the words, tags and tree of the sentence"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_show){
    .name = "show",
    .group = CLI_LOOK,
    .place = 95,
    .usage = "[REPORT[:SENTENCE]…]",
    .what = "a report or a sentence with what was found in it; bare: the reports",
    .help =
        "Every line of every view ends with a handle such as 003:9; this opens it in its place.\n\n"
        "  dateline show 003:9\n"
        "  dateline show 003 --why",
    .options = options,
    .run = run,
};
