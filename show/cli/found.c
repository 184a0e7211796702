/* found.c - one describing function a view; the views are those of one report's findings. */
#include "cli/found.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 4096 };

/* A line under construction. */
typedef struct line {
    char text[LINE];
    size_t len;
} line;

static void add(line *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(line *l, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(l->text + l->len, LINE - l->len, format, args);
    va_end(args);
    if (n > 0) l->len = l->len + (size_t)n < LINE ? l->len + (size_t)n : LINE - 1;
}

/* " · before value" where the column has one. */
static void also(line *l, const dl_rows *rows, const char *column, const char *before) {
    const char *value = dl_rows_get(rows, column);
    if (value && *value && strcmp(value, "[]") != 0)
        add(l, "%s%s%s", l->len ? " · " : "", before, value);
}

static void people(line *l, const dl_rows *rows, const char *column, const char *before) {
    char *names = cli_joined(dl_rows_get(rows, column), "name", ", ");
    if (names && *names) add(l, "%s%s", before, names);
    free(names);
}

static void say_attribution(line *l, const dl_rows *rows) {
    const char *source = dl_rows_get(rows, "source_text"), *who = dl_rows_get(rows, "speaker_name");
    const char *words = dl_rows_get(rows, "words");
    add(l, "%s", who ? who : "no source named");
    if (source && who && strcmp(source, who) != 0) add(l, " (\"%s\")", source);
    if (!dl_rows_get(rows, "speaker") && who) add(l, ", not resolved");
    also(l, rows, "via_name", "via ");
    if (dl_rows_get(rows, "cue_text")) add(l, " · cue \"%s\"", dl_rows_get(rows, "cue_text"));
    add(l, " · \"%s\" · %s %s", words ? words : "", dl_rows_get(rows, "quote"),
        dl_rows_get(rows, "class"));
    also(l, rows, "denied", "");
    if (dl_rows_get_int(rows, "hedged")) add(l, " · hedged");
    also(l, rows, "occasion", "at a ");
    also(l, rows, "date", "");
}

static void say_relay(line *l, const dl_rows *rows) {
    add(l, "%s: \"%s\"", dl_rows_get(rows, "outlet_name"), dl_rows_get(rows, "exact"));
}

static void say_event(line *l, const dl_rows *rows) {
    const char *type = dl_rows_get(rows, "event_type"), *process = dl_rows_get(rows, "process");
    add(l, "%s", type && *type ? type : process ? process : "event");
    also(l, rows, "mode", "");
    add(l, " · %s", dl_rows_get(rows, "status"));
    people(l, rows, "actors", " · ");
    people(l, rows, "recipients", " → ");
    also(l, rows, "date", "");
    also(l, rows, "place_name", "in ");
    add(l, " · \"%s\"", dl_rows_get(rows, "exact"));
    also(l, rows, "says", "says ");
}

static void say_position(line *l, const dl_rows *rows) {
    const char *party = dl_rows_get(rows, "party_name");
    add(l, "%s · %s: %s", party ? party : "party not resolved", dl_rows_get(rows, "issue"),
        dl_rows_get(rows, "stance"));
    also(l, rows, "firmness", "");
    also(l, rows, "form", "");
    also(l, rows, "number", "");
    if (dl_rows_get(rows, "unit")) add(l, " %s", dl_rows_get(rows, "unit"));
    also(l, rows, "condition", "if: ");
    add(l, " · \"%s\"", dl_rows_get(rows, "exact"));
}

static void say_version(line *l, const dl_rows *rows) {
    also(l, rows, "document", "");
    also(l, rows, "label", "");
    if (dl_rows_get(rows, "points")) add(l, " · %s points", dl_rows_get(rows, "points"));
    if (dl_rows_get(rows, "packages")) add(l, " · %s packages", dl_rows_get(rows, "packages"));
    also(l, rows, "status", "");
    also(l, rows, "date", "");
    add(l, " · \"%s\"", dl_rows_get(rows, "exact"));
}

static void say_assessment(line *l, const dl_rows *rows) {
    also(l, rows, "issue", "");
    if (!l->len) also(l, rows, "about", "");
    const char *state = dl_rows_get(rows, "state");
    if (state && *state) add(l, ": %s", state);
    also(l, rows, "tone", "");
    also(l, rows, "by_name", "says ");
    add(l, " · \"%s\"", dl_rows_get(rows, "exact"));
}

static void say_consent(line *l, const dl_rows *rows) {
    char *who = cli_joined(dl_rows_get(rows, "who"), NULL, ", ");
    add(l, "%s", who && *who ? who : "who is not resolved");
    free(who);
    also(l, rows, "what", "on ");
    also(l, rows, "by_name", "says ");
    add(l, " · \"%s\"", dl_rows_get(rows, "exact"));
}

static void say_deadline(line *l, const dl_rows *rows) {
    also(l, rows, "what", "");
    also(l, rows, "date", "");
    also(l, rows, "status", "");
    also(l, rows, "by_name", "set by ");
}

static const struct {
    const char *view, *label, *rule;
    void (*say)(line *l, const dl_rows *rows);
} kinds[] = {
    {"relay", "relay", "rule", say_relay},
    {"attribution", "statement", NULL, say_attribution},
    {"event_in", "event", "frame", say_event},
    {"position_in", "position", "rule", say_position},
    {"version_in", "version", NULL, say_version},
    {"assessment", "state", NULL, say_assessment},
    {"consent", "consent", "rule", say_consent},
    {"deadline", "deadline", NULL, say_deadline},
};

static void print_row(const cli *c, size_t k, const dl_rows *rows, int indent) {
    line l = {.len = 0};
    kinds[k].say(&l, rows);
    if (cli_value(c, "why")) {
        add(&l, " · certainty %s", dl_rows_get(rows, "certainty"));
        if (kinds[k].rule) also(&l, rows, kinds[k].rule, "rule ");
        also(&l, rows, "date_how", "date by ");
        add(&l, " · id %s", dl_rows_get(rows, "id"));
    }
    printf("%*s%s%-11s%s ", indent, "", cli_dim(c), kinds[k].label, cli_plain(c));
    cli_wrap_after(l.text, indent + 12, c->width);
}

static int open_kind(const cli *c, dl_record *record, size_t k, const char *report,
                     const char *handle, dl_rows **rows) {
    dl_error err = {0};
    dl_where where[] = {{"report", "=", report}, {"handle", "=", handle}};
    dl_query q = {
        .view = kinds[k].view, .where = where, .where_count = handle ? 2 : 1, .all = c->all};
    return dl_rows_open(rows, record, &q, &err) ? cli_fail(NULL, &err) : CLI_OK;
}

int found_print(const cli *c, dl_record *record, const char *report, const char *handle,
                int indent) {
    int rc = CLI_OK;
    for (size_t k = 0; !rc && k < sizeof kinds / sizeof *kinds; k++) {
        dl_rows *rows;
        dl_error err = {0};
        int more = 0;
        rc = open_kind(c, record, k, report, handle, &rows);
        if (rc) return rc;
        while (!dl_rows_next(rows, &more, &err) && more) print_row(c, k, rows, indent);
        dl_rows_close(rows);
        if (err.code) rc = cli_fail(NULL, &err);
    }
    return rc;
}

int found_json(const cli *c, dl_record *record, const char *report, const char *handle) {
    int rc = CLI_OK;
    for (size_t k = 0; !rc && k < sizeof kinds / sizeof *kinds; k++) {
        dl_rows *rows;
        printf(",\"%s\":", kinds[k].view);
        rc = open_kind(c, record, k, report, handle, &rows);
        if (!rc) rc = cli_json(rows);
    }
    return rc;
}
