#include "read/html_page.h"

#include "base/hash.h"
#include "read/http_body.h"

enum { DEPTH = 1024, CACHE = 512 };

/* What an element is, by its tag alone. */
enum { IS_BLOCK = 1, IS_VOID = 2, IS_SILENT = 4, ENDS_P = 8 };

static const struct {
    uint8_t tag, kind;
    uint32_t flags;
} tag_rows[] = {
    {TAG_ADDRESS, IS_BLOCK | ENDS_P, 0},
    {TAG_ARTICLE, IS_BLOCK | ENDS_P, PAGE_ARTICLE},
    {TAG_ASIDE, IS_BLOCK | ENDS_P, PAGE_ASIDE},
    {TAG_AUDIO, IS_SILENT, 0},
    {TAG_BASE, IS_VOID, 0},
    {TAG_BLOCKQUOTE, IS_BLOCK | ENDS_P, PAGE_QUOTE},
    {TAG_BODY, IS_BLOCK, 0},
    {TAG_BR, IS_VOID, 0},
    {TAG_BUTTON, 0, PAGE_DROP},
    {TAG_CANVAS, IS_SILENT, 0},
    {TAG_CENTER, IS_BLOCK | ENDS_P, 0},
    {TAG_DD, IS_BLOCK | ENDS_P, 0},
    {TAG_DETAILS, IS_BLOCK | ENDS_P, 0},
    {TAG_DIALOG, IS_BLOCK, PAGE_DROP},
    {TAG_DIV, IS_BLOCK | ENDS_P, 0},
    {TAG_DL, IS_BLOCK | ENDS_P, 0},
    {TAG_DT, IS_BLOCK | ENDS_P, 0},
    {TAG_FIELDSET, IS_BLOCK | ENDS_P, PAGE_DROP},
    {TAG_FIGCAPTION, IS_BLOCK | ENDS_P, PAGE_CAPTION},
    {TAG_FIGURE, IS_BLOCK | ENDS_P, PAGE_CAPTION},
    {TAG_FOOTER, IS_BLOCK | ENDS_P, PAGE_DROP},
    {TAG_FORM, IS_BLOCK | ENDS_P, 0},
    {TAG_H1, IS_BLOCK | ENDS_P, 0},
    {TAG_H2, IS_BLOCK | ENDS_P, 0},
    {TAG_H3, IS_BLOCK | ENDS_P, 0},
    {TAG_H4, IS_BLOCK | ENDS_P, 0},
    {TAG_H5, IS_BLOCK | ENDS_P, 0},
    {TAG_H6, IS_BLOCK | ENDS_P, 0},
    {TAG_HEADER, IS_BLOCK | ENDS_P, PAGE_HEADER},
    {TAG_HGROUP, IS_BLOCK | ENDS_P, 0},
    {TAG_HR, IS_BLOCK | IS_VOID | ENDS_P, 0},
    {TAG_HTML, IS_BLOCK, 0},
    {TAG_IFRAME, IS_SILENT, 0},
    {TAG_IMG, IS_VOID, 0},
    {TAG_INPUT, IS_VOID, 0},
    {TAG_LABEL, 0, PAGE_DROP},
    {TAG_LI, IS_BLOCK, PAGE_LIST},
    {TAG_LINK, IS_VOID, 0},
    {TAG_MAIN, IS_BLOCK | ENDS_P, PAGE_MAIN},
    {TAG_META, IS_VOID, 0},
    {TAG_NAV, IS_BLOCK | ENDS_P, PAGE_DROP},
    {TAG_NOSCRIPT, IS_SILENT, 0},
    {TAG_OBJECT, IS_SILENT, 0},
    {TAG_OL, IS_BLOCK | ENDS_P, 0},
    {TAG_OPTION, IS_BLOCK, PAGE_DROP},
    {TAG_P, IS_BLOCK | ENDS_P, 0},
    {TAG_PRE, IS_BLOCK | ENDS_P, 0},
    {TAG_SCRIPT, IS_SILENT, 0},
    {TAG_SECTION, IS_BLOCK | ENDS_P, 0},
    {TAG_SELECT, IS_BLOCK, PAGE_DROP},
    {TAG_SOURCE, IS_VOID, 0},
    {TAG_STYLE, IS_SILENT, 0},
    {TAG_SUMMARY, IS_BLOCK | ENDS_P, 0},
    {TAG_SVG, IS_SILENT, 0},
    {TAG_TABLE, IS_BLOCK | ENDS_P, PAGE_TABLE},
    {TAG_TBODY, IS_BLOCK, 0},
    {TAG_TD, IS_BLOCK, 0},
    {TAG_TEMPLATE, IS_SILENT, 0},
    {TAG_TEXTAREA, IS_SILENT, 0},
    {TAG_TFOOT, IS_BLOCK, 0},
    {TAG_TH, IS_BLOCK, 0},
    {TAG_THEAD, IS_BLOCK, 0},
    {TAG_TR, IS_BLOCK, 0},
    {TAG_UL, IS_BLOCK | ENDS_P, 0},
    {TAG_VIDEO, IS_SILENT, 0},
    {TAG_WBR, IS_VOID, 0},
    {TAG_PICTURE, 0, 0},
};

