/* Descriptions ("the French president", "two officials", "the alliance") and pronouns. */
#include "find/names_nominals.h"

#include "model/entity.h"
#include "model/namekey.h"

enum { MASK_LOC_NAME = 1 << LEX_COUNTRY | 1 << LEX_CAPITAL | 1 << LEX_PLACE, NP_LONGEST = 14 };

static bool is_clitic_s(const name_work *w, uint32_t i) {
    dl_str t = name_token(w, i);
    return dl_str_is(t, "'s") || dl_str_is(t, "\xE2\x80\x99s") || dl_str_is(t, "'") ||
           dl_str_is(t, "\xE2\x80\x99");
}

static bool any_of(const name_work *w, uint32_t i, const char *const *words, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (name_is(w, i, words[k])) return true;
    return false;
}

/* Whether token hangs on head within a few steps. */
static bool hangs_on(const name_work *w, uint32_t token, uint32_t head) {
    for (uint32_t steps = 0; steps < 6 && token != DL_NONE; steps++) {
        if (token == head) return true;
        token = w->tokens->head[token];
    }
    return false;
}

/* "elected", "leading", not "told". */
static bool is_participle(const name_work *w, uint32_t i) {
    dl_str t = name_token(w, i);
    return dl_str_ends(t, DL_STR("ed")) || dl_str_ends(t, DL_STR("ing")) ||
           dl_str_ends(t, DL_STR("en"));
}

/* The first token of the noun phrase before its head noun. */
static uint32_t phrase_start(const name_work *w, uint32_t first, uint32_t head, uint32_t floor) {
    uint32_t at = first;
    while (at > floor && first - at < NP_LONGEST) {
        uint32_t k = at - 1, pos = w->tokens->upos[k];
        bool inside =
            pos == DL_ADJ || pos == DL_NOUN || pos == DL_PROPN || pos == DL_NUM || pos == DL_DET ||
            pos == DL_ADV || pos == DL_PART || pos == DL_X ||
            (pos == DL_PRON && w->tokens->deprel[k] == DL_REL_NMOD_POSS) ||
            (pos == DL_VERB && w->tokens->deprel[k] == DL_REL_AMOD && is_participle(w, k)) ||
            is_clitic_s(w, k) || (pos == DL_PUNCT && dl_str_is(name_token(w, k), "-")) ||
            (pos == DL_ADP && at > floor + 1 && is_clitic_s(w, k));
        if (!inside || !hangs_on(w, k, head)) break;
        at = k;
    }
    while (at < first && (w->tokens->upos[at] == DL_PUNCT || w->tokens->upos[at] == DL_ADV ||
                          w->tokens->upos[at] == DL_PART || is_clitic_s(w, at)))
        at++; /* "not the president" */
    while (at > floor && w->mention_at[at] != DL_NONE && w->mention_at[at - 1] == w->mention_at[at])
        at--; /* "|South Korean diplomats" */
    return at;
}

/* One past "of France", "for President Trump", "to the United States" behind the head. */
static uint32_t phrase_end(const name_work *w, uint32_t head, uint32_t last, uint32_t end) {
    static const char *const links[] = {"of", "for", "to", "in", "at"};
    uint32_t at = last + 1;
    if (at + 1 >= end || !any_of(w, at, links, DL_COUNT(links))) return at;
    uint32_t noun = w->tokens->head[at];
    if (noun == DL_NONE || noun <= at || noun >= end || w->tokens->head[noun] != head ||
        w->tokens->deprel[noun] != DL_REL_NMOD)
        return at;
    uint32_t stop = noun + 1, m = w->mention_at[noun];
    while (m != DL_NONE && stop < end && w->mention_at[stop] == m) stop++;
    return stop;
}

/* The country the phrase names; *owner: the possessor's mention. */
static dl_str code_of_phrase(const name_work *w, uint32_t first, uint32_t end, uint32_t head,
                             uint32_t *owner) {
    dl_str code = DL_STR("");
    for (uint32_t i = first; i < end; i++) {
        uint32_t m = w->mention_at[i];
        if (m == DL_NONE) continue;
        uint32_t row = w->rows.items[m];
        dl_str one = row == DL_NONE ? DL_STR("") : name_row(w, row)->code;
        bool possessor = i < head && i + 1 < end && is_clitic_s(w, i + 1);
        bool of = i > head;
        if (possessor || (of && *owner == DL_NONE)) *owner = m;
        bool to = of && head + 1 < end && name_is(w, head + 1, "to"); /* ambassador to … */
        if (one.len && !code.len && !to) code = one;
    }
    return code;
}

