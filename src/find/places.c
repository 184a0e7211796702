#include "find/places.h"

#include "model/entity.h"
#include "model/namekey.h"

enum { /* classes of en/placewords.tsv */
       WORD_IN = 1,
       WORD_WAY = 2,
       WORD_MOTION = 4,
       WORD_TARGET = 8,
       WORD_PLACE_NOUN = 16,
       WORD_STATE_NOUN = 32,
       WORD_PHYSICAL = 64,
       WORD_LOCATED = 128,
       WORD_SPEECH = 256
};

static int load_words(place_words *p, lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const classes[] = {"in",        "way",      "motion",  "target", "placenoun",
                                          "statenoun", "physical", "located", "speech"};
    dl_tsv t;
    int rc = dl_data_table(data, "en/placewords.tsv", &lex->arena, &t, err);
    uint32_t cls = rc ? DL_NONE : dl_tsv_column(&t, "class");
    uint32_t word = rc ? DL_NONE : dl_tsv_column(&t, "word");
    for (uint32_t i = 0; !rc && i < t.rows.count; i++)
        for (size_t k = 0; k < DL_COUNT(classes); k++) {
            if (!dl_str_is(dl_tsv_cell(&t.rows.items[i], cls), classes[k])) continue;
            uint32_t *bits = dl_map_at(&p->words, dl_tsv_cell(&t.rows.items[i], word));
            if (!bits) return dl_fail_memory(err);
            *bits = (*bits == DL_NONE ? 0 : *bits) | 1u << k;
        }
    return rc;
}

static int load_ambiguous(place_words *p, lexicon *lex, const dl_data *data, dl_error *err) {
    int rc = dl_data_table(data, "en/ambiguous.tsv", &lex->arena, &p->ambiguous, err);
    if (rc) return rc;
    const dl_tsv *t = &p->ambiguous;
    uint32_t kind = dl_tsv_column(t, "kind"), code = dl_tsv_column(t, "code");
    uint32_t canonical = dl_tsv_column(t, "canonical");
    p->column_name = dl_tsv_column(t, "name");
    p->column_cues = dl_tsv_column(t, "cues");
    p->readings = dl_arena_array(&lex->arena, t->rows.count + 1, sizeof *p->readings);
    if (!p->readings) return dl_fail_memory(err);
    for (uint32_t i = 0; i < t->rows.count; i++) {
        const dl_tsv_row *r = &t->rows.items[i];
        if (dl_str_is(dl_tsv_cell(r, kind), "country")) {
            p->readings[i] = lexicon_country(lex, dl_tsv_cell(r, code));
            continue;
        }
        lex_row *row = DL_PUSH(&lex->rows, &lex->arena);
        if (!row) return dl_fail_memory(err);
        *row = (lex_row){.name = dl_tsv_cell(r, canonical),
                         .code = dl_tsv_cell(r, code),
                         .level = DL_STR("region"),
                         .line = r->line,
                         .kind = DL_ENTITY_PLACE};
        p->readings[i] = lex->rows.count - 1;
    }
    return DL_OK;
}

int place_words_load(place_words *p, lexicon *lex, const dl_data *data, dl_error *err) {
    memset(p, 0, sizeof *p);
    dl_map_init(&p->words, &lex->arena);
    int rc = load_words(p, lex, data, err);
    return rc ? rc : load_ambiguous(p, lex, data, err);
}

/* ── words of the sentence ── */

static uint32_t bits_of(const name_work *w, dl_str word) {
    char folded[64];
    size_t n = dl_name_fold(folded, sizeof folded, word);
    uint32_t bits = dl_map_get(&w->names->places.words, (dl_str){folded, n});
    return bits == DL_NONE ? 0 : bits;
}

static uint32_t word_bits(const name_work *w, uint32_t token) {
    if (token == DL_NONE) return 0;
    uint32_t bits = bits_of(w, w->tokens->lemma[token]);
    return bits ? bits : bits_of(w, name_token(w, token));
}

/* The preposition that stands before a phrase. */
static uint32_t preposition_of(const name_work *w, uint32_t head) {
    uint32_t first, end;
    name_bounds(w, head, &first, &end);
    for (uint32_t i = head; i-- > first && head - i < 8;)
        if (w->tokens->head[i] == head && w->tokens->deprel[i] == DL_REL_CASE) return i;
    bool before = head > first && w->tokens->upos[head - 1] == DL_ADP; /* where the tree errs */
    return before && w->tokens->deprel[head] != DL_REL_NSUBJ ? head - 1 : DL_NONE;
}

static bool has_child(const name_work *w, uint32_t head, uint32_t rel) {
    uint32_t first, end;
    name_bounds(w, head, &first, &end);
    for (uint32_t i = first; i < end; i++)
        if (w->tokens->head[i] == head && w->tokens->deprel[i] == rel) return true;
    return false;
}

enum verdict { VERDICT_ACTOR, VERDICT_PLACE, VERDICT_EITHER };

