#include "read/clean.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "read/tuning_read.h"

void clean_begin(clean_text *c, dl_report *report, dl_arena *arena, const read_source *source) {
    *c = (clean_text){.report = report, .arena = arena, .source = source, .block = DL_NONE};
}

/* Appends to the map; joins a run that goes on byte for byte. */
static void add_run(clean_text *c, uint32_t clean, uint32_t clean_len, dl_span raw) {
    dl_report *r = c->report;
    uint32_t raw_len = raw.end - raw.start;
    dl_map_run *last = r->map.count ? &r->map.items[r->map.count - 1] : NULL;
    c->raw_end = raw.end;
    if (last && last->clean + last->clean_len == clean && last->raw + last->raw_len == raw.start) {
        bool equal = clean_len == raw_len && last->clean_len == last->raw_len;
        bool word = clean_len != raw_len && last->clean_len != last->raw_len &&
                    last->clean_len < 24 && (unsigned char)c->text.data[clean - 1] > ' ' &&
                    (unsigned char)c->text.data[clean] > ' ';
        if (equal || word) {
            last->clean_len += clean_len;
            last->raw_len += raw_len;
            return;
        }
    }
    dl_map_run *run = DL_PUSH(&r->map, c->arena);
    if (!run)
        c->failed = true;
    else
        *run = (dl_map_run){clean, clean_len, raw.start, raw_len};
}

/* What stands between this and the text before: a space inside a block, a line break between
 * blocks. */
static void join(clean_text *c, uint32_t raw_start) {
    char gap = c->block == DL_NONE ? '\n' : ' ';
    bool needed = c->block == DL_NONE ? c->text.len > 0 : c->space;
    if (needed) {
        uint32_t at = (uint32_t)c->text.len;
        dl_buf_char(&c->text, gap);
        uint32_t start = c->raw_end <= raw_start ? c->raw_end : raw_start;
        add_run(c, at, 1, (dl_span){start, raw_start});
    }
    if (c->block == DL_NONE) c->block = (uint32_t)c->text.len;
    c->space = false;
}

static void emit(clean_text *c, dl_str text, dl_span raw) {
    if (c->text.len + text.len + 1 > DL_READ_TEXT_MAX) {
        c->full = true;
        return;
    }
    join(c, raw.start);
    uint32_t at = (uint32_t)c->text.len;
    dl_buf_str(&c->text, text);
    if (c->text.failed)
        c->failed = true;
    else
        add_run(c, at, (uint32_t)text.len, raw);
}

static void emit_source(clean_text *c, size_t from, size_t to) {
    if (from == to) return;
    dl_span raw = source_raw(c->source, (uint32_t)from, (uint32_t)to, &c->cursor);
    emit(c, dl_str_sub(c->source->text, from, to), raw);
}

static bool is_dropped(uint32_t c) {
    return c < 32 || (c >= 0x7f && c < 0xa0 && c != 0x85) || c == 0xad || c == 0x200b ||
           c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || c == 0x2060 ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0x2066 && c <= 0x2069);
}

/* Whether NFC may join this character to the one before it. */
static bool may_join(uint32_t c) {
    if (c < 0x300) return false;
    if (c >= 0x1161 && c <= 0x11c2) return true; /* Hangul vowels and finals */
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
    return p->combining_class != 0 || p->category == UTF8PROC_CATEGORY_MC;
}

static bool may_change(uint32_t c) {
    return c >= 0x300 && utf8proc_get_property((utf8proc_int32_t)c)->decomp_seqindex != UINT16_MAX;
}

/* A character with what may join it, [from, to): written in NFC. */
static void emit_composed(clean_text *c, dl_str text, size_t from, size_t to, bool from_source,
                          dl_span raw) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text.ptr + from, (utf8proc_ssize_t)(to - from), &out,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    dl_str nfc = {(const char *)out, n > 0 ? (size_t)n : 0};
    if (n <= 0 || dl_str_eq(nfc, dl_str_sub(text, from, to))) {
        if (from_source)
            emit_source(c, from, to);
        else
            emit(c, dl_str_sub(text, from, to), raw);
    } else {
        if (from_source) raw = source_raw(c->source, (uint32_t)from, (uint32_t)to, &c->cursor);
        emit(c, nfc, raw);
    }
    free(out);
}

