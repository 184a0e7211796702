#include "parse/lemma.h"

#include "base/utf8.h"

enum { TAG_MOST = 8, KEY_MOST = TAG_MOST + 1 + DL_LEMMA_LONGEST };

/* "VBD" '=' "sought" into out; the empty view where it does not fit. */
static dl_str key_of(dl_str tag, char kind, dl_str part, char *out) {
    if (tag.len > TAG_MOST || part.len > DL_LEMMA_LONGEST) return (dl_str){out, 0};
    memcpy(out, tag.ptr, tag.len);
    out[tag.len] = kind;
    if (part.len) memcpy(out + tag.len + 1, part.ptr, part.len);
    return (dl_str){out, tag.len + 1 + part.len};
}

static uint32_t number(dl_str s) {
    return s.len == 1 && s.ptr[0] >= '0' && s.ptr[0] <= '9' ? (uint32_t)(s.ptr[0] - '0') : DL_NONE;
}

/* Columns: tag, kind (form or ending), word, cut, lemma (of a form) or what is added. */
static int load_row(dl_lemmas *l, dl_arena *arena, const dl_tsv_row *row, dl_error *err) {
    char key[KEY_MOST];
    dl_str tag = row->cells[0], word = row->cells[2];
    bool form = dl_str_is(row->cells[1], "form");
    uint32_t cut = form ? 0 : number(row->cells[3]);
    dl_str k = key_of(tag, form ? '=' : '-', word, key);
    bool good = k.len && (form || (dl_str_is(row->cells[1], "ending") && cut <= word.len &&
                                   word.len <= DL_LEMMA_ENDING));
    if (!good)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "data file en/lemmas.tsv, line %u: not a rule",
                       row->line);
    dl_str kept = dl_arena_str(arena, k);
    dl_lemma_row *r = DL_PUSH(&l->rows, arena);
    if (!kept.ptr || !r) return dl_fail_memory(err);
    *r = (dl_lemma_row){cut, form, row->cells[4]};
    dl_map_set(&l->tags, tag, 1);
    if (!dl_map_set(form ? &l->forms : &l->endings, kept, l->rows.count - 1))
        return dl_fail_memory(err);
    return DL_OK;
}

int dl_lemmas_load(dl_lemmas *l, dl_arena *arena, const dl_data *data, dl_error *err) {
    memset(l, 0, sizeof *l);
    dl_map_init(&l->forms, arena);
    dl_map_init(&l->endings, arena);
    dl_map_init(&l->tags, arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/lemmas.tsv", arena, &table, err);
    if (!rc && table.columns != 5)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX, "data file en/lemmas.tsv must have 5 columns");
    for (uint32_t i = 0; !rc && i < table.rows.count; i++)
        rc = load_row(l, arena, &table.rows.items[i], err);
    return rc;
}

bool dl_lemmas_know(const dl_lemmas *l, dl_str xpos) {
    return dl_map_get(&l->tags, xpos) != DL_NONE;
}

/* form in lower case: itself where it is so already. Digits and other scripts pass through. */
static dl_str lowered(dl_arena *arena, dl_str form) {
    size_t at = 0;
    while (at < form.len && (unsigned char)form.ptr[at] < 0x80 &&
           !(form.ptr[at] >= 'A' && form.ptr[at] <= 'Z'))
        at++;
    if (at == form.len) return form;
    bool ascii = true;
    for (size_t i = at; i < form.len; i++) ascii = ascii && (unsigned char)form.ptr[i] < 0x80;
    if (ascii) {
        dl_str out = dl_arena_str(arena, form);
        for (size_t i = 0; out.ptr && i < form.len; i++)
            if (form.ptr[i] >= 'A' && form.ptr[i] <= 'Z')
                ((char *)out.ptr)[i] = (char)(form.ptr[i] | 32);
        return out;
    }
    dl_buf buf = {0};
    for (size_t i = 0; i < form.len;) dl_utf8_put(&buf, dl_utf8_lower(dl_utf8_next(form, &i)));
    dl_str out = buf.failed ? (dl_str){NULL, 0} : dl_arena_str(arena, dl_buf_view(&buf));
    dl_buf_free(&buf);
    return out;
}

dl_str dl_lemma_word(dl_arena *arena, dl_str form, bool keep_case) {
    return keep_case ? form : lowered(arena, form);
}

uint32_t dl_lemma_row_of(const dl_lemmas *l, dl_str word, dl_str xpos) {
    char key[KEY_MOST];
    if (!xpos.len || word.len > DL_LEMMA_LONGEST || !word.len) return DL_NONE;
    uint32_t at = dl_map_get(&l->forms, key_of(xpos, '=', word, key));
    if (at != DL_NONE) return at;
    size_t most = word.len < DL_LEMMA_ENDING ? word.len : DL_LEMMA_ENDING;
    for (size_t n = most + 1; n-- > 0;) {
        dl_str ending = dl_str_sub(word, word.len - n, word.len);
        at = dl_map_get(&l->endings, key_of(xpos, '-', ending, key));
        if (at != DL_NONE && l->rows.items[at].cut < word.len) return at;
    }
    return DL_NONE;
}

dl_str dl_lemma_make(const dl_lemmas *l, dl_arena *arena, dl_str word, uint32_t at) {
    if (at == DL_NONE || !word.ptr) return word;
    const dl_lemma_row *row = &l->rows.items[at];
    if (row->whole) return row->add;
    size_t kept = word.len - row->cut;
    if (!row->add.len) return (dl_str){word.ptr, kept};
    char *out = dl_arena_alloc(arena, kept + row->add.len);
    if (!out) return (dl_str){NULL, 0};
    memcpy(out, word.ptr, kept);
    memcpy(out + kept, row->add.ptr, row->add.len);
    return (dl_str){out, kept + row->add.len};
}

dl_str dl_lemma_of(const dl_lemmas *l, dl_arena *arena, dl_str form, dl_str xpos, bool keep_case) {
    dl_str word = dl_lemma_word(arena, form, keep_case);
    if (!word.ptr) return word;
    return dl_lemma_make(l, arena, word, dl_lemma_row_of(l, word, xpos));
}