/* "in Moscow", "to Moscow" (with motion), "with Moscow". */
static uint32_t by_preposition(const name_work *w, uint32_t preposition, uint32_t governor) {
    uint32_t bits = word_bits(w, preposition), gov = word_bits(w, governor);
    if (name_is(w, preposition, "of"))
        return gov & WORD_STATE_NOUN   ? VERDICT_ACTOR
               : gov & WORD_PLACE_NOUN ? VERDICT_PLACE
                                       : VERDICT_EITHER;
    if (bits & WORD_IN) return VERDICT_PLACE;
    if (bits & WORD_WAY) {
        if (gov & WORD_MOTION) return VERDICT_PLACE;
        uint32_t above = governor == DL_NONE ? DL_NONE : w->tokens->head[governor];
        return name_is(w, preposition, "from") && word_bits(w, above) & WORD_MOTION ? VERDICT_PLACE
                                                                                    : VERDICT_ACTOR;
    }
    if (name_is(w, preposition, "over") && !(gov & WORD_STATE_NOUN)) return VERDICT_PLACE;
    return VERDICT_ACTOR;
}

static uint32_t as_subject(const name_work *w, uint32_t head, uint32_t governor, bool passive) {
    uint32_t bits = word_bits(w, governor);
    if (passive) return bits & (WORD_PHYSICAL | WORD_TARGET) ? VERDICT_PLACE : VERDICT_ACTOR;
    if (bits & WORD_LOCATED) return VERDICT_PLACE;
    if (w->tokens->upos[governor] == DL_VERB || w->tokens->upos[governor] == DL_ADJ)
        return VERDICT_ACTOR;
    (void)head;
    return has_child(w, governor, DL_REL_COP) ? VERDICT_PLACE : VERDICT_ACTOR;
}

static uint32_t by_tree(const name_work *w, uint32_t head) {
    uint32_t governor = w->tokens->head[head], rel = w->tokens->deprel[head];
    uint32_t preposition = preposition_of(w, head);
    if (governor == DL_NONE)
        return preposition == DL_NONE ? VERDICT_EITHER : by_preposition(w, preposition, DL_NONE);
    if (preposition != DL_NONE && rel == DL_REL_COMPOUND && preposition + 1 == head)
        return by_preposition(w, preposition, governor);
    switch (rel) {
    case DL_REL_NSUBJ: return as_subject(w, head, governor, false);
    case DL_REL_NSUBJ_PASS: return as_subject(w, head, governor, true);
    case DL_REL_OBL_AGENT: return VERDICT_ACTOR;
    case DL_REL_OBJ:
    case DL_REL_IOBJ: return word_bits(w, governor) & WORD_TARGET ? VERDICT_PLACE : VERDICT_ACTOR;
    case DL_REL_NMOD_POSS:
        return word_bits(w, governor) & WORD_PLACE_NOUN &&
                       !(word_bits(w, governor) & WORD_STATE_NOUN)
                   ? VERDICT_PLACE
                   : VERDICT_ACTOR;
    case DL_REL_COMPOUND:
    case DL_REL_AMOD: {
        uint32_t e;
        return word_bits(w, governor) & WORD_STATE_NOUN ||
                       name_longest(w, governor, 1 << LEX_ROLE, &e)
                   ? VERDICT_ACTOR
                   : VERDICT_PLACE;
    }
    case DL_REL_APPOS:
    case DL_REL_FLAT:
    case DL_REL_LIST: return VERDICT_PLACE;
    default: break;
    }
    return preposition == DL_NONE ? VERDICT_EITHER : by_preposition(w, preposition, governor);
}

/* "MOSCOW (AP) —", "Kyiv, Ukraine". */
static bool is_dateline(const name_work *w, const dl_mention *m) {
    uint32_t first, end, after = m->head + 1;
    name_bounds(w, m->head, &first, &end);
    if (m->head > first + 2 || after >= end) return false;
    dl_str next = name_token(w, after);
    return dl_str_is(next, "(") || dl_str_is(next, "\xE2\x80\x94") ||
           dl_str_is(next, "\xE2\x80\x93");
}

static bool before_country(const name_work *w, const dl_mention *m) {
    uint32_t first, end, next = m->head + 1;
    name_bounds(w, m->head, &first, &end);
    if (next + 1 >= end || !dl_str_is(name_token(w, next), ",")) return false;
    uint32_t other = w->mention_at[next + 1];
    if (other == DL_NONE) return false;
    const dl_mention *o = &w->finds->mentions.items[other];
    bool place = o->kind == DL_ENTITY_COUNTRY || o->kind == DL_ENTITY_PLACE;
    dl_str a =
        w->rows.items[other] == DL_NONE ? DL_STR("") : name_row(w, w->rows.items[other])->code;
    uint32_t row = w->rows.items[w->mention_at[m->head]];
    return place && row != DL_NONE && a.len && dl_str_eq(a, name_row(w, row)->code);
}

