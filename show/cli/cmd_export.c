#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "common/redact.h"
#include "export/export.h"

static const export_format *find_format(const char *name) {
    for (const export_format *const *p = __start_export_formats; p < __stop_export_formats; p++)
        if (*p && !strcmp((*p)->name, name)) return *p;
    return NULL;
}

static int complain(const char *name) {
    fprintf(stderr, "dateline export: there is no format \"%s\"; there are:\n", name);
    for (const export_format *const *p = __start_export_formats; p < __stop_export_formats; p++)
        if (*p) fprintf(stderr, "  %-10s %s\n", (*p)->name, (*p)->what);
    return CLI_USAGE;
}

/* The export without the people named by --redact: held back whole, then written. */
static int run_redacted(const export_format *format, dl_record *record, const char *of,
                        const cli *c, FILE *out, dl_error *err) {
    redact names;
    char *held = NULL;
    size_t len = 0;
    int rc = redact_open(&names, record, cli_value(c, "redact"), err);
    FILE *memory = rc ? NULL : open_memstream(&held, &len);
    if (!rc && !memory) rc = DL_ENOMEM;
    if (!rc) rc = format->run(record, of, c->all, memory, err);
    if (memory) fclose(memory);
    text kept = {0};
    if (!rc) redact_text(&names, held, len, &kept);
    if (kept.data) fwrite(kept.data, 1, kept.len, out);
    text_free(&kept);
    free(held);
    redact_free(&names);
    return rc;
}

static int write_export(const cli *c, const export_format *format, dl_record *record,
                        const char *to) {
    FILE *out = to ? fopen(to, "wb") : stdout;
    if (!out) {
        fprintf(stderr, "dateline: cannot write %s: %s\n", to, strerror(errno));
        return CLI_FAILED;
    }
    dl_error err = {0};
    const char *of = cli_value(c, "status") ? cli_value(c, "status") : cli_value(c, "of");
    int failed = cli_value(c, "redact") ? run_redacted(format, record, of, c, out, &err)
                                        : format->run(record, of, c->all, out, &err);
    int rc = failed ? cli_fail(NULL, &err) : CLI_OK;
    bool lost = fflush(out) || ferror(out);
    if (to && fclose(out)) lost = true;
    if (!lost) return rc;
    fprintf(stderr, "dateline: the export could not be written: %s\n", strerror(errno));
    return CLI_FAILED;
}

static int run(cli *c) {
    const char *as = cli_value(c, "as"), *to = cli_value(c, "to");
    if (c->argc) return cli_usage(c, "name no files; --to FILE says where it goes");
    const export_format *format = find_format(as ? as : "jsonl");
    if (!format) return complain(as);
    dl_record *record;
    int rc = cli_open(c, DL_RECORD_READ, &record);
    if (rc) return rc;
    rc = write_export(c, format, record, to);
    dl_record_close(record);
    return rc;
}

static const cli_option options[] = {
    {"as", "FORMAT", "jsonl where none is named; --as ? lists them"},
    {"of", "NAME", "only this type or view"},
    {"status", "all", "plover: denied, possible and historical events as well"},
    {"redact", "NAMES", "every form of these names is taken out"},
    {"to", "FILE", "where it goes; else stdout"},
    {NULL, NULL, NULL},
};

CLI_COMMAND(cmd_export){
    .name = "export",
    .group = CLI_SEND,
    .place = 1,
    .usage = "[--as FORMAT] [--of NAME] [--to FILE]",
    .what = "the record in other forms: jsonl, csv, dump, …",
    .help = "jsonl follows the contract of docs/export.md; dump is canonical: the same reports,\n"
            "decisions and program give the same bytes.",
    .options = options,
    .run = run,
};
