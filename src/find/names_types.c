/* Word forms, lexicon matches, and small questions about tokens. */
#include "base/utf8.h"
#include "find/names_work.h"

static uint8_t shape_of(dl_str s) {
    uint32_t upper = 0, lower = 0, digit = 0, count = 0;
    bool first_upper = false;
    for (size_t at = 0; at < s.len; count++) {
        uint32_t c = dl_utf8_next(s, &at);
        bool up = dl_utf8_is_upper(c), alpha = dl_utf8_is_alpha(c);
        if (!count) first_upper = up;
        upper += up;
        lower += alpha && !up;
        digit += dl_utf8_is_digit(c);
    }
    if (!upper && !lower) return digit ? SHAPE_NUMBER : SHAPE_SIGN;
    if (!upper) return SHAPE_LOWER;
    if (upper == 1 && !lower) return SHAPE_INITIAL;
    if (!lower) return SHAPE_UPPER;
    return first_upper ? SHAPE_CAPITAL : SHAPE_MIXED;
}

dl_str name_token(const name_work *w, uint32_t token) {
    return dl_token_text(w->tokens, w->bytes, token);
}

const name_type *name_type_of(const name_work *w, uint32_t token) {
    return &w->types.items[w->type[token]];
}

static bool add_type(name_work *w, dl_str text) {
    name_type *t = DL_PUSH(&w->types, w->arena);
    if (!t) return false;
    t->text = text;
    t->shape = shape_of(text);
    t->atom_count = lexicon_atoms(text, t->atoms);
    t->node = LEX_ROOT;
    for (uint32_t i = 0; i < t->atom_count && i < LEX_MAX_ATOMS && t->node != DL_NONE; i++)
        t->node = lexicon_step(&w->names->lex, t->node, t->atoms[i]);
    if (!t->atom_count || t->atom_count > LEX_MAX_ATOMS) t->node = DL_NONE;
    return true;
}

static bool fill_types(name_work *w) {
    dl_map map;
    dl_map_init(&map, w->arena);
    uint32_t n = w->tokens->count;
    w->type = dl_arena_array(w->arena, n, sizeof *w->type);
    for (uint32_t i = 0; w->type && i < n; i++) {
        dl_str text = name_token(w, i);
        uint32_t *at = dl_map_at(&map, text);
        if (!at) return false;
        if (*at == DL_NONE) {
            *at = w->types.count;
            if (!add_type(w, text)) return false;
        }
        w->type[i] = *at;
    }
    return w->type != NULL;
}

/* A sentence without a capital but perhaps the first, or without a small letter. */
static uint8_t casing(const name_work *w, const dl_sentence *s) {
    uint32_t upper = 0, capital = 0, lower = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        uint8_t shape = name_type_of(w, s->first + i)->shape;
        upper += shape == SHAPE_UPPER;
        capital += shape == SHAPE_CAPITAL && i > 0;
        lower += shape == SHAPE_LOWER;
    }
    if (lower >= 3 && !upper && !capital && name_type_of(w, s->first)->shape == SHAPE_LOWER)
        return 1;
    return upper >= 3 && upper > 4 * (lower + capital) ? 2 : 0;
}

/* Inside quotation marks; a mark that is not closed ends with its block. */
static void mark_quotes(name_work *w) {
    bool inside = false;
    uint32_t block = DL_NONE;
    for (uint32_t i = 0; i < w->tokens->count; i++) {
        const dl_sentence *s = &w->text->sentences.items[w->sentence[i]];
        dl_str t = name_token(w, i);
        if (s->block != block) inside = false;
        block = s->block;
        if (dl_str_is(t, "\xE2\x80\x9C") || dl_str_is(t, "``"))
            inside = true;
        else if (dl_str_is(t, "\xE2\x80\x9D") || dl_str_is(t, "''"))
            inside = false;
        else if (dl_str_is(t, "\""))
            inside = !inside;
        w->quoted[i] = inside;
    }
}

