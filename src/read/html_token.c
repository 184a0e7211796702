#include "read/html_token.h"

#include <utf8proc.h>

static const char *const names[TAG_COUNT] = {
    "",         "a",          "abbr",     "address",  "article", "aside",  "audio",  "b",
    "base",     "blockquote", "body",     "br",       "button",  "canvas", "center", "cite",
    "code",     "dd",         "details",  "dialog",   "div",     "dl",     "dt",     "em",
    "fieldset", "figcaption", "figure",   "font",     "footer",  "form",   "h1",     "h2",
    "h3",       "h4",         "h5",       "h6",       "head",    "header", "hgroup", "hr",
    "html",     "i",          "iframe",   "img",      "input",   "label",  "li",     "link",
    "main",     "meta",       "nav",      "noscript", "object",  "ol",     "option", "p",
    "picture",  "pre",        "q",        "script",   "section", "select", "small",  "source",
    "span",     "strong",     "style",    "sub",      "summary", "sup",    "svg",    "table",
    "tbody",    "td",         "template", "textarea", "tfoot",   "th",     "thead",  "time",
    "title",    "tr",         "u",        "ul",       "video",   "wbr",
};

/* First and last tag of each letter; the names above are sorted by their first letter. */
static const uint8_t first_tag[27] = {
    TAG_A,      TAG_B,   TAG_CANVAS, TAG_DD,     TAG_EM,     TAG_FIELDSET, TAG_H1,
    TAG_H1,     TAG_I,   TAG_LABEL,  TAG_LABEL,  TAG_LABEL,  TAG_MAIN,     TAG_NAV,
    TAG_OBJECT, TAG_P,   TAG_Q,      TAG_SCRIPT, TAG_SCRIPT, TAG_TABLE,    TAG_U,
    TAG_VIDEO,  TAG_WBR, TAG_COUNT,  TAG_COUNT,  TAG_COUNT,  TAG_COUNT,
};

