#include "read/formats.h"
#include "read/html_page.h"
#include "read/http_body.h"
#include "read/tuning_read.h"

/* The charset that a <meta> names within the first 4 KiB (13.2.3.2's prescan, in short). */
dl_str html_charset(dl_str raw) {
    dl_str head = {raw.ptr, raw.len < DL_READ_SNIFF ? raw.len : DL_READ_SNIFF};
    html_lexer lexer = {head, 0, TAG_UNKNOWN};
    html_token t;
    while (html_next(&lexer, &t)) {
        if (t.kind != HTML_START || t.tag != TAG_META) continue;
        dl_str name, value, content = {NULL, 0};
        uint32_t at = t.from;
        for (int n = 0; n < 16 && html_attribute(head, &t, &at, &name, &value); n++) {
            if (http_is(name, "charset")) return dl_str_trim(value);
            if (http_is(name, "content")) content = value;
        }
        dl_str set = http_parameter(content, "charset");
        if (set.len) return set;
    }
    return (dl_str){NULL, 0};
}

/* Writes a block's pieces, references decoded. */
static void put_block(clean_text *c, const html_page *page, const dl_read_tables *tables,
                      const html_block *b, bool apart) {
    dl_str s = page->source->text;
    for (uint32_t i = b->first; i < b->first + b->count; i++) {
        html_piece p = page->pieces.items[i];
        if (p.from == p.to || apart) clean_space(c);
        for (uint32_t at = p.from; at < p.to;) {
            const char *amp = memchr(s.ptr + at, '&', p.to - at);
            uint32_t stop = amp ? (uint32_t)(amp - s.ptr) : p.to, next = stop + 1;
            if (stop > at) clean_put(c, at, stop);
            if (!amp) break;
            char room[8];
            dl_str text = html_reference(tables, s, stop, p.to, &next, room);
            if (text.ptr)
                clean_put_as(c, text, stop, next);
            else
                clean_put(c, stop, stop + 1);
            at = text.ptr ? next : stop + 1;
        }
    }
}

int html_read(read_job *job, const read_source *source, dl_error *err) {
    html_page page;
    if (!html_page_read(&page, job, source)) return dl_fail_memory(err);
    uint32_t *kinds = dl_arena_array(job->arena, page.blocks.count + 1, sizeof *kinds);
    if (!kinds || !html_pick(&page, job, kinds)) return dl_fail_memory(err);
    html_fields(&page, job, kinds);
    clean_text c;
    clean_begin(&c, job->report, job->arena, source);
    for (uint32_t i = 0; i < page.blocks.count; i++) {
        if (kinds[i] == DL_NONE) continue;
        put_block(&c, &page, job->tables, &page.blocks.items[i], kinds[i] == DL_BLOCK_BYLINE);
        clean_end_block(&c, kinds[i]);
    }
    int rc = clean_finish(&c, err);
    if (rc) return rc;
    layout_page(job);
    return DL_OK;
}

int format_html(read_job *job, dl_str raw, dl_error *err) {
    read_source source;
    dl_str declared =
        source_knows(job->options->charset) ? job->options->charset : html_charset(raw);
    int rc = source_decode(&source, job->arena, raw, 0, declared, err);
    if (rc) return rc;
    job->report->format = DL_STR("html");
    job->report->encoding = dl_arena_str(job->arena, source.how);
    return html_read(job, &source, err);
}
