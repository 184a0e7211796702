#include "cli/said.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One attribution, copied out of its row. */
typedef struct line {
    char *speaker, *statement, *day, *occasion, *words, *handle, *more;
    int rank; /* direct 0, mixed 1, indirect 2 */
} line;

typedef struct lines {
    line *items;
    size_t count, cap;
} lines;

static bool holds(const char *text, const char *part) {
    size_t n = strlen(part);
    for (; text && *text; text++)
        if (!strncasecmp(text, part, n)) return true;
    return false;
}

int said_find(dl_record *record, said_filter *filter, const char *name, dl_error *err) {
    char part[300];
    snprintf(part, sizeof part, "%%\"text\":\"%%%s%%", name);
    dl_where where = {"aliases", "like", part};
    dl_query query = {
        .view = "entity", .columns = "id", .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more)
        if (filter->id_count < SAID_IDS)
            filter->ids[filter->id_count++] = strdup(dl_rows_get(rows, "id"));
    dl_rows_close(rows);
    return rc;
}

void said_free(said_filter *filter) {
    for (unsigned i = 0; i < filter->id_count; i++) free(filter->ids[i]);
    filter->id_count = 0;
}

static bool is_of(const said_filter *f, const char *speaker, const char *name,
                  const char *several) {
    for (unsigned i = 0; speaker && i < f->id_count; i++)
        if (!strcmp(f->ids[i], speaker)) return true;
    if (!f->by) return false;
    return (!speaker && holds(name, f->by)) || holds(several, f->by);
}

static bool passes(const said_filter *f, const dl_rows *rows) {
    const char *speaker = dl_rows_get(rows, "speaker");
    if ((f->by || f->id_count) &&
        !is_of(f, speaker, dl_rows_get(rows, "speaker_name"), dl_rows_get(rows, "speakers")))
        return false;
    if (f->not_by && speaker && !strcmp(f->not_by, speaker)) return false;
    if (f->words && !holds(dl_rows_get(rows, "words"), f->words)) return false;
    if (f->via && !holds(dl_rows_get(rows, "via_name"), f->via)) return false;
    const char *day = dl_rows_get(rows, "date");
    if (!day) day = dl_rows_get(rows, "published");
    return !f->since || (day && strcmp(day, f->since) >= 0);
}

static int open_rows(const cli *c, dl_record *record, const said_filter *f, dl_rows **rows,
                     dl_error *err) {
    dl_where where[2];
    uint32_t n = 0;
    if (f->class) where[n++] = (dl_where){"class", "=", f->class};
    if (f->kind) where[n++] = (dl_where){"quote", "=", f->kind};
    dl_query query = {.view = "attribution", .where = where, .where_count = n, .all = c->all};
    return dl_rows_open(rows, record, &query, err);
}

/* ── as JSON ── */

static void put_json(const dl_rows *rows, bool first) {
    fputs(first ? "[\n" : ",\n", stdout);
    for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
        const char *text = dl_rows_text(rows, i);
        dl_type type = dl_rows_type(rows, i);
        printf("%s\"%s\":", i ? "," : "{", dl_rows_name(rows, i));
        if (!text)
            fputs("null", stdout);
        else if (type == DL_TYPE_BOOL)
            fputs(dl_rows_int(rows, i) ? "true" : "false", stdout);
        else if (type == DL_TYPE_TEXT)
            cli_json_text(stdout, text);
        else
            fputs(text, stdout);
    }
    putchar('}');
}

/* ── as text ── */

static char *copy(const char *text) {
    return strdup(text ? text : "");
}

/* "mixed · via Axios · denies": what is said of a statement besides its words. */
static char *remarks(const dl_rows *rows) {
    static const char *const columns[][2] = {{"quote", ""},        {"class", ""},
                                             {"denied", ""},       {"addressee", "to "},
                                             {"via_name", "via "}, {"anonymity", ""}};
    char out[600] = "";
    size_t at = 0;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *value = dl_rows_get(rows, columns[i][0]);
        if (!value || !*value || !strcmp(value, "speech") || !strcmp(value, "named")) continue;
        if (strlen(value) + at + 24 > sizeof out) continue;
        at += (size_t)snprintf(out + at, sizeof out - at, "%s%s%s", at ? " · " : "", columns[i][1],
                               value);
    }
    if (dl_rows_get_int(rows, "hedged")) snprintf(out + at, sizeof out - at, " · hedged");
    return strdup(out);
}

