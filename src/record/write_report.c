#include "base/hash.h"
#include "record/write.h"

static void put_list(put *p, int at, int list, const dl_field *items, uint32_t count) {
    dl_buf *out = &p->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (i) dl_buf_char(out, ',');
        json_str(out, items[i].value);
    }
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

static void put_fields(sqlite3_stmt *s, const dl_report *r) {
    bool dated = r->published.value.len && r->published.value.ptr[0] >= '0' &&
                 r->published.value.ptr[0] <= '9';
    sql_bind_words(s, 4, dated ? r->published.value : DL_STR("~"));
    sql_bind_text(s, 5, r->outlet.value);
    sql_bind_text(s, 6, r->outlet.how);
    sql_bind_text(s, 7, r->title.value);
    sql_bind_text(s, 10, r->reported_from.value);
    sql_bind_text(s, 11, r->published.value);
    sql_bind_text(s, 12, r->published.how);
    sql_bind_text(s, 13, r->updated.value);
    sql_bind_text(s, 14, r->section.value);
    sql_bind_text(s, 15, r->url.value);
    sql_bind_words(s, 16, dl_str_of(dl_report_kind_name(r->kind)));
    sql_bind_text(s, 17, r->language.value);
    sql_bind_text(s, 18, r->credit.value);
    sql_bind_words(s, 19, r->format);
    sql_bind_words(s, 20, r->encoding);
}

/* The sentences as a JSON list, for v_sentence: anybody's SQL can cut the text by it. */
static void put_sentences(put *p, int at, int list) {
    const struct dl_finds *f = p->finds;
    dl_buf *out = &p->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    for (uint32_t i = 0; i < f->sentences.count; i++) {
        const dl_sentence *s = &f->sentences.items[i];
        uint32_t kind = s->block < f->report.blocks.count ? f->report.blocks.items[s->block].kind
                                                          : DL_BLOCK_BODY;
        dl_buf_printf(out, "%s[%u,%u,%u,\"%s\"]", i ? "," : "", s->span.start, s->span.end,
                      s->block, dl_block_kind_name(kind));
    }
    dl_buf_char(out, ']');
    sqlite3_bind_text(p->stmt, at, out->data ? out->data : "[]", (int)(out->data ? out->len : 2),
                      SQLITE_STATIC);
}

int record_put_report(dl_record *record, int64_t report, const struct dl_finds *finds, dl_str blob,
                      dl_error *err) {
    record_writer *w = record->writer;
    const dl_report *r = &finds->report;
    put p = {.finds = finds, .report = report, .stmt = w->other[WRITE_REPORT]};
    sqlite3_stmt *s = p.stmt;
    char sum[65];
    dl_sha256_hex(r->text, sum);
    sqlite3_bind_int64(s, 1, report);
    sqlite3_bind_text(s, 2, r->id, 64, SQLITE_STATIC);
    sql_bind_words(s, 3, r->path);
    put_fields(s, r);
    put_list(&p, 8, 0, r->authors.items, r->authors.count);
    put_list(&p, 9, 1, r->contributors.items, r->contributors.count);
    sqlite3_bind_int(s, 21, finds->other_language);
    sqlite3_bind_int64(s, 22, r->words);
    sqlite3_bind_int64(s, 23, finds->sentences.count);
    put_sentences(&p, 24, 2);
    sqlite3_bind_text(s, 25, sum, 64, SQLITE_STATIC);
    sql_bind_blob(s, 26, r->text);
    sql_bind_blob(s, 27, blob);
    int rc = p.lists[0].failed || p.lists[1].failed || p.lists[2].failed ? dl_fail_memory(err)
                                                                         : sql_run(s, err);
    for (int i = 0; i < PUT_LISTS; i++) dl_buf_free(&p.lists[i]);
    return rc;
}