int name_work_open(name_work *w, const dl_names *names, dl_find_context *context, dl_error *err) {
    memset(w, 0, sizeof *w);
    w->names = names;
    w->context = context;
    w->text = context->text;
    w->tokens = &context->text->tokens;
    w->finds = context->finds;
    w->bytes = context->finds->report.text;
    w->arena = context->scratch;
    uint32_t n = w->tokens->count;
    w->match_at = dl_arena_array(w->arena, n + 1, sizeof *w->match_at);
    w->span_at = dl_arena_array(w->arena, n + 1, sizeof *w->span_at);
    w->mention_at = dl_arena_array(w->arena, n + 1, sizeof *w->mention_at);
    w->sentence = dl_arena_array(w->arena, n + 1, sizeof *w->sentence);
    w->quoted = dl_arena_array(w->arena, n + 1, 1);
    w->lower = dl_arena_array(w->arena, w->text->sentences.count + 1, 1);
    if (w->arena->failed || !fill_types(w)) return dl_fail_memory(err);
    for (uint32_t i = 0; i <= n; i++) w->match_at[i] = w->span_at[i] = w->mention_at[i] = DL_NONE;
    for (uint32_t s = 0; s < w->text->sentences.count; s++)
        for (uint32_t i = 0; i < w->text->sentences.items[s].count; i++)
            w->sentence[w->text->sentences.items[s].first + i] = s;
    for (uint32_t s = 0; s < w->text->sentences.count; s++)
        w->lower[s] = casing(w, &w->text->sentences.items[s]);
    mark_quotes(w);
    for (uint32_t i = 0; i < n && !w->tagged; i++) w->tagged = w->tokens->upos[i] != 0;
    return DL_OK;
}

bool name_is_capital(const name_work *w, uint32_t token) {
    uint8_t shape = name_type_of(w, token)->shape;
    return shape == SHAPE_CAPITAL || shape == SHAPE_UPPER || shape == SHAPE_INITIAL;
}

/* "US" is not "us", "Turkey" is not "turkey": whether the text may be this entry. */
static bool case_allows(const name_work *w, const lex_entry *e, uint32_t first, uint32_t count,
                        uint8_t lower) {
    if (e->cls == LEX_ROLE || e->cls == LEX_NOUN) return true;
    if (e->flags & LEX_CASED) {
        dl_str text = dl_span_text(w->bytes, name_tokens_span(w, first, count));
        return dl_str_eq(text, e->phrase);
    }
    if (name_is_capital(w, first) || name_type_of(w, first)->shape == SHAPE_MIXED) return true;
    if (lower == 1 && !(e->flags & LEX_COMMON)) return true;
    char c = e->phrase.len ? e->phrase.ptr[0] : 'A'; /* "al-Qaeda": small in the table too */
    return c >= 'a' && c <= 'z' && (count > 1 || name_type_of(w, first)->atom_count > 1);
}

static bool add_match(name_work *w, uint32_t first, uint32_t count, uint32_t node, uint8_t lower) {
    uint32_t e = w->names->lex.nodes.items[node];
    for (; e != DL_NONE; e = name_entry(w, e)->next)
        if (case_allows(w, name_entry(w, e), first, count, lower)) break;
    if (e == DL_NONE) return true;
    lex_match *m = DL_PUSH(&w->matches, w->arena);
    if (!m) return false;
    *m = (lex_match){first, count, e};
    if (w->match_at[first] == DL_NONE) w->match_at[first] = w->matches.count - 1;
    return true;
}

