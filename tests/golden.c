/* dl_golden STAGE [--update] FILE-OR-FOLDER… : runs golden cases (see golden.h). */
#include "golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    dl_golden_stage *run;
} stages[] = {
    {"attributions", golden_attributions},
    {"coref", golden_coref},
    {"names", golden_names},
    {"relays", golden_relays},
    {"speakers", golden_speakers},
    {"times", golden_times},
    {"events", golden_events},
    {"tsv", golden_tsv},
    {"tokens", golden_tokens},
    {"tree", golden_tree},
    {"copies", golden_copies},
    {"entities", golden_entities},
    {"meetings", golden_meetings},
    {"read", golden_read},
    {"plan", golden_plan},
    {"differ", golden_differ},
    {"positions", golden_positions},
};

typedef struct runner {
    const dl_data *data;
    dl_golden_stage *run;
    bool update;
    int passed, failed;
} runner;

static bool read_all(const char *path, dl_buf *out) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    char chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) dl_buf_add(out, chunk, n);
    fclose(f);
    return true;
}

static dl_str take_line(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t n = nl ? (size_t)(nl - rest->ptr) + 1 : rest->len;
    dl_str line = {rest->ptr, n};
    rest->ptr += n;
    rest->len -= n;
    return line;
}

static void compare(runner *r, const char *path, dl_str title, dl_str expected, dl_str got) {
    if (dl_str_eq(dl_str_trim(expected), dl_str_trim(got))) {
        r->passed++;
        return;
    }
    r->failed++;
    printf("%s: %.*s\nexpected:\n%.*s\ngot:\n%.*s\n\n", path, (int)title.len, title.ptr,
           (int)expected.len, expected.ptr, (int)got.len, got.ptr);
}

/* Runs the cases of one file; writes it anew when updating. */
static void run_file(runner *r, const char *path) {
    dl_buf file = {0}, out = {0}, got = {0};
    if (!read_all(path, &file)) {
        printf("%s: cannot read\n", path);
        r->failed++;
        return;
    }
    dl_str rest = dl_buf_view(&file);
    while (rest.len) {
        dl_str title = take_line(&rest);
        if (!dl_str_starts(title, DL_STR("==="))) {
            dl_buf_str(&out, title);
            continue;
        }
        dl_str input = {rest.ptr, 0}, line = {NULL, 0};
        while (rest.len && (line = take_line(&rest), !dl_str_is(dl_str_trim(line), "---")))
            input.len += line.len;
        dl_str expected = {rest.ptr, 0};
        while (rest.len && !dl_str_starts(rest, DL_STR("===")))
            expected.len += take_line(&rest).len;
        dl_buf_clear(&got);
        dl_error err = {0};
        int rc = r->run(r->data, dl_str_sub(input, 0, input.len ? input.len - 1 : 0), &got, &err);
        if (rc) dl_buf_printf(&got, "failed (%d): %s\n", rc, err.message);
        compare(r, path, dl_str_trim(title), expected, dl_buf_view(&got));
        dl_buf_str(&out, title);
        dl_buf_str(&out, input);
        dl_buf_puts(&out, "---\n");
        dl_buf_str(&out, dl_str_trim(dl_buf_view(&got)));
        dl_buf_puts(&out, rest.len ? "\n\n" : "\n");
    }
    FILE *f = r->update ? fopen(path, "wb") : NULL;
    if (f) {
        fwrite(out.data, 1, out.len, f);
        fclose(f);
    }
    dl_buf_free(&file);
    dl_buf_free(&out);
    dl_buf_free(&got);
}

static void run_path(runner *r, const char *path) {
    struct stat st;
    if (stat(path, &st) || !S_ISDIR(st.st_mode)) {
        run_file(r, path);
        return;
    }
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char full[4096];
        size_t len = strlen(names[i]->d_name);
        snprintf(full, sizeof full, "%s/%s", path, names[i]->d_name);
        if (len > 4 && strcmp(names[i]->d_name + len - 4, ".txt") == 0) run_file(r, full);
        free(names[i]);
    }
    if (n >= 0) free(names);
}

int main(int argc, char **argv) {
    runner r = {0};
    for (size_t i = 0; argc > 1 && i < DL_COUNT(stages); i++)
        if (strcmp(stages[i].name, argv[1]) == 0) r.run = stages[i].run;
    if (!r.run || argc < 3) {
        fprintf(stderr, "usage: dl_golden STAGE [--update] FILE-OR-FOLDER…\nstages:");
        for (size_t i = 0; i < DL_COUNT(stages); i++) fprintf(stderr, " %s", stages[i].name);
        fprintf(stderr, "\n");
        return 2;
    }
    dl_data *data;
    dl_error err;
    if (dl_data_open(&data, getenv("DATELINE_DATA"), &err)) {
        fprintf(stderr, "dl_golden: %s\n", err.message);
        return 2;
    }
    r.data = data;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            r.update = true;
        else
            run_path(&r, argv[i]);
    }
    dl_data_close(data);
    printf("%d passed, %d failed\n", r.passed, r.failed);
    return r.update ? 0 : r.failed || r.passed == 0;
}
