#include "cli/cli.h"

typedef struct printing {
    const cli *c;
    bool first;
} printing;

static void on_problem(void *context, const char *what, const char *message) {
    printing *p = context;
    if (!p->c->json) {
        printf("%s: %s\n", what, message);
        return;
    }
    printf("%s{\"what\":", p->first ? "\n" : ",\n");
    cli_json_text(stdout, what);
    printf(",\"message\":");
    cli_json_text(stdout, message);
    printf("}");
    p->first = false;
}

static int run(cli *c) {
    if (c->argc) return cli_usage(c, "it takes no names");
    dl_record *record;
    dl_error err = {0};
    uint64_t problems = 0;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    printing p = {c, true};
    if (c->json) printf("[");
    if (dl_record_check(record, on_problem, &p, &problems, &err)) rc = cli_fail(c->record, &err);
    dl_record_close(record);
    if (c->json)
        printf("\n]\n");
    else if (!rc && !problems)
        printf("the record holds: file, hashes, spans, finds, decisions\n");
    return rc ? rc : problems ? CLI_SOME : CLI_OK;
}

CLI_COMMAND(cmd_check){
    .name = "check",
    .group = CLI_KEEP,
    .place = 2,
    .usage = "",
    .what = "whether the record file is whole (the file, not the news)",
    .help = "SQLite's own check, every stored word against the stored text, every text and report\n"
            "against its hash, every decision against what it holds on to. Changes nothing.",
    .run = run,
};
