#include "record/noun.h"

extern const record_noun record_noun_entity_in, record_noun_relay, record_noun_attribution,
    record_noun_event, record_noun_deadline, record_noun_position, record_noun_version,
    record_noun_assessment, record_noun_consent;

const record_noun *const record_nouns[] = {
    &record_noun_entity_in, &record_noun_relay,      &record_noun_attribution,
    &record_noun_event,     &record_noun_deadline,   &record_noun_position,
    &record_noun_version,   &record_noun_assessment, &record_noun_consent,
};
const uint32_t record_noun_count = DL_COUNT(record_nouns);

static bool span_lies(put *p, dl_span span) {
    if (dl_span_is_none(span)) return false;
    if (span.start <= span.end && span.end <= p->text.len) return true;
    p->bad_span = true;
    return false;
}

void put_span(put *p, int at, dl_span span) {
    sql_bind_span(p->stmt, at, p->text, span_lies(p, span) ? span : DL_SPAN_NONE);
}

void put_words(put *p, int at, dl_span span) {
    dl_str words = span_lies(p, span) ? dl_span_text(p->text, span) : (dl_str){NULL, 0};
    sql_bind_text(p->stmt, at, words);
}

void put_number(put *p, int at, uint32_t value) {
    if (value)
        sqlite3_bind_int64(p->stmt, at, value);
    else
        sqlite3_bind_null(p->stmt, at);
}

void put_key(put *p, int at, uint32_t index) {
    sql_bind_index(p->stmt, at, p->report, index);
}

static dl_buf *list_open(put *p, int list) {
    dl_buf *out = &p->lists[list];
    dl_buf_clear(out);
    dl_buf_char(out, '[');
    return out;
}

static void list_close(put *p, int at, dl_buf *out) {
    dl_buf_char(out, ']');
    sql_bind_words(p->stmt, at, dl_buf_view(out));
}

void put_spans(put *p, int at, int list, dl_list spans) {
    dl_buf *out = list_open(p, list);
    for (uint32_t i = 0; i < spans.count && spans.first + i < p->finds->spans.count; i++) {
        dl_span s = p->finds->spans.items[spans.first + i];
        if (!span_lies(p, s)) continue;
        dl_buf_printf(out, "%s[%u,%u,", out->len > 1 ? "," : "", s.start, s.end);
        json_str(out, dl_span_text(p->text, s));
        dl_buf_char(out, ']');
    }
    list_close(p, at, out);
}

void put_keys(put *p, int at, int list, dl_list refs, bool null_if_empty) {
    if (!refs.count && null_if_empty) {
        sqlite3_bind_null(p->stmt, at);
        return;
    }
    dl_buf *out = list_open(p, list);
    for (uint32_t i = 0; i < refs.count && refs.first + i < p->finds->refs.count; i++)
        dl_buf_printf(out, "%s%lld", out->len > 1 ? "," : "",
                      (long long)sql_key(p->report, p->finds->refs.items[refs.first + i]));
    list_close(p, at, out);
}

void put_mentions(put *p, int at, int list, dl_list refs) {
    dl_buf *out = list_open(p, list);
    for (uint32_t i = 0; i < refs.count && refs.first + i < p->finds->refs.count; i++) {
        uint32_t index = p->finds->refs.items[refs.first + i];
        if (index >= p->finds->mentions.count) continue;
        const dl_mention *m = &p->finds->mentions.items[index];
        if (!span_lies(p, m->span)) continue;
        dl_buf_puts(out, out->len > 1 ? ",[" : "[");
        if (m->entity == DL_NONE)
            dl_buf_puts(out, "null,");
        else
            dl_buf_printf(out, "%lld,", (long long)sql_key(p->report, m->entity));
        json_str(out, dl_span_text(p->text, m->span));
        dl_buf_char(out, ']');
    }
    list_close(p, at, out);
}

void put_split(put *p, int at, int list, dl_str items) {
    if (!items.len) {
        sqlite3_bind_null(p->stmt, at);
        return;
    }
    dl_buf *out = list_open(p, list);
    for (size_t from = 0; from <= items.len;) {
        const char *stop = memchr(items.ptr + from, ';', items.len - from);
        size_t to = stop ? (size_t)(stop - items.ptr) : items.len;
        dl_str one = dl_str_trim(dl_str_sub(items, from, to));
        if (one.len) {
            if (out->len > 1) dl_buf_char(out, ',');
            json_str(out, one);
        }
        from = to + 1;
    }
    list_close(p, at, out);
}

void put_member(put *p, int at, uint32_t kind, uint32_t item) {
    uint64_t row;
    if (stash_get(p->stash, kind, (uint32_t)p->report, item, &row))
        sqlite3_bind_int64(p->stmt, at, (int64_t)row);
    else
        sqlite3_bind_null(p->stmt, at);
}

uint32_t put_sentence(const put *p, uint32_t index) {
    return index < p->finds->sentences.count ? p->finds->sentences.items[index].number : 0;
}
