/* Where they stand: the matrix of the most reported parties and issues, and what changed. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "brief/brief.h"
#include "brief/inside.h"

typedef struct stand {
    const char *party, *issue, *stance, *number, *unit, *change, *said, *condition;
    brief_note note;
    bool counts;
} stand;

typedef struct stands {
    brief *b;
    stand *items;
    int count, cap;
} stands;

typedef struct tally {
    const char *name;
    int count;
} tally;

static bool keep_stand(stands *all, const stand *one) {
    if (all->count == all->cap) {
        int cap = all->cap ? all->cap * 2 : 128;
        stand *items = realloc(all->items, (size_t)cap * sizeof *items);
        if (!items) return false;
        all->items = items;
        all->cap = cap;
    }
    all->items[all->count++] = *one;
    return true;
}

static bool take_stand(stands *all, const brief_walk *w) {
    brief *b = all->b;
    brief_line probe = {.notes = NULL};
    stand s = {.party = brief_copy(b, brief_get(w, "party_name")),
               .issue = brief_copy(b, brief_get(w, "issue")),
               .stance = brief_copy(b, brief_get(w, "stance")),
               .number = brief_copy(b, brief_get(w, "number")),
               .unit = brief_copy(b, brief_get(w, "unit")),
               .change = brief_copy(b, brief_get(w, "change")),
               .condition = brief_copy(b, brief_get(w, "condition")),
               .said = brief_copy(b, *brief_get(w, "said") ? brief_get(w, "said")
                                                           : brief_get(w, "reported"))};
    const char *handles = brief_get(w, "handles");
    if (!*handles) handles = brief_format(b, "[\"%s\"]", brief_get(w, "handle"));
    s.counts = brief_notes(b, &probe, brief_get(w, "evidence"), handles, 1);
    bool ok = true;
    if (probe.note_count && *s.party) {
        s.note = probe.notes[0];
        ok = keep_stand(all, &s);
    }
    free(probe.notes);
    return ok;
}

static void count_name(tally *list, int *count, int cap, const char *name) {
    for (int i = 0; i < *count; i++)
        if (!strcmp(list[i].name, name)) {
            list[i].count++;
            return;
        }
    if (*count < cap) list[(*count)++] = (tally){name, 1};
}

static int by_count(const void *x, const void *y) {
    const tally *a = x, *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* The most reported of a column; an issue that only one party has speaks less than a shared one. */
static int most_named(const stands *all, bool issues, const char **out, int room) {
    enum { NAMES = 512 };
    tally *list = calloc(NAMES, sizeof *list);
    int n = 0;
    if (!list) return 0;
    for (int i = 0; i < all->count; i++) {
        const stand *s = &all->items[i];
        if (!strncmp(s->issue, "other: ", 7)) continue;
        count_name(list, &n, NAMES, issues ? s->issue : s->party);
    }
    if ((size_t)n > 1) qsort(list, (size_t)n, sizeof *list, by_count);
    if (n > room) n = room;
    for (int i = 0; i < n; i++) out[i] = list[i].name;
    free(list);
    return n;
}

static const char *cell_words(brief *b, const stand *s) {
    if (*s->number) return brief_format(b, "%s %s %s", s->stance, s->number, s->unit);
    if (!strcmp(s->stance, "accepts with conditions")) return "accepts if …";
    return s->stance;
}

/* The latest stance of each cell: rows come party by party, issue by issue, in the order of what
 * was said, so the last one stays. */
static void fill_matrix(brief *b, const stands *all) {
    brief_matrix *m = &b->matrix;
    m->issue_count = most_named(all, true, m->issues, BRIEF_ISSUES);
    m->party_count = most_named(all, false, m->parties, BRIEF_PARTIES);
    for (int i = 0; i < all->count; i++) {
        const stand *s = &all->items[i];
        for (int p = 0; p < m->party_count; p++)
            for (int k = 0; k < m->issue_count; k++) {
                if (strcmp(m->parties[p], s->party) != 0 || strcmp(m->issues[k], s->issue) != 0)
                    continue;
                brief_cell *cell = &m->cells[p][k];
                const char *before = cell->note.published;
                if (cell->text && before && strcmp(s->note.published, before) < 0) continue;
                cell->text = cell_words(b, s);
                cell->handle = s->note.handle;
                cell->change = s->change;
                cell->note = s->note;
            }
    }
}

static bool is_change(const char *change) {
    return !strncmp(change, "changed", 7) || !strncmp(change, "hardened", 8) ||
           !strncmp(change, "softened", 8);
}

static void list_changes(brief *b, const stands *all) {
    for (int i = 0; i < all->count; i++) {
        const stand *s = &all->items[i];
        if (!s->counts || !is_change(s->change)) continue;
        brief_line *line = brief_add(b, BRIEF_CHANGED);
        if (!line) return;
        line->when = brief_date(b, s->said, b->year);
        line->sort = s->said;
        line->text = brief_format(b, "%s on %s %s", s->party, s->issue, s->change);
        line->weight = strncmp(s->change, "changed", 7) ? 2 : 1;
        brief_note_add(b, line, &s->note);
    }
}

static int title_of(brief *b, const stands *all) {
    const char *parties[3];
    int n = most_named(all, false, parties, 3);
    b->title = n > 2   ? brief_format(b, "%s, %s and %s", parties[0], parties[1], parties[2])
               : n > 1 ? brief_format(b, "%s and %s", parties[0], parties[1])
               : n > 0 ? parties[0]
                       : "No party was found";
    return DL_OK;
}

int brief_load_positions(brief *b, dl_record *record, dl_error *err) {
    stands all = {.b = b};
    brief_walk w;
    int rc = DL_OK;
    if (brief_rows(&w, record, "position", NULL, b->options.all, err))
        while (brief_next(&w))
            if (!take_stand(&all, &w)) rc = DL_ENOMEM;
    fill_matrix(b, &all);
    list_changes(b, &all);
    title_of(b, &all);
    free(all.items);
    return rc;
}
