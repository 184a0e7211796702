/* dateline positions: issue by issue where each party stands, or the history of it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"

enum { PARTIES = 4, ISSUES = 200, NAMES = 400 };

typedef struct stand {
    char *party, *issue, *stance, *number, *unit, *condition, *handle, *reported, *change, *exact,
        *form, *speaker, *origins;
} stand;

typedef struct stands {
    stand *items;
    int count, cap;
} stands;

static char *copy(const char *text) {
    return strdup(text ? text : "");
}

static bool contains(const char *text, const char *part) {
    size_t n = strlen(part);
    for (; *text; text++)
        if (!strncasecmp(text, part, n)) return true;
    return n == 0;
}

static void free_stands(stands *all) {
    for (int i = 0; i < all->count; i++) {
        char **fields = (char **)&all->items[i];
        for (size_t k = 0; k < sizeof(stand) / sizeof(char *); k++) free(fields[k]);
    }
    free(all->items);
}

static bool wanted(const cli *c, const dl_rows *rows) {
    const char *party = cli_value(c, "party"), *issue = cli_value(c, "issue");
    const char *as_of = cli_value(c, "as-of"), *reported = dl_rows_get(rows, "reported");
    if (party &&
        !contains(dl_rows_get(rows, "party_name") ? dl_rows_get(rows, "party_name") : "", party))
        return false;
    if (issue && !contains(dl_rows_get(rows, "issue"), issue)) return false;
    return !as_of || (reported && strncmp(reported, as_of, strlen(as_of)) <= 0);
}

static bool keep(stands *all, const dl_rows *rows) {
    static const char *const columns[] = {
        "party_name", "issue",  "stance", "number", "unit",         "condition", "handle",
        "reported",   "change", "exact",  "form",   "speaker_name", "origins"};
    if (all->count == all->cap) {
        int cap = all->cap ? all->cap * 2 : 128;
        stand *items = realloc(all->items, (size_t)cap * sizeof *items);
        if (!items) return false;
        all->items = items;
        all->cap = cap;
    }
    char **fields = (char **)&all->items[all->count++];
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        fields[k] = copy(dl_rows_get(rows, columns[k]));
    return true;
}

static int load(const cli *c, dl_record *record, stands *all) {
    dl_rows *rows;
    dl_error err = {0};
    int more = 0;
    dl_query query = {.view = "position", .all = c->all};
    if (dl_rows_open(&rows, record, &query, &err)) return cli_fail(NULL, &err);
    int rc = dl_rows_next(rows, &more, &err);
    for (; !rc && more; rc = dl_rows_next(rows, &more, &err))
        if (wanted(c, rows) && !keep(all, rows)) break;
    dl_rows_close(rows);
    return rc ? cli_fail(NULL, &err) : CLI_OK;
}

/* ── names by how often they come ── */

typedef struct tally {
    const char *name;
    int count;
} tally;

