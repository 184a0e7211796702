/* json.c - rows as JSON, and the JSON values of rows as text. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

void cli_json_text(FILE *out, const char *text) {
    if (!text) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (const char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c == '\t')
            fputs("\\t", out);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void put_value(const dl_rows *rows, uint32_t i) {
    const char *text = dl_rows_text(rows, i);
    dl_type type = dl_rows_type(rows, i);
    if (!text)
        fputs("null", stdout);
    else if (type == DL_TYPE_BOOL)
        fputs(dl_rows_int(rows, i) ? "true" : "false", stdout);
    else if (type == DL_TYPE_TEXT)
        cli_json_text(stdout, text);
    else
        fputs(text, stdout);
}

int cli_json(dl_rows *rows) {
    dl_error err = {0};
    int more = 0, rc = dl_rows_next(rows, &more, &err);
    fputs("[", stdout);
    for (bool first = true; !rc && more; first = false) {
        fputs(first ? "\n" : ",\n", stdout);
        for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
            printf("%s\"%s\":", i ? "," : "{", dl_rows_name(rows, i));
            put_value(rows, i);
        }
        putchar('}');
        rc = dl_rows_next(rows, &more, &err);
    }
    fputs("\n]\n", stdout);
    dl_rows_close(rows);
    return rc ? cli_fail(NULL, &err) : CLI_OK;
}

int cli_json_view(dl_record *record, const dl_query *query) {
    dl_error err = {0};
    dl_rows *rows;
    if (dl_rows_open(&rows, record, query, &err)) return cli_fail(NULL, &err);
    return cli_json(rows);
}

/* ── reading the lists that rows hold: our own writer's JSON, so no error is reported ── */

static unsigned hex4(const char *p) {
    char digits[5] = {0};
    strncpy(digits, p, 4);
    return (unsigned)strtoul(digits, NULL, 16);
}

/* Decodes a string at *p (a quote) into out, which is long enough; *p moves past it. */
static void decode(const char **p, char *out) {
    (*p)++;
    while (**p && **p != '"') {
        if (**p != '\\') {
            *out++ = *(*p)++;
            continue;
        }
        (*p)++;
        char c = *(*p)++;
        if (c == 'n' || c == 't')
            *out++ = ' ';
        else if (c == 'u' && strlen(*p) >= 4) {
            if (hex4(*p) < 0x80) *out++ = (char)hex4(*p);
            *p += 4;
        } else if (c)
            *out++ = c;
    }
    if (**p) (*p)++;
    *out = '\0';
}

static void skip_string(const char **p) {
    for ((*p)++; **p && **p != '"'; (*p)++)
        if (**p == '\\' && (*p)[1]) (*p)++;
    if (**p) (*p)++;
}

/* The value that begins at p: a string is decoded, null is NULL, the rest is left out. */
static int give(const char *p, int (*each)(void *, const char *), void *context) {
    if (*p != '"') return strncmp(p, "null", 4) == 0 ? each(context, NULL) : 0;
    char *text = malloc(strlen(p) + 1);
    if (!text) return 1;
    decode(&p, text);
    int stop = each(context, text);
    free(text);
    return stop;
}

/* Members of the objects of a list: depth 2 from the list's bracket. */
static void each_member(const char *p, const char *key, int (*each)(void *, const char *),
                        void *context) {
    size_t len = strlen(key);
    int depth = 0;
    while (*p) {
        if (*p == '"') {
            const char *name = p + 1;
            skip_string(&p);
            bool hit = depth == 2 && *p == ':' && (size_t)(p - name - 1) == len &&
                       !strncmp(name, key, len);
            if (hit && give(p + 1, each, context)) return;
            continue;
        }
        depth += *p == '[' || *p == '{';
        depth -= *p == ']' || *p == '}';
        p++;
    }
}

void cli_each(const char *json, const char *key, int (*each)(void *context, const char *text),
              void *context) {
    if (!json) return;
    if (key) {
        each_member(json, key, each, context);
        return;
    }
    for (const char *p = json; *p;) {
        if (*p != '"') {
            p++;
            continue;
        }
        if (give(p, each, context)) return;
        skip_string(&p);
    }
}

typedef struct joined {
    char *text;
    size_t len;
    const char *separator;
} joined;

static int join_one(void *context, const char *text) {
    joined *j = context;
    if (!text) return 0;
    size_t more = strlen(text) + strlen(j->separator) + 1;
    char *grown = realloc(j->text, j->len + more);
    if (!grown) return 1;
    j->text = grown;
    j->len += (size_t)sprintf(grown + j->len, "%s%s", j->len ? j->separator : "", text);
    return 0;
}

char *cli_joined(const char *json, const char *key, const char *separator) {
    joined j = {.separator = separator};
    cli_each(json, key, join_one, &j);
    return j.text ? j.text : calloc(1, 1);
}
