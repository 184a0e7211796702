/* The brief on a terminal: at most 40 lines by default, 100 columns, a handle at each line's end.
 */
#include <stdlib.h>
#include <string.h>

#include "brief/brief.h"

static int columns(const char *text) {
    int n = 0;
    for (const char *p = text; *p; p++) n += ((unsigned char)*p & 0xc0) != 0x80;
    return n;
}

/* At most room columns of text, "…" where it was cut; returns the columns put. */
static int put_cut(FILE *out, const char *text, int room) {
    int all = columns(text), n = 0, most = all > room ? room - 1 : room;
    const char *p = text;
    while (*p) {
        if (((unsigned char)*p & 0xc0) != 0x80) {
            if (n == most) break;
            n++;
        }
        fputc(*p++, out);
    }
    if (all > room && room > 0) fputs("…", out), n++;
    return n;
}

static void pad(FILE *out, int n) {
    for (; n > 0; n--) fputc(' ', out);
}

static void put_field(FILE *out, const char *text, int width) {
    int used = put_cut(out, text, width - 1);
    pad(out, width - used);
}

/* The handles of a line: as many as fit 24 columns. */
static void handles_of(const brief_line *line, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < line->note_count; i++) {
        size_t n = strlen(line->notes[i].handle) + (i > 0);
        if (used + n >= size || (i && used + n > 24)) break;
        used +=
            (size_t)snprintf(text + used, size - used, "%s%s", i ? " " : "", line->notes[i].handle);
    }
}

/* Bytes of text that fit `room` columns, broken at a blank. */
static size_t fitting(const char *text, int room) {
    size_t at = 0, blank = 0;
    int n = 0;
    while (text[at]) {
        if (text[at] == ' ') blank = at;
        if (n == room) return blank ? blank : at;
        at++;
        while (((unsigned char)text[at] & 0xc0) == 0x80) at++;
        n++;
    }
    return at;
}

static void put_tail(FILE *out, const char *badge, const char *handles, int used, int width,
                     bool colour) {
    int tail = columns(badge) + (*badge && *handles ? 3 : 0) + columns(handles);
    pad(out, width - used - tail);
    if (colour) fputs("\033[2m", out);
    fputs(badge, out);
    if (*badge && *handles) fputs("   ", out);
    fputs(handles, out);
    if (colour) fputs("\033[0m", out);
    fputc('\n', out);
}

/* Date, sentence over as many lines as it needs, badge and handles at the right edge of the last.
 */
static void put_line(const brief_line *line, int left, FILE *out, int width, bool colour) {
    char handles[64];
    handles_of(line, handles, sizeof handles);
    const char *badge = line->late && !*line->badge ? "late" : line->badge, *text = line->text;
    int tail = columns(badge) + (*badge && *handles ? 3 : 0) + columns(handles);
    put_field(out, line->when, left);
    for (;;) {
        int room = width - left;
        size_t n = fitting(text, room);
        bool last = !text[n];
        int used = left;
        for (size_t i = 0; i < n; i++) used += ((unsigned char)text[i] & 0xc0) != 0x80;
        fwrite(text, 1, n, out);
        if (last && used + 2 + tail <= width) {
            put_tail(out, badge, handles, used, width, colour);
            return;
        }
        if (last) { /* the tail gets a line of its own */
            fputc('\n', out);
            pad(out, left);
            put_tail(out, badge, handles, left, width, colour);
            return;
        }
        fputc('\n', out);
        pad(out, left);
        text += n;
        while (*text == ' ') text++;
    }
}

static void put_head(const char *text, FILE *out, bool colour) {
    fprintf(out, "%s%s%s\n", colour ? "\033[1m" : "", text, colour ? "\033[0m" : "");
}

/* The issues over their columns; a long label goes over two lines. */
static void put_issues(const brief_matrix *m, int left, int cell, FILE *out, bool colour) {
    const char *rest[BRIEF_ISSUES] = {0};
    bool more = false;
    if (colour) fputs("\033[1m", out);
    put_field(out, "WHERE THEY STAND", left);
    for (int k = 0; k < m->issue_count; k++) {
        const char *label = m->issues[k];
        size_t n = fitting(label, cell - 1);
        int used = 0;
        for (size_t i = 0; i < n; i++) used += ((unsigned char)label[i] & 0xc0) != 0x80;
        fwrite(label, 1, n, out);
        pad(out, cell - used);
        rest[k] = label + n + (label[n] == ' ');
        more = more || *rest[k];
    }
    fputc('\n', out);
    if (more) {
        pad(out, left);
        for (int k = 0; k < m->issue_count; k++) put_field(out, rest[k], cell);
        fputc('\n', out);
    }
    if (colour) fputs("\033[0m", out);
}

