/* cli.h - the frame of the program: commands, options, how lines look.
 *
 * A command is one file cmd_<name>.c: its run function and one CLI_COMMAND entry with its help.
 * Nothing keeps a second list: the entries meet in a section of the program and main.c sorts them
 * by group and place. Everything printed comes from dl_rows.
 */
#ifndef DL_CLI_CLI_H
#define DL_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "dateline.h"

/* Exit codes, the same for every command; `dateline help` prints them. */
enum {
    CLI_OK = 0,
    CLI_SOME = 1,  /* done, but something was kept out or does not hold; each was named */
    CLI_USAGE = 2, /* the command line makes no sense */
    CLI_FAILED = 3 /* nothing, or not all, was done: the message says why */
};

typedef enum cli_group {
    CLI_PUT_IN,
    CLI_LOOK,
    CLI_DECIDE,
    CLI_SEND,
    CLI_KEEP,
    CLI_GROUPS
} cli_group;

typedef struct cli_option {
    const char *name; /* without the dashes; NULL ends the list */
    const char *arg;  /* "DATE"; NULL: a flag */
    const char *what;
} cli_option;

struct cli;

typedef struct cli_command {
    const char *name;
    cli_group group;
    int place;                 /* in its group */
    const char *usage;         /* what follows the name: "FILE…" */
    const char *what;          /* one line */
    const char *help;          /* more lines: what it prints, an example; may be NULL */
    const cli_option *options; /* its own; NULL: none */
    int (*run)(struct cli *c);
} cli_command;

#define CLI_COMMAND(entry)                                                                         \
    static const cli_command entry;                                                                \
    static const cli_command *const entry##_link __attribute__((section("cli_commands"), used)) =  \
        &entry;                                                                                    \
    static const cli_command entry =

enum { CLI_OPTIONS = 24 };

/* One run of a command. */
typedef struct cli {
    const cli_command *command;
    const char *record; /* --record, $DATELINE_RECORD or dateline.db */
    bool json, all;     /* --json, --all */
    bool terminal;      /* stdout is one: colour, its width */
    int width;          /* columns: the terminal's, at most 100; 100 where there is none */
    int argc;           /* what is left after options */
    char **argv;        /* ended by NULL */
    const char
        *values[CLI_OPTIONS]; /* by place in command->options; NULL: not given; "" for a flag */
} cli;

/* The value of one of the command's options; NULL: not given. */
const char *cli_value(const cli *c, const char *name);
const cli_command *cli_find(const char *name);
/* Every command, sorted by group and place. */
const cli_command *const *cli_all(unsigned *count);

/* Says on stderr what went wrong (place, cause, remedy) and returns CLI_FAILED. what: the file or
 * thing it went wrong with; may be NULL. */
int cli_fail(const char *what, const dl_error *err);
/* Says how to use the command and returns CLI_USAGE. */
int cli_usage(const cli *c, const char *complaint);
/* Opens the record for reading (or flags); on failure says so and returns CLI_FAILED. */
int cli_open(const cli *c, unsigned flags, dl_record **record);
int cli_engine(dl_engine **engine); /* with $DATELINE_DATA */

/* ── printing ── */

/* The rows as a JSON array, one object a line. Closes rows. */
int cli_json(dl_rows *rows);
/* Opens the view with the query and prints it as JSON. */
int cli_json_view(dl_record *record, const dl_query *query);
/* A JSON string (NULL: null) to out. */
void cli_json_text(FILE *out, const char *text);

/* Columns a text takes on a terminal (characters, not bytes). */
int cli_columns(const char *text);
/* At most columns of text, with "…" where it was cut; then blanks up to columns where pad. */
void cli_put(const char *text, int columns, bool pad);
/* Text over several lines, indented, at most width columns; first: columns used already. */
void cli_wrap(const char *text, int indent, int width);
/* The same where the first line has its lead already, indent columns long. */
void cli_wrap_after(const char *text, int indent, int width);
/* One line: text on the left, the handle at the right edge. Longer text goes over several lines,
 * indented; the handle ends the last. */
void cli_line(const cli *c, int indent, const char *text, const char *handle);
/* Bold and dim on a terminal, plain elsewhere. */
void cli_head(const cli *c, const char *text);
const char *cli_bold(const cli *c);
const char *cli_dim(const cli *c);
const char *cli_plain(const cli *c);

/* ── JSON values of rows ── */

/* Walks a JSON list of strings, or of objects' members `key` (NULL: the strings themselves). Calls
 * each with the decoded text (NULL for null); stops early where each returns other than 0. */
void cli_each(const char *json, const char *key, int (*each)(void *context, const char *text),
              void *context);
/* The list joined by separator into a text that the caller frees; "" for an empty list. */
char *cli_joined(const char *json, const char *key, const char *separator);

/* ── reports ── */

/* Finds the report that a person means (handle, file name or its shortest unique part, beginning
 * of its id), with ":N" for a sentence. Says why not. *id: freed by the caller. */
int cli_report(dl_record *record, const char *text, char **id, char **handle, int *sentence);

/* ── progress ── */

/* A bar on stderr while work is long and stderr is a terminal. total 0: not known. */
void cli_progress(uint64_t done, uint64_t total, const char *what);
void cli_progress_end(void);

#endif
