#include "read/http_body.h"

#include <zlib.h>

#include "read/tuning_read.h"

static char low(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

bool http_is(dl_str a, const char *text) {
    size_t n = strlen(text);
    if (a.len != n) return false;
    for (size_t i = 0; i < n; i++)
        if (low(a.ptr[i]) != text[i]) return false;
    return true;
}

dl_str http_field(dl_str head, const char *name) {
    for (size_t at = 0; at < head.len;) {
        const char *nl = memchr(head.ptr + at, '\n', head.len - at);
        size_t end = nl ? (size_t)(nl - head.ptr) : head.len;
        dl_str line = dl_str_sub(head, at, end);
        const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
        if (colon) {
            size_t n = (size_t)(colon - line.ptr);
            if (http_is(dl_str_trim(dl_str_sub(line, 0, n)), name))
                return dl_str_trim(dl_str_sub(line, n + 1, line.len));
        }
        at = end + 1;
    }
    return (dl_str){NULL, 0};
}

size_t http_head_len(dl_str m) {
    for (size_t at = 0; at < m.len;) {
        const char *nl = memchr(m.ptr + at, '\n', m.len - at);
        if (!nl) return 0;
        at = (size_t)(nl - m.ptr) + 1;
        if (at < m.len && m.ptr[at] == '\n') return at + 1;
        if (at + 1 < m.len && m.ptr[at] == '\r' && m.ptr[at + 1] == '\n') return at + 2;
    }
    return 0;
}

dl_str http_parameter(dl_str value, const char *name) {
    size_t n = strlen(name);
    for (size_t at = 0; at + n < value.len; at++) {
        if ((at && strchr("; \t", value.ptr[at - 1]) == NULL) ||
            !http_is(dl_str_sub(value, at, at + n), name))
            continue;
        size_t i = at + n;
        while (i < value.len && value.ptr[i] == ' ') i++;
        if (i >= value.len || value.ptr[i] != '=') continue;
        for (i++; i < value.len && strchr(" \"'", value.ptr[i]);) i++;
        size_t end = i;
        while (end < value.len && !strchr(" \"';,", value.ptr[end])) end++;
        return dl_str_sub(value, i, end);
    }
    return (dl_str){NULL, 0};
}

/* RFC 9112 chunks. False: not chunked at all, or torn (what came so far is in out). */
static bool unchunk(dl_buf *out, dl_str body, bool *any) {
    *any = false;
    for (size_t at = 0; at < body.len;) {
        size_t size = 0, from = at;
        for (; at < body.len && at - from < 8; at++) {
            char c = low(body.ptr[at]);
            if (c >= '0' && c <= '9')
                size = size << 4 | (size_t)(c - '0');
            else if (c >= 'a' && c <= 'f')
                size = size << 4 | (size_t)(c - 'a' + 10);
            else
                break;
        }
        const char *nl = at > from ? memchr(body.ptr + at, '\n', body.len - at) : NULL;
        if (!nl || (size_t)(nl - body.ptr) - at > 256) return false;
        at = (size_t)(nl - body.ptr) + 1;
        *any = true;
        if (size == 0) return true;
        size_t have = body.len - at < size ? body.len - at : size;
        dl_buf_add(out, body.ptr + at, have);
        at += have;
        if (at < body.len && body.ptr[at] == '\r') at++;
        if (at < body.len && body.ptr[at] == '\n') at++;
    }
    return false;
}

/* bits: zlib's window bits: 47 gzip or zlib, -15 raw deflate. */
static int inflate_all(dl_buf *out, dl_str in, int bits, size_t max, dl_error *err) {
    z_stream z = {0};
    if (inflateInit2(&z, bits) != Z_OK) return dl_fail_memory(err);
    unsigned char chunk[65536];
    z.next_in = (Bytef *)(uintptr_t)in.ptr;
    z.avail_in = (uInt)in.len;
    int rc = Z_OK, code = DL_OK;
    while (rc == Z_OK && !code) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        rc = inflate(&z, Z_NO_FLUSH);
        dl_buf_add(out, chunk, sizeof chunk - z.avail_out);
        if (out->len > max ||
            (z.total_out > DL_READ_RATIO_FREE && z.total_out / DL_READ_RATIO_MAX > z.total_in))
            code = dl_fail(
                err, DL_ELIMIT, z.total_in,
                "a compressed body of more than %zu MiB, or one that grows more than 2048-fold",
                max >> 20);
        if (rc == Z_BUF_ERROR) break;
    }
    bool nothing = out->len == 0;
    inflateEnd(&z);
    if (!code && rc != Z_STREAM_END && nothing)
        code =
            dl_fail(err, DL_EFORMAT, UINT64_MAX, "the body is not compressed as its header says");
    return code;
}

static int decode_one(dl_buf *out, dl_str coding, dl_str in, size_t max, dl_error *err) {
    const unsigned char *p = (const unsigned char *)in.ptr;
    bool gz = in.len > 2 && p[0] == 0x1f && p[1] == 0x8b;
    bool zlib = in.len > 2 && (p[0] & 15) == 8 && (p[0] << 8 | p[1]) % 31 == 0;
    if (http_is(coding, "br") || http_is(coding, "zstd"))
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "a body compressed by %.*s, which is not read",
                       (int)coding.len, coding.ptr);
    if (gz) return inflate_all(out, in, 47, max, err);
    if (http_is(coding, "deflate")) return inflate_all(out, in, zlib ? 47 : -15, max, err);
    dl_buf_str(out, in);
    return DL_OK;
}

static bool is_coding(dl_str c) {
    return http_is(c, "gzip") || http_is(c, "x-gzip") || http_is(c, "deflate") ||
           http_is(c, "br") || http_is(c, "zstd");
}

int http_decode_body(dl_buf *out, dl_str head, dl_str body, size_t max, dl_error *err) {
    dl_buf a = {0}, b = {0};
    dl_str transfer = http_field(head, "transfer-encoding"),
           coding = http_field(head, "content-encoding");
    bool any = false;
    int rc = DL_OK;
    if (transfer.len >= 7 &&
        http_is(dl_str_sub(transfer, transfer.len - 7, transfer.len), "chunked")) {
        unchunk(&a, body, &any);
        if (any) body = dl_buf_view(&a);
    }
    for (int nest = 0; !rc && coding.len && nest < 3;
         nest++) { /* the last named was applied last */
        size_t from = coding.len;
        while (from && coding.ptr[from - 1] != ',') from--;
        dl_str one = dl_str_trim(dl_str_sub(coding, from, coding.len));
        coding = dl_str_sub(coding, 0, from ? from - 1 : 0);
        if (!is_coding(one)) continue;
        if (nest == 2) {
            rc = dl_fail(err, DL_ELIMIT, UINT64_MAX, "a body compressed more than twice");
            break;
        }
        dl_buf next = {0};
        rc = decode_one(&next, one, body, max, err);
        dl_buf_free(&b);
        b = next;
        body = dl_buf_view(&b);
    }
    if (!rc && body.len > max)
        rc = dl_fail(err, DL_ELIMIT, max, "a body of more than %zu MiB", max >> 20);
    if (!rc) dl_buf_str(out, body);
    bool memory = a.failed || b.failed || out->failed;
    dl_buf_free(&a);
    dl_buf_free(&b);
    return !rc && memory ? dl_fail_memory(err) : rc;
}
