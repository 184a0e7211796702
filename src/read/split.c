#include "read/split.h"

#include "read/json.h"
#include "read/tuning_read.h"

bool split_whole(split *s, dl_input_item *item) {
    if (s->started) return false;
    s->started = true;
    dl_str v = stream_peek(s->stream, DL_READ_RAW_MAX + 1);
    if (v.len > DL_READ_RAW_MAX)
        dl_fail(&item->error, DL_ELIMIT, DL_READ_RAW_MAX,
                "more than %u MiB in one report; split it into articles", DL_READ_RAW_MAX >> 20);
    else if (!stream_error(s->stream, &item->error))
        item->raw = v;
    s->pending = v.len;
    s->done = true; /* a torn gzip stream has been said */
    return true;
}

/* JSON objects: each on its line, or over several lines. */
static splitter *choose_json(in_stream *stream, dl_str v, size_t at) {
    if (v.ptr[at] == '[') return split_objects;
    size_t nl = stream_find(stream, DL_STR("\n"), at, DL_READ_RAW_MAX);
    v = stream_peek(stream, 1);
    size_t end = nl == SIZE_MAX ? v.len : nl;
    dl_str line = dl_str_trim(dl_str_sub(v, at, end));
    if (line.len == 0) return split_lines;
    char last = line.ptr[line.len - 1];
    bool open = nl != SIZE_MAX && (last == '{' || last == ',' || last == '[' || last == ':');
    return open ? split_objects : split_lines;
}

static bool looks_like_json(dl_str v, size_t at) {
    if (at >= v.len || (v.ptr[at] != '{' && v.ptr[at] != '[')) return false;
    bool array = v.ptr[at] == '[';
    for (at++; at < v.len && (unsigned char)v.ptr[at] <= ' ';) at++;
    return at < v.len && (array ? v.ptr[at] == '{' : v.ptr[at] == '"' || v.ptr[at] == '}');
}

/* An Office document is one report; any other zip is an archive. */
static bool is_office(dl_str v) {
    dl_str name = v.len > 60 ? dl_str_sub(v, 30, v.len < 4096 ? v.len : 4096) : v;
    for (size_t i = 0; i + 19 <= name.len; i++)
        if (memcmp(name.ptr + i, "[Content_Types].xml", 19) == 0 ||
            memcmp(name.ptr + i, "word/document.xml", 17) == 0)
            return true;
    return dl_str_starts(name, DL_STR("_rels/.rels")) ||
           dl_str_starts(name, DL_STR("mimetypeapplication"));
}

splitter *split_choose(in_stream *stream, const char *format) {
    if (format && strcmp(format, "mbox") == 0) return split_mbox;
    if (format && strcmp(format, "warc") == 0) return split_warc;
    if (format && strcmp(format, "jsonl") == 0) return split_lines;
    if (format) return split_whole;
    dl_str v = stream_peek(stream, DL_READ_SNIFF);
    size_t at = dl_str_starts(v, DL_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (at < v.len && (unsigned char)v.ptr[at] <= ' ') at++;
    if (dl_str_starts(v, DL_STR("WARC/"))) return split_warc;
    if (looks_like_json(v, at)) return choose_json(stream, v, at);
    if (dl_str_starts(v, DL_STR("PK\x03\x04"))) return is_office(v) ? split_whole : split_archive;
    if (v.len > 262 && memcmp(v.ptr + 257, "ustar", 5) == 0) return split_archive;
    if (dl_str_starts(v, DL_STR("7z\xbc\xaf\x27\x1c")) ||
        dl_str_starts(v, DL_STR("\xfd"
                                "7zXZ")) ||
        dl_str_starts(v, DL_STR("BZh")) || dl_str_starts(v, DL_STR("\x28\xb5\x2f\xfd")))
        return split_archive;
    if (dl_str_starts(v, DL_STR("From "))) {
        const char *nl = memchr(v.ptr, '\n', v.len);
        const char *colon = nl ? memchr(nl, ':', v.len - (size_t)(nl - v.ptr)) : NULL;
        const char *space = nl ? memchr(nl, ' ', v.len - (size_t)(nl - v.ptr)) : NULL;
        if (colon && space && colon < space) return split_mbox;
    }
    return split_whole;
}
