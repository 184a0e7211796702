/* Stage "positions": a report's text, one paragraph a line -> positions, versions, states, consent.
 *
 *     position  party | issue | stance | firmness | number unit | condition | "evidence"
 *     version   document | stage | status | points | packages | "evidence"
 *     state     about | issue | state | tone | "evidence"
 *     consent   rule | who | "evidence"
 *
 * Who says so is left to the cases of attributions.
 */
#include "find/find.h"
#include "golden.h"
#include "parse/parse.h"

static struct {
    const dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
} kept; /* opened by the first case, kept for the rest of the run */

static int open_once(const dl_data *data, dl_error *err) {
    if (kept.data == data) return DL_OK;
    int rc = dl_parser_open(&kept.parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&kept.scratch, kept.parser, err);
    if (!rc) rc = dl_finder_open(&kept.finder, data, err);
    if (!rc) kept.data = data;
    return rc;
}

static void make_report(struct dl_finds *f, dl_str input) {
    dl_str text = dl_arena_str(&f->arena, input);
    f->report.text = text;
    f->report.published.value = DL_STR("2025-12-01");
    memset(f->report.id, '0', 64);
    size_t at = 0;
    while (at < text.len) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t end = nl ? (size_t)(nl - text.ptr) : text.len;
        dl_block *b = end > at ? DL_PUSH(&f->report.blocks, &f->arena) : NULL;
        if (b) *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        at = end + 1;
    }
}

static void put(dl_buf *out, dl_str s) {
    dl_buf_puts(out, " | ");
    dl_buf_str(out, s);
}

static void put_evidence(dl_buf *out, const struct dl_finds *f, dl_span span) {
    dl_buf_puts(out, " | \"");
    dl_buf_str(out, dl_span_text(f->report.text, span));
    dl_buf_puts(out, "\"\n");
}

static dl_str name_of(const struct dl_finds *f, uint32_t entity) {
    return entity == DL_NONE ? DL_STR("-") : f->entities.items[entity].name;
}

static void print_positions(dl_buf *out, const struct dl_finds *f) {
    for (uint32_t i = 0; i < f->positions.count; i++) {
        const dl_position *p = &f->positions.items[i];
        dl_buf_puts(out, "position  ");
        dl_buf_str(out, p->party_name);
        put(out, p->issue), put(out, p->stance);
        if (p->firmness.len) put(out, p->firmness);
        if (p->number.len) {
            put(out, p->number);
            dl_buf_char(out, ' ');
            dl_buf_str(out, p->unit);
        }
        if (!dl_span_is_none(p->condition)) put(out, dl_span_text(f->report.text, p->condition));
        put_evidence(out, f, p->span);
    }
}

static void print_rest(dl_buf *out, const struct dl_finds *f) {
    for (uint32_t i = 0; i < f->versions.count; i++) {
        const dl_version *x = &f->versions.items[i];
        dl_buf_puts(out, "version   ");
        dl_buf_str(out, x->document);
        put(out, x->stage), put(out, x->status);
        dl_buf_printf(out, " | %s%u | %u", x->approximate ? "~" : "", x->points, x->packages);
        for (uint32_t k = 0; k < x->authors.count; k++)
            put(out, name_of(f, f->refs.items[x->authors.first + k]));
        put_evidence(out, f, x->span);
    }
    for (uint32_t i = 0; i < f->assessments.count; i++) {
        const dl_assessment *a = &f->assessments.items[i];
        dl_buf_puts(out, "state     ");
        dl_buf_str(out, a->about);
        put(out, a->issue), put(out, a->state), put(out, a->tone);
        put_evidence(out, f, a->span);
    }
    for (uint32_t i = 0; i < f->consents.count; i++) {
        const dl_consent *c = &f->consents.items[i];
        dl_buf_puts(out, "consent   ");
        dl_buf_str(out, c->rule);
        for (uint32_t k = 0; k < c->who.count; k++)
            put(out, name_of(f, f->refs.items[c->who.first + k]));
        put_evidence(out, f, c->span);
    }
}

int golden_positions(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    int rc = open_once(data, err);
    if (rc) return rc;
    struct dl_finds f = {0};
    dl_arena arena, scratch;
    dl_arena_init(&f.arena), dl_arena_init(&arena), dl_arena_init(&scratch);
    dl_text text;
    make_report(&f, input);
    rc = dl_parse(kept.parser, kept.scratch, &arena, &f.report, &text, err);
    for (uint32_t s = 0; !rc && s < text.sentences.count; s++) {
        dl_sentence *copy = DL_PUSH(&f.sentences, &f.arena);
        if (copy) *copy = text.sentences.items[s];
    }
    dl_find_context context = {&text, &f, &scratch};
    if (!rc) rc = dl_finder_run(kept.finder, &context, err);
    if (!rc) print_positions(out, &f), print_rest(out, &f);
    dl_arena_free(&f.arena), dl_arena_free(&arena), dl_arena_free(&scratch);
    return rc;
}
