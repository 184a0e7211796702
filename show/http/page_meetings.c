/* Meetings: the list, and one with its accounts side by side. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    const char *status = page_param(r, "status");
    q->view = "meeting";
    q->order = "date,id";
    q->limit = 500;
    q->all = page_param(r, "all") != NULL;
    if (status) where[q->where_count++] = (dl_where){"status", "=", status};
}

static void put_head(text *t, const page_request *r, dl_rows *rows) {
    bits_status(t, dl_rows_get(rows, "status"));
    text_add(t, " <span class=\"meta\">");
    text_html(t, dl_rows_get(rows, "mode"));
    if (dl_rows_get(rows, "place_name")) {
        text_add(t, " · ");
        text_html(t, dl_rows_get(rows, "place_name"));
    }
    text_add(t, "</span> ");
    bits_badge(t, dl_rows_get(rows, "origins"), dl_rows_get_int(rows, "report_count"));
    text_add(t, "<br><span class=\"meta\">");
    bits_names(t, r, dl_rows_get(rows, "participants"));
    text_add(t, "</span>");
}

extern const page page_meetings;

static int list(const page_request *r, page_reply *reply, dl_error *err) {
    text *t = &reply->body;
    dl_where where[8];
    dl_query q = {.where = where};
    dl_rows *rows;
    query(r, &q, where);
    int more = 0, count = 0, rc = dl_rows_open(&rows, r->record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        if (!count++) text_add(t, "<ol class=\"rows\">");
        text_add(t, "<li class=\"row\"><div class=\"when\">");
        bits_date(t, dl_rows_get(rows, "date"));
        text_add(t, "</div><div><a ");
        bits_href(t, r, "meetings", dl_rows_get(rows, "id"), NULL);
        text_add(t, ">");
        text_html(t, dl_rows_get(rows, "name"));
        text_add(t, "</a> ");
        put_head(t, r, rows);
        text_add(t, "</div></li>");
    }
    text_add(t, count ? "</ol>" : "");
    dl_rows_close(rows);
    if (!count) bits_empty(t, &page_meetings);
    bits_forms(t, r);
    return rc;
}

/* Each status with its own evidence and origins: planned is never carried to held. */
static int put_accounts(text *t, const page_request *r, const char *json, dl_error *err) {
    json_t *all = json ? json_loads(json, 0, NULL) : NULL, *account;
    size_t i;
    int rc = DL_OK;
    json_array_foreach(all, i, account) {
        char *origins =
            json_dumps(json_object_get(account, "origins"), JSON_COMPACT | JSON_ENCODE_ANY);
        char *evidence =
            json_dumps(json_object_get(account, "evidence"), JSON_COMPACT | JSON_ENCODE_ANY);
        text_add(t, "<section><h2>");
        bits_status(t, json_string_value(json_object_get(account, "status")));
        text_add(t, " ");
        bits_badge(t, origins, 0);
        text_add(t, "</h2>");
        if (!rc) rc = bits_evidence(t, r, evidence, err);
        text_add(t, "</section>");
        free(origins), free(evidence);
    }
    json_decref(all);
    return rc;
}

static int one(const page_request *r, page_reply *reply, dl_error *err) {
    dl_rows *rows;
    int more = 0, rc = bits_open(&rows, r, "meeting", NULL, 1, err, "id", "=", r->rest, NULL);
    if (rc) return rc;
    rc = dl_rows_next(rows, &more, err);
    if (!rc && !more) {
        rc = DL_ENOTFOUND;
        snprintf(err->message, sizeof err->message, "There is no meeting %.64s.", r->rest);
    }
    if (!rc) {
        text_add(&reply->scratch, dl_rows_get(rows, "name"));
        reply->title = reply->scratch.data;
        text_add(&reply->body, "<p>");
        bits_date(&reply->body, dl_rows_get(rows, "date"));
        text_add(&reply->body, " ");
        put_head(&reply->body, r, rows);
        text_add(&reply->body, "</p>");
        rc = put_accounts(&reply->body, r, dl_rows_get(rows, "accounts"), err);
    }
    dl_rows_close(rows);
    return rc;
}

const page page_meetings = {
    .path = "/meetings",
    .name = "Meetings",
    .key = "m",
    .empty = "Meetings would stand here, planned, held and denied. Add reports: <code>dateline add "
             "FILES</code>.",
    .query = query,
    .html = list,
};

const page page_meeting = {.path = "/meetings/", .html = one};
