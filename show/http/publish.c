#include "http/publish.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/redact.h"
#include "http/page.h"
#include "web/assets.h"

typedef struct job {
    dl_record *record;
    const publish_options *options;
    redact redact;
    unsigned pages;
    dl_error *err;
} job;

static int fail_io(const job *j, const char *path) {
    if (j->err) {
        *j->err = (dl_error){.code = DL_EIO, .byte = UINT64_MAX};
        snprintf(j->err->message, sizeof j->err->message, "cannot write %.200s: %s", path,
                 strerror(errno));
    }
    return DL_EIO;
}

static int write_file(job *j, const char *path, const char *bytes, size_t len) {
    text out = {0};
    redact_text(&j->redact, bytes, len, &out);
    FILE *f = out.failed ? NULL : fopen(path, "wb");
    bool lost = !f || (out.len && fwrite(out.data, 1, out.len, f) != out.len);
    if (f && fclose(f)) lost = true;
    text_free(&out);
    j->pages += !lost;
    return lost ? fail_io(j, path) : DL_OK;
}

/* Renders a page of the given path ("/people/ID") into out. */
static int render(job *j, const char *url, bool one, text *out) {
    page_request request = {.record = j->record,
                            .published = true,
                            .one = one,
                            .full_text = j->options->full_text != 0,
                            .with_decisions = j->options->with_decisions != 0};
    char path[512];
    if (strlen(url) >= sizeof path) return DL_EVALUE;
    strcpy(path, url);
    const page *p = page_find(path, &request);
    page_reply reply = {.status = 200};
    page_render(p, &request, &reply);
    text_free(&reply.scratch);
    *out = reply.body;
    if (reply.status != 200 && j->err) {
        *j->err = (dl_error){.code = DL_ENOTFOUND, .byte = UINT64_MAX};
        snprintf(j->err->message, sizeof j->err->message, "there is no page %.100s", url + 1);
    }
    return reply.status != 200 ? DL_ENOTFOUND : out->failed ? DL_ENOMEM : DL_OK;
}

/* "/people/ID" -> "people-ID.html", as bits_href writes it. */
static int put_page(job *j, const char *kind, const char *id) {
    text url = {0}, path = {0}, body = {0};
    text_format(&url, "/%s%s%s", kind, id ? "/" : "", id ? id : "");
    text_format(&path, "%s/%s%s", j->options->folder, *kind ? kind : "index", id ? "-" : "");
    text_url(&path, id);
    text_add(&path, ".html");
    int rc = url.failed || path.failed ? DL_ENOMEM : render(j, url.data, false, &body);
    if (!rc) rc = write_file(j, path.data, body.data, body.len);
    text_free(&url), text_free(&path), text_free(&body);
    return rc;
}

/* One page for each row of a view. */
static int put_each(job *j, const char *kind, const char *view, const char *column) {
    const dl_query q = {.view = view};
    dl_rows *rows;
    int more = 0;
    if (dl_rows_open(&rows, j->record, &q, NULL)) return DL_OK; /* this record has no such view */
    int rc;
    while (!(rc = dl_rows_next(rows, &more, j->err)) && more)
        if ((rc = put_page(j, kind, dl_rows_get(rows, column)))) break;
    dl_rows_close(rows);
    return rc;
}

static int put_assets(job *j) {
    static const char *const names[] = {"desk.css", "desk.js", "icon.svg"};
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < sizeof names / sizeof *names; i++) {
        size_t len;
        const char *type;
        const void *bytes = web_asset(names[i], &len, &type);
        text path = {0};
        text_format(&path, "%s/%s", j->options->folder, names[i]);
        redact keep = j->redact; /* style and script hold no names */
        j->redact = (redact){0};
        rc = write_file(j, path.data, bytes, len);
        j->redact = keep;
        text_free(&path);
    }
    return rc;
}

static int put_folder(job *j) {
    if (mkdir(j->options->folder, 0755) && errno != EEXIST) return fail_io(j, j->options->folder);
    int rc = put_assets(j);
    for (const page *const *p = pages; !rc && *p; p++) {
        bool decisions = strcmp((*p)->path, "/decisions") == 0;
        if ((*p)->name && (!decisions || j->options->with_decisions))
            rc = put_page(j, (*p)->path + 1, NULL);
    }
    if (!rc) rc = put_each(j, "report", "report", "handle");
    if (!rc) rc = put_each(j, "people", "entity", "id");
    if (!rc) rc = put_each(j, "meetings", "meeting", "id");
    return rc;
}

static int put_one(job *j) {
    const char *name = j->options->page ? j->options->page : "brief";
    text url = {0}, body = {0};
    text_format(&url, "/%s", strcmp(name, "brief") == 0 ? "" : name);
    int rc = render(j, url.data, true, &body);
    if (!rc) rc = write_file(j, j->options->file, body.data, body.len);
    text_free(&url), text_free(&body);
    return rc;
}

int publish(dl_record *record, const publish_options *options, unsigned *count, dl_error *err) {
    job j = {.record = record, .options = options, .err = err};
    int rc = redact_open(&j.redact, record, options->redact, err);
    if (!rc) rc = options->folder ? put_folder(&j) : put_one(&j);
    redact_free(&j.redact);
    *count = j.pages;
    return rc;
}
