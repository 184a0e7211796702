#include "train/names_corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "train/files.h"

int names_corpus_open(names_corpus *c, const dl_data *data, dl_error *err) {
    memset(c, 0, sizeof *c);
    dl_arena_init(&c->arena);
    dl_arena_init(&c->models_arena);
    int rc = dl_models_open(&c->models, data, &c->models_arena, err);
    if (!rc) rc = dl_workspace_open(&c->space, &c->models, true, err);
    if (!rc) rc = dl_parser_open(&c->parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&c->scratch, c->parser, err);
    return rc;
}

void names_corpus_close(names_corpus *c) {
    if (c->parser) {
        dl_parse_scratch_close(c->scratch);
        dl_parser_close(c->parser);
    }
    dl_workspace_close(&c->space);
    dl_arena_free(&c->models_arena);
    dl_arena_free(&c->arena);
}

/* ── a file's tokens ── */

typedef struct raw_token {
    dl_str form, mark, misc;
    uint8_t upos;
    bool space, first; /* white space before it; it begins a sentence */
    bool paragraph;    /* it begins a paragraph */
} raw_token;

typedef struct reading {
    names_corpus *c;
    DL_VEC(raw_token) tokens;
    dl_str name;
    dl_str line_text; /* "# text = " of the sentence, for the white space */
    size_t at;        /* in line_text */
    bool begin, paragraph, no_space;
    uint32_t casing;
} reading;

static uint32_t split_tabs(dl_str line, dl_str cells[10]) {
    uint32_t n = 0;
    for (size_t i = 0, start = 0; i <= line.len && n < 10; i++)
        if (i == line.len || line.ptr[i] == '\t') {
            cells[n++] = dl_str_sub(line, start, i);
            start = i + 1;
        }
    return n;
}

static bool number(dl_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return s.len > 0;
}

/* Whether the sentence's own text has white space before the form; moves on past the form. */
static bool space_before(reading *r, dl_str form) {
    if (!r->line_text.len) return true;
    size_t at = r->at;
    while (at < r->line_text.len && r->line_text.ptr[at] == ' ') at++;
    bool space = at > r->at || r->at == 0;
    if (dl_str_starts(dl_str_sub(r->line_text, at, r->line_text.len), form)) r->at = at + form.len;
    return space;
}

static dl_str recase(reading *r, dl_str form) {
    if (!r->casing) return form;
    dl_str copy = dl_arena_str(&r->c->arena, form);
    char *p = (char *)(uintptr_t)copy.ptr;
    if (r->casing == 1)
        for (size_t i = 0; i < copy.len; i++)
            if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    if (r->casing == 2 && copy.len > 3 && p[0] >= 'a' && p[0] <= 'z') p[0] = (char)(p[0] - 32);
    return copy;
}

static void take_token(reading *r, dl_str form, dl_str mark, dl_str misc, uint8_t upos) {
    raw_token *t = DL_PUSH(&r->tokens, &r->c->arena);
    t->space = r->line_text.len && !misc.ptr ? space_before(r, form) : !r->no_space;
    t->form = recase(r, dl_arena_str(&r->c->arena, form));
    t->mark = dl_arena_str(&r->c->arena, mark);
    t->misc = dl_arena_str(&r->c->arena, misc);
    t->upos = upos;
    t->first = r->begin;
    t->paragraph = r->paragraph || r->tokens.count == 1;
    r->begin = r->paragraph = r->no_space = false;
}

static bool has(dl_str s, const char *what) {
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= s.len; i++)
        if (memcmp(s.ptr + i, what, n) == 0) return true;
    return false;
}

static void take_line(reading *r, dl_str line) {
    dl_str cells[10];
    uint32_t n = split_tabs(line, cells);
    if (n >= 10) {
        if (!number(cells[0])) return; /* a range or an empty node */
        take_token(r, cells[1], DL_STR(""), cells[9], (uint8_t)dl_upos_of(cells[3]));
        r->no_space = has(cells[9], "SpaceAfter=No");
    } else if (n >= 3 && number(cells[0])) {
        take_token(r, cells[1], cells[2], (dl_str){NULL, 0}, DL_UPOS_COUNT);
    } else if (n >= 2 && cells[0].len) {
        take_token(r, cells[0], cells[1], (dl_str){NULL, 0}, DL_UPOS_COUNT);
    }
}

/* ── tokens to a document ── */

