/* Stages "names" and "coref": text, one paragraph a line, to mentions and entities.
 *
 *   names: a line a mention: text | kind form [place] [unnamed] [inserted]
 *   coref: a line an entity: kind name (code sector) = mention, mention …; offices; what is open
 *
 * A first line "# published DATE" sets the report's date. */

#include "find/names.h"
#include "golden.h"
#include "parse/parse.h"

typedef struct lab {
    dl_arena arena, scratch;
    dl_parser *parser;
    dl_parse_scratch *parse;
    dl_names *names;
    dl_text text;
    struct dl_finds finds;
} lab;

/* Lines of input to body blocks. */
static bool add_blocks(lab *l, dl_str input) {
    dl_report *r = &l->finds.report;
    static const char mark[] = "# published ";
    if (dl_str_starts(input, dl_str_of(mark))) {
        size_t n = 0;
        while (n < input.len && input.ptr[n] != '\n') n++;
        r->published.value = dl_str_trim(dl_str_sub(input, sizeof mark - 1, n));
        input = dl_str_sub(input, n < input.len ? n + 1 : n, input.len);
    }
    r->text = dl_arena_str(&l->finds.arena, input);
    memcpy(r->id, "golden", 7);
    for (size_t at = 0; at < input.len;) {
        size_t end = at;
        while (end < input.len && input.ptr[end] != '\n') end++;
        dl_block *b = end > at ? DL_PUSH(&r->blocks, &l->finds.arena) : NULL;
        if (b) *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        at = end + 1;
    }
    return r->text.ptr != NULL;
}

static int lab_run(lab *l, const dl_data *data, dl_str input, dl_error *err) {
    memset(l, 0, sizeof *l);
    dl_arena_init(&l->arena);
    dl_arena_init(&l->scratch);
    dl_arena_init(&l->finds.arena);
    int rc = add_blocks(l, input) ? DL_OK : dl_fail_memory(err);
    if (!rc) rc = dl_parser_open(&l->parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&l->parse, l->parser, err);
    if (!rc) rc = dl_parse(l->parser, l->parse, &l->arena, &l->finds.report, &l->text, err);
    if (!rc) rc = dl_names_open(&l->names, data, err);
    dl_find_context context = {&l->text, &l->finds, &l->scratch};
    return rc ? rc : dl_names_find(l->names, &context, err);
}

static void lab_close(lab *l) {
    dl_names_close(l->names);
    dl_parse_scratch_close(l->parse);
    dl_parser_close(l->parser);
    dl_arena_free(&l->arena);
    dl_arena_free(&l->scratch);
    dl_arena_free(&l->finds.arena);
}

static void print_text(const lab *l, dl_span s, dl_buf *out) {
    dl_buf_str(out, dl_span_text(l->finds.report.text, s));
}

int golden_names(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    lab l;
    int rc = lab_run(&l, data, input, err);
    for (uint32_t i = 0; !rc && i < l.finds.mentions.count; i++) {
        const dl_mention *m = &l.finds.mentions.items[i];
        if (m->form == DL_MENTION_PRONOUN) continue;
        print_text(&l, m->span, out);
        dl_buf_printf(out, " | %s %s", dl_entity_kind_name(m->kind), dl_mention_form_name(m->form));
        if (m->flags & DL_MENTION_AS_PLACE) dl_buf_puts(out, " place");
        if (m->flags & DL_MENTION_UNNAMED) dl_buf_puts(out, " unnamed");
        if (m->flags & DL_MENTION_INSERTED) dl_buf_puts(out, " inserted");
        if (!dl_span_is_none(m->name) && m->name.start != m->span.start) {
            dl_buf_puts(out, " | ");
            print_text(&l, m->name, out);
        }
        dl_buf_char(out, '\n');
    }
    lab_close(&l);
    return rc;
}

static void print_entity(const lab *l, uint32_t at, dl_buf *out) {
    const dl_entity *e = &l->finds.entities.items[at];
    dl_buf_printf(out, "%s%s %.*s", e->unnamed ? "unnamed " : "", dl_entity_kind_name(e->kind),
                  (int)e->name.len, e->name.ptr);
    if (e->code.len || e->sector.len)
        dl_buf_printf(out, " (%.*s%s%.*s)", (int)e->code.len, e->code.ptr,
                      e->code.len && e->sector.len ? " " : "", (int)e->sector.len, e->sector.ptr);
    const char *join = " = ";
    for (uint32_t i = 0; i < l->finds.mentions.count; i++) {
        if (l->finds.mentions.items[i].entity != at) continue;
        dl_buf_puts(out, join);
        print_text(l, l->finds.mentions.items[i].span, out);
        join = ", ";
    }
    dl_buf_char(out, '\n');
    for (uint32_t i = 0; i < l->finds.offices.count; i++) {
        const dl_office *o = &l->finds.offices.items[i];
        if (o->entity == at)
            dl_buf_printf(out, "    %s%.*s%s%.*s\n", o->former ? "former " : "", (int)o->title.len,
                          o->title.ptr, o->of.len ? " of " : "", (int)o->of.len, o->of.ptr);
    }
}

int golden_coref(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    lab l;
    int rc = lab_run(&l, data, input, err);
    for (uint32_t i = 0; !rc && i < l.finds.entities.count; i++) print_entity(&l, i, out);
    for (uint32_t i = 0; !rc && i < l.finds.mentions.count; i++)
        if (l.finds.mentions.items[i].entity == DL_NONE) {
            dl_buf_puts(out, "open ");
            print_text(&l, l.finds.mentions.items[i].span, out);
            dl_buf_char(out, '\n');
        }
    lab_close(&l);
    return rc;
}
