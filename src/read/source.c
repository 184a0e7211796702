#include "read/source.h"

#include <iconv.h>

#include "base/utf8.h"

/* The upper half of windows-1252 that is not Latin-1 (WHATWG: undefined ones stay C1). */
static const uint16_t cp1252[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
};

/* Labels as the WHATWG Encoding Standard has them (the common ones) and iconv's name. */
static const struct {
    const char *label, *name;
    bool wide; /* more than one byte a character */
} charsets[] = {
    {"utf-8", "UTF-8", true},
    {"utf8", "UTF-8", true},
    {"us-ascii", "CP1252", false},
    {"ascii", "CP1252", false},
    {"iso-8859-1", "CP1252", false},
    {"latin1", "CP1252", false},
    {"windows-1252", "CP1252", false},
    {"cp1252", "CP1252", false},
    {"iso-8859-2", "ISO-8859-2", false},
    {"iso-8859-5", "ISO-8859-5", false},
    {"iso-8859-7", "ISO-8859-7", false},
    {"iso-8859-9", "CP1254", false},
    {"iso-8859-15", "ISO-8859-15", false},
    {"windows-1250", "CP1250", false},
    {"windows-1251", "CP1251", false},
    {"cp1251", "CP1251", false},
    {"windows-1253", "CP1253", false},
    {"windows-1254", "CP1254", false},
    {"windows-1255", "CP1255", false},
    {"windows-1256", "CP1256", false},
    {"windows-1257", "CP1257", false},
    {"windows-1258", "CP1258", false},
    {"koi8-r", "KOI8-R", false},
    {"koi8-u", "KOI8-U", false},
    {"macintosh", "MACINTOSH", false},
    {"gbk", "GB18030", true},
    {"gb2312", "GB18030", true},
    {"gb18030", "GB18030", true},
    {"big5", "BIG5-HKSCS", true},
    {"shift_jis", "CP932", true},
    {"shift-jis", "CP932", true},
    {"sjis", "CP932", true},
    {"euc-jp", "EUC-JP", true},
    {"euc-kr", "CP949", true},
    {"ks_c_5601-1987", "CP949", true},
};

static int find_charset(dl_str label) {
    char low[32];
    label = dl_str_trim(label);
    if (label.len == 0 || label.len >= sizeof low) return -1;
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];
        low[i] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
    }
    for (size_t i = 0; i < DL_COUNT(charsets); i++)
        if (dl_str_eq((dl_str){low, label.len}, dl_str_of(charsets[i].label))) return (int)i;
    return -1;
}

bool source_knows(dl_str label) {
    return find_charset(label) >= 0;
}

bool source_add(read_source *s, dl_arena *arena, dl_buf *buf, dl_str text, uint32_t raw,
                uint32_t raw_len) {
    uint32_t at = (uint32_t)buf->len, len = (uint32_t)text.len;
    dl_map_run *last = s->runs.count ? &s->runs.items[s->runs.count - 1] : NULL;
    bool equal = len == raw_len;
    dl_buf_str(buf, text);
    if (last && last->clean + last->clean_len == at && last->raw + last->raw_len == raw) {
        bool last_equal = last->clean_len == last->raw_len;
        bool short_word = !equal && !last_equal && last->clean_len < 24 && buf->data && at &&
                          (unsigned char)buf->data[at - 1] > ' ';
        if ((equal && last_equal) || short_word) {
            last->clean_len += len;
            last->raw_len += raw_len;
            return true;
        }
    }
    dl_map_run *run = DL_PUSH(&s->runs, arena);
    if (!run) return false;
    *run = (dl_map_run){at, len, raw, raw_len};
    return true;
}

dl_span source_raw(const read_source *s, uint32_t from, uint32_t to, uint32_t *cursor) {
    if (!s->runs.count) return (dl_span){s->base + from, s->base + to};
    uint32_t i = *cursor < s->runs.count ? *cursor : 0;
    if (s->runs.items[i].clean > from) i = 0;
    while (i + 1 < s->runs.count && s->runs.items[i + 1].clean <= from) i++;
    *cursor = i;
    const dl_map_run *r = &s->runs.items[i];
    dl_span out = {r->raw, r->raw + r->raw_len};
    if (r->clean_len == r->raw_len) out.start = r->raw + (from - r->clean);
    while (i + 1 < s->runs.count && s->runs.items[i + 1].clean < to) i++;
    r = &s->runs.items[i];
    out.end = r->raw + r->raw_len;
    if (r->clean_len == r->raw_len && to >= r->clean) out.end = r->raw + (to - r->clean);
    return out.end < out.start ? (dl_span){out.start, out.start} : out;
}

/* ── decoders: bytes in, UTF-8 with runs out ── */

typedef struct decoder {
    read_source *out;
    dl_arena *arena;
    const read_source *outer; /* offsets are of outer->text; NULL: of the raw bytes from base */
    uint32_t base, cursor;
    dl_buf buf;
    bool failed;
} decoder;

