/* Descriptions to entities: apposition, copula, office and country, the nearest that fits. */
#include "find/coref_rest.h"
#include "find/tuning_names.h"
#include "model/namekey.h"

static dl_mention *mention(const name_work *w, uint32_t i) {
    return &w->finds->mentions.items[i];
}

static bool is_named_person(const name_work *w, uint32_t e) {
    return e != DL_NONE && w->finds->entities.items[e].kind == DL_ENTITY_PERSON &&
           !w->finds->entities.items[e].unnamed;
}

static uint32_t token_at(const name_work *w, uint32_t sentence, uint32_t byte) {
    dl_sentence s = w->text->sentences.items[sentence];
    uint32_t i = s.first;
    while (i < s.first + s.count && w->tokens->start[i] < byte) i++;
    return i;
}

/* ── apposition and copula ── */

static bool is_comma(const name_work *w, uint32_t i) {
    dl_str t = name_token(w, i);
    return dl_str_is(t, ",") || dl_str_is(t, "(") || dl_str_is(t, "\xE2\x80\x94") ||
           dl_str_is(t, "\xE2\x80\x93");
}

/* "Umerov, the head of the delegation,": the name before the comma before the phrase. */
static uint32_t name_before(const name_work *w, uint32_t i) {
    const dl_mention *m = mention(w, i);
    dl_sentence s = w->text->sentences.items[m->sentence];
    uint32_t t = token_at(w, m->sentence, m->span.start),
             end = token_at(w, m->sentence, m->span.end);
    uint32_t stop = s.first + s.count;
    if (t > s.first &&
        (name_is(w, t - 1, "the") || name_is(w, t - 1, "a") || name_is(w, t - 1, "an")))
        t--;
    if (t < s.first + 2 || !is_comma(w, t - 1)) return DL_NONE;
    uint32_t name = w->mention_at[t - 2];
    if (name == DL_NONE || !is_named_person(w, mention(w, name)->entity)) return DL_NONE;
    if (w->tokens->deprel[m->head] == DL_REL_APPOS &&
        w->mention_at[w->tokens->head[m->head]] == name)
        return name;
    bool closed = end >= stop || is_comma(w, end) || dl_str_is(name_token(w, end), ".") ||
                  dl_str_is(name_token(w, end), ")") || name_is(w, end, "who");
    bool listed = end + 1 < stop && (name_is(w, end + 1, "and") || name_is(w, end, "and"));
    uint32_t rel = w->tokens->deprel[m->head];
    return closed && !listed && rel != DL_REL_NSUBJ && rel != DL_REL_CONJ ? name : DL_NONE;
}

/* "the Kremlin spokesman, Dmitri Peskov,": the name hangs on the phrase. */
static uint32_t name_after(const name_work *w, uint32_t i) {
    const dl_mention *m = mention(w, i);
    dl_sentence s = w->text->sentences.items[m->sentence];
    uint32_t end = token_at(w, m->sentence, m->span.end), stop = s.first + s.count;
    if (end + 1 >= stop) return DL_NONE;
    uint32_t direct = w->mention_at[end]; /* "opposition lawmaker in Minsk Anna Kovaleva" */
    if (direct != DL_NONE && mention(w, direct)->span.start == w->tokens->start[end] &&
        is_named_person(w, mention(w, direct)->entity) &&
        (w->tokens->head[mention(w, direct)->head] == m->head ||
         w->tokens->head[m->head] == mention(w, direct)->head))
        return direct;
    if (!is_comma(w, end)) return DL_NONE;
    uint32_t name = w->mention_at[end + 1];
    if (name == DL_NONE || !is_named_person(w, mention(w, name)->entity)) return DL_NONE;
    const dl_mention *n = mention(w, name);
    uint32_t after = token_at(w, m->sentence, n->span.end);
    bool hangs = w->tokens->head[n->head] == m->head && w->tokens->deprel[n->head] == DL_REL_APPOS;
    bool listed = after < stop && name_is(w, after, "and");
    bool closed = after >= stop || is_comma(w, after) || dl_str_is(name_token(w, after), ".");
    return !listed && closed && (hangs || m->flags & DL_MENTION_DEFINITE) ? name : DL_NONE;
}

/* "Umerov is the head of the delegation": the subject of the copula. */
static uint32_t copula_subject(const name_work *w, uint32_t i) {
    const dl_mention *m = mention(w, i);
    dl_sentence s = w->text->sentences.items[m->sentence];
    uint32_t subject = DL_NONE;
    bool copula = false;
    for (uint32_t k = s.first; k < s.first + s.count; k++) {
        if (w->tokens->head[k] != m->head) continue;
        if (w->tokens->deprel[k] == DL_REL_COP) copula = true;
        if (w->tokens->deprel[k] == DL_REL_NSUBJ) subject = k;
        if (w->tokens->deprel[k] == DL_REL_ADVMOD && (name_is(w, k, "not") || name_is(w, k, "n't")))
            return DL_NONE;
    }
    if (!copula || subject == DL_NONE) return DL_NONE;
    uint32_t name = w->mention_at[subject];
    return name != DL_NONE && is_named_person(w, mention(w, name)->entity) ? name : DL_NONE;
}

