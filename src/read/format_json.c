/* One JSON object: title, text, outlet … under any of the names of data/en/meta_keys.tsv. */
#include "read/formats.h"
#include "read/json.h"
#include "read/read.h"

typedef struct object {
    read_job *job;
    const read_source *source;
    json_value text, html, title;
    uint32_t text_rank, html_rank, title_rank;
} object;

static dl_span raw_of(const read_source *s, json_value v) {
    uint32_t cursor = 0;
    return source_raw(s, v.start, v.end, &cursor);
}

/* An object in place of a name: {"name": "CNN"}; the string of it. */
static json_value named(dl_str s, json_value v) {
    static const char *const names[] = {"name", "title", "rendered", "value", "full_name", "text"};
    json_value key, member;
    bool bad;
    for (size_t i = 0; v.kind == JSON_OBJECT && i < DL_COUNT(names); i++)
        for (uint32_t at = v.start; place_json_member(s, v, &at, &key, &member, &bad);)
            if (dl_str_is(dl_str_sub(s, key.start, key.end), names[i]) &&
                member.kind == JSON_STRING)
                return member;
    return v;
}

static void set_value(object *o, uint32_t field, json_value v) {
    dl_str s = o->source->text;
    v = named(s, v);
    if (v.kind == JSON_ARRAY) {
        json_value key, member;
        bool bad;
        uint32_t n = 0;
        for (uint32_t at = v.start; n < 50 && place_json_member(s, v, &at, &key, &member, &bad);
             n++)
            set_value(o, field,
                      named(s, member).kind == JSON_STRING ? named(s, member)
                                                           : (json_value){JSON_WORD, 0, 0});
        return;
    }
    if (v.kind != JSON_STRING && v.kind != JSON_NUMBER) return;
    field_of_key(o->job, field, place_json_text(o->job->arena, s, v), "json", raw_of(o->source, v));
}

static void keep_best(json_value *slot, uint32_t *rank, json_value v, uint32_t new_rank) {
    if (v.kind != JSON_STRING || v.end <= v.start || new_rank >= *rank) return;
    *slot = v;
    *rank = new_rank;
}

/* One pass over the members; rank 0 picks the article's own strings, others set the fields. */
static int walk(object *o, json_value whole, uint32_t rank, dl_error *err) {
    dl_str s = o->source->text;
    json_value key, member;
    bool bad = false;
    uint32_t at = whole.start;
    while (place_json_member(s, whole, &at, &key, &member, &bad)) {
        const read_key *k = tables_key(o->job->tables, dl_str_sub(s, key.start, key.end));
        if (!k) continue;
        if (rank == 0 && k->field == FIELD_TEXT)
            keep_best(&o->text, &o->text_rank, named(s, member), k->rank);
        if (rank == 0 && k->field == FIELD_HTML)
            keep_best(&o->html, &o->html_rank, named(s, member), k->rank);
        if (rank == 0 && k->field == FIELD_TITLE)
            keep_best(&o->title, &o->title_rank, named(s, member), k->rank);
        if (rank && k->rank == rank && k->field < FIELD_TEXT) set_value(o, k->field, member);
    }
    if (!bad) return DL_OK;
    uint32_t cursor = 0;
    return dl_fail(err, DL_EFORMAT, source_raw(o->source, at, at, &cursor).start,
                   "broken JSON here; a line must be one whole object");
}

int format_json(read_job *job, dl_str raw, dl_error *err) {
    read_source source, text;
    int rc = source_decode(&source, job->arena, raw, job->base, DL_STR("utf-8"), err);
    if (rc) return rc;
    object o = {.job = job,
                .source = &source,
                .text_rank = DL_NONE,
                .html_rank = DL_NONE,
                .title_rank = DL_NONE};
    uint32_t at = 0;
    json_value whole = place_json_take(source.text, &at);
    if (whole.kind != JSON_OBJECT)
        return dl_fail(err, DL_EFORMAT, at,
                       "broken or torn JSON object; a line must be one whole object");
    for (uint32_t rank = 0; !rc && rank <= 9; rank++) rc = walk(&o, whole, rank, err);
    if (rc) return rc;
    job->report->format = DL_STR("jsonl");
    job->report->encoding = dl_arena_str(job->arena, source.how);
    if (o.text_rank == DL_NONE && o.html_rank == DL_NONE)
        return dl_fail(
            err, DL_EEMPTY, UINT64_MAX,
            "the JSON object has no article text; name it \"text\" (or body, content, html)");
    read_source title;
    if (o.title_rank != DL_NONE && place_json_string(&title, job->arena, &source, o.title)) {
        read_source *kept = dl_arena_alloc(job->arena, sizeof *kept);
        if (kept) *kept = title;
        job->title_source = kept;
    }
    if (!place_json_string(&text, job->arena, &source, o.text_rank != DL_NONE ? o.text : o.html))
        return dl_fail_memory(err);
    if (strcmp(dl_read_sniff(text.text), "html") == 0) {
        int html = html_read(job, &text, err);
        job->report->format = DL_STR("jsonl");
        return html;
    }
    return layout_text(job, &text, 0, err);
}