typedef struct open_element {
    uint8_t tag;
    uint32_t node;  /* its own, or that of the block element around it */
    uint32_t flags; /* inline ones only */
    uint32_t mark;  /* DL_NONE: none */
} open_element;

typedef struct builder {
    html_page *page;
    read_job *job;
    uint8_t kind[TAG_COUNT];
    uint32_t flags[TAG_COUNT];
    open_element stack[DEPTH];
    uint32_t depth;
    uint32_t open[TAG_COUNT], over[TAG_COUNT]; /* on the stack; beyond its cap */
    uint32_t silent; /* depth of svg, video … + 1 where inside one; 0: not */
    uint32_t block;  /* DL_NONE: none open */
    bool break_seen, space, failed;
    struct {
        uint64_t hash;
        uint32_t roles;
        bool used;
    } cache[CACHE];
} builder;

static void fail(builder *b) {
    b->failed = true;
}

static open_element *top(builder *b) {
    return &b->stack[b->depth - 1];
}

/* ── blocks and pieces ── */

static void end_block(builder *b) {
    if (b->block == DL_NONE) return;
    html_block *blk = &b->page->blocks.items[b->block];
    if (blk->text == 0) b->page->blocks.count--;
    b->block = DL_NONE;
    b->break_seen = b->space = false;
}

static uint16_t block_tag(builder *b) {
    uint32_t n = top(b)->node;
    return n == DL_NONE ? TAG_BODY : b->page->nodes.items[n].tag;
}

static bool begin_block(builder *b) {
    html_block *blk = DL_PUSH(&b->page->blocks, b->job->arena);
    if (!blk) return fail(b), false;
    blk->node = top(b)->node;
    blk->first = b->page->pieces.count;
    blk->tag = block_tag(b);
    b->block = b->page->blocks.count - 1;
    return true;
}

static void add_piece(builder *b, uint32_t from, uint32_t to) {
    html_piece *p = DL_PUSH(&b->page->pieces, b->job->arena);
    if (!p) {
        fail(b);
        return;
    }
    *p = (html_piece){from, to};
    if (b->block != DL_NONE)
        b->page->blocks.items[b->block].count =
            b->page->pieces.count - b->page->blocks.items[b->block].first;
}

static void add_text(builder *b, uint32_t from, uint32_t to) {
    dl_str s = b->page->source->text;
    uint32_t ink = 0;
    bool words = false;
    if (top(b)->flags & (PAGE_HIDDEN | PAGE_DROP | PAGE_CLASS_DROP | PAGE_COMMENT)) return;
    for (uint32_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        ink += c > ' ';
        words |= c == '.' || c == ',';
    }
    if (ink == 0) {
        b->space = true;
        return;
    }
    if (b->block == DL_NONE && !begin_block(b)) return;
    html_block *blk = &b->page->blocks.items[b->block];
    blk->text += ink;
    blk->words |= words;
    if (b->open[TAG_A]) blk->link += ink;
    if (b->page->pieces.count == blk->first)
        blk->flags = top(b)->flags;
    else
        blk->flags &= top(b)->flags; /* what holds for all of it */
    if (b->space && blk->count) add_piece(b, from, from);
    b->space = false;
    b->break_seen = false;
    add_piece(b, from, to);
}

