#include "parse/language.h"

#include "base/utf8.h"
#include "parse/tuning_parse.h"

int dl_languages_load(dl_languages *l, dl_arena *arena, const dl_data *data, dl_error *err) {
    dl_map locales;
    dl_tsv table;
    dl_map_init(&l->words, arena);
    dl_map_init(&locales, arena);
    int rc = dl_data_table(data, "languages.tsv", arena, &table, err);
    if (!rc && table.columns < 2)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX, "data file languages.tsv must have 2 columns");
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t number = dl_intern(&locales, row->cells[0]);
        if (number >= DL_LANGUAGES_MOST)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                           "data file languages.tsv, line %u: more "
                           "languages than %d",
                           row->line, DL_LANGUAGES_MOST);
        uint32_t *set = dl_map_at(&l->words, row->cells[1]);
        if (!set) return dl_fail_memory(err);
        *set = (*set == DL_NONE ? 0 : *set) | 1u << number;
    }
    l->count = locales.entries.count;
    return rc;
}

typedef struct letters {
    uint32_t latin, other;
} letters;

/* Lower case into out; the empty view for a word that is too long to be common. */
static dl_str fold_word(dl_str form, char *out, size_t size, letters *seen) {
    size_t n = 0;
    bool fits = form.len <= size;
    for (size_t at = 0; at < form.len;) {
        size_t from = at;
        uint32_t c = dl_utf8_next(form, &at), low = dl_utf8_lower(c);
        if (dl_utf8_is_alpha(c)) {
            if (c < 0x250 || (c >= 0x1e00 && c < 0x1f00))
                seen->latin++;
            else
                seen->other++;
        }
        if (!fits) continue;
        if (low < 0x80) {
            out[n++] = (char)low;
        } else if (low < 0x800 && at - from == 2) {
            out[n++] = (char)(0xc0 | low >> 6);
            out[n++] = (char)(0x80 | (low & 63));
        } else {
            fits = false;
        }
    }
    return (dl_str){out, fits ? n : 0};
}

/* So many of the own language's common words that the rest need not be read. */
static bool is_plainly_own(const uint32_t *hits, uint32_t count, const letters *seen) {
    if (seen->other * 4 > seen->latin) return false;
    for (uint32_t k = 1; k < count; k++)
        if (hits[k] * 2 > hits[0]) return false;
    return hits[0] >= DL_LANGUAGE_STEP / 6;
}

bool dl_is_other_language(const dl_languages *l, dl_str text, const dl_tokens *tokens) {
    uint32_t hits[DL_LANGUAGES_MOST] = {0}, most = 0;
    letters seen = {0};
    char low[24];
    uint32_t n = tokens->count < DL_LANGUAGE_TOKENS ? tokens->count : DL_LANGUAGE_TOKENS;
    for (uint32_t i = 0; i < n; i++) {
        dl_str word = fold_word(dl_token_text(tokens, text, i), low, sizeof low, &seen);
        uint32_t set = word.len ? dl_map_get(&l->words, word) : DL_NONE;
        for (uint32_t k = 0; set != DL_NONE && k < l->count; k++) hits[k] += set >> k & 1;
        if (i % DL_LANGUAGE_STEP == DL_LANGUAGE_STEP - 1 && is_plainly_own(hits, l->count, &seen))
            return false;
    }
    if (seen.other > seen.latin) return true;
    for (uint32_t k = 1; k < l->count; k++)
        if (hits[k] > most) most = hits[k];
    return most >= DL_LANGUAGE_LEAST_HITS && most > hits[0] * DL_LANGUAGE_MARGIN;
}