static bool keep(lines *all, const dl_rows *rows) {
    if (all->count == all->cap) {
        size_t cap = all->cap ? all->cap * 2 : 64;
        line *items = realloc(all->items, cap * sizeof *items);
        if (!items) return false;
        all->items = items;
        all->cap = cap;
    }
    const char *quote = dl_rows_get(rows, "quote"), *name = dl_rows_get(rows, "speaker_name");
    const char *several = dl_rows_get(rows, "speakers"),
               *statement = dl_rows_get(rows, "statement");
    const char *day = dl_rows_get(rows, "date");
    bool named = dl_rows_get(rows, "speaker") || (several && strcmp(several, "[]"));
    char speaker[400];
    snprintf(speaker, sizeof speaker, "%.300s%s", name ? name : "no source stated",
             name && !named ? "  (not resolved)" : "");
    line *l = &all->items[all->count++];
    *l = (line){copy(speaker),
                copy(statement ? statement : dl_rows_get(rows, "id")),
                copy(day ? day : dl_rows_get(rows, "published")),
                copy(dl_rows_get(rows, "occasion")),
                copy(dl_rows_get(rows, "words")),
                copy(dl_rows_get(rows, "handle")),
                remarks(rows),
                2};
    if (quote && !strcmp(quote, "direct")) l->rank = 0;
    if (quote && !strcmp(quote, "mixed")) l->rank = 1;
    return true;
}

static int by_place(const void *x, const void *y) {
    const line *a = x, *b = y;
    int order = strcmp(a->speaker, b->speaker);
    if (!order) order = strcmp(a->day, b->day);
    if (!order) order = strcmp(a->statement, b->statement);
    if (!order) order = a->rank - b->rank;
    if (!order) order = strcmp(a->words, b->words);
    return order ? order : strcmp(a->handle, b->handle);
}

/* Copies of a report carry the same words: one line, all handles. */
static size_t put_line(const cli *c, const lines *all, size_t i) {
    const line *l = &all->items[i];
    char handles[200];
    size_t end = i, at = 0;
    for (; end < all->count && !strcmp(all->items[end].words, l->words) &&
           !strcmp(all->items[end].speaker, l->speaker) &&
           !strcmp(all->items[end].statement, l->statement);
         end++)
        if (at + strlen(all->items[end].handle) + 2 < sizeof handles)
            at += (size_t)snprintf(handles + at, sizeof handles - at, "%s%s", at ? " " : "",
                                   all->items[end].handle);
    size_t size = strlen(l->words) + strlen(l->more) + 8;
    char *text = malloc(size);
    if (text) {
        snprintf(text, size, "%s   %s", l->words, l->more);
        cli_line(c, 2, text, handles);
    }
    free(text);
    return end;
}

static void put_all(const cli *c, const lines *all) {
    for (size_t i = 0; i < all->count;) {
        const line *l = &all->items[i];
        bool speaker = i == 0 || strcmp(l->speaker, all->items[i - 1].speaker);
        bool day = speaker || strcmp(l->day, all->items[i - 1].day) ||
                   strcmp(l->occasion, all->items[i - 1].occasion);
        if (speaker && i) putchar('\n');
        if (speaker) cli_head(c, l->speaker);
        if (day)
            printf("%s%s%s\n", *l->day ? l->day : "day not known", *l->occasion ? ", " : "",
                   l->occasion);
        i = put_line(c, all, i);
    }
}

static void free_lines(lines *all) {
    for (size_t i = 0; i < all->count; i++) {
        line *l = &all->items[i];
        char *texts[] = {l->speaker, l->statement, l->day, l->occasion,
                         l->words,   l->handle,    l->more};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) free(texts[k]);
    }
    free(all->items);
}

int said_print(const cli *c, dl_record *record, const said_filter *filter, const char *title,
               unsigned *shown) {
    lines all = {0};
    dl_error err = {0};
    dl_rows *rows;
    int more = 0, rc = open_rows(c, record, filter, &rows, &err);
    if (rc) return cli_fail(NULL, &err);
    *shown = 0;
    while (!(rc = dl_rows_next(rows, &more, &err)) && more) {
        if (!passes(filter, rows)) continue;
        if (c->json)
            put_json(rows, *shown == 0);
        else if (!keep(&all, rows))
            break;
        ++*shown;
    }
    dl_rows_close(rows);
    if (c->json) fputs(*shown ? "\n]" : "[]", stdout);
    if (all.count) {
        if (title) cli_head(c, title);
        if (all.count > 1) qsort(all.items, all.count, sizeof *all.items, by_place);
        put_all(c, &all);
    }
    free_lines(&all);
    return rc ? cli_fail(NULL, &err) : CLI_OK;
}
