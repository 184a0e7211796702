/* People and organisations: the list, and one's dossier. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "common/names.h"
#include "http/bits.h"

static const char *const kinds[] = {"person", "organization", "country", "place",
                                    "group",  "document",     NULL};

static void query(const page_request *r, dl_query *q, dl_where *where) {
    static char like[160];
    q->view = "entity";
    q->order = "kind,name,id";
    q->limit = 1000;
    q->all = page_param(r, "all") != NULL;
    const char *kind = page_param(r, "kind"), *name = page_param(r, "name");
    if (kind) where[q->where_count++] = (dl_where){"kind", "=", kind};
    if (name && strlen(name) < 140) {
        snprintf(like, sizeof like, "%%%s%%", name);
        where[q->where_count++] = (dl_where){"aliases", "like", like};
    }
}

/* "Zelensky 12, Mr. Zelensky 3" */
static void put_forms(text *t, const char *json, size_t most) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    size_t i;
    json_t *form;
    json_array_foreach(list, i, form) {
        const char *words = json_string_value(json_object_get(form, "text"));
        long long count = json_integer_value(json_object_get(form, "count"));
        if (!words) continue;
        if (i == most) {
            text_format(t, " and %zu more", json_array_size(list) - most);
            break;
        }
        text_add(t, i ? ", " : "");
        text_html(t, words);
        if (count) text_format(t, " %lld", count);
    }
    json_decref(list);
}

extern const page page_people;

static int list(const page_request *r, page_reply *reply, dl_error *err) {
    dl_where where[8];
    dl_query q = {.where = where};
    dl_rows *rows;
    text *t = &reply->body;
    query(r, &q, where);
    int more = 0, count = 0, rc = dl_rows_open(&rows, r->record, &q, err);
    if (rc) return rc;
    if (!r->published) {
        text_add(t, "<form class=\"meta\" action=\"/people\">");
        bits_input(t, r, "name", "name", "text");
        bits_select(t, r, "kind", "kind", kinds);
        text_add(t, "<button>Show</button></form>");
    }
    char group[32] = "";
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *kind = dl_rows_get(rows, "kind");
        if (kind && strcmp(group, kind) != 0) {
            snprintf(group, sizeof group, "%s", kind);
            text_format(t,
                        "%s<h2>%c%s</h2><div class=\"wide\" tabindex=\"0\"><table><thead><tr><th "
                        "scope=\"col\">name</th><th scope=\"col\">"
                        "country</th><th scope=\"col\">forms</th></tr></thead><tbody>",
                        count ? "</tbody></table></div>" : "", group[0] - 32, group + 1);
        }
        text_add(t, "<tr><th scope=\"row\">");
        bits_name(t, r, dl_rows_get(rows, "id"), dl_rows_get(rows, "name"));
        text_add(t, "</th><td>");
        text_html(t, dl_rows_get(rows, "country"));
        text_add(t, "</td><td>");
        put_forms(t, dl_rows_get(rows, "aliases"), 6);
        text_add(t, "</td></tr>");
        count++;
    }
    if (count)
        text_add(t, "</tbody></table></div>");
    else
        bits_empty(t, &page_people);
    dl_rows_close(rows);
    bits_forms(t, r);
    return rc;
}

/* A section of the dossier: rows of a view as a list; nothing where there are none. */
static int section(const page_request *r, text *t, const char *heading, dl_rows *rows,
                   const char *words, const char *with, dl_error *err) {
    int more = 0, count = 0, rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_format(t, "<h2>%s</h2><ol class=\"rows\">", heading);
        const char *date = dl_rows_get(rows, "date"), *said = dl_rows_get(rows, "said");
        text_add(t, "<li class=\"row\"><div class=\"when\">");
        bits_date(t, date ? date : said ? said : dl_rows_get(rows, "published"));
        text_add(t, "</div><div>");
        bits_status(t, dl_rows_get(rows, "status"));
        text_char(t, ' ');
        if (with) {
            const char *value = dl_rows_get(rows, with);
            text_add(t, "<b>");
            if (value && *value == '[')
                bits_names(t, r, value);
            else
                text_html(t, value);
            text_add(t, "</b> ");
        }
        if (dl_rows_get(rows, "stance")) {
            text_add(t, "<em>");
            text_html(t, dl_rows_get(rows, "stance"));
            text_add(t, "</em>: ");
        }
        text_html(t, dl_rows_get(rows, words));
        text_char(t, ' ');
        bits_badge(t, dl_rows_get(rows, "origins"), 0);
        text_char(t, ' ');
        bits_handle(t, r, dl_rows_get(rows, "handle"));
        text_add(t, "</div></li>");
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    return rc;
}