static uint32_t class_of(dl_str mark) {
    static const struct {
        const char *name;
        uint32_t cls;
    } names[] = {{"PER", NAME_PER},    {"LOC", NAME_LOC},      {"ORG", NAME_ORG},
                 {"person", NAME_PER}, {"location", NAME_LOC}, {"corporation", NAME_ORG},
                 {"group", NAME_ORG},  {"place", NAME_LOC},    {"organization", NAME_ORG}};
    for (size_t i = 0; i < DL_COUNT(names); i++)
        if (dl_str_is(mark, names[i].name)) return names[i].cls;
    return NAME_CLASSES;
}

static void set_labels(uint8_t *gold, uint32_t first, uint32_t count, uint32_t cls) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t part = count == 1       ? LABEL_UNIT
                        : i == 0         ? LABEL_BEGIN
                        : i + 1 == count ? LABEL_LAST
                                         : LABEL_INSIDE;
        gold[first + i] = label_of(cls, part);
    }
}

static void labels_of_iob(const reading *r, uint8_t *gold) {
    for (uint32_t i = 0; i < r->tokens.count;) {
        dl_str mark = r->tokens.items[i].mark;
        uint32_t cls = mark.len > 2 ? class_of(dl_str_sub(mark, 2, mark.len)) : NAME_CLASSES;
        uint32_t end = i + 1;
        if (cls < NAME_CLASSES) {
            while (end < r->tokens.count && !r->tokens.items[end].first &&
                   r->tokens.items[end].mark.len > 2 && r->tokens.items[end].mark.ptr[0] == 'I' &&
                   class_of(dl_str_sub(r->tokens.items[end].mark, 2,
                                       r->tokens.items[end].mark.len)) == cls)
                end++;
            set_labels(gold, i, end - i, cls);
        }
        i = end;
    }
}

static void build_text(const reading *r, names_document *d) {
    dl_arena *a = &r->c->arena;
    uint32_t n = r->tokens.count;
    dl_tokens *t = &d->text.tokens;
    size_t bytes = 1;
    for (uint32_t i = 0; i < n; i++) bytes += r->tokens.items[i].form.len + 1;
    char *p = dl_arena_alloc(a, bytes);
    t->count = n;
    t->start = dl_arena_array(a, n, sizeof *t->start);
    t->len = dl_arena_array(a, n, sizeof *t->len);
    t->flags = dl_arena_array(a, n, 1);
    t->upos = dl_arena_array(a, n, 1);
    t->xpos = dl_arena_array(a, n, 1);
    t->head = dl_arena_array(a, n, sizeof *t->head);
    t->deprel = dl_arena_array(a, n, 1);
    t->lemma = dl_arena_array(a, n, sizeof *t->lemma);
    d->gold = dl_arena_array(a, n, 1);
    d->gold_pos = dl_arena_array(a, n, 1);
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        const raw_token *raw = &r->tokens.items[i];
        if (i && raw->paragraph)
            p[at++] = '\n';
        else if (i && (raw->space || raw->first))
            p[at++] = ' ';
        t->start[i] = (uint32_t)at;
        t->len[i] = (uint16_t)raw->form.len;
        t->flags[i] = raw->space || raw->first ? DL_TOKEN_SPACE_BEFORE : 0;
        d->gold_pos[i] = raw->upos;
        memcpy(p + at, raw->form.ptr, raw->form.len);
        at += raw->form.len;
        if (raw->paragraph) {
            dl_block *b = DL_PUSH(&d->finds.report.blocks, a);
            b->span.start = t->start[i];
        }
        d->finds.report.blocks.items[d->finds.report.blocks.count - 1].span.end = (uint32_t)at;
        if (raw->first) {
            dl_sentence *s = DL_PUSH(&d->text.sentences, a);
            *s = (dl_sentence){.first = i,
                               .number = d->text.sentences.count,
                               .block = d->finds.report.blocks.count - 1};
            s->span.start = t->start[i];
        }
        dl_sentence *s = &d->text.sentences.items[d->text.sentences.count - 1];
        s->count++;
        s->span.end = (uint32_t)at;
    }
    p[at] = '\0';
    d->finds.report.text = (dl_str){p, at};
}

