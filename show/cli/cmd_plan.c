/* dateline plan: the versions of the negotiated text; plan add and plan compare for texts in full.
 */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "brief/brief.h"
#include "cli/cli.h"

static const char section_name[] = "negotiated text";

/* ── files and stored texts ── */

static char *read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    size_t cap = 1 << 16, len = 0, n;
    char *text = malloc(cap);
    while (text && (n = fread(text + len, 1, cap - len - 1, f)) > 0) {
        len += n;
        if (len + 1 < cap) continue;
        char *more = realloc(text, cap *= 2);
        if (!more) free(text);
        text = more;
    }
    fclose(f);
    if (text) text[len] = '\0';
    return text;
}

static char *first_value(dl_record *record, const char *view, const char *column, const char *by,
                         const char *value) {
    dl_rows *rows;
    int more = 0;
    dl_where where[] = {{by, "=", value}};
    dl_query query = {.view = view, .columns = column, .where = where, .where_count = 1, .all = 1};
    if (dl_rows_open(&rows, record, &query, NULL)) return NULL;
    bool found = !dl_rows_next(rows, &more, NULL) && more;
    const char *text = found ? dl_rows_text(rows, 0) : NULL;
    char *copy = text ? strdup(text) : NULL;
    dl_rows_close(rows);
    return copy;
}

/* The text of a label given with plan add, of a report, or of a file. */
static char *text_of(const cli *c, const char *name) {
    dl_record *record = NULL;
    char *id = NULL, *text = NULL, *handle = NULL;
    int sentence = 0;
    if (!dl_record_open(&record, c->record, DL_RECORD_READ, NULL)) {
        id = first_value(record, "report", "id", "title", name);
        FILE *file = id ? NULL : fopen(name, "rb");
        if (!id && !file) cli_report(record, name, &id, &handle, &sentence);
        if (file) fclose(file);
        if (id) text = first_value(record, "text", "text", "report", id);
        dl_record_close(record);
    }
    free(id);
    free(handle);
    if (!text) text = read_file(name);
    if (!text)
        fprintf(stderr, "dateline: no text is called %s, and no file: %s\n", name, strerror(errno));
    return text;
}

/* ── plan add ── */

static int add(cli *c) {
    const char *label = cli_value(c, "label");
    if (c->argc != 2 || !label || !*label) return cli_usage(c, "plan add FILE --label NAME");
    char *text = read_file(c->argv[1]), *json = NULL;
    dl_error err = {0};
    if (!text) {
        fprintf(stderr, "dateline: cannot read %s: %s\n", c->argv[1], strerror(errno));
        return CLI_FAILED;
    }
    dl_record *record = NULL;
    dl_engine *engine = NULL;
    int rc = dl_plan_compare(text, NULL, &json, &err) ? cli_fail(c->argv[1], &err) : CLI_OK;
    if (!rc) rc = cli_engine(&engine);
    if (!rc) rc = cli_open(c, DL_RECORD_CREATE, &record);
    dl_given given = {.title = label,
                      .section = section_name,
                      .kind = "official",
                      .published = cli_value(c, "date"),
                      .outlet = cli_value(c, "from")};
    dl_add_summary summary = {0};
    if (!rc &&
        dl_record_add_bytes(record, engine, c->argv[1], text, strlen(text), &given, &summary, &err))
        rc = cli_fail(c->argv[1], &err);
    json_t *o = json ? json_loads(json, 0, NULL) : NULL, *plan = json_object_get(o, "old");
    if (!rc)
        printf("%s: %lld points, numbers to %lld%s\n", label,
               (long long)json_integer_value(json_object_get(plan, "points")),
               (long long)json_integer_value(json_object_get(plan, "highest")),
               summary.known ? " (was there already)" : "");
    json_decref(o);
    dl_record_close(record);
    dl_engine_close(engine);
    free(json);
    free(text);
    return rc;
}

/* ── plan compare ── */

