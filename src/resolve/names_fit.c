#include "resolve/names_fit.h"

#include "base/utf8.h"
#include "model/namekey.h"

enum { ROOM = 96 };

/* The article is no part of the name: "al-Sadr", "el-Sisi". */
static dl_str without_article(dl_str name) {
    static const char *const articles[] = {"al-", "el-", "al ", "el ", "Al-", "El-", "Al ", "El "};
    for (size_t i = 0; i < DL_COUNT(articles); i++)
        if (name.len > 5 && dl_str_starts(name, dl_str_of(articles[i])))
            return dl_str_sub(name, 3, name.len);
    return name;
}

bool dl_family_fits(dl_str a, dl_str b) {
    a = without_article(a);
    b = without_article(b);
    char fa[ROOM], fb[ROOM];
    size_t na = dl_name_fold(fa, sizeof fa, a), nb = dl_name_fold(fb, sizeof fb, b);
    if (na == nb && memcmp(fa, fb, na) == 0) return true;
    size_t least = na < nb ? na : nb;
    if (least < 3) return false;
    char sa[ROOM], sb[ROOM];
    size_t ka = dl_name_skeleton(sa, sizeof sa, a), kb = dl_name_skeleton(sb, sizeof sb, b);
    if (ka != kb || memcmp(sa, sb, ka) != 0) return false;
    /* a skeleton of one or two consonants says little: one letter may differ */
    uint32_t limit = ka <= 2 ? 1 : least >= 8 ? 4 : least >= 5 ? 3 : 2;
    return dl_name_distance((dl_str){fa, na}, (dl_str){fb, nb}, limit) <= limit;
}

/* The next word of a given name, folded, without dots. */
static dl_str next_word(dl_str *rest, char out[ROOM]) {
    while (rest->len && (*rest->ptr == ' ' || *rest->ptr == '.' || *rest->ptr == '-')) {
        rest->ptr++;
        rest->len--;
    }
    size_t n = 0;
    while (n < rest->len && rest->ptr[n] != ' ' && rest->ptr[n] != '.' && rest->ptr[n] != '-') n++;
    dl_str word = {rest->ptr, n};
    rest->ptr += n;
    rest->len -= n;
    return (dl_str){out, word.len ? dl_name_fold(out, ROOM, word) : 0};
}

static dl_fit word_fits(const dl_resolver *resolver, dl_str a, dl_str b) {
    if (dl_str_eq(a, b)) return DL_FIT_YES;
    if (a.len == 1 || b.len == 1) return a.ptr[0] == b.ptr[0] ? DL_FIT_UNKNOWN : DL_FIT_NO;
    uint32_t ga = dl_resolver_given(resolver, a), gb = dl_resolver_given(resolver, b);
    if (ga != DL_NONE && gb != DL_NONE) return ga == gb ? DL_FIT_YES : DL_FIT_NO;
    char sa[ROOM], sb[ROOM];
    size_t ka = dl_name_skeleton(sa, sizeof sa, a), kb = dl_name_skeleton(sb, sizeof sb, b);
    bool same = ka == kb && memcmp(sa, sb, ka) == 0;
    uint32_t limit = ka >= 3 ? 3 : 1;
    return same && dl_name_distance(a, b, limit) <= limit ? DL_FIT_YES : DL_FIT_NO;
}

/* A given name in one piece: "Abdel-Fattah" -> "abdelfattah". */
static dl_str in_one(dl_str name, char out[ROOM]) {
    size_t len = 0;
    while (name.len) {
        char word[ROOM];
        dl_str w = next_word(&name, word);
        if (len + w.len >= ROOM) break;
        if (w.len) memcpy(out + len, w.ptr, w.len);
        len += w.len;
    }
    return (dl_str){out, len};
}

dl_fit dl_given_fits(const dl_resolver *resolver, dl_str a, dl_str b) {
    char ja[ROOM], jb[ROOM];
    dl_str x1 = in_one(a, ja), y1 = in_one(b, jb);
    if (x1.len > 2 && dl_str_eq(x1, y1)) return DL_FIT_YES;
    char wa[ROOM], wb[ROOM];
    dl_fit fit = DL_FIT_UNKNOWN;
    for (unsigned place = 0;; place++) {
        dl_str x = next_word(&a, wa), y = next_word(&b, wb);
        if (!x.len || !y.len) {
            /* "George" may be any George; but "W." and "H. W." are two */
            bool more = (x.len || y.len) && place >= 2;
            return more ? DL_FIT_NO : fit;
        }
        dl_fit one = word_fits(resolver, x, y);
        if (one == DL_FIT_NO) return DL_FIT_NO;
        if (place == 0) fit = one;
    }
}

bool dl_place_fits(dl_str a, dl_str b) {
    char fa[ROOM], fb[ROOM], sa[ROOM], sb[ROOM];
    size_t na = dl_name_fold(fa, sizeof fa, a), nb = dl_name_fold(fb, sizeof fb, b);
    if (na == nb && memcmp(fa, fb, na) == 0) return true;
    if (na < 4 || nb < 4 || fa[0] != fb[0]) return false;
    size_t ka = dl_name_skeleton(sa, sizeof sa, a), kb = dl_name_skeleton(sb, sizeof sb, b);
    if (ka != kb || memcmp(sa, sb, ka) != 0) return false;
    return dl_name_distance((dl_str){fa, na}, (dl_str){fb, nb}, 2) <= 2;
}

static bool is_small_word(dl_str w) {
    static const char *const small[] = {"of", "the", "and", "for", "in", "on", "de", "du", "des"};
    for (size_t i = 0; i < DL_COUNT(small); i++)
        if (dl_str_is(w, small[i])) return true;
    return false;
}

size_t dl_initials(char *out, size_t cap, dl_str name) {
    size_t n = 0;
    while (name.len) {
        char word[ROOM];
        dl_str w = next_word(&name, word);
        if (!w.len) break;
        if (!is_small_word(w) && w.ptr[0] >= 'a' && w.ptr[0] <= 'z' && n + 1 < cap)
            out[n++] = w.ptr[0];
    }
    out[n] = '\0';
    return n >= 2 ? n : 0;
}
