/* main.c - finds the command, reads its options, runs it. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

extern const cli_command *const __start_cli_commands[];
extern const cli_command *const __stop_cli_commands[];

enum { COMMANDS_MAX = 64 };

static int by_group(const void *a, const void *b) {
    const cli_command *x = *(const cli_command *const *)a, *y = *(const cli_command *const *)b;
    if (x->group != y->group) return x->group < y->group ? -1 : 1;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return strcmp(x->name, y->name);
}

const cli_command *const *cli_all(unsigned *count) {
    static const cli_command *all[COMMANDS_MAX];
    static unsigned n;
    if (!n) {
        /* cppcheck-suppress comparePointers ; the linker puts both ends around one section */
        for (const cli_command *const *p = __start_cli_commands; p < __stop_cli_commands; p++)
            if (*p && n < COMMANDS_MAX) all[n++] = *p;
        if (n > 1) qsort(all, n, sizeof *all, by_group);
    }
    *count = n;
    return all;
}

const cli_command *cli_find(const char *name) {
    unsigned n;
    const cli_command *const *all = cli_all(&n);
    for (unsigned i = 0; i < n; i++)
        if (!strcmp(all[i]->name, name)) return all[i];
    return NULL;
}

const char *cli_value(const cli *c, const char *name) {
    for (int i = 0; c->command->options && c->command->options[i].name; i++)
        if (!strcmp(c->command->options[i].name, name)) return c->values[i];
    return NULL;
}

/* The index of an option among the command's own, -1: none. len: of its name. */
static int own_option(const cli_command *command, const char *name, size_t len) {
    for (int i = 0; command->options && command->options[i].name && i < CLI_OPTIONS; i++)
        if (strlen(command->options[i].name) == len &&
            !strncmp(command->options[i].name, name, len))
            return i;
    return -1;
}

static bool is_name(const char *name, size_t len, const char *what) {
    return strlen(what) == len && !strncmp(name, what, len);
}

/* One "--name", "--name=value" or "--name value"; returns how many words it took, 0: wrong. */
static int take_option(cli *c, char **words, bool *help) {
    const char *name = words[0] + 2, *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const char *next = equals ? equals + 1 : words[1];
    if (is_name(name, len, "help")) return (*help = true), 1;
    if (is_name(name, len, "json")) return (c->json = true), 1;
    if (is_name(name, len, "all")) return (c->all = true), 1;
    int own = own_option(c->command, name, len);
    bool flag = own >= 0 && !c->command->options[own].arg;
    if (flag && !equals) return (c->values[own] = ""), 1;
    if (flag || !next) return 0;
    if (is_name(name, len, "record"))
        c->record = next;
    else if (own >= 0)
        c->values[own] = next;
    else
        return 0;
    return equals ? 1 : 2;
}

/* Puts the words that are no options together at the front of argv. */
static int take_words(cli *c, int argc, char **argv, bool *help) {
    int kept = 0;
    bool options = true;
    for (int i = 0; i < argc;) {
        if (options && !strcmp(argv[i], "--")) {
            options = false;
            i++;
        } else if (options && !strncmp(argv[i], "--", 2)) {
            int took = take_option(c, argv + i, help);
            if (!took) {
                char complaint[256];
                snprintf(complaint, sizeof complaint, "%s is not known here, or lacks its value",
                         argv[i]);
                return cli_usage(c, complaint);
            }
            i += took;
        } else {
            argv[kept++] = argv[i++];
        }
    }
    argv[kept] = NULL;
    c->argc = kept;
    c->argv = argv;
    return CLI_OK;
}

static void look_at_terminal(cli *c) {
    struct winsize size;
    c->terminal = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    c->width = 100;
    if (c->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
        size.ws_col < 100)
        c->width = size.ws_col < 40 ? 40 : size.ws_col;
}

/* The command's name may stand after common options: dateline --record x brief. */
static int find_name(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) return i;
        if (!strcmp(argv[i], "--record")) i++;
    }
    return -1;
}

int main(int argc, char **argv) {
    cli c = {.record = getenv("DATELINE_RECORD")};
    if (!c.record || !*c.record) c.record = "dateline.db";
    look_at_terminal(&c);
    int at = find_name(argc, argv);
    bool bare = at < 0, help = false;
    c.command = cli_find(bare ? "brief" : argv[at]);
    if (!c.command && bare) c.command = cli_find("help");
    if (!c.command) {
        fprintf(stderr, "dateline: there is no command \"%s\"; dateline help lists them\n",
                argv[at]);
        return CLI_USAGE;
    }
    for (int i = at; !bare && i > 1; i--) argv[i] = argv[i - 1]; /* options before it come after */
    int skip = bare ? 1 : 2;
    int rc = take_words(&c, argc - skip, argv + skip, &help);
    if (rc) return rc;
    char *words[] = {(char *)c.command->name, NULL};
    if (help) {
        c.argc = bare ? 0 : 1;
        c.argv = words;
        c.command = cli_find("help");
    }
    rc = c.command->run(&c);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "dateline: what was printed could not be written (full disk?)\n");
        return CLI_FAILED;
    }
    return rc;
}
