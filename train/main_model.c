/* dl_model dump FILE : what a file of weights holds. */
#include <stdio.h>

#include "base/weights.h"
#include "train/files.h"

static void dump_section(dl_str name, dl_str bytes) {
    printf("%-12.*s %9zu bytes", (int)name.len, name.ptr, bytes.len);
    if (dl_str_is(name, "notes")) {
        printf("\n    %.*s", (int)bytes.len, bytes.ptr);
    } else if (dl_str_is(name, "shape")) {
        static const char *const what[] = {"dim",    "places",  "width", "small",
                                           "values", "outputs", "shift", "vocabulary"};
        for (size_t i = 0; i < DL_COUNT(what) && (i + 1) * 4 <= bytes.len; i++) {
            uint32_t v;
            memcpy(&v, bytes.ptr + i * 4, sizeof v);
            printf("%s %s %u", i ? "," : "  ", what[i], v);
        }
    }
    printf("\n");
}

int main(int argc, char **argv) {
    if (argc != 3 || strcmp(argv[1], "dump") != 0) {
        fprintf(stderr, "usage: dl_model dump FILE\n");
        return 2;
    }
    dl_error err = {0};
    dl_buf file = {0};
    dl_weights weights;
    int rc = file_read(argv[2], &file, &err);
    if (!rc) rc = dl_weights_open(&weights, dl_buf_view(&file), &err);
    if (rc)
        fprintf(stderr, "dl_model: %s: %s\n", argv[2], err.message);
    else
        printf("version %d, %zu bytes, checksum good\n", DL_WEIGHTS_VERSION, file.len);
    for (uint32_t i = 0; !rc && i < weights.count; i++)
        dump_section(dl_weights_name(&weights, i), dl_weights_section(&weights, i));
    dl_buf_free(&file);
    return rc ? 1 : 0;
}
