/* said.h - statements for the commands said and who: which, and how they are printed. */
#ifndef DL_CLI_SAID_H
#define DL_CLI_SAID_H

#include "cli/cli.h"

enum { SAID_IDS = 64 };

typedef struct said_filter {
    const char *words, *by, *via, *since, *kind, *class; /* NULL: any */
    char *ids[SAID_IDS];                                 /* entities that `by` may mean */
    unsigned id_count;
    const char *not_by; /* an entity id: statements of others that name `words` */
} said_filter;

/* Entities one of whose forms holds name, into ids. */
int said_find(dl_record *record, said_filter *filter, const char *name, dl_error *err);
void said_free(said_filter *filter);
/* Prints the statements that pass, by speaker and day; --json: the attributions' rows as an array.
 * title: a heading before the first one; NULL: none. */
int said_print(const cli *c, dl_record *record, const said_filter *filter, const char *title,
               unsigned *shown);

#endif
