/* What the brief says of the reports, the states, the plan and the differences. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "brief/brief.h"
#include "brief/inside.h"

static const struct {
    const char *key, *title, *none;
    int room;
} places[BRIEF_SECTIONS] = {
    [BRIEF_HAPPENED] = {"happened", "WHAT HAPPENED", "no meeting or act was found", 8},
    [BRIEF_COMING] = {"coming", "COMING UP", NULL, 4},
    [BRIEF_CHANGED] = {"changed", "WHAT CHANGED", NULL, 4},
    [BRIEF_STATE] = {"state", "STATE, AS REPORTED", NULL, 5},
    [BRIEF_PLAN] = {"plan", "THE PLAN", NULL, 3},
    [BRIEF_DIFFER] = {"differ", "WHERE ACCOUNTS DIFFER", NULL, 5},
    [BRIEF_SUPPORT] = {"support", "SUPPORT", NULL, 4},
};

/* ── reports ── */

const brief_report *brief_report_of(const brief *b, const char *id) {
    const brief_reports *all = brief_all_reports(b);
    int low = 0, high = all->count;
    while (low < high) {
        int mid = low + (high - low) / 2;
        if (strcmp(all->items[mid].id, id) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < all->count && !strcmp(all->items[low].id, id) ? &all->items[low] : NULL;
}

static int by_id(const void *x, const void *y) {
    return strcmp(((const brief_report *)x)->id, ((const brief_report *)y)->id);
}

static brief_reports *reports_of(brief *b) {
    return (brief_reports *)(void *)brief_all_reports(b);
}

static bool add_report(brief *b, const brief_walk *w) {
    brief_reports *all = reports_of(b);
    if (all->count == all->cap) {
        int cap = all->cap ? all->cap * 2 : 64;
        brief_report *items = brief_room(b, (size_t)cap * sizeof *items);
        if (!items) return false;
        if (all->count) memcpy(items, all->items, (size_t)all->count * sizeof *items);
        all->items = items;
        all->cap = cap;
    }
    brief_report *r = &all->items[all->count++];
    *r = (brief_report){.id = brief_copy(b, brief_get(w, "id")),
                        .handle = brief_copy(b, brief_get(w, "handle")),
                        .outlet = brief_copy(b, brief_get(w, "outlet")),
                        .published = brief_copy(b, brief_get(w, "published")),
                        .title = brief_copy(b, brief_get(w, "title")),
                        .text = brief_copy(b, brief_get(w, "text_sha256")),
                        .family = brief_copy(b, brief_get(w, "family"))};
    return true;
}

/* Which reports count: published since, or added since the mark. */
static void choose_reports(brief *b, dl_record *record, dl_error *err) {
    brief_reports *all = reports_of(b);
    const char *since = b->options.since;
    for (int i = 0; i < all->count; i++) {
        brief_report *r = &all->items[i];
        r->counts = !since || strncmp(r->published, since, strlen(since)) >= 0;
        if (since && !*r->published) r->counts = false;
    }
    if (!b->options.fresh) return;
    brief_walk w;
    for (int i = 0; i < all->count; i++) all->items[i].counts = false;
    if (!brief_rows(&w, record, "arrival", NULL, true, err)) return;
    int64_t mark = b->mark;
    while (brief_next(&w)) {
        brief_report *r = (brief_report *)(void *)brief_report_of(b, brief_get(&w, "report"));
        if (r && dl_rows_get_int(w.rows, "batch") > mark) {
            r->counts = true;
            r->late = b->mark_day && *r->published && strcmp(r->published, b->mark_day) < 0;
        }
    }
}

static void count_texts(brief *b) {
    const brief_reports *all = brief_all_reports(b);
    for (int i = 0; i < all->count; i++) {
        const brief_report *r = &all->items[i];
        bool copy = *r->family && strcmp(r->family, r->id) != 0;
        b->texts += !copy;
        if (!*r->published) continue;
        if (!b->first || strcmp(r->published, b->first) < 0) b->first = r->published;
        if (!b->last || strcmp(r->published, b->last) > 0) b->last = r->published;
    }
    b->reports = all->count;
    if (!b->first) b->first = b->last = "";
    b->year = *b->last ? brief_format(b, "%.4s", b->last) : "";
}

static int load_reports(brief *b, dl_record *record, dl_error *err) {
    brief_walk w;
    brief_reports *all = brief_room(b, sizeof *all);
    if (!all) return DL_ENOMEM;
    b->inside = all;
    if (!brief_rows(&w, record, "report", NULL, true, err)) return err->code;
    while (brief_next(&w))
        if (!add_report(b, &w)) return DL_ENOMEM;
    if (all->count) qsort(all->items, (size_t)all->count, sizeof *all->items, by_id);
    choose_reports(b, record, err);
    count_texts(b);
    const char *from = brief_date(b, b->first, b->year), *to = brief_date(b, b->last, "");
    b->range = !*to                         ? "no dates"
               : !strcmp(b->first, b->last) ? to
                                            : brief_format(b, "%s - %s", from, to);
    return DL_OK;
}

/* ── notes from spans ── */

bool brief_notes(brief *b, brief_line *line, const char *spans, const char *handles, int most) {
    json_t *list = json_loads(*spans ? spans : "[]", 0, NULL);
    json_t *names = json_loads(*handles ? handles : "[]", 0, NULL);
    bool counts = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *s = json_array_get(list, i);
        json_t *sentence = json_object_get(s, "sentence");
        const char *id = json_string_value(json_object_get(s, "report"));
        const char *exact = json_string_value(json_object_get(sentence ? sentence : s, "exact"));
        const char *handle = json_string_value(json_array_get(names, i));
        const brief_report *r = id ? brief_report_of(b, id) : NULL;
        if (!r) continue;
        counts = counts || r->counts;
        line->late = line->late || r->late;
        if (line->note_count >= most && !r->counts) continue;
        if (line->note_count >= most) continue;
        brief_note note = {brief_copy(b, handle ? handle : r->handle), r->id, brief_copy(b, exact),
                           *r->outlet ? r->outlet : NULL, r->published};
        brief_note_add(b, line, &note);
    }
    json_decref(list);
    json_decref(names);
    return counts;
}

const char *brief_excerpt(brief *b, const char *text, int columns) {
    int n = 0;
    const char *p = text, *blank = NULL;
    while (*p && n < columns) {
        if (*p == ' ') blank = p;
        p++;
        while (((unsigned char)*p & 0xc0) == 0x80) p++;
        n++;
    }
    if (!*p) return brief_copy(b, text);
    if (blank && blank > text) p = blank;
    while (p > text && (p[-1] == ',' || p[-1] == ' ')) p--;
    return brief_format(b, "%.*s …", (int)(p - text), text);
}

/* ── states ── */

static bool is_number(const char *text) {
    return *text >= '0' && *text <= '9';
}

static void add_state(brief *b, const brief_walk *w) {
    const char *issue = brief_get(w, "issue"), *state = brief_get(w, "state");
    const char *by = brief_get(w, "by_name"), *date = brief_get(w, "date");
    const char *about = *issue ? issue : "the talks";
    if (!*state || !strcmp(brief_get(w, "about"), "version")) return;
    brief_section *s = &b->sections[BRIEF_STATE];
    brief_line *line = NULL;
    for (int i = 0; i < s->count && !line; i++)
        if (!strcmp(s->lines[i].when, about)) line = &s->lines[i];
    if (!line) {
        line = brief_add(b, BRIEF_STATE);
        if (!line) return;
        line->when = brief_copy(b, about);
        line->sort = "";
    }
    brief_line probe = {.notes = NULL};
    bool counts = brief_notes(b, &probe, brief_get(w, "evidence"),
                              brief_format(b, "[\"%s\"]", brief_get(w, "handle")), 1);
    line->weight += 1 + (*issue != '\0');
    if (counts && probe.note_count) {
        const char *when = brief_date(b, *date ? date : brief_get(w, "published"), b->year);
        const char *quoted = brief_excerpt(b, brief_get(w, "exact"), 56);
        if (strstr(line->text, quoted)) { /* a copy says the same */
            free(probe.notes);
            return;
        }
        /* the latest two stay: rows come in the order of publication */
        const char *last = strchr(line->text, '\x01');
        const char *old = last ? last + 1 : line->text;
        const char *now = brief_format(b, "%s: “%s” (%s%s%s)", state, quoted,
                                       *by                     ? by
                                       : probe.notes[0].outlet ? probe.notes[0].outlet
                                                               : "the report",
                                       *when ? ", " : "", when);
        line->text = *old ? brief_format(b, "%s\x01%s", old, now) : now;
        brief_note_add(b, line, &probe.notes[0]);
    }
    free(probe.notes);
}

static void join_states(brief *b) {
    brief_section *s = &b->sections[BRIEF_STATE];
    int kept = 0;
    for (int i = 0; i < s->count; i++) {
        brief_line *line = &s->lines[i];
        if (!*line->text) {
            free(line->notes);
            continue;
        }
        const char *two = strchr(line->text, '\x01');
        const char *first = two ? brief_format(b, "%.*s", (int)(two - line->text), line->text) : "";
        if (two && b->options.all)
            line->text = brief_format(b, "%s; %s", first, two + 1);
        else if (two)
            line->text = two + 1; /* the latest */
        int most = b->options.all ? 2 : 1, from = line->note_count - most;
        if (from > 0) memmove(line->notes, line->notes + from, (size_t)most * sizeof *line->notes);
        if (from > 0) line->note_count = most;
        s->lines[kept++] = *line;
    }
    s->count = kept;
}

/* ── the plan ── */

/* "28 points, leaked" and so on; versions in the order they were first told of. */
static const char *version_words(brief *b, const brief_walk *w) {
    const char *points = brief_get(w, "points"), *packages = brief_get(w, "packages");
    const char *status = brief_get(w, "status"), *label = brief_get(w, "label");
    const char *date = brief_date(b, brief_get(w, "date"), b->year);
    const char *name = is_number(points) ? brief_format(b, "%s points", points)
                       : *label          ? brief_excerpt(b, label, 32)
                                         : "a version";
    if (is_number(packages)) name = brief_format(b, "%s in %s packages", name, packages);
    return brief_format(b, "%s (%s%s%s)", name, status, *date ? ", " : "", date);
}

static void add_version(brief *b, const brief_walk *w) {
    brief_section *s = &b->sections[BRIEF_PLAN];
    const char *document = brief_get(w, "document");
    brief_line *line = NULL;
    for (int i = 0; i < s->count && !line; i++)
        if (!strcmp(s->lines[i].when, document)) line = &s->lines[i];
    brief_line probe = {.notes = NULL};
    bool counts = brief_notes(b, &probe, brief_get(w, "evidence"), brief_get(w, "handles"), 1);
    if (counts && !line) {
        line = brief_add(b, BRIEF_PLAN);
        if (line) line->when = brief_copy(b, document);
    }
    if (counts && line) {
        const char *words = version_words(b, w);
        line->text = *line->text ? brief_format(b, "%s -> %s", line->text, words) : words;
        line->weight++;
        if (probe.note_count && line->note_count < 4) brief_note_add(b, line, &probe.notes[0]);
    }
    free(probe.notes);
}

/* ── questions ── */

static void add_answers(brief *b, brief_line *line, const char *json, const char *where,
                        bool *counts) {
    json_t *list = json_loads(*json ? json : "[]", 0, NULL);
    json_t *found_at = json_loads(*where ? where : "[]", 0, NULL);
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *a = json_array_get(list, i);
        const char *value = json_string_value(json_object_get(a, "value"));
        char *spans = json_dumps(json_object_get(a, "evidence"), 0);
        char *handles = json_dumps(json_object_get(json_array_get(found_at, i), "handles"), 0);
        brief_line probe = {.notes = NULL};
        if (brief_notes(b, &probe, spans ? spans : "", handles ? handles : "", 1)) *counts = true;
        line->text = brief_format(b, "%s%s%s", line->text, i ? " / " : "", value ? value : "?");
        if (probe.note_count) brief_note_add(b, line, &probe.notes[0]);
        free(probe.notes);
        free(spans);
        free(handles);
    }
    json_decref(list);
    json_decref(found_at);
}

