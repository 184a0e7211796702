/* WARC 1.0 and 1.1 (ISO 28500), gzipped record by record or not. Only records that hold a page or
 * text are reports: responses of status 2xx, resources, conversions. Revisits name an earlier
 * record and hold no text: passed over. */
#include "read/http_body.h"
#include "read/split.h"
#include "read/tuning_read.h"

enum { HEAD_MAX = 65536 };

static uint64_t number_of(dl_str s, bool *ok) {
    uint64_t n = 0;
    *ok = s.len > 0 && s.len < 19;
    for (size_t i = 0; i < s.len && *ok; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            *ok = false;
        else
            n = n * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    return n;
}

/* Goes to the next line that begins a record. */
static bool to_record(in_stream *stream) {
    for (;;) {
        dl_str v = stream_peek(stream, 5);
        if (v.len < 5) return false;
        if (dl_str_starts(v, DL_STR("WARC/"))) return true;
        if (v.ptr[0] == '\r' || v.ptr[0] == '\n')
            stream_skip(stream, 1);
        else if (!stream_skip_past(stream, DL_STR("\n")))
            return false;
    }
}

/* Whether the block ends where its length says: two line breaks and the next record, or the end. */
static bool ends_well(in_stream *stream, size_t head, size_t len) {
    dl_str v = stream_peek(stream, head + len + 9);
    if (v.len < head + len) return false;
    dl_str rest = dl_str_sub(v, head + len, v.len);
    size_t breaks = 0;
    while (breaks < rest.len && breaks < 4 &&
           (rest.ptr[breaks] == '\r' || rest.ptr[breaks] == '\n'))
        breaks++;
    rest = dl_str_sub(rest, breaks, rest.len);
    return rest.len == 0 || dl_str_starts(rest, DL_STR("WARC/"));
}

static bool is_page_type(dl_str type) {
    static const char *const kinds[] = {
        "text/html",       "text/plain",     "application/xhtml",   "application/json",
        "application/pdf", "message/rfc822", "application/x-ndjson"};
    if (type.len == 0) return true;
    for (size_t i = 0; i < DL_COUNT(kinds); i++) {
        size_t n = strlen(kinds[i]);
        if (type.len >= n && http_is(dl_str_sub(type, 0, n), kinds[i])) return true;
    }
    return false;
}

/* Builds the item out of a response record; false: not a page. */
static bool take_response(split *s, dl_str head, dl_str block, dl_input_item *item) {
    size_t http = dl_str_starts(block, DL_STR("HTTP/")) ? http_head_len(block) : 0;
    if (!http) return false;
    dl_str h = dl_str_sub(block, 0, http),
           line = {h.ptr, (size_t)((const char *)memchr(h.ptr, '\n', h.len) - h.ptr)};
    const char *status = memchr(line.ptr, ' ', line.len);
    if (!status || status + 1 >= line.ptr + line.len || status[1] != '2') return false;
    if (!is_page_type(http_field(h, "content-type"))) return false;
    dl_buf_clear(&s->raw);
    dl_buf_str(&s->raw, head);
    dl_buf_str(&s->raw, h);
    int rc = http_decode_body(&s->raw, h, dl_str_sub(block, http, block.len),
                              DL_READ_RAW_MAX - HEAD_MAX * 2, &item->error);
    if (!rc) item->raw = dl_buf_view(&s->raw);
    return true;
}

static bool take_record(split *s, size_t head_len, size_t len, dl_input_item *item) {
    dl_str v = stream_peek(s->stream, head_len + len);
    dl_str head = dl_str_sub(v, 0, head_len), block = dl_str_sub(v, head_len, head_len + len);
    dl_str type = http_field(head, "warc-type");
    bool plain = http_is(type, "resource") || http_is(type, "conversion");
    if (plain && block.len && is_page_type(http_field(head, "content-type"))) {
        item->raw = dl_str_sub(v, 0, head_len + len);
        return true;
    }
    return http_is(type, "response") && take_response(s, head, block, item);
}

/* A record whose length is not what it says: an error, then on from the next record's first line.
 */
static bool bad_record(split *s, dl_input_item *item, const char *why) {
    dl_fail(&item->error, DL_EFORMAT, stream_offset(s->stream), "%s: passed over", why);
    item->format = NULL;
    stream_skip(s->stream, 5);
    while (stream_skip_past(s->stream, DL_STR("\n"))) {
        dl_str v = stream_peek(s->stream, 5);
        if (dl_str_starts(v, DL_STR("WARC/"))) break;
    }
    return true;
}

bool split_warc(split *s, dl_input_item *item) {
    stream_skip(s->stream, s->pending);
    s->pending = 0;
    item->format = "warc";
    while (to_record(s->stream)) {
        s->number++;
        size_t head_at = stream_find(s->stream, DL_STR("\n\r\n"), 0, HEAD_MAX), head = head_at + 3;
        if (head_at == SIZE_MAX) {
            head_at = stream_find(s->stream, DL_STR("\n\n"), 0, HEAD_MAX);
            head = head_at + 2;
        }
        if (head_at == SIZE_MAX)
            return bad_record(s, item, "a WARC record without an end of its header");
        bool ok;
        uint64_t len = number_of(
            http_field(dl_str_sub(stream_peek(s->stream, head), 0, head), "content-length"), &ok);
        if (!ok) return bad_record(s, item, "a WARC record without a sound Content-Length");
        if (len > DL_READ_RAW_MAX)
            return bad_record(s, item, "a WARC record longer than 64 MiB, or one that says so");
        if (!ends_well(s->stream, head, (size_t)len)) {
            bool torn = stream_peek(s->stream, head + (size_t)len).len < head + len;
            return bad_record(
                s, item,
                torn ? "the WARC record that begins here is torn off, or its Content-Length lies"
                     : "a WARC record whose Content-Length is not its length");
        }
        if (take_record(s, head, (size_t)len, item)) {
            s->pending = head + (size_t)len;
            return true;
        }
        stream_skip(s->stream, head + (size_t)len);
    }
    return false;
}