/* Tags and tree by the run-time models. */
static void analyse(names_corpus *c, names_document *d) {
    dl_tokens *t = &d->text.tokens;
    dl_str *forms = dl_arena_array(&c->arena, t->count, sizeof *forms);
    for (uint32_t i = 0; i < t->count; i++) forms[i] = dl_token_text(t, d->finds.report.text, i);
    for (uint32_t s = 0; s < d->text.sentences.count; s++) {
        const dl_sentence *x = &d->text.sentences.items[s];
        if (x->count > DL_SENTENCE_LONGEST) continue;
        dl_analyse(&c->models, &c->space, forms + x->first, t->flags + x->first, x->count);
        for (uint32_t i = 0; i < x->count; i++) {
            uint32_t pair = c->space.pairs[i], k = x->first + i;
            const dl_tree_node *node = &c->space.nodes[i + 1];
            t->upos[k] = c->models.tagger.upos[pair];
            t->xpos[k] = c->models.tagger.xpos[pair];
            t->head[k] = node->head ? x->first + node->head - 1 : DL_NONE;
            t->deprel[k] = node->label ? (uint8_t)(node->label - 1) : DL_REL_DEP;
            t->lemma[k] = forms[k];
        }
    }
    d->text.xpos_names = c->models.tagger.names;
}

/* ── GUM's Entity= ── */

typedef struct open_mention {
    uint32_t chain, index;
} open_mention;

static void finish_mention(names_document *d, gold_mention *m, uint32_t last) {
    m->count = last - m->first + 1;
    m->head += m->first;
    if (m->head > last) m->head = last;
    m->name = d->gold_pos[m->head] == DL_PROPN;
    m->pronoun = m->count == 1 && d->gold_pos[m->first] == DL_PRON;
}

static dl_str entity_mark(dl_str misc) {
    static const char key[] = "Entity=";
    for (size_t i = 0; i + 7 <= misc.len; i++)
        if (memcmp(misc.ptr + i, key, 7) == 0 && (i == 0 || misc.ptr[i - 1] == '|')) {
            size_t end = i + 7;
            while (end < misc.len && misc.ptr[end] != '|') end++;
            return dl_str_sub(misc, i + 7, end);
        }
    return (dl_str){NULL, 0};
}

