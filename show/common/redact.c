#include "common/redact.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { REDACT_MIN = 2 }; /* bytes: a form of one letter would black out the page */

static int add_form(redact *r, const char *form) {
    if (strlen(form) < REDACT_MIN) return DL_OK;
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->forms[i], form) == 0) return DL_OK;
    char **more = realloc(r->forms, (r->count + 1) * sizeof *more);
    if (!more) return DL_ENOMEM;
    r->forms = more;
    more[r->count] = strdup(form);
    return more[r->count] ? (r->count++, DL_OK) : DL_ENOMEM;
}

/* A form as it is, as HTML has it and as a URL has it. */
static int add_spellings(redact *r, const char *form) {
    text html = {0}, url = {0};
    text_html(&html, form);
    text_url(&url, form);
    int rc = add_form(r, form);
    if (!rc && html.data) rc = add_form(r, html.data);
    if (!rc && url.data) rc = add_form(r, url.data);
    text_free(&html), text_free(&url);
    return rc;
}

static bool has_form(json_t *aliases, const char *name) {
    size_t i;
    json_t *a;
    json_array_foreach(aliases, i, a) {
        const char *words = json_string_value(json_object_get(a, "text"));
        if (words && strcmp(words, name) == 0) return true;
    }
    return false;
}

static int add_person(redact *r, dl_record *record, const char *name, dl_error *err) {
    const dl_query q = {.view = "entity", .columns = "name,aliases", .all = 1};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *canonical = dl_rows_get(rows, "name"), *json = dl_rows_get(rows, "aliases");
        json_t *aliases = json ? json_loads(json, 0, NULL) : NULL, *a;
        size_t i;
        if ((canonical && strcmp(canonical, name) == 0) || has_form(aliases, name)) {
            if (canonical) rc = add_spellings(r, canonical);
            json_array_foreach(aliases, i, a) {
                const char *form = json_string_value(json_object_get(a, "text"));
                if (form && !rc) rc = add_spellings(r, form);
            }
        }
        json_decref(aliases);
        if (rc) break;
    }
    dl_rows_close(rows);
    return rc ? rc : add_spellings(r, name);
}

static int longer_first(const void *a, const void *b) {
    size_t x = strlen(*(char *const *)a), y = strlen(*(char *const *)b);
    return x < y ? 1 : x > y ? -1 : strcmp(*(char *const *)a, *(char *const *)b);
}

int redact_open(redact *r, dl_record *record, const char *names, dl_error *err) {
    *r = (redact){0};
    char *copy = names ? strdup(names) : NULL, *save = NULL;
    int rc = names && !copy ? DL_ENOMEM : DL_OK;
    for (char *name = copy ? strtok_r(copy, ",", &save) : NULL; name && !rc;
         name = strtok_r(NULL, ",", &save)) {
        while (*name == ' ') name++;
        for (size_t n = strlen(name); n && name[n - 1] == ' '; n--) name[n - 1] = '\0';
        if (*name) rc = add_person(r, record, name, err);
    }
    free(copy);
    if (r->count) qsort(r->forms, r->count, sizeof *r->forms, longer_first);
    return rc;
}

void redact_free(redact *r) {
    for (size_t i = 0; i < r->count; i++) free(r->forms[i]);
    free(r->forms);
    *r = (redact){0};
}

static bool is_word(unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* The length of the form that stands at words[i], 0: none. */
static size_t form_at(const redact *r, const char *words, size_t len, size_t i) {
    if (i && is_word((unsigned char)words[i - 1]) && is_word((unsigned char)words[i])) return 0;
    for (size_t f = 0; f < r->count; f++) {
        size_t n = strlen(r->forms[f]);
        if (n > len - i || memcmp(words + i, r->forms[f], n) != 0) continue;
        if (i + n < len && is_word((unsigned char)words[i + n]) &&
            is_word((unsigned char)words[i + n - 1]))
            continue;
        return n;
    }
    return 0;
}

void redact_text(const redact *r, const char *words, size_t len, text *out) {
    size_t from = 0;
    for (size_t i = 0; r->count && i < len;) {
        size_t n = form_at(r, words, len, i);
        if (!n) {
            i++;
            continue;
        }
        text_bytes(out, words + from, i - from);
        text_add(out, "[redacted]");
        from = i += n;
    }
    text_bytes(out, words + from, len - from);
}
