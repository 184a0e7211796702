/* dl_train PART --data DIR --out FILE … : learns one model. tools/train.sh learns them all. */
#include <stdio.h>
#include <stdlib.h>

#include "train/train.h"

static const struct {
    const char *name;
    int (*run)(const train_options *options, dl_error *err);
    uint32_t epochs, width, dim;
    float rate, dropout;
} parts[] = {
    {"sentences", train_split, 4, 64, 32, 0.001f, 0.4f},
    {"tagger", train_tagger, 8, 128, 48, 0.001f, 0.2f},
    {"jackknife", train_jackknife, 5, 128, 48, 0.001f, 0.2f},
    {"silver", train_silver, 3, 0, 0, 0, 0},
    {"lemmas", train_lemmas, 0, 0, 0, 0, 0},
    {"parser", train_parser, 10, 128, 48, 0.001f, 0.2f},
    {"names", train_names, 8, 0, 0, 0, 0},
};

static int usage(void) {
    fprintf(stderr, "usage: dl_train PART --data DIR [--out FILE] [--tags FILE] [--seed N]\n"
                    "       [--epochs N] [--width N] [--dim N] [--rate X] [--dropout X]\nparts:");
    for (size_t i = 0; i < DL_COUNT(parts); i++) fprintf(stderr, " %s", parts[i].name);
    fprintf(stderr, "\n");
    return 2;
}

static bool option(train_options *o, const char *name, const char *value) {
    if (strcmp(name, "--data") == 0)
        o->folder = value;
    else if (strcmp(name, "--out") == 0)
        o->out = value;
    else if (strcmp(name, "--tags") == 0)
        o->tags = value;
    else if (strcmp(name, "--silver") == 0)
        o->silver = value;
    else if (strcmp(name, "--teachers") == 0)
        o->teachers = value;
    else if (strcmp(name, "--seed") == 0)
        o->seed = strtoull(value, NULL, 10);
    else if (strcmp(name, "--epochs") == 0)
        o->epochs = (uint32_t)atoi(value);
    else if (strcmp(name, "--width") == 0)
        o->width = (uint32_t)atoi(value);
    else if (strcmp(name, "--dim") == 0)
        o->dim = (uint32_t)atoi(value);
    else if (strcmp(name, "--rate") == 0)
        o->rate = strtof(value, NULL);
    else if (strcmp(name, "--dropout") == 0)
        o->dropout = strtof(value, NULL);
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    size_t part = 0;
    if (argc < 2) return usage();
    while (part < DL_COUNT(parts) && strcmp(argv[1], parts[part].name) != 0) part++;
    if (part == DL_COUNT(parts)) return usage();
    train_options o = {.seed = 1,
                       .epochs = parts[part].epochs,
                       .width = parts[part].width,
                       .dim = parts[part].dim,
                       .rate = parts[part].rate,
                       .dropout = parts[part].dropout};
    for (int i = 2; i < argc; i += 2)
        if (i + 1 == argc || !option(&o, argv[i], argv[i + 1])) return usage();
    if (!o.folder) return usage();
    dl_error err = {0};
    int rc = parts[part].run(&o, &err);
    if (rc) fprintf(stderr, "dl_train: %s\n", err.message);
    return rc ? 1 : 0;
}
