#include "find/cues.h"

#include <stdio.h>

enum { MAX_FORM = 64 };

static const char *const kind_names[DL_CUE_KINDS] = {"v", "n", "a", "p"};

static bool put(dl_cues *cues, dl_str form, uint32_t kind, uint32_t cls) {
    if (form.len == 0 || form.len >= MAX_FORM) return true;
    form = dl_arena_str(cues->forms.arena, form);
    uint32_t *value = form.ptr ? dl_map_at(&cues->forms, form) : NULL;
    if (!value) return false;
    if (*value == DL_NONE) *value = 0;
    if (((*value >> (4 * kind)) & 15) == 0) *value |= (cls + 1) << (4 * kind);
    return true;
}

static bool put_suffixed(dl_cues *cues, dl_str stem, const char *suffix, uint32_t kind,
                         uint32_t cls) {
    char form[MAX_FORM];
    int n = snprintf(form, sizeof form, "%.*s%s", (int)stem.len, stem.ptr, suffix);
    return n < 0 || n >= MAX_FORM || put(cues, (dl_str){form, (size_t)n}, kind, cls);
}

static bool ends_hissing(dl_str w) {
    return dl_str_ends(w, DL_STR("s")) || dl_str_ends(w, DL_STR("sh")) ||
           dl_str_ends(w, DL_STR("ch")) || dl_str_ends(w, DL_STR("x")) ||
           dl_str_ends(w, DL_STR("z"));
}

static bool is_vowel(char c) {
    return c && strchr("aeiou", c) != NULL;
}

/* deny -> denies, denied, denying; urge -> urges, urged, urging; press -> presses, pressed */
static bool put_regular(dl_cues *cues, dl_str w, uint32_t kind, uint32_t cls) {
    if (w.len < 2) return true;
    bool y = w.ptr[w.len - 1] == 'y' && !is_vowel(w.ptr[w.len - 2]);
    bool e = w.ptr[w.len - 1] == 'e';
    dl_str stem = {w.ptr, w.len - (y || e)};
    bool ok = y                 ? put_suffixed(cues, stem, "ies", kind, cls)
              : ends_hissing(w) ? put_suffixed(cues, w, "es", kind, cls)
                                : put_suffixed(cues, w, "s", kind, cls);
    if (kind != DL_CUE_VERB) return ok;
    ok = ok && put_suffixed(cues, stem, y ? "ied" : "ed", kind, cls);
    return ok && put_suffixed(cues, e ? stem : w, "ing", kind, cls);
}

static bool put_row(dl_cues *cues, dl_str cue, dl_str forms, uint32_t kind, uint32_t cls) {
    bool ok = put(cues, cue, kind, cls);
    bool phrase = memchr(cue.ptr, ' ', cue.len) != NULL;
    if (!forms.len && !phrase && kind <= DL_CUE_NOUN) ok = ok && put_regular(cues, cue, kind, cls);
    while (forms.len) {
        const char *semi = memchr(forms.ptr, ';', forms.len);
        size_t n = semi ? (size_t)(semi - forms.ptr) : forms.len;
        ok = ok && put(cues, dl_str_sub(forms, 0, n), kind, cls);
        forms = dl_str_sub(forms, n + (semi != NULL), forms.len);
    }
    return ok;
}

static uint32_t class_of(dl_str name) {
    uint32_t c = 0;
    while (c < DL_CUE_CLASSES && !dl_str_is(name, dl_cue_class_name(c))) c++;
    return c;
}

enum { FAST_BITS = 13 };

uint32_t dl_word_hash(dl_str word) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if (c >= '0' && c <= '9') c = '0';
        h = (h ^ c) * 16777619u;
    }
    return h;
}

/* Twice as many slots as a lexicon of 4,000 forms needs; a fuller one keeps what fits. */
static bool make_fast(dl_cues *cues, dl_arena *arena) {
    uint32_t slots = 1u << FAST_BITS, used = 0;
    cues->fast = dl_arena_array(arena, slots, 2 * sizeof *cues->fast);
    for (uint32_t i = 0; cues->fast && i < cues->forms.entries.count && used < slots / 2;
         i++, used++) {
        const dl_map_entry *e = &cues->forms.entries.items[i];
        uint32_t hash = dl_word_hash(e->key), at = hash & (slots - 1);
        while (cues->fast[2 * at + 1]) at = (at + 1) & (slots - 1);
        cues->fast[2 * at] = hash;
        cues->fast[2 * at + 1] = e->value;
    }
    return cues->fast != NULL;
}

uint32_t dl_cues_bits(const dl_cues *cues, uint32_t hash) {
    uint32_t mask = (1u << FAST_BITS) - 1;
    for (uint32_t at = hash & mask; cues->fast[2 * at + 1]; at = (at + 1) & mask)
        if (cues->fast[2 * at] == hash) return cues->fast[2 * at + 1];
    return 0;
}