static void put(decoder *d, dl_str text, size_t from, size_t to) {
    dl_span raw = {d->base + (uint32_t)from, d->base + (uint32_t)to};
    if (d->outer) raw = source_raw(d->outer, (uint32_t)from, (uint32_t)to, &d->cursor);
    if (!source_add(d->out, d->arena, &d->buf, text, raw.start, raw.end - raw.start))
        d->failed = true;
}

static void put_code(decoder *d, uint32_t c, size_t from, size_t to) {
    dl_buf one = {0};
    dl_utf8_put(&one, c);
    put(d, dl_buf_view(&one), from, to);
    dl_buf_free(&one);
}

static size_t ascii_run(dl_str raw, size_t at) {
    size_t end = at;
    while (end < raw.len && (unsigned char)raw.ptr[end] < 0x80) end++;
    return end;
}

/* Ill-formed sequences become U+FFFD, as browsers have it. */
static void decode_utf8(decoder *d, dl_str raw, size_t at) {
    while (at < raw.len) {
        size_t good = at + dl_utf8_valid(dl_str_sub(raw, at, raw.len));
        if (good > at) put(d, dl_str_sub(raw, at, good), at, good);
        if (good >= raw.len) break;
        at = good;
        dl_utf8_next(raw, &at);
        put(d, DL_STR("\xef\xbf\xbd"), good, at);
    }
}

static void decode_utf16(decoder *d, dl_str raw, size_t at, bool big) {
    const unsigned char *p = (const unsigned char *)raw.ptr;
    while (at + 1 < raw.len) {
        size_t from = at;
        uint32_t c = big ? (uint32_t)p[at] << 8 | p[at + 1] : (uint32_t)p[at + 1] << 8 | p[at];
        at += 2;
        if (c >= 0xd800 && c < 0xdc00 && at + 1 < raw.len) {
            uint32_t e = big ? (uint32_t)p[at] << 8 | p[at + 1] : (uint32_t)p[at + 1] << 8 | p[at];
            if (e >= 0xdc00 && e < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (e - 0xdc00);
                at += 2;
            }
        }
        put_code(d, c >= 0xd800 && c < 0xe000 ? 0xfffd : c, from, at);
    }
}

static void decode_1252(decoder *d, dl_str raw) {
    for (size_t at = 0; at < raw.len;) {
        size_t end = ascii_run(raw, at);
        if (end > at) put(d, dl_str_sub(raw, at, end), at, end);
        if (end >= raw.len) break;
        unsigned char c = (unsigned char)raw.ptr[end];
        put_code(d, c < 0xa0 ? cp1252[c - 0x80] : c, end, end + 1);
        at = end + 1;
    }
}

/* One character of a legacy charset at a time: 1 to 4 bytes, whatever iconv takes. */
static size_t iconv_one(iconv_t cd, dl_str raw, size_t at, char out[8], size_t *out_len) {
    for (size_t n = 1; n <= 4 && at + n <= raw.len; n++) {
        char *in = (char *)(uintptr_t)(raw.ptr + at), *to = out;
        size_t in_left = n, out_left = 8;
        iconv(cd, NULL, NULL, NULL, NULL);
        if (iconv(cd, &in, &in_left, &to, &out_left) != (size_t)-1 && in_left == 0) {
            *out_len = 8 - out_left;
            return n;
        }
    }
    return 0;
}

static bool decode_iconv(decoder *d, dl_str raw, const char *name) {
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) return false;
    for (size_t at = 0; at < raw.len;) {
        size_t end = ascii_run(raw, at), len = 0;
        if (end > at) put(d, dl_str_sub(raw, at, end), at, end);
        if (end >= raw.len) break;
        char out[8];
        size_t n = iconv_one(cd, raw, end, out, &len);
        if (n)
            put(d, (dl_str){out, len}, end, end + n);
        else
            put(d, DL_STR("\xef\xbf\xbd"), end, end + 1);
        at = end + (n ? n : 1);
    }
    iconv_close(cd);
    return true;
}

/* ── which decoder ── */

/* Well-formed and ill-formed sequences beyond ASCII; stops counting once it is clear. */
static bool mostly_utf8(dl_str raw) {
    size_t good = 0, bad = 0;
    for (size_t at = ascii_run(raw, 0); at < raw.len; at = ascii_run(raw, at)) {
        size_t from = at;
        bool broken = dl_utf8_next(raw, &at) == 0xfffd && at - from < 3;
        if (broken)
            bad++;
        else
            good++;
    }
    return good >= 4 * bad || (bad == 1 && raw.len > 3 && good > 0);
}

