/* input.h - what a person names (files, folders, archives, stdin) -> the raw bytes of one report
 * after another, in constant memory.
 *
 *   paths ──> folders in sorted order ──> gzip ──> WARC | JSONL | mbox | zip, tar ──> items
 *
 * By content, never by name. A member that cannot be read is an item with an error; the iteration
 * goes on with the next one.
 *
 * What "the raw bytes" are, so that spans can be checked against them later:
 *   file    the file, un-gzipped
 *   JSONL   the line, without its line break (or the object, in a pretty-printed file or array)
 *   mbox    the mail, without its "From " line, with ">From " quoting undone
 *   WARC    the record's header lines and HTTP header as they stand, then the HTTP body with its
 *           transfer and content codings (chunked, gzip, deflate) undone
 *   zip/tar the member
 */
#ifndef DL_READ_INPUT_H
#define DL_READ_INPUT_H

#include "base/buf.h"
#include "base/error.h"

typedef struct dl_input dl_input;

typedef struct dl_input_item {
    dl_str path; /* "folder/page.html"; "file.warc#N": the Nth record or the Nth line, from 1 */
    dl_str raw;  /* valid until the next call */
    const char *format; /* static text; NULL: by content */
    dl_error error;     /* code 0: raw is there; otherwise what is wrong with the member */
} dl_input_item;

typedef struct dl_input_options {
    const char *format; /* overrides what the content says of each FILE; NULL: by content */
    /* Bytes read of all bytes named (0: not known, as for stdin); other than 0 stops with
     * DL_ECANCELLED. NULL: none. */
    int (*progress)(void *context, uint64_t done, uint64_t total);
    void *context;
} dl_input_options;

/* paths: files, folders (recursively, sorted by bytes, hidden names left out), "-" for stdin. They
 * must outlive the input. Free with dl_input_close. */
int dl_input_open(dl_input **input, const char *const *paths, uint32_t count,
                  const dl_input_options *options, dl_error *err);
/* The next item. *more false: no more. Returns other than 0 only where going on makes no sense (no
 * memory, cancelled). */
int dl_input_next(dl_input *input, dl_input_item *item, bool *more, dl_error *err);
void dl_input_close(dl_input *input); /* NULL is fine */

#endif