/* Walks the trie from a token. A token without atoms (a hyphen) may stand inside a phrase. */
static bool match_from(name_work *w, uint32_t first, uint32_t end, uint8_t lower) {
    const lexicon *lex = &w->names->lex;
    uint32_t node = name_type_of(w, first)->node;
    for (uint32_t i = first; node != DL_NONE;) {
        if (name_type_of(w, i)->atom_count && !add_match(w, first, i - first + 1, node, lower))
            return false;
        if (++i >= end) break;
        const name_type *t = name_type_of(w, i);
        if (t->atom_count > LEX_MAX_ATOMS) break;
        for (uint32_t k = 0; k < t->atom_count && node != DL_NONE; k++)
            node = lexicon_step(lex, node, t->atoms[k]);
    }
    return true;
}

int name_match_all(name_work *w, dl_error *err) {
    for (uint32_t s = 0; s < w->text->sentences.count; s++) {
        const dl_sentence *sentence = &w->text->sentences.items[s];
        uint32_t end = sentence->first + sentence->count;
        for (uint32_t i = sentence->first; i < end; i++)
            if (name_type_of(w, i)->node != DL_NONE && !match_from(w, i, end, w->lower[s]))
                return dl_fail_memory(err);
    }
    return DL_OK;
}

const lex_entry *name_entry(const name_work *w, uint32_t entry) {
    return &w->names->lex.entries.items[entry];
}

const lex_row *name_row(const name_work *w, uint32_t row) {
    return &w->names->lex.rows.items[row];
}

/* The first entry of a match whose class is in mask and whose case fits. */
static uint32_t entry_in(const name_work *w, const lex_match *m, uint32_t mask) {
    uint8_t lower = w->lower[w->sentence[m->first]];
    for (uint32_t e = m->entry; e != DL_NONE; e = name_entry(w, e)->next)
        if (mask >> name_entry(w, e)->cls & 1 &&
            case_allows(w, name_entry(w, e), m->first, m->count, lower))
            return e;
    return DL_NONE;
}

const lex_match *name_longest(const name_work *w, uint32_t token, uint32_t mask, uint32_t *entry) {
    const lex_match *best = NULL;
    for (uint32_t i = w->match_at[token];
         i != DL_NONE && i < w->matches.count && w->matches.items[i].first == token; i++) {
        uint32_t e = entry_in(w, &w->matches.items[i], mask);
        if (e == DL_NONE) continue;
        best = &w->matches.items[i];
        *entry = e;
    }
    return best;
}

uint32_t name_exact(const name_work *w, uint32_t first, uint32_t count, uint32_t mask) {
    for (uint32_t i = w->match_at[first];
         i != DL_NONE && i < w->matches.count && w->matches.items[i].first == first; i++)
        if (w->matches.items[i].count == count) return entry_in(w, &w->matches.items[i], mask);
    return DL_NONE;
}

const lex_match *name_ending(const name_work *w, uint32_t end, uint32_t mask, uint32_t *entry) {
    uint32_t first, stop;
    name_bounds(w, end - 1, &first, &stop);
    uint32_t from = end > first + LEX_MAX_ATOMS ? end - LEX_MAX_ATOMS : first;
    for (uint32_t i = from; i < end; i++)
        for (uint32_t k = w->match_at[i];
             k != DL_NONE && k < w->matches.count && w->matches.items[k].first == i; k++) {
            const lex_match *m = &w->matches.items[k];
            if (m->first + m->count != end) continue;
            *entry = entry_in(w, m, mask);
            if (*entry != DL_NONE) return m;
        }
    return NULL;
}

dl_span name_tokens_span(const name_work *w, uint32_t first, uint32_t count) {
    uint32_t last = first + count - 1;
    return (dl_span){w->tokens->start[first], w->tokens->start[last] + w->tokens->len[last]};
}

bool name_is(const name_work *w, uint32_t token, const char *word) {
    dl_str text = name_token(w, token);
    size_t n = strlen(word);
    if (text.len != n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = text.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != word[i]) return false;
    }
    return true;
}

void name_bounds(const name_work *w, uint32_t token, uint32_t *first, uint32_t *end) {
    const dl_sentence *s = &w->text->sentences.items[w->sentence[token]];
    *first = s->first;
    *end = s->first + s->count;
}
