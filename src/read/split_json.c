#include "read/json.h"
#include "read/split.h"
#include "read/tuning_read.h"

static bool is_blank(dl_str s) {
    return dl_str_trim(s).len == 0;
}

bool split_lines(split *s, dl_input_item *item) {
    stream_skip(s->stream, s->pending);
    s->pending = 0;
    for (;;) {
        if (stream_ended(s->stream)) return false;
        size_t nl = stream_find(s->stream, DL_STR("\n"), 0, DL_READ_RAW_MAX + 1);
        dl_str v = stream_peek(s->stream, 1);
        if (nl == SIZE_MAX && v.len > DL_READ_RAW_MAX) {
            uint64_t at = stream_offset(s->stream);
            s->number++;
            stream_skip_past(s->stream, DL_STR("\n"));
            dl_fail(&item->error, DL_ELIMIT, at, "a line of more than %u MiB: passed over",
                    DL_READ_RAW_MAX >> 20);
            return true;
        }
        size_t len = nl == SIZE_MAX ? v.len : nl;
        item->raw = dl_str_sub(v, 0, len && v.ptr[len - 1] == '\r' ? len - 1 : len);
        s->pending = nl == SIZE_MAX ? len : nl + 1;
        s->number++;
        if (!is_blank(item->raw)) return true;
        stream_skip(s->stream, s->pending);
        s->pending = 0;
    }
}

/* The end of the object that begins at v[0]; 0: not within v. State goes on between calls, so that
 * a growing window is looked at once. */
typedef struct depth_scan {
    size_t at;
    uint32_t depth;
    bool string, escape;
} depth_scan;

static size_t object_end(dl_str v, depth_scan *d) {
    for (; d->at < v.len; d->at++) {
        char c = v.ptr[d->at];
        if (d->escape)
            d->escape = false;
        else if (d->string) {
            if (c == '\\')
                d->escape = true;
            else if (c == '"')
                d->string = false;
        } else if (c == '"') {
            d->string = true;
        } else if (c == '{' || c == '[') {
            d->depth++;
        } else if ((c == '}' || c == ']') && --d->depth == 0) {
            return d->at + 1;
        }
    }
    return 0;
}

bool split_objects(split *s, dl_input_item *item) {
    stream_skip(s->stream, s->pending);
    s->pending = 0;
    dl_str v;
    for (;;) { /* what stands between objects */
        v = stream_peek(s->stream, 1);
        if (v.len == 0) return false;
        char c = v.ptr[0];
        if (c == '{') break;
        stream_skip(s->stream, 1);
        if ((unsigned char)c <= ' ' || c == ',' || c == '[' || c == ']' || (c & 0x80)) continue;
        dl_fail(&item->error, DL_EFORMAT, stream_offset(s->stream) - 1,
                "no JSON object here: passed over up to the next one");
        stream_skip_past(s->stream, DL_STR("\n"));
        s->number++;
        return true;
    }
    depth_scan d = {0};
    s->number++;
    for (size_t want = 65536;; want *= 2) {
        v = stream_peek(s->stream, want);
        size_t end = object_end(v, &d);
        if (end) {
            item->raw = dl_str_sub(v, 0, end);
            s->pending = end;
            return true;
        }
        if (v.len < want || v.len > DL_READ_RAW_MAX) break;
    }
    uint64_t at = stream_offset(s->stream);
    bool torn = v.len <= DL_READ_RAW_MAX;
    while (!stream_ended(s->stream)) stream_skip(s->stream, stream_peek(s->stream, 1).len);
    dl_fail(&item->error, torn ? DL_EFORMAT : DL_ELIMIT, at,
            torn ? "the JSON object that begins here is torn off"
                 : "the JSON object that begins here is too long");
    return true;
}
