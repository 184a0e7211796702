/* Reads frames.tsv, frame_classes.tsv, event_cues.tsv, event_contexts.tsv, actor_nouns.tsv. */
#include "find/events_internal.h"

static const struct {
    const char *name;
    uint16_t slot;
} slot_names[] = {
    {"subj", EV_SUBJ},   {"obj", EV_OBJ}, {"iobj", EV_IOBJ}, {"prt", EV_PRT},   {"xcomp", EV_XCOMP},
    {"ccomp", EV_CCOMP}, {"adv", EV_ADV}, {"mod", EV_MOD},   {"poss", EV_POSS}, {"owner", EV_OWNER},
    {"any", EV_ANY},     {"gov", EV_GOV}, {"aux", EV_AUX},
};

static const struct {
    const char *name;
    uint16_t flag;
} flag_names[] = {
    {"mutual", EV_MUTUAL}, {"both", EV_NEEDS_BOTH}, {"weak", EV_WEAK},     {"stance", EV_STANCE},
    {"eats", EV_EATS},     {"alone", EV_ALONE},     {"future", EV_FUTURE}, {"negated", EV_NEGATED},
};

/* Takes text up to a separator off the front. */
static dl_str take(dl_str *rest, char sep) {
    size_t i = 0;
    while (i < rest->len && rest->ptr[i] != sep) i++;
    dl_str part = dl_str_sub(*rest, 0, i);
    size_t skip = i < rest->len ? i + 1 : i;
    *rest = dl_str_sub(*rest, skip, rest->len);
    return dl_str_trim(part);
}

static bool parse_path(dl_events *e, dl_str text, ev_path *path) {
    path->count = 0;
    while (text.len) {
        dl_str step = take(&text, '.');
        if (path->count == EV_MAX_STEPS || !step.len) return false;
        uint16_t slot = 0;
        for (size_t i = 0; i < DL_COUNT(slot_names); i++)
            if (dl_str_is(step, slot_names[i].name)) slot = slot_names[i].slot;
        if (!slot) slot = (uint16_t)(EV_PREP + dl_intern(&e->preps, step));
        path->step[path->count++] = slot;
    }
    return path->count > 0;
}

static bool parse_value(dl_events *e, dl_str text, ev_value *value) {
    if (dl_str_is(text, "ACTOR")) {
        value->special = 1;
    } else if (dl_str_is(text, "COUNTRY")) {
        value->special = 2;
    } else if (text.len > 1 && text.ptr[0] == '@') {
        uint32_t bit = dl_map_get(&e->classes, dl_str_sub(text, 1, text.len));
        if (bit == DL_NONE) return false;
        value->mask = UINT64_C(1) << bit;
    } else {
        value->lemma = text;
    }
    return true;
}

/* "obj=@talks|visit", "!with", "to=ACTOR" */
static bool parse_cond(dl_events *e, dl_str text, ev_cond *cond) {
    if (text.ptr[0] == '!') {
        cond->negate = true;
        text = dl_str_sub(text, 1, text.len);
    }
    dl_str path = take(&text, '=');
    if (!parse_path(e, path, &cond->path)) return false;
    uint32_t most = 1;
    for (size_t i = 0; i < text.len; i++) most += text.ptr[i] == '|';
    cond->values = dl_arena_array(&e->arena, most, sizeof *cond->values);
    if (!cond->values) return false;
    while (text.len)
        if (!parse_value(e, take(&text, '|'), &cond->values[cond->count++])) return false;
    return true;
}

static bool parse_when(dl_events *e, dl_str text, ev_frame *f) {
    uint32_t most = 1;
    for (size_t i = 0; i < text.len; i++) most += text.ptr[i] == ' ';
    f->conds = dl_arena_array(&e->arena, most, sizeof *f->conds);
    if (!f->conds) return false;
    while (text.len) {
        dl_str part = take(&text, ' ');
        if (part.len && !parse_cond(e, part, &f->conds[f->cond_count++])) return false;
    }
    return true;
}

static bool parse_roles(dl_events *e, dl_str text, ev_path *paths, uint32_t *count) {
    while (text.len) {
        dl_str part = take(&text, ' ');
        if (!part.len) continue;
        if (*count == EV_MAX_ROLES || !parse_path(e, part, &paths[(*count)++])) return false;
    }
    return true;
}

