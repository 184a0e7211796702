/* The metadata header of a text file, in three shapes:
 *
 *     === METADATA ===            ---                     Title: Talks resume
 *     Source: New York Times      title: Talks resume     Outlet: The Daily Example
 *     === ARTICLE ===             ---                     (an empty line)
 *
 * The third needs two lines with known keys, so that "Moscow: a city on edge" is no header.
 */
#include "read/layout.h"

typedef struct header_scan {
    dl_str text;
    uint32_t at;
} header_scan;

static dl_str next_line(header_scan *s) {
    uint32_t end = s->at;
    while (end < s->text.len && s->text.ptr[end] != '\n' && s->text.ptr[end] != '\r') end++;
    dl_str line = dl_str_sub(s->text, s->at, end);
    if (end + 1 < s->text.len && s->text.ptr[end] == '\r' && s->text.ptr[end + 1] == '\n') end++;
    s->at = end < s->text.len ? end + 1 : end;
    return dl_str_trim(line);
}

/* "=== METADATA ===", "---", "-----". */
static bool is_rule(dl_str line) {
    return line.len >= 3 &&
           (dl_str_starts(line, DL_STR("===")) || dl_str_starts(line, DL_STR("---")) ||
            dl_str_starts(line, DL_STR("***")));
}

/* "Key: value"; key and value are views. */
static bool key_value(dl_str line, dl_str *key, dl_str *value) {
    const char *colon = line.len ? memchr(line.ptr, ':', line.len < 40 ? line.len : 40) : NULL;
    if (!colon || colon == line.ptr) return false;
    *key = dl_str_trim(dl_str_sub(line, 0, (size_t)(colon - line.ptr)));
    *value = dl_str_trim(dl_str_sub(line, (size_t)(colon - line.ptr) + 1, line.len));
    if (value->len >= 2 && value->ptr[0] == '"' && value->ptr[value->len - 1] == '"')
        *value = dl_str_sub(*value, 1, value->len - 1);
    if (value->len >= 2 && value->ptr[0] == '[' && value->ptr[value->len - 1] == ']')
        *value = dl_str_sub(*value, 1, value->len - 1);
    return key->len > 0;
}

/* Counts what the lines from s.at on look like, up to an end; *end is where the article begins. */
static uint32_t count_keys(const dl_read_tables *t, header_scan s, bool ruled, uint32_t *end,
                           bool *closed) {
    uint32_t known = 0;
    *closed = false;
    for (uint32_t lines = 0; s.at < s.text.len && lines < 60; lines++) {
        uint32_t before = s.at;
        dl_str line = next_line(&s), key, value;
        *end = s.at;
        if (ruled ? is_rule(line) : line.len == 0) {
            *closed = true;
            return known;
        }
        if (line.len == 0) continue;
        const read_key *k = key_value(line, &key, &value) ? tables_key(t, key) : NULL;
        if (k)
            known++;
        else if (!ruled && !(known && key_value(line, &key, &value) && key.len < 24)) {
            *end = before;
            return known;
        }
    }
    return known;
}

static void set_fields(read_job *job, const read_source *source, header_scan s, uint32_t end) {
    uint32_t cursor = 0;
    for (uint32_t rank = 1; rank <= 9; rank++) { /* the better key first, whatever the order */
        header_scan walk = s;
        while (walk.at < end) {
            dl_str line = next_line(&walk), key, value;
            const read_key *k = key_value(line, &key, &value) ? tables_key(job->tables, key) : NULL;
            if (!k || k->rank != rank) continue;
            uint32_t from = (uint32_t)(value.ptr - source->text.ptr);
            dl_span raw = source_raw(source, from, from + (uint32_t)value.len, &cursor);
            field_of_key(job, k->field, value, "header", raw);
        }
    }
}

bool header_read(read_job *job, const read_source *source, uint32_t *body) {
    header_scan s = {source->text, 0};
    uint32_t end = 0;
    bool closed;
    while (s.at < s.text.len && ((unsigned char)s.text.ptr[s.at] <= ' ')) s.at++;
    header_scan first = s;
    bool ruled = is_rule(next_line(&first));
    if (ruled) s = first;
    uint32_t known = count_keys(job->tables, s, ruled, &end, &closed);
    if (known < (ruled && closed ? 1u : 2u) || (ruled && !closed)) return false;
    set_fields(job, source, s, end);
    *body = end;
    return true;
}
