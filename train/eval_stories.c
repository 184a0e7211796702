/* Stories: ECB+ 1-35, in file-name order without look-ahead; B3 over reports.
 *
 * A topic folder holds two look-alike stories: N_*ecb.xml and N_*ecbplus.xml. Few files have a
 * date, so the order is that of the names, given as a day count.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "resolve/memory.h"
#include "resolve/stories.h"
#include "train/eval.h"
#include "train/files.h"

enum { MOST = 1000 };

typedef struct stream {
    dl_arena arena;
    struct dl_finds finds[MOST];
    uint32_t gold[MOST], got[MOST];
    const char *name[MOST];
    uint32_t count;
} stream;

static dl_str attribute(dl_str tag, const char *name) {
    dl_str want = dl_str_of(name);
    for (size_t i = 0; i + want.len + 1 < tag.len; i++) {
        if (memcmp(tag.ptr + i, want.ptr, want.len) != 0) continue;
        size_t start = i + want.len, end = start;
        while (end < tag.len && tag.ptr[end] != '"') end++;
        return dl_str_sub(tag, start, end);
    }
    return (dl_str){"", 0};
}

/* The tokens of an ECB+ file, one sentence a line. */
static void put_text(dl_str xml, dl_buf *out) {
    dl_str last = {"", 0};
    for (size_t at = 0; at + 7 < xml.len; at++) {
        if (memcmp(xml.ptr + at, "<token ", 7) != 0) continue;
        size_t close = at, end;
        while (close < xml.len && xml.ptr[close] != '>') close++;
        for (end = close; end < xml.len && xml.ptr[end] != '<';) end++;
        dl_str sentence = attribute(dl_str_sub(xml, at, close), " sentence=\"");
        if (last.len && !dl_str_eq(sentence, last)) dl_buf_char(out, '\n');
        last = sentence;
        dl_buf_str(out, dl_str_sub(xml, close + 1, end));
        dl_buf_char(out, ' ');
        at = end;
    }
}

static void add_file(stream *s, const char *path, const char *name, eval_context *ctx) {
    dl_buf xml = {0}, text = {0};
    if (s->count == MOST || file_read(path, &xml, &ctx->err)) return;
    put_text(dl_buf_view(&xml), &text);
    struct dl_finds *f = &s->finds[s->count];
    dl_arena_init(&f->arena);
    dl_report *r = &f->report;
    r->text = dl_arena_str(&s->arena, dl_buf_view(&text));
    dl_sha256_hex(r->text, r->id);
    for (size_t at = 0; at < r->text.len;) {
        const char *nl = memchr(r->text.ptr + at, '\n', r->text.len - at);
        size_t end = nl ? (size_t)(nl - r->text.ptr) : r->text.len;
        dl_block *b = DL_PUSH(&r->blocks, &f->arena);
        if (b) *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        at = end + 1;
    }
    uint32_t topic = (uint32_t)strtoul(name, NULL, 10);
    s->gold[s->count] = topic * 2 + (strstr(name, "plus") != NULL);
    s->name[s->count] = dl_arena_str(&s->arena, dl_str_of(name)).ptr;
    s->count++;
    dl_buf_free(&xml);
    dl_buf_free(&text);
}

