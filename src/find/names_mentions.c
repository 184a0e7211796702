/* Name spans to mentions: what each name is, the titles before it, adjectives of countries. */
#include "find/names_work.h"

enum {
    MASK_NAME = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_PLACE | 1 << LEX_GOVERNMENT |
                1 << LEX_BODY | 1 << LEX_OUTLET,
    MASK_LOC = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_PLACE,
    MASK_ORG = 1 << LEX_GOVERNMENT | 1 << LEX_BODY | 1 << LEX_OUTLET,
    MASK_ADJECTIVE = 1 << LEX_ADJECTIVE | 1 << LEX_PLACE_ADJECTIVE,
    MASK_PEOPLE = 1 << LEX_PEOPLE | 1 << LEX_PLACE_PEOPLE,
};

uint32_t name_add(name_work *w, dl_mention mention, uint32_t row) {
    dl_mention *m = DL_PUSH(&w->finds->mentions, &w->finds->arena);
    uint32_t *r = DL_PUSH(&w->rows, w->arena);
    uint32_t *o = DL_PUSH(&w->owners, w->arena);
    if (!m || !r || !o) return DL_NONE;
    *m = mention;
    m->entity = DL_NONE;
    *r = row;
    *o = DL_NONE;
    return w->finds->mentions.count - 1;
}

/* The token of a phrase that the tree hangs the others on; the last one where there is no tree. */
static uint32_t head_of(const name_work *w, uint32_t first, uint32_t count) {
    if (w->tagged)
        for (uint32_t i = first; i < first + count; i++) {
            uint32_t h = w->tokens->head[i];
            if (h == DL_NONE || h < first || h >= first + count) return i;
        }
    return first + count - 1;
}

static dl_mention mention_of(const name_work *w, uint32_t first, uint32_t count, uint8_t kind,
                             uint8_t form) {
    dl_mention m = {.kind = kind, .form = form, .certainty = DL_CERTAINTY_HIGH};
    m.span = name_tokens_span(w, first, count);
    m.name = form == DL_MENTION_NOMINAL || form == DL_MENTION_PRONOUN ? DL_SPAN_NONE : m.span;
    m.head = head_of(w, first, count);
    m.sentence = w->sentence[first];
    return m;
}

static bool is_lower_word(const name_work *w, uint32_t i) {
    return name_type_of(w, i)->shape == SHAPE_LOWER;
}

/* Where the titles before a person's name begin: "US special envoy |Steve Witkoff", "Secretary of
 * the National Security Council |Rustem Umerov", "Mr. |Zelensky". */
static uint32_t title_start(const name_work *w, uint32_t first, uint32_t floor) {
    uint32_t at = first, e;
    const lex_match *m;
    while (at > floor && (m = name_ending(w, at, 1 << LEX_ROLE, &e)) && m->first >= floor)
        at = m->first;
    if (at == first) {
        uint32_t back = at; /* role + of/to (the) + names */
        for (uint32_t steps = 0; steps < 3 && back > floor; steps++) {
            uint32_t s = w->span_at[back - 1];
            const lex_match *org = NULL;
            if (s != DL_NONE && w->spans.items[s].first >= floor &&
                w->spans.items[s].cls != NAME_PER)
                back = w->spans.items[s].first;
            else if ((org = name_ending(w, back, MASK_NAME | 1 << LEX_NOUN, &e)) &&
                     org->first >= floor)
                back = org->first;
            else
                break;
            if (back > floor && name_is(w, back - 1, "the")) back--;
            if (back <= floor || !(name_is(w, back - 1, "of") || name_is(w, back - 1, "to") ||
                                   name_is(w, back - 1, "for")))
                break;
            back--;
            if (back > floor && (m = name_ending(w, back, 1 << LEX_ROLE, &e)) &&
                m->first >= floor) {
                at = m->first;
                break;
            }
        }
    }
    uint32_t own = w->span_at[first];
    if (at == first) return first;
    while (at > floor) { /* "former US …", "Ukrainian …", "Kremlin …" */
        uint32_t s = w->span_at[at - 1];
        if ((m = name_ending(w, at, MASK_ADJECTIVE | MASK_NAME | 1 << LEX_ROLE, &e)) &&
            m->first >= floor && (s == DL_NONE || s == own || w->spans.items[s].cls != NAME_PER))
            at = m->first;
        else if (name_is(w, at - 1, "former") || name_is(w, at - 1, "then") ||
                 name_is(w, at - 1, "acting") || name_is(w, at - 1, "outgoing") ||
                 name_is(w, at - 1, "deputy") || name_is(w, at - 1, "senior"))
            at--;
        else
            break;
    }
    return at;
}