int dl_cues_load(dl_cues *cues, dl_arena *arena, const dl_data *data, dl_error *err) {
    dl_map_init(&cues->forms, arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/cues.tsv", arena, &table, err);
    if (rc) return rc;
    uint32_t cue = dl_tsv_column(&table, "cue"), cls = dl_tsv_column(&table, "class");
    uint32_t kind = dl_tsv_column(&table, "kind"), forms = dl_tsv_column(&table, "forms");
    for (uint32_t r = 0; r < table.rows.count; r++) {
        const dl_tsv_row *row = &table.rows.items[r];
        uint32_t c = class_of(dl_tsv_cell(row, cls)), k = 0;
        while (k < DL_CUE_KINDS && !dl_str_is(dl_tsv_cell(row, kind), kind_names[k])) k++;
        if (c == DL_CUE_CLASSES || k == DL_CUE_KINDS)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                           "en/cues.tsv line %u: unknown class or kind; see the table's head",
                           row->line);
        if (!put_row(cues, dl_tsv_cell(row, cue), dl_tsv_cell(row, forms), k, c))
            return dl_fail_memory(err);
    }
    return make_fast(cues, arena) ? DL_OK : dl_fail_memory(err);
}

static char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

uint32_t dl_lower_token(dl_str bytes, const dl_tokens *t, uint32_t token, char *out,
                        uint32_t size) {
    dl_str w = dl_token_text(t, bytes, token);
    uint32_t n = w.len < size ? (uint32_t)w.len : size;
    for (uint32_t i = 0; i < n; i++) out[i] = lower_ascii(w.ptr[i]);
    return n;
}

bool dl_token_is(dl_str bytes, const dl_tokens *t, uint32_t token, const char *word) {
    dl_str w = dl_token_text(t, bytes, token);
    if (w.len != strlen(word)) return false;
    for (size_t i = 0; i < w.len; i++)
        if (lower_ascii(w.ptr[i]) != word[i]) return false;
    return true;
}

static uint32_t packed(const dl_cues *cues, dl_str lower) {
    uint32_t value = dl_map_get(&cues->forms, lower);
    return value == DL_NONE ? 0 : value;
}

int dl_cues_find(const dl_cues *cues, dl_str form, uint32_t kind) {
    char low[MAX_FORM];
    if (form.len >= sizeof low) return -1;
    for (size_t i = 0; i < form.len; i++) low[i] = lower_ascii(form.ptr[i]);
    return (int)((packed(cues, (dl_str){low, form.len}) >> (4 * kind)) & 15) - 1;
}

uint32_t dl_words_head(const dl_tokens *t, dl_words range) {
    for (uint32_t i = range.first; t->head && i < range.end; i++)
        if (t->head[i] == DL_NONE || t->head[i] < range.first || t->head[i] >= range.end) return i;
    return range.first;
}

dl_span dl_words_span(const dl_tokens *t, dl_words range) {
    if (range.first >= range.end) return DL_SPAN_NONE;
    return (dl_span){t->start[range.first], dl_token_span(t, range.end - 1).end};
}

/* The longest phrase of the lexicon that starts in the cue. */
static int phrase_class(const dl_cues *cues, const dl_tokens *t, dl_str bytes, dl_words cue) {
    for (uint32_t i = cue.first; i < cue.end; i++) {
        char buf[MAX_FORM * 2];
        uint32_t n = 0;
        int found = -1;
        for (uint32_t j = i; j < cue.end && j < i + 4 && n + 1 < MAX_FORM; j++) {
            if (j > i) buf[n++] = ' ';
            n += dl_lower_token(bytes, t, j, buf + n, MAX_FORM - n);
            uint32_t value = j > i ? packed(cues, (dl_str){buf, n}) : 0;
            for (uint32_t k = 0; value && k < DL_CUE_KINDS; k++)
                if ((value >> (4 * k)) & 15) found = (int)((value >> (4 * k)) & 15) - 1;
        }
        if (found >= 0) return found;
    }
    return -1;
}

/* Which kinds to try, in order, for a part of speech. */
static const uint8_t *kinds_for(uint8_t upos) {
    static const uint8_t verb[] = {DL_CUE_VERB, DL_CUE_ADJECTIVE, DL_CUE_NOUN};
    static const uint8_t noun[] = {DL_CUE_NOUN, DL_CUE_VERB, DL_CUE_ADJECTIVE};
    static const uint8_t adjective[] = {DL_CUE_ADJECTIVE, DL_CUE_VERB, DL_CUE_NOUN};
    return upos == DL_NOUN || upos == DL_PROPN ? noun : upos == DL_ADJ ? adjective : verb;
}

static int token_class(const dl_cues *cues, const dl_tokens *t, dl_str bytes, uint32_t token) {
    char low[MAX_FORM];
    uint32_t n = dl_lower_token(bytes, t, token, low, sizeof low);
    uint32_t value = packed(cues, (dl_str){low, n});
    const uint8_t *kinds = kinds_for(t->upos ? t->upos[token] : DL_VERB);
    for (uint32_t k = 0; value && k < 3; k++)
        if ((value >> (4 * kinds[k])) & 15) return (int)((value >> (4 * kinds[k])) & 15) - 1;
    return -1;
}

int dl_cues_class(const dl_cues *cues, const dl_text *text, dl_str bytes, dl_words cue) {
    const dl_tokens *t = &text->tokens;
    int cls = phrase_class(cues, t, bytes, cue);
    if (cls >= 0 || cue.first >= cue.end) return cls;
    cls = token_class(cues, t, bytes, dl_words_head(t, cue));
    for (uint32_t i = cue.first; cls < 0 && i < cue.end; i++) {
        uint8_t upos = t->upos ? t->upos[i] : DL_VERB;
        if (upos == DL_VERB || upos == DL_NOUN || upos == DL_ADJ)
            cls = token_class(cues, t, bytes, i);
    }
    return cls;
}