/* ASCII text as UTF-16 without a mark: every other byte is zero. */
static int utf16_without_mark(dl_str raw) {
    size_t n = raw.len < 512 ? raw.len : 512, even = 0, odd = 0;
    for (size_t i = 0; i < n; i++) {
        if (raw.ptr[i]) continue;
        if (i % 2)
            odd++;
        else
            even++;
    }
    if (n < 8) return 0;
    return odd * 10 > n * 4 && even * 10 < n ? 1 : even * 10 > n * 4 && odd * 10 < n ? 2 : 0;
}

/* The first byte that no text holds; raw.len: none, or too few of them to matter. */
static size_t binary_at(dl_str raw) {
    size_t bad = 0, first = raw.len;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        if (c >= 32 || (c >= 8 && c <= 13) || c == 27) continue;
        if (c == 0 && i < 1024) return i;
        if (!bad++) first = i;
    }
    return bad * 50 > raw.len ? first : raw.len;
}

static int finish(decoder *d, const char *how, dl_error *err) {
    if (d->failed || d->buf.failed) {
        dl_buf_free(&d->buf);
        return dl_fail_memory(err);
    }
    d->out->text = dl_arena_str(d->arena, dl_buf_view(&d->buf));
    d->out->how = dl_str_of(how);
    dl_buf_free(&d->buf);
    return d->out->text.ptr || d->arena->failed == false ? DL_OK : dl_fail_memory(err);
}

/* Text that is UTF-8 already stays where it is. */
static int keep(decoder *d, dl_str raw, size_t skip, const char *how, dl_error *err) {
    if (d->outer && d->outer->runs.count) {
        decode_utf8(d, raw, skip);
        return finish(d, how, err);
    }
    d->out->text = dl_str_sub(raw, skip, raw.len);
    d->out->base = (d->outer ? d->outer->base : d->base) + (uint32_t)skip;
    d->out->how = dl_str_of(how);
    return DL_OK;
}

static const char *name_how(decoder *d, const char *label) {
    dl_str s = dl_arena_printf(d->arena, "%s (declared)", label);
    return s.ptr ? s.ptr : label;
}

static int decode(decoder *d, dl_str raw, dl_str declared, dl_error *err) {
    if (dl_str_starts(raw, DL_STR("\xef\xbb\xbf"))) {
        if (dl_utf8_valid(raw) == raw.len) return keep(d, raw, 3, "utf-8 (byte-order mark)", err);
        decode_utf8(d, raw, 3);
        return finish(d, "utf-8 (byte-order mark, broken sequences replaced)", err);
    }
    bool le = dl_str_starts(raw, DL_STR("\xff\xfe")), be = dl_str_starts(raw, DL_STR("\xfe\xff"));
    int guess = le || be ? 0 : utf16_without_mark(raw);
    if (le || be || guess) {
        decode_utf16(d, raw, le || be ? 2 : 0, be || guess == 2);
        const char *how = guess == 2 ? "utf-16be (zero bytes)"
                          : guess    ? "utf-16le (zero bytes)"
                          : be       ? "utf-16be (byte-order mark)"
                                     : "utf-16le (byte-order mark)";
        return finish(d, how, err);
    }
    size_t bad = binary_at(raw);
    if (bad < raw.len)
        return dl_fail(err, DL_EBINARY, d->base + bad,
                       "not text: byte 0x%02x; if it is a document, save it as text, HTML or PDF",
                       (unsigned char)raw.ptr[bad]);
    int set = find_charset(declared);
    if (set >= 0 && strcmp(charsets[set].name, "UTF-8") != 0) {
        const char *how = name_how(d, charsets[set].label);
        if (strcmp(charsets[set].name, "CP1252") == 0 && dl_utf8_valid(raw) != raw.len) {
            decode_1252(d, raw);
            return finish(d, how, err);
        }
        /* A page that says Latin-1 and is valid UTF-8 throughout is UTF-8 (seen daily). */
        if (dl_utf8_valid(raw) != raw.len && decode_iconv(d, raw, charsets[set].name))
            return finish(d, how, err);
    }
    if (dl_utf8_valid(raw) == raw.len) return keep(d, raw, 0, "utf-8", err);
    if (set >= 0 || mostly_utf8(raw)) {
        decode_utf8(d, raw, 0);
        return finish(d, "utf-8 (broken sequences replaced)", err);
    }
    decode_1252(d, raw);
    return finish(d, "windows-1252 (not utf-8)", err);
}

int source_decode(read_source *out, dl_arena *arena, dl_str raw, uint32_t base, dl_str declared,
                  dl_error *err) {
    *out = (read_source){0};
    decoder d = {.out = out, .arena = arena, .base = base};
    return decode(&d, raw, declared, err);
}

int source_decode_inner(read_source *out, dl_arena *arena, const read_source *outer,
                        dl_str declared, dl_error *err) {
    *out = (read_source){0};
    decoder d = {.out = out, .arena = arena, .outer = outer};
    return decode(&d, outer->text, declared, err);
}
