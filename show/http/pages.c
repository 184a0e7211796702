/* Finding a page for a path, and the three forms that every page has. */
#include <stdio.h>
#include <string.h>

#include "http/page.h"

enum { MAX_WHERE = 8, PAGE_ROWS = 500 };

const char *page_param(const page_request *request, const char *name) {
    for (uint32_t i = 0; i < request->param_count; i++)
        if (strcmp(request->params[i].name, name) == 0 && request->params[i].value[0])
            return request->params[i].value;
    return NULL;
}

static bool cut_suffix(char *path, const char *suffix) {
    size_t n = strlen(path), m = strlen(suffix);
    if (n <= m || strcmp(path + n - m, suffix) != 0) return false;
    path[n - m] = '\0';
    return true;
}

const page *page_find(char *path, page_request *request) {
    request->form = cut_suffix(path, ".json")  ? PAGE_JSON
                    : cut_suffix(path, ".csv") ? PAGE_CSV
                                               : PAGE_HTML;
    if (strcmp(path, "/index") == 0) path[1] = '\0';
    request->path = path;
    request->rest = "";
    for (const page *const *p = pages; *p; p++) {
        size_t n = strlen((*p)->path);
        bool folder = n > 1 && (*p)->path[n - 1] == '/';
        if (!folder && strcmp(path, (*p)->path) == 0) return *p;
        if (folder && strncmp(path, (*p)->path, n) == 0 && path[n]) {
            request->rest = path + n;
            return *p;
        }
    }
    return NULL;
}

static void write_json(dl_rows *rows, text *out, dl_error *err, int *rc) {
    int more = 0;
    text_add(out, "[");
    for (bool first = true; (*rc = dl_rows_next(rows, &more, err)) == DL_OK && more;
         first = false) {
        text_add(out, first ? "\n{" : ",\n{");
        for (uint32_t c = 0; c < dl_rows_columns(rows); c++) {
            const char *value = dl_rows_text(rows, c);
            text_add(out, c ? ", " : "");
            text_json(out, dl_rows_name(rows, c));
            text_add(out, ": ");
            if (!value)
                text_add(out, "null");
            else if (dl_rows_type(rows, c) == DL_TYPE_TEXT)
                text_json(out, value);
            else if (dl_rows_type(rows, c) == DL_TYPE_BOOL)
                text_add(out, dl_rows_int(rows, c) ? "true" : "false");
            else
                text_add(out, value);
        }
        text_add(out, "}");
    }
    text_add(out, "\n]\n");
}

static void write_csv(dl_rows *rows, text *out, dl_error *err, int *rc) {
    int more = 0;
    for (uint32_t c = 0; c < dl_rows_columns(rows); c++) {
        if (c) text_char(out, ',');
        text_csv(out, dl_rows_name(rows, c));
    }
    text_add(out, "\r\n");
    while ((*rc = dl_rows_next(rows, &more, err)) == DL_OK && more) {
        for (uint32_t c = 0; c < dl_rows_columns(rows); c++) {
            if (c) text_char(out, ',');
            text_csv(out, dl_rows_text(rows, c));
        }
        text_add(out, "\r\n");
    }
}

static void write_table(dl_rows *rows, const page *p, text *out, dl_error *err, int *rc) {
    int more = 0;
    bool any = false;
    while ((*rc = dl_rows_next(rows, &more, err)) == DL_OK && more) {
        if (!any) {
            text_add(out, "<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
            for (uint32_t c = 0; c < dl_rows_columns(rows); c++) {
                text_add(out, "<th scope=\"col\">");
                text_html(out, dl_rows_name(rows, c));
                text_add(out, "</th>");
            }
            text_add(out, "</tr></thead><tbody>");
        }
        any = true;
        text_add(out, "<tr>");
        for (uint32_t c = 0; c < dl_rows_columns(rows); c++) {
            text_add(out, "<td>");
            text_html(out, dl_rows_text(rows, c));
            text_add(out, "</td>");
        }
        text_add(out, "</tr>");
    }
    if (any)
        text_add(out, "</tbody></table></div>");
    else
        text_format(out, "<p class=\"empty\">%s</p>", p->empty ? p->empty : "Nothing here yet.");
}

static int render_rows(const page *p, const page_request *request, page_reply *reply,
                       dl_error *err) {
    dl_where where[MAX_WHERE];
    dl_query q = {.where = where, .limit = PAGE_ROWS};
    dl_rows *rows = NULL;
    p->query(request, &q, where);
    int rc = dl_rows_open(&rows, request->record, &q, err);
    if (rc) return rc;
    if (request->form == PAGE_JSON)
        write_json(rows, &reply->body, err, &rc);
    else if (request->form == PAGE_CSV)
        write_csv(rows, &reply->body, err, &rc);
    else
        write_table(rows, p, &reply->body, err, &rc);
    dl_rows_close(rows);
    return rc;
}

static void render_problem(const page_request *request, page_reply *reply, unsigned status,
                           const char *what) {
    text_clear(&reply->body);
    reply->status = status;
    if (request->form == PAGE_HTML) {
        page_begin(&reply->body, request, status == 404 ? "Not found" : "That did not work", NULL);
        text_add(&reply->body, "<p>");
        text_html(&reply->body, what);
        text_add(&reply->body, "</p><p><a href=\"/\">To the brief</a></p>");
        page_end(&reply->body, request);
    } else {
        text_add(&reply->body, "{\"error\": ");
        text_json(&reply->body, what);
        text_add(&reply->body, "}\n");
    }
}

void page_render(const page *p, const page_request *request, page_reply *reply) {
    dl_error err = {0};
    int rc = DL_OK;
    if (!p) {
        render_problem(request, reply, 404, "There is no such page.");
        return;
    }
    if (request->form != PAGE_HTML && p->query) {
        rc = render_rows(p, request, reply, &err);
    } else {
        text inside = {0};
        reply->title = p->name ? p->name : "";
        text frame = reply->body;
        reply->body = inside;
        rc = p->html ? p->html(request, reply, &err) : render_rows(p, request, reply, &err);
        inside = reply->body;
        reply->body = frame;
        if (!rc) {
            page_begin(&reply->body, request, reply->title, p->path);
            text_bytes(&reply->body, inside.data ? inside.data : "", inside.len);
            page_end(&reply->body, request);
        }
        text_free(&inside);
    }
    if (rc)
        render_problem(request, reply,
                       rc == DL_ENOTFOUND                       ? 404
                       : rc == DL_EVALUE || rc == DL_EAMBIGUOUS ? 400
                                                                : 500,
                       err.message);
}
