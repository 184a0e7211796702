/* webannotation.c - W3C Web Annotation Data Model (2017) as JSON-LD: one annotation for each piece
 * of evidence of a statement, an event or a position.
 *
 * The target is the report's URL where it has one, else its hash as an urn; the state names the
 * hash of the clean text. Positions count code points, as TextPositionSelector asks; quotes carry
 * 32 characters on each side. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "export/export.h"

enum { AROUND = 32 };

/* The report whose text is at hand; rows come sorted by report, so one is enough. */
typedef struct source {
    char id[65];
    char *text, *url, *published;
    size_t len;
} source;

static void source_free(source *s) {
    free(s->text), free(s->url), free(s->published);
    *s = (source){0};
}

static int fetch(dl_record *record, const char *view, const char *key, const char *id,
                 const char *column, char **out, dl_error *err) {
    const dl_where where = {key, "=", id};
    const dl_query q = {
        .view = view, .columns = column, .where = &where, .where_count = 1, .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    const char *value = !rc && more ? dl_rows_text(rows, 0) : NULL;
    *out = value ? strdup(value) : NULL;
    dl_rows_close(rows);
    return rc;
}

static int source_of(dl_record *record, source *s, const char *id, dl_error *err) {
    if (strcmp(s->id, id) == 0) return DL_OK;
    source_free(s);
    int rc = fetch(record, "text", "report", id, "text", &s->text, err);
    if (!rc) rc = fetch(record, "report", "id", id, "url", &s->url, err);
    if (!rc) rc = fetch(record, "report", "id", id, "published", &s->published, err);
    if (rc || !s->text || strlen(id) > 64) return rc;
    strcpy(s->id, id);
    s->len = strlen(s->text);
    return rc;
}

static long code_points(const char *words, size_t bytes) {
    long n = 0;
    for (size_t i = 0; i < bytes; i++) n += ((unsigned char)words[i] & 0xc0) != 0x80;
    return n;
}

/* The byte that lies `characters` before or after a place. */
static size_t step(const source *s, size_t at, int characters) {
    for (; characters < 0 && at > 0; characters++) do
            at--;
        while (at > 0 && ((unsigned char)s->text[at] & 0xc0) == 0x80);
    for (; characters > 0 && at < s->len; characters--) do
            at++;
        while (at < s->len && ((unsigned char)s->text[at] & 0xc0) == 0x80);
    return at;
}

static void put_slice(text *t, const source *s, size_t from, size_t to) {
    char *words = strndup(s->text + from, to - from);
    text_json(t, words ? words : "");
    free(words);
}

static void put_target(text *t, const source *s, size_t start, size_t end) {
    text_add(t, "{\"source\":");
    if (text_is_web_link(s->url))
        text_json(t, s->url);
    else
        text_format(t, "\"urn:sha256:%s\"", s->id);
    text_add(t, ",\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":");
    put_slice(t, s, start, end);
    text_add(t, ",\"prefix\":");
    put_slice(t, s, step(s, start, -AROUND), start);
    text_add(t, ",\"suffix\":");
    put_slice(t, s, end, step(s, end, AROUND));
    text_format(t, "},{\"type\":\"TextPositionSelector\",\"start\":%ld,\"end\":%ld}]",
                code_points(s->text, start), code_points(s->text, end));
    edtf_parts day = edtf_read(s->published);
    if (day.day && !day.approximate)
        text_format(
            t, ",\"state\":{\"type\":\"TimeState\",\"sourceDate\":\"%04d-%02d-%02dT00:00:00Z\"}",
            day.year, day.month, day.day);
    text_add(t, "}");
}

typedef struct writer {
    dl_record *record;
    FILE *out;
    source source;
    const char *between;
    dl_error *err;
} writer;

/* One annotation: the body says in words what was found. */
static int put_piece(writer *w, const char *kind, const char *id, size_t part, const char *body,
                     json_t *span) {
    const char *report = json_string_value(json_object_get(span, "report"));
    if (!report) return DL_OK;
    int rc = source_of(w->record, &w->source, report, w->err);
    json_int_t start = json_integer_value(json_object_get(span, "start")),
               end = json_integer_value(json_object_get(span, "end"));
    if (rc || !w->source.text || start < 0 || end < start || (size_t)end > w->source.len) return rc;
    text t = {0};
    text_format(&t,
                "{\"id\":\"urn:dateline:%s:%s:%zu\",\"type\":\"Annotation\",\"motivation\":"
                "\"describing\",\"body\":{\"type\":\"TextualBody\",\"format\":"
                "\"text/plain\",\"language\":\"en\",\"value\":",
                kind, id, part);
    text_json(&t, body);
    text_add(&t, "},\"target\":");
    put_target(&t, &w->source, (size_t)start, (size_t)end);
    text_add(&t, "}");
    fputs(w->between, w->out);
    if (t.data) fwrite(t.data, 1, t.len, w->out);
    w->between = ",\n";
    rc = t.failed ? DL_ENOMEM : DL_OK;
    text_free(&t);
    return rc;
}

/* Every row of a view: `list` is its JSON list of spans, `words` the columns that make the body. */
static int put_view(writer *w, const char *view, const char *list, const char *const *words,
                    int all) {
    const dl_query q = {.view = view, .all = all};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, w->record, &q, w->err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, w->err)) && more) {
        text body = {0};
        text_add(&body, view);
        for (const char *const *c = words; *c; c++) {
            const char *value = dl_rows_get(rows, *c);
            if (value && *value) text_format(&body, " · %s", value);
        }
        const char *spans_json = dl_rows_get(rows, list);
        json_t *spans = spans_json ? json_loads(spans_json, 0, NULL) : NULL, *item;
        size_t i;
        json_array_foreach(spans, i, item) {
            json_t *trigger = json_object_get(item, "trigger");
            if (!rc)
                rc = put_piece(w, view, dl_rows_get(rows, "id"), i, body.data,
                               trigger ? trigger : item);
        }
        json_decref(spans);
        text_free(&body);
        if (rc) break;
    }
    dl_rows_close(rows);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    static const char *const said[] = {"speaker_name", "cue_text", "quote",
                                       "class",        "via_name", NULL};
    static const char *const event[] = {"event_type", "mode",       "process", "status",
                                        "date",       "place_name", NULL};
    static const char *const position[] = {"party_name", "stance", "issue", "form", "said", NULL};
    (void)argument;
    writer w = {.record = record, .out = out, .between = "\n", .err = err};
    fputs("{\"@context\":\"http://www.w3.org/ns/"
          "anno.jsonld\",\"id\":\"urn:dateline:record\",\"type\":\"AnnotationCollection\","
          "\"label\":\"dateline\",\"first\":"
          "{\"id\":\"urn:dateline:record:1\",\"type\":\"AnnotationPage\",\"startIndex\":0,"
          "\"items\":[",
          out);
    int rc = put_view(&w, "attribution", "content", said, all);
    if (!rc) rc = put_view(&w, "event", "evidence", event, all);
    if (!rc) rc = put_view(&w, "position", "evidence", position, all);
    fputs("\n]}}\n", out);
    source_free(&w.source);
    return rc;
}

EXPORT_FORMAT(webannotation){
    .name = "webannotation",
    .what = "W3C Web Annotation (JSON-LD): each piece of evidence with its selectors",
    .run = run,
};
