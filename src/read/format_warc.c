/* One WARC record as dl_input hands it on: record header, HTTP header, body with its codings
 * undone. What the body is, its own bytes say; the header gives address and charset. */
#include "read/formats.h"
#include "read/http_body.h"
#include "base/utf8.h"
#include "read/read.h"

/* A page's body in raw[from, …). */
static int read_body(read_job *job, dl_str raw, size_t from, dl_str type, dl_error *err) {
    dl_str body = dl_str_sub(raw, from, raw.len), charset = http_parameter(type, "charset");
    const char *kind = dl_read_sniff(body);
    read_source source;
    bool html = strcmp(kind, "html") == 0 || (strcmp(kind, "text") == 0 && text_find(type, "html"));
    if (strcmp(kind, "jsonl") == 0 || strcmp(kind, "pdf") == 0) {
        job->base = (uint32_t)from;
        return strcmp(kind, "pdf") == 0 ? format_pdf(job, body, err) : format_json(job, body, err);
    }
    dl_str declared = source_knows(charset) ? charset
                      : html                ? html_charset(body)
                                            : (dl_str){NULL, 0};
    int rc = source_decode(&source, job->arena, body, (uint32_t)from, declared, err);
    if (rc) return rc;
    job->report->encoding = dl_arena_str(job->arena, source.how);
    return html ? html_read(job, &source, err) : layout_text(job, &source, 0, err);
}

int format_warc(read_job *job, dl_str raw, dl_error *err) {
    size_t head = http_head_len(raw);
    if (!head) return dl_fail(err, DL_EFORMAT, 0, "a WARC record without an end of its header");
    dl_str h = dl_str_sub(raw, 0, head), url = http_field(h, "warc-target-uri"),
           type = http_field(h, "content-type");
    size_t from = head;
    if (url.len > 2 && url.ptr[0] == '<') url = dl_str_sub(url, 1, url.len - 1);
    if (dl_str_starts(dl_str_sub(raw, head, raw.len), DL_STR("HTTP/"))) {
        size_t http = http_head_len(dl_str_sub(raw, head, raw.len));
        if (!http)
            return dl_fail(err, DL_EFORMAT, head, "an HTTP response without an end of its header");
        type = http_field(dl_str_sub(raw, head, head + http), "content-type");
        from = head + http;
    }
    uint32_t at = url.ptr ? (uint32_t)(url.ptr - raw.ptr) : 0;
    dl_span span = url.ptr ? (dl_span){at, at + (uint32_t)url.len} : DL_SPAN_NONE;
    if (dl_utf8_valid(url) == url.len)
        field_set(job, &job->report->url, url, "warc", DL_SPAN_NONE, span);
    if (from >= raw.len) return dl_fail(err, DL_EEMPTY, from, "an empty record");
    int rc = read_body(job, raw, from, type, err);
    job->report->format = DL_STR("warc");
    return rc;
}
