/* dl_train_attributions --data DIR --out FILE [--epochs N] [--span-epochs N] [--seed N] [--runs N]
 * [--rate R]
 * [--decay R] [--drop N] [--bias N]: learns attributions.bin on DIR/polnear/train, shows figures on
 * dev. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/files.h"
#include "train/train_attributions.h"

static const char *option(int argc, char **argv, const char *name, const char *otherwise) {
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0) return argv[i + 1];
    return otherwise;
}

static int run(const char *folder, const char *file, const attribution_training *o, dl_error *err) {
    char train_path[4096], dev_path[4096];
    snprintf(train_path, sizeof train_path, "%s/polnear/train", folder);
    snprintf(dev_path, sizeof dev_path, "%s/polnear/dev", folder);
    dl_data *data = NULL;
    dl_parser *parser = NULL;
    polnear_corpus train = {0}, dev = {0};
    dl_buf out = {0};
    int rc = dl_data_open(&data, getenv("DATELINE_DATA"), err);
    if (!rc) rc = dl_parser_open(&parser, data, err);
    if (!rc) rc = polnear_load(&train, train_path, parser, err);
    if (!rc) rc = polnear_load(&dev, dev_path, parser, err);
    if (!rc) fprintf(stderr, "%u + %u articles\n", train.articles.count, dev.articles.count);
    if (!rc) rc = attributions_train(&train, &dev, data, o, &out, err);
    if (!rc) rc = file_write(file, dl_buf_view(&out), err);
    polnear_free(&train);
    polnear_free(&dev);
    dl_parser_close(parser);
    dl_data_close(data);
    dl_buf_free(&out);
    return rc;
}

int main(int argc, char **argv) {
    const char *folder = option(argc, argv, "--data", NULL);
    const char *file = option(argc, argv, "--out", NULL);
    if (!folder || !file) {
        fprintf(stderr,
                "usage: dl_train_attributions --data DIR --out FILE [--epochs N] [--span-epochs N]"
                " [--seed N] [--runs N] [--rate R] [--decay R] [--drop N] [--bias N]\n");
        return 2;
    }
    attribution_training o = {
        .cue_epochs = (uint32_t)atoi(option(argc, argv, "--epochs", "6")),
        .span_epochs = (uint32_t)atoi(option(argc, argv, "--span-epochs", "6")),
        .seed = (uint64_t)atoi(option(argc, argv, "--seed", "1")),
        .runs = (uint32_t)atoi(option(argc, argv, "--runs", "3")),
        .rate = atof(option(argc, argv, "--rate", "0.03")),
        .decay = atof(option(argc, argv, "--decay", "0")),
        .drop = (uint32_t)atoi(option(argc, argv, "--drop", "64")),
        .cue_bias = atoi(option(argc, argv, "--bias", "72")),
    };
    dl_error err = {0};
    int rc = run(folder, file, &o, &err);
    if (rc) fprintf(stderr, "dl_train_attributions: %s\n", err.message);
    return rc != 0;
}
