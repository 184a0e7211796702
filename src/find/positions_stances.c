/* Positions: a stance cue, whose it is, what it is about. */
#include "base/utf8.h"
#include "find/positions_case.h"

/* ── which cue stands at a token ── */

/* A verb that the tagger took for something else: no verb in its sentence, a name or noun before
 * it, an object after it ("Germany and Poland back a ban"). */
static bool is_missed_verb(const dl_view *v, uint32_t t) {
    const dl_sentence *s = &v->text->sentences.items[v->sentence_of[t]];
    for (uint32_t k = s->first; k < s->first + s->count; k++)
        if (v->t->upos[k] == DL_VERB) return false;
    if (t == s->first || t + 1 >= s->first + s->count) return false;
    uint8_t before = v->t->upos[t - 1], after = v->t->upos[t + 1];
    return (before == DL_NOUN || before == DL_PROPN || before == DL_ADV || before == DL_PRON) &&
           (after == DL_DET || after == DL_ADP || after == DL_ADJ || after == DL_NOUN ||
            after == DL_PROPN || after == DL_PRON);
}

static bool tag_fits(const dl_view *v, uint32_t t, uint8_t pos) {
    uint8_t u = v->t->upos[t];
    switch (pos) {
    case 'x': return u == DL_VERB || u == DL_NOUN;
    case 'v':
        return u == DL_VERB || (u == DL_AUX && dl_kid_count(v, t) > 0) || is_missed_verb(v, t) ||
               dl_kid(v, t, DL_REL_NSUBJ) != DL_NONE; /* "Kyiv insists", taken for a noun */
    case 'n': return u == DL_NOUN || (u == DL_ADJ && dl_str_is(v->words.lower[t], "red"));
    case 'a': return u == DL_ADJ || u == DL_VERB || u == DL_ADP || u == DL_ADV || u == DL_NOUN;
    default: return true;
    }
}

typedef struct cue_pick {
    dl_view *v;
    uint32_t at, row, end;
} cue_pick;

static void take_cue(void *self, const dl_match *m) {
    cue_pick *p = self;
    const dl_stance_row *row = &p->v->lex->stances.items[m->value];
    if (m->first != p->at || !tag_fits(p->v, m->first, row->pos)) return;
    bool longer = p->row == DL_NONE || m->end > p->end;
    if (longer) p->row = m->value, p->end = m->end;
}

/* "red line": the cue's head is its last noun, not the adjective it begins with. */
static uint32_t head_of_cue(const dl_view *v, uint32_t at, uint32_t end) {
    if (v->t->upos[at] != DL_ADJ) return at;
    for (uint32_t t = at + 1; t < end; t++)
        if (v->t->upos[t] == DL_NOUN) return t;
    return at;
}

static void find_cues(dl_view *v) {
    for (uint32_t s = 0; s < v->text->sentences.count; s++) {
        const dl_sentence *x = &v->text->sentences.items[s];
        for (uint32_t t = x->first; t < x->first + x->count; t++) {
            cue_pick p = {v, t, DL_NONE, 0};
            dl_patterns_match(v->lex->stance_cues, &v->words, t, x->first, x->first + x->count,
                              take_cue, &p);
            if (p.row == DL_NONE) continue;
            bool noun = v->lex->stances.items[p.row].pos == 'n';
            uint32_t head = noun ? head_of_cue(v, t, p.end) : t;
            v->cue_at[head] = p.row;
            v->cue_end[head] = p.end;
        }
    }
}

/* ── what is not a position ── */

/* A cue inside "if …" or "whether …", inside what another party is asked, or inside a belief. */
static bool is_unreal(const dl_view *v, uint32_t t) {
    uint32_t at = t;
    for (uint32_t step = 0; step < DL_POSITION_DEPTH; step++) {
        uint8_t rel = v->t->deprel[at];
        uint32_t head = v->t->head[at];
        if (dl_is_conditional(v, at)) return true;
        if (head == DL_NONE || head >= v->t->count) return false;
        bool infinitive = rel == DL_REL_ADVCL && dl_marker_of(v, at) != DL_NONE &&
                          dl_str_is(v->words.lower[dl_marker_of(v, at)], "to");
        bool inner = rel == DL_REL_XCOMP || rel == DL_REL_CCOMP || rel == DL_REL_ACL ||
                     infinitive || (rel == DL_REL_CONJ && v->t->deprel[head] == DL_REL_XCOMP);
        uint32_t over = v->cue_at[head];
        bool doubted = rel == DL_REL_NMOD || rel == DL_REL_OBL || rel == DL_REL_OBJ || inner;
        if (doubted && over != DL_NONE && v->lex->stances.items[over].pos == 'x') return true;
        if (inner && over != DL_NONE && at != head) {
            const dl_stance_row *row = &v->lex->stances.items[over];
            if (row->pos != 'm' && rel != DL_REL_CCOMP) return true;
            if (row->pos == 'v' && dl_str_is(row->stance, "demands") && row->any) return true;
        }
        at = head;
    }
    return false;
}

