/* Runs a fuzz target over files, without a fuzzer: `replay_NAME FILE-OR-FOLDER…`. Each file as it
 * is, then cut at every 16th of it, then with single bytes changed in a fixed order. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static unsigned long runs;

static void run(const uint8_t *bytes, size_t len) {
    uint8_t *exact = malloc(len ? len : 1); /* a copy of its own, so that sanitizers see its end */
    if (!exact) exit(2);
    memcpy(exact, bytes, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    runs++;
}

static void run_file(const char *path) {
    FILE *f = fopen(path, "rb");
    static uint8_t bytes[1 << 20];
    size_t len = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (!f) exit(2);
    fclose(f);
    run(bytes, len);
    for (size_t i = 1; i < 16; i++) run(bytes, len * i / 16);
    static const uint8_t bad[] = {0, 0xff, '<', '"', '\\', '\n', 0x80, '&', '{', '9'};
    uint32_t seed = 12345;
    for (int i = 0; len && i < 200; i++) {
        seed = seed * 1103515245 + 12345;
        size_t at = (seed >> 8) % len;
        uint8_t old = bytes[at];
        bytes[at] = bad[i % (int)sizeof bad];
        run(bytes, len);
        if (i % 3) bytes[at] = old; /* every third change stays */
    }
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct dirent **names;
        int n = scandir(argv[i], &names, NULL, alphasort);
        if (n < 0) {
            run_file(argv[i]);
            continue;
        }
        for (int k = 0; k < n; k++) {
            char path[4096];
            struct stat st;
            snprintf(path, sizeof path, "%s/%s", argv[i], names[k]->d_name);
            if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) run_file(path);
            free(names[k]);
        }
        free(names);
    }
    printf("%lu runs\n", runs);
    return runs == 0;
}
