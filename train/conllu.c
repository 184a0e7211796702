#include "train/conllu.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "train/files.h"

const char *const gum_nc_genres[] = {"essay", "fiction", "letter", "podcast", "whow", NULL};

enum { COLUMNS = 10 };

void treebank_init(treebank *bank) {
    memset(bank, 0, sizeof *bank);
    dl_arena_init(&bank->arena);
}

void treebank_free(treebank *bank) {
    dl_arena_free(&bank->arena);
}

/* What is being read: the document's text as it grows and the sentence so far. */
typedef struct reading {
    treebank *bank;
    dl_buf text;
    DL_VEC(gold_token) tokens;
    uint32_t clitics_to;   /* last token of a multi-word form that is still open */
    uint32_t clitics_from; /* its first */
    bool range_space;      /* white space follows the multi-word form */
    bool paragraph;        /* a newpar mark was seen */
    bool space;            /* white space stands before the next token */
    bool open;             /* a document is open */
} reading;

static void end_document(reading *r) {
    if (!r->open) return;
    gold_document *d = &r->bank->documents.items[r->bank->documents.count - 1];
    d->text = dl_arena_str(&r->bank->arena, dl_buf_view(&r->text));
    d->count = r->bank->sentences.count - d->first;
    if (d->blocks.count) d->blocks.items[d->blocks.count - 1].span.end = (uint32_t)r->text.len;
    r->open = false;
}

static void begin_document(reading *r, dl_str name) {
    end_document(r);
    gold_document *d = DL_PUSH(&r->bank->documents, &r->bank->arena);
    d->name = dl_arena_str(&r->bank->arena, name);
    d->first = r->bank->sentences.count;
    dl_buf_clear(&r->text);
    r->open = r->paragraph = true;
    r->space = false;
}

static void begin_paragraph(reading *r) {
    gold_document *d = &r->bank->documents.items[r->bank->documents.count - 1];
    if (d->blocks.count) {
        d->blocks.items[d->blocks.count - 1].span.end = (uint32_t)r->text.len;
        dl_buf_puts(&r->text, "\n\n");
    }
    dl_block *b = DL_PUSH(&d->blocks, &r->bank->arena);
    b->kind = DL_BLOCK_BODY;
    b->span = (dl_span){(uint32_t)r->text.len, (uint32_t)r->text.len};
    r->paragraph = false;
    r->space = false;
}

static void end_sentence(reading *r) {
    if (!r->tokens.count) return;
    gold_sentence *s = DL_PUSH(&r->bank->sentences, &r->bank->arena);
    s->tokens = r->tokens.items;
    s->count = r->tokens.count;
    s->document = r->bank->documents.count - 1;
    r->bank->tokens += s->count;
    memset(&r->tokens, 0, sizeof r->tokens);
    r->clitics_to = 0;
}

static void comment(reading *r, dl_str line) {
    static const char doc[] = "# newdoc id = ";
    if (dl_str_starts(line, dl_str_of(doc)))
        begin_document(r, dl_str_sub(line, sizeof doc - 1, line.len));
    else if (dl_str_is(line, "# newpar") || dl_str_starts(line, DL_STR("# newpar id")))
        r->paragraph = true;
}

static uint32_t number(dl_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

static bool says_no_space(dl_str misc) {
    static const char mark[] = "SpaceAfter=No";
    for (size_t i = 0; i + sizeof mark - 1 <= misc.len; i++)
        if (memcmp(misc.ptr + i, mark, sizeof mark - 1) == 0) return true;
    return false;
}

static void token(reading *r, dl_str *cell) {
    dl_arena *arena = &r->bank->arena;
    const char *dash = memchr(cell[0].ptr, '-', cell[0].len);
    if (memchr(cell[0].ptr, '.', cell[0].len)) return;
    if (dash) {
        r->clitics_from = number(cell[0]);
        r->clitics_to = number(dl_str_sub(cell[0], (size_t)(dash - cell[0].ptr) + 1, cell[0].len));
        r->range_space = !says_no_space(cell[9]);
        return;
    }
    if (!r->open) begin_document(r, DL_STR("?"));
    if (r->paragraph) begin_paragraph(r);
    bool first = r->text.len == 0 || r->text.data[r->text.len - 1] == '\n';
    if (r->space) dl_buf_char(&r->text, ' ');
    uint32_t id = number(cell[0]);
    bool inside = id >= r->clitics_from && id <= r->clitics_to;
    gold_token *t = DL_PUSH(&r->tokens, arena);
    t->form = dl_arena_str(arena, cell[1]);
    t->lemma = dl_arena_str(arena, cell[2]);
    t->xpos = dl_arena_str(arena, cell[4]);
    t->upos = (uint8_t)dl_upos_of(cell[3]);
    t->deprel = (uint8_t)dl_deprel_of(cell[7]);
    t->head = number(cell[6]);
    t->flags = (uint8_t)((r->space || first ? DL_TOKEN_SPACE_BEFORE : 0) |
                         (inside && id > r->clitics_from ? DL_TOKEN_CLITIC : 0));
    t->span.start = (uint32_t)r->text.len;
    dl_buf_str(&r->text, t->form);
    t->span.end = (uint32_t)r->text.len;
    r->space = inside ? id == r->clitics_to && r->range_space : !says_no_space(cell[9]);
}

static void line_of(reading *r, dl_str line) {
    if (!line.len) {
        end_sentence(r);
        return;
    }
    if (line.ptr[0] == '#') {
        comment(r, line);
        return;
    }
    dl_str cell[COLUMNS] = {{0}};
    for (int k = 0; k < COLUMNS; k++) {
        const char *tab = memchr(line.ptr, '\t', line.len);
        size_t n = tab ? (size_t)(tab - line.ptr) : line.len;
        cell[k] = dl_str_sub(line, 0, n);
        line = dl_str_sub(line, n + (tab ? 1 : 0), line.len);
    }
    if (cell[9].ptr) token(r, cell);
}

static int read_one(treebank *bank, const char *path, dl_error *err) {
    dl_buf file = {0};
    int rc = file_read(path, &file, err);
    reading r = {.bank = bank};
    for (size_t at = 0; !rc && at < file.len;) {
        const char *nl = memchr(file.data + at, '\n', file.len - at);
        size_t end = nl ? (size_t)(nl - file.data) : file.len;
        line_of(&r, (dl_str){file.data + at, end - at});
        at = end + 1;
    }
    end_sentence(&r);
    end_document(&r);
    dl_buf_free(&r.text);
    dl_buf_free(&file);
    return rc;
}

static bool is_skipped(const char *name, const char *const *skip) {
    char start[64];
    for (; skip && *skip; skip++) {
        snprintf(start, sizeof start, "GUM_%s_", *skip);
        if (strncmp(name, start, strlen(start)) == 0) return true;
    }
    return false;
}

int treebank_read(treebank *bank, const char *path, const char *const *skip, dl_error *err) {
    file_names names;
    if (!file_is_folder(path)) return read_one(bank, path, err);
    int rc = file_list(&names, path, ".conllu", err);
    for (uint32_t i = 0; !rc && i < names.count; i++) {
        char full[4096];
        if (is_skipped(names.items[i], skip)) continue;
        snprintf(full, sizeof full, "%s/%s", path, names.items[i]);
        rc = read_one(bank, full, err);
    }
    file_names_free(&names);
    return rc;
}

dl_report document_report(const gold_document *document) {
    dl_report report = {.text = document->text};
    memcpy(&report.blocks, &document->blocks, sizeof report.blocks);
    return report;
}
