/* ics.c - iCalendar (RFC 5545): meetings and deadlines as all-day events. Planned ones are
 * TENTATIVE, denied ones CANCELLED; a date that is not at least a month is left out (a calendar has
 * no place for it). */
#include <stdio.h>
#include <string.h>

#include "common/names.h"
#include "export/export.h"

/* A content line, its text escaped, folded at 75 octets on character borders. */
static void put_line(FILE *out, const char *name, const char *value) {
    text t = {0};
    text_format(&t, "%s:", name);
    for (const char *p = value; p && *p; p++) {
        if (*p == '\\' || *p == ';' || *p == ',') text_char(&t, '\\');
        if (*p == '\n')
            text_add(&t, "\\n");
        else if ((unsigned char)*p >= ' ')
            text_char(&t, *p);
    }
    size_t at = 0, room = 75;
    while (t.len - at > room) {
        size_t end = at + room;
        while (end > at && ((unsigned char)t.data[end] & 0xc0) == 0x80) end--;
        fwrite(t.data + at, 1, end - at, out);
        fputs("\r\n ", out);
        at = end;
        room = 74;
    }
    fwrite(t.data + at, 1, t.len - at, out);
    fputs("\r\n", out);
    text_free(&t);
}

static int month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* The day after, as iCalendar's exclusive end. */
static edtf_parts next_day(edtf_parts p) {
    if (++p.day > month_days(p.year, p.month)) p.day = 1, p.month++;
    if (p.month > 12) p.month = 1, p.year++;
    return p;
}

static bool put_dates(FILE *out, const char *edtf) {
    edtf_parts from = edtf_read(edtf);
    const char *slash = edtf ? strchr(edtf, '/') : NULL;
    edtf_parts to = slash ? edtf_read(slash + 1) : from;
    if (!from.year || !from.month) return false;
    if (!to.year || !to.month) to = from;
    if (!to.day) to.day = month_days(to.year, to.month);
    if (!from.day) from.day = 1;
    to = next_day(to);
    fprintf(out, "DTSTART;VALUE=DATE:%04d%02d%02d\r\nDTEND;VALUE=DATE:%04d%02d%02d\r\n", from.year,
            from.month, from.day, to.year, to.month, to.day);
    return true;
}

static bool has_month(const char *edtf) {
    edtf_parts p = edtf_read(edtf);
    return p.year && p.month;
}

/* iCalendar's third word, CONFIRMED, says more than a report can: what was held has no status. */
static const char *status_of(const char *status) {
    if (status && strcmp(status, "denied") == 0) return "STATUS:CANCELLED\r\n";
    bool held = status && (strcmp(status, "occurred") == 0 || strcmp(status, "ongoing") == 0 ||
                           strcmp(status, "met") == 0);
    return held ? "" : "STATUS:TENTATIVE\r\n";
}

/* When the newest report came in: DTSTAMP must not depend on the clock. */
static void stamp_of(dl_record *record, char out[32]) {
    const dl_query q = {
        .view = "arrival", .columns = "recorded", .order = "batch desc", .limit = 1, .all = 1};
    dl_rows *rows;
    int more = 0, y, mo, d, h, mi, s;
    strcpy(out, "19700101T000000Z");
    if (dl_rows_open(&rows, record, &q, NULL)) return;
    if (!dl_rows_next(rows, &more, NULL) && more &&
        sscanf(dl_rows_text(rows, 0), "%4d-%2d-%2dT%2d:%2d:%2d", &y, &mo, &d, &h, &mi, &s) == 6)
        snprintf(out, 32, "%04d%02d%02dT%02d%02d%02dZ", y % 10000, mo % 100, d % 100, h % 100,
                 mi % 100, s % 100);
    dl_rows_close(rows);
}

static int put_view(dl_record *record, const char *view, const char *name, int all, FILE *out,
                    dl_error *err) {
    const dl_query q = {.view = view, .order = "date,id", .all = all};
    dl_rows *rows;
    char stamp[32];
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    stamp_of(record, stamp);
    while (!(rc = dl_rows_next(rows, &more, err)) && more) {
        const char *date = dl_rows_get(rows, "date"), *place = dl_rows_get(rows, "place_name"),
                   *handle = dl_rows_get(rows, "handle");
        if (!has_month(date)) continue;
        fprintf(out, "BEGIN:VEVENT\r\nUID:%s-%s@dateline\r\nDTSTAMP:%s\r\n", view,
                dl_rows_get(rows, "id"), stamp);
        put_dates(out, date);
        put_line(out, "SUMMARY", dl_rows_get(rows, name));
        if (place) put_line(out, "LOCATION", place);
        text note = {0};
        text_format(&note, "%s; date as reported: %s", dl_rows_get(rows, "status"), date);
        if (handle) text_format(&note, "; dateline show %s", handle);
        put_line(out, "DESCRIPTION", note.data);
        text_free(&note);
        fprintf(out, "%sTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n",
                status_of(dl_rows_get(rows, "status")));
    }
    dl_rows_close(rows);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    (void)argument;
    fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dateline//dateline " DATELINE_VERSION
          "//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:dateline\r\n",
          out);
    int rc = put_view(record, "meeting", "name", all, out, err);
    if (!rc) rc = put_view(record, "deadline", "what", all, out, err);
    fputs("END:VCALENDAR\r\n", out);
    return rc;
}

EXPORT_FORMAT(ics){
    .name = "ics",
    .what = "iCalendar: meetings and deadlines, tentative where planned",
    .run = run,
};
