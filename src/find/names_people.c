/* A person's name in its parts. */
#include "find/coref_work.h"
#include "model/namekey.h"

enum { WORDS_MAX = 12, FOLD_MAX = 128 };

static uint32_t split(dl_str name, dl_str words[WORDS_MAX]) {
    uint32_t n = 0;
    for (size_t i = 0; i < name.len && n < WORDS_MAX;) {
        while (i < name.len && (unsigned char)name.ptr[i] <= ' ') i++;
        size_t start = i;
        while (i < name.len && (unsigned char)name.ptr[i] > ' ') i++;
        if (i > start) words[n++] = dl_str_sub(name, start, i);
    }
    return n;
}

static bool one_of(dl_str word, const char *const *list, size_t count) {
    char folded[32];
    size_t n = dl_name_fold(folded, sizeof folded, word);
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == n && memcmp(folded, list[i], n) == 0) return true;
    return false;
}

static bool is_suffix(dl_str word) {
    static const char *const list[] = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"};
    return one_of(word, list, DL_COUNT(list));
}

static bool is_particle(dl_str word) {
    static const char *const list[] = {"al",  "el",  "de",  "del",  "della", "di",  "da",  "dos",
                                       "von", "van", "der", "den",  "ter",   "le",  "la",  "du",
                                       "bin", "ibn", "ben", "bint", "abu",   "st.", "san", "mc"};
    return one_of(word, list, DL_COUNT(list));
}

/* "Xi Jinping", "Kim Jong-un", not "Kim Davis" and not "Kim Kardashian". */
static bool family_first(const name_work *w, const dl_str *words, uint32_t n) {
    const lexicon *lex = &w->names->lex;
    if (n < 2 || n > 3 || lexicon_find(lex, words[0], LEX_FAMILY_FIRST) == DL_NONE) return false;
    dl_str last = words[n - 1];
    bool hyphen = memchr(last.ptr, '-', last.len) != NULL;
    return hyphen || (last.len <= 8 && lexicon_find(lex, last, LEX_FAMILY) == DL_NONE &&
                      lexicon_find(lex, last, LEX_GIVEN) == DL_NONE);
}

static dl_str between(dl_str a, dl_str b) {
    return (dl_str){a.ptr, (size_t)(b.ptr + b.len - a.ptr)};
}

person_name person_parse(const name_work *w, dl_str name) {
    dl_str words[WORDS_MAX];
    uint32_t n = split(name, words);
    person_name p = {{NULL, 0}, name, n};
    while (n > 1 && is_suffix(words[n - 1])) n--;
    if (n && words[n - 1].len > 1 && words[n - 1].ptr[words[n - 1].len - 1] == ',')
        words[n - 1].len--;
    p.words = n;
    if (n == 0) return p;
    if (n == 1) {
        p.family = words[0];
        return p;
    }
    if (family_first(w, words, n)) {
        p.family = words[0];
        p.given = between(words[1], words[n - 1]);
        return p;
    }
    uint32_t f = n - 1;
    while (f > 1 && is_particle(words[f - 1])) f--;
    if (f == 1 && is_particle(words[0])) f = 0; /* "al Assad", "De Gaulle" */
    p.family = between(words[f], words[n - 1]);
    if (f) p.given = between(words[0], words[f - 1]);
    if (!f) p.words = 1;
    return p;
}

static dl_str first_word(dl_str s) {
    size_t n = 0;
    while (n < s.len && (unsigned char)s.ptr[n] > ' ') n++;
    return (dl_str){s.ptr, n};
}

bool person_given_agree(dl_str a, dl_str b) {
    if (!a.len || !b.len) return true;
    char fa[FOLD_MAX], fb[FOLD_MAX], ka[FOLD_MAX], kb[FOLD_MAX];
    size_t na = dl_name_fold(fa, sizeof fa, first_word(a));
    size_t nb = dl_name_fold(fb, sizeof fb, first_word(b));
    bool initial = na == 1 || nb == 1 || (na == 2 && fa[1] == '.') || (nb == 2 && fb[1] == '.');
    if (initial) return fa[0] == fb[0];
    if (na == nb && memcmp(fa, fb, na) == 0) return true;
    /* "Joe" and "Joseph", "Alex" and "Alexander" share their beginning */
    size_t n = na < nb ? na : nb;
    if (n >= 3 && memcmp(fa, fb, n) == 0) return true;
    dl_name_skeleton(ka, sizeof ka, first_word(a));
    dl_name_skeleton(kb, sizeof kb, first_word(b));
    return strlen(ka) >= 2 && strcmp(ka, kb) == 0 && fa[0] == fb[0];
}

bool person_family_agree(dl_str a, dl_str b) {
    char fa[FOLD_MAX], fb[FOLD_MAX], ka[FOLD_MAX], kb[FOLD_MAX];
    size_t na = dl_name_fold(fa, sizeof fa, a), nb = dl_name_fold(fb, sizeof fb, b);
    if (na == nb && memcmp(fa, fb, na) == 0) return true;
    dl_name_skeleton(ka, sizeof ka, a);
    dl_name_skeleton(kb, sizeof kb, b);
    if (strlen(ka) < 2 || strcmp(ka, kb) != 0) return false;
    return dl_name_distance((dl_str){fa, na}, (dl_str){fb, nb}, 3) <= 3;
}

uint8_t person_gender(const name_work *w, dl_str given) {
    if (!given.len) return 0;
    uint32_t e = lexicon_find(&w->names->lex, first_word(given), LEX_GIVEN);
    return e == DL_NONE ? 0 : name_row(w, name_entry(w, e)->row)->gender;
}