static char low(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

static bool is_letter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

html_tag html_tag_of(dl_str name) {
    if (name.len == 0 || name.len > 10 || !is_letter(name.ptr[0])) return TAG_UNKNOWN;
    uint32_t letter = (uint32_t)(low(name.ptr[0]) - 'a');
    for (uint32_t t = first_tag[letter]; t < first_tag[letter + 1]; t++) {
        size_t i = 1;
        while (i < name.len && names[t][i] && low(name.ptr[i]) == names[t][i]) i++;
        if (i == name.len && !names[t][i]) return (html_tag)t;
    }
    return TAG_UNKNOWN;
}

/* Elements whose content is text alone. */
static bool is_raw(html_tag t) {
    return t == TAG_SCRIPT || t == TAG_STYLE || t == TAG_TITLE || t == TAG_TEXTAREA ||
           t == TAG_IFRAME || t == TAG_NOSCRIPT;
}

/* The end of a tag whose name ends at `at`: the '>' outside quotes, or the text's end. A quote
 * counts after '=' only, as attributes have it. */
static uint32_t tag_end(dl_str s, uint32_t at) {
    char before = 0;
    while (at < s.len && s.ptr[at] != '>') {
        char c = s.ptr[at];
        if ((c == '"' || c == '\'') && before == '=') {
            const char *close = memchr(s.ptr + at + 1, c, s.len - at - 1);
            if (!close) return (uint32_t)s.len;
            at = (uint32_t)(close - s.ptr);
            c = ' ';
        }
        if (!is_space(c))
            before = c;
        else if (before != '=')
            before = ' ';
        at++;
    }
    return at;
}

/* "<!-- … -->", "<!doctype …>", "<?xml …>": the byte behind it. */
static uint32_t skip_markup(dl_str s, uint32_t at) {
    dl_str rest = dl_str_sub(s, at, s.len);
    if (dl_str_starts(rest, DL_STR("<!--"))) {
        const char *p = rest.ptr + 4, *end = rest.ptr + rest.len;
        if (rest.len > 4 && *p == '>') return at + 5; /* "<!-->" */
        while ((p = memchr(p, '-', (size_t)(end - p)))) {
            if (end - p >= 3 && p[1] == '-' && p[2] == '>') return (uint32_t)(p + 3 - s.ptr);
            if (end - p >= 4 && p[1] == '-' && p[2] == '!' && p[3] == '>')
                return (uint32_t)(p + 4 - s.ptr);
            p++;
        }
        return (uint32_t)s.len;
    }
    const char *gt = memchr(rest.ptr, '>', rest.len);
    return gt ? (uint32_t)(gt - s.ptr) + 1 : (uint32_t)s.len;
}

static bool ends_raw(dl_str s, uint32_t at, html_tag raw) {
    size_t n = strlen(names[raw]);
    if (at + 2 + n > s.len || s.ptr[at + 1] != '/') return false;
    for (size_t i = 0; i < n; i++)
        if (low(s.ptr[at + 2 + i]) != names[raw][i]) return false;
    char c = at + 2 + n < s.len ? s.ptr[at + 2 + n] : '>';
    return c == '>' || c == '/' || is_space(c);
}

static bool raw_text(html_lexer *l, html_token *t) {
    uint32_t at = l->at;
    for (;;) {
        const char *p = at < l->text.len ? memchr(l->text.ptr + at, '<', l->text.len - at) : NULL;
        at = p ? (uint32_t)(p - l->text.ptr) : (uint32_t)l->text.len;
        if (!p || ends_raw(l->text, at, l->raw)) break;
        at++;
    }
    *t = (html_token){HTML_TEXT, l->raw, l->at, at, false};
    l->raw = TAG_UNKNOWN;
    l->at = at;
    return true;
}

static void take_tag(html_lexer *l, html_token *t, bool end) {
    uint32_t name = l->at + (end ? 2 : 1), at = name;
    while (at < l->text.len && l->text.ptr[at] != '>' && l->text.ptr[at] != '/' &&
           !is_space(l->text.ptr[at]))
        at++;
    html_tag tag = html_tag_of(dl_str_sub(l->text, name, at));
    uint32_t close = tag_end(l->text, at);
    bool self = close > at && l->text.ptr[close - 1] == '/';
    *t = (html_token){end ? HTML_END : HTML_START, tag, at, close, self};
    l->at = close < l->text.len ? close + 1 : close;
    if (!end && is_raw(tag)) l->raw = tag;
}

bool html_next(html_lexer *l, html_token *t) {
    while (l->at < l->text.len) {
        if (l->raw) return raw_text(l, t);
        uint32_t from = l->at, at = from;
        char next = 0;
        for (;;) { /* a '<' that begins no markup is text */
            const char *p = memchr(l->text.ptr + at, '<', l->text.len - at);
            at = p ? (uint32_t)(p - l->text.ptr) : (uint32_t)l->text.len;
            next = at + 1 < l->text.len ? l->text.ptr[at + 1] : 0;
            bool close = next == '/' && at + 2 < l->text.len &&
                         (is_letter(l->text.ptr[at + 2]) || l->text.ptr[at + 2] == '>');
            if (!p || is_letter(next) || next == '!' || next == '?' || close) break;
            if (++at >= l->text.len) break;
        }
        if (at > from) {
            *t = (html_token){HTML_TEXT, TAG_UNKNOWN, from, at, false};
            l->at = at;
            return true;
        }
        if (next == '!' || next == '?') {
            l->at = skip_markup(l->text, at);
            continue;
        }
        take_tag(l, t, next == '/');
        return true;
    }
    return false;
}

bool html_attribute(dl_str s, const html_token *t, uint32_t *at, dl_str *name, dl_str *value) {
    uint32_t i = *at, end = t->to;
    while (i < end && (is_space(s.ptr[i]) || s.ptr[i] == '/')) i++;
    if (i >= end) return false;
    uint32_t from = i++;
    while (i < end && !is_space(s.ptr[i]) && s.ptr[i] != '=' && s.ptr[i] != '/') i++;
    *name = dl_str_sub(s, from, i);
    *value = (dl_str){s.ptr + i, 0};
    uint32_t eq = i;
    while (eq < end && is_space(s.ptr[eq])) eq++;
    if (eq < end && s.ptr[eq] == '=') {
        i = eq + 1;
        while (i < end && is_space(s.ptr[i])) i++;
        char q = i < end ? s.ptr[i] : 0;
        if (q == '"' || q == '\'') {
            const char *close = memchr(s.ptr + i + 1, q, end - i - 1);
            uint32_t to = close ? (uint32_t)(close - s.ptr) : end;
            *value = dl_str_sub(s, i + 1, to);
            i = to < end ? to + 1 : end;
        } else {
            from = i;
            while (i < end && !is_space(s.ptr[i])) i++;
            *value = dl_str_sub(s, from, i);
        }
    }
    *at = i;
    return true;
}

/* "&#8217;" and "&#x2019;"; 128 to 159 mean windows-1252 (13.2.5.80). */
static dl_str numeric_reference(dl_str s, uint32_t at, uint32_t end, uint32_t *next, char out[8]) {
    static const uint16_t c1[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                    0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    uint32_t i = at + 2, value = 0, digits = 0;
    bool hex = i < end && (s.ptr[i] | 32) == 'x';
    if (hex) i++;
    for (; i < end; i++, digits++) {
        char c = low(s.ptr[i]);
        uint32_t d;
        if (c >= '0' && c <= '9')
            d = (uint32_t)(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            d = (uint32_t)(c - 'a' + 10);
        else
            break;
        if (value < 0x110000) value = value * (hex ? 16 : 10) + d;
    }
    if (!digits) return (dl_str){NULL, 0};
    if (i < end && s.ptr[i] == ';') i++;
    *next = i;
    if (value >= 0x80 && value < 0xa0) value = c1[value - 0x80];
    if (value == 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) value = 0xfffd;
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)value, (utf8proc_uint8_t *)out);
    return (dl_str){out, (size_t)n};
}

dl_str html_reference(const dl_read_tables *tables, dl_str s, uint32_t at, uint32_t end,
                      uint32_t *next, char numeric[8]) {
    if (at + 2 < end && s.ptr[at + 1] == '#') return numeric_reference(s, at, end, next, numeric);
    uint32_t i = at + 1;
    while (i < end && i - at <= 32 && (is_letter(s.ptr[i]) || (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
        i++;
    dl_str name = dl_str_sub(s, at + 1, i);
    if (i < end && s.ptr[i] == ';') {
        dl_str text = tables_entity(tables, name);
        *next = i + 1;
        if (text.ptr) return text;
    }
    /* a few old ones stand without a semicolon: "&copy 2025" */
    for (size_t n = name.len < 6 ? name.len : 6; n >= 2; n--) {
        dl_str head = dl_str_sub(name, 0, n);
        dl_str text = tables_bare_entity(tables, head);
        *next = at + 1 + (uint32_t)n;
        if (text.ptr) return text;
    }
    return (dl_str){NULL, 0};
}

dl_str html_decode(const dl_read_tables *tables, dl_arena *arena, dl_str value) {
    if (!value.len || !memchr(value.ptr, '&', value.len)) return dl_arena_str(arena, value);
    dl_buf b = {0};
    for (uint32_t at = 0; at < value.len;) {
        const char *amp = memchr(value.ptr + at, '&', value.len - at);
        uint32_t to = amp ? (uint32_t)(amp - value.ptr) : (uint32_t)value.len, next = to + 1;
        dl_buf_str(&b, dl_str_sub(value, at, to));
        if (!amp) break;
        char room[8];
        dl_str text = html_reference(tables, value, to, (uint32_t)value.len, &next, room);
        if (text.ptr)
            dl_buf_str(&b, text);
        else
            dl_buf_char(&b, '&');
        at = text.ptr ? next : to + 1;
    }
    dl_str out = dl_arena_str(arena, dl_buf_view(&b));
    dl_buf_free(&b);
    return out;
}
