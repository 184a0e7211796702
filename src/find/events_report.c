/* One report made ready: lemmas our tables know, children, mentions and quotes by token. */
#include "find/events_internal.h"

static dl_str lower(dl_arena *arena, dl_str s) {
    bool upper = false;
    for (size_t i = 0; i < s.len; i++) upper |= s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
    if (!upper) return s;
    char *copy = dl_arena_alloc(arena, s.len);
    if (!copy) return s;
    for (size_t i = 0; i < s.len; i++)
        copy[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] + 32 : s.ptr[i]);
    return (dl_str){copy, s.len};
}

static bool known(const dl_events *lex, char pos, dl_str lemma) {
    char key[80] = {pos, ':'};
    if (lemma.len > sizeof key - 3) return false;
    memcpy(key + 2, lemma.ptr, lemma.len);
    dl_str k = {key, lemma.len + 2};
    return dl_map_get(&lex->frames_of, k) != DL_NONE || dl_map_get(&lex->cues_of, k) != DL_NONE;
}

/* A verb's lemma that no table knows, tried again from its form: "freed" is free, "boycotting" is
 * boycott. */
static dl_str verb_lemma(dl_arena *a, const dl_events *lex, dl_str form, dl_str lemma) {
    static const struct {
        const char *end, *put;
    } rules[] = {{"ied", "y"}, {"ed", ""},   {"ed", "e"}, {"ing", ""},
                 {"ing", "e"}, {"ies", "y"}, {"es", ""},  {"s", ""}};
    if (known(lex, 'v', lemma)) return lemma;
    for (size_t i = 0; i < DL_COUNT(rules); i++) {
        dl_str end = dl_str_of(rules[i].end);
        if (!dl_str_ends(form, end) || form.len - end.len < 2) continue;
        dl_str guess =
            dl_arena_printf(a, "%.*s%s", (int)(form.len - end.len), form.ptr, rules[i].put);
        if (known(lex, 'v', guess)) return guess;
        size_t n = guess.len;
        if (n > 3 && guess.ptr[n - 1] == guess.ptr[n - 2]) {
            guess.len--;
            if (known(lex, 'v', guess)) return guess;
        }
    }
    return lemma;
}

/* "troops" where only "troop" is known. */
static dl_str noun_lemma(const dl_events *lex, dl_str lemma) {
    bool ours = known(lex, 'n', lemma) || dl_map_get(&lex->words, lemma) != DL_NONE ||
                dl_map_get(&lex->people, lemma) != DL_NONE;
    if (ours || lemma.len < 4 || lemma.ptr[lemma.len - 1] != 's') return lemma;
    dl_str cut = dl_str_sub(lemma, 0, lemma.len - 1);
    bool better = known(lex, 'n', cut) || dl_map_get(&lex->words, cut) != DL_NONE ||
                  dl_map_get(&lex->people, cut) != DL_NONE;
    return better ? cut : lemma;
}

/* "cease" "-" "fire" is one word of ours: its last piece takes the whole lemma. */
static void join_hyphens(ev_report *r) {
    for (uint32_t i = 0; i + 2 < r->n; i++) {
        dl_str dash = dl_token_text(r->t, r->text, i + 1);
        bool tight = r->t->start[i] + r->t->len[i] == r->t->start[i + 1] &&
                     r->t->start[i + 1] + r->t->len[i + 1] == r->t->start[i + 2];
        if (!tight || !dl_str_is(dash, "-")) continue;
        dl_str joined =
            dl_arena_printf(r->c->scratch, "%.*s-%.*s", (int)r->lemma[i].len, r->lemma[i].ptr,
                            (int)r->lemma[i + 2].len, r->lemma[i + 2].ptr);
        bool ours = known(r->lex, 'v', joined) || known(r->lex, 'n', joined) ||
                    known(r->lex, 'a', joined) || dl_map_get(&r->lex->words, joined) != DL_NONE ||
                    dl_map_get(&r->lex->people, joined) != DL_NONE;
        if (!ours) continue;
        r->lemma[i + 2] = joined;
        r->lemma[i] = (dl_str){"", 0};
    }
}

static void mark_times(ev_report *r) {
    const struct dl_finds *f = r->c->finds;
    for (uint32_t i = 0; i < f->times.count; i++) {
        const dl_time *t = &f->times.items[i];
        for (uint32_t k = 0; k < t->count && t->token + k < r->n; k++) r->timed[t->token + k] = 1;
    }
}

