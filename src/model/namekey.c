#include "model/namekey.h"

#include <utf8proc.h>

#include "base/utf8.h"

typedef struct sink {
    char *out;
    size_t len, cap;
} sink;

static void put(sink *s, char c) {
    if (s->len + 1 < s->cap) s->out[s->len++] = c;
}

static void put_text(sink *s, const char *text) {
    while (*text) put(s, *text++);
}

/* Letters that Unicode does not take apart. */
static const char *plain(uint32_t c) {
    switch (c) {
    case 0x142: return "l"; /* ł */
    case 0xF8: return "o";  /* ø */
    case 0x111:
    case 0xF0: return "d";   /* đ ð */
    case 0x131: return "i";  /* ı */
    case 0xDF: return "ss";  /* ß */
    case 0xE6: return "ae";  /* æ */
    case 0x153: return "oe"; /* œ */
    case 0xFE: return "th";  /* þ */
    case 0x2019:
    case 0x2018:
    case 0x2BC:
    case 0x2BB:
    case 0x60:
    case 0xB4: return "'";
    case 0x2010:
    case 0x2011:
    case 0x2013: return "-";
    case 0xA0:
    case 0x202F: return " ";
    default: return NULL;
    }
}

static void put_code(sink *s, uint32_t c) {
    const char *text = plain(c);
    if (text) {
        put_text(s, text);
        return;
    }
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
    if (s->len + (size_t)n >= s->cap) return; /* never half a character */
    for (utf8proc_ssize_t i = 0; i < n; i++) put(s, (char)bytes[i]);
}

static void fold_code(sink *s, uint32_t c) {
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
        utf8proc_category_t category = utf8proc_category(parts[i]);
        if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME) continue;
        put_code(s, dl_utf8_lower((uint32_t)parts[i]));
    }
}

size_t dl_name_fold(char *out, size_t cap, dl_str text) {
    sink s = {out, 0, cap};
    for (size_t at = 0; at < text.len;) {
        unsigned char b = (unsigned char)text.ptr[at];
        if (b < 0x80) {
            put(&s, (char)(b >= 'A' && b <= 'Z' ? b + 32 : b));
            at++;
        } else {
            fold_code(&s, dl_utf8_next(text, &at));
        }
    }
    out[s.len] = '\0';
    return s.len;
}

static bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Arabic articles before a hyphen or a space: "al-Assad", "el Sisi", "ash-Sharaa". */
static size_t skip_article(const char *p) {
    static const char *const articles[] = {"al", "el", "ad", "ar", "as", "ash", "at", "az", "an"};
    for (size_t i = 0; i < DL_COUNT(articles); i++) {
        size_t n = strlen(articles[i]);
        if (strncmp(p, articles[i], n) == 0 && (p[n] == '-' || (p[n] == ' ' && i < 2)) && p[n + 1])
            return n + 1;
    }
    return 0;
}

/* The longest spelling first; the sound it stands for. */
static const struct {
    const char *from, *to;
} sounds[] = {
    {"shch", "s"}, {"sch", "s"}, {"tch", "c"}, {"dzh", "j"}, {"sh", "s"}, {"ch", "c"}, {"kh", "h"},
    {"gh", "k"},   {"zh", "z"},  {"dh", "z"},  {"th", "t"},  {"ph", "f"}, {"ts", "c"}, {"tz", "c"},
    {"dz", "z"},   {"dj", "j"},  {"ck", "k"},  {"q", "k"},   {"g", "k"},  {"w", "v"},  {"x", "ks"},
};

static char letter_sound(const char *p) {
    if (*p == 'c') return p[1] == 'e' || p[1] == 'i' || p[1] == 'y' ? 'c' : 'k';
    return *p;
}

/* One sound of p into s; returns the letters read. */
static size_t one_sound(sink *s, const char *p) {
    for (size_t i = 0; i < DL_COUNT(sounds); i++) {
        size_t n = strlen(sounds[i].from);
        if (strncmp(p, sounds[i].from, n) == 0) {
            put_text(s, sounds[i].to);
            return n;
        }
    }
    put(s, letter_sound(p));
    return 1;
}

static bool is_separator(char c) {
    return c == '\'' || c == '-' || c == ' ' || c == '.';
}

size_t dl_name_skeleton(char *out, size_t cap, dl_str name) {
    char folded[256];
    dl_name_fold(folded, sizeof folded, name);
    const char *p = folded + skip_article(folded);
    sink s = {out, 0, cap};
    bool start = true;
    while (*p) {
        if (is_separator(*p)) {
            p += *p == '-' || *p == ' ' ? 1 + skip_article(p + 1) : 1;
        } else if (is_vowel(*p)) {
            if (start) put(&s, 'a');
            start = false;
            while (is_vowel(*p)) p++;
        } else if (*p == 'j' && p > folded && is_vowel(p[-1]) && !is_vowel(p[1])) {
            p++; /* Andrij, Zelenskij */
        } else if (strcmp(p, "ff") == 0 || strcmp(p, "f") == 0) {
            put(&s, p > folded && p[-1] == 'o' ? 'v' : 'f'); /* Ivanoff */
            p += strlen(p);
        } else if (p[1] == *p && !(p[0] == 's' && p[2] == 'h')) {
            p++; /* doubled */
        } else {
            start = false;
            p += one_sound(&s, p);
        }
    }
    out[s.len] = '\0';
    return s.len;
}

dl_str dl_name_folded(dl_arena *arena, dl_str text) {
    char *p = dl_arena_alloc(arena, text.len * 3 + 1);
    if (!p) return (dl_str){NULL, 0};
    size_t n = dl_name_fold(p, text.len * 3 + 1, text);
    return (dl_str){p, n};
}

dl_str dl_name_key(dl_arena *arena, const char *prefix, dl_str name) {
    char skeleton[128];
    size_t n = dl_name_skeleton(skeleton, sizeof skeleton, name);
    return dl_arena_printf(arena, "%s:%.*s", prefix, (int)n, skeleton);
}

uint32_t dl_name_distance(dl_str a, dl_str b, uint32_t limit) {
    if (dl_str_eq(a, b)) return 0;
    if (a.len > 63 || b.len > 63) return limit + 1;
    uint32_t row[64];
    for (uint32_t j = 0; j <= b.len; j++) row[j] = j;
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t diagonal = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            uint32_t best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b.len] <= limit ? row[b.len] : limit + 1;
}