static void add_question(brief *b, const brief_walk *w) {
    brief_line *line = brief_add(b, BRIEF_DIFFER);
    if (!line) return;
    bool counts = false;
    line->text = "";
    add_answers(b, line, brief_get(w, "answers"), brief_get(w, "answer_handles"), &counts);
    line->text = brief_format(b, "%s  %s", brief_get(w, "question"), line->text);
    const char *kind = brief_get(w, "kind");
    line->badge = !strcmp(kind, "object")       ? "of different things"
                  : !strcmp(kind, "definition") ? "by different definitions"
                                                : "";
    line->weight = !strcmp(kind, "conflict") ? 2 : 1;
    if (!counts) {
        free(line->notes);
        b->sections[BRIEF_DIFFER].count--;
    }
}

int brief_load_rest(brief *b, dl_record *record, dl_error *err) {
    brief_walk w;
    if (brief_rows(&w, record, "assessment", "sort,report,start,id", b->options.all, err))
        while (brief_next(&w)) add_state(b, &w);
    join_states(b);
    if (brief_rows(&w, record, "version", "document,date,published,start,id", b->options.all, err))
        while (brief_next(&w)) add_version(b, &w);
    if (brief_rows(&w, record, "question", NULL, b->options.all, err))
        while (brief_next(&w)) add_question(b, &w);
    return DL_OK;
}