static bool is_indefinite(const name_work *w, uint32_t first, uint32_t head) {
    static const char *const words[] = {
        "a",    "an",  "one", "another", "some",    "several", "many", "two", "three",  "four",
        "five", "any", "no",  "few",     "various", "other",   "both", "six", "certain"};
    for (uint32_t i = first; i < head; i++)
        if (any_of(w, i, words, DL_COUNT(words))) return true;
    return false;
}

static bool is_definite(const name_work *w, uint32_t first, uint32_t head) {
    static const char *const words[] = {"the", "this", "that",  "these", "those", "his",
                                        "her", "its",  "their", "our",   "my",    "your"};
    for (uint32_t i = first; i < head; i++)
        if (any_of(w, i, words, DL_COUNT(words)) || is_clitic_s(w, i)) return true;
    return false;
}

static uint32_t strip_determiner(const name_work *w, uint32_t first, uint32_t head) {
    static const char *const words[] = {"the", "a", "an", "this", "that", "these", "those"};
    return first < head && any_of(w, first, words, DL_COUNT(words)) ? first + 1 : first;
}

static bool is_source_noun(const lex_row *row) {
    return dl_str_is(row->name, "source") || dl_str_is(row->name, "insider");
}

static bool push_nominal(name_work *w, dl_mention m, nominal n) {
    uint32_t at = name_add(w, m, n.row);
    nominal *slot = at == DL_NONE ? NULL : DL_PUSH(&w->nominals, w->arena);
    if (!slot) return false;
    *slot = n;
    slot->mention = at;
    w->owners.items[at] = n.owner;
    return true;
}

/* The noun at a match as a description, unless it is part of another phrase or of a name. */
static bool add_nominal(name_work *w, const lex_match *match, uint32_t entry, uint32_t floor,
                        uint32_t end, uint32_t *reach) {
    uint32_t head = match->first + match->count - 1;
    for (uint32_t i = match->first; i < match->first + match->count; i++) {
        uint32_t h = w->tokens->head[i];
        if (h == DL_NONE || h < match->first || h >= match->first + match->count) {
            head = i;
            break;
        }
    }
    uint32_t pos = w->tokens->upos[head], rel = w->tokens->deprel[head];
    if (pos != DL_NOUN && pos != DL_PROPN) return true;
    if (rel == DL_REL_COMPOUND || rel == DL_REL_FLAT || rel == DL_REL_AMOD) return true;
    const lex_entry *e = name_entry(w, entry);
    const lex_row *row = name_row(w, e->row);
    uint32_t first = phrase_start(w, match->first, head, floor);
    uint32_t stop = phrase_end(w, head, match->first + match->count - 1, end);
    nominal n = {.row = e->row, .owner = DL_NONE, .role = e->cls == LEX_ROLE};
    n.code = code_of_phrase(w, first, stop, head, &n.owner);
    bool plural = e->flags & LEX_PLURAL, indefinite = is_indefinite(w, first, head);
    bool definite = is_definite(w, first, head);
    if (e->cls == LEX_NOUN && !n.code.len && !definite && !indefinite) return true;
    uint32_t start = strip_determiner(w, first, head);
    dl_mention m = {.kind = plural && n.role ? (uint8_t)DL_ENTITY_GROUP : row->kind,
                    .form = DL_MENTION_NOMINAL,
                    .head = head,
                    .name = DL_SPAN_NONE,
                    .sentence = w->sentence[head],
                    .certainty = DL_CERTAINTY_MEDIUM};
    m.span = name_tokens_span(w, start, stop - start);
    if (plural || row->kind == DL_ENTITY_GROUP) m.flags |= DL_MENTION_PLURAL;
    if (definite) m.flags |= DL_MENTION_DEFINITE;
    n.indefinite = indefinite || (plural && !definite);
    if (n.role && (n.indefinite || is_source_noun(row))) m.flags |= DL_MENTION_UNNAMED;
    *reach = stop > *reach ? stop : *reach;
    return push_nominal(w, m, n);
}

/* Whether a name's mention already takes the token as its title or part. */
static bool inside_name(const name_work *w, uint32_t token) {
    uint32_t at = w->tokens->start[token];
    uint32_t first, end;
    name_bounds(w, token, &first, &end);
    for (uint32_t i = token; i < end && i < token + 24; i++) {
        uint32_t m = w->mention_at[i];
        if (m == DL_NONE || m >= w->name_count) continue;
        const dl_mention *x = &w->finds->mentions.items[m];
        if (x->form == DL_MENTION_NAME && x->span.start <= at && at < x->span.end) return true;
    }
    return w->mention_at[token] != DL_NONE &&
           w->finds->mentions.items[w->mention_at[token]].form != DL_MENTION_ADJECTIVE;
}