/* ── what an element's attributes say ── */

typedef struct attributes {
    uint32_t roles; /* of class and id */
    uint32_t flags;
    uint32_t role, rank; /* of microdata; ROLES: none */
    dl_str name, content, href, datetime, type, language;
    bool canonical;
} attributes;

static uint32_t class_roles(builder *b, dl_str value) {
    uint64_t h = dl_hash(value);
    uint32_t slot = (uint32_t)(h % CACHE);
    if (!b->cache[slot].used || b->cache[slot].hash != h) {
        b->cache[slot].hash = h;
        b->cache[slot].used = true;
        b->cache[slot].roles = tables_class_roles(b->job->tables, value);
    }
    return b->cache[slot].roles;
}

static bool has_word(dl_str value, const char *word) {
    const char *p = text_find(value, word);
    size_t n = strlen(word);
    return p && (p == value.ptr || strchr(" \t\n:/", p[-1])) &&
           (p + n == value.ptr + value.len || strchr(" \t\n;!", p[n]));
}

static void take_itemprop(attributes *a, dl_str v) {
    a->rank = 0;
    if (has_word(v, "articleBody")) a->flags |= PAGE_BODY;
    if (has_word(v, "author"))
        a->role = ROLE_AUTHOR;
    else if (has_word(v, "datePublished"))
        a->role = ROLE_DATE;
    else if (has_word(v, "headline"))
        a->flags |= PAGE_TITLE;
    else if (has_word(v, "name") && a->role == ROLES)
        a->rank = 9;
    a->name = a->name.len ? a->name : v;
}

static bool hides(dl_str style) {
    for (size_t i = 0; i + 12 <= style.len; i++)
        if (dl_str_starts(dl_str_sub(style, i, style.len), DL_STR("display:none")) ||
            dl_str_starts(dl_str_sub(style, i, style.len), DL_STR("display: none")))
            return true;
    return false;
}

static void take_attribute(builder *b, attributes *a, dl_str name, dl_str value) {
    switch (name.len) {
    case 2:
        if (http_is(name, "id")) a->roles |= class_roles(b, value);
        break;
    case 3:
        if (http_is(name, "rel")) {
            if (has_word(value, "author")) a->role = ROLE_AUTHOR, a->rank = 1;
            a->canonical = has_word(value, "canonical");
        }
        break;
    case 4:
        if (http_is(name, "href"))
            a->href = value;
        else if (http_is(name, "name"))
            a->name = value;
        else if (http_is(name, "type"))
            a->type = value;
        else if (http_is(name, "lang"))
            a->language = value;
        else if (http_is(name, "role")) {
            if (http_is(value, "navigation") || http_is(value, "complementary") ||
                http_is(value, "contentinfo") || http_is(value, "search") ||
                http_is(value, "dialog") || http_is(value, "banner"))
                a->flags |= PAGE_DROP;
            if (http_is(value, "main")) a->flags |= PAGE_MAIN;
        }
        break;
    case 5:
        if (http_is(name, "class"))
            a->roles |= class_roles(b, value);
        else if (http_is(name, "style") && hides(value))
            a->flags |= PAGE_HIDDEN;
        break;
    case 6:
        if (http_is(name, "hidden")) a->flags |= PAGE_HIDDEN;
        break;
    case 7:
        if (http_is(name, "content")) a->content = value;
        break;
    case 8:
        if (http_is(name, "property"))
            a->name = value;
        else if (http_is(name, "itemprop"))
            take_itemprop(a, value);
        else if (http_is(name, "datetime"))
            a->datetime = value;
        break;
    case 11:
        if (http_is(name, "aria-hidden") && http_is(value, "true")) a->flags |= PAGE_HIDDEN;
        break;
    default: break;
    }
}