static int facts(const page_request *r, text *t, const char *id, const char *name, dl_error *err) {
    dl_rows *rows;
    char in[64], about[200];
    snprintf(in, sizeof in, "%%\"%s\"%%", id);
    snprintf(about, sizeof about, "%%%.150s%%", name ? name : "");
    int rc = bits_open(&rows, r, "attribution", NULL, 200, err, "speaker", "=", id, "class",
                       "!=", "perception", NULL);
    if (!rc) rc = section(r, t, "Said", rows, "words", "cue_text", err);
    if (!rc) rc = bits_open(&rows, r, "position", NULL, 200, err, "party", "=", id, NULL);
    if (!rc) rc = section(r, t, "Positions", rows, "exact", "issue", err);
    if (!rc) rc = bits_open(&rows, r, "event", "date,id", 200, err, "actors", "like", in, NULL);
    if (!rc) rc = section(r, t, "Did", rows, "sentence_text", "actors", err);
    if (!rc) rc = bits_open(&rows, r, "event", "date,id", 200, err, "recipients", "like", in, NULL);
    if (!rc) rc = section(r, t, "Others did with them", rows, "sentence_text", "actors", err);
    if (!rc)
        rc = bits_open(&rows, r, "attribution", NULL, 100, err, "words", "like", about, "speaker",
                       "!=", id, NULL);
    if (!rc) rc = section(r, t, "What others said of them", rows, "words", "speaker_name", err);
    return rc;
}

static int put_text_item(void *context, const char *words) {
    text *t = context;
    text_add(t, t->len && t->data[t->len - 1] != '>' ? ", " : "");
    text_html(t, words);
    return 0;
}

/* Strings, or objects' "text". */
static void put_list(text *t, const char *label, const char *json) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    size_t i;
    json_t *item;
    text out = {0};
    json_array_foreach(list, i, item) {
        const char *words = json_is_string(item) ? json_string_value(item)
                                                 : json_string_value(json_object_get(item, "text"));
        if (words) put_text_item(&out, words);
    }
    if (out.len) text_format(t, "<p class=\"meta\">%s: %s</p>", label, out.data);
    text_free(&out);
    json_decref(list);
}

static int dossier(const page_request *r, page_reply *reply, dl_error *err) {
    dl_rows *rows;
    int more = 0, rc = bits_open(&rows, r, "entity", NULL, 1, err, "id", "=", r->rest, NULL);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    if (!rc && !more) {
        rc = DL_ENOTFOUND;
        snprintf(err->message, sizeof err->message, "There is nobody with the id %s.", r->rest);
    }
    if (!rc) {
        text *t = &reply->body;
        text name = {0};
        text_add(&name, dl_rows_get(rows, "name"));
        text_add(&reply->scratch, name.data);
        reply->title = reply->scratch.data;
        text_add(t, "<p class=\"meta\">");
        text_html(t, dl_rows_get(rows, "kind"));
        if (dl_rows_get(rows, "country")) {
            text_add(t, " · ");
            text_html(t, dl_rows_get(rows, "country"));
        }
        text_add(t, "</p>");
        put_list(t, "Offices", dl_rows_get(rows, "offices"));
        put_list(t, "Roles in the talks", dl_rows_get(rows, "roles"));
        put_list(t, "Described as", dl_rows_get(rows, "described_as"));
        text_add(t, "<p class=\"meta\">Forms: ");
        put_forms(t, dl_rows_get(rows, "aliases"), 40);
        text_add(t, "</p>");
        bits_decide(t, r, "merge", r->rest, NULL, "the same as another: give its id");
        rc = facts(r, t, r->rest, name.data, err);
        text_free(&name);
    }
    dl_rows_close(rows);
    return rc;
}

const page page_people = {
    .path = "/people",
    .name = "People",
    .key = "w",
    .empty =
        "People and organisations would stand here. Add reports: <code>dateline add FILES</code>.",
    .query = query,
    .html = list,
};

const page page_person = {.path = "/people/", .html = dossier};
