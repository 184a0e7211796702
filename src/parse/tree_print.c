#include "parse/tree_print.h"

#include "base/utf8.h"

enum {
    DEEPEST = 40,   /* levels drawn; below that, words stand at the last level */
    WORD_WIDTH = 34 /* column where the relation begins, in characters */
};

typedef struct drawing {
    const dl_report *report;
    const dl_text *text;
    const dl_sentence *sentence;
    dl_buf prefix; /* of the line at work */
    dl_buf *out;
} drawing;

/* Puts a piece behind the prefix's first len bytes. */
static void set_prefix(drawing *d, size_t len, const char *piece) {
    d->prefix.len = len;
    dl_buf_puts(&d->prefix, piece);
}

static void pad(dl_buf *out, size_t used, size_t width) {
    do dl_buf_char(out, ' ');
    while (++used < width);
}

static void draw_word(drawing *d, uint32_t token) {
    const dl_tokens *t = &d->text->tokens;
    size_t from = d->out->len;
    dl_buf_str(d->out, dl_buf_view(&d->prefix));
    dl_buf_str(d->out, dl_token_text(t, d->report->text, token));
    dl_str cell = {d->out->data + from, d->out->len - from};
    pad(d->out, cell.ptr ? dl_utf8_count(cell) : 0, WORD_WIDTH);
    const char *relation = dl_deprel_name(t->deprel[token]), *upos = dl_upos_name(t->upos[token]);
    dl_buf_puts(d->out, relation);
    pad(d->out, strlen(relation), 13);
    dl_buf_puts(d->out, upos);
    pad(d->out, strlen(upos), 6);
    dl_buf_puts(d->out, d->text->xpos_names[t->xpos[token]]);
    pad(d->out, strlen(d->text->xpos_names[t->xpos[token]]), 6);
    dl_buf_str(d->out, t->lemma[token]);
    dl_buf_char(d->out, '\n');
}

static uint32_t next_child(const drawing *d, uint32_t head, uint32_t from, uint32_t end) {
    while (from < end && d->text->tokens.head[from] != head) from++;
    return from;
}

/* Draws a word's subtree. The prefix holds `len` bytes of the levels above; above, self and below
 * are what stands in this level's column before, at and after the word itself. */
static void draw(drawing *d, uint32_t token, uint32_t depth, size_t len, const char *above,
                 const char *self, const char *below) {
    const dl_sentence *s = d->sentence;
    uint32_t end = s->first + s->count;
    bool deep = depth >= DEEPEST;
    bool first = true;
    set_prefix(d, len, deep ? "" : above);
    size_t inner = d->prefix.len;
    for (uint32_t c = next_child(d, token, s->first, token); c < token;
         c = next_child(d, token, c + 1, token)) {
        set_prefix(d, len, deep ? "" : above);
        draw(d, c, depth + 1, inner, first ? "  " : "│ ", first ? "┌ " : "├ ", "│ ");
        first = false;
    }
    set_prefix(d, len, deep ? "" : self);
    draw_word(d, token);
    set_prefix(d, len, deep ? "" : below);
    inner = d->prefix.len;
    for (uint32_t c = next_child(d, token, token + 1, end); c < end;) {
        uint32_t after = next_child(d, token, c + 1, end);
        set_prefix(d, len, deep ? "" : below);
        draw(d, c, depth + 1, inner, "│ ", after < end ? "├ " : "└ ", after < end ? "│ " : "  ");
        c = after;
    }
}

void dl_tree_print(const dl_report *report, const dl_text *text, uint32_t sentence, dl_buf *out) {
    if (sentence >= text->sentences.count) return;
    const dl_sentence *s = &text->sentences.items[sentence];
    drawing d = {report, text, s, {0}, out};
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (text->tokens.head[i] == DL_NONE) draw(&d, i, 0, 0, "", "", "");
    dl_buf_free(&d.prefix);
}
