/* Where accounts differ: closed questions, their answers as rows of equal weight. */
#include <jansson.h>
#include <stdlib.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "question";
    q->limit = 500;
    q->all = page_param(r, "all") != NULL;
}

static int put_answers(text *t, const page_request *r, const char *json, dl_error *err) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL, *answer;
    size_t i;
    int rc = DL_OK;
    text_add(t, "<div class=\"wide\" tabindex=\"0\"><table><thead><tr><th "
                "scope=\"col\">answer</th><th scope=\"col\">behind it</th>"
                "<th scope=\"col\">evidence</th></tr></thead><tbody>");
    json_array_foreach(list, i, answer) {
        char *origins =
            json_dumps(json_object_get(answer, "origins"), JSON_COMPACT | JSON_ENCODE_ANY);
        char *evidence =
            json_dumps(json_object_get(answer, "evidence"), JSON_COMPACT | JSON_ENCODE_ANY);
        json_t *value = json_object_get(answer, "value");
        char *number = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
        text_add(t, "<tr><th scope=\"row\">");
        text_html(t, number ? number : json_string_value(value));
        text_add(t, "</th><td>");
        bits_badge(t, origins, 0);
        text_add(t, "</td><td>");
        if (!rc) rc = bits_evidence(t, r, evidence, err);
        text_add(t, "</td></tr>");
        free(origins), free(evidence), free(number);
    }
    text_add(t, "</tbody></table></div>");
    json_decref(list);
    return rc;
}

extern const page page_differ;

static int html(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_rows *rows;
    int more = 0, count = 0, rc = bits_open(&rows, r, "question", NULL, 500, err, NULL);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        count++;
        text_add(t, "<section><h2>");
        text_html(t, dl_rows_get(rows, "question"));
        text_add(t, "</h2><p class=\"meta\">");
        text_html(t, dl_rows_get(rows, "kind"));
        text_add(t, "</p>");
        rc = put_answers(t, r, dl_rows_get(rows, "answers"), err);
        text_add(t, "</section>");
        if (rc) break;
    }
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_differ);
    bits_forms(t, r);
    return rc;
}

const page page_differ = {
    .path = "/differ",
    .name = "Where accounts differ",
    .key = "d",
    .empty = "No closed question is answered differently in the reports read. That is the absence "
             "of a found difference, not agreement.",
    .query = query,
    .html = html,
};