/* "the Minsk agreements", "the Budapest Memorandum". */
static bool add_document(name_work *w, const lex_match *match, uint32_t entry, uint32_t floor) {
    uint32_t head = match->first + match->count - 1, first = match->first;
    bool capital = name_is_capital(w, head);
    while (first > floor && name_is_capital(w, first - 1) && w->tokens->upos[first - 1] == DL_PROPN)
        first--;
    if (first == match->first) return true;
    if (!capital && !(name_entry(w, entry)->flags & LEX_PLURAL) &&
        !dl_str_ends(name_entry(w, entry)->phrase, DL_STR("s")))
        return true;
    dl_mention m = {.kind = DL_ENTITY_DOCUMENT,
                    .form = DL_MENTION_NAME,
                    .head = head,
                    .sentence = w->sentence[head],
                    .certainty = DL_CERTAINTY_MEDIUM};
    m.span = m.name = name_tokens_span(w, first, head - first + 1);
    return name_add(w, m, DL_NONE) != DL_NONE;
}

static bool sentence_nominals(name_work *w, const dl_sentence *s) {
    uint32_t end = s->first + s->count, reach = s->first;
    for (uint32_t i = s->first; i < end;) {
        uint32_t e;
        const lex_match *m = name_longest(w, i, 1 << LEX_ROLE | 1 << LEX_NOUN, &e);
        if (!m) {
            i++;
            continue;
        }
        const lex_row *row = name_row(w, name_entry(w, e)->row);
        uint32_t last = m->first + m->count - 1;
        if (row->role == LEX_HONORIFIC || inside_name(w, last)) {
            i += m->count;
            continue;
        }
        if (row->kind == DL_ENTITY_DOCUMENT) {
            if (!add_document(w, m, e, s->first)) return false;
        } else if (!add_nominal(w, m, e, reach > m->first ? s->first : reach, end, &reach)) {
            return false;
        }
        i += m->count;
    }
    return true;
}

/* ── pronouns ── */

static const struct {
    const char *word;
    uint8_t pronoun, gender;
} pronouns[] = {
    {"he", PRONOUN_PERSONAL, 'm'},       {"him", PRONOUN_PERSONAL, 'm'},
    {"his", PRONOUN_POSSESSIVE, 'm'},    {"himself", PRONOUN_REFLEXIVE, 'm'},
    {"she", PRONOUN_PERSONAL, 'f'},      {"her", PRONOUN_PERSONAL, 'f'},
    {"hers", PRONOUN_POSSESSIVE, 'f'},   {"herself", PRONOUN_REFLEXIVE, 'f'},
    {"it", PRONOUN_PERSONAL, 'n'},       {"its", PRONOUN_POSSESSIVE, 'n'},
    {"itself", PRONOUN_REFLEXIVE, 'n'},  {"they", PRONOUN_PERSONAL, 'p'},
    {"them", PRONOUN_PERSONAL, 'p'},     {"their", PRONOUN_POSSESSIVE, 'p'},
    {"theirs", PRONOUN_POSSESSIVE, 'p'}, {"themselves", PRONOUN_REFLEXIVE, 'p'},
    {"who", PRONOUN_RELATIVE, 'w'},      {"whom", PRONOUN_RELATIVE, 'w'},
    {"whose", PRONOUN_RELATIVE, 'w'},    {"which", PRONOUN_RELATIVE, 't'},
    {"that", PRONOUN_RELATIVE, 't'},
};

/* "It is clear that …", "it was raining": nothing is meant. */
static bool is_empty_it(const name_work *w, uint32_t i) {
    if (!name_is(w, i, "it")) return false;
    uint32_t rel = w->tokens->deprel[i], governor = w->tokens->head[i];
    if (rel == DL_REL_EXPL) return true;
    if (rel != DL_REL_NSUBJ || governor == DL_NONE) return false;
    uint32_t first, end;
    name_bounds(w, i, &first, &end);
    bool cop = false, clause = false;
    for (uint32_t k = first; k < end; k++) {
        if (w->tokens->head[k] != governor) continue;
        cop |= w->tokens->deprel[k] == DL_REL_COP;
        clause |= w->tokens->deprel[k] == DL_REL_CCOMP || w->tokens->deprel[k] == DL_REL_CSUBJ ||
                  (k > governor && w->tokens->deprel[k] == DL_REL_ADVCL);
    }
    return cop && clause;
}

