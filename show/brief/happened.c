/* What happened and what comes up: meetings with their accounts, other acts, deadlines. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "brief/brief.h"
#include "brief/inside.h"

/* "A, B and C", at most `most` names, "and 2 more" for the rest. json: [{"name":…}]. */
static const char *names_of(brief *b, const char *json, size_t most) {
    json_t *list = json_loads(*json ? json : "[]", 0, NULL);
    size_t n = json_array_size(list), shown = n > most ? most : n;
    const char *text = "";
    for (size_t i = 0; i < shown; i++) {
        const char *name = json_string_value(json_object_get(json_array_get(list, i), "name"));
        const char *link = i == 0 ? "" : i + 1 == n ? " and " : ", ";
        text = brief_format(b, "%s%s%s", text, link, name ? name : "?");
    }
    if (n > shown) text = brief_format(b, "%s and %zu more", text, n - shown);
    json_decref(list);
    return text;
}

static size_t length_of(const char *json) {
    json_t *list = json_loads(*json ? json : "[]", 0, NULL);
    size_t n = json_array_size(list);
    json_decref(list);
    return n;
}

static const char *status_word(const char *status) {
    return !strcmp(status, "occurred") ? "held" : status;
}

/* "planned: 2 origins · held: 0-1 origins" where accounts differ in status; else "1-3 origins · 4
 * reports". Fills the notes and says whether a report that counts is among them. */
static bool accounts_of(brief *b, brief_line *line, const char *json, const char *where,
                        int64_t reports) {
    json_t *list = json_loads(*json ? json : "[]", 0, NULL);
    json_t *found_at = json_loads(*where ? where : "[]", 0, NULL);
    size_t n = json_array_size(list);
    bool counts = false;
    for (size_t i = 0; i < n; i++) {
        json_t *a = json_array_get(list, i);
        char *origins = json_dumps(json_object_get(a, "origins"), 0);
        char *spans = json_dumps(json_object_get(a, "evidence"), 0);
        char *handles = json_dumps(json_object_get(json_array_get(found_at, i), "handles"), 0);
        const char *status = json_string_value(json_object_get(a, "status"));
        if (brief_notes(b, line, spans ? spans : "", handles ? handles : "", 3)) counts = true;
        const char *said = brief_origins(b, origins);
        if (n > 1)
            line->badge = brief_format(b, "%s%s%s: %s", line->badge, i ? " · " : "",
                                       status_word(status ? status : ""), said);
        else
            line->badge = brief_format(b, "%s · %lld report%s", said, (long long)reports,
                                       reports == 1 ? "" : "s");
        free(origins);
        free(spans);
        free(handles);
    }
    json_decref(list);
    json_decref(found_at);
    return counts;
}

static const char *meeting_words(brief *b, const brief_walk *w, bool coming) {
    const char *people = brief_get(w, "participants"), *mode = brief_get(w, "mode");
    const char *place = brief_get(w, "place_name"), *status = brief_get(w, "status");
    bool phone = !strcmp(mode, "phone"), video = !strcmp(mode, "video");
    const char *verb = phone ? "spoke by phone" : video ? "spoke by video" : "met";
    if (coming || !strcmp(status, "planned")) verb = phone || video ? "to speak" : "to meet";
    if (!strcmp(status, "denied")) verb = "did not meet, it is said";
    bool where = *place && !phone && !video;
    return brief_format(b, "%s %s%s%s", names_of(b, people, 3), verb, where ? " in " : "",
                        where ? place : "");
}

/* The day a value ends on, for comparing with the last report. */
static const char *end_of(const char *edtf) {
    const char *slash = strchr(edtf, '/');
    return slash && slash[1] && strncmp(slash + 1, "..", 2) != 0 ? slash + 1 : edtf;
}

static void drop_last(brief *b, enum brief_place place) {
    brief_section *s = &b->sections[place];
    free(s->lines[--s->count].notes);
}

