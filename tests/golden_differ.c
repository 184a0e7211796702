/* Stage "differ": several reports -> histories, versions, questions. Each report begins with a line
 * "@ DATE OUTLET"; its paragraphs follow, one a line.
 *
 *     party | issue: stance (report) -> stance (report), change
 *     version document stage… points: "evidence" / "evidence"
 *     question kind: text = value "evidence" / value "evidence"
 */
#include "find/find.h"
#include "golden.h"
#include "parse/parse.h"
#include "resolve/memory.h"

static struct {
    const dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
    dl_resolver *resolver;
} kept; /* opened by the first case, kept for the rest of the run */

static int open_once(const dl_data *data, dl_error *err) {
    if (kept.data == data) return DL_OK;
    int rc = dl_parser_open(&kept.parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&kept.scratch, kept.parser, err);
    if (!rc) rc = dl_finder_open(&kept.finder, data, err);
    if (!rc) rc = dl_resolver_open(&kept.resolver, data, err);
    if (!rc) kept.data = data;
    return rc;
}

enum { MOST_REPORTS = 8 };

typedef struct world {
    struct dl_finds finds[MOST_REPORTS];
    uint32_t count;
} world;

static dl_str take_line(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    dl_str line = {rest->ptr, nl ? (size_t)(nl - rest->ptr) : rest->len};
    *rest = dl_str_sub(*rest, line.len + (nl != NULL), rest->len);
    return line;
}

static struct dl_finds *open_report(world *w, dl_str line) {
    struct dl_finds *f = &w->finds[w->count];
    *f = (struct dl_finds){0};
    dl_arena_init(&f->arena);
    memset(f->report.id, '0' + (char)w->count, 64);
    w->count++;
    dl_str date = dl_str_trim(dl_str_sub(line, 1, line.len < 12 ? line.len : 12));
    f->report.published.value = date;
    if (line.len > 13) f->report.outlet.value = dl_str_sub(line, 13, line.len);
    return f;
}

static void make_reports(world *w, dl_str input) {
    struct dl_finds *f = NULL;
    const char *start = input.ptr;
    dl_str rest = input;
    while (rest.len) {
        dl_str line = take_line(&rest);
        if (line.len && line.ptr[0] == '@' && w->count < MOST_REPORTS) {
            f = open_report(w, line);
            start = rest.ptr;
            const char *end = rest.ptr;
            dl_str look = rest;
            while (look.len && look.ptr[0] != '@') {
                dl_str l = take_line(&look);
                end = l.ptr + l.len;
            }
            f->report.text = dl_arena_str(&f->arena, (dl_str){start, (size_t)(end - start)});
        } else if (f && line.len) {
            uint32_t at = (uint32_t)(line.ptr - start);
            dl_block *b = DL_PUSH(&f->report.blocks, &f->arena);
            if (b) *b = (dl_block){{at, at + (uint32_t)line.len}, DL_BLOCK_BODY};
        }
    }
}

static int find_all(world *w, dl_error *err) {
    int rc = DL_OK;
    for (uint32_t i = 0; i < w->count && !rc; i++) {
        struct dl_finds *f = &w->finds[i];
        dl_arena arena, scratch;
        dl_arena_init(&arena), dl_arena_init(&scratch);
        dl_text text;
        rc = dl_parse(kept.parser, kept.scratch, &arena, &f->report, &text, err);
        for (uint32_t s = 0; !rc && s < text.sentences.count; s++) {
            dl_sentence *copy = DL_PUSH(&f->sentences, &f->arena);
            if (copy) *copy = text.sentences.items[s];
        }
        dl_find_context context = {&text, f, &scratch};
        if (!rc) rc = dl_finder_run(kept.finder, &context, err);
        dl_arena_free(&arena), dl_arena_free(&scratch);
    }
    return rc;
}

static void put_quoted(dl_buf *out, const world *w, uint32_t report, dl_span span) {
    dl_buf_printf(out, " \"");
    dl_buf_str(out, dl_span_text(w->finds[report].report.text, span));
    dl_buf_puts(out, "\"");
}

static const dl_position *position_of(const world *w, dl_ref r) {
    return &w->finds[r.report].positions.items[r.item];
}

static void print_positions(dl_buf *out, const world *w, const dl_links *l) {
    for (uint32_t i = 0; i < l->positions.count; i++) {
        const dl_position_link *row = &l->positions.items[i];
        const dl_position *p = position_of(w, row->best);
        dl_buf_printf(out, "position %.*s | %.*s | %.*s | %u origins %u-%u", (int)p->party_name.len,
                      p->party_name.ptr, (int)p->issue.len, p->issue.ptr, (int)p->stance.len,
                      p->stance.ptr, row->evidence.count, row->origins.min, row->origins.max);
        if (row->change.len) dl_buf_printf(out, " | %.*s", (int)row->change.len, row->change.ptr);
        dl_buf_char(out, '\n');
    }
}

static void print_rest(dl_buf *out, const world *w, const dl_links *l) {
    for (uint32_t i = 0; i < l->versions.count; i++) {
        const dl_version_link *v = &l->versions.items[i];
        dl_buf_printf(out, "version %.*s | %.*s | %u | %u:", (int)v->document.len, v->document.ptr,
                      (int)v->status.len, v->status.ptr, v->points, v->packages);
        for (uint32_t k = 0; k < v->evidence.count; k++) {
            dl_ref r = l->refs.items[v->evidence.first + k];
            put_quoted(out, w, r.report, w->finds[r.report].versions.items[r.item].span);
        }
        dl_buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < l->questions.count; i++) {
        const dl_question_link *q = &l->questions.items[i];
        dl_buf_printf(out, "question %.*s | %.*s\n", (int)q->kind.len, q->kind.ptr,
                      (int)q->question.len, q->question.ptr);
        for (uint32_t k = 0; k < q->answers.count; k++) {
            const dl_answer *a = &l->answers.items[q->answers.first + k];
            dl_buf_printf(out, "  %.*s:", (int)a->value.len, a->value.ptr);
            for (uint32_t s = 0; s < a->evidence.count; s++) {
                dl_spot spot = l->spots.items[a->evidence.first + s];
                put_quoted(out, w, spot.report, spot.span);
            }
            dl_buf_char(out, '\n');
        }
    }
}

static int resolve_all(const world *w, dl_buf *out, dl_error *err) {
    dl_memory *memory = NULL;
    dl_links links;
    dl_arena arena;
    dl_links_init(&links);
    dl_arena_init(&arena);
    dl_items items = {.arena = &arena};
    int rc = dl_memory_open(&memory, kept.resolver, err);
    for (uint32_t i = 0; i < w->count && !rc; i++) {
        uint32_t number;
        rc = dl_memory_add(memory, &w->finds[i], &number, err);
    }
    if (!rc) rc = dl_memory_items(memory, 0, &items, err);
    if (!rc) rc = dl_resolver_solve(kept.resolver, dl_memory_lookup(memory), &items, &links, err);
    if (!rc) print_positions(out, w, &links), print_rest(out, w, &links);
    dl_memory_close(memory);
    dl_links_free(&links);
    dl_arena_free(&arena);
    return rc;
}

int golden_differ(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    int rc = open_once(data, err);
    if (rc) return rc;
    world w = {.count = 0};
    make_reports(&w, input);
    rc = find_all(&w, err);
    if (!rc) rc = resolve_all(&w, out, err);
    for (uint32_t i = 0; i < w.count; i++) dl_arena_free(&w.finds[i].arena);
    return rc;
}
