#include "read/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "read/tuning_read.h"

enum { CHUNK = 65536 };

struct in_stream {
    int fd;            /* -1: bytes in memory */
    dl_str memory;     /* what is left of them */
    unsigned char *in; /* CHUNK bytes of the file as it is */
    size_t in_at, in_len;
    bool in_end; /* the file has no more */
    bool gzip, z_open, end;
    z_stream z;
    uint64_t consumed, offset;      /* file bytes read; bytes handed out */
    uint64_t member_in, member_out; /* of the gzip member at hand */
    dl_buf window;
    size_t at; /* in window */
    dl_error error;
};

static int fail(in_stream *s, int code, const char *text) {
    s->end = true;
    return dl_fail(&s->error, code, s->consumed, "%s", text);
}

/* More of the file into s->in; false at its end. */
static bool refill(in_stream *s) {
    if (s->in_at < s->in_len) return true;
    if (s->in_end) return false;
    ssize_t n;
    if (s->fd < 0) {
        n = (ssize_t)(s->memory.len < CHUNK ? s->memory.len : CHUNK);
        if (n) memcpy(s->in, s->memory.ptr, (size_t)n);
        s->memory = dl_str_sub(s->memory, (size_t)n, s->memory.len);
    } else {
        do n = read(s->fd, s->in, CHUNK);
        while (n < 0 && errno == EINTR);
    }
    if (n < 0) {
        char why[160];
        snprintf(why, sizeof why, "cannot be read: %s", strerror(errno));
        fail(s, DL_EIO, why);
    }
    s->in_at = 0;
    s->in_len = n > 0 ? (size_t)n : 0;
    s->in_end = n <= 0;
    s->consumed += s->in_len;
    return n > 0;
}

static void copy_plain(in_stream *s) {
    dl_buf_add(&s->window, s->in + s->in_at, s->in_len - s->in_at);
    s->in_at = s->in_len;
}

/* Whether another gzip member begins where the last one ended. */
static bool next_member(in_stream *s) {
    if (!refill(s)) return false;
    while (s->in[s->in_at] == 0) { /* padding, as tar and some crawlers leave it */
        s->in_at++;
        if (!refill(s)) return false;
    }
    if (s->in[s->in_at] != 0x1f) {
        fail(s, DL_EFORMAT, "bytes after the gzip stream's end that are no gzip member");
        return false;
    }
    s->member_in = s->member_out = 0;
    return inflateReset2(&s->z, 15 + 16) == Z_OK;
}

static void inflate_some(in_stream *s) {
    unsigned char out[CHUNK];
    s->z.next_in = s->in + s->in_at;
    s->z.avail_in = (uInt)(s->in_len - s->in_at);
    s->z.next_out = out;
    s->z.avail_out = sizeof out;
    uInt before = s->z.avail_in;
    int rc = inflate(&s->z, Z_NO_FLUSH);
    size_t made = sizeof out - s->z.avail_out;
    s->in_at = s->in_len - s->z.avail_in;
    s->member_in += before - s->z.avail_in;
    s->member_out += made;
    dl_buf_add(&s->window, out, made);
    if (s->member_out > DL_READ_RATIO_FREE && s->member_out / DL_READ_RATIO_MAX > s->member_in) {
        fail(s, DL_ELIMIT, "a gzip stream that grows more than 2048-fold: not read further");
    } else if (rc == Z_STREAM_END) {
        if (!next_member(s)) s->end = true;
    } else if (rc != Z_OK && !(rc == Z_BUF_ERROR && s->z.avail_in == 0)) {
        fail(s, DL_EFORMAT, "broken gzip stream: not read further");
    }
}

