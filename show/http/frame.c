/* The frame around every page: head, navigation, search, foot. */
#include <string.h>

#include "http/page.h"
#include "web/assets.h"

static const char *link_of(const page_request *request, const char *path, text *out) {
    text_clear(out);
    if (!request->published)
        text_add(out, path);
    else
        text_format(out, "%s.html", strcmp(path, "/") == 0 ? "index" : path + 1);
    return out->data;
}

static void navigation(text *out, const page_request *request, const char *active) {
    text link = {0};
    bool hide = request->published && !request->with_decisions; /* asked for by name only */
    text_add(out, "<nav aria-label=\"Pages\"><ul>");
    for (const page *const *p = pages; *p; p++) {
        if (!(*p)->name || (hide && strcmp((*p)->path, "/decisions") == 0)) continue;
        bool here = active && strcmp((*p)->path, active) == 0;
        text_add(out, "<li><a href=\"");
        text_html(out, link_of(request, (*p)->path, &link));
        text_format(out, "\"%s", here ? " aria-current=\"page\"" : "");
        if ((*p)->key) text_format(out, " data-key=\"%s\"", (*p)->key);
        text_format(out, ">%s</a></li>", (*p)->name);
    }
    text_add(out, "</ul></nav>");
    text_free(&link);
}

static void put_top(text *out, const page_request *request, const char *active) {
    text_format(out, "<header class=\"top\"><a class=\"brand\" href=\"%s\">dateline</a>",
                request->published ? "index.html" : "/");
    navigation(out, request, active);
    if (!request->published)
        text_add(out, "<form class=\"find\" role=\"search\" action=\"/search\"><label "
                      "for=\"q\">Search</label>"
                      "<input id=\"q\" name=\"q\" type=\"search\"><button>Go</button></form>");
    text_add(out, "</header>");
}

/* The style inside the page, for a page that travels as one file. */
static void put_style(text *out) {
    size_t len;
    const char *type;
    const void *css = web_asset("desk.css", &len, &type);
    text_add(out, "<style>");
    text_bytes(out, css ? css : "", css ? len : 0);
    text_add(out, "</style>");
}

void page_begin(text *out, const page_request *request, const char *title, const char *active) {
    text_add(out,
             "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    text_html(out, title);
    text_add(out, " · dateline</title>");
    const char *assets = request->published ? "" : "/assets/";
    if (request->one)
        put_style(out);
    else
        text_format(
            out,
            "<link rel=\"stylesheet\" href=\"%sdesk.css\"><link rel=\"icon\" href=\"%sicon.svg\">"
            "<script src=\"%sdesk.js\" defer></script>",
            assets, assets, assets);
    text_add(out, "</head><body><a class=\"skip\" href=\"#main\">Skip to content</a>");
    if (!request->one) put_top(out, request, active);
    text_add(out, "<main id=\"main\" tabindex=\"-1\"><h1>");
    text_html(out, title);
    text_add(out, "</h1>");
}

void page_end(text *out, const page_request *request) {
    dl_rows *rows = NULL;
    const dl_query q = {.view = "record", .all = 1};
    int more = 0;
    text_add(out, "</main><footer>");
    if (dl_rows_open(&rows, request->record, &q, NULL) == DL_OK &&
        dl_rows_next(rows, &more, NULL) == DL_OK && more) {
        const char *until = dl_rows_get(rows, "last_published"),
                   *count = dl_rows_get(rows, "reports");
        text_add(out, "<p>As of ");
        text_add(out, until ? "<time>" : "an unknown date");
        text_html(out, until);
        if (until) text_add(out, "</time>");
        if (count) text_format(out, " · %s reports", count);
        text_add(out,
                 ". dateline says what reports say, not what is true. Separate origins share no "
                 "visible text, speaker or relay; that does not prove independence.</p>");
    }
    dl_rows_close(rows);
    text_add(out, "</footer></body></html>\n");
}
