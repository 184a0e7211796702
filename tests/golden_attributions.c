/* Stages "attributions", "relays", "speakers": a report's text -> who said what.
 *
 * Input: one paragraph a line; "## " before a subhead; first lines "outlet: …" and "date: …" give
 * the report's own. "attributions" prints source | cue | content and what is said of them;
 * "relays" the relays, then each source and chain; "speakers" each statement's speaker. */
#include "find/attributions.h"
#include "find/find.h"
#include "golden.h"
#include "parse/parse.h"

/* Opened by the first case, kept for the rest of the run. */
static struct {
    const dl_data *data;
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_finder *finder;
} kept;

static int open_once(const dl_data *data, dl_error *err) {
    if (kept.data == data) return DL_OK;
    int rc = dl_parser_open(&kept.parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&kept.scratch, kept.parser, err);
    if (!rc) rc = dl_finder_open(&kept.finder, data, err);
    if (!rc) kept.data = data;
    return rc;
}

static dl_str take_line(dl_str *rest) {
    const char *nl = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    dl_str line = {rest->ptr, nl ? (size_t)(nl - rest->ptr) : rest->len};
    *rest = dl_str_sub(*rest, line.len + (nl != NULL), rest->len);
    return line;
}

static void add_block(struct dl_finds *f, dl_str line) {
    uint32_t kind = DL_BLOCK_BODY;
    if (dl_str_starts(line, DL_STR("## "))) {
        line = dl_str_sub(line, 3, line.len);
        kind = DL_BLOCK_SUBHEAD;
    }
    uint32_t start = (uint32_t)(line.ptr - f->report.text.ptr);
    dl_block *block = line.len ? DL_PUSH(&f->report.blocks, &f->arena) : NULL;
    if (block) *block = (dl_block){{start, start + (uint32_t)line.len}, kind};
}

static void make_report(struct dl_finds *f, dl_str input) {
    dl_str rest = dl_arena_str(&f->arena, input);
    f->report.text = rest;
    memset(f->report.id, '0', 64);
    while (rest.len) {
        dl_str line = take_line(&rest);
        if (dl_str_starts(line, DL_STR("outlet: ")))
            f->report.outlet.value = dl_str_sub(line, 8, line.len);
        else if (dl_str_starts(line, DL_STR("date: ")))
            f->report.published.value = dl_str_sub(line, 6, line.len);
        else
            add_block(f, line);
    }
}

static void print_str(dl_buf *out, const char *before, dl_str s) {
    if (s.len) dl_buf_printf(out, "%s%.*s", before, (int)s.len, s.ptr);
}

static void print_span(dl_buf *out, const struct dl_finds *f, const char *before, dl_span span) {
    if (!dl_span_is_none(span)) print_str(out, before, dl_span_text(f->report.text, span));
}

static void print_content(dl_buf *out, const struct dl_finds *f, const dl_attribution *a) {
    for (uint32_t k = 0; k < a->content.count; k++)
        print_span(out, f, k ? " / " : "", f->spans.items[a->content.first + k]);
}

static void print_speaker(dl_buf *out, const struct dl_finds *f, const dl_attribution *a) {
    if (a->speakers.count)
        for (uint32_t k = 0; k < a->speakers.count; k++)
            print_str(out, k ? " + " : "",
                      f->entities.items[f->refs.items[a->speakers.first + k]].name);
    else if (a->speaker != DL_NONE)
        print_str(out, "", f->entities.items[a->speaker].name);
    else
        dl_buf_puts(out, "not resolved");
}

static void print_full(dl_buf *out, const struct dl_finds *f, const dl_attribution *a) {
    if (dl_span_is_none(a->source)) dl_buf_puts(out, "-");
    print_span(out, f, "", a->source);
    dl_buf_puts(out, " | ");
    if (dl_span_is_none(a->cue)) dl_buf_puts(out, "-");
    print_span(out, f, "", a->cue);
    dl_buf_puts(out, " | ");
    print_content(out, f, a);
    dl_buf_printf(out, " | %s %s", dl_cue_class_name(a->cls), dl_quote_name(a->quote));
    print_span(out, f, "; to ", a->addressee);
    print_str(out, "; at ", a->occasion);
    print_str(out, "; on ", a->date);
    if (a->denied) dl_buf_printf(out, "; denied %u", a->denied);
    if (a->hedged) dl_buf_puts(out, "; hedged");
    if (a->within != DL_NONE) dl_buf_puts(out, "; nested");
    dl_buf_char(out, '\n');
}

/* Source, then the outlets from inner to outer: what chains are about, and little else. */
static void print_chain(dl_buf *out, const struct dl_finds *f, const dl_attribution *a) {
    if (dl_span_is_none(a->source)) dl_buf_puts(out, "-");
    print_span(out, f, "", a->source);
    for (uint32_t k = 0; k < a->chain.count; k++)
        print_str(out, " < ", f->relays.items[f->refs.items[a->chain.first + k]].outlet_name);
    dl_buf_char(out, '\n');
}

static void print_who(dl_buf *out, const struct dl_finds *f, const dl_attribution *a) {
    print_span(out, f, "", a->source);
    dl_buf_puts(out, " = ");
    print_speaker(out, f, a);
    dl_buf_printf(out, " (%s", dl_anonymity_name(a->anonymity));
    if (a->count) dl_buf_printf(out, " %u", a->count);
    print_str(out, ", ", a->side);
    dl_buf_puts(out, ")\n");
}

typedef void printer(dl_buf *out, const struct dl_finds *f, const dl_attribution *a);

static int run(const dl_data *data, dl_str input, dl_buf *out, printer *print, bool relays,
               dl_error *err) {
    int rc = open_once(data, err);
    if (rc) return rc;
    struct dl_finds f = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_arena_init(&f.arena);
    make_report(&f, input);
    dl_text text = {0};
    rc = dl_parse(kept.parser, kept.scratch, &arena, &f.report, &text, err);
    dl_find_context context = {&text, &f, &arena};
    if (!rc) rc = dl_finder_run(kept.finder, &context, err);
    for (uint32_t i = 0; !rc && relays && i < f.relays.count; i++) {
        const dl_relay *r = &f.relays.items[i];
        print_str(out, "* ", r->outlet_name);
        print_span(out, &f, ": ", r->span);
        dl_buf_puts(out, r->suggested ? " (suggested)\n" : "\n");
    }
    for (uint32_t i = 0; !rc && i < f.attributions.count; i++)
        print(out, &f, &f.attributions.items[i]);
    dl_arena_free(&f.arena);
    dl_arena_free(&arena);
    return rc;
}

int golden_attributions(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return run(data, input, out, print_full, false, err);
}

int golden_relays(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return run(data, input, out, print_chain, true, err);
}

int golden_speakers(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return run(data, input, out, print_who, false, err);
}