static void fill(in_stream *s, size_t want) {
    while (!s->end && s->window.len - s->at < want) {
        if (!refill(s)) {
            if (s->gzip && s->error.code == 0)
                fail(s, DL_EFORMAT, "the gzip stream is torn off at its end");
            s->end = true;
            break;
        }
        if (s->at > s->window.len / 2 && s->at > CHUNK) {
            memmove(s->window.data, s->window.data + s->at, s->window.len - s->at);
            s->window.len -= s->at;
            s->at = 0;
        }
        if (s->gzip)
            inflate_some(s);
        else
            copy_plain(s);
        if (s->window.failed) fail(s, DL_ENOMEM, "out of memory");
    }
}

static int begin(in_stream **out, in_stream *s, dl_error *err) {
    *out = NULL;
    s->in = malloc(CHUNK);
    if (!s->in) {
        stream_close(s);
        return dl_fail_memory(err);
    }
    if (refill(s) && s->in_len >= 18 && s->in[0] == 0x1f && s->in[1] == 0x8b && s->in[2] == 8) {
        s->gzip = true;
        s->z_open = inflateInit2(&s->z, 15 + 16) == Z_OK;
        if (!s->z_open) {
            stream_close(s);
            return dl_fail_memory(err);
        }
    }
    *out = s;
    return DL_OK;
}

int stream_open_fd(in_stream **out, int fd, dl_error *err) {
    in_stream *s = calloc(1, sizeof *s);
    if (!s) {
        close(fd);
        return dl_fail_memory(err);
    }
    s->fd = fd;
    return begin(out, s, err);
}

int stream_open_bytes(in_stream **out, dl_str bytes, dl_error *err) {
    in_stream *s = calloc(1, sizeof *s);
    if (!s) return dl_fail_memory(err);
    s->fd = -1;
    s->memory = bytes;
    return begin(out, s, err);
}

void stream_close(in_stream *s) {
    if (!s) return;
    if (s->fd >= 0) close(s->fd);
    if (s->z_open) inflateEnd(&s->z);
    dl_buf_free(&s->window);
    free(s->in);
    free(s);
}

dl_str stream_peek(in_stream *s, size_t want) {
    fill(s, want);
    if (!s->window.data) return (dl_str){"", 0};
    return (dl_str){s->window.data + s->at, s->window.len - s->at};
}

void stream_skip(in_stream *s, size_t bytes) {
    size_t there = s->window.len - s->at;
    if (bytes > there) bytes = there;
    s->at += bytes;
    s->offset += bytes;
}

size_t stream_find(in_stream *s, dl_str mark, size_t from, size_t max) {
    for (size_t at = from;;) {
        dl_str v = stream_peek(s, at + mark.len + CHUNK < max ? at + mark.len + CHUNK : max);
        size_t end = v.len < max ? v.len : max;
        while (at + mark.len <= end) {
            const char *p = memchr(v.ptr + at, mark.ptr[0], end - at - mark.len + 1);
            if (!p) break;
            at = (size_t)(p - v.ptr);
            if (memcmp(p, mark.ptr, mark.len) == 0) return at;
            at++;
        }
        if (s->end || v.len >= max) return SIZE_MAX;
        at = v.len >= mark.len && v.len - mark.len + 1 > from ? v.len - mark.len + 1 : from;
    }
}

bool stream_skip_past(in_stream *s, dl_str mark) {
    for (;;) {
        size_t at = stream_find(s, mark, 0, CHUNK);
        if (at != SIZE_MAX) {
            stream_skip(s, at + mark.len);
            return true;
        }
        dl_str v = stream_peek(s, CHUNK);
        if (v.len < CHUNK) {
            stream_skip(s, v.len);
            return false;
        }
        stream_skip(s, CHUNK - mark.len + 1);
    }
}

bool stream_ended(in_stream *s) {
    return stream_peek(s, 1).len == 0;
}

int stream_error(const in_stream *s, dl_error *err) {
    if (s->error.code && err) *err = s->error;
    return s->error.code;
}

uint64_t stream_offset(const in_stream *s) {
    return s->offset;
}

uint64_t stream_consumed(const in_stream *s) {
    return s->consumed;
}
