#include <string.h>

#include "cli/cli.h"

static const char *const group_names[CLI_GROUPS] = {"put in", "look", "decide", "send", "keep"};

static void print_option(const char *name, const char *arg, const char *what) {
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", name, arg ? " " : "", arg ? arg : "");
    printf("  %-24s %s\n", left, what);
}

static void print_command(const cli_command *command) {
    printf("dateline %s %s\n\n%s\n", command->name, command->usage, command->what);
    if (command->help) printf("\n%s\n", command->help);
    printf("\noptions\n");
    for (int i = 0; command->options && command->options[i].name; i++)
        print_option(command->options[i].name, command->options[i].arg, command->options[i].what);
    print_option("record", "FILE", "the record; else $DATELINE_RECORD, else ./dateline.db");
    print_option("all", NULL, "rows of low certainty as well");
    print_option("json", NULL, "the same as JSON");
    printf(
        "\nexit codes: 0 all done; 1 done, but something was kept out or does not hold, each is\n"
        "named; 2 the command line makes no sense; 3 it failed, the message says why.\n");
}

static void print_all(const cli *c) {
    unsigned n;
    const cli_command *const *all = cli_all(&n);
    printf("dateline reads news reports about a negotiation or a conflict and keeps the sourced\n"
           "record of it. Every line leads back to a sentence: dateline show HANDLE opens it.\n");
    for (unsigned i = 0; i < n; i++) {
        if (i == 0 || all[i]->group != all[i - 1]->group) {
            putchar('\n');
            cli_head(c, group_names[all[i]->group]);
        }
        printf("  %-10s %s\n", all[i]->name, all[i]->what);
    }
    printf(
        "\nBare dateline prints the brief. --record FILE, --json and --all go with every command;\n"
        "dateline COMMAND --help says more. REPORT is a file name or its shortest unique part,\n"
        "NAME any form of a name.\n"
        "exit codes: 0 done; 1 done, but something named was kept out; 2 wrong use; 3 failed\n");
}

static int run(cli *c) {
    if (c->argc == 0) {
        print_all(c);
        return CLI_OK;
    }
    const cli_command *command = cli_find(c->argv[0]);
    if (!command) {
        fprintf(stderr, "dateline: there is no command \"%s\"; dateline help lists them\n",
                c->argv[0]);
        return CLI_USAGE;
    }
    print_command(command);
    return CLI_OK;
}

CLI_COMMAND(cmd_help){
    .name = "help",
    .group = CLI_KEEP,
    .place = 90,
    .usage = "[COMMAND]",
    .what = "what there is, and how a command is used",
    .run = run,
};
