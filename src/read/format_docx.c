/* Word (OOXML) and OpenDocument: the zip's text part, unpacked by libarchive, walked as XML. Spans
 * lead to the file as a whole: a packed byte has no place of its own. */
#include <archive.h>
#include <archive_entry.h>

#include "read/formats.h"
#include "read/tuning_read.h"
#include "read/xml_walk.h"

typedef struct office {
    read_job *job;
    dl_buf text, property;
    uint32_t in_text; /* depth of w:t (Word) or text:p (OpenDocument) */
    bool word;
} office;

static bool is(dl_str a, const char *b) {
    return dl_str_is(a, b);
}

static void doc_start(void *c, dl_str name, dl_str space, const xml_attribute *a, uint32_t n) {
    (void)a, (void)n, (void)space;
    office *o = c;
    if (o->word ? is(name, "t") : is(name, "p") || is(name, "h")) o->in_text++;
    if (is(name, "tab") || is(name, "s")) dl_buf_char(&o->text, ' ');
    if (is(name, "br") || is(name, "line-break")) dl_buf_char(&o->text, '\n');
}

static void doc_end(void *c, dl_str name, dl_str space) {
    (void)space;
    office *o = c;
    bool paragraph = is(name, "p") || is(name, "h");
    if ((o->word ? is(name, "t") : paragraph) && o->in_text) o->in_text--;
    if (paragraph) dl_buf_puts(&o->text, "\n");
}

static void doc_text(void *c, dl_str text) {
    office *o = c;
    if (o->in_text && o->text.len < DL_READ_TEXT_MAX + 1) dl_buf_str(&o->text, text);
}

static void meta_start(void *c, dl_str name, dl_str space, const xml_attribute *a, uint32_t n) {
    (void)name, (void)space, (void)a, (void)n;
    dl_buf_clear(&((office *)c)->property);
}

static void meta_end(void *c, dl_str name, dl_str space) {
    (void)space;
    office *o = c;
    dl_str v = dl_buf_view(&o->property);
    if (is(name, "title"))
        field_of_key(o->job, FIELD_TITLE, v, "document properties", DL_SPAN_NONE);
    if (is(name, "creator") || is(name, "initial-creator"))
        field_of_key(o->job, FIELD_AUTHORS, v, "document properties", DL_SPAN_NONE);
    dl_buf_clear(&o->property);
}

static void meta_text(void *c, dl_str text) {
    office *o = c;
    if (o->property.len < 4096) dl_buf_str(&o->property, text);
}

static int member(struct archive *a, size_t packed, dl_buf *out, dl_error *err) {
    char chunk[65536];
    la_ssize_t n;
    dl_buf_clear(out);
    while ((n = archive_read_data(a, chunk, sizeof chunk)) > 0) {
        dl_buf_add(out, chunk, (size_t)n);
        if (out->len > DL_READ_RAW_MAX || out->len / DL_READ_RATIO_MAX > packed)
            return dl_fail(err, DL_ELIMIT, UINT64_MAX,
                           "a document that unpacks to more than %u MiB", DL_READ_RAW_MAX >> 20);
    }
    return n < 0 ? dl_fail(err, DL_EFORMAT, UINT64_MAX, "broken document: %.200s",
                           archive_error_string(a))
                 : DL_OK;
}

static int read_members(office *o, struct archive *a, size_t packed, dl_error *err) {
    const xml_events document = {o, doc_start, doc_end, doc_text},
                     properties = {o, meta_start, meta_end, meta_text};
    struct archive_entry *entry;
    dl_buf xml = {0};
    int rc = DL_OK;
    while (!rc && archive_read_next_header(a, &entry) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname(entry);
        if (!name) continue;
        bool word = strcmp(name, "word/document.xml") == 0,
             text = word || strcmp(name, "content.xml") == 0;
        bool meta = strcmp(name, "docProps/core.xml") == 0 || strcmp(name, "meta.xml") == 0;
        if (!text && !meta) continue;
        rc = member(a, packed, &xml, err);
        if (text) o->word = word;
        if (!rc) rc = xml_walk(dl_buf_view(&xml), text ? &document : &properties, err);
    }
    dl_buf_free(&xml);
    return rc;
}

int format_docx(read_job *job, dl_str raw, dl_error *err) {
    office o = {.job = job};
    struct archive *a = archive_read_new();
    if (!a) return dl_fail_memory(err);
    archive_read_support_format_zip(a);
    int rc = archive_read_open_memory(a, raw.ptr, raw.len) == ARCHIVE_OK
                 ? read_members(&o, a, raw.len, err)
                 : dl_fail(err, DL_EFORMAT, UINT64_MAX, "broken document: %.200s",
                           archive_error_string(a));
    archive_read_free(a);
    read_source source = {0};
    if (!rc) {
        dl_buf text = {0};
        source_add(&source, job->arena, &text, dl_buf_view(&o.text), 0, (uint32_t)raw.len);
        source.text = dl_arena_str(job->arena, dl_buf_view(&text));
        dl_buf_free(&text);
        job->report->format = DL_STR("document");
        job->report->encoding = DL_STR("utf-8 (XML)");
        rc = source.text.ptr ? layout_text(job, &source, 0, err) : dl_fail_memory(err);
    }
    dl_buf_free(&o.text);
    dl_buf_free(&o.property);
    return rc;
}
