/* files.h - whole files and folders for trainers and evaluation. */
#ifndef DL_TRAIN_FILES_H
#define DL_TRAIN_FILES_H

#include "base/buf.h"
#include "base/error.h"

typedef struct file_names {
    char **items; /* in byte order */
    uint32_t count;
} file_names;

/* Appends a file's bytes. DL_EIO names the path. */
int file_read(const char *path, dl_buf *out, dl_error *err);
int file_write(const char *path, dl_str bytes, dl_error *err);
bool file_is_folder(const char *path);
/* Names below path that end in suffix, sorted; the caller frees (also after an error). */
int file_list(file_names *names, const char *path, const char *suffix, dl_error *err);
void file_names_free(file_names *names);

#endif