/* ── stance ── */

static bool has_aux(const dl_view *v, uint32_t token, const char *const *words, size_t count) {
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i);
        if (v->t->deprel[kid] == DL_REL_AUX && dl_is_word(v, kid, words, count)) return true;
    }
    return false;
}

/* The negation of the verb that heads the content: "insists that this will not be done". */
static bool content_negated(const cue_case *c) {
    const dl_view *v = c->v;
    for (uint32_t i = 0; i < dl_kid_count(v, c->token); i++) {
        uint32_t kid = dl_kid_at(v, c->token, i);
        uint8_t rel = v->t->deprel[kid];
        if (kid >= c->first_content && (rel == DL_REL_CCOMP || rel == DL_REL_XCOMP) &&
            dl_negated(v, kid))
            return true;
    }
    return false;
}

static void decide_stance(cue_case *c) {
    static const char *const may[] = {"may", "might"};
    static const char *const could[] = {"could", "would", "can"};
    const dl_view *v = c->v;
    const dl_stance_row *row = c->row;
    c->stance = row->stance;
    c->firmness = row->firmness;
    bool verb = row->pos == 'v' || row->pos == 'a';
    bool negated = row->pos != 'm' && dl_negated(v, c->token);
    if (row->pos == 'm' && v->t->upos[c->token] == DL_AUX && v->t->head[c->token] != DL_NONE &&
        row->party == DL_PARTY_SPEAKER)
        negated = dl_negated(v, v->t->head[c->token]);
    if (row->pos == 'n') {
        uint32_t det = dl_kid(v, c->token, DL_REL_DET);
        negated = (det != DL_NONE && dl_str_is(v->words.lower[det], "no")) || !c->stance.len;
    }
    if (negated) c->stance = row->negated;
    bool demand = dl_str_is(c->stance, "demands");
    if (demand && verb && content_negated(c)) c->stance = DL_STR("rejects");
    if (verb && has_aux(v, c->token, may, DL_COUNT(may))) c->stance = (dl_str){NULL, 0};
    bool yes = dl_str_is(c->stance, "accepts");
    if (yes && has_aux(v, c->token, could, DL_COUNT(could))) c->stance = DL_STR("open");
    uint32_t before = c->token ? c->token - 1 : 0;
    bool only = dl_str_is(v->words.lower[before], "only"); /* "only willing to talk to those who" */
    if ((only || !dl_span_is_none(c->condition)) && (yes || dl_str_is(c->stance, "open")))
        c->stance = DL_STR("accepts with conditions");
}

/* ── what about ── */

/* "…, when Russia annexed Crimea": told by the way. */
static bool opens_aside(const dl_view *v, uint32_t clause) {
    static const char *const words[] = {"when", "after", "since", "while", "because", "before"};
    uint32_t first, end;
    dl_subtree(v, clause, &first, &end);
    while (first < clause && v->t->upos[first] == DL_PUNCT) first++;
    return dl_is_word(v, first, words, DL_COUNT(words));
}

static bool is_buried(const dl_view *v, uint32_t token, uint32_t top) {
    for (uint32_t step = 0; step < DL_POSITION_DEPTH && token != DL_NONE && token != top; step++) {
        uint8_t rel = v->t->deprel[token];
        if (rel == DL_REL_ACL_RELCL) return true;
        if (rel == DL_REL_ADVCL && opens_aside(v, token)) return true;
        token = v->t->head[token];
    }
    return false;
}

/* Whether words between two hits coordinate them: "and", a comma, "such as". */
static bool coordinated(const dl_view *v, uint32_t from, uint32_t to) {
    static const char *const links[] = {"and", "or", ",", "including", "such", "plus", "but"};
    for (uint32_t t = from; t < to; t++)
        if (dl_is_word(v, t, links, DL_COUNT(links))) return true;
    return false;
}

static uint32_t choose_issues(const cue_case *c, dl_issue_hit *out) {
    const dl_view *v = c->v;
    dl_issue_hit all[DL_POSITION_HITS];
    uint32_t n = dl_issues_all(v, c->first_content, c->end_content, all, DL_COUNT(all)), kept = 0;
    for (int buried = 0; buried < 2 && !kept; buried++) {
        uint32_t best = DL_ISSUE_TEXT + 1;
        for (uint32_t i = 0; i < n; i++)
            if (is_buried(v, all[i].first, c->token) == (buried == 1) &&
                dl_issue_rank(v, &all[i]) < best)
                best = dl_issue_rank(v, &all[i]);
        for (uint32_t i = 0; i < n && kept < DL_POSITION_ISSUES; i++) {
            if (is_buried(v, all[i].first, c->token) != (buried == 1)) continue;
            if (dl_issue_rank(v, &all[i]) != best) continue;
            if (kept && !coordinated(v, out[kept - 1].end, all[i].first)) continue;
            out[kept++] = all[i];
        }
    }
    return kept;
}

