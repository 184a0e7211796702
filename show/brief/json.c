/* The brief as JSON: the same lines, in the same order. */
#include <stdlib.h>

#include <jansson.h>

#include "brief/brief.h"

static json_t *note_of(const brief_note *n) {
    return json_pack("{s:s, s:s, s:s?, s:s?, s:s?}", "handle", n->handle, "report", n->report,
                     "exact", n->exact, "outlet", n->outlet, "published", n->published);
}

static json_t *line_of(const brief_line *line) {
    json_t *notes = json_array();
    for (int i = 0; i < line->note_count; i++)
        json_array_append_new(notes, note_of(&line->notes[i]));
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:o}", "when", line->when, "date", line->sort,
                     "text", line->text, "badge", line->badge, "late", line->late, "evidence",
                     notes);
}

static json_t *matrix_of(const brief_matrix *m) {
    json_t *rows = json_array();
    for (int p = 0; p < m->party_count; p++)
        for (int k = 0; k < m->issue_count; k++) {
            const brief_cell *c = &m->cells[p][k];
            json_array_append_new(
                rows, json_pack("{s:s, s:s, s:s?, s:s, s:s?, s:o}", "party", m->parties[p], "issue",
                                m->issues[k], "stance", c->text, "blank",
                                c->text ? "" : "no report found", "change", c->change, "evidence",
                                c->text ? note_of(&c->note) : json_null()));
        }
    return rows;
}

void brief_json(const brief *b, FILE *out) {
    json_t *root = json_pack("{s:s, s:s, s:s, s:i, s:i}", "title", b->title, "first", b->first,
                             "last", b->last, "reports", b->reports, "texts", b->texts);
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        const brief_section *s = &b->sections[i];
        json_t *lines = json_array();
        for (int k = 0; k < s->count; k++) json_array_append_new(lines, line_of(&s->lines[k]));
        json_object_set_new(root, s->key, lines);
        if (i == BRIEF_COMING) json_object_set_new(root, "stand", matrix_of(&b->matrix));
    }
    char *text = json_dumps(root, JSON_INDENT(1));
    fputs(text ? text : "{}", out);
    fputc('\n', out);
    free(text);
    json_decref(root);
}