/* Inner contents are shorter: they win. */
static void mark_said(ev_report *r) {
    const struct dl_finds *f = r->c->finds;
    for (uint32_t i = 0; i < f->attributions.count; i++) {
        const dl_attribution *a = &f->attributions.items[i];
        for (uint32_t k = 0; k < a->content.count; k++) {
            dl_span s = f->spans.items[a->content.first + k];
            uint32_t q = dl_sentence_at(r->c->text, s.start);
            for (; q < r->c->text->sentences.count; q++) {
                const dl_sentence *sent = &r->c->text->sentences.items[q];
                if (sent->span.start >= s.end) break;
                for (uint32_t t = sent->first; t < sent->first + sent->count; t++) {
                    if (r->t->start[t] < s.start || r->t->start[t] >= s.end) continue;
                    uint32_t old = r->said[t];
                    if (old == DL_NONE || f->attributions.items[old].within == DL_NONE ||
                        a->within != DL_NONE)
                        r->said[t] = i;
                }
            }
        }
    }
}

static void mark_officials(ev_report *r) {
    const struct dl_finds *f = r->c->finds;
    for (uint32_t i = 0; i < f->offices.count; i++)
        if (f->offices.items[i].entity < r->entity_count)
            r->official[f->offices.items[i].entity] = 1;
}

static void mark_mentions(ev_report *r) {
    const dl_mention *m = r->c->finds->mentions.items;
    for (uint32_t i = 0; i < r->c->finds->mentions.count; i++) {
        uint32_t s = m[i].sentence;
        if (s >= r->c->text->sentences.count) continue;
        if (m[i].head < r->n && r->timed[m[i].head]) continue;
        const dl_sentence *sent = &r->c->text->sentences.items[s];
        for (uint32_t k = sent->first; k < sent->first + sent->count; k++) {
            if (!dl_span_contains(m[i].span, dl_token_span(r->t, k))) continue;
            uint32_t old = r->mention[k];
            if (old != DL_NONE && m[old].head == k && m[i].head != k) continue;
            if (old == DL_NONE || m[i].head == k ||
                m[i].span.end - m[i].span.start < m[old].span.end - m[old].span.start)
                r->mention[k] = i;
        }
    }
}

/* Tokens between quotation marks; a paragraph's end closes an open one. */
static void mark_quotes(ev_report *r) {
    bool open = false;
    uint32_t block = DL_NONE;
    for (uint32_t s = 0; s < r->c->text->sentences.count; s++) {
        const dl_sentence *sent = &r->c->text->sentences.items[s];
        if (sent->block != block) open = false;
        block = sent->block;
        for (uint32_t k = sent->first; k < sent->first + sent->count; k++) {
            dl_str w = dl_token_text(r->t, r->text, k);
            if (dl_str_is(w, "“"))
                open = true;
            else if (dl_str_is(w, "”"))
                open = false;
            else if (dl_str_is(w, "\"") || dl_str_is(w, "''") || dl_str_is(w, "``"))
                open = !open;
            r->quoted[k] = open;
        }
    }
}

int ev_report_init(ev_report *r, const dl_events *lex, dl_find_context *c) {
    dl_arena *a = c->scratch;
    r->lex = lex;
    r->c = c;
    r->t = &c->text->tokens;
    r->text = c->finds->report.text;
    r->n = r->t->count;
    r->child = dl_arena_array(a, r->n + 1, sizeof *r->child);
    r->sibling = dl_arena_array(a, r->n + 1, sizeof *r->sibling);
    r->lemma = dl_arena_array(a, r->n + 1, sizeof *r->lemma);
    r->mask = dl_arena_array(a, r->n + 1, sizeof *r->mask);
    r->mention = dl_arena_array(a, r->n + 1, sizeof *r->mention);
    r->quoted = dl_arena_array(a, r->n + 1, 1);
    r->trigger = dl_arena_array(a, r->n + 1, 1);
    r->timed = dl_arena_array(a, r->n + 1, 1);
    r->said = dl_arena_array(a, r->n + 1, sizeof *r->said);
    r->entity_count = c->finds->entities.count;
    r->official = dl_arena_array(a, r->entity_count + 1, 1);
    if (a->failed) return DL_ENOMEM;
    for (uint32_t i = 0; i < r->n; i++) {
        r->child[i] = r->sibling[i] = r->mention[i] = r->said[i] = DL_NONE;
        r->lemma[i] = lower(a, r->t->lemma[i]);
        if (r->t->upos[i] == DL_VERB)
            r->lemma[i] =
                verb_lemma(a, lex, lower(a, dl_token_text(r->t, r->text, i)), r->lemma[i]);
        if (r->t->upos[i] == DL_NOUN) r->lemma[i] = noun_lemma(lex, r->lemma[i]);
    }
    join_hyphens(r);
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t w = dl_map_get(&lex->words, r->lemma[i]);
        r->mask[i] = w == DL_NONE ? 0 : lex->masks.items[w];
    }
    for (uint32_t i = r->n; i-- > 0;) {
        uint32_t h = r->t->head[i];
        if (h >= r->n || h == i) continue;
        r->sibling[i] = r->child[h];
        r->child[h] = i;
    }
    mark_times(r);
    mark_mentions(r);
    mark_said(r);
    mark_officials(r);
    mark_quotes(r);
    return a->failed ? DL_ENOMEM : DL_OK;
}
