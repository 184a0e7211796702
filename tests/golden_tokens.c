/* Stages of parse/ on one paragraph of body text a line:
 *   "tokens"  one line a sentence: its tokens, a clitic joined to its word by "+"
 *   "tree"    who does what: the relations that finders live by, as relation(head, dependent),
 *             one line a sentence and predicate; a full drawing after a line "draw" */
#include "parse/parse.h"
#include "golden.h"
#include "parse/tree_print.h"

typedef void print_sentence(const dl_report *report, const dl_text *text, uint32_t sentence,
                            dl_buf *out);

static void add_blocks(dl_report *report, dl_arena *arena) {
    dl_str text = report->text;
    for (size_t at = 0; at < text.len;) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t end = nl ? (size_t)(nl - text.ptr) : text.len;
        dl_block *b = DL_PUSH(&report->blocks, arena);
        if (b) *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        at = end + 1;
    }
}

static int parse_with(const dl_data *data, dl_str input, print_sentence *print, dl_buf *out,
                      dl_error *err) {
    static dl_parser *parser; /* opened once: cases are many and short */
    static dl_parse_scratch *scratch;
    int rc = DL_OK;
    if (!parser) rc = dl_parser_open(&parser, data, err);
    if (!rc && !scratch) rc = dl_parse_scratch_open(&scratch, parser, err);
    dl_arena arena;
    dl_arena_init(&arena);
    dl_report report = {.text = input};
    add_blocks(&report, &arena);
    dl_text text;
    if (!rc) rc = dl_parse(parser, scratch, &arena, &report, &text, err);
    for (uint32_t s = 0; !rc && s < text.sentences.count; s++) print(&report, &text, s, out);
    if (!rc && text.other_language) dl_buf_puts(out, "(another language)\n");
    dl_arena_free(&arena);
    return rc;
}

static void print_tokens(const dl_report *report, const dl_text *text, uint32_t sentence,
                         dl_buf *out) {
    const dl_sentence *s = &text->sentences.items[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        if (i > s->first) dl_buf_char(out, text->tokens.flags[i] & DL_TOKEN_CLITIC ? '+' : ' ');
        dl_buf_str(out, dl_token_text(&text->tokens, report->text, i));
    }
    dl_buf_char(out, '\n');
}

int golden_tokens(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return parse_with(data, input, print_tokens, out, err);
}

/* Relations that say who does what; the rest is left out for a reader's sake. */
static bool is_told(uint32_t relation) {
    static const uint8_t told[] = {
        DL_REL_NSUBJ, DL_REL_NSUBJ_PASS, DL_REL_OBJ,       DL_REL_IOBJ, DL_REL_OBL,
        DL_REL_CCOMP, DL_REL_XCOMP,      DL_REL_OBL_AGENT, DL_REL_CONJ, DL_REL_APPOS,
        DL_REL_ADVCL, DL_REL_ACL_RELCL,  DL_REL_CSUBJ,     DL_REL_FLAT, DL_REL_PARATAXIS,
        DL_REL_COP,   DL_REL_AUX_PASS,   DL_REL_NMOD_POSS, DL_REL_NMOD, DL_REL_COMPOUND_PRT,
        DL_REL_ROOT};
    for (size_t i = 0; i < DL_COUNT(told); i++)
        if (told[i] == relation) return true;
    return false;
}

static void print_relations(const dl_report *report, const dl_text *text, uint32_t sentence,
                            dl_buf *out) {
    const dl_sentence *s = &text->sentences.items[sentence];
    const dl_tokens *t = &text->tokens;
    for (uint32_t h = s->first; h < s->first + s->count; h++) {
        dl_str head = dl_token_text(t, report->text, h);
        bool any = false;
        if (t->head[h] == DL_NONE) {
            dl_buf_printf(out, "root(%.*s)", (int)head.len, head.ptr);
            any = true;
        }
        for (uint32_t i = s->first; i < s->first + s->count; i++) {
            if (t->head[i] != h || !is_told(t->deprel[i])) continue;
            dl_str word = dl_token_text(t, report->text, i);
            dl_buf_printf(out, "%s%s(%.*s, %.*s)", any ? " " : "", dl_deprel_name(t->deprel[i]),
                          (int)head.len, head.ptr, (int)word.len, word.ptr);
            any = true;
        }
        if (any) dl_buf_char(out, '\n');
    }
}

int golden_tree(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    if (!dl_str_starts(input, DL_STR("draw\n")))
        return parse_with(data, input, print_relations, out, err);
    return parse_with(data, dl_str_sub(input, 5, input.len), dl_tree_print, out, err);
}
