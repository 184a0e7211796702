/* print.c - how lines look; nothing here knows a view. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static bool continues(char c) {
    return ((unsigned char)c & 0xc0) == 0x80;
}

int cli_columns(const char *text) {
    int n = 0;
    for (const char *p = text; *p; p++) n += !continues(*p);
    return n;
}

void cli_put(const char *text, int columns, bool pad) {
    int all = cli_columns(text), n = 0;
    bool cut = all > columns;
    const char *p = text;
    while (*p && (n < columns - cut || continues(*p))) {
        if (!continues(*p)) {
            if (n == columns - cut) break;
            n++;
        }
        putchar(*p++);
    }
    if (cut) fputs("…", stdout);
    for (n += cut; pad && n < columns; n++) putchar(' ');
}

/* Bytes of the next line of at most columns, broken at a blank where there is one. */
static size_t line_length(const char *text, int columns) {
    size_t at = 0, blank = 0;
    int n = 0;
    while (text[at] && n <= columns) {
        if (text[at] == ' ') blank = at;
        if (n == columns && text[at] != ' ') break;
        do at++;
        while (continues(text[at]));
        n++;
    }
    if (!text[at] && n <= columns) return at;
    return blank ? blank : at;
}

/* lead: the first line's indent is there already. Returns the columns the last line takes. */
static int put_wrapped(const char *text, int indent, int width, bool lead) {
    int used = 0;
    for (;; lead = false) {
        size_t n = line_length(text, width - indent);
        printf("%*s%.*s", lead ? 0 : indent, "", (int)n, text);
        used = 0;
        for (size_t i = 0; i < n; i++) used += !continues(text[i]);
        text += n;
        while (*text == ' ') text++;
        if (!*text) return indent + used;
        putchar('\n');
    }
}

void cli_wrap(const char *text, int indent, int width) {
    put_wrapped(text, indent, width, false);
    putchar('\n');
}

void cli_wrap_after(const char *text, int indent, int width) {
    put_wrapped(text, indent, width, true);
    putchar('\n');
}

void cli_line(const cli *c, int indent, const char *text, const char *handle) {
    int room = handle ? cli_columns(handle) : 0;
    int used = put_wrapped(text, indent, c->width - (room ? room + 2 : 0), false);
    if (room) printf("%*s%s%s%s", c->width - used - room, "", cli_dim(c), handle, cli_plain(c));
    putchar('\n');
}

const char *cli_bold(const cli *c) {
    return c->terminal ? "\033[1m" : "";
}
const char *cli_dim(const cli *c) {
    return c->terminal ? "\033[2m" : "";
}
const char *cli_plain(const cli *c) {
    return c->terminal ? "\033[0m" : "";
}

void cli_head(const cli *c, const char *text) {
    printf("%s%s%s\n", cli_bold(c), text, cli_plain(c));
}

/* ── errors ── */

int cli_fail(const char *what, const dl_error *err) {
    fprintf(stderr, "dateline: %s%s%s", what ? what : "", what ? ": " : "", err->message);
    if (err->byte != UINT64_MAX) fprintf(stderr, " (byte %llu)", (unsigned long long)err->byte);
    fputc('\n', stderr);
    return CLI_FAILED;
}

int cli_usage(const cli *c, const char *complaint) {
    fprintf(stderr, "dateline %s: %s\nusage: dateline %s %s\nmore:  dateline help %s\n",
            c->command->name, complaint, c->command->name, c->command->usage, c->command->name);
    return CLI_USAGE;
}

int cli_open(const cli *c, unsigned flags, dl_record **record) {
    dl_error err = {0};
    return dl_record_open(record, c->record, flags, &err) ? cli_fail(c->record, &err) : CLI_OK;
}

int cli_engine(dl_engine **engine) {
    dl_error err = {0};
    const char *data = getenv("DATELINE_DATA");
    return dl_engine_open(engine, data && *data ? data : NULL, &err) ? cli_fail(NULL, &err)
                                                                     : CLI_OK;
}

/* ── progress ── */

void cli_progress(uint64_t done, uint64_t total, const char *what) {
    static int last = -1;
    if (!isatty(STDERR_FILENO)) return;
    int percent = total ? (int)(done * 100 / total) : 0;
    if (total && percent == last) return;
    last = percent;
    if (!total) {
        fprintf(stderr, "\r%s %llu MB ", what, (unsigned long long)(done >> 20));
        return;
    }
    char bar[41];
    for (int i = 0; i < 40; i++) bar[i] = i < percent * 40 / 100 ? '#' : '.';
    bar[40] = '\0';
    fprintf(stderr, "\r%s [%s] %3d %%", what, bar, percent);
}

void cli_progress_end(void) {
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%70s\r", "");
}
