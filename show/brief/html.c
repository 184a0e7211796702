/* The brief as one HTML file with its evidence inside: no script, nothing fetched. */
#include <string.h>

#include "brief/brief.h"

static const char style[] =
    "body{font:16px/1.45 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#222;background:#fff}h1{font-size:1.5rem}h2{font-size:.95rem;letter-spacing:.05em;"
    "margin:1.6rem 0 .4rem;border-bottom:1px solid #bbb}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;"
    "border-bottom:1px solid #eee}ul{list-style:none;padding:0}li{margin:.3rem 0}"
    ".w{display:inline-block;min-width:7rem;color:#555}.b{color:#555;font-size:.85rem}"
    "details{margin:.1rem 0 .1rem 7rem;font-size:.9rem}summary{color:#555;cursor:pointer}"
    "blockquote{margin:.2rem 0 .2rem 1rem;padding-left:.6rem;border-left:3px solid #ccc}"
    ".n{color:#777}@media print{details{display:block}}";

static void put(FILE *out, const char *text) {
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '<')
            fputs("&lt;", out);
        else if (*p == '>')
            fputs("&gt;", out);
        else if (*p == '&')
            fputs("&amp;", out);
        else if (*p == '"')
            fputs("&quot;", out);
        else
            fputc(*p, out);
    }
}

static void put_note(FILE *out, const brief_note *n) {
    fputs("<blockquote>", out);
    put(out, n->exact);
    fputs("<br><span class=\"n\">", out);
    put(out, n->handle);
    if (n->outlet) fputs(" · ", out), put(out, n->outlet);
    if (n->published && *n->published) fputs(" · ", out), put(out, n->published);
    fputs("</span></blockquote>", out);
}

static void put_line(FILE *out, const brief_line *line) {
    fputs("<li>", out);
    if (*line->when) {
        fputs("<span class=\"w\">", out);
        put(out, line->when);
        fputs("</span> ", out);
    }
    put(out, line->text);
    if (*line->badge) {
        fputs(" <span class=\"b\">", out);
        put(out, line->badge);
        fputs("</span>", out);
    }
    if (line->late) fputs(" <span class=\"b\">late</span>", out);
    if (line->note_count) {
        fputs("<details><summary>evidence</summary>", out);
        for (int i = 0; i < line->note_count; i++) put_note(out, &line->notes[i]);
        fputs("</details>", out);
    }
    fputs("</li>\n", out);
}

static void put_matrix(const brief *b, FILE *out) {
    const brief_matrix *m = &b->matrix;
    if (!m->party_count || !m->issue_count) return;
    fputs("<h2>WHERE THEY STAND</h2>\n<table><tr><th></th>", out);
    for (int k = 0; k < m->issue_count; k++)
        fputs("<th scope=\"col\">", out), put(out, m->issues[k]), fputs("</th>", out);
    fputs("</tr>\n", out);
    for (int p = 0; p < m->party_count; p++) {
        fputs("<tr><th scope=\"row\">", out);
        put(out, m->parties[p]);
        fputs("</th>", out);
        for (int k = 0; k < m->issue_count; k++) {
            const brief_cell *c = &m->cells[p][k];
            fputs("<td>", out);
            put(out, c->text ? c->text : "no report found");
            if (c->text) {
                fputs("<details style=\"margin:0\"><summary>", out);
                put(out, c->handle);
                fputs("</summary>", out);
                put_note(out, &c->note);
                fputs("</details>", out);
            }
            fputs("</td>", out);
        }
        fputs("</tr>\n", out);
    }
    fputs("</table>\n", out);
}

void brief_html(const brief *b, FILE *out) {
    fprintf(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                 "<meta name=\"viewport\" content=\"width=device-width\">"
                 "<meta http-equiv=\"Content-Security-Policy\" "
                 "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>");
    put(out, b->title);
    fprintf(out, "</title><style>%s</style></head><body>\n<h1>", style);
    put(out, b->title);
    fprintf(out, "</h1>\n<p>%s · %d reports, %d texts</p>\n", b->range, b->reports, b->texts);
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        const brief_section *s = &b->sections[i];
        if (i == BRIEF_CHANGED) put_matrix(b, out);
        if (!s->count) continue;
        fprintf(out, "<h2>%s</h2>\n<ul>\n", s->title);
        for (int k = 0; k < s->count; k++) put_line(out, &s->lines[k]);
        fputs("</ul>\n", out);
    }
    fputs("<p class=\"b\">Reported, not judged: each line says what reports say, and how many "
          "separate origins are visible behind them.</p>\n</body></html>\n",
          out);
}
