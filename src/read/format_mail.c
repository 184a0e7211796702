/* One mail (RFC 5322, MIME RFC 2045-2047), also a page saved as MHTML: the best text part, decoded
 * with its way back; Subject, From and Date fill what the text does not say. */
#include "base/utf8.h"
#include "read/formats.h"
#include "read/http_body.h"
#include "read/tuning_read.h"

typedef struct mail_part {
    uint32_t from, to; /* in raw */
    dl_str type, encoding;
    uint32_t rank; /* the lower is read */
} mail_part;

typedef struct mail {
    dl_str raw;
    mail_part best;
    uint32_t parts;
    bool page; /* MHTML: the page, not the plain text beside it */
} mail;

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Each line of base64 is one run: a character's place is known to its line. */
static bool decode_base64(read_source *out, dl_arena *arena, dl_buf *buf, dl_str in,
                          uint32_t base) {
    for (size_t at = 0; at < in.len;) {
        const char *nl = memchr(in.ptr + at, '\n', in.len - at);
        size_t end = nl ? (size_t)(nl - in.ptr) + 1 : in.len;
        dl_buf line = {0};
        uint32_t bits = 0, have = 0;
        for (size_t i = at; i < end; i++) {
            int v = base64_value(in.ptr[i]);
            if (v < 0) continue;
            bits = bits << 6 | (uint32_t)v;
            have += 6;
            if (have >= 8) {
                have -= 8;
                dl_buf_char(&line, (char)(bits >> have & 255));
            }
        }
        bool ok = source_add(out, arena, buf, dl_buf_view(&line), base + (uint32_t)at,
                             (uint32_t)(end - at));
        dl_buf_free(&line);
        if (!ok) return false;
        at = end;
    }
    return true;
}

