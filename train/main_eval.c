/* dl_eval --data DIR [--only PART] [--json FILE] [--lexicons DIR] : prints the evaluation table. */
#include <math.h>
#include <stdio.h>

#include "train/eval.h"
#include "train/files.h"

static int usage(void) {
    fprintf(stderr, "usage: dl_eval --data DIR [--only PART] [--json FILE] [--lexicons DIR]\n");
    return 2;
}

static int report(eval_context *c, const char *json) {
    dl_buf table = {0}, rows = {0};
    eval_print(c, &table);
    eval_json(c, &rows);
    fputs(table.data, stdout);
    int rc = file_write(json, dl_buf_view(&rows), &c->err);
    if (rc) fprintf(stderr, "dl_eval: %s\n", c->err.message);
    dl_buf_free(&table);
    dl_buf_free(&rows);
    return rc ? 1 : 0;
}

int main(int argc, char **argv) {
    const char *only = NULL, *json = "build/eval.json", *lexicons = NULL;
    eval_context c = {0};
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!value) return usage();
        if (strcmp(argv[i], "--data") == 0)
            c.folder = value;
        else if (strcmp(argv[i], "--only") == 0)
            only = value;
        else if (strcmp(argv[i], "--json") == 0)
            json = value;
        else if (strcmp(argv[i], "--lexicons") == 0)
            lexicons = value;
        else
            return usage();
    }
    if (!c.folder) return usage();
    dl_data *data = NULL;
    int rc = dl_data_open(&data, lexicons, &c.err);
    dl_arena_init(&c.arena);
    c.data = data;
    if (!rc) rc = eval_run(&c, only);
    if (rc) fprintf(stderr, "dl_eval: %s\n", c.err.message);
    int status = rc ? 1 : report(&c, json);
    dl_arena_free(&c.arena);
    dl_data_close(data);
    return status;
}