static bool parse_flags(dl_str text, uint16_t *flags) {
    while (text.len) {
        dl_str part = take(&text, ' ');
        bool known = !part.len;
        for (size_t i = 0; i < DL_COUNT(flag_names); i++)
            if (dl_str_is(part, flag_names[i].name)) *flags |= flag_names[i].flag, known = true;
        if (!known) return false;
    }
    return true;
}

static bool parse_type(dl_str text, uint8_t *type) {
    for (uint32_t i = 0; i < DL_PROCESS; i++)
        if (dl_str_is(text, dl_event_type_name(i))) return *type = (uint8_t)i, true;
    *type = DL_PROCESS;
    return dl_str_is(text, "PROCESS");
}

/* Appends to the chain of frames of one lemma, keeping file order. */
static bool chain_frame(dl_events *e, char pos, dl_str lemma, uint32_t index) {
    dl_str key = dl_arena_printf(&e->arena, "%c:%.*s", pos, (int)lemma.len, lemma.ptr);
    uint32_t *slot = key.ptr ? dl_map_at(&e->frames_of, key) : NULL;
    if (!slot) return false;
    while (*slot != DL_NONE) slot = &e->frames.items[*slot].next;
    *slot = index;
    return true;
}

static int add_frame(dl_events *e, const ev_frame *model, dl_str lemma, dl_str when) {
    uint32_t index = e->frames.count;
    ev_frame *f = DL_PUSH(&e->frames, &e->arena);
    if (!f) return DL_ENOMEM;
    *f = *model;
    f->lemma = lemma;
    f->next = DL_NONE;
    f->label = dl_arena_printf(&e->arena, "%.*s%s%.*s #%u", (int)lemma.len, lemma.ptr,
                               when.len ? " " : "", (int)when.len, when.ptr, f->line);
    return chain_frame(e, f->pos, lemma, index) ? DL_OK : DL_ENOMEM;
}

/* Names what is wrong with a line of a lexicon. */
static int bad_line(dl_error *err, const char *file, uint32_t line, const char *what) {
    return dl_fail(err, DL_EFORMAT, UINT64_MAX, "%s line %u: %s", file, line, what);
}

static int load_frames(dl_events *e, const dl_data *data, dl_arena *scratch, dl_error *err) {
    const char *file = "en/frames.tsv";
    dl_tsv table;
    int rc = dl_data_table(data, file, scratch, &table, err);
    if (rc) return rc;
    if (table.columns < 8) return bad_line(err, file, 1, "eight columns are wanted");
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        dl_str *c = row->cells, lemmas = c[1];
        ev_frame f = {.line = row->line, .mode = c[4]};
        f.pos = c[0].len ? c[0].ptr[0] : 0;
        if (!memchr("vna", f.pos, 3) || !lemmas.len)
            return bad_line(err, file, row->line, "pos is v, n or a, and there is a lemma");
        if (!parse_when(e, c[2], &f)) return bad_line(err, file, row->line, "cannot read `when`");
        if (!parse_type(c[3], &f.type)) return bad_line(err, file, row->line, "unknown type");
        if (!parse_roles(e, c[5], f.actors, &f.actor_count) ||
            !parse_roles(e, c[6], f.recipients, &f.recipient_count))
            return bad_line(err, file, row->line, "cannot read a role");
        if (!parse_flags(c[7], &f.flags)) return bad_line(err, file, row->line, "unknown flag");
        while (lemmas.len)
            if (add_frame(e, &f, take(&lemmas, '|'), c[2])) return dl_fail_memory(err);
    }
    return DL_OK;
}

static int load_classes(dl_events *e, const dl_data *data, dl_arena *scratch, dl_error *err) {
    const char *file = "en/frame_classes.tsv";
    dl_tsv table;
    int rc = dl_data_table(data, file, scratch, &table, err);
    if (rc) return rc;
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t bit = dl_intern(&e->classes, row->cells[0]);
        if (bit >= 64) return bad_line(err, file, row->line, "at most 64 classes");
        dl_str words = table.columns > 1 ? row->cells[1] : (dl_str){0};
        while (words.len) {
            dl_str word = take(&words, '|');
            uint32_t *slot = dl_map_at(&e->words, word);
            if (!slot) return dl_fail_memory(err);
            if (*slot == DL_NONE) {
                *slot = e->masks.count;
                if (!DL_PUSH(&e->masks, &e->arena)) return dl_fail_memory(err);
            }
            e->masks.items[*slot] |= UINT64_C(1) << bit;
        }
    }
    return DL_OK;
}

