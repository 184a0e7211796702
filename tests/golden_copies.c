/* Stage "copies": reports divided by a line "===="; prints the rows between them. Lines before the
 * text of a report may say "outlet: X", "published: D", "credit: C", "byline: B". */
#include "golden.h"

#include <stdlib.h>

#include "base/hash.h"
#include "copies/copies.h"
#include "resolve/memory.h"

enum { MOST = 16 };

typedef struct set {
    dl_arena arena;
    struct dl_finds finds[MOST];
    uint32_t count;
} set;

static dl_str line_of(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    size_t n = nl ? (size_t)(nl - rest->ptr) : rest->len;
    dl_str line = {rest->ptr, n};
    *rest = dl_str_sub(*rest, nl ? n + 1 : n, rest->len);
    return line;
}

/* "outlet: X" into its field; false where the line is text. */
static bool header(dl_report *r, dl_arena *arena, dl_str line) {
    static const char *const names[] = {"outlet: ", "published: ", "credit: ", "byline: "};
    for (unsigned i = 0; i < 4; i++) {
        dl_str name = dl_str_of(names[i]);
        if (!dl_str_starts(line, name)) continue;
        dl_str value = dl_arena_str(arena, dl_str_sub(line, name.len, line.len));
        if (i == 3) {
            dl_field *author = DL_PUSH(&r->authors, arena);
            if (author) author->value = value;
        } else {
            dl_field *field[] = {&r->outlet, &r->published, &r->credit};
            field[i]->value = value;
        }
        return true;
    }
    return false;
}

static void add_report(set *s, dl_str text) {
    struct dl_finds *f = &s->finds[s->count++];
    dl_arena_init(&f->arena);
    dl_report *r = &f->report;
    for (dl_str rest = text, line; rest.len;) {
        line = line_of(&rest);
        if (!header(r, &s->arena, line)) break;
        text = rest;
    }
    r->text = dl_arena_str(&s->arena, text);
    dl_sha256_hex(dl_arena_printf(&s->arena, "%u", s->count), r->id);
    for (dl_str rest = r->text, line; rest.len;) {
        line = line_of(&rest);
        uint32_t start = (uint32_t)(line.ptr - r->text.ptr);
        dl_block *b = line.len ? DL_PUSH(&r->blocks, &f->arena) : NULL;
        if (b) *b = (dl_block){{start, start + (uint32_t)line.len}, DL_BLOCK_BODY};
    }
}

static void print_span(dl_buf *out, dl_str text, dl_span span) {
    dl_str s = dl_span_text(text, span);
    size_t a = 24, b = s.len > 24 ? s.len - 24 : 0; /* not inside a character */
    while (a < s.len && (s.ptr[a] & 0xc0) == 0x80) a++;
    while (b && (s.ptr[b] & 0xc0) == 0x80) b--;
    if (s.len <= 60)
        dl_buf_printf(out, "[%.*s]", (int)s.len, s.ptr);
    else
        dl_buf_printf(out, "[%.*s … %.*s] (%zu bytes)", (int)a, s.ptr, (int)(s.len - b), s.ptr + b,
                      s.len);
}

static void print_pairs(dl_buf *out, const set *s, const dl_links *links, const dl_copy *c,
                        dl_list list, const char *what) {
    for (uint32_t i = 0; i < list.count; i++) {
        dl_passage p = links->passages.items[list.first + i];
        dl_buf_printf(out, "  %s ", what);
        print_span(out, s->finds[c->from].report.text, p.from);
        dl_buf_puts(out, " / ");
        print_span(out, s->finds[c->to].report.text, p.to);
        dl_buf_puts(out, "\n");
    }
}

static void print_copies(dl_buf *out, const set *s, const dl_links *links) {
    for (uint32_t i = 0; i < links->copies.count; i++) {
        const dl_copy *c = &links->copies.items[i];
        dl_buf_printf(out, "%u %s %u: %s, containment %u, %u of it, %u of the other; %.*s\n",
                      c->from + 1, c->directed ? "from" : "and", c->to + 1,
                      dl_copy_kind_name(c->kind), c->containment, c->of_from, c->of_to,
                      (int)c->reason.len, c->reason.ptr);
        print_pairs(out, s, links, c, c->passages, "shared");
        print_pairs(out, s, links, c, c->differences, "differs");
    }
    if (!links->copies.count) dl_buf_puts(out, "no copies\n");
}

static int run(const dl_data *data, set *s, dl_buf *out, dl_error *err) {
    dl_resolver *resolver = NULL;
    dl_memory *memory = NULL;
    dl_links links;
    dl_report_list solved = {0};
    uint32_t all[MOST];
    dl_links_init(&links);
    int rc = dl_resolver_open(&resolver, data, err);
    if (!rc) rc = dl_memory_open(&memory, resolver, err);
    for (uint32_t i = 0; i < s->count && !rc; i++) {
        uint32_t *terms = NULL, n = 0;
        rc = dl_memory_add(memory, &s->finds[i], &all[i], err);
        if (!rc) rc = dl_copies_terms(&s->finds[i].report, &s->arena, &terms, &n, err);
        if (!rc) rc = dl_memory_terms(memory, DL_TERMS_SHINGLES, i, terms, n, err);
    }
    if (!rc) rc = dl_copies_solve(dl_memory_lookup(memory), all, s->count, &links, &solved, err);
    if (!rc) print_copies(out, s, &links);
    dl_links_free(&links);
    dl_memory_close(memory);
    dl_resolver_close(resolver);
    return rc;
}

int golden_copies(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    set *s = calloc(1, sizeof *s);
    if (!s) return dl_fail_memory(err);
    dl_arena_init(&s->arena);
    dl_str rest = input, body = {input.ptr, 0};
    while (rest.len && s->count < MOST) {
        dl_str line = line_of(&rest);
        bool cut = dl_str_is(line, "====");
        if (!cut) body.len = (size_t)(line.ptr + line.len - body.ptr);
        if (cut || !rest.len) {
            add_report(s, body);
            body = (dl_str){rest.ptr, 0};
        }
    }
    int rc = run(data, s, out, err);
    for (uint32_t i = 0; i < s->count; i++) dl_arena_free(&s->finds[i].arena);
    dl_arena_free(&s->arena);
    free(s);
    return rc;
}