static bool link_by_grammar(name_work *w, uint32_t i, const nominal *n) {
    dl_mention *m = mention(w, i);
    if (m->flags & DL_MENTION_PLURAL) return false;
    uint32_t rule = DL_LINK_APPOSITION, name = name_before(w, i);
    if (name == DL_NONE) name = name_after(w, i);
    if (name == DL_NONE) {
        rule = DL_LINK_COPULA;
        name = copula_subject(w, i);
    }
    if (name == DL_NONE) return false;
    uint32_t entity = mention(w, name)->entity;
    const lex_row *row = name_row(w, n->row);
    if (row->gender && w->finds->entities.items[entity].gender &&
        row->gender != w->finds->entities.items[entity].gender)
        return false;
    m->flags &= (uint8_t)~DL_MENTION_UNNAMED;
    coref_link(w, i, entity, rule,
               rule == DL_LINK_APPOSITION ? DL_CERTAINTY_HIGH : DL_CERTAINTY_MEDIUM);
    dl_str of = n->code.len ? n->code : n->owner != DL_NONE ? coref_code(w, n->owner) : n->code;
    return coref_add_office(w, entity, m->span, row, of);
}

/* ── office and country ── */

static bool ends_word(dl_str all, dl_str end) {
    return dl_str_ends(all, end) && (all.len == end.len || all.ptr[all.len - end.len - 1] == ' ');
}

/* How well a description's noun fits an office held: 3 the same, 2 a shorter form, 1 a hint. */
static uint32_t role_fit(const lex_row *held, const lex_row *noun) {
    dl_str office = held->name;
    if (dl_str_eq(office, noun->name)) return 3;
    bool premier = dl_str_is(noun->name, "premier") && dl_str_is(office, "prime minister");
    if (premier || ends_word(office, noun->name) || ends_word(noun->name, office)) return 2;
    if (dl_str_is(noun->name, "leader") && dl_str_is(held->level, "head")) return 2;
    if (noun->level.len && dl_str_eq(noun->level, held->level) && noun->role == LEX_ROLE_ANY)
        return 1;
    bool official = dl_str_is(noun->name, "official") || dl_str_is(noun->name, "diplomat") ||
                    dl_str_is(noun->name, "politician");
    return official && dl_str_starts(held->sector, DL_STR("GOV")) ? 1 : 0;
}

static uint32_t office_fit(const name_work *w, uint32_t i, const nominal *n, dl_str code) {
    const dl_office *o = &w->finds->offices.items[i];
    dl_str of = o->of.len ? o->of : w->finds->entities.items[o->entity].code;
    if (o->former || (code.len && of.len && !dl_str_eq(code, of))) return 0;
    uint32_t fit = role_fit(name_row(w, w->office_rows.items[i]), name_row(w, n->row));
    if (!fit || (code.len && !of.len && fit < 2)) return 0;
    return fit * 2 + (code.len && of.len);
}

/* Sentences since the entity was last mentioned before a mention; DL_NONE: it was not. */
static uint32_t distance_to(const name_work *w, uint32_t entity, uint32_t i) {
    uint32_t last = entity < w->last_count ? w->last[entity] : DL_NONE;
    return last == DL_NONE ? DL_NONE : mention(w, i)->sentence - mention(w, last)->sentence;
}

static bool link_by_office(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    uint32_t found = DL_NONE, best = 0, near = DL_NONE;
    bool open = false;
    for (uint32_t k = 0; k < w->finds->offices.count; k++) {
        uint32_t fit = office_fit(w, k, n, code), e = w->finds->offices.items[k].entity;
        if (!fit || !is_named_person(w, e)) continue;
        uint32_t far = distance_to(w, e, i);
        if (far == DL_NONE && (fit < 5 || !code.len)) continue;
        if (fit <= 3 && far > DL_NAMES_HINT_SENTENCES) continue;
        if (fit < best || (fit == best && far > near) || (fit == best && e == found)) continue;
        open = fit == best && far == near && e != found;
        best = fit;
        near = far;
        found = e;
    }
    if (found == DL_NONE) return false;
    if (open) return true; /* two fit alike: left open */
    if (code.len && best >= 4) coref_fill_code(w, found, code);
    coref_link(w, i, found, DL_LINK_OFFICE,
               best >= 6 && code.len ? DL_CERTAINTY_HIGH
               : best >= 4           ? DL_CERTAINTY_MEDIUM
                                     : DL_CERTAINTY_LOW);
    return true;
}

