/* dateline audit: random rows, one by one, with their sentence; a person's verdict by one key; then
 * precision with its interval, and a file to publish beside the data.
 *
 * The sample is a function of the record and the seed: rows in the view's order are shuffled by
 * Fisher and Yates with splitmix64. The interval is Wilson's at 95 %. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cli.h"

typedef struct item {
    char *id, *handle, *shown, *sentence;
    char verdict; /* 'y', 'n', 'u' or 0 */
} item;

typedef struct audit {
    item *items;
    size_t count, cap;
} audit;

/* ── what there is ── */

static char *copy(const char *text) {
    return strdup(text ? text : "");
}

/* What the record claims, in one line. */
static char *claim_of(const dl_rows *rows, const char *type) {
    if (strcmp(type, "event") != 0) return copy(dl_rows_get(rows, "exact"));
    char *actors = cli_joined(dl_rows_get(rows, "actors"), "name", ", ");
    char *recipients = cli_joined(dl_rows_get(rows, "recipients"), "name", ", ");
    const char *kind = dl_rows_get(rows, "event_type"), *mode = dl_rows_get(rows, "mode");
    const char *date = dl_rows_get(rows, "date"), *place = dl_rows_get(rows, "place_name");
    const char *process = dl_rows_get(rows, "process");
    size_t size = strlen(actors) + strlen(recipients) + 512;
    char *out = malloc(size);
    if (out)
        snprintf(out, size, "%s%s%s %s: %s -> %s | %s | %s [%s]",
                 kind      ? kind
                 : process ? process
                           : "",
                 mode ? " " : "", mode ? mode : "", dl_rows_get(rows, "status"),
                 *actors ? actors : "-", *recipients ? recipients : "-", date ? date : "no date",
                 place ? place : "no place", dl_rows_get(rows, "exact"));
    free(actors);
    free(recipients);
    return out;
}

static int add(audit *a, const dl_rows *rows, const char *type) {
    if (a->count == a->cap) {
        size_t cap = a->cap ? 2 * a->cap : 256;
        item *grown = realloc(a->items, cap * sizeof *grown);
        if (!grown) return DL_ENOMEM;
        a->items = grown;
        a->cap = cap;
    }
    item *it = &a->items[a->count++];
    *it = (item){copy(dl_rows_get(rows, "id")), copy(dl_rows_get(rows, "handle")),
                 claim_of(rows, type), copy(dl_rows_get(rows, "sentence_text")), 0};
    return DL_OK;
}

static int load(audit *a, dl_record *record, const char *type, int all, dl_error *err) {
    dl_query query = {.view = type, .all = all};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &query, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more)
        if (add(a, rows, type)) break;
    dl_rows_close(rows);
    return rc;
}