static bool add_pronoun(name_work *w, uint32_t i) {
    uint32_t pos = w->tokens->upos[i];
    if (pos != DL_PRON && pos != DL_DET && pos != DL_SCONJ) return true;
    for (size_t k = 0; k < DL_COUNT(pronouns); k++) {
        if (!name_is(w, i, pronouns[k].word)) continue;
        uint32_t governor = w->tokens->head[i];
        if (pronouns[k].pronoun == PRONOUN_RELATIVE) {
            if (pos != DL_PRON && !name_is(w, i, "whose")) return true;
            for (uint32_t up = 0; up < 3 && governor != DL_NONE; up++) {
                if (w->tokens->deprel[governor] == DL_REL_ACL_RELCL) break;
                governor = w->tokens->head[governor];
            }
            if (governor == DL_NONE || w->tokens->deprel[governor] != DL_REL_ACL_RELCL) return true;
        } else if (pos == DL_SCONJ || is_empty_it(w, i)) {
            return true;
        }
        nominal n = {.row = DL_NONE,
                     .owner = DL_NONE,
                     .pronoun = pronouns[k].pronoun,
                     .gender = pronouns[k].gender};
        if (n.pronoun == PRONOUN_PERSONAL && w->tokens->deprel[i] == DL_REL_NMOD_POSS)
            n.pronoun = PRONOUN_POSSESSIVE;
        n.governor = governor;
        dl_mention m = {.kind = DL_ENTITY_PERSON,
                        .form = DL_MENTION_PRONOUN,
                        .head = i,
                        .name = DL_SPAN_NONE,
                        .span = dl_token_span(w->tokens, i),
                        .sentence = w->sentence[i],
                        .certainty = DL_CERTAINTY_MEDIUM};
        if (n.gender == 'p') m.flags |= DL_MENTION_PLURAL;
        return push_nominal(w, m, n);
    }
    return true;
}

/* ── text order ── */

typedef struct place_of {
    uint32_t start, end, at;
} place_of;

static int by_place(const void *a, const void *b) {
    const place_of *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    return x->at < y->at ? -1 : 1;
}

/* Mentions by where they begin, longer first, with all that points at them. */
static bool sort_mentions(name_work *w) {
    uint32_t n = w->finds->mentions.count;
    place_of *order = dl_arena_array(w->arena, n + 1, sizeof *order);
    dl_mention *copy = dl_arena_array(w->arena, n + 1, sizeof *copy);
    uint32_t *rows = dl_arena_array(w->arena, n + 1, sizeof *rows);
    uint32_t *owners = dl_arena_array(w->arena, n + 1, sizeof *owners);
    uint32_t *to = dl_arena_array(w->arena, n + 1, sizeof *to);
    if (w->arena->failed) return false;
    for (uint32_t i = 0; i < n; i++) {
        const dl_mention *m = &w->finds->mentions.items[i];
        order[i] = (place_of){m->span.start, m->span.end, i};
    }
    if (n > 1) qsort(order, n, sizeof *order, by_place);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = w->finds->mentions.items[order[i].at];
        rows[i] = w->rows.items[order[i].at];
        owners[i] = w->owners.items[order[i].at];
        to[order[i].at] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        w->finds->mentions.items[i] = copy[i];
        w->rows.items[i] = rows[i];
        w->owners.items[i] = owners[i] == DL_NONE ? DL_NONE : to[owners[i]];
    }
    for (uint32_t i = 0; i < w->tokens->count; i++)
        if (w->mention_at[i] != DL_NONE) w->mention_at[i] = to[w->mention_at[i]];
    w->nominal_of = dl_arena_array(w->arena, n + 1, sizeof *w->nominal_of);
    if (!w->nominal_of) return false;
    memset(w->nominal_of, 0xFF, (n + 1) * sizeof *w->nominal_of);
    for (uint32_t i = 0; i < w->nominals.count; i++) {
        nominal *x = &w->nominals.items[i];
        x->mention = to[x->mention];
        if (x->owner != DL_NONE) x->owner = to[x->owner];
        w->nominal_of[x->mention] = i;
    }
    return true;
}

int name_nominals(name_work *w, dl_error *err) {
    w->name_count = w->finds->mentions.count;
    for (uint32_t s = 0; w->tagged && s < w->text->sentences.count; s++) {
        const dl_sentence *sentence = &w->text->sentences.items[s];
        if (!sentence_nominals(w, sentence)) return dl_fail_memory(err);
        for (uint32_t i = 0; i < sentence->count; i++)
            if (!add_pronoun(w, sentence->first + i)) return dl_fail_memory(err);
    }
    return sort_mentions(w) ? DL_OK : dl_fail_memory(err);
}
