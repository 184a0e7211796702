#include "cli/trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

void trial_name(char *name) {
    const char *folder = getenv("TMPDIR");
    snprintf(name, 4096, "%s/dateline-try-%ld.db", folder && *folder ? folder : "/tmp",
             (long)getpid());
}

static bool copy_file(const char *from, const char *to) {
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
    char bytes[1 << 16];
    size_t n;
    bool good = in && out;
    while (good && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        good = fwrite(bytes, 1, n, out) == n;
    if (in && ferror(in)) good = false;
    if (in) fclose(in);
    if (out && fclose(out)) good = false;
    return good;
}

int trial_copy(const char *path, const char *name, int must) {
    char from[5000], to[5000];
    if (!must && access(path, F_OK) != 0) return CLI_OK;
    snprintf(from, sizeof from, "%s-wal", path);
    snprintf(to, sizeof to, "%s-wal", name);
    bool good = copy_file(path, name);
    if (good && access(from, R_OK) == 0) good = copy_file(from, to);
    if (good) return CLI_OK;
    fprintf(stderr, "dateline: %s could not be copied to try it: %s\n", path, strerror(errno));
    return CLI_FAILED;
}

void trial_remove(const char *name) {
    static const char *const ends[] = {"", "-wal", "-shm"};
    char path[5000];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", name, ends[i]);
        remove(path);
    }
}