static bool is_bare_pronoun(const cue_case *c) {
    const dl_view *v = c->v;
    bool any = false;
    for (uint32_t t = c->first_content; t < c->end_content; t++) {
        uint8_t u = v->t->upos[t];
        if (u == DL_NOUN || u == DL_PROPN) return false;
        any = any || u == DL_PRON || u == DL_DET;
    }
    return any;
}

/* The text's own words for an issue no lexicon knows: the first noun phrase that is no party. */
static dl_str own_words(const cue_case *c) {
    const dl_view *v = c->v;
    for (uint32_t t = c->first_content; t < c->end_content; t++) {
        if (v->t->upos[t] != DL_NOUN || v->mention_at[t] != DL_NONE) continue;
        if (dl_patterns_word(v->lex->generic_nouns, &v->words, t) != DL_NONE) {
            if (v->text_label.len) return v->text_label; /* "its concerns": of the text */
            continue;
        }
        uint8_t rel = v->t->deprel[t];
        if (rel == DL_REL_COMPOUND || rel == DL_REL_OBL || rel == DL_REL_NMOD_POSS) continue;
        uint32_t first = t;
        for (uint32_t k = t; k-- > c->first_content && t - k < DL_POSITION_PHRASE;) {
            uint8_t u = v->t->upos[k];
            if (u != DL_ADJ && u != DL_NOUN && u != DL_PROPN && !v->words.ignored[k]) break;
            if (dl_under(v, k, t)) first = k;
        }
        dl_buf buf = {0};
        dl_buf_puts(&buf, "other: ");
        dl_utf8_fold(&buf, dl_span_text(v->clean, dl_tokens_span(v, first, t + 1)));
        dl_str label = dl_arena_str(&v->finds->arena, dl_buf_view(&buf));
        dl_buf_free(&buf);
        return label;
    }
    return (dl_str){NULL, 0};
}

/* "backed Ukraine", "commitment to supporting Ukraine": the issue is the support itself. */
static dl_str support_label(const cue_case *c) {
    static const char *const verbs[] = {"support", "back", "help", "aid", "assist", "defend"};
    const dl_view *v = c->v;
    bool supports = dl_str_is(c->stance, "supports") || dl_str_is(c->stance, "opposes");
    for (uint32_t t = c->first_content; supports && t < c->end_content; t++) {
        uint32_t m = v->mention_at[t];
        bool object = v->t->deprel[t] == DL_REL_OBJ || t == c->first_content;
        if (m == DL_NONE || !object || v->t->deprel[t] == DL_REL_NMOD_POSS) continue;
        uint32_t verb = v->t->head[t] == DL_NONE ? t : v->t->head[t];
        bool backs = verb == c->token;
        for (size_t i = 0; i < DL_COUNT(verbs) && !backs; i++)
            backs = dl_str_is(v->t->lemma[verb], verbs[i]);
        dl_who who = dl_who_of_entity(v, v->finds->mentions.items[m].entity);
        if (backs && who.name.len)
            return dl_arena_printf(&v->finds->arena, "other: support for %.*s", (int)who.name.len,
                                   who.name.ptr);
    }
    return (dl_str){NULL, 0};
}

/* "give up Sinai": what is ceded is a place. */
static bool names_place(const cue_case *c) {
    const dl_view *v = c->v;
    for (uint32_t t = c->first_content; t < c->end_content; t++) {
        uint32_t m = v->mention_at[t];
        uint8_t kind = m == DL_NONE ? DL_ENTITY_KINDS : v->finds->mentions.items[m].kind;
        if (kind == DL_ENTITY_PLACE || kind == DL_ENTITY_COUNTRY) return true;
    }
    return false;
}

/* "800,000 troops", "seven percent", "900 euros": the first number and the noun after it. */
static void find_number(const cue_case *c, dl_stance_found *f) {
    const dl_view *v = c->v;
    for (uint32_t t = c->first_content; t + 1 < c->end_content; t++) {
        uint32_t value = dl_words_number(&v->words, t);
        if (value == DL_NONE || v->t->upos[t] != DL_NUM) continue;
        uint32_t unit = t + 1;
        while (unit < c->end_content && (v->words.ignored[unit] || v->t->upos[unit] == DL_ADJ))
            unit++;
        if (unit >= c->end_content || (v->t->upos[unit] != DL_NOUN && v->t->upos[unit] != DL_SYM))
            continue;
        if (dl_patterns_word(v->lex->no_units, &v->words, unit) != DL_NONE) continue;
        f->number = dl_arena_printf(&v->finds->arena, "%u", value);
        f->unit = dl_arena_str(&v->finds->arena, v->words.lower[unit]);
        return;
    }
}