/* Honorifics and offices that the tagger took into the name come off it. */
static uint32_t bare_start(const name_work *w, uint32_t first, uint32_t count) {
    uint32_t at = first, e;
    const lex_match *m;
    while (at + 1 < first + count &&
           (m = name_longest(w, at, 1 << LEX_ROLE | 1 << LEX_ADJECTIVE | MASK_ORG, &e)) &&
           at + m->count < first + count) {
        uint32_t role;
        bool body = MASK_ORG >> name_entry(w, e)->cls & 1; /* "EU High Representative …" */
        if (body && !name_longest(w, at + m->count, 1 << LEX_ROLE, &role)) break;
        const lex_row *row = name_row(w, name_entry(w, e)->row);
        bool given = name_exact(w, at, m->count, 1 << LEX_GIVEN) != DL_NONE;
        if (given && row->role != LEX_HONORIFIC) break;
        at += m->count;
    }
    return at;
}

static bool add_adjective(name_work *w, const lex_match *m, uint32_t e);

static bool add_person(name_work *w, const name_span *s, uint32_t floor) {
    uint32_t bare = bare_start(w, s->first, s->count);
    uint32_t start = title_start(w, bare, floor);
    uint32_t end = s->first + s->count;
    dl_mention m = mention_of(w, bare, end - bare, DL_ENTITY_PERSON, DL_MENTION_NAME);
    m.span = name_tokens_span(w, start, end - start);
    uint32_t at = name_add(w, m, DL_NONE);
    for (uint32_t i = bare; i < end; i++) w->mention_at[i] = at;
    for (uint32_t i = s->first; at != DL_NONE && i < bare;) { /* "|Russian President| V. Putin" */
        uint32_t e;
        const lex_match *match = name_longest(w, i, MASK_ADJECTIVE, &e);
        if (match && i + match->count <= bare && !add_adjective(w, match, e)) return false;
        i += match ? match->count : 1;
    }
    return at != DL_NONE;
}

/* What a place or body is by the lexicon. */
static uint32_t entry_of_span(const name_work *w, const name_span *s) {
    uint32_t e = DL_NONE;
    if (s->cls == NAME_LOC) e = name_exact(w, s->first, s->count, MASK_LOC);
    if (s->cls == NAME_ORG) e = name_exact(w, s->first, s->count, MASK_ORG);
    if (e == DL_NONE) e = name_exact(w, s->first, s->count, MASK_NAME);
    return e;
}

/* "US officials", "Kyiv talks": before a noun of the same phrase. */
static bool before_noun(const name_work *w, uint32_t first, uint32_t count) {
    uint32_t next = first + count, low, high;
    name_bounds(w, first, &low, &high);
    if (next >= high) return false;
    if (w->tagged) {
        uint32_t h = head_of(w, first, count), rel = w->tokens->deprel[h];
        return (rel == DL_REL_COMPOUND || rel == DL_REL_AMOD) && w->tokens->head[h] != DL_NONE &&
               w->tokens->head[h] >= next;
    }
    uint32_t e;
    return is_lower_word(w, next) && name_longest(w, next, 1 << LEX_ROLE | 1 << LEX_NOUN, &e);
}

