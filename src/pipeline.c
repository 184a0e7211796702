/* The only file that knows the order: read, parse, find. One report at a time, a pure function of
 * its bytes and what was given beside them; many reports are resolved in dateline.c.
 *
 *   raw ──dl_read_report──> report ──dl_parse──> text ──dl_finder_run──> finds
 */
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "find/find.h"
#include "parse/parse.h"
#include "parse/tree_print.h"
#include "read/read.h"
#include "resolve/resolve.h"
#include "resolve/stories.h"

extern const char dl_program_hash[]; /* made at build time from the sources */

struct dl_engine {
    dl_data *data;
    dl_read_tables *tables;
    dl_parser *parser;
    dl_finder *finder;
    dl_resolver *resolver;
    dl_idf *idf;
    char analysis[65];
};

struct dl_worker {
    const dl_engine *engine;
    dl_parse_scratch *parse;
    dl_arena text, scratch; /* both die with the report */
    dl_arena found;         /* of the finds while they grow */
    dl_buf packed;
};

int dl_engine_open(dl_engine **out, const char *data_dir, dl_error *err) {
    *out = NULL;
    dl_engine *e = calloc(1, sizeof *e);
    if (!e) return dl_fail_memory(err);
    int rc = dl_data_open(&e->data, data_dir, err);
    if (!rc) rc = dl_read_tables_open(&e->tables, e->data, err);
    if (!rc) rc = dl_parser_open(&e->parser, e->data, err);
    if (!rc) rc = dl_finder_open(&e->finder, e->data, err);
    if (!rc) rc = dl_resolver_open(&e->resolver, e->data, err);
    if (!rc) rc = dl_idf_open(&e->idf, e->data, err);
    if (rc) {
        dl_engine_close(e);
        return rc;
    }
    char both[160];
    int n = snprintf(both, sizeof both, "%s %s", dl_program_hash, dl_data_hash(e->data));
    dl_sha256_hex((dl_str){both, (size_t)n}, e->analysis);
    *out = e;
    return DL_OK;
}

void dl_engine_close(dl_engine *e) {
    if (!e) return;
    dl_idf_close(e->idf);
    dl_resolver_close(e->resolver);
    dl_finder_close(e->finder);
    dl_parser_close(e->parser);
    dl_read_tables_close(e->tables);
    dl_data_close(e->data);
    free(e);
}

const char *dl_engine_analysis(const dl_engine *engine) {
    return engine->analysis;
}

const dl_data *dl_engine_data(const dl_engine *engine) {
    return engine->data;
}

const dl_resolver *engine_resolver(const dl_engine *engine) {
    return engine->resolver;
}

const struct dl_read_tables *engine_read_tables(const dl_engine *engine) {
    return engine->tables;
}

const struct dl_idf *engine_idf(const dl_engine *engine) {
    return engine->idf;
}

int dl_worker_open(dl_worker **out, const dl_engine *engine, dl_error *err) {
    *out = NULL;
    dl_worker *w = calloc(1, sizeof *w);
    if (!w) return dl_fail_memory(err);
    w->engine = engine;
    dl_arena_init(&w->text);
    dl_arena_init(&w->scratch);
    dl_arena_init(&w->found);
    int rc = dl_parse_scratch_open(&w->parse, engine->parser, err);
    if (rc)
        dl_worker_close(w);
    else
        *out = w;
    return rc;
}

void dl_worker_close(dl_worker *w) {
    if (!w) return;
    dl_parse_scratch_close(w->parse);
    dl_arena_free(&w->text);
    dl_arena_free(&w->scratch);
    dl_arena_free(&w->found);
    dl_buf_free(&w->packed);
    free(w);
}

static int read_and_parse(dl_worker *w, struct dl_finds *finds, dl_str path, dl_str raw,
                          const dl_given *given, dl_text *text, dl_error *err) {
    dl_arena_reset(&w->text);
    dl_arena_reset(&w->scratch);
    dl_read_options options = {
        .tables = w->engine->tables, .given = given, .format = given ? given->format : NULL};
    int rc = dl_read_report(&finds->report, &finds->arena, path, raw, &options, err);
    if (!rc) rc = dl_parse(w->engine->parser, w->parse, &w->text, &finds->report, text, err);
    return rc;
}