static void add_meeting(brief *b, const brief_walk *w) {
    const char *date = brief_get(w, "date"), *status = brief_get(w, "status");
    if (length_of(brief_get(w, "participants")) < 2) return;
    bool planned = !strcmp(status, "planned") || !strcmp(status, "possible");
    bool coming = planned && (!*date || strcmp(end_of(date), b->last) >= 0);
    enum brief_place place = coming ? BRIEF_COMING : BRIEF_HAPPENED;
    int64_t reports = dl_rows_get_int(w->rows, "reports");
    brief_line *line = brief_add(b, place);
    if (!line) return;
    line->text = meeting_words(b, w, coming);
    line->when = brief_date(b, date, b->year);
    line->sort = brief_copy(b, *date ? date : "~");
    line->weight = (*date ? 20 : 4) + (int)(reports < 50 ? reports * 4 : 200);
    bool counts =
        accounts_of(b, line, brief_get(w, "accounts"), brief_get(w, "account_handles"), reports);
    if (planned && !coming && !strchr(line->badge, ':'))
        line->badge = brief_format(b, "planned: %s · held: no report found",
                                   brief_origins(b, brief_get(w, "origins")));
    if (!counts) drop_last(b, place);
}

/* ── acts other than meetings ── */

static bool is_act(const char *type, const char *process) {
    static const char *const told[] = {"AGREE",    "CONCEDE", "RETREAT", "THREATEN", "SANCTION",
                                       "MOBILIZE", "ASSAULT", "COERCE",  "AID"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (!strcmp(type, told[i])) return true;
    return !strcmp(process, "leak") || !strcmp(process, "publish") || !strcmp(process, "appoint");
}

static void add_act(brief *b, const brief_walk *w) {
    const char *status = brief_get(w, "status"), *date = brief_get(w, "date");
    if (strcmp(status, "occurred") != 0 || *brief_get(w, "meeting")) return;
    if (!is_act(brief_get(w, "event_type"), brief_get(w, "process"))) return;
    if (!*date || length_of(brief_get(w, "actors")) == 0) return;
    /* history told in passing is no news: at most three months before the last report */
    if (strlen(date) < 7 || strncmp(date, b->first, 4) < 0) return;
    brief_line *line = brief_add(b, BRIEF_HAPPENED);
    if (!line) return;
    int64_t reports = dl_rows_get_int(w->rows, "reports");
    const char *says = brief_get(w, "says"), *origins = brief_origins(b, brief_get(w, "origins"));
    line->text = brief_excerpt(b, brief_get(w, "sentence_text"), *says ? 110 : 120);
    if (*says && !strstr(line->text, says))
        line->text = brief_format(b, "%s (%s)", line->text, says);
    line->when = brief_date(b, date, b->year);
    line->sort = brief_copy(b, date);
    line->weight = 10 + (int)(reports < 50 ? reports * 3 : 150);
    if (*origins)
        line->badge = brief_format(b, "%s · %lld report%s", origins, (long long)reports,
                                   reports == 1 ? "" : "s");
    if (!brief_notes(b, line, brief_get(w, "evidence"), brief_get(w, "handles"), 3))
        drop_last(b, BRIEF_HAPPENED);
}

static void add_deadline(brief *b, const brief_walk *w) {
    const char *date = brief_get(w, "date"), *status = brief_get(w, "status");
    if (!*date || (strcmp(status, "set") != 0 && strcmp(status, "moved") != 0)) return;
    if (strcmp(end_of(date), b->last) < 0) return;
    brief_line *line = brief_add(b, BRIEF_COMING);
    if (!line) return;
    const char *by = brief_get(w, "by_name");
    line->text = brief_format(
        b, "deadline%s%s: %s", *by ? " set by " : "", by,
        brief_excerpt(b, *brief_get(w, "what") ? brief_get(w, "what") : brief_get(w, "exact"), 70));
    line->when = brief_date(b, date, b->year);
    line->sort = brief_copy(b, date);
    line->weight = 15;
    const char *handles = brief_format(b, "[\"%s\"]", brief_get(w, "handle"));
    if (!brief_notes(b, line, brief_get(w, "evidence"), handles, 1)) drop_last(b, BRIEF_COMING);
}

int brief_load_meetings(brief *b, dl_record *record, dl_error *err) {
    brief_walk w;
    if (brief_rows(&w, record, "meeting", NULL, b->options.all, err))
        while (brief_next(&w)) add_meeting(b, &w);
    if (brief_rows(&w, record, "event", NULL, b->options.all, err))
        while (brief_next(&w)) add_act(b, &w);
    if (brief_rows(&w, record, "deadline", NULL, b->options.all, err))
        while (brief_next(&w)) add_deadline(b, &w);
    return DL_OK;
}
