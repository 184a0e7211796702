#include "read/read.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "read/formats.h"
#include "read/http_body.h"
#include "read/tuning_read.h"

static const struct {
    const char *name;
    format_reader *read;
} formats[] = {
    {"text", format_text}, {"jsonl", format_json}, {"html", format_html}, {"warc", format_warc},
    {"eml", format_mail},  {"docx", format_docx},  {"pdf", format_pdf},
};

static bool is_json_object(dl_str raw) {
    size_t at = dl_str_starts(raw, DL_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (at < raw.len && (unsigned char)raw.ptr[at] <= ' ') at++;
    if (at >= raw.len || raw.ptr[at] != '{') return false;
    for (at++; at < raw.len && (unsigned char)raw.ptr[at] <= ' ';) at++;
    return at < raw.len && (raw.ptr[at] == '"' || raw.ptr[at] == '}');
}

/* A page: it begins with a tag that pages have, or has one near its start. */
static bool is_html(dl_str raw) {
    size_t at = dl_str_starts(raw, DL_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (at < raw.len && (unsigned char)raw.ptr[at] <= ' ') at++;
    if (at >= raw.len || raw.ptr[at] != '<') return false;
    static const char *const marks[] = {"<!doctype html",
                                        "<html",
                                        "<head",
                                        "<body",
                                        "<meta",
                                        "<title",
                                        "<div",
                                        "<p>",
                                        "<p ",
                                        "<article",
                                        "<h1",
                                        "<section",
                                        "<main",
                                        "<span",
                                        "<table",
                                        "<link",
                                        "<script",
                                        "<br",
                                        "<b>"};
    for (size_t end = raw.len < DL_READ_SNIFF ? raw.len : DL_READ_SNIFF; at < end; at++) {
        if (raw.ptr[at] != '<') continue;
        for (size_t i = 0; i < DL_COUNT(marks); i++) {
            size_t n = strlen(marks[i]), k = 0;
            while (k < n && at + k < end &&
                   (raw.ptr[at + k] | (marks[i][k] >= 'a' ? 32 : 0)) == marks[i][k])
                k++;
            if (k == n) return true;
        }
    }
    return false;
}

/* A mail: header fields from its first byte on, two of those that only mails have. */
static bool is_mail(dl_str raw) {
    static const char *const fields[] = {
        "message-id",  "mime-version", "received",
        "return-path", "from",         "content-type",
        "subject",     "date",         "snapshot-content-location"};
    size_t head = http_head_len(dl_str_sub(raw, 0, raw.len < 65536 ? raw.len : 65536));
    if (!head || raw.ptr[0] <= ' ' || raw.ptr[0] > 'z') return false;
    dl_str h = dl_str_sub(raw, 0, head);
    const char *colon = memchr(h.ptr, ':', h.len < 60 ? h.len : 60);
    const char *space = memchr(h.ptr, ' ', h.len < 60 ? h.len : 60);
    if (!colon || (space && space < colon)) return false;
    uint32_t mail = 0, all = 0;
    for (size_t i = 0; i < DL_COUNT(fields); i++) {
        bool there = http_field(h, fields[i]).ptr != NULL;
        if (i < 4) mail += there;
        all += there;
    }
    return mail >= 1 && all >= 3;
}

const char *dl_read_sniff(dl_str raw) {
    if (dl_str_starts(raw, DL_STR("WARC/"))) return "warc";
    if (dl_str_starts(raw, DL_STR("PK\x03\x04"))) return "docx";
    dl_str head = dl_str_sub(raw, 0, raw.len < 1024 ? raw.len : 1024);
    if (text_find(head, "%PDF-") && !is_html(raw)) return "pdf";
    if (is_mail(raw)) return "eml";
    if (is_json_object(raw)) return "jsonl";
    if (is_html(raw)) return "html";
    return "text";
}

dl_str dl_read_date(const dl_read_tables *tables, dl_arena *arena, dl_str text, dl_span *span) {
    read_date d;
    if (!date_find(tables, text, 0, 0, &d)) return (dl_str){NULL, 0};
    if (span) *span = (dl_span){d.start, d.end};
    return date_edtf(arena, &d);
}

/* ── what a person says, over what was found ── */

static void give(read_job *job, dl_field *field, const char *value) {
    if (!value) return;
    *field = (dl_field){dl_arena_str(job->arena, dl_str_trim(dl_str_of(value))), DL_STR("given"),
                        DL_SPAN_NONE, DL_SPAN_NONE};
}

static void give_authors(read_job *job, const char *value) {
    if (!value) return;
    dl_str list = dl_str_of(value);
    job->report->authors.count = 0;
    for (size_t from = 0; from <= list.len;) {
        const char *end = from < list.len ? memchr(list.ptr + from, ';', list.len - from) : NULL;
        size_t to = end ? (size_t)(end - list.ptr) : list.len;
        field_name(job, &job->report->authors, dl_str_sub(list, from, to), "given", DL_SPAN_NONE,
                   DL_SPAN_NONE);
        from = to + 1;
    }
}

static void give_all(read_job *job) {
    const dl_given *g = job->options->given;
    dl_report *r = job->report;
    if (!g) return;
    give(job, &r->outlet, g->outlet);
    give(job, &r->published, g->published);
    give(job, &r->updated, g->updated);
    give(job, &r->url, g->url);
    give(job, &r->title, g->title);
    give(job, &r->section, g->section);
    give(job, &r->language, g->language);
    give_authors(job, g->authors);
    for (uint32_t k = 0; g->kind && k < DL_REPORT_KINDS; k++)
        if (strcmp(g->kind, dl_report_kind_name(k)) == 0) r->kind = k;
}

/* ── what follows from the whole ── */

static bool is_body(uint32_t kind) {
    return kind <= DL_BLOCK_LIST;
}

/* Counts words and, by their function words, votes for a language. */
static void count_words(read_job *job, uint32_t votes[32]) {
    dl_report *r = job->report;
    dl_buf low = {0};
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        if (!is_body(r->blocks.items[i].kind)) continue;
        dl_str s = dl_span_text(r->text, r->blocks.items[i].span);
        for (size_t from = 0; from < s.len;) {
            const char *sp = memchr(s.ptr + from, ' ', s.len - from);
            size_t to = sp ? (size_t)(sp - s.ptr) : s.len;
            r->words += to > from;
            uint32_t languages;
            dl_buf_clear(&low);
            if (to > from && to - from <= 8) fold_text(&low, dl_str_sub(s, from, to), 16);
            if (low.len && tables_word(job->tables, WORD_FUNCTION, dl_buf_view(&low), &languages))
                for (uint32_t k = 0; k < job->tables->languages.count; k++)
                    votes[k] += languages >> k & 1;
            from = to + 1;
        }
    }
    dl_buf_free(&low);
}

/* One word in six is a function word of the language in running text; twice the runner-up's. */
static void guess_language(read_job *job, const uint32_t votes[32]) {
    dl_report *r = job->report;
    uint32_t best = 0, second = 0;
    for (uint32_t k = 1; k < job->tables->languages.count; k++)
        if (votes[k] > votes[best]) best = k;
    for (uint32_t k = 0; k < job->tables->languages.count; k++)
        if (k != best && votes[k] > second) second = votes[k];
    if (r->words >= 5 && votes[best] * 6 >= r->words && votes[best] * 2 >= second * 3)
        field_set(job, &r->language, job->tables->languages.items[best], "function words",
                  DL_SPAN_NONE, DL_SPAN_NONE);
}

static dl_str host_of(dl_str url) {
    const char *p = text_find(url, "//");
    size_t from = p ? (size_t)(p - url.ptr) + 2 : 0, to = from;
    while (to < url.len && !strchr("/?#:", url.ptr[to])) to++;
    dl_str host = dl_str_sub(url, from, to);
    return dl_str_starts(host, DL_STR("www.")) ? dl_str_sub(host, 4, host.len) : host;
}

static void outlet_of_url(read_job *job) {
    dl_report *r = job->report;
    dl_str host = host_of(r->url.value);
    const outlet_row *o = host.len ? tables_outlet_of_host(job->tables, host) : NULL;
    if (o && dl_str_is(o->kind, "official")) job->official = true;
    if (r->outlet.value.len || host.len < 4) return;
    field_set(job, &r->outlet, o ? o->name : host, "url", DL_SPAN_NONE, r->url.raw);
}

static void settle_kind(read_job *job) {
    dl_report *r = job->report;
    dl_buf b = {0};
    fold_text(&b, r->section.value, 60);
    dl_str s = dl_buf_view(&b);
    for (size_t from = 0; from < s.len; from++) { /* "World / Opinion" */
        size_t to = from;
        while (to < s.len && !strchr("/|>,", s.ptr[to])) to++;
        if (tables_word(job->tables, WORD_OPINION, dl_str_trim(dl_str_sub(s, from, to)), NULL))
            job->opinion = true;
        from = to;
    }
    dl_buf_free(&b);
    dl_str t = r->title.value;
    if (dl_str_starts(t, DL_STR("Opinion")) || dl_str_starts(t, DL_STR("OPINION")))
        job->opinion = true;
    if (r->kind == DL_REPORT_NEWS && job->official)
        r->kind = DL_REPORT_OFFICIAL;
    else if (r->kind == DL_REPORT_NEWS && job->opinion)
        r->kind = DL_REPORT_OPINION;
}

/* ── the door ── */

static format_reader *find_format(const dl_read_options *o, dl_str raw) {
    const char *name = o->format ? o->format : dl_read_sniff(raw);
    for (size_t i = 0; i < DL_COUNT(formats); i++)
        if (strcmp(formats[i].name, name) == 0) return formats[i].read;
    return NULL;
}

static bool all_blank(dl_str raw) {
    for (size_t i = 0; i < raw.len; i++)
        if (!strchr(" \t\r\n\f\v", raw.ptr[i]) || !raw.ptr[i]) return false;
    return true;
}

int dl_read_report(dl_report *out, dl_arena *arena, dl_str path, dl_str raw,
                   const dl_read_options *options, dl_error *err) {
    *out = (dl_report){0};
    out->path = dl_arena_str(arena, path);
    out->raw_len = (uint32_t)raw.len;
    if (raw.len > DL_READ_RAW_MAX)
        return dl_fail(err, DL_ELIMIT, DL_READ_RAW_MAX,
                       "more than %u MiB in one report; split it into articles",
                       DL_READ_RAW_MAX >> 20);
    if (all_blank(raw))
        return dl_fail(err, DL_EEMPTY, UINT64_MAX, "empty: there is nothing to read");
    format_reader *read = find_format(options, raw);
    if (!read)
        return dl_fail(err, DL_EVALUE, UINT64_MAX, "there is no format \"%s\"", options->format);
    dl_sha256_hex(raw, out->id);
    read_job job = {.options = options, .tables = options->tables, .arena = arena, .report = out};
    field_set(&job, &out->url, options->url, "fetched", DL_SPAN_NONE, DL_SPAN_NONE);
    int rc = read(&job, raw, err);
    if (rc) return rc;
    if (out->text.len == 0) return dl_fail(err, DL_EEMPTY, UINT64_MAX, "there is no text in it");
    uint32_t votes[32] = {0};
    count_words(&job, votes);
    outlet_of_url(&job);
    settle_kind(&job);
    give_all(&job);
    guess_language(&job, votes);
    return arena->failed ? dl_fail_memory(err) : DL_OK;
}