/* ── support ── */

/* Since a day: rows that reports from before it carry and a further text of its time does too. */
static void add_support(brief *b, const brief_walk *w, const char *text) {
    json_t *list = json_loads(*brief_get(w, "evidence") ? brief_get(w, "evidence") : "[]", 0, NULL);
    bool before = false, since = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *id = json_string_value(json_object_get(json_array_get(list, i), "report"));
        const brief_report *r = id ? brief_report_of(b, id) : NULL;
        if (!r || (*r->family && strcmp(r->family, r->id) != 0)) continue;
        before = before || !r->counts;
        since = since || r->counts;
    }
    json_decref(list);
    const char *origins = brief_origins(b, brief_get(w, "origins"));
    if (!before || !since || !*origins || *origins == '0' || !strncmp(origins, "1 ", 2)) return;
    brief_line *line = brief_add(b, BRIEF_SUPPORT);
    if (!line) return;
    line->when = "more";
    line->text = text;
    line->badge = origins;
    brief_notes(b, line, brief_get(w, "evidence"), brief_get(w, "handles"), 2);
}

static void add_taken_back(brief *b, const brief_walk *w) {
    if (strcmp(brief_get(w, "kind"), "retract") != 0 || dl_rows_get_int(w->rows, "undone")) return;
    const brief_report *r = brief_report_of(b, brief_get(w, "on"));
    brief_line *line = brief_add(b, BRIEF_SUPPORT);
    if (!line) return;
    const char *why = brief_get(w, "why");
    line->when = "less";
    line->text = brief_format(b, "report %s was taken back%s%s", r ? r->handle : brief_get(w, "on"),
                              *why ? ": " : "", why);
    line->weight = 9;
}

