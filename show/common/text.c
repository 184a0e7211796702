#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void text_free(text *t) {
    free(t->data);
    *t = (text){0};
}

void text_clear(text *t) {
    t->len = 0;
    t->failed = false;
    if (t->data) t->data[0] = '\0';
}

static bool reserve(text *t, size_t more) {
    if (t->failed) return false;
    if (t->cap - t->len > more) return true;
    size_t cap = t->cap ? t->cap : 1024;
    while (cap - t->len <= more && cap < SIZE_MAX / 2) cap *= 2;
    char *data = cap - t->len > more ? realloc(t->data, cap) : NULL;
    if (!data) {
        t->failed = true;
        return false;
    }
    t->data = data;
    t->cap = cap;
    return true;
}

void text_bytes(text *t, const void *bytes, size_t len) {
    if (!reserve(t, len)) return;
    if (len) memcpy(t->data + t->len, bytes, len);
    t->len += len;
    t->data[t->len] = '\0';
}

void text_add(text *t, const char *words) {
    if (words) text_bytes(t, words, strlen(words));
}

void text_char(text *t, char c) {
    text_bytes(t, &c, 1);
}

void text_format(text *t, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0 && reserve(t, (size_t)n)) {
        vsnprintf(t->data + t->len, (size_t)n + 1, format, again);
        t->len += (size_t)n;
    }
    va_end(again);
}

static const char *html_reference(unsigned char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return c < ' ' && c != '\t' && c != '\n' ? "\xef\xbf\xbd" : NULL;
    }
}

void text_html_n(text *t, const char *words, size_t len) {
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        const char *reference = html_reference((unsigned char)words[i]);
        if (!reference) continue;
        text_bytes(t, words + from, i - from);
        text_add(t, reference);
        from = i + 1;
    }
    if (len) text_bytes(t, words + from, len - from);
}

void text_html(text *t, const char *words) {
    if (words) text_html_n(t, words, strlen(words));
}

void text_json(text *t, const char *words) {
    if (!words) {
        text_add(t, "null");
        return;
    }
    text_char(t, '"');
    for (const char *p = words; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\')
            text_format(t, "\\%c", c);
        else if (c == '\n')
            text_add(t, "\\n");
        else if (c == '\t')
            text_add(t, "\\t");
        else if (c < ' ' || c == 0x7f)
            text_format(t, "\\u%04x", c);
        else if (c == '/' && p > words && p[-1] == '<')
            text_add(t, "\\/");
        else
            text_char(t, (char)c);
    }
    text_char(t, '"');
}

void text_csv(text *t, const char *words) {
    if (!words) return;
    bool formula = *words && strchr("=+-@\t\r", *words);
    if (!formula && !strpbrk(words, ",\"\r\n")) {
        text_add(t, words);
        return;
    }
    text_char(t, '"');
    if (formula) text_char(t, '\'');
    for (const char *p = words; *p; p++) {
        if (*p == '"') text_char(t, '"');
        text_char(t, *p);
    }
    text_char(t, '"');
}

void text_url(text *t, const char *words) {
    for (const char *p = words; p && *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain =
            (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr("-._~", c);
        if (plain)
            text_char(t, (char)c);
        else
            text_format(t, "%%%02X", c);
    }
}

bool text_is_web_link(const char *url) {
    return url && (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0);
}
