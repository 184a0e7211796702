/* report.c - which report a person means. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { LISTED = 6 };

typedef struct found {
    char *id, *handle;
    unsigned count;
    char others[512];
} found;

static void take(found *f, const dl_rows *rows) {
    const char *id = dl_rows_get(rows, "id"), *handle = dl_rows_get(rows, "handle");
    if (f->count++ == 0) {
        f->id = strdup(id);
        f->handle = strdup(handle);
    }
    size_t at = strlen(f->others);
    if (f->count <= LISTED)
        snprintf(f->others + at, sizeof f->others - at, "%s%s", at ? ", " : "", handle);
}

/* Reports whose column compares to value. */
static int look(dl_record *record, const char *column, const char *op, const char *value, found *f,
                dl_error *err) {
    dl_where where = {column, op, value};
    dl_query q = {.view = "report", .columns = "id,handle", .where = &where, .where_count = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) take(f, rows);
    dl_rows_close(rows);
    return rc;
}

/* name with what % and _ mean taken away is not needed: they only widen the search. */
static int look_all(dl_record *record, const char *name, found *f, dl_error *err) {
    char part[600];
    snprintf(part, sizeof part, "%%%s%%", name);
    int rc = look(record, "handle", "=", name, f, err);
    if (!rc && !f->count) rc = look(record, "path", "=", name, f, err);
    if (!rc && !f->count) rc = look(record, "path", "like", part, f, err);
    snprintf(part, sizeof part, "%s%%", name);
    if (!rc && !f->count && strlen(name) >= 6) rc = look(record, "id", "like", part, f, err);
    return rc;
}

/* Cuts ":N" off the end; 0: there is none. */
static int cut_sentence(char *name) {
    char *colon = strrchr(name, ':');
    if (!colon || !colon[1]) return 0;
    for (const char *p = colon + 1; *p; p++)
        if (!isdigit((unsigned char)*p)) return 0;
    *colon = '\0';
    return atoi(colon + 1);
}

int cli_report(dl_record *record, const char *text, char **id, char **handle, int *sentence) {
    char name[500];
    found f = {0};
    dl_error err = {0};
    snprintf(name, sizeof name, "%s", text);
    int number = cut_sentence(name);
    if (sentence) *sentence = number;
    if (look_all(record, name, &f, &err)) return cli_fail(NULL, &err);
    if (f.count == 1) {
        *id = f.id;
        if (handle)
            *handle = f.handle;
        else
            free(f.handle);
        return CLI_OK;
    }
    if (f.count)
        fprintf(stderr, "dateline: \"%s\" may be %u reports (%s%s); give more of the name\n", name,
                f.count, f.others, f.count > LISTED ? ", …" : "");
    else
        fprintf(stderr, "dateline: no report is called \"%s\"; dateline show lists them\n", name);
    free(f.id);
    free(f.handle);
    return CLI_FAILED;
}