static void load_support(brief *b, dl_record *record, dl_error *err) {
    brief_walk w;
    if (brief_rows(&w, record, "decision", NULL, true, err))
        while (brief_next(&w)) add_taken_back(b, &w);
    if (!b->options.since && !b->options.fresh) return;
    if (brief_rows(&w, record, "position", NULL, b->options.all, err))
        while (brief_next(&w))
            add_support(b, &w,
                        brief_format(b, "%s %s: %s", brief_get(&w, "party_name"),
                                     brief_get(&w, "stance"), brief_get(&w, "issue")));
    if (brief_rows(&w, record, "event", NULL, b->options.all, err))
        while (brief_next(&w))
            add_support(b, &w, brief_excerpt(b, brief_get(&w, "sentence_text"), 90));
}

/* ── the whole ── */

static int by_weight(const void *x, const void *y) {
    const brief_line *a = x, *b = y;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    int c = strcmp(a->sort, b->sort);
    return c ? c : strcmp(a->text, b->text);
}

static int by_date(const void *x, const void *y) {
    const brief_line *a = x, *b = y;
    int c = strcmp(a->sort, b->sort);
    return c ? c : strcmp(a->text, b->text);
}

/* Keeps the weightiest lines that have room, then puts them in the order of time. */
static void fit(brief *b) {
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        brief_section *s = &b->sections[i];
        if (s->count) qsort(s->lines, (size_t)s->count, sizeof *s->lines, by_weight);
        if (!b->options.all && s->count > s->room) {
            for (int k = s->room; k < s->count; k++) free(s->lines[k].notes);
            s->left = s->count - s->room;
            s->count = s->room;
        }
        bool dated = i == BRIEF_HAPPENED || i == BRIEF_COMING || i == BRIEF_CHANGED;
        if (dated && s->count) qsort(s->lines, (size_t)s->count, sizeof *s->lines, by_date);
    }
}

int brief_load(brief *b, dl_record *record, const brief_options *options, dl_error *err) {
    dl_error mine = {0};
    if (!err) err = &mine;
    b->options = *options;
    for (int i = 0; i < BRIEF_SECTIONS; i++) {
        b->sections[i].key = places[i].key;
        b->sections[i].title = places[i].title;
        b->sections[i].none = places[i].none;
        b->sections[i].room = places[i].room;
    }
    int rc = load_reports(b, record, err);
    if (!rc) rc = brief_load_meetings(b, record, err);
    if (!rc) rc = brief_load_positions(b, record, err);
    if (!rc) rc = brief_load_rest(b, record, err);
    if (!rc) load_support(b, record, err);
    if (!rc) fit(b);
    return rc;
}