static dl_span evidence_of(const cue_case *c) {
    const dl_view *v = c->v;
    uint32_t first, end;
    dl_clause(v, c->token, &first, &end);
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive), a, b;
    if (subject != DL_NONE && v->sentence_of[subject] == v->sentence_of[c->token]) {
        dl_subtree(v, subject, &a, &b);
        if (a < first && c->row->party != DL_PARTY_SPEAKER) first = a;
    }
    if (c->end_content > end) end = c->end_content;
    if (c->first_content < first && c->end_content > c->first_content) first = c->first_content;
    if (c->end > end) end = c->end;
    while (end > first + 1 && v->t->upos[end - 1] == DL_PUNCT) end--;
    return dl_tokens_span(v, first, end);
}

static int add_positions(cue_case *c, dl_error *err) {
    dl_view *v = c->v;
    dl_issue_hit hits[DL_POSITION_ISSUES];
    uint32_t n = choose_issues(c, hits);
    dl_stance_found f = {.row = (uint32_t)(c->row - v->lex->stances.items), .cue = c->token};
    f.attribution =
        v->said_at[c->token] != DL_NONE ? v->said_at[c->token] : v->attribution_at[c->token];
    f.stance = c->stance, f.firmness = c->firmness, f.condition = c->condition;
    f.certainty = DL_CERTAINTY_MEDIUM;
    f.span = evidence_of(c);
    find_number(c, &f);
    dl_str words = {NULL, 0};
    if (c->row->text && v->text_label.len) n = 0, words = v->text_label;
    if (!n && !words.len && c->row->any) words = support_label(c);
    if (!n && !words.len && c->row->place && names_place(c)) words = DL_STR("territory");
    if (!n && !words.len && is_bare_pronoun(c) && dl_issue_before(v, c->token, hits)) n = 1;
    if (!n && !words.len && c->row->any) words = own_words(c);
    if (!n && !words.len && c->row->any && v->text_label.len && is_bare_pronoun(c))
        words = v->text_label;
    int rc = DL_OK;
    for (uint32_t w = 0; w < c->whos.count; w++) {
        f.who = &c->whos.items[w];
        for (uint32_t i = 0; i < n && !rc; i++) {
            f.issue = dl_issue_label(v, &hits[i]);
            rc = dl_position_add(v, &f, err);
        }
        f.issue = words;
        if (!n && words.len && !rc) rc = dl_position_add(v, &f, err);
    }
    return rc;
}

/* A rule of consent says better what "must be decided by" means. */
static bool is_consent(const dl_view *v, uint32_t t) {
    uint32_t byte = v->t->start[t];
    for (uint32_t i = v->finds->consents.count; i-- > 0;) {
        dl_span s = v->finds->consents.items[i].span;
        if (s.start <= byte && byte < s.end) return true;
    }
    return false;
}

/* "stressed that X must …" is a demand, "stressed that X is …" is none; a plain object is. */
static bool says_ought(const dl_view *v, uint32_t t) {
    static const char *const ought[] = {"should", "must",  "need",  "needs", "ought", "cannot",
                                        "will",   "would", "shall", "has",   "have"};
    uint32_t clause = dl_kid(v, t, DL_REL_CCOMP);
    if (clause == DL_NONE) return true;
    return has_aux(v, clause, ought, DL_COUNT(ought)) ||
           dl_is_word(v, clause, ought, DL_COUNT(ought));
}

static int cue_at(dl_view *v, uint32_t t, dl_error *err) {
    const dl_stance_row *row = &v->lex->stances.items[v->cue_at[t]];
    if (row->pos == 'x' || is_unreal(v, t)) return DL_OK;
    if ((row->pos == 'm' || row->pos == 'v') && is_consent(v, t)) return DL_OK;
    if (row->modal && !says_ought(v, t)) return DL_OK;
    cue_case c = {.v = v, .row = row, .token = t, .end = v->cue_end[t], .condition = DL_SPAN_NONE};
    dl_case_read(&c);
    if (!c.whos.count || c.end_content <= c.first_content) return DL_OK;
    dl_case_condition(&c);
    decide_stance(&c);
    return c.stance.len ? add_positions(&c, err) : DL_OK;
}

int dl_stances_find(dl_view *v, dl_error *err) {
    find_cues(v);
    int rc = DL_OK;
    for (uint32_t t = 0; t < v->t->count && !rc; t++)
        if (v->cue_at[t] != DL_NONE) rc = cue_at(v, t, err);
    return rc;
}