static bool add_thing(name_work *w, const name_span *whole) {
    name_span bare = *whole;
    const name_span *s = &bare;
    uint32_t e = entry_of_span(w, s);
    bool article = bare.count > 1 && name_is(w, bare.first, "the") &&
                   (e == DL_NONE || !dl_str_starts(name_entry(w, e)->phrase, DL_STR("The ")));
    if (article) { /* "The Kremlin" */
        bare.first++;
        bare.count--;
        e = entry_of_span(w, s);
    }
    if (e == DL_NONE) { /* "Ukrainian" taken for a place */
        uint32_t adjective = name_exact(w, s->first, s->count, MASK_ADJECTIVE | MASK_PEOPLE);
        const lex_match match = {s->first, s->count, adjective};
        if (adjective != DL_NONE) return add_adjective(w, &match, adjective);
    }
    uint8_t kind = s->cls == NAME_LOC ? DL_ENTITY_PLACE : DL_ENTITY_ORGANIZATION;
    uint8_t form = DL_MENTION_NAME;
    uint32_t row = DL_NONE;
    if (e != DL_NONE) {
        row = name_entry(w, e)->row;
        kind = name_row(w, row)->kind;
        if (name_entry(w, e)->cls == LEX_GOVERNMENT) form = DL_MENTION_METONYM;
        if (name_entry(w, e)->cls == LEX_COUNTRY && before_noun(w, s->first, s->count) &&
            name_exact(w, s->first, s->count, 1 << LEX_ADJECTIVE) != DL_NONE)
            form = DL_MENTION_ADJECTIVE;
    }
    uint32_t noun =
        e == DL_NONE ? name_exact(w, s->first + s->count - 1, 1, 1 << LEX_NOUN) : DL_NONE;
    if (noun != DL_NONE && s->count > 1 && /* "Budapest Memorandum" */
        name_row(w, name_entry(w, noun)->row)->kind == DL_ENTITY_DOCUMENT)
        kind = DL_ENTITY_DOCUMENT;
    dl_mention m = mention_of(w, s->first, s->count, kind, form);
    if (e == DL_NONE && !s->sure) m.certainty = DL_CERTAINTY_MEDIUM;
    uint32_t at = name_add(w, m, row);
    for (uint32_t i = s->first; i < s->first + s->count; i++) w->mention_at[i] = at;
    return at != DL_NONE;
}

/* "Ukrainian", "Europeans" where no name span covers them. */
static bool add_adjective(name_work *w, const lex_match *m, uint32_t e) {
    bool people = MASK_PEOPLE >> name_entry(w, e)->cls & 1;
    if (people && (MASK_ADJECTIVE & 1 << LEX_ADJECTIVE) &&
        name_exact(w, m->first, m->count, MASK_ADJECTIVE) != DL_NONE) {
        bool noun = w->tagged && w->tokens->deprel[m->first + m->count - 1] != DL_REL_AMOD &&
                    w->tokens->deprel[m->first + m->count - 1] != DL_REL_COMPOUND &&
                    w->tokens->upos[m->first + m->count - 1] != DL_ADJ;
        people = noun && !before_noun(w, m->first, m->count);
    }
    uint32_t row = name_entry(w, e)->row;
    uint8_t kind = people ? DL_ENTITY_GROUP : name_row(w, row)->kind;
    dl_mention mention =
        mention_of(w, m->first, m->count, kind, people ? DL_MENTION_NAME : DL_MENTION_ADJECTIVE);
    if (people) mention.flags |= DL_MENTION_PLURAL;
    uint32_t at = name_add(w, mention, row);
    for (uint32_t i = m->first; i < m->first + m->count; i++) w->mention_at[i] = at;
    return at != DL_NONE;
}

/* Marks an editor's insertion: "he [Zelensky]". */
static void mark_inserted(name_work *w) {
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        dl_mention *m = &w->finds->mentions.items[i];
        if (m->span.start && w->bytes.ptr[m->span.start - 1] == '[' && m->span.end < w->bytes.len &&
            w->bytes.ptr[m->span.end] == ']')
            m->flags |= DL_MENTION_INSERTED;
    }
}

int name_mentions(name_work *w, dl_error *err) {
    uint32_t floor = 0;
    for (uint32_t s = 0; s < w->text->sentences.count; s++) {
        const dl_sentence *sentence = &w->text->sentences.items[s];
        uint32_t end = sentence->first + sentence->count;
        floor = sentence->first;
        for (uint32_t i = sentence->first; i < end;) {
            uint32_t k = w->span_at[i], e;
            if (k != DL_NONE) {
                const name_span *span = &w->spans.items[k];
                bool ok = span->cls == NAME_PER ? add_person(w, span, floor) : add_thing(w, span);
                if (!ok) return dl_fail_memory(err);
                i = span->first + span->count;
                floor = span->cls == NAME_PER ? i : floor;
                continue;
            }
            const lex_match *m = name_longest(w, i, MASK_ADJECTIVE, &e);
            if (!m) m = name_longest(w, i, MASK_PEOPLE, &e);
            if (m && !add_adjective(w, m, e)) return dl_fail_memory(err);
            i += m ? m->count : 1;
        }
    }
    mark_inserted(w);
    return DL_OK;
}