/* ── new and repeated descriptions ── */

static uint32_t new_description(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    dl_mention *m = mention(w, i);
    uint32_t at = coref_new_entity(w, i, m->kind, dl_span_text(w->bytes, m->span));
    if (at == DL_NONE) return at;
    dl_entity *e = &w->finds->entities.items[at];
    const lex_row *row = name_row(w, n->row);
    e->code = code;
    e->sector = row->sector;
    e->gender = m->flags & DL_MENTION_PLURAL ? 'p' : row->gender;
    e->unnamed = n->role;
    e->certainty = DL_CERTAINTY_MEDIUM;
    if (!n->role && code.len) {
        dl_str noun = dl_name_folded(w->arena, row->name);
        e->key = dl_arena_printf(&w->finds->arena, "%s:%.*s:%.*s",
                                 m->kind == DL_ENTITY_ORGANIZATION ? "org"
                                                                   : dl_entity_kind_name(m->kind),
                                 (int)code.len, code.ptr, (int)noun.len, noun.ptr);
    }
    coref_link(w, i, at, DL_LINK_FIRST, DL_CERTAINTY_MEDIUM);
    return at;
}

/* The same description before: "a Ukrainian official … the official". */
static bool link_repeated(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    for (uint32_t k = i; k-- > 0;) {
        const dl_mention *b = mention(w, k);
        uint32_t other = w->nominal_of[k];
        uint32_t reach = n->role ? DL_NAMES_REPEAT_SENTENCES : DL_NAMES_REPEAT_BODY;
        if (b->sentence + reach < mention(w, i)->sentence) break;
        if (b->form != DL_MENTION_NOMINAL || other == DL_NONE || b->entity == DL_NONE) continue;
        const nominal *o = &w->nominals.items[other];
        if (o->row != n->row || (b->flags ^ mention(w, i)->flags) & DL_MENTION_PLURAL) continue;
        dl_str theirs = w->finds->entities.items[b->entity].code;
        if (code.len && theirs.len && !dl_str_eq(code, theirs)) continue;
        if (code.len && !theirs.len) continue;
        coref_link(w, i, b->entity, DL_LINK_DESCRIPTION, DL_CERTAINTY_MEDIUM);
        return true;
    }
    return false;
}

/* The named body a noun may stand for: "the alliance" for NATO, "the newspaper" for The Times. */
static bool body_fits(const dl_entity *e, const lex_row *noun) {
    if (e->kind != DL_ENTITY_ORGANIZATION && e->kind != DL_ENTITY_GROUP) return false;
    if (e->unnamed) return false;
    char name[256];
    size_t n = dl_name_fold(name, sizeof name, e->name);
    if (ends_word((dl_str){name, n}, noun->name)) return true;
    static const struct {
        const char *noun, *sector, *code;
    } hints[] = {{"alliance", "MIL", "IGO"}, {"bloc", "", "EUR"},        {"newspaper", "JRN", ""},
                 {"broadcaster", "JRN", ""}, {"news agency", "JRN", ""}, {"outlet", "JRN", ""},
                 {"news outlet", "JRN", ""}, {"news site", "JRN", ""},   {"magazine", "JRN", ""},
                 {"party", "PTY", ""},       {"company", "BUS", ""},     {"firm", "BUS", ""},
                 {"group", "REB", ""},       {"militia", "REB", ""},     {"movement", "REB", ""},
                 {"militia", "PRM", ""},     {"agency", "", "UNO"},      {"union", "", "EUR"}};
    for (size_t i = 0; i < DL_COUNT(hints); i++)
        if (dl_str_is(noun->name, hints[i].noun) &&
            (!*hints[i].sector || dl_str_is(e->sector, hints[i].sector)) &&
            (!*hints[i].code || dl_str_is(e->code, hints[i].code)))
            return true;
    return false;
}

static bool link_body(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    for (uint32_t k = i; k-- > 0;) {
        const dl_mention *b = mention(w, k);
        if (b->sentence + DL_NAMES_BODY_SENTENCES < mention(w, i)->sentence) break;
        if (b->entity == DL_NONE || b->form == DL_MENTION_PRONOUN) continue;
        const dl_entity *e = &w->finds->entities.items[b->entity];
        if (!body_fits(e, name_row(w, n->row))) continue;
        if (code.len && !dl_str_eq(code, e->code)) continue;
        coref_link(w, i, b->entity, DL_LINK_DESCRIPTION, DL_CERTAINTY_MEDIUM);
        return true;
    }
    return false;
}

