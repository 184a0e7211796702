/* added.c - how add ends: what it read, what it could not know, what mends it. */
#include "cli/added.h"

#include <string.h>

/* ── what could not be known of the reports of this batch, with what mends it ── */

enum { LISTED = 12 };

/* Rows of a view about one report, counted by a column: "Axios (3), The New York Times (1)". */
static void add_relays(dl_record *record, const char *report, char *out, size_t size) {
    dl_where where = {"report", "=", report};
    dl_query q = {.view = "relay",
                  .columns = "outlet_name",
                  .where = &where,
                  .where_count = 1,
                  .order = "outlet_name"};
    dl_rows *rows;
    char last[128] = "";
    int more = 0, n = 0;
    size_t at = strlen(out);
    if (dl_rows_open(&rows, record, &q, NULL)) return;
    while (!dl_rows_next(rows, &more, NULL)) {
        const char *name = more ? dl_rows_text(rows, 0) : "";
        if (n && strcmp(name, last) != 0 && at < size) {
            at += (size_t)snprintf(out + at, size - at, "%s%s (%d)",
                                   strstr(out, "relays") ? ", " : "; relays ", last, n);
            n = 0;
        }
        if (!more) break;
        n++;
        snprintf(last, sizeof last, "%s", name);
    }
    dl_rows_close(rows);
}

/* One line about a report; *mend: what would say what it does not. */
static void describe(dl_record *record, const char *id, char *line, size_t size, char *mend,
                     size_t mend_size) {
    dl_where where = {"id", "=", id};
    dl_query q = {.view = "report", .where = &where, .where_count = 1};
    dl_rows *rows;
    int more = 0;
    *line = *mend = '\0';
    if (dl_rows_open(&rows, record, &q, NULL)) return;
    if (!dl_rows_next(rows, &more, NULL) && more) {
        const char *outlet = dl_rows_get(rows, "outlet"), *date = dl_rows_get(rows, "published");
        const char *how = dl_rows_get(rows, "published_how"), *handle = dl_rows_get(rows, "handle");
        bool full = date && strlen(date) >= 10 && !strchr(date, 'X');
        snprintf(line, size, "%s%s; %s%s%s%s%s", outlet ? "outlet " : "",
                 outlet ? outlet : "no outlet in the text",
                 !date  ? "no date"
                 : full ? "date "
                        : "no full date, only ",
                 date ? date : "", how ? " (" : "", how ? how : "", how ? ")" : "");
        if (dl_rows_get_int(rows, "other_language"))
            snprintf(line + strlen(line), size - strlen(line),
                     "; not in English: names are not looked for");
        if (!outlet || !full)
            snprintf(mend, mend_size, "mend: dateline fix %s %s", handle,
                     !full ? "published=YYYY-MM-DD" : "outlet=\"…\"");
    }
    dl_rows_close(rows);
    add_relays(record, id, line, size);
}

static void print_one(const cli *c, dl_record *record, const char *id, const char *handle) {
    char line[700], mend[200];
    describe(record, id, line, sizeof line, mend, sizeof mend);
    cli_put(handle, 12, true);
    printf("  ");
    cli_wrap_after(line, 14, c->width);
    if (*mend) printf("%14s%s%s%s\n", "", cli_dim(c), mend, cli_plain(c));
}

/* The reports that came with this run: in batches after the one that was last before it. */
void added_print(const cli *c, dl_record *record, int64_t before) {
    char from[24];
    snprintf(from, sizeof from, "%lld", (long long)before);
    dl_where where = {"batch", ">", from};
    dl_query q = {.view = "arrival", .where = &where, .where_count = 1, .order = "handle"};
    dl_rows *rows;
    int more = 0, n = 0;
    if (dl_rows_open(&rows, record, &q, NULL)) return;
    while (!dl_rows_next(rows, &more, NULL) && more)
        if (n++ < LISTED)
            print_one(c, record, dl_rows_get(rows, "report"), dl_rows_get(rows, "handle"));
    if (n > LISTED) printf("and %d more: dateline show lists them\n", n - LISTED);
    dl_rows_close(rows);
}

int64_t added_last_batch(dl_record *record) {
    dl_query q = {.view = "arrival", .columns = "batch", .order = "batch desc", .limit = 1};
    dl_rows *rows;
    int more = 0;
    int64_t batch = 0;
    if (dl_rows_open(&rows, record, &q, NULL)) return 0;
    if (!dl_rows_next(rows, &more, NULL) && more) batch = dl_rows_int(rows, 0);
    dl_rows_close(rows);
    return batch;
}