/* End of a stretch of letters that need no look: ASCII above space. */
static size_t plain_run(dl_str text, size_t at, size_t to) {
    while (at < to && (unsigned char)text.ptr[at] > ' ' && (unsigned char)text.ptr[at] < 0x7f) at++;
    return at;
}

/* The cluster at `at`: its first character and at most 30 that may join it (Unicode's stream-safe
 * limit, which keeps reordering linear). */
static size_t cluster_end(dl_str text, size_t at, size_t to, uint32_t *first, bool *joined) {
    dl_str head = {text.ptr, to};
    size_t end = at;
    *first = dl_utf8_next(head, &end);
    *joined = false;
    for (int n = 0; end < to && (unsigned char)text.ptr[end] >= 0xcc && n < 30; n++) {
        size_t next = end;
        if (!may_join(dl_utf8_next(head, &next))) break;
        end = next;
        *joined = true;
    }
    return end;
}

static void put(clean_text *c, dl_str text, size_t from, size_t to, bool from_source, dl_span raw) {
    size_t at = from, plain = from; /* [plain, at) is to be written as it stands */
    while (at < to) {
        at = plain_run(text, at, to);
        /* a combining mark takes the letter before it along */
        if (at >= to) break;
        unsigned char b = (unsigned char)text.ptr[at];
        if (b == ' ' && at + 1 < to && at > plain && (unsigned char)text.ptr[at + 1] > ' ' &&
            (unsigned char)text.ptr[at + 1] < 0x7f) {
            at++; /* a single space between words stays */
            continue;
        }
        if (at > plain && b >= 0xcc && (unsigned char)text.ptr[at - 1] < 0x80) {
            size_t peek = at;
            if (may_join(dl_utf8_next((dl_str){text.ptr, to}, &peek))) at--;
        }
        uint32_t first;
        bool joined;
        size_t end = cluster_end(text, at, to, &first, &joined);
        bool blank = dl_utf8_is_space(first) && !joined,
             drop = !joined && !blank && is_dropped(first);
        if (!blank && !drop && !joined && !may_change(first)) {
            at = end;
            continue;
        }
        if (at > plain) {
            if (from_source)
                emit_source(c, plain, at);
            else
                emit(c, dl_str_sub(text, plain, at), raw);
        }
        if (blank)
            c->space = c->block != DL_NONE;
        else if (!drop)
            emit_composed(c, text, at, end, from_source, raw);
        at = plain = end;
    }
    if (at <= plain) return;
    if (from_source)
        emit_source(c, plain, at);
    else
        emit(c, dl_str_sub(text, plain, at), raw);
}

void clean_put(clean_text *c, uint32_t from, uint32_t to) {
    put(c, c->source->text, from, to, true, DL_SPAN_NONE);
}

void clean_put_as(clean_text *c, dl_str text, uint32_t from, uint32_t to) {
    put(c, text, 0, text.len, false, source_raw(c->source, from, to, &c->cursor));
}

void clean_space(clean_text *c) {
    c->space = c->block != DL_NONE;
}

bool clean_end_block(clean_text *c, uint32_t kind) {
    uint32_t start = c->block;
    c->block = DL_NONE;
    c->space = false;
    if (start == DL_NONE) return false;
    dl_block *b = DL_PUSH(&c->report->blocks, c->arena);
    if (!b) {
        c->failed = true;
        return false;
    }
    *b = (dl_block){{start, (uint32_t)c->text.len}, kind};
    return true;
}

int clean_finish(clean_text *c, dl_error *err) {
    int rc = DL_OK;
    if (c->full)
        rc = dl_fail(err, DL_ELIMIT, UINT64_MAX,
                     "more than %u MiB of text in one report; split it into articles",
                     DL_READ_TEXT_MAX >> 20);
    else if (c->failed)
        rc = dl_fail_memory(err);
    if (!rc) {
        c->report->text = dl_arena_str(c->arena, dl_buf_view(&c->text));
        if (!c->report->text.ptr) rc = dl_fail_memory(err);
    }
    dl_buf_free(&c->text);
    return rc;
}