static void put_counts(const char *name, const json_t *p) {
    printf("%-24s %lld points, numbers to %lld", name,
           (long long)json_integer_value(json_object_get(p, "points")),
           (long long)json_integer_value(json_object_get(p, "highest")));
    json_t *missing = json_object_get(p, "missing"), *packages = json_object_get(p, "packages");
    for (size_t i = 0; i < json_array_size(missing); i++)
        printf("%s %lld", i ? "" : ", without",
               (long long)json_integer_value(json_array_get(missing, i)));
    if (json_array_size(packages)) printf(", %zu packages", json_array_size(packages));
    long long brackets = json_integer_value(json_object_get(p, "brackets"));
    long long choices = json_integer_value(json_object_get(p, "options"));
    if (brackets) printf(", %lld brackets", brackets);
    if (choices) printf(", %lld options", choices);
    putchar('\n');
}

static void join(const json_t *list, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < json_array_size(list) && used + 8 < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%lld", i ? "+" : "",
                                 (long long)json_integer_value(json_array_get(list, i)));
    if (!json_array_size(list)) snprintf(text, size, "-");
}

static void put_row(const cli *c, const json_t *row) {
    char olds[64], news[64], head[256];
    const char *change = json_string_value(json_object_get(row, "change"));
    const char *difference = json_string_value(json_object_get(row, "difference"));
    const char *operative = json_string_value(json_object_get(row, "operative"));
    bool moved = json_is_true(json_object_get(row, "moved"));
    bool numbers = json_is_true(json_object_get(row, "numbers"));
    if (!strcmp(change, "unchanged") && !moved && !c->all) return;
    join(json_object_get(row, "old"), olds, sizeof olds);
    join(json_object_get(row, "new"), news, sizeof news);
    snprintf(head, sizeof head, "%s -> %s", olds, news);
    printf("%-12s %s%s%s", head, change, moved ? ", moved" : "",
           numbers && strcmp(change, "number changed") != 0 ? ", a number changed" : "");
    if (operative && *operative) printf(", %s", operative);
    putchar('\n');
    const char *text = difference && *difference ? difference
                       : !strcmp(change, "new")
                           ? json_string_value(json_object_get(row, "new_text"))
                           : json_string_value(json_object_get(row, "old_text"));
    if (strcmp(change, "unchanged") != 0 && text) cli_wrap(text, 13, c->width);
}

static void put_totals(const json_t *rows) {
    static const char *const kinds[] = {
        "unchanged", "reworded", "number changed", "split", "merged", "deleted", "new"};
    size_t moved = 0;
    for (size_t i = 0; i < json_array_size(rows); i++)
        moved += json_is_true(json_object_get(json_array_get(rows, i), "moved"));
    const char *link = "";
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;
        for (size_t i = 0; i < json_array_size(rows); i++)
            n += !strcmp(kinds[k],
                         json_string_value(json_object_get(json_array_get(rows, i), "change")));
        if (n) printf("%s%zu %s", link, n, kinds[k]);
        if (n) link = " · ";
    }
    if (moved) printf("%s%zu moved", link, moved);
    putchar('\n');
}

static int compare(cli *c) {
    if (c->argc != 3) return cli_usage(c, "plan compare OLD NEW: labels, reports or files");
    char *a = text_of(c, c->argv[1]), *b = a ? text_of(c, c->argv[2]) : NULL, *json = NULL;
    dl_error err = {0};
    int rc = a && b ? CLI_OK : CLI_FAILED;
    if (!rc && dl_plan_compare(a, b, &json, &err)) rc = cli_fail(NULL, &err);
    if (!rc && c->json) {
        puts(json);
    } else if (!rc) {
        json_t *o = json_loads(json, 0, NULL), *rows = json_object_get(o, "rows");
        put_counts(c->argv[1], json_object_get(o, "old"));
        put_counts(c->argv[2], json_object_get(o, "new"));
        put_totals(rows);
        for (size_t i = 0; i < json_array_size(rows); i++) put_row(c, json_array_get(rows, i));
        json_decref(o);
    }
    free(a);
    free(b);
    free(json);
    return rc;
}

/* ── plan ── */