static bool cue_effect(dl_str text, uint8_t *effect) {
    static const char *const names[EV_EFFECTS] = {"-",       "plans",   "maybe", "denies",
                                                  "goes-on", "happens", "past"};
    for (uint32_t i = 0; i < EV_EFFECTS; i++)
        if (dl_str_is(text, names[i])) return *effect = (uint8_t)i, true;
    return false;
}

static int add_cue(dl_events *e, ev_cue cue, dl_str lemma) {
    uint32_t index = e->cues.count;
    dl_str key = dl_arena_printf(&e->arena, "%c:%.*s", cue.kind, (int)lemma.len, lemma.ptr);
    ev_cue *made = DL_PUSH(&e->cues, &e->arena);
    uint32_t *slot = key.ptr ? dl_map_at(&e->cues_of, key) : NULL;
    if (!made || !slot) return DL_ENOMEM;
    *made = cue;
    made->lemma = lemma;
    made->next = DL_NONE;
    while (*slot != DL_NONE) slot = &e->cues.items[*slot].next;
    *slot = index;
    return DL_OK;
}

/* kind, lemmas, effect, prep ("-": its object), subject (actor, recipient) */
static int load_cues(dl_events *e, const dl_data *data, dl_arena *scratch, dl_error *err) {
    const char *file = "en/event_cues.tsv";
    dl_tsv table;
    int rc = dl_data_table(data, file, scratch, &table, err);
    if (rc) return rc;
    if (table.columns < 5) return bad_line(err, file, 1, "five columns are wanted");
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        ev_cue cue = {.kind = row->cells[0].len ? row->cells[0].ptr[0] : 0, .prep = row->cells[3]};
        if (!memchr("vanle", cue.kind, 5) || !cue_effect(row->cells[2], &cue.effect))
            return bad_line(err, file, row->line, "unknown kind or effect");
        if (dl_str_is(row->cells[4], "actor")) cue.subject = 1;
        if (dl_str_is(row->cells[4], "recipient")) cue.subject = 2;
        dl_str lemmas = row->cells[1];
        while (lemmas.len)
            if (add_cue(e, cue, take(&lemmas, '|'))) return dl_fail_memory(err);
    }
    return DL_OK;
}

/* Two columns, value and words: word -> number of value. */
static int load_words(dl_events *e, const dl_data *data, dl_arena *scratch, const char *file,
                      dl_map *map, bool sectors, dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, file, scratch, &table, err);
    if (rc) return rc;
    if (table.columns < 2) return bad_line(err, file, 1, "two columns are wanted");
    for (uint32_t i = 0; i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t index = sectors ? e->sectors.count : e->context_names.count;
        dl_str *name =
            sectors ? DL_PUSH(&e->sectors, &e->arena) : DL_PUSH(&e->context_names, &e->arena);
        if (!name) return dl_fail_memory(err);
        *name = row->cells[0];
        dl_str words = row->cells[1];
        while (words.len)
            if (!dl_map_set(map, take(&words, '|'), index)) return dl_fail_memory(err);
    }
    return DL_OK;
}

int ev_lexicon_load(dl_events *e, const dl_data *data, dl_error *err) {
    dl_map *maps[] = {&e->frames_of, &e->cues_of,  &e->preps, &e->classes,
                      &e->words,     &e->contexts, &e->people};
    for (size_t i = 0; i < DL_COUNT(maps); i++) dl_map_init(maps[i], &e->arena);
    /* The tables' cells are views into data, which outlives us; rows die with the scratch. */
    dl_arena scratch;
    dl_arena_init(&scratch);
    int rc = load_classes(e, data, &scratch, err);
    if (!rc) rc = load_frames(e, data, &scratch, err);
    if (!rc) rc = load_cues(e, data, &scratch, err);
    if (!rc) rc = load_words(e, data, &scratch, "en/event_contexts.tsv", &e->contexts, false, err);
    if (!rc) rc = load_words(e, data, &scratch, "en/actor_nouns.tsv", &e->people, true, err);
    dl_arena_free(&scratch);
    return rc;
}

uint64_t ev_class_mask(const dl_events *e, const char *name) {
    uint32_t bit = dl_map_get(&e->classes, dl_str_of(name));
    return bit == DL_NONE ? 0 : UINT64_C(1) << bit;
}
