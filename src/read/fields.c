#include "read/fields.h"

#include "base/utf8.h"

void field_set(read_job *job, dl_field *field, dl_str value, const char *how, dl_span clean,
               dl_span raw) {
    value = dl_str_trim(value);
    if (field->value.len || value.len == 0) return;
    field->value = dl_arena_str(job->arena, value);
    field->how = dl_str_of(how);
    field->clean = clean;
    field->raw = raw;
}

/* Lower-cases a value for the word tables; the caller frees. */
static dl_buf folded(dl_str value) {
    dl_buf b = {0};
    fold_text(&b, value, 200);
    return b;
}

bool value_is_blank(const dl_read_tables *t, dl_str value) {
    value = dl_str_trim(value);
    if (value.len == 0) return true;
    if (value.len > 40) return false;
    dl_buf b = folded(value);
    bool blank = tables_word(t, WORD_BLANK, dl_buf_view(&b), NULL);
    dl_buf_free(&b);
    return blank;
}

void field_outlet(read_job *job, dl_str value, const char *how, dl_span clean, dl_span raw) {
    const outlet_row *known = tables_outlet(job->tables, value);
    if (!known && value.len > 4 && memchr(value.ptr, '.', value.len) &&
        !memchr(value.ptr, ' ', value.len))
        known = tables_outlet_of_host(job->tables, value);
    field_set(job, &job->report->outlet, known ? known->name : value, how, clean, raw);
    if (known && dl_str_is(known->kind, "official")) job->official = true;
}

/* A date with a year takes the place of one without. */
static bool better_date(const dl_field *field, const read_date *d) {
    if (d->month == 0 && d->year == 0) return false;
    if (field->value.len == 0) return true;
    return field->value.ptr[0] == 'X' && d->year;
}

void field_date(read_job *job, dl_field *field, const read_date *d, const char *how) {
    if (!better_date(field, d)) return;
    dl_span clean = {d->start, d->end};
    *field = (dl_field){date_edtf(job->arena, d), dl_str_of(how), clean,
                        dl_report_raw_span(job->report, clean)};
}

void field_date_value(read_job *job, dl_field *field, dl_str value, const char *how, dl_span raw) {
    read_date d;
    uint32_t flags = DATE_WHOLE | DATE_US;
    if (value.len > 120 || !date_find(job->tables, value, 0, flags, &d) || !better_date(field, &d))
        return;
    *field = (dl_field){date_edtf(job->arena, &d), dl_str_of(how), DL_SPAN_NONE, raw};
}

void field_name(read_job *job, dl_fields *list, dl_str name, const char *how, dl_span clean,
                dl_span raw) {
    name = dl_str_trim(name);
    if (name.len == 0 || name.len > 120) return;
    dl_buf a = folded(name);
    bool there = false;
    for (uint32_t i = 0; i < list->count && !there; i++) {
        dl_buf b = folded(list->items[i].value);
        there = dl_str_eq(dl_buf_view(&a), dl_buf_view(&b));
        dl_buf_free(&b);
    }
    dl_buf_free(&a);
    dl_field *f = there || list->count >= 100 ? NULL : DL_PUSH(list, job->arena);
    if (f) *f = (dl_field){dl_arena_str(job->arena, name), dl_str_of(how), clean, raw};
}

void fields_of_byline(read_job *job, const byline *b, const char *how) {
    dl_report *r = job->report;
    for (uint32_t i = 0; i < b->names.count; i++) {
        dl_span s = b->names.items[i];
        field_name(job, &r->authors, dl_span_text(r->text, s), how, s, dl_report_raw_span(r, s));
    }
    if (!dl_span_is_none(b->outlet))
        field_outlet(job, dl_span_text(r->text, b->outlet), how, b->outlet,
                     dl_report_raw_span(r, b->outlet));
    if (!dl_span_is_none(b->place))
        field_set(job, &r->reported_from, dl_span_text(r->text, b->place), how, b->place,
                  dl_report_raw_span(r, b->place));
    if (!dl_span_is_none(b->agency))
        field_set(job, &r->credit, dl_span_text(r->text, b->agency), how, b->agency,
                  dl_report_raw_span(r, b->agency));
    if (b->date.month) field_date(job, &r->published, &b->date, how);
    if (b->updated.month) field_date(job, &r->updated, &b->updated, how);
}

static void set_kind(read_job *job, dl_str value) {
    dl_buf b = folded(value);
    for (uint32_t k = 0; k < DL_REPORT_KINDS; k++)
        if (dl_str_is(dl_buf_view(&b), dl_report_kind_name(k))) job->report->kind = k;
    if (tables_word(job->tables, WORD_OPINION, dl_buf_view(&b), NULL)) job->opinion = true;
    dl_buf_free(&b);
}

static void set_authors(read_job *job, dl_fields *list, dl_str value, const char *how,
                        dl_span raw) {
    byline b;
    author_names(job->tables, job->arena, value, false, &b);
    for (uint32_t i = 0; i < b.names.count; i++)
        field_name(job, list, dl_span_text(value, b.names.items[i]), how, DL_SPAN_NONE, raw);
    /* one word, or a name with letters we do not expect: as it stands */
    if (!b.names.count && dl_span_is_none(b.outlet) && !b.nobody && value.len <= 60 &&
        !memchr(value.ptr, '@', value.len) && !memchr(value.ptr, '/', value.len))
        field_name(job, list, value, how, DL_SPAN_NONE, raw);
}

/* "en-US" -> "en". */
static dl_str language_of(dl_str value) {
    size_t n = 0;
    while (n < value.len && ((value.ptr[n] | 32) >= 'a' && (value.ptr[n] | 32) <= 'z')) n++;
    return n == 2 || n == 3 ? dl_str_sub(value, 0, n) : (dl_str){NULL, 0};
}

bool field_of_key(read_job *job, uint32_t field, dl_str value, const char *how, dl_span raw) {
    dl_report *r = job->report;
    if (field >= FIELD_TEXT) return false;
    if (value_is_blank(job->tables, value)) return true;
    value = dl_str_trim(value);
    switch (field) {
    case FIELD_TITLE: field_set(job, &r->title, value, how, DL_SPAN_NONE, raw); break;
    case FIELD_DECK: job->deck = dl_arena_str(job->arena, value); break;
    case FIELD_OUTLET: field_outlet(job, value, how, DL_SPAN_NONE, raw); break;
    case FIELD_AUTHORS: set_authors(job, &r->authors, value, how, raw); break;
    case FIELD_CONTRIBUTORS: set_authors(job, &r->contributors, value, how, raw); break;
    case FIELD_PUBLISHED: field_date_value(job, &r->published, value, how, raw); break;
    case FIELD_UPDATED: field_date_value(job, &r->updated, value, how, raw); break;
    case FIELD_SECTION: field_set(job, &r->section, value, how, DL_SPAN_NONE, raw); break;
    case FIELD_URL: field_set(job, &r->url, value, how, DL_SPAN_NONE, raw); break;
    case FIELD_LANGUAGE:
        field_set(job, &r->language, language_of(value), how, DL_SPAN_NONE, raw);
        break;
    case FIELD_REPORTED_FROM:
        field_set(job, &r->reported_from, value, how, DL_SPAN_NONE, raw);
        break;
    case FIELD_CREDIT: field_set(job, &r->credit, value, how, DL_SPAN_NONE, raw); break;
    default: set_kind(job, value);
    }
    return true;
}
