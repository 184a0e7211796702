/* mbox: mails after "From " lines (RFC 4155; ">From " is undone as mboxrd has it). */
#include "read/split.h"
#include "read/tuning_read.h"

/* Where the next "From " line begins at or after `from`; SIZE_MAX: not within max. */
static size_t next_from(in_stream *stream, size_t from, size_t max) {
    size_t at = stream_find(stream, DL_STR("\nFrom "), from, max);
    return at == SIZE_MAX ? SIZE_MAX : at + 1;
}

static void unquote(dl_buf *out, dl_str mail) {
    for (size_t at = 0; at < mail.len;) {
        const char *nl = memchr(mail.ptr + at, '\n', mail.len - at);
        size_t end = nl ? (size_t)(nl - mail.ptr) + 1 : mail.len, quotes = at;
        while (quotes < end && mail.ptr[quotes] == '>') quotes++;
        bool quoted = quotes > at && dl_str_starts(dl_str_sub(mail, quotes, end), DL_STR("From "));
        dl_buf_str(out, dl_str_sub(mail, quoted ? at + 1 : at, end));
        at = end;
    }
}

bool split_mbox(split *s, dl_input_item *item) {
    stream_skip(s->stream, s->pending);
    s->pending = 0;
    dl_str v = stream_peek(s->stream, 5);
    if (v.len == 0) return false;
    s->number++;
    size_t head = stream_find(s->stream, DL_STR("\n"), 0, 65536);
    size_t end = next_from(s->stream, head == SIZE_MAX ? 0 : head, DL_READ_RAW_MAX);
    v = stream_peek(s->stream, 1);
    if (end == SIZE_MAX && v.len >= DL_READ_RAW_MAX) {
        dl_fail(&item->error, DL_ELIMIT, stream_offset(s->stream),
                "a mail of more than %u MiB: passed over", DL_READ_RAW_MAX >> 20);
        stream_skip(s->stream, 1);
        if (stream_skip_past(s->stream, DL_STR("\nFrom "))) s->started = true;
        return true;
    }
    size_t len = end == SIZE_MAX ? v.len : end;
    size_t body = s->started || head == SIZE_MAX ? 0 : head + 1;
    if (dl_str_starts(v, DL_STR("From ")) && head != SIZE_MAX) body = head + 1;
    s->started = false;
    dl_buf_clear(&s->raw);
    if (body < len) unquote(&s->raw, dl_str_sub(v, body, len));
    s->pending = len;
    item->raw = dl_buf_view(&s->raw);
    item->format = "eml";
    return true;
}
