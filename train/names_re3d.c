/* re3d: a JSON object a line; documents.json has the texts, entities.json the marks. */
#include <jansson.h>

#include "train/files.h"
#include "train/names_corpus.h"

static dl_str text_of(const json_t *object, const char *key) {
    const json_t *s = json_object_get(object, key);
    return s ? (dl_str){json_string_value(s), json_string_length(s)} : (dl_str){NULL, 0};
}

/* Byte offset of a code point. */
static uint32_t byte_of(dl_str text, json_int_t point) {
    uint32_t at = 0;
    for (; point > 0 && at < text.len; point--) do
            at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return at;
}

static uint32_t class_of(dl_str type) {
    if (dl_str_is(type, "Person")) return NAME_PER;
    if (dl_str_is(type, "Location")) return NAME_LOC;
    return dl_str_is(type, "Organisation") ? NAME_ORG : NAME_CLASSES;
}

/* Named ones only: every word with a capital but for "of", "the" and the like inside. */
static bool is_name(const names_document *d, uint32_t first, uint32_t count) {
    static const char *const inner[] = {"of", "for", "the", "and", "al", "-",
                                        "&",  "in",  "on",  "'s",  "to"};
    for (uint32_t i = first; i < first + count; i++) {
        dl_str word = dl_token_text(&d->text.tokens, d->finds.report.text, i);
        bool ok = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
        for (size_t k = 0; !ok && i > first && k < DL_COUNT(inner); k++)
            ok = dl_str_is(word, inner[k]);
        if (!ok) return false;
    }
    return true;
}

static void mark(names_document *d, dl_span span, uint32_t cls) {
    const dl_tokens *t = &d->text.tokens;
    uint32_t first = 0, end;
    while (first < t->count && t->start[first] < span.start) first++;
    for (end = first; end < t->count && t->start[end] + t->len[end] <= span.end;) end++;
    if (first < end && dl_str_is(dl_token_text(t, d->finds.report.text, first), "the")) first++;
    if (first < end && dl_str_is(dl_token_text(t, d->finds.report.text, first), "The")) first++;
    if (cls == NAME_PER)
        while (first + 1 < end && t->upos[first] != DL_PROPN) first++;
    if (first >= end || end - first > 8 || !is_name(d, first, end - first)) return;
    for (uint32_t i = first; i < end; i++)
        if (d->gold[i] || t->upos[end - 1] == DL_ADJ) return;
    for (uint32_t i = first; i < end; i++) {
        uint32_t part = end - first == 1 ? LABEL_UNIT
                        : i == first     ? LABEL_BEGIN
                        : i + 1 == end   ? LABEL_LAST
                                         : LABEL_INSIDE;
        d->gold[i] = label_of(cls, part);
    }
}

static int add_document(names_corpus *c, const json_t *object, dl_map *ids, dl_error *err) {
    names_document *d = DL_PUSH(&c->documents, &c->arena);
    if (!d ||
        !dl_map_set(ids, dl_arena_str(&c->arena, text_of(object, "_id")), c->documents.count - 1))
        return dl_fail_memory(err);
    d->name = dl_arena_str(&c->arena, text_of(object, "title"));
    dl_str text = d->finds.report.text = dl_arena_str(&c->arena, text_of(object, "text"));
    for (uint32_t at = 0; at < text.len;) {
        uint32_t end = at;
        while (end < text.len && text.ptr[end] != '\n') end++;
        dl_block *b = end > at ? DL_PUSH(&d->finds.report.blocks, &c->arena) : NULL;
        if (b) *b = (dl_block){{at, end}, DL_BLOCK_BODY};
        at = end + 1;
    }
    int rc = dl_parse(c->parser, c->scratch, &c->arena, &d->finds.report, &d->text, err);
    d->gold = dl_arena_array(&c->arena, d->text.tokens.count + 1, 1);
    c->tokens += d->text.tokens.count;
    return rc;
}

/* Marks of one size (bytes), so that long names win over the parts that are marked too. */
static void add_marks(names_corpus *c, const dl_map *ids, dl_str lines, bool longest) {
    while (lines.len) {
        const char *nl = memchr(lines.ptr, '\n', lines.len);
        size_t n = nl ? (size_t)(nl - lines.ptr) : lines.len;
        json_t *object = json_loadb(lines.ptr, n, 0, NULL);
        uint32_t at = object ? dl_map_get(ids, text_of(object, "documentId")) : DL_NONE;
        uint32_t cls = object ? class_of(text_of(object, "type")) : NAME_CLASSES;
        if (at != DL_NONE && cls < NAME_CLASSES) {
            names_document *d = &c->documents.items[at];
            json_int_t begin = json_integer_value(json_object_get(object, "begin"));
            json_int_t end = json_integer_value(json_object_get(object, "end"));
            dl_span span = {byte_of(d->finds.report.text, begin),
                            byte_of(d->finds.report.text, end)};
            if ((span.end - span.start > 12) == longest) mark(d, span, cls);
        }
        json_decref(object);
        lines = dl_str_sub(lines, nl ? n + 1 : n, lines.len);
    }
}

int names_corpus_add_re3d(names_corpus *c, const char *path, dl_error *err) {
    dl_buf documents = {0}, marks = {0};
    dl_map ids;
    dl_map_init(&ids, &c->arena);
    int rc = file_read(dl_arena_printf(&c->arena, "%s/documents.json", path).ptr, &documents, err);
    if (!rc) rc = file_read(dl_arena_printf(&c->arena, "%s/entities.json", path).ptr, &marks, err);
    for (dl_str rest = dl_buf_view(&documents); !rc && rest.len;) {
        const char *nl = memchr(rest.ptr, '\n', rest.len);
        size_t n = nl ? (size_t)(nl - rest.ptr) : rest.len;
        json_t *object = json_loadb(rest.ptr, n, 0, NULL);
        if (object) rc = add_document(c, object, &ids, err);
        json_decref(object);
        rest = dl_str_sub(rest, nl ? n + 1 : n, rest.len);
    }
    if (!rc) {
        add_marks(c, &ids, dl_buf_view(&marks), true);
        add_marks(c, &ids, dl_buf_view(&marks), false);
    }
    dl_buf_free(&documents);
    dl_buf_free(&marks);
    return rc;
}