static int name_cmp(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All files of all topics by name. */
static int load(stream *s, eval_context *ctx) {
    DL_VEC(const char *) names = {0};
    int rc = DL_OK;
    for (unsigned topic = 1; topic <= 35 && !rc; topic++) {
        const char *folder =
            dl_arena_printf(&s->arena, "%s/stories/ecbplus/%u", ctx->folder, topic).ptr;
        file_names files = {0};
        if (!file_is_folder(folder)) continue;
        rc = file_list(&files, folder, ".xml", &ctx->err);
        for (uint32_t i = 0; i < files.count; i++) {
            const char *base = strrchr(files.items[i], '/');
            const char **name = DL_PUSH(&names, &s->arena);
            *name = dl_arena_str(&s->arena, dl_str_of(base ? base + 1 : files.items[i])).ptr;
        }
        file_names_free(&files);
    }
    qsort(names.items, names.count, sizeof *names.items, name_cmp);
    for (uint32_t i = 0; i < names.count; i++)
        add_file(s,
                 dl_arena_printf(&s->arena, "%s/stories/ecbplus/%u/%s", ctx->folder,
                                 (unsigned)strtoul(names.items[i], NULL, 10), names.items[i])
                     .ptr,
                 names.items[i], ctx);
    return rc;
}

/* Adds the files one by one, in order, and joins each before the next comes. */
static int run(stream *s, eval_context *ctx) {
    dl_resolver *resolver = NULL;
    dl_memory *memory = NULL;
    dl_idf *idf = NULL;
    dl_buf bytes = {0};
    int rc = dl_resolver_open(&resolver, ctx->data, &ctx->err);
    if (!rc) rc = dl_memory_open(&memory, resolver, &ctx->err);
    if (!rc) rc = dl_idf_open(&idf, ctx->data, &ctx->err);
    for (uint32_t i = 0; i < s->count && !rc; i++) {
        dl_story story;
        dl_links links;
        uint32_t *terms, n, number;
        s->finds[i].report.published.value =
            dl_arena_printf(&s->arena, "2008-01-01T%02u:%02u:%02u", i / 3600, i / 60 % 60, i % 60);
        dl_links_init(&links);
        dl_buf_clear(&bytes);
        rc = dl_story_make(&story, idf, &s->finds[i].report, &s->arena, &terms, &n, &ctx->err);
        dl_story_write(&story, &bytes);
        if (!rc) rc = dl_memory_add(memory, &s->finds[i], &number, &ctx->err);
        if (!rc) rc = dl_memory_terms(memory, DL_TERMS_STORY, i, terms, n, &ctx->err);
        if (!rc) rc = dl_memory_story(memory, i, dl_buf_view(&bytes), &ctx->err);
        if (!rc) rc = dl_stories_solve(dl_memory_lookup(memory), &i, 1, &links, &ctx->err);
        if (!rc) {
            const dl_story_link *l = &links.stories.items[0];
            s->got[i] = l->parent == DL_NONE ? i : s->got[l->parent];
            if (getenv("STORIES_VERBOSE") && l->parent != DL_NONE &&
                s->gold[i] != s->gold[l->parent])
                fprintf(stderr, "stories: %s joined to %s at %u\n", s->name[i], s->name[l->parent],
                        l->score);
        }
        dl_links_free(&links);
    }
    dl_buf_free(&bytes);
    dl_idf_close(idf);
    dl_memory_close(memory);
    dl_resolver_close(resolver);
    return rc;
}

static void score(const stream *s, eval_context *ctx) {
    double p = 0, r = 0;
    uint32_t twins = 0, twin_pairs = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        double both = 0, got = 0, gold = 0;
        for (uint32_t k = 0; k < s->count; k++) {
            both += s->got[k] == s->got[i] && s->gold[k] == s->gold[i];
            got += s->got[k] == s->got[i];
            gold += s->gold[k] == s->gold[i];
            bool twin = s->gold[k] / 2 == s->gold[i] / 2 && s->gold[k] != s->gold[i];
            twin_pairs += twin;
            twins += twin && s->got[k] != s->got[i];
        }
        p += both / got;
        r += both / gold;
    }
    p /= s->count;
    r /= s->count;
    eval_row(ctx, "stories", "ECB+ 1-35", "B3 precision", p, NAN, NAN);
    eval_row(ctx, "stories", "ECB+ 1-35", "B3 recall", r, NAN, NAN);
    eval_row(ctx, "stories", "ECB+ 1-35", "B3 F1", 2 * p * r / (p + r), .867, .95);
    eval_row(ctx, "stories", "ECB+ 1-35", "look-alike pairs kept apart",
             twin_pairs ? (double)twins / twin_pairs : 0, NAN, NAN);
}

int eval_stories(eval_context *ctx) {
    if (!eval_has(ctx, "stories/ecbplus")) {
        eval_skip(ctx, "stories", "ECB+ 1-35");
        return DL_OK;
    }
    stream *s = calloc(1, sizeof *s);
    if (!s) return dl_fail_memory(&ctx->err);
    dl_arena_init(&s->arena);
    int rc = load(s, ctx);
    if (!rc) rc = run(s, ctx);
    if (!rc && s->count) score(s, ctx);
    for (uint32_t i = 0; i < s->count; i++) dl_arena_free(&s->finds[i].arena);
    dl_arena_free(&s->arena);
    free(s);
    return rc;
}