static int by_count(const void *x, const void *y) {
    const tally *a = x, *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int names_of(const stands *all, bool issues, tally *list) {
    int n = 0;
    for (int i = 0; i < all->count; i++) {
        const char *name = issues ? all->items[i].issue : all->items[i].party;
        int k = 0;
        while (k < n && strcmp(list[k].name, name) != 0) k++;
        if (k == n && n < NAMES) list[n++] = (tally){name, 0};
        if (k < n) list[k].count++;
    }
    if ((size_t)n > 1) qsort(list, (size_t)n, sizeof *list, by_count);
    return n;
}

/* ── the state of each issue, and who was silent ── */

typedef struct states {
    char *issue[ISSUES], *state[ISSUES];
    int count;
    bool pending;
} states;

static void load_states(const cli *c, dl_record *record, states *s) {
    dl_rows *rows;
    int more = 0;
    dl_query query = {.view = "assessment", .all = c->all};
    if (dl_rows_open(&rows, record, &query, NULL)) return;
    while (!dl_rows_next(rows, &more, NULL) && more) {
        const char *issue = dl_rows_get(rows, "issue"), *state = dl_rows_get(rows, "state");
        if (!issue || !*issue || !state || !*state) continue;
        int i = 0;
        while (i < s->count && strcmp(s->issue[i], issue) != 0) i++;
        if (i == ISSUES) continue;
        if (i == s->count)
            s->issue[s->count++] = copy(issue);
        else
            free(s->state[i]);
        s->state[i] = copy(state);
    }
    dl_rows_close(rows);
    dl_query info = {.view = "record"};
    if (dl_rows_open(&rows, record, &info, NULL)) return;
    if (!dl_rows_next(rows, &more, NULL) && more) s->pending = dl_rows_get_int(rows, "pending") > 0;
    dl_rows_close(rows);
}

static const char *state_of(const states *s, const char *issue) {
    for (int i = 0; i < s->count; i++)
        if (!strcmp(s->issue[i], issue)) return s->state[i];
    return "";
}

/* Whether a report says that the party would not comment. */
static bool is_silent(dl_record *record, const char *party) {
    dl_rows *rows;
    int more = 0;
    dl_where where[] = {{"speaker_name", "=", party}, {"denied", "=", "would not confirm or deny"}};
    dl_query query = {
        .view = "attribution", .columns = "id", .where = where, .where_count = 2, .limit = 1};
    if (dl_rows_open(&rows, record, &query, NULL)) return false;
    bool silent = !dl_rows_next(rows, &more, NULL) && more;
    dl_rows_close(rows);
    return silent;
}

/* Whether the issue is a text that a report says is not public. */
static bool is_secret(dl_record *record, const char *issue) {
    dl_rows *rows;
    int more = 0;
    dl_where where[] = {{"document", "=", issue}, {"status", "=", "not public"}};
    dl_query query = {
        .view = "version", .columns = "id", .where = where, .where_count = 2, .limit = 1};
    if (dl_rows_open(&rows, record, &query, NULL)) return false;
    bool secret = !dl_rows_next(rows, &more, NULL) && more;
    dl_rows_close(rows);
    return secret;
}

/* Five blanks, never one. */
static const char *blank_of(dl_record *record, const states *s, const char *party,
                            const char *issue) {
    if (contains(issue, party) && !strncmp(issue, "other: ", 7)) return "not applicable";
    if (s->pending) return "not yet read";
    if (is_secret(record, issue)) return "text not public";
    return is_silent(record, party) ? "party silent" : "no report found";
}

/* ── printing ── */

static const stand *latest(const stands *all, const char *party, const char *issue) {
    const stand *best = NULL;
    for (int i = 0; i < all->count; i++) {
        const stand *s = &all->items[i];
        if (strcmp(s->party, party) != 0 || strcmp(s->issue, issue) != 0) continue;
        if (!best || strcmp(s->reported, best->reported) >= 0) best = s;
    }
    return best;
}

static void put_cell(const stand *s, const char *blank, int width) {
    char text[256];
    if (!s)
        snprintf(text, sizeof text, "%s", blank);
    else if (*s->number)
        snprintf(text, sizeof text, "%s %s %s", s->stance, s->number, s->unit);
    else
        snprintf(text, sizeof text, "%s", s->stance);
    cli_put(text, width - 1, true);
    putchar(' ');
}

static void put_matrix(const cli *c, dl_record *record, const stands *all, const states *s) {
    tally *parties = calloc(NAMES, sizeof *parties), *issues = calloc(NAMES, sizeof *issues);
    int np = parties && issues ? names_of(all, false, parties) : 0;
    int ni = parties && issues ? names_of(all, true, issues) : 0;
    int shown = np > PARTIES ? PARTIES : np, left = 22, state = 14, handle = 10;
    int cell = shown ? (c->width - left - state - handle) / shown : 0;
    printf("%s", cli_bold(c));
    cli_put("", left, true);
    for (int p = 0; p < shown; p++) {
        cli_put(parties[p].name, cell - 1, true);
        putchar(' ');
    }
    printf("state%s\n", cli_plain(c));
    for (int i = 0; i < ni; i++) {
        const stand *last = NULL;
        cli_put(issues[i].name, left - 1, true);
        putchar(' ');
        for (int p = 0; p < shown; p++) {
            const stand *one = latest(all, parties[p].name, issues[i].name);
            put_cell(one, one ? "" : blank_of(record, s, parties[p].name, issues[i].name), cell);
            if (one && (!last || strcmp(one->reported, last->reported) >= 0)) last = one;
        }
        cli_put(state_of(s, issues[i].name), state - 1, true);
        printf(" %s%s%s\n", cli_dim(c), last ? last->handle : "", cli_plain(c));
    }
    if (np > shown) {
        printf("also:");
        for (int p = shown; p < np && p < shown + 8; p++)
            printf("%s %s", p > shown ? "," : "", parties[p].name);
        printf("%s   dateline positions --party NAME\n", np > shown + 8 ? ", …" : "");
    }
    free(parties);
    free(issues);
}

static void put_history(const cli *c, const stands *all) {
    const char *party = "", *issue = "";
    for (int i = 0; i < all->count; i++) {
        const stand *s = &all->items[i];
        char line[1024];
        if (strcmp(s->party, party) != 0 || strcmp(s->issue, issue) != 0) {
            snprintf(line, sizeof line, "%s on %s", s->party, s->issue);
            cli_head(c, line);
        }
        party = s->party;
        issue = s->issue;
        snprintf(line, sizeof line, "%s%s%s%s%s%s%s · %s%s%s: “%s”",
                 *s->reported ? s->reported : "no date", "  ", s->stance, *s->number ? " " : "",
                 s->number, *s->unit ? " " : "", s->unit, s->form, *s->speaker ? ", " : "",
                 s->speaker, s->exact);
        cli_line(c, 2, line, s->handle);
        if (*s->condition) printf("      if: %s\n", s->condition);
        if (*s->change) printf("      %s\n", s->change);
    }
}

static int run(cli *c) {
    if (c->argc) return cli_usage(c, "--party NAME and --issue NAME say which");
    dl_record *record;
    stands all = {0};
    states s = {.count = 0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    dl_query query = {.view = "position", .all = c->all};
    if (c->json) {
        rc = cli_json_view(record, &query);
        dl_record_close(record);
        return rc;
    }
    rc = load(c, record, &all);
    if (!rc) load_states(c, record, &s);
    if (!rc && !all.count)
        printf("No position was found.\n");
    else if (!rc && cli_value(c, "history"))
        put_history(c, &all);
    else if (!rc)
        put_matrix(c, record, &all, &s);
    free_stands(&all);
    for (int i = 0; i < s.count; i++) free(s.issue[i]), free(s.state[i]);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"party", "NAME", "only parties with this in their name"},
    {"issue", "NAME", "only issues with this in their label"},
    {"as-of", "DATE", "only what was reported up to this day"},
    {"history", NULL, "every stance in order, with what changed"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_positions){
    .name = "positions",
    .group = CLI_LOOK,
    .place = 6,
    .usage = "[--party NAME] [--issue NAME] [--as-of DATE] [--history]",
    .what = "issue by issue where each party stands, with the state of the issue",
    .help =
        "A blank says why: no report found, party silent (it would not comment), text not public,\n"
        "not yet read, not applicable. hardened and softened stand only between statements of\n"
        "the same form and level; otherwise the words differ, or two voices of one side do.",
    .options = options,
    .run = run,
};
