/* split.h - one function an archive format: the next report of a stream. */
#ifndef DL_READ_SPLIT_H
#define DL_READ_SPLIT_H

#include "read/input.h"
#include "read/stream.h"

typedef struct split {
    in_stream *stream;
    dl_buf raw;     /* the item's bytes, where they are not a view of the window */
    size_t pending; /* bytes of the window to skip at the next call */
    uint32_t number;
    bool started, array, done;
    void *archive; /* libarchive's reader; split_archive_close frees it */
    dl_str member; /* name of the member, static until the next call */
} split;

/* Fills item->raw (a view) or item->error. False: no more. */
typedef bool splitter(split *s, dl_input_item *item);
splitter split_lines;   /* JSON, one object a line */
splitter split_objects; /* JSON objects over several lines, or an array of them */
splitter split_warc;
splitter split_mbox;
splitter split_archive; /* zip, tar, 7z: libarchive */
splitter split_whole;   /* the stream is one report */
void split_archive_close(split *s);

/* Which splitter a stream's first bytes ask for; split_whole by default. */
splitter *split_choose(in_stream *stream, const char *format);

#endif