static uint64_t next_random(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void shuffle(audit *a, uint64_t seed) {
    for (size_t i = a->count; i > 1; i--) {
        size_t j = (size_t)(next_random(&seed) % i);
        item kept = a->items[i - 1];
        a->items[i - 1] = a->items[j];
        a->items[j] = kept;
    }
}

/* ── asking ── */

/* One key from a terminal; the first letter of a line from anything else. EOF: no more. */
static int ask_key(void) {
    struct termios before, raw;
    if (isatty(STDIN_FILENO) && !tcgetattr(STDIN_FILENO, &before)) {
        raw = before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        int key = getchar();
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        return key;
    }
    int key = getchar();
    for (int c = key; c != EOF && c != '\n';) c = getchar();
    return key;
}

/* false: the person has had enough. */
static bool ask(const cli *c, item *it, size_t number, size_t of) {
    printf("%s%zu of %zu%s   %s\n", cli_bold(c), number, of, cli_plain(c), it->handle);
    cli_line(c, 2, it->sentence, "");
    cli_line(c, 2, it->shown ? it->shown : "", "");
    for (;;) {
        printf("  right? y n u(nsure) q(uit) ");
        fflush(stdout);
        int key = ask_key();
        putchar('\n');
        if (key == EOF || key == 'q') return false;
        if (key == 'y' || key == 'n' || key == 'u') {
            it->verdict = (char)key;
            return true;
        }
    }
}

/* ── the result ── */

static void put_result(const audit *a, size_t sample, const char *type) {
    unsigned yes = 0, no = 0, unsure = 0;
    for (size_t i = 0; i < sample; i++) {
        yes += a->items[i].verdict == 'y';
        no += a->items[i].verdict == 'n';
        unsure += a->items[i].verdict == 'u';
    }
    double n = yes + no;
    if (n <= 0) {
        puts("no verdicts");
        return;
    }
    double z = 1.959964, p = yes / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    printf(
        "%s: %u right of %u, %u unsure; precision %.3f, 95%% interval %.3f-%.3f (Wilson), of %zu "
        "rows\n",
        type, yes, yes + no, unsure, p, centre - half, centre + half, a->count);
}

static void put_cell(FILE *out, const char *text) {
    for (; text && *text; text++) fputc(*text == '\t' || *text == '\n' ? ' ' : *text, out);
}

static int write_file(const audit *a, size_t sample, const char *path, const char *type,
                      const char *seed) {
    FILE *out = fopen(path, "wb");
    if (!out) {
        fprintf(stderr, "dateline: cannot write %s\n", path);
        return CLI_FAILED;
    }
    fprintf(out, "# audit of %s, seed %s, rows %zu\nid\thandle\tverdict\tclaim\tsentence\n", type,
            seed, a->count);
    for (size_t i = 0; i < sample; i++) {
        const item *it = &a->items[i];
        if (!it->verdict) continue;
        fprintf(out, "%s\t%s\t%c\t", it->id, it->handle, it->verdict);
        put_cell(out, it->shown);
        fputc('\t', out);
        put_cell(out, it->sentence);
        fputc('\n', out);
    }
    return fclose(out) ? CLI_FAILED : CLI_OK;
}

static int run(cli *c) {
    const char *type = cli_value(c, "type"), *seed = cli_value(c, "seed");
    const char *to = cli_value(c, "to"), *sample_text = cli_value(c, "sample");
    if (c->argc) return cli_usage(c, "it takes options only");
    if (!type) type = "event";
    if (!seed) seed = "1";
    dl_record *record;
    dl_error err = {0};
    audit a = {0};
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    if (load(&a, record, type, c->all, &err)) rc = cli_fail(type, &err);
    dl_record_close(record);
    shuffle(&a, strtoull(seed, NULL, 10));
    size_t sample = sample_text ? (size_t)strtoull(sample_text, NULL, 10) : 100;
    if (sample > a.count) sample = a.count;
    for (size_t i = 0; !rc && i < sample; i++)
        if (!ask(c, &a.items[i], i + 1, sample)) break;
    if (!rc) put_result(&a, sample, type);
    if (!rc && to) rc = write_file(&a, sample, to, type, seed);
    for (size_t i = 0; i < a.count; i++) {
        item *it = &a.items[i];
        free(it->id), free(it->handle), free(it->shown), free(it->sentence);
    }
    free(a.items);
    return rc;
}

static const cli_option options[] = {
    {"type", "TYPE", "event where none is named; any view with a handle"},
    {"sample", "N", "how many rows; 100"},
    {"seed", "N", "another sample; 1"},
    {"to", "FILE", "the verdicts as a table, to publish beside the data"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_audit){
    .name = "audit",
    .group = CLI_KEEP,
    .place = 30,
    .usage = "[--type event] [--sample 100] [--seed N] [--to FILE]",
    .what = "random rows, your verdict by one key, precision with its interval",
    .help =
        "Shows each row with its sentence; y right, n wrong, u unsure, q enough. The same record\n"
        "and seed give the same rows.",
    .options = options,
    .run = run,
};