static void read_attributes(builder *b, const html_token *t, attributes *a) {
    *a = (attributes){.role = ROLES, .rank = 9};
    dl_str name, value;
    uint32_t at = t->from;
    for (int n = 0; n < 64 && html_attribute(b->page->source->text, t, &at, &name, &value); n++)
        take_attribute(b, a, name, value);
    if (a->roles & 1u << ROLE_COMMENT) a->flags |= PAGE_COMMENT;
    if (a->roles & 1u << ROLE_BODY) a->flags |= PAGE_BODY;
    if (a->roles & 1u << ROLE_BYLINE) a->flags |= PAGE_BYLINE;
    if (a->roles & 1u << ROLE_CAPTION) a->flags |= PAGE_CAPTION;
    if (a->roles & 1u << ROLE_TITLE) a->flags |= PAGE_TITLE;
    if (a->roles & 1u << ROLE_DECK) a->flags |= PAGE_DECK;
    if (a->roles & 1u << ROLE_DROP) a->flags |= PAGE_CLASS_DROP;
    uint32_t both = 1u << ROLE_AUTHOR | 1u << ROLE_DATE;
    if (a->role == ROLES && (a->roles & both) == both) a->role = ROLE_BYLINE, a->rank = 3;
    if (a->role == ROLES && a->roles & 1u << ROLE_AUTHOR) a->role = ROLE_AUTHOR, a->rank = 2;
    if (a->role == ROLES && a->roles & 1u << ROLE_DATE) a->role = ROLE_DATE, a->rank = 2;
    if (a->role == ROLES && a->roles & 1u << ROLE_BYLINE) a->role = ROLE_BYLINE, a->rank = 3;
    if (t->tag == TAG_A && a->role == ROLES && text_find(a->href, "/author"))
        a->role = ROLE_AUTHOR, a->rank = 2;
    if (t->tag == TAG_TIME) {
        a->rank = a->role == ROLE_DATE ? a->rank : 1;
        a->role = ROLE_DATE;
    }
}

/* ── elements ── */

static void close_mark(builder *b, const open_element *e) {
    if (e->mark == DL_NONE) return;
    html_mark *m = &b->page->marks.items[e->mark];
    m->count = b->page->pieces.count - m->first;
}

static void pop(builder *b) {
    open_element *e = top(b);
    if (b->kind[e->tag] & IS_BLOCK) end_block(b);
    close_mark(b, e);
    b->open[e->tag]--;
    b->depth--;
    if (b->silent > b->depth) b->silent = 0;
}

/* Closes up to and with the innermost element of a tag, but not beyond a table cell or list. */
static void close_tag(builder *b, html_tag tag, bool scoped) {
    if (b->open[tag] == 0) return;
    uint32_t i = b->depth;
    while (i > 1 && b->stack[i - 1].tag != tag) {
        uint8_t t = b->stack[i - 1].tag;
        if (scoped && (t == TAG_TD || t == TAG_TH || t == TAG_TABLE || t == TAG_UL || t == TAG_OL))
            return;
        i--;
    }
    if (i <= 1) return;
    while (b->depth >= i) pop(b);
}

static void add_mark(builder *b, const attributes *a, open_element *e) {
    if (a->role == ROLES || b->page->marks.count >= 4000) return;
    html_mark *m = DL_PUSH(&b->page->marks, b->job->arena);
    if (!m) {
        fail(b);
        return;
    }
    *m = (html_mark){b->page->pieces.count, 0,         a->role, a->rank,
                     b->page->blocks.count, {NULL, 0}, e->flags};
    m->value = a->datetime.len ? a->datetime : a->content;
    e->mark = b->page->marks.count - 1;
}

static void add_node(builder *b, const html_token *t, const attributes *a, open_element *e) {
    html_node *n = DL_PUSH(&b->page->nodes, b->job->arena);
    if (!n) {
        fail(b);
        return;
    }
    *n = (html_node){
        .parent = e->node, .flags = a->flags | b->flags[t->tag], .tag = (uint16_t)t->tag};
    e->node = b->page->nodes.count - 1;
    e->flags = 0;
}

static void push(builder *b, const html_token *t, const attributes *a) {
    bool block = b->kind[t->tag] & IS_BLOCK;
    if (b->depth == DEPTH) {
        b->over[t->tag]++;
        return;
    }
    open_element e = {(uint8_t)t->tag, top(b)->node, top(b)->flags, DL_NONE};
    b->stack[b->depth++] = e;
    b->open[t->tag]++;
    open_element *mine = top(b);
    if (block)
        add_node(b, t, a, mine);
    else
        mine->flags |= a->flags | b->flags[t->tag];
    add_mark(b, a, mine);
    if (b->kind[t->tag] & IS_SILENT && !b->silent) b->silent = b->depth;
}

