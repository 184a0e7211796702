/* Memory, lines and words of a brief. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "brief/brief.h"

struct brief_memory {
    struct brief_memory *next;
    /* the bytes follow */
};

void *brief_room(brief *b, size_t size) {
    struct brief_memory *m = calloc(1, sizeof *m + size);
    if (!m) return NULL;
    m->next = b->memory;
    b->memory = m;
    return m + 1;
}

void brief_free(brief *b) {
    while (b->memory) {
        struct brief_memory *next = b->memory->next;
        free(b->memory);
        b->memory = next;
    }
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        for (int k = 0; k < b->sections[i].count; k++) free(b->sections[i].lines[k].notes);
        free(b->sections[i].lines);
    }
    memset(b, 0, sizeof *b);
}

const char *brief_copy(brief *b, const char *text) {
    size_t n = text ? strlen(text) : 0;
    char *copy = brief_room(b, n + 1);
    if (copy && n) memcpy(copy, text, n);
    return copy ? copy : "";
}

const char *brief_format(brief *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n >= 0 ? brief_room(b, (size_t)n + 1) : NULL;
    if (!text) return "";
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}

brief_line *brief_add(brief *b, enum brief_place place) {
    brief_section *s = &b->sections[place];
    if (s->count == s->cap) {
        int cap = s->cap ? s->cap * 2 : 16;
        brief_line *lines = realloc(s->lines, (size_t)cap * sizeof *lines);
        if (!lines) return NULL;
        s->lines = lines;
        s->cap = cap;
    }
    brief_line *line = &s->lines[s->count++];
    *line = (brief_line){.when = "", .sort = "", .text = "", .badge = ""};
    return line;
}

void brief_note_add(brief *b, brief_line *line, const brief_note *note) {
    (void)b;
    for (int i = 0; i < line->note_count; i++)
        if (!strcmp(line->notes[i].handle, note->handle)) return;
    brief_note *notes = realloc(line->notes, (size_t)(line->note_count + 1) * sizeof *notes);
    if (!notes) return;
    line->notes = notes;
    line->notes[line->note_count++] = *note;
}

/* ── dates ── */

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

typedef struct day {
    char year[5];
    int month, day; /* 0: not stated */
    bool about;
} day;

static bool read_day(const char *edtf, day *d) {
    memset(d, 0, sizeof *d);
    d->about = strpbrk(edtf, "~?%") != NULL;
    size_t digits = strspn(edtf, "0123456789X");
    if (digits != 4) return false;
    memcpy(d->year, edtf, 4);
    if (edtf[4] == '-' && edtf[5] >= '0' && edtf[5] <= '9')
        d->month = (edtf[5] - '0') * 10 + (edtf[6] - '0');
    if (d->month && edtf[7] == '-' && edtf[8] >= '0' && edtf[8] <= '3')
        d->day = (edtf[8] - '0') * 10 + (edtf[9] - '0');
    return d->month >= 0 && d->month <= 12 && d->day <= 31;
}

static const char *put_day(brief *b, const day *d, const char *year) {
    bool other = strcmp(d->year, year) != 0 && d->year[0] != 'X';
    const char *about = d->about ? "about " : "";
    if (!d->month) return brief_format(b, "%s%s", about, d->year);
    if (!d->day) return brief_format(b, "%s%s %s", about, months[d->month - 1], d->year);
    return brief_format(b, "%s%d %s%s%s", about, d->day, months[d->month - 1], other ? " " : "",
                        other ? d->year : "");
}

const char *brief_date(brief *b, const char *edtf, const char *year) {
    day from, to;
    if (!edtf || !*edtf) return "";
    const char *slash = strchr(edtf, '/');
    if (!slash) return read_day(edtf, &from) ? put_day(b, &from, year) : brief_copy(b, edtf);
    char first[32] = {0};
    size_t n = (size_t)(slash - edtf);
    memcpy(first, edtf, n < sizeof first ? n : sizeof first - 1);
    if (!strncmp(slash + 1, "..", 2) || !slash[1])
        return read_day(first, &from) ? brief_format(b, "from %s", put_day(b, &from, year))
                                      : brief_copy(b, edtf);
    if (!strncmp(first, "..", 2) || !first[0])
        return read_day(slash + 1, &to) ? brief_format(b, "by %s", put_day(b, &to, year))
                                        : brief_copy(b, edtf);
    if (!read_day(first, &from) || !read_day(slash + 1, &to)) return brief_copy(b, edtf);
    if (from.day && to.day && from.month == to.month && !strcmp(from.year, to.year)) {
        const char *end = put_day(b, &to, year);
        return brief_format(b, "%d-%s", from.day, end + (to.about ? 6 : 0));
    }
    return brief_format(b, "%s - %s", put_day(b, &from, year), put_day(b, &to, year));
}

const char *brief_origins(brief *b, const char *json) {
    json_t *o = json && *json ? json_loads(json, 0, NULL) : NULL;
    if (!json_is_object(o)) {
        json_decref(o);
        return "";
    }
    long long min = json_integer_value(json_object_get(o, "min"));
    long long max = json_integer_value(json_object_get(o, "max"));
    json_decref(o);
    if (min == max) return brief_format(b, "%lld origin%s", min, min == 1 ? "" : "s");
    return brief_format(b, "%lld-%lld origins", min, max);
}

/* ── rows ── */

bool brief_rows(brief_walk *w, dl_record *record, const char *view, const char *order, bool all,
                dl_error *err) {
    dl_query query = {.view = view, .order = order, .all = all};
    *w = (brief_walk){.record = record, .err = err};
    int rc = dl_rows_open(&w->rows, record, &query, err);
    w->open = rc == DL_OK;
    return w->open;
}

bool brief_next(brief_walk *w) {
    int more = 0;
    if (!w->open) return false;
    if (dl_rows_next(w->rows, &more, w->err) == DL_OK && more) return true;
    dl_rows_close(w->rows);
    w->open = false;
    return false;
}

const char *brief_get(const brief_walk *w, const char *column) {
    const char *text = dl_rows_get(w->rows, column);
    return text ? text : "";
}