/* The sentences are the one part of the parse that the record keeps. */
static int keep_sentences(struct dl_finds *finds, const dl_text *text, dl_error *err) {
    finds->other_language = text->other_language;
    uint32_t n = text->sentences.count;
    finds->sentences.items = dl_arena_array(&finds->arena, n ? n : 1, sizeof(dl_sentence));
    if (!finds->sentences.items) return dl_fail_memory(err);
    finds->sentences.count = finds->sentences.cap = n;
    if (n) memcpy(finds->sentences.items, text->sentences.items, n * sizeof(dl_sentence));
    return DL_OK;
}

/* Finds into the worker's own memory, which grows once and is used again and again. */
static int find_loose(dl_worker *w, dl_str path, dl_str raw, const dl_given *given,
                      struct dl_finds *finds, dl_error *err) {
    dl_arena_reset(&w->found);
    *finds = (struct dl_finds){.arena = w->found};
    dl_text text = {0};
    int rc = read_and_parse(w, finds, path, raw, given, &text, err);
    if (!rc) rc = keep_sentences(finds, &text, err);
    dl_find_context context = {.text = &text, .finds = finds, .scratch = &w->scratch};
    if (!rc) rc = dl_finder_run(w->engine->finder, &context, err);
    w->found = finds->arena;
    return rc;
}

/* The same finds in an arena of their own, without the room that growing left. */
static int pack(dl_worker *w, struct dl_finds *loose, struct dl_finds *out, dl_error *err) {
    dl_str text = loose->report.text;
    loose->report.text = (dl_str){NULL, 0};
    dl_buf_clear(&w->packed);
    int rc = dl_finds_write(loose, &w->packed, err);
    if (!rc) rc = dl_finds_read(out, dl_buf_view(&w->packed), err);
    if (rc) return rc;
    out->report.text = dl_arena_str(&out->arena, text);
    return out->report.text.ptr ? DL_OK : dl_fail_memory(err);
}

int pipeline_find(dl_worker *w, dl_str path, dl_str raw, const dl_given *given,
                  struct dl_finds **out, dl_str *packed, dl_error *err) {
    *out = NULL;
    struct dl_finds loose, *finds = calloc(1, sizeof *finds);
    if (!finds) return dl_fail_memory(err);
    int rc = find_loose(w, path, raw, given, &loose, err);
    if (!rc) rc = pack(w, &loose, finds, err);
    if (rc) {
        dl_finds_free(finds);
        return rc;
    }
    *out = finds;
    if (packed) *packed = dl_buf_view(&w->packed);
    return DL_OK;
}

int dl_find(dl_worker *worker, const char *path, const void *bytes, size_t len,
            const dl_given *given, dl_finds **finds, dl_error *err) {
    return pipeline_find(worker, dl_str_of(path), (dl_str){bytes, len}, given, finds, NULL, err);
}

void dl_finds_free(dl_finds *finds) {
    if (!finds) return;
    dl_arena_free(&finds->arena);
    free(finds);
}

int dl_finds_save(const dl_finds *finds, void **bytes, size_t *len, dl_error *err) {
    dl_buf buf = {0};
    *bytes = NULL;
    *len = 0;
    int rc = dl_finds_write(finds, &buf, err);
    if (rc) {
        dl_buf_free(&buf);
        return rc;
    }
    *bytes = buf.data;
    *len = buf.len;
    return DL_OK;
}

int dl_finds_load(dl_finds **out, const void *bytes, size_t len, dl_error *err) {
    *out = NULL;
    struct dl_finds *finds = calloc(1, sizeof *finds);
    if (!finds) return dl_fail_memory(err);
    int rc = dl_finds_read(finds, (dl_str){bytes, len}, err);
    if (rc)
        free(finds);
    else
        *out = finds;
    return rc;
}
int dl_tree(dl_worker *w, const void *bytes, size_t len, const dl_given *given, uint32_t sentence,
            char **out, dl_error *err) {
    *out = NULL;
    struct dl_finds finds = {0};
    dl_arena_init(&finds.arena);
    dl_text text = {0};
    dl_buf buf = {0};
    int rc = read_and_parse(w, &finds, DL_STR(""), (dl_str){bytes, len}, given, &text, err);
    for (uint32_t i = 0; !rc && i < text.sentences.count; i++)
        if (!sentence || text.sentences.items[i].number == sentence)
            dl_tree_print(&finds.report, &text, i, &buf);
    dl_arena_free(&finds.arena);
    dl_buf_char(&buf, '\0');
    if (!rc && buf.failed) rc = dl_fail_memory(err);
    if (rc)
        dl_buf_free(&buf);
    else
        *out = buf.data;
    return rc;
}