/* Start tags that end elements whose end tag may be left out (13.2.6.4.7). */
static void implied_ends(builder *b, html_tag t) {
    if (b->kind[t] & ENDS_P && b->open[TAG_P]) close_tag(b, TAG_P, true);
    if (t == TAG_LI) close_tag(b, TAG_LI, true);
    if (t == TAG_DT || t == TAG_DD) {
        close_tag(b, TAG_DT, true);
        close_tag(b, TAG_DD, true);
    }
    if (t == TAG_TR) close_tag(b, TAG_TR, true);
    if (t == TAG_TD || t == TAG_TH) {
        if (b->depth > 1 && (top(b)->tag == TAG_TD || top(b)->tag == TAG_TH)) pop(b);
    }
    if (t == TAG_OPTION) close_tag(b, TAG_OPTION, true);
    if (t == TAG_A && b->open[TAG_A]) close_tag(b, TAG_A, true);
}

static void add_meta(builder *b, dl_str name, dl_str value) {
    html_meta *m = b->page->metas.count < 2000 ? DL_PUSH(&b->page->metas, b->job->arena) : NULL;
    if (m) *m = (html_meta){name, value};
}

static void line_break(builder *b) {
    if (b->break_seen)
        end_block(b);
    else if (b->block != DL_NONE)
        b->break_seen = b->space = true;
}

static void start_tag(builder *b, html_lexer *lexer, const html_token *t) {
    if (t->tag == TAG_BR) {
        line_break(b);
        return;
    }
    if (t->tag == TAG_UNKNOWN) {
        return;
    }
    attributes a;
    read_attributes(b, t, &a);
    if (t->tag == TAG_META && a.name.len) add_meta(b, a.name, a.content);
    if (t->tag == TAG_LINK && a.canonical) add_meta(b, DL_STR("canonical"), a.href);
    if (t->tag == TAG_HTML && a.language.len) b->page->language = a.language;
    implied_ends(b, t->tag);
    if (b->kind[t->tag] & IS_BLOCK) end_block(b);
    if (t->tag == TAG_SCRIPT || t->tag == TAG_TITLE) {
        html_token text;
        bool json = t->tag == TAG_SCRIPT && a.type.len >= 19 &&
                    http_is(dl_str_sub(a.type, 0, 19), "application/ld+json");
        if (lexer->raw && html_next(lexer, &text)) {
            dl_span span = {text.from, text.to};
            if (t->tag == TAG_TITLE && dl_span_is_none(b->page->title) && !b->silent)
                b->page->title = span;
            dl_span *slot = json && b->page->scripts.count < 100
                                ? DL_PUSH(&b->page->scripts, b->job->arena)
                                : NULL;
            if (slot) *slot = span;
        }
        return;
    }
    if (lexer->raw) { /* style, textarea, iframe, noscript: their text is no part of the page */
        html_token text;
        html_next(lexer, &text);
        return;
    }
    if (b->kind[t->tag] & IS_VOID ||
        (t->self_closing && t->tag != TAG_A && !(b->kind[t->tag] & IS_BLOCK))) {
        if (a.role != ROLES && t->tag == TAG_META) { /* microdata in the body */
            open_element e = {.mark = DL_NONE};
            add_mark(b, &a, &e);
        }
        return;
    }
    push(b, t, &a);
}

static void end_tag(builder *b, const html_token *t) {
    if (t->tag == TAG_UNKNOWN || b->kind[t->tag] & IS_VOID) {
        if (t->tag == TAG_BR) line_break(b);
        return;
    }
    if (b->over[t->tag]) {
        b->over[t->tag]--;
        if (b->kind[t->tag] & IS_BLOCK) end_block(b);
        return;
    }
    if (t->tag == TAG_BODY || t->tag == TAG_HTML) return; /* what stands behind still belongs */
    bool inside = t->tag != TAG_TABLE && t->tag != TAG_TD && t->tag != TAG_TH && t->tag != TAG_TR &&
                  t->tag != TAG_UL && t->tag != TAG_OL && !(b->kind[t->tag] & IS_BLOCK);
    close_tag(b, t->tag, inside);
}