static void put_matrix(const brief *b, FILE *out, int width, bool colour) {
    const brief_matrix *m = &b->matrix;
    if (!m->party_count || !m->issue_count) return;
    int left = 18, right = 12, cell = (width - left - right) / m->issue_count;
    put_issues(m, left, cell, out, colour);
    for (int p = 0; p < m->party_count; p++) {
        const char *handle = "", *latest = "";
        put_field(out, m->parties[p], left);
        for (int k = 0; k < m->issue_count; k++) {
            const brief_cell *c = &m->cells[p][k];
            put_field(out, c->text ? c->text : "no report found", cell);
            if (c->text && strcmp(c->note.published, latest) >= 0)
                latest = c->note.published, handle = c->handle;
        }
        pad(out, width - left - cell * m->issue_count - columns(handle));
        if (colour) fputs("\033[2m", out);
        fprintf(out, "%s%s\n", handle, colour ? "\033[0m" : "");
    }
}

static void put_section(const brief_section *s, int left, FILE *out, int width, bool colour) {
    if (!s->count && !s->none) return;
    put_head(s->title, out, colour);
    if (!s->count) fprintf(out, "%s\n", s->none);
    for (int i = 0; i < s->count; i++) put_line(&s->lines[i], left, out, width, colour);
}

static void put_all(const brief *b, FILE *out, int width, bool colour) {
    char head[512];
    snprintf(head, sizeof head, "%s · %s · %d report%s, %d text%s", b->title, b->range, b->reports,
             b->reports == 1 ? "" : "s", b->texts, b->texts == 1 ? "" : "s");
    if (colour) fputs("\033[1m", out);
    put_cut(out, head, width);
    fputs(colour ? "\033[0m\n" : "\n", out);
    if (b->options.since) fprintf(out, "what reports published since %s say\n", b->options.since);
    if (b->options.fresh) fprintf(out, "what was added since the last mark\n");
    put_section(&b->sections[BRIEF_HAPPENED], 14, out, width, colour);
    put_section(&b->sections[BRIEF_COMING], 14, out, width, colour);
    put_matrix(b, out, width, colour);
    put_section(&b->sections[BRIEF_CHANGED], 14, out, width, colour);
    put_section(&b->sections[BRIEF_STATE], 20, out, width, colour);
    put_section(&b->sections[BRIEF_PLAN], 14, out, width, colour);
    put_section(&b->sections[BRIEF_DIFFER], 0, out, width, colour);
    put_section(&b->sections[BRIEF_SUPPORT], 14, out, width, colour);
    int left = 0;
    for (int i = 0; i < BRIEF_SECTIONS; i++) left += b->sections[i].left;
    if (left)
        fprintf(out, "%d more line%s: dateline brief --long%s%s\n", left, left == 1 ? "" : "s",
                b->options.since ? " --since " : "", b->options.since ? b->options.since : "");
}

/* What is dropped first where the brief is longer than its 40 lines: a section and the lines it
 * keeps. */
static const struct {
    enum brief_place place;
    int keep;
} order[] = {{BRIEF_STATE, 4},    {BRIEF_CHANGED, 3},  {BRIEF_HAPPENED, 7}, {BRIEF_PLAN, 2},
             {BRIEF_DIFFER, 4},   {BRIEF_COMING, 3},   {BRIEF_STATE, 3},    {BRIEF_SUPPORT, 2},
             {BRIEF_CHANGED, 2},  {BRIEF_HAPPENED, 6}, {BRIEF_STATE, 2},    {BRIEF_HAPPENED, 5},
             {BRIEF_COMING, 2},   {BRIEF_PLAN, 1},     {BRIEF_DIFFER, 3},   {BRIEF_CHANGED, 1},
             {BRIEF_HAPPENED, 4}, {BRIEF_DIFFER, 2},   {BRIEF_STATE, 1}};

static int count_lines(const brief *b, int width) {
    char *text = NULL;
    size_t size = 0;
    int lines = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return 0;
    put_all(b, out, width, false);
    fclose(out);
    for (size_t i = 0; i < size; i++) lines += text[i] == '\n';
    free(text);
    return lines;
}

/* Takes the line that weighs least out of a section (it stays behind the last one, so its notes are
 * freed). */
static void drop_lightest(brief_section *s) {
    int light = 0;
    for (int i = 1; i < s->count; i++)
        if (s->lines[i].weight < s->lines[light].weight) light = i;
    brief_line gone = s->lines[light];
    memmove(s->lines + light, s->lines + light + 1,
            (size_t)(s->count - light - 1) * sizeof *s->lines);
    s->lines[--s->count] = gone;
    s->left++;
}

void brief_text(const brief *b, FILE *out, int width, bool colour) {
    brief shown = *b;
    for (size_t i = 0; i < sizeof order / sizeof *order && !b->options.all; i++) {
        brief_section *s = &shown.sections[order[i].place];
        while (s->count > order[i].keep && count_lines(&shown, width) > BRIEF_LINES)
            drop_lightest(s);
    }
    put_all(&shown, out, width, colour);
}
