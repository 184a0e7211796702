#include <stdlib.h>
#include <string.h>

#include "cli/added.h"
#include "cli/cli.h"
#include "cli/trial.h"

typedef struct problems {
    unsigned long kept_out;
} problems;

static int on_note(void *context, const dl_add_note *note) {
    problems *p = context;
    if (!note->path) {
        cli_progress(note->done, note->total, "reading");
        return 0;
    }
    cli_progress_end();
    dl_error err = {.code = note->code, .byte = note->byte};
    snprintf(err.message, sizeof err.message, "%s", note->message);
    if (note->code) {
        p->kept_out++;
        cli_fail(note->path, &err);
    } else {
        fprintf(stderr, "note: %s: %s\n", note->path, note->message);
    }
    return 0;
}

static dl_given given_of(const cli *c) {
    return (dl_given){.outlet = cli_value(c, "outlet"),
                      .published = cli_value(c, "published"),
                      .updated = cli_value(c, "updated"),
                      .url = cli_value(c, "url"),
                      .kind = cli_value(c, "kind"),
                      .format = cli_value(c, "format")};
}

static void print_summary(const cli *c, const dl_add_summary *s) {
    if (c->json) {
        printf("{\"inputs\":%llu,\"added\":%llu,\"known\":%llu,\"changed\":%llu,\"failed\":%llu,"
               "\"words\":%llu,\"bytes\":%llu}\n",
               (unsigned long long)s->inputs, (unsigned long long)s->added,
               (unsigned long long)s->known, (unsigned long long)s->changed,
               (unsigned long long)s->failed, (unsigned long long)s->words,
               (unsigned long long)s->bytes);
        return;
    }
    printf("%llu reports added · %llu words", (unsigned long long)s->added,
           (unsigned long long)s->words);
    if (s->known) printf(" · %llu known already", (unsigned long long)s->known);
    if (s->changed)
        printf(" · %llu with something new said of them", (unsigned long long)s->changed);
    if (s->failed) printf(" · %llu kept out, named above", (unsigned long long)s->failed);
    putchar('\n');
}

/* ── --dry-run: the reports that would be new ── */

/* The ids of all reports, each ended by a blank; freed by the caller. */
static char *known_ids(dl_record *record) {
    dl_query query = {.view = "report", .columns = "id", .all = 1};
    dl_rows *rows = NULL;
    size_t len = 0, room = 4096;
    char *ids = calloc(1, room);
    int more = 0;
    if (!ids || dl_rows_open(&rows, record, &query, NULL)) return ids;
    while (dl_rows_next(rows, &more, NULL) == DL_OK && more) {
        const char *id = dl_rows_get(rows, "id");
        size_t n = strlen(id);
        if (len + n + 2 > room) {
            char *grown = realloc(ids, room = room * 2 + n);
            if (!grown) break;
            ids = grown;
        }
        memcpy(ids + len, id, n);
        len += n;
        ids[len++] = ' ';
        ids[len] = '\0';
    }
    dl_rows_close(rows);
    return ids;
}

static void print_new(const cli *c, dl_record *record, const char *known) {
    dl_query query = {
        .view = "report", .columns = "id,path,outlet,published,title,format,words", .all = 1};
    dl_rows *rows = NULL;
    int more = 0;
    if (dl_rows_open(&rows, record, &query, NULL)) return;
    while (dl_rows_next(rows, &more, NULL) == DL_OK && more) {
        static const char *const names[] = {"path", "format", "published", "outlet", "title"};
        if (strstr(known, dl_rows_get(rows, "id"))) continue;
        if (c->json) {
            for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                printf("%s\"%s\":", i ? "," : "{", names[i]);
                cli_json_text(stdout, dl_rows_get(rows, names[i]));
            }
            printf(",\"words\":%lld}\n", (long long)dl_rows_get_int(rows, "words"));
            continue;
        }
        char line[1200];
        const char *outlet = dl_rows_get(rows, "outlet"), *day = dl_rows_get(rows, "published");
        const char *title = dl_rows_get(rows, "title");
        snprintf(line, sizeof line, "%s · %s · %s · %s", day ? day : "no date",
                 outlet ? outlet : "no outlet", title ? title : "no title",
                 dl_rows_get(rows, "format"));
        cli_line(c, 2, line, dl_rows_get(rows, "path"));
    }
    dl_rows_close(rows);
}

static int run(cli *c) {
    if (!c->argc) return cli_usage(c, "name files, folders or - for what comes in");
    dl_engine *engine = NULL;
    dl_record *record = NULL;
    dl_error err = {0};
    problems p = {0};
    dl_given given = given_of(c);
    const char *threads = cli_value(c, "threads"), *batch = cli_value(c, "batch");
    dl_add_options options = {.given = &given,
                              .meta = cli_value(c, "meta"),
                              .threads = threads ? (uint32_t)atoi(threads) : 0,
                              .batch_bytes = batch ? (uint32_t)atoi(batch) : 0,
                              .note = on_note,
                              .context = &p};
    dl_add_summary summary = {0};
    char copy[4096], *known = NULL;
    const bool dry = cli_value(c, "dry-run") != NULL;
    int rc = cli_engine(&engine);
    trial_name(copy);
    if (!rc && dry) rc = trial_copy(c->record, copy, 0);
    if (dry) c->record = copy;
    if (!rc) rc = cli_open(c, DL_RECORD_CREATE, &record);
    if (!rc && dry) known = known_ids(record);
    int64_t before = rc ? 0 : added_last_batch(record);
    if (!rc && dl_record_add(record, engine, (const char *const *)c->argv, (uint32_t)c->argc,
                             &options, &summary, &err))
        rc = cli_fail(NULL, &err);
    cli_progress_end();
    if (record && dry && known) print_new(c, record, known);
    if (record) print_summary(c, &summary);
    if (record && !dry && !c->json && summary.added) added_print(c, record, before);
    if (record && dry && !c->json) printf("nothing was recorded (--dry-run)\n");
    dl_record_close(record);
    if (dry) trial_remove(copy);
    free(known);
    dl_engine_close(engine);
    return rc ? rc : summary.failed ? CLI_SOME : CLI_OK;
}

static const cli_option options[] = {
    {"meta", "TABLE", "TSV or CSV: file and any of outlet, published, updated, url, title, …"},
    {"outlet", "NAME", "who published them"},
    {"published", "DATE", "when: 2025-12-01, 2025-12, 2025-11~ (EDTF)"},
    {"updated", "DATE", "when updated"},
    {"url", "URL", "where it was"},
    {"kind", "KIND", "news, opinion, official or relay"},
    {"format", "FORMAT", "text, html, jsonl, warc, eml, docx, pdf; else told by the bytes"},
    {"dry-run", NULL, "only show what would be recorded"},
    {"threads", "N", "how many cores; else all"},
    {"batch", "BYTES", "raw bytes a commit, at most 8388608; else 1048576"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_add){
    .name = "add",
    .group = CLI_PUT_IN,
    .place = 1,
    .usage = "FILE…",
    .what = "read reports into the record: files, folders, archives, - for stdin",
    .help =
        "Makes the record where there is none. What is given here is kept as said by you, not\n"
        "read from the text. The same bytes are one report: adding a file twice changes nothing.\n"
        "A file that cannot be read is named with its cause and the rest goes on.\n\n"
        "  dateline add --meta published.tsv reports/*.txt",
    .options = options,
    .run = run,
};
