/* Who held an office on the report's day: a second signal, and the only one where the report names
 * nobody. */
#include "find/coref_rest.h"

static bool covers(dl_str interval, dl_str day) {
    const char *slash = interval.len ? memchr(interval.ptr, '/', interval.len) : NULL;
    if (!slash) return false;
    size_t n = (size_t)(slash - interval.ptr);
    dl_str since = {interval.ptr, n}, until = dl_str_sub(interval, n + 1, interval.len);
    size_t k = since.len < day.len ? since.len : day.len;
    if (memcmp(since.ptr, day.ptr, k) > 0) return false;
    if (dl_str_is(until, "..")) return true;
    k = until.len < day.len ? until.len : day.len;
    return memcmp(day.ptr, until.ptr, k) < 0;
}

/* "2025-12-01" of the report; len 0: not known or no year. */
static dl_str day_of(const name_work *w) {
    dl_str day = w->finds->report.published.value;
    if (day.len > 10) day.len = 10;
    return day.len >= 4 && day.ptr[0] >= '0' && day.ptr[0] <= '9' ? day : DL_STR("");
}

static const lex_holder *holder_of(const name_work *w, const lex_row *role, dl_str code,
                                   dl_str day) {
    const lexicon *lex = &w->names->lex;
    const lex_holder *found = NULL;
    for (uint32_t i = 0; i < lex->holders.count; i++) {
        const lex_holder *h = &lex->holders.items[i];
        bool title = dl_str_eq(h->title, role->name) ||
                     (dl_str_is(role->name, "leader") && dl_str_is(h->level, "head"));
        if (!title || !dl_str_eq(h->of, code) || !covers(h->dates, day)) continue;
        if (found && !dl_str_eq(found->name, h->name)) return NULL; /* president and premier */
        found = h;
    }
    return found;
}

bool coref_holder(name_work *w, uint32_t i, const lex_row *role, dl_str code) {
    dl_str day = day_of(w);
    if (!day.len || !code.len) return false;
    const lex_holder *h = holder_of(w, role, code, day);
    if (!h) return false;
    person_name p = person_parse(w, h->name);
    uint32_t found = DL_NONE;
    for (uint32_t e = 0; e < w->finds->entities.count; e++) {
        const dl_entity *x = &w->finds->entities.items[e];
        if (x->kind == DL_ENTITY_PERSON && !x->unnamed &&
            person_family_agree(x->family, p.family) && person_given_agree(x->given, p.given))
            found = e;
    }
    if (found == DL_NONE) {
        found = coref_new_person(w, i, h->name);
        if (found == DL_NONE) return false;
        w->finds->entities.items[found].lexicon_line = h->line;
        w->finds->entities.items[found].certainty = DL_CERTAINTY_MEDIUM;
        w->finds->entities.items[found].gender = h->gender;
    }
    coref_link(w, i, found, DL_LINK_HOLDER, DL_CERTAINTY_MEDIUM);
    return coref_add_office(w, found, w->finds->mentions.items[i].span, role, code);
}

static bool is_holder(const name_work *w, const lex_holder *h, const dl_entity *e) {
    /* the last word's key: "al-Assad" and "Assad" share it; "bin Salman" and "Salman" too */
    if (!dl_str_ends(e->key, h->key)) return false;
    person_name p = person_parse(w, h->name);
    return person_family_agree(e->family, p.family) && person_given_agree(e->given, p.given);
}

/* "Putin" without a title: whoever held an office on the day and is the only one of that name. */
static void fill_untitled(name_work *w, uint32_t entity, dl_str day) {
    dl_entity *e = &w->finds->entities.items[entity];
    const lex_holder *found = NULL;
    if (e->kind != DL_ENTITY_PERSON || e->unnamed || e->code.len || !day.len) return;
    if (!e->given.len && (lexicon_find(&w->names->lex, e->family, LEX_FAMILY) != DL_NONE ||
                          lexicon_find(&w->names->lex, e->family, LEX_GIVEN) != DL_NONE))
        return;
    for (uint32_t k = 0; k < w->names->lex.holders.count; k++) {
        const lex_holder *h = &w->names->lex.holders.items[k];
        if (!covers(h->dates, day) || !is_holder(w, h, e)) continue;
        if (found && !dl_str_eq(found->name, h->name)) return;
        if (!found) found = h;
    }
    if (!found || found->of.len != 3) return;
    e->code = found->of;
    if (!e->sector.len) e->sector = found->sector;
    if (!e->gender) e->gender = found->gender;
    e->lexicon_line = found->line;
}

void coref_fill_holders(name_work *w) {
    dl_str day = day_of(w);
    for (uint32_t i = 0; i < w->finds->offices.count; i++) {
        const dl_office *o = &w->finds->offices.items[i];
        const dl_entity *e = &w->finds->entities.items[o->entity];
        dl_str code = DL_STR("");
        bool open = false;
        for (uint32_t k = 0; !o->of.len && k < w->names->lex.holders.count; k++) {
            const lex_holder *h = &w->names->lex.holders.items[k];
            if (!dl_str_eq(h->title, o->title) || !is_holder(w, h, e)) continue;
            if (day.len && !o->former && !covers(h->dates, day)) continue;
            open |= code.len && !dl_str_eq(code, h->of);
            code = h->of;
        }
        if (code.len == 3 && !open) coref_fill_code(w, o->entity, code);
    }
    for (uint32_t e = 0; e < w->finds->entities.count; e++) fill_untitled(w, e, day);
}

int coref_rest(name_work *w, dl_error *err) {
    coref_nominals(w);
    coref_pronouns(w);
    return w->arena->failed || w->finds->arena.failed ? dl_fail_memory(err) : DL_OK;
}
