/* Offices: "US special envoy Steve Witkoff", "President Macron of France". */
#include "find/coref_work.h"

dl_str coref_code(const name_work *w, uint32_t mention) {
    if (mention == DL_NONE) return DL_STR("");
    uint32_t e = w->finds->mentions.items[mention].entity;
    if (e != DL_NONE) return w->finds->entities.items[e].code;
    uint32_t row = w->rows.items[mention];
    return row == DL_NONE ? DL_STR("") : name_row(w, row)->code;
}

static bool lists(dl_str list, dl_str item) {
    while (list.len) {
        const char *semi = memchr(list.ptr, ';', list.len);
        size_t n = semi ? (size_t)(semi - list.ptr) : list.len;
        if (dl_str_eq((dl_str){list.ptr, n}, item)) return true;
        list = dl_str_sub(list, semi ? n + 1 : n, list.len);
    }
    return false;
}

/* Adds sector codes that are not there yet, in the order of coming. */
static void add_sectors(name_work *w, dl_entity *e, dl_str sectors) {
    while (sectors.len) {
        const char *semi = memchr(sectors.ptr, ';', sectors.len);
        size_t n = semi ? (size_t)(semi - sectors.ptr) : sectors.len;
        dl_str one = {sectors.ptr, n};
        if (!lists(e->sector, one))
            e->sector = e->sector.len
                            ? dl_arena_printf(&w->finds->arena, "%.*s;%.*s", (int)e->sector.len,
                                              e->sector.ptr, (int)n, one.ptr)
                            : one;
        sectors = dl_str_sub(sectors, semi ? n + 1 : n, sectors.len);
    }
}

/* "former", "ex-", "then-" at the beginning of a title. */
static bool is_former(dl_str title) {
    static const char *const words[] = {"former ", "Former ", "ex-",  "Ex-",
                                        "then-",   "Then-",   "late "};
    for (size_t i = 0; i + 2 < title.len; i++) {
        if (i && title.ptr[i - 1] != ' ') continue;
        for (size_t k = 0; k < DL_COUNT(words); k++)
            if (dl_str_starts(dl_str_sub(title, i, title.len), dl_str_of(words[k]))) return true;
    }
    return false;
}

bool coref_add_office(name_work *w, uint32_t entity, dl_span span, const lex_row *role, dl_str of) {
    dl_entity *e = &w->finds->entities.items[entity];
    if (role->gender && !e->gender) e->gender = role->gender;
    add_sectors(w, e, role->sector);
    if (!e->code.len) e->code = of;
    if (role->role == LEX_HONORIFIC) return true;
    for (uint32_t i = 0; i < w->finds->offices.count; i++) {
        const dl_office *o = &w->finds->offices.items[i];
        if (o->entity == entity && dl_str_eq(o->title, role->name) &&
            (dl_str_eq(o->of, of) || !of.len))
            return true;
    }
    dl_office *o = DL_PUSH(&w->finds->offices, &w->finds->arena);
    uint32_t *row = DL_PUSH(&w->office_rows, w->arena);
    if (!o || !row) return false;
    *row = (uint32_t)(role - w->names->lex.rows.items);
    o->entity = entity;
    o->span = span;
    o->title = role->name;
    o->of = of;
    o->former = is_former(dl_span_text(w->bytes, span));
    return true;
}

void coref_fill_code(name_work *w, uint32_t entity, dl_str code) {
    dl_entity *e = &w->finds->entities.items[entity];
    if (!e->code.len) e->code = code;
    for (uint32_t i = 0; i < w->finds->offices.count; i++) {
        dl_office *o = &w->finds->offices.items[i];
        if (o->entity == entity && !o->of.len) o->of = code;
    }
}

/* The country a title belongs to: the first name or adjective in it with a code, but not where
 * somebody is sent to ("Ukrainian ambassador to the US"). */
static dl_str code_in(const name_work *w, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t before = i > first && name_is(w, i - 1, "the") ? i - 1 : i;
        if (before > first && name_is(w, before - 1, "to")) continue;
        dl_str code = coref_code(w, w->mention_at[i]);
        if (code.len) return code;
    }
    return DL_STR("");
}

/* "… of France" behind a titled name. */
static dl_str code_after(const name_work *w, uint32_t end, uint32_t stop) {
    if (end + 1 >= stop || !name_is(w, end, "of")) return DL_STR("");
    uint32_t next = end + 1;
    if (name_is(w, next, "the") && next + 1 < stop) next++;
    return coref_code(w, w->mention_at[next]);
}

/* "Trump's special envoy Steve Witkoff": the owner's country. */
static dl_str code_before(const name_work *w, uint32_t first, uint32_t floor) {
    if (first < floor + 2) return DL_STR("");
    dl_str clitic = name_token(w, first - 1);
    if (!(w->tokens->flags[first - 1] & DL_TOKEN_CLITIC) && !dl_str_is(clitic, "'s") &&
        !dl_str_is(clitic, "\xE2\x80\x99s"))
        return DL_STR("");
    return coref_code(w, w->mention_at[first - 2]);
}

static bool office_of(name_work *w, uint32_t mention) {
    const dl_mention *m = &w->finds->mentions.items[mention];
    if (m->kind != DL_ENTITY_PERSON || m->form != DL_MENTION_NAME || m->entity == DL_NONE ||
        m->span.start == m->name.start)
        return true;
    dl_sentence s = w->text->sentences.items[m->sentence];
    uint32_t first = s.first, stop = s.first + s.count, name = s.first, end;
    while (first < stop && w->tokens->start[first] < m->span.start) first++;
    while (name < stop && w->tokens->start[name] < m->name.start) name++;
    for (end = name; end < stop && w->tokens->start[end] < m->name.end;) end++;
    dl_str of = code_in(w, first, name);
    if (!of.len) of = code_after(w, end, stop);
    if (!of.len) of = code_before(w, first, s.first);
    dl_span span = name_tokens_span(w, first, name - first);
    for (uint32_t i = first; i < name;) {
        uint32_t e;
        const lex_match *match = name_longest(w, i, 1 << LEX_ROLE, &e);
        if (match && i + match->count <= name &&
            !coref_add_office(w, m->entity, span, name_row(w, name_entry(w, e)->row), of))
            return false;
        i += match ? match->count : 1;
    }
    return true;
}

int coref_offices(name_work *w, dl_error *err) {
    for (uint32_t i = 0; i < w->finds->mentions.count; i++)
        if (!office_of(w, i)) return dl_fail_memory(err);
    coref_fill_holders(w);
    return w->finds->arena.failed ? dl_fail_memory(err) : DL_OK;
}