static void prepare(builder *b, html_page *page, read_job *job, const read_source *source) {
    *page = (html_page){.source = source, .title = DL_SPAN_NONE};
    b->page = page;
    b->job = job;
    b->block = DL_NONE;
    for (size_t i = 0; i < DL_COUNT(tag_rows); i++) {
        b->kind[tag_rows[i].tag] = tag_rows[i].kind;
        b->flags[tag_rows[i].tag] = tag_rows[i].flags;
    }
    html_node *root = DL_PUSH(&page->nodes, job->arena);
    if (!root)
        fail(b);
    else
        *root = (html_node){.parent = DL_NONE, .tag = TAG_BODY};
    b->stack[0] = (open_element){TAG_UNKNOWN, 0, 0, DL_NONE};
    b->depth = 1;
}

bool html_page_read(html_page *page, read_job *job, const read_source *source) {
    builder *b = dl_arena_zalloc(job->arena, sizeof *b);
    if (!b) return false;
    prepare(b, page, job, source);
    html_lexer lexer = {source->text, 0, TAG_UNKNOWN};
    html_token t;
    while (!b->failed && html_next(&lexer, &t)) {
        if (t.kind == HTML_TEXT) {
            if (!b->silent && !b->open[TAG_HEAD])
                add_text(b, t.from, t.to);
            else if (!b->silent && t.to - t.from > 1) {
                /* text ends the head (a page without </head>) */
                uint32_t i = t.from;
                while (i < t.to && (unsigned char)source->text.ptr[i] <= ' ') i++;
                if (i < t.to) close_tag(b, TAG_HEAD, false), add_text(b, t.from, t.to);
            }
        } else if (t.kind == HTML_START) {
            if (t.tag == TAG_BODY) close_tag(b, TAG_HEAD, false);
            start_tag(b, &lexer, &t);
        } else {
            end_tag(b, &t);
        }
    }
    while (b->depth > 1) pop(b);
    end_block(b);
    return !b->failed;
}

dl_str html_pieces_text(const html_page *page, const dl_read_tables *tables, dl_arena *arena,
                        uint32_t first, uint32_t count, uint32_t max) {
    dl_buf all = {0}, folded = {0};
    for (uint32_t i = first; i < first + count && i < page->pieces.count && all.len < max; i++) {
        html_piece p = page->pieces.items[i];
        /* "By<b>Jane Doe</b><i>Published": drawn apart by style */
        char last = all.len ? all.data[all.len - 1] : ' ';
        char next = p.from < p.to ? page->source->text.ptr[p.from] : ' ';
        if (last >= 'a' && last <= 'z' && next >= 'A' && next <= 'Z') dl_buf_char(&all, ' ');
        if (p.from == p.to)
            dl_buf_char(&all, ' ');
        else
            dl_buf_str(&all, dl_str_sub(page->source->text, p.from,
                                        p.to - p.from > max ? p.from + max : p.to));
    }
    dl_str text = html_decode(tables, arena, dl_buf_view(&all));
    bool gap = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool nbsp = c == '\xc2' && i + 1 < text.len && text.ptr[i + 1] == '\xa0';
        if ((unsigned char)c <= ' ' || nbsp) {
            gap = folded.len > 0;
            i += nbsp;
            continue;
        }
        if (gap) dl_buf_char(&folded, ' ');
        gap = false;
        dl_buf_char(&folded, c);
    }
    dl_str out = dl_arena_str(arena, dl_buf_view(&folded));
    dl_buf_free(&all);
    dl_buf_free(&folded);
    return out;
}

dl_str html_meta_value(const html_page *page, const char *name) {
    for (uint32_t i = 0; i < page->metas.count; i++)
        if (http_is(page->metas.items[i].name, name) && dl_str_trim(page->metas.items[i].value).len)
            return dl_str_trim(page->metas.items[i].value);
    return (dl_str){NULL, 0};
}
