/* stream.h - bytes of a file, stdin or a member in memory, un-gzipped on the way, with a window to
 * look ahead in. Memory is the window the caller asks for. */
#ifndef DL_READ_STREAM_H
#define DL_READ_STREAM_H

#include "base/buf.h"
#include "base/error.h"

typedef struct in_stream in_stream;

/* Takes over fd (closed by stream_close). */
int stream_open_fd(in_stream **out, int fd, dl_error *err);
/* bytes must outlive the stream. */
int stream_open_bytes(in_stream **out, dl_str bytes, dl_error *err);
void stream_close(in_stream *s); /* NULL is fine */

/* What lies ahead, at least want bytes of it where there are so many. The view holds until the
 * next call. A broken or lying gzip stream ends the bytes; stream_error says why. */
dl_str stream_peek(in_stream *s, size_t want);
void stream_skip(in_stream *s, size_t bytes); /* of what was peeked */
/* The place of the first occurrence of mark at or after from, looking at most max bytes ahead;
 * SIZE_MAX: not there. */
size_t stream_find(in_stream *s, dl_str mark, size_t from, size_t max);
/* Drops bytes up to and including the next mark (or to the end), in constant memory. */
bool stream_skip_past(in_stream *s, dl_str mark);
bool stream_ended(in_stream *s);
/* 0, or why the bytes ended early; err is filled. */
int stream_error(const in_stream *s, dl_error *err);
uint64_t stream_offset(const in_stream *s);   /* of the next byte, un-gzipped */
uint64_t stream_consumed(const in_stream *s); /* bytes read of the file itself */

#endif