static void put_version(const cli *c, const dl_rows *rows, brief *b) {
    const char *label = dl_rows_get(rows, "label"), *points = dl_rows_get(rows, "points");
    const char *packages = dl_rows_get(rows, "packages"), *status = dl_rows_get(rows, "status");
    const char *date = dl_rows_get(rows, "date"), *exact = dl_rows_get(rows, "exact");
    char *authors = cli_joined(dl_rows_get(rows, "authors"), NULL, ", ");
    char *handles = cli_joined(dl_rows_get(rows, "handles"), NULL, " ");
    char line[1024];
    snprintf(line, sizeof line, "%s%s%s%s%s%s · %s%s%s%s%s · %s",
             label && *label ? label : "version", points ? ", " : "", points ? points : "",
             points ? " points claimed" : "", packages ? ", packages: " : "",
             packages ? packages : "", status ? status : "", date && *date ? " · " : "",
             date ? brief_date(b, date, "") : "", authors && *authors ? " · by " : "",
             authors ? authors : "", brief_origins(b, dl_rows_get(rows, "origins")));
    cli_line(c, 2, line, NULL);
    snprintf(line, sizeof line, "“%s”", exact ? exact : "");
    if (handles && strlen(handles) > 24) handles[24] = '\0', *strrchr(handles, ' ') = '\0';
    cli_line(c, 4, line, handles);
    free(authors);
    free(handles);
}

static void list_texts(const cli *c, dl_record *record) {
    dl_rows *rows;
    int more = 0, count = 0;
    dl_where where[] = {{"section", "=", section_name}};
    dl_query query = {.view = "report", .where = where, .where_count = 1, .all = 1};
    if (dl_rows_open(&rows, record, &query, NULL)) return;
    for (; !dl_rows_next(rows, &more, NULL) && more; count++) {
        if (!count) cli_head(c, "known in full");
        const char *title = dl_rows_get(rows, "title"), *day = dl_rows_get(rows, "published");
        char line[512];
        snprintf(line, sizeof line, "%s%s%s", title ? title : "", day ? " · " : "", day ? day : "");
        cli_line(c, 2, line, dl_rows_get(rows, "handle"));
    }
    dl_rows_close(rows);
    if (count > 1) printf("dateline plan compare OLD NEW shows what changed\n");
}

static int list(const cli *c, dl_record *record) {
    dl_rows *rows;
    dl_error err = {0};
    brief b = {0};
    int more = 0, count = 0;
    char document[256] = "";
    dl_query query = {
        .view = "version", .all = c->all, .order = "document,date,published,start,id"};
    if (dl_rows_open(&rows, record, &query, &err)) return cli_fail(NULL, &err);
    for (; !dl_rows_next(rows, &more, &err) && more; count++) {
        const char *name = dl_rows_get(rows, "document");
        if (!count || strcmp(name ? name : "", document) != 0) {
            snprintf(document, sizeof document, "%s", name ? name : "");
            cli_head(c, document);
        }
        put_version(c, rows, &b);
    }
    dl_rows_close(rows);
    brief_free(&b);
    if (!count) printf("No negotiated text is spoken of.\n");
    list_texts(c, record);
    return CLI_OK;
}

static int run(cli *c) {
    if (c->argc && !strcmp(c->argv[0], "add")) return add(c);
    if (c->argc && !strcmp(c->argv[0], "compare")) return compare(c);
    if (c->argc) return cli_usage(c, "plan, plan add FILE --label NAME, plan compare OLD NEW");
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    dl_query query = {.view = "version", .all = c->all};
    rc = c->json ? cli_json_view(record, &query) : list(c, record);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"label", "NAME", "add: what this version is called"},
    {"date", "DATE", "add: the version's day"},
    {"from", "NAME", "add: who published it"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_plan){
    .name = "plan",
    .group = CLI_LOOK,
    .place = 7,
    .usage = "[add FILE --label NAME | compare OLD NEW]",
    .what = "the negotiated text: its versions, and what changed between two",
    .help =
        "A claimed count of points is a claim with its own evidence. compare aligns the points of\n"
        "two texts: a point's number, its identity and the count are three things. --all shows\n"
        "unchanged points too.\n\n"
        "  dateline plan add november.txt --label \"November text\" --date 2025-11-20\n"
        "  dateline plan compare \"November text\" \"December text\"",
    .options = options,
    .run = run,
};
