#include "http/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 8 };

/* The fields a form may have, in the order of form_values. */
static const char *const names[FIELDS] = {"kind", "target", "field", "value",
                                          "why",  "who",    "back",  "number"};
enum { F_KIND, F_TARGET, F_FIELD, F_VALUE, F_WHY, F_WHO, F_BACK, F_NUMBER };

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes in place up to '&' or the end; returns what follows. */
static char *decode(char *p) {
    char *out = p;
    while (*p && *p != '&') {
        if (*p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
            char c = (char)(hex(p[1]) * 16 + hex(p[2]));
            *out++ = c ? c : ' ';
            p += 3;
        } else {
            *out++ = *p == '+' ? ' ' : *p;
            p++;
        }
    }
    char *next = *p ? p + 1 : p;
    *out = '\0';
    return next;
}

static void read_form(char *body, char *values[FIELDS]) {
    for (char *p = body; *p;) {
        char *equals = strpbrk(p, "=&");
        if (!equals) return;
        char end = *equals;
        *equals = '\0';
        char *value = equals + 1, *next = end == '=' ? decode(value) : value;
        for (int i = 0; i < FIELDS && end == '='; i++)
            if (strcmp(p, names[i]) == 0) values[i] = value;
        p = next;
    }
}

static unsigned status_of(int rc) {
    switch (rc) {
    case DL_OK: return 303;
    case DL_ENOTFOUND: return 404;
    case DL_EBUSY: return 409;
    case DL_EREADONLY: return 403;
    case DL_EVALUE:
    case DL_EAMBIGUOUS: return 400;
    default: return 500;
    }
}

static const char *or_null(const char *value) {
    return value && *value ? value : NULL;
}

static int carry_out(const serve_options *o, const char *url, char *const v[FIELDS],
                     dl_error *err) {
    dl_record *record;
    int64_t number;
    int rc = dl_record_open(&record, o->record, DL_RECORD_WRITE, err);
    if (rc) return rc;
    if (strcmp(url, "/undo") == 0) {
        rc = dl_record_undo(record, o->engine, v[F_NUMBER] ? strtoll(v[F_NUMBER], NULL, 10) : 0,
                            or_null(v[F_WHY]), or_null(v[F_WHO]), err);
    } else {
        const dl_decision d = {v[F_KIND],  v[F_TARGET],       or_null(v[F_FIELD]),
                               v[F_VALUE], or_null(v[F_WHY]), or_null(v[F_WHO])};
        rc = dl_record_decide(record, o->engine, &d, &number, err);
    }
    dl_record_close(record);
    return rc;
}

static unsigned refuse(dl_error *err, unsigned status, const char *why) {
    snprintf(err->message, sizeof err->message, "%s\n", why);
    return status;
}

unsigned http_write(const serve_options *options, const char *url, const char *form, text *where,
                    dl_error *err) {
    if (options->read_only || !options->engine)
        return refuse(err, 403, "these pages are for reading");
    bool undo = strcmp(url, "/undo") == 0;
    if (!undo && strcmp(url, "/decide") != 0) return refuse(err, 404, "nothing is decided there");
    char *body = strdup(form), *v[FIELDS] = {NULL};
    if (!body) return 500;
    read_form(body, v);
    unsigned status;
    if (undo ? !or_null(v[F_NUMBER]) : !or_null(v[F_KIND]) || !or_null(v[F_TARGET]))
        status = refuse(err, 400, "the form lacks what is decided, or on what");
    else
        status = status_of(carry_out(options, url, v, err));
    /* back to a page of ours only: a path, never another host */
    bool ours =
        v[F_BACK] && v[F_BACK][0] == '/' && v[F_BACK][1] != '/' && !strpbrk(v[F_BACK], "\r\n\\");
    text_add(where, ours ? v[F_BACK] : "/");
    free(body);
    return status;
}
