/* The brief as Markdown: a footnote for each piece of evidence. */
#include <string.h>

#include "brief/brief.h"

typedef struct notes {
    const brief_note *items[4096];
    int count;
} notes;

/* Marks that Markdown would read are kept as they are, behind a backslash. */
static void put_escaped(FILE *out, const char *text) {
    for (const char *p = text; *p; p++) {
        if (strchr("\\`*_[]<>#|", *p)) fputc('\\', out);
        fputc(*p == '\n' ? ' ' : *p, out);
    }
}

static int number_of(notes *all, const brief_note *note) {
    for (int i = 0; i < all->count; i++)
        if (!strcmp(all->items[i]->handle, note->handle) &&
            !strcmp(all->items[i]->exact ? all->items[i]->exact : "",
                    note->exact ? note->exact : ""))
            return i + 1;
    if (all->count == (int)(sizeof all->items / sizeof *all->items)) return all->count;
    all->items[all->count++] = note;
    return all->count;
}

static void put_line(FILE *out, notes *all, const brief_line *line) {
    fputs("- ", out);
    if (*line->when) {
        fputs("**", out);
        put_escaped(out, line->when);
        fputs("** ", out);
    }
    put_escaped(out, line->text);
    if (*line->badge) fprintf(out, " (%s)", line->badge);
    if (line->late) fputs(" (late)", out);
    for (int i = 0; i < line->note_count; i++)
        fprintf(out, "[^%d]", number_of(all, &line->notes[i]));
    fputc('\n', out);
}

static void put_matrix(const brief *b, FILE *out, notes *all) {
    const brief_matrix *m = &b->matrix;
    if (!m->party_count || !m->issue_count) return;
    fputs("\n## Where they stand\n\n| |", out);
    for (int k = 0; k < m->issue_count; k++) {
        fputc(' ', out);
        put_escaped(out, m->issues[k]);
        fputs(" |", out);
    }
    fputs("\n|---|", out);
    for (int k = 0; k < m->issue_count; k++) fputs("---|", out);
    for (int p = 0; p < m->party_count; p++) {
        fputs("\n| ", out);
        put_escaped(out, m->parties[p]);
        fputs(" |", out);
        for (int k = 0; k < m->issue_count; k++) {
            const brief_cell *c = &m->cells[p][k];
            if (c->text)
                fprintf(out, " %s[^%d] |", c->text, number_of(all, &c->note));
            else
                fputs(" no report found |", out);
        }
    }
    fputc('\n', out);
}

static void put_title(FILE *out, const char *title) {
    fputs("\n## ", out);
    for (const char *p = title; *p; p++)
        fputc(p == title || *p < 'A' || *p > 'Z' ? *p : *p + 32, out);
    fputs("\n\n", out);
}

void brief_markdown(const brief *b, FILE *out) {
    static notes all;
    all.count = 0;
    fputs("# ", out);
    put_escaped(out, b->title);
    fprintf(out, "\n\n%s · %d reports, %d texts\n", b->range, b->reports, b->texts);
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        const brief_section *s = &b->sections[i];
        if (i == BRIEF_CHANGED) put_matrix(b, out, &all);
        if (!s->count) continue;
        put_title(out, s->title);
        for (int k = 0; k < s->count; k++) put_line(out, &all, &s->lines[k]);
    }
    fputc('\n', out);
    for (int i = 0; i < all.count; i++) {
        const brief_note *n = all.items[i];
        fprintf(out, "[^%d]: %s", i + 1, n->handle);
        if (n->outlet) fprintf(out, ", %s", n->outlet);
        if (n->published && *n->published) fprintf(out, ", %s", n->published);
        if (n->exact && *n->exact) {
            fputs(": “", out);
            put_escaped(out, n->exact);
            fputs("”", out);
        }
        fputc('\n', out);
    }
}