/* "the Ukrainian military" and "Armed Forces of Ukraine" are one. */
static bool link_forces(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    dl_str noun = name_row(w, n->row)->name;
    if (!code.len || !(dl_str_is(noun, "military") || dl_str_is(noun, "armed forces")))
        return false;
    for (uint32_t e = 0; e < w->finds->entities.count; e++) {
        const dl_entity *x = &w->finds->entities.items[e];
        if (x->kind == DL_ENTITY_ORGANIZATION && dl_str_eq(x->code, code) &&
            dl_str_starts(x->name, DL_STR("Armed Forces"))) {
            coref_link(w, i, e, DL_LINK_DESCRIPTION, DL_CERTAINTY_MEDIUM);
            return true;
        }
    }
    return false;
}

/* "the country", "the Ukrainian capital". */
static bool link_place(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    dl_str noun = name_row(w, n->row)->name;
    if (dl_str_is(noun, "capital") && code.len) {
        uint32_t row = dl_map_get(&w->names->lex.capitals, code);
        if (row == DL_NONE) return false;
        uint32_t e = coref_thing(w, i, DL_ENTITY_PLACE, row);
        if (e == DL_NONE) return false;
        mention(w, i)->flags |= DL_MENTION_AS_PLACE;
        coref_link(w, i, e, DL_LINK_LEXICON, DL_CERTAINTY_MEDIUM);
        return true;
    }
    bool country = dl_str_is(noun, "country") || dl_str_is(noun, "nation");
    if (!country || code.len) return false;
    for (uint32_t k = i; k-- > 0;) {
        const dl_mention *b = mention(w, k);
        if (b->sentence + 2 < mention(w, i)->sentence) break;
        if (b->entity == DL_NONE || b->kind != DL_ENTITY_COUNTRY || b->form != DL_MENTION_NAME)
            continue;
        coref_link(w, i, b->entity, DL_LINK_DESCRIPTION, DL_CERTAINTY_LOW);
        return true;
    }
    return false;
}

static void link_role(name_work *w, uint32_t i, const nominal *n, dl_str code) {
    const dl_mention *m = mention(w, i);
    bool plural = m->flags & DL_MENTION_PLURAL;
    if (n->indefinite && !plural) {
        new_description(w, i, n, code);
        return;
    }
    if (!plural && !(m->flags & DL_MENTION_UNNAMED) && link_by_office(w, i, n, code)) return;
    if (plural ? !code.len && n->indefinite : false) {
        new_description(w, i, n, code);
        return;
    }
    if (link_repeated(w, i, n, code)) return;
    if (!plural && coref_holder(w, i, name_row(w, n->row), code)) return;
    new_description(w, i, n, code);
}

static void link_nominal(name_work *w, uint32_t i) {
    const nominal *n = &w->nominals.items[w->nominal_of[i]];
    dl_str code = n->code;
    if (!code.len && n->owner != DL_NONE) code = coref_code(w, n->owner);
    if (n->role) {
        if (!link_by_grammar(w, i, n)) link_role(w, i, n, code);
        return;
    }
    const dl_mention *m = mention(w, i);
    if (m->kind == DL_ENTITY_PLACE || m->kind == DL_ENTITY_COUNTRY) {
        link_place(w, i, n, code);
        return;
    }
    if (m->kind == DL_ENTITY_GROUP && !code.len) {
        if (!n->indefinite && link_repeated(w, i, n, code)) return;
        static const char *const open[] = {"sides", "two sides", "parties", "delegations"};
        for (size_t k = 0; k < DL_COUNT(open); k++)
            if (dl_str_is(name_row(w, n->row)->name, open[k])) return; /* whose: not known here */
    }
    if (!n->indefinite && link_forces(w, i, n, code)) return;
    if (!n->indefinite && !(m->flags & DL_MENTION_PLURAL) && link_body(w, i, n, code)) return;
    if (!n->indefinite && link_repeated(w, i, n, code)) return;
    if (code.len || m->flags & DL_MENTION_DEFINITE) new_description(w, i, n, code);
}

void coref_nominals(name_work *w) {
    w->last_count = w->finds->entities.count + w->finds->mentions.count;
    w->last = dl_arena_array(w->arena, w->last_count + 1, sizeof *w->last);
    if (!w->last) return;
    memset(w->last, 0xFF, (w->last_count + 1) * sizeof *w->last);
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        if (mention(w, i)->form == DL_MENTION_NOMINAL && w->nominal_of[i] != DL_NONE)
            link_nominal(w, i);
        uint32_t e = mention(w, i)->entity;
        if (e != DL_NONE && e < w->last_count) w->last[e] = i;
    }
}