static int hex(char c) {
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

static bool decode_quoted(read_source *out, dl_arena *arena, dl_buf *buf, dl_str in,
                          uint32_t base) {
    for (size_t at = 0; at < in.len;) {
        size_t end = at;
        while (end < in.len && in.ptr[end] != '=') end++;
        if (end > at && !source_add(out, arena, buf, dl_str_sub(in, at, end), base + (uint32_t)at,
                                    (uint32_t)(end - at)))
            return false;
        if (end >= in.len) break;
        size_t soft = end + 1;
        while (soft < in.len && (in.ptr[soft] == ' ' || in.ptr[soft] == '\r')) soft++;
        if (soft < in.len && in.ptr[soft] == '\n') {
            at = soft + 1;
            continue;
        }
        int a = end + 2 < in.len ? hex(in.ptr[end + 1]) : -1,
            b = a >= 0 ? hex(in.ptr[end + 2]) : -1;
        char c = '=';
        if (a >= 0 && b >= 0) c = (char)(a << 4 | b);
        size_t used = a >= 0 && b >= 0 ? 3 : 1;
        if (!source_add(out, arena, buf, (dl_str){&c, 1}, base + (uint32_t)end, (uint32_t)used))
            return false;
        at = end + used;
    }
    return true;
}

/* "=?utf-8?B?…?=" -> text (RFC 2047), unfolded. */
static dl_str decode_words(dl_arena *arena, dl_str value) {
    dl_buf out = {0};
    for (size_t at = 0; at < value.len;) {
        dl_str rest = dl_str_sub(value, at, value.len);
        const char *p = dl_str_starts(rest, DL_STR("=?"))
                            ? text_find(dl_str_sub(rest, 2, rest.len), "?")
                            : NULL;
        size_t kind = p ? (size_t)(p - value.ptr) + 1 : 0;
        const char *end = kind && kind + 2 < value.len
                              ? text_find(dl_str_sub(value, kind + 2, value.len), "?=")
                              : NULL;
        if (!end) {
            if (value.ptr[at] != '\r' && value.ptr[at] != '\n') dl_buf_char(&out, value.ptr[at]);
            at++;
            continue;
        }
        dl_str charset = dl_str_sub(value, at + 2, kind - 1),
               body = dl_str_sub(value, kind + 2, (size_t)(end - value.ptr));
        read_source s = {0}, text;
        dl_buf bytes = {0}, plain = {0};
        for (size_t i = 0; i < body.len; i++)
            dl_buf_char(&plain, body.ptr[i] == '_' ? ' ' : body.ptr[i]);
        if ((value.ptr[kind] | 32) == 'b')
            decode_base64(&s, arena, &bytes, body, 0);
        else
            decode_quoted(&s, arena, &bytes, dl_buf_view(&plain), 0);
        if (bytes.len &&
            source_decode(&text, arena, dl_buf_view(&bytes), 0, charset, NULL) == DL_OK)
            dl_buf_str(&out, text.text);
        dl_buf_free(&bytes);
        dl_buf_free(&plain);
        at = (size_t)(end - value.ptr) + 2;
        /* white space between two encoded words is none */
        size_t next = at;
        while (next < value.len && (unsigned char)value.ptr[next] <= ' ') next++;
        if (dl_str_starts(dl_str_sub(value, next, value.len), DL_STR("=?"))) at = next;
    }
    dl_str text = dl_arena_str(arena, dl_buf_view(&out));
    dl_buf_free(&out);
    return text.len && dl_utf8_valid(text) < text.len ? (dl_str){NULL, 0} : text;
}

/* A header field with the lines it is folded over. */
static dl_str mail_field(dl_str head, const char *name) {
    dl_str v = http_field(head, name);
    const char *end = head.ptr + head.len;
    while (v.ptr && v.ptr + v.len < end) {
        const char *nl = v.ptr + v.len;
        while (nl < end && (*nl == '\r' || *nl == ' ')) nl++;
        if (nl + 1 >= end || *nl != '\n' || (nl[1] != ' ' && nl[1] != '\t')) break;
        const char *stop = memchr(nl + 1, '\n', (size_t)(end - nl - 1));
        if (!stop) stop = end;
        v.len = (size_t)(stop - v.ptr);
        while (v.len && (v.ptr[v.len - 1] == '\r')) v.len--;
    }
    return v;
}

static bool type_is(dl_str type, const char *text) {
    size_t n = strlen(text);
    return type.len >= n && http_is(dl_str_sub(type, 0, n), text);
}

static void walk_part(mail *m, uint32_t from, uint32_t to, uint32_t depth);

static void walk_multipart(mail *m, uint32_t from, uint32_t to, dl_str boundary, uint32_t depth) {
    uint32_t at = from, part = DL_NONE;
    while (at < to && m->parts < DL_READ_MIME_PARTS) {
        const char *nl = memchr(m->raw.ptr + at, '\n', to - at);
        uint32_t end = nl ? (uint32_t)(nl - m->raw.ptr) + 1 : to;
        dl_str line = dl_str_trim(dl_str_sub(m->raw, at, end));
        bool mark = line.len >= boundary.len + 2 && line.ptr[0] == '-' && line.ptr[1] == '-' &&
                    dl_str_starts(dl_str_sub(line, 2, line.len), boundary);
        if (mark && part != DL_NONE) walk_part(m, part, at, depth + 1);
        if (mark) part = line.len == boundary.len + 2 ? end : DL_NONE;
        at = end;
    }
    if (part != DL_NONE) walk_part(m, part, to, depth + 1);
}

static void walk_part(mail *m, uint32_t from, uint32_t to, uint32_t depth) {
    dl_str part = dl_str_sub(m->raw, from, to);
    size_t head = http_head_len(part);
    m->parts++;
    if (part.len && (part.ptr[0] == '\n' || part.ptr[0] == '\r'))
        head = part.ptr[0] == '\r' ? 2 : 1;
    if (!head || depth > DL_READ_MIME_DEPTH) return;
    dl_str h = dl_str_sub(part, 0, head), type = mail_field(h, "content-type");
    if (type_is(type, "multipart/")) {
        dl_str boundary = http_parameter(type, "boundary");
        if (type_is(type, "multipart/related")) m->page = true;
        if (boundary.len) walk_multipart(m, from + (uint32_t)head, to, boundary, depth);
        return;
    }
    bool html = type_is(type, "text/html"), plain = type_is(type, "text/plain") || type.len == 0;
    uint32_t rank = html ? (m->page ? 0 : 2) : plain ? 1 : 9;
    if (rank == 9 || rank >= m->best.rank ||
        type_is(mail_field(h, "content-disposition"), "attachment"))
        return;
    m->best = (mail_part){from + (uint32_t)head, to, type,
                          mail_field(h, "content-transfer-encoding"), rank};
}

/* "Jane Doe <jane@example.org>": a person, else who publishes. */
static void from_field(read_job *job, dl_str value, dl_span raw) {
    const char *angle = value.len ? memchr(value.ptr, '<', value.len) : NULL;
    dl_str name = angle ? dl_str_sub(value, 0, (size_t)(angle - value.ptr)) : value;
    name = dl_str_trim(name);
    if (name.len > 1 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"')
        name = dl_str_sub(name, 1, name.len - 1);
    if (!name.len || memchr(name.ptr, '@', name.len)) return;
    if (name_like(job->tables, name) && !tables_outlet(job->tables, name))
        field_name(job, &job->report->authors, name, "mail", DL_SPAN_NONE, raw);
    else
        field_outlet(job, name, "mail", DL_SPAN_NONE, raw);
}

static dl_span span_in(dl_str raw, dl_str view) {
    if (!view.ptr) return DL_SPAN_NONE;
    uint32_t at = (uint32_t)(view.ptr - raw.ptr);
    return (dl_span){at, at + (uint32_t)view.len};
}

static int decode_part(read_source *out, read_job *job, const mail *m, dl_error *err) {
    dl_str body = dl_str_sub(m->raw, m->best.from, m->best.to);
    read_source bytes = {.base = m->best.from};
    dl_buf buf = {0};
    bool ok = true;
    if (http_is(m->best.encoding, "base64"))
        ok = decode_base64(&bytes, job->arena, &buf, body, m->best.from);
    else if (http_is(m->best.encoding, "quoted-printable"))
        ok = decode_quoted(&bytes, job->arena, &buf, body, m->best.from);
    bytes.text = bytes.runs.count ? dl_arena_str(job->arena, dl_buf_view(&buf)) : body;
    dl_buf_free(&buf);
    if (!ok) return dl_fail_memory(err);
    return source_decode_inner(out, job->arena, &bytes, http_parameter(m->best.type, "charset"),
                               err);
}

int format_mail(read_job *job, dl_str raw, dl_error *err) {
    mail m = {.raw = raw, .best = {.rank = 9}};
    size_t head = http_head_len(raw);
    if (!head) return dl_fail(err, DL_EFORMAT, 0, "a mail without an end of its header");
    walk_part(&m, 0, (uint32_t)raw.len, 0);
    if (m.best.rank == 9) return dl_fail(err, DL_EEMPTY, head, "a mail without a text part");
    dl_str h = dl_str_sub(raw, 0, head), subject = mail_field(h, "subject"),
           from = mail_field(h, "from");
    dl_str date = mail_field(h, "date"), place = mail_field(h, "content-location");
    read_source source;
    int rc = decode_part(&source, job, &m, err);
    if (rc) return rc;
    job->report->encoding = dl_arena_str(job->arena, source.how);
    if (m.page && !place.len) place = mail_field(h, "snapshot-content-location");
    if (text_find(place, "http"))
        field_set(job, &job->report->url, place, "mail", DL_SPAN_NONE, span_in(raw, place));
    bool html = type_is(m.best.type, "text/html");
    dl_str title = decode_words(job->arena, subject);
    if (!html)
        field_set(job, &job->report->title, title, "mail", DL_SPAN_NONE, span_in(raw, subject));
    rc = html ? html_read(job, &source, err) : layout_text(job, &source, 0, err);
    field_set(job, &job->report->title, title, "mail", DL_SPAN_NONE, span_in(raw, subject));
    if (!m.page) {
        from_field(job, decode_words(job->arena, from), span_in(raw, from));
        field_date_value(job, &job->report->published, date, "mail", span_in(raw, date));
    }
    job->report->format = m.page ? DL_STR("mhtml") : DL_STR("eml");
    return rc;
}