static uint32_t verdict_of(const name_work *w, const dl_mention *m) {
    if (!w->tagged) return VERDICT_EITHER;
    if (is_dateline(w, m) || before_country(w, m)) return VERDICT_PLACE;
    uint32_t first, end, next = m->head + 1;
    name_bounds(w, m->head, &first, &end);
    if (next < end && preposition_of(w, m->head) == DL_NONE && word_bits(w, next) & WORD_SPEECH &&
        w->tokens->deprel[m->head] != DL_REL_OBJ)
        return VERDICT_ACTOR;
    uint32_t head = m->head;
    for (uint32_t steps = 0;
         steps < 8 && w->tokens->deprel[head] == DL_REL_CONJ && w->tokens->head[head] != DL_NONE;
         steps++)
        if (preposition_of(w, head) != DL_NONE)
            break;
        else
            head = w->tokens->head[head];
    return by_tree(w, head);
}

/* The body that a city stands for besides its country's government ("Brussels"), or the country. */
static uint32_t government_row(const name_work *w, const dl_mention *m, uint32_t row) {
    uint32_t e = lexicon_find(&w->names->lex, dl_span_text(w->bytes, m->name), LEX_SEAT);
    return e != DL_NONE ? name_entry(w, e)->row
                        : lexicon_country(&w->names->lex, name_row(w, row)->code);
}

/* ── which Georgia ── */

static uint32_t count_cues(const name_work *w, dl_str cues) {
    uint32_t n = 0;
    while (cues.len) {
        const char *semi = memchr(cues.ptr, ';', cues.len);
        size_t len = semi ? (size_t)(semi - cues.ptr) : cues.len;
        for (uint32_t t = 0; t < w->types.count; t++)
            n += dl_str_eq(w->types.items[t].text, (dl_str){cues.ptr, len});
        cues = dl_str_sub(cues, semi ? len + 1 : len, cues.len);
    }
    return n;
}

/* The lexicon row of the reading whose cues the report has most of; DL_NONE: not ambiguous. */
static uint32_t reading_of(const name_work *w, dl_str name) {
    const place_words *p = &w->names->places;
    uint32_t best = DL_NONE, most = 0;
    for (uint32_t i = 0; i < p->ambiguous.rows.count; i++) {
        const dl_tsv_row *r = &p->ambiguous.rows.items[i];
        if (!dl_str_eq(dl_tsv_cell(r, p->column_name), name)) continue;
        uint32_t n = count_cues(w, dl_tsv_cell(r, p->column_cues));
        if (best == DL_NONE || n > most) {
            best = p->readings[i];
            most = n;
        }
    }
    return most || best == DL_NONE ? best : DL_NONE;
}

static void disambiguate(name_work *w, uint32_t i) {
    dl_mention *m = &w->finds->mentions.items[i];
    if (m->form != DL_MENTION_NAME || (m->kind != DL_ENTITY_COUNTRY && m->kind != DL_ENTITY_PLACE))
        return;
    uint32_t row = reading_of(w, dl_span_text(w->bytes, m->name));
    if (row == DL_NONE) return;
    w->rows.items[i] = row;
    m->kind = name_row(w, row)->kind;
}

static void decide(name_work *w, uint32_t i) {
    dl_mention *m = &w->finds->mentions.items[i];
    uint32_t row = w->rows.items[i];
    if (m->form != DL_MENTION_NAME && m->form != DL_MENTION_METONYM) return;
    bool capital = m->kind == DL_ENTITY_PLACE && row != DL_NONE &&
                   dl_str_is(name_row(w, row)->level, "capital");
    if (m->kind == DL_ENTITY_PLACE && !capital) {
        m->flags |= DL_MENTION_AS_PLACE;
        return;
    }
    bool house = m->kind == DL_ENTITY_ORGANIZATION && row != DL_NONE &&
                 dl_str_is(name_row(w, row)->sector, "GOV"); /* "outside the White House" */
    if (!capital && m->kind != DL_ENTITY_COUNTRY && m->form != DL_MENTION_METONYM && !house) return;
    uint32_t verdict = verdict_of(w, m);
    if (verdict == VERDICT_PLACE || (capital && verdict == VERDICT_EITHER)) {
        m->flags |= DL_MENTION_AS_PLACE;
        return;
    }
    if (!capital) return;
    uint32_t government = government_row(w, m, row);
    if (government == DL_NONE) return;
    w->rows.items[i] = government;
    m->kind = name_row(w, government)->kind;
    m->form = DL_MENTION_METONYM;
    if (m->certainty > DL_CERTAINTY_MEDIUM) m->certainty = DL_CERTAINTY_MEDIUM;
}

int name_places(name_work *w, dl_error *err) {
    for (uint32_t i = 0; i < w->finds->mentions.count; i++) {
        disambiguate(w, i);
        decide(w, i);
    }
    return w->arena->failed ? dl_fail_memory(err) : DL_OK;
}
