#include "parse/word.h"

#include "base/hash.h"
#include "parse/chars.h"

dl_str dl_word_key(dl_str form, char *key) {
    if (form.len <= DL_WORD_KEY) return form;
    memcpy(key, form.ptr, DL_WORD_KEY / 2);
    memcpy(key + DL_WORD_KEY / 2, form.ptr + form.len - DL_WORD_KEY / 2, DL_WORD_KEY / 2);
    return (dl_str){key, DL_WORD_KEY};
}

static size_t put_utf8(uint32_t c, char *out) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xc0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 63));
        out[2] = (char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 63));
    out[2] = (char)(0x80 | (c >> 6 & 63));
    out[3] = (char)(0x80 | (c & 63));
    return 4;
}

/* Typographic apostrophes and quotation marks as their ASCII kin: "’s" is "'s". */
static uint32_t plain(uint32_t c) {
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x2bc: return '\'';
    case 0x201c:
    case 0x201d: return '"';
    case 0x2013: return '-';
    default: return c;
    }
}

size_t dl_word_fold(dl_str form, char *out) {
    size_t n = 0;
    for (size_t at = 0; at < form.len;) {
        unsigned char b = (unsigned char)form.ptr[at];
        if (b < 0x80) {
            at++;
            if (b >= 'A' && b <= 'Z')
                b = (unsigned char)(b + 32);
            else if (b >= '0' && b <= '9')
                b = '0';
            out[n++] = (char)b;
        } else {
            n += put_utf8(plain(dl_utf8_lower(dl_utf8_next(form, &at))), out + n);
        }
    }
    return n;
}

static char shape_of(uint32_t c) {
    if (dl_utf8_is_upper(c)) return 'X';
    if (dl_utf8_is_digit(c)) return '0';
    if (c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : dl_utf8_is_alpha(c)) return 'x';
    return c < 0x80 ? (char)c : '~';
}

/* Runs of one kind as at most two signs: "Kyiv" Xxx, "U.S." X.X., "2,000" 0,00, "McCain" XxXxx. */
static uint64_t shape_hash(dl_str form) {
    char shape[24];
    size_t n = 0;
    for (size_t at = 0; at < form.len && n < sizeof shape;) {
        char s = shape_of(plain(dl_utf8_next(form, &at)));
        if (n >= 2 && shape[n - 1] == s && shape[n - 2] == s) continue;
        shape[n++] = s;
    }
    return dl_hash((dl_str){shape, n});
}

static bool is_inside(char b) {
    return ((unsigned char)b & 0xc0) == 0x80;
}

static uint32_t affix_row(const dl_vocabulary *v, dl_str part, uint64_t kind) {
    return v->count + (uint32_t)(dl_hash_mix(dl_hash(part), kind) % DL_WORD_AFFIXES);
}

/* Suffixes of 1 to 4 characters, prefixes of 2 and 3, of the folded word. */
static void add_affixes(const dl_vocabulary *v, dl_str folded, dl_word *word) {
    size_t end = folded.len;
    for (uint64_t chars = 1; chars <= 4 && end > 0; chars++) {
        while (end > 0 && is_inside(folded.ptr[--end])) {
        }
        word->row[word->count++] = affix_row(v, dl_str_sub(folded, end, folded.len), chars);
    }
    size_t at = 0;
    for (uint64_t chars = 1; chars <= 3 && at < folded.len; chars++) {
        at++;
        while (at < folded.len && is_inside(folded.ptr[at])) at++;
        if (chars > 1)
            word->row[word->count++] = affix_row(v, dl_str_sub(folded, 0, at), 8 + chars);
    }
}

dl_word dl_word_of(const dl_vocabulary *v, dl_str form) {
    char key[DL_WORD_KEY], folded[3 * DL_WORD_KEY];
    form = dl_word_key(form, key);
    dl_str low = {folded, dl_word_fold(form, folded)};
    uint32_t row = dl_map_get(&v->words, low);
    dl_word word = {{row == DL_NONE ? DL_WORD_UNKNOWN : row}, 1};
    add_affixes(v, low, &word);
    word.row[word.count++] =
        v->count + DL_WORD_AFFIXES + (uint32_t)(shape_hash(form) % DL_WORD_SHAPES);
    return word;
}

dl_word dl_word_special(uint32_t row) {
    return (dl_word){{row}, 1};
}

uint8_t dl_word_looks(dl_str form) {
    size_t bytes, second;
    if (!form.len) return 0;
    unsigned class = dl_char_class(form, 0, &bytes);
    char last = form.ptr[form.len - 1];
    uint8_t looks =
        last == '.' || last == '!' || last == '?' || dl_str_is(form, "…") ? DL_LOOKS_STOP : 0;
    if (class == DL_CHAR_LOWER) return looks | DL_LOOKS_LOWER;
    if (class == DL_CHAR_DIGIT) return looks | DL_LOOKS_DIGIT;
    if (class != DL_CHAR_UPPER) return looks | DL_LOOKS_MARK;
    bool shout = bytes < form.len && dl_char_class(form, bytes, &second) == DL_CHAR_UPPER;
    return (uint8_t)(looks | DL_LOOKS_UPPER | (shout ? DL_LOOKS_SHOUT : 0));
}