static uint32_t to_number(dl_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

/* "12-person-new-ssnss-cf1-2,3-coref-Name" to a mention that begins here. */
static gold_mention *begin_mention(names_corpus *c, names_document *d, uint32_t token,
                                   dl_str body) {
    dl_str fields[8];
    uint32_t n = 0;
    for (size_t i = 0, start = 0; i <= body.len && n < 8; i++)
        if (i == body.len || (body.ptr[i] == '-' && n < 7)) {
            fields[n++] = dl_str_sub(body, start, i);
            start = i + 1;
        }
    gold_mention *m = DL_PUSH(&d->mentions, &c->arena);
    m->first = token;
    m->chain = n ? to_number(fields[0]) : 0;
    m->type = n > 1 ? dl_arena_str(&c->arena, fields[1]) : DL_STR("");
    m->head = n > 5 && to_number(fields[5]) ? to_number(fields[5]) - 1 : 0;
    return m;
}

static void read_mentions(reading *r, names_document *d) {
    DL_VEC(open_mention) open = {0};
    for (uint32_t i = 0; i < r->tokens.count; i++) {
        dl_str s = entity_mark(r->tokens.items[i].misc);
        for (size_t at = 0; at < s.len;) {
            if (s.ptr[at] == '(') {
                size_t end = at + 1;
                while (end < s.len && s.ptr[end] != '(' && s.ptr[end] != ')') end++;
                gold_mention *m = begin_mention(r->c, d, i, dl_str_sub(s, at + 1, end));
                uint32_t index = d->mentions.count - 1;
                if (end < s.len && s.ptr[end] == ')') {
                    finish_mention(d, m, i);
                    end++;
                } else {
                    open_mention *o = DL_PUSH(&open, &r->c->arena);
                    *o = (open_mention){m->chain, index};
                }
                at = end;
                continue;
            }
            uint32_t chain = to_number(dl_str_sub(s, at, s.len));
            while (at < s.len && s.ptr[at] != ')') at++;
            at++;
            for (uint32_t k = open.count; k-- > 0;)
                if (open.items[k].chain == chain && open.items[k].index != DL_NONE) {
                    finish_mention(d, &d->mentions.items[open.items[k].index], i);
                    open.items[k].index = DL_NONE;
                    break;
                }
        }
    }
}

/* The name inside a mention: the proper nouns around its head, with "of (the)" inside bodies. */
static void name_of_mention(names_document *d, const gold_mention *m) {
    uint32_t cls = class_of(m->type), end = m->first + m->count;
    if (cls == NAME_CLASSES || !m->name || m->head < m->first || m->head >= end) return;
    uint32_t first = m->head, last = m->head;
    while (first > m->first && d->gold_pos[first - 1] == DL_PROPN) first--;
    while (last + 1 < end && d->gold_pos[last + 1] == DL_PROPN) last++;
    while (cls == NAME_ORG && last + 2 < end) { /* "Ministry of (the) Interior" */
        dl_str word = dl_token_text(&d->text.tokens, d->finds.report.text, last + 1);
        if (!dl_str_is(word, "of") && !dl_str_is(word, "for")) break;
        uint32_t next = last + 2;
        if (next + 1 < end &&
            dl_str_is(dl_token_text(&d->text.tokens, d->finds.report.text, next), "the"))
            next++;
        if (d->gold_pos[next] != DL_PROPN) break;
        for (last = next; last + 1 < end && d->gold_pos[last + 1] == DL_PROPN;) last++;
    }
    static const char *const titles[] = {
        "President", "Mr.",   "Mrs.",      "Ms.",        "Dr.",     "Senator", "Prime",
        "Minister",  "Sir",   "Professor", "Secretary",  "General", "King",    "Queen",
        "Governor",  "Judge", "Justice",   "Chancellor", "Pope",    "Captain", "Mr"};
    bool again = cls == NAME_PER;
    while (again && first < last) {
        again = false;
        dl_str word = dl_token_text(&d->text.tokens, d->finds.report.text, first);
        for (size_t i = 0; i < DL_COUNT(titles); i++) again |= dl_str_is(word, titles[i]);
        first += again;
    }
    for (uint32_t i = first; i <= last; i++)
        if (d->gold[i]) return; /* an outer mention came first */
    set_labels(d->gold, first, last - first + 1, cls);
}

/* Innermost mentions first, so that "White House" in "White House spokesman X" is found. */
static void names_of_mentions(names_document *d) {
    for (uint32_t size = 1; size < 40; size++)
        for (uint32_t i = 0; i < d->mentions.count; i++)
            if (d->mentions.items[i].count == size) name_of_mention(d, &d->mentions.items[i]);
}

static void finish_document(reading *r) {
    if (!r->tokens.count) return;
    names_document *d = DL_PUSH(&r->c->documents, &r->c->arena);
    d->name = r->name;
    build_text(r, d);
    analyse(r->c, d);
    labels_of_iob(r, d->gold);
    read_mentions(r, d);
    names_of_mentions(d);
    r->c->tokens += r->tokens.count;
    memset(&r->tokens, 0, sizeof r->tokens);
    r->begin = r->paragraph = true;
}

int names_corpus_add(names_corpus *c, const char *path, uint32_t casing, dl_error *err) {
    dl_buf file = {0};
    int rc = file_read(path, &file, err);
    reading r = {.c = c, .begin = true, .casing = casing, .name = DL_STR("?")};
    dl_str rest = dl_buf_view(&file);
    while (!rc && rest.len) {
        const char *nl = memchr(rest.ptr, '\n', rest.len);
        size_t n = nl ? (size_t)(nl - rest.ptr) : rest.len;
        dl_str line = {rest.ptr, n};
        rest = dl_str_sub(rest, nl ? n + 1 : n, rest.len);
        if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
        if (dl_str_starts(line, DL_STR("# newdoc"))) {
            finish_document(&r);
            r.name =
                dl_arena_str(&c->arena, dl_str_sub(line, 14 < line.len ? 14 : line.len, line.len));
        } else if (dl_str_starts(line, DL_STR("# newpar"))) {
            r.paragraph = true;
        } else if (dl_str_starts(line, DL_STR("# text = "))) {
            r.line_text = dl_arena_str(&c->arena, dl_str_sub(line, 9, line.len));
            r.at = 0;
        } else if (!line.len) {
            r.begin = true;
            r.line_text.len = 0;
            if (dl_str_is(r.name, "?") && r.tokens.count > 400) finish_document(&r); /* tweets */
        } else if (line.ptr[0] != '#' || memchr(line.ptr, '\t', line.len)) {
            take_line(&r, line);
        }
    }
    finish_document(&r);
    dl_buf_free(&file);
    return rc;
}

int names_corpus_add_folder(names_corpus *c, const char *path, const char *const *skip,
                            const char *only, uint32_t casing, dl_error *err) {
    file_names names = {0};
    int rc = file_list(&names, path, ".conllu", err);
    for (uint32_t i = 0; !rc && i < names.count; i++) {
        bool take = !only || strstr(names.items[i], only);
        for (size_t k = 0; skip && skip[k]; k++) take &= !strstr(names.items[i], skip[k]);
        if (take)
            rc = names_corpus_add(c, dl_arena_printf(&c->arena, "%s/%s", path, names.items[i]).ptr,
                                  casing, err);
    }
    file_names_free(&names);
    return rc;
}
