/* Whose stance a cue tells, and in which words: verbs, nouns, adjectives, modals. */
#include "find/positions_case.h"

bool dl_is_word(const dl_view *v, uint32_t t, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (dl_str_is(v->words.lower[t], words[i])) return true;
    return false;
}

uint32_t dl_marker_of(const dl_view *v, uint32_t clause) {
    uint32_t m = dl_kid(v, clause, DL_REL_MARK);
    return m;
}

bool dl_is_conditional(const dl_view *v, uint32_t clause) {
    static const char *const marks[] = {"if", "unless", "whether", "provided", "should"};
    uint32_t m = dl_marker_of(v, clause);
    return m != DL_NONE && dl_is_word(v, m, marks, DL_COUNT(marks));
}

/* ── content ── */

/* Where the tree gives no content: up to the next mark or the next clause. */
static uint32_t stretch_end(const dl_view *v, uint32_t from) {
    const dl_sentence *s = &v->text->sentences.items[v->sentence_of[from - 1]];
    uint32_t end = from;
    while (end < s->first + s->count) {
        bool mark = v->t->upos[end] == DL_PUNCT && !v->words.ignored[end];
        bool next = v->t->upos[end] == DL_CCONJ && end + 1 < s->first + s->count &&
                    (v->t->upos[end + 1] == DL_VERB || v->t->upos[end + 1] == DL_AUX);
        if (mark || next) break;
        end++;
    }
    return end;
}

/* From `from` to the end of token's subtree, without conjoined clauses and asides of time, cause
 * and condition (a condition is kept apart). */
static uint32_t content_end(cue_case *c, uint32_t token, uint32_t from) {
    static const char *const aside[] = {"because", "as",    "while", "although", "though", "after",
                                        "before",  "since", "when",  "until",    "whereas"};
    const dl_view *v = c->v;
    uint32_t first, end;
    dl_subtree(v, token, &first, &end);
    for (uint32_t i = 0; i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i), a, b;
        if (kid < from) continue;
        dl_subtree(v, kid, &a, &b);
        uint32_t mark = dl_marker_of(v, kid);
        bool added = v->t->deprel[kid] == DL_REL_ADVCL && mark == DL_NONE && a > from &&
                     (dl_str_is(v->words.lower[a], ",") ||
                      dl_str_is(v->words.lower[a - 1], ",")); /* ", adding that …" */
        bool cut =
            dl_own_clause(v, kid) && (token == c->token || dl_kid(v, kid, DL_REL_NSUBJ) != DL_NONE);
        if (v->t->deprel[kid] == DL_REL_ADVCL && mark != DL_NONE) {
            if (dl_is_conditional(v, kid)) c->condition = dl_tokens_span(v, a, b);
            cut = cut || dl_is_conditional(v, kid) || dl_is_word(v, mark, aside, DL_COUNT(aside));
        }
        if ((cut || added) && a >= from && a < end) end = a;
    }
    return end > from ? end : stretch_end(v, from);
}

/* "if …" that hangs on the content's verb counts as the cue's condition too. */
void dl_case_condition(cue_case *c) {
    const dl_view *v = c->v;
    for (uint32_t t = c->first_content; t < c->end_content && dl_span_is_none(c->condition); t++) {
        if (v->t->deprel[t] != DL_REL_ADVCL || !dl_is_conditional(v, t)) continue;
        uint32_t a, b;
        dl_subtree(v, t, &a, &b);
        c->condition = dl_tokens_span(v, a, b);
        if (a > c->first_content) c->end_content = a;
        break;
    }
    /* "on condition that the vote is held", "provided that …" */
    for (uint32_t t = c->first_content; t + 2 < c->end_content && dl_span_is_none(c->condition);
         t++) {
        bool on =
            dl_str_is(v->words.lower[t], "on") && (dl_str_is(v->words.lower[t + 1], "condition") ||
                                                   dl_str_is(v->words.lower[t + 2], "condition"));
        if (!on && !dl_str_is(v->words.lower[t], "provided")) continue;
        c->condition = dl_tokens_span(v, t, c->end_content);
        if (t > c->first_content) c->end_content = t;
    }
}

static void content_of_subtree(cue_case *c, uint32_t token) {
    dl_subtree(c->v, token, &c->first_content, &c->end_content);
}

/* ── parties ── */

/* A pronoun no entity was found for: the last subject before it that is a party. */
static void whos_before(const dl_view *v, uint32_t token, dl_whos *out) {
    uint32_t s = v->sentence_of[token];
    uint32_t low = s ? v->text->sentences.items[s - 1].first : v->text->sentences.items[s].first;
    for (uint32_t t = token; t-- > low && !out->count;)
        if (v->t->deprel[t] == DL_REL_NSUBJ && v->t->upos[t] != DL_PRON) dl_whos_at(v, t, out);
}

static bool is_unresolved(const dl_view *v, uint32_t token) {
    uint32_t m = v->mention_at[token];
    return m == DL_NONE || v->finds->mentions.items[m].entity == DL_NONE;
}

static void parties_at(const dl_view *v, uint32_t token, dl_whos *out) {
    static const char *const those[] = {"those", "these", "they"};
    dl_whos_at(v, token, out);
    if (out->count || (v->t->upos[token] != DL_PRON && v->t->upos[token] != DL_DET) ||
        !is_unresolved(v, token))
        return;
    bool listed = dl_is_word(v, token, those, DL_COUNT(those)) && v->listed.count &&
                  v->listed_sentence + 1 >= v->sentence_of[token];
    if (listed)
        *out = v->listed; /* "Russia's demands … Those included …" */
    else if (!dl_is_word(v, token, those, 2))
        whos_before(v, token, out);
}

/* The first noun phrase of the stretch before a verb, where the tree has no subject for it:
 * "Workers at the plant want …". Its head, or DL_NONE. */
static uint32_t subject_before(const dl_view *v, uint32_t verb) {
    uint32_t low = v->text->sentences.items[v->sentence_of[verb]].first, first = verb;
    while (first > low) {
        uint8_t u = v->t->upos[first - 1];
        bool named = v->mention_at[first - 1] != DL_NONE;
        if (!named && (u == DL_PUNCT || u == DL_VERB || u == DL_SCONJ || u == DL_INTJ) &&
            !v->words.ignored[first - 1])
            break;
        first--;
    }
    for (uint32_t t = first; t < verb; t++) {
        uint8_t u = v->t->upos[t];
        bool nominal = u == DL_NOUN || u == DL_PROPN || v->mention_at[t] != DL_NONE;
        if (u == DL_ADP) return DL_NONE;
        if (!nominal) continue;
        while (t + 1 < verb && (v->t->upos[t + 1] == DL_NOUN || v->t->upos[t + 1] == DL_PROPN)) t++;
        return t;
    }
    return DL_NONE;
}

/* "France, Germany, and Britain have …": what stands before "and" or a comma counts where the tree
 * cut it off. */
static void with_coordinated(const dl_view *v, uint32_t subject, dl_whos *out) {
    uint32_t low = v->text->sentences.items[v->sentence_of[subject]].first, t = subject;
    for (;;) {
        uint32_t m = v->mention_at[t];
        if (m != DL_NONE) {
            uint32_t start = dl_token_from(v, v->finds->mentions.items[m].span.start);
            if (start < t) t = start;
        }
        while (t > low && (v->t->upos[t - 1] == DL_DET || v->t->upos[t - 1] == DL_ADJ) &&
               v->mention_at[t - 1] == DL_NONE)
            t--;
        bool linked = t > low && dl_str_is(v->words.lower[t - 1], "and");
        if (linked) t--;
        if (t > low && dl_str_is(v->words.lower[t - 1], ",") && (linked || out->count > 1))
            t--, linked = true;
        if (!linked || t <= low || v->mention_at[t - 1] == DL_NONE) return;
        uint32_t before = out->count;
        dl_whos_at(v, --t, out);
        if (out->count == before) return;
    }
}

static uint32_t agent_of(const dl_view *v, uint32_t token) {
    uint32_t agent = dl_kid(v, token, DL_REL_OBL_AGENT);
    for (uint32_t i = 0; agent == DL_NONE && i < dl_kid_count(v, token); i++) {
        uint32_t kid = dl_kid_at(v, token, i);
        if (v->t->deprel[kid] != DL_REL_OBL) continue;
        uint32_t prep = dl_kid(v, kid, DL_REL_CASE);
        if (prep != DL_NONE && dl_str_is(v->words.lower[prep], "by")) agent = kid;
    }
    return agent;
}

static void verb_case(cue_case *c) {
    const dl_view *v = c->v;
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    uint32_t own = dl_kid(v, c->token, DL_REL_NSUBJ_PASS);
    uint32_t aux = dl_kid(v, c->token, DL_REL_AUX_PASS);
    if (aux != DL_NONE && v->mention_at[aux] != DL_NONE) passive = false; /* "Boeing refused" */
    if (passive || own != DL_NONE) {
        uint32_t agent = agent_of(v, c->token);
        if (agent == DL_NONE || subject == DL_NONE) return;
        parties_at(v, agent, &c->whos);
        content_of_subtree(c, subject);
        return;
    }
    if (v->t->deprel[c->token] == DL_REL_ACL && agent_of(v, c->token) != DL_NONE) {
        parties_at(v, agent_of(v, c->token), &c->whos); /* "the shares proposed by Brussels" */
        content_of_subtree(c, v->t->head[c->token]);
        return;
    }
    bool modifier = v->t->deprel[c->token] == DL_REL_AMOD;
    if (subject == DL_NONE || modifier) subject = subject_before(v, c->token);
    if (subject == DL_NONE || (modifier && subject + 1 != c->token)) return;
    parties_at(v, subject, &c->whos);
    if (c->whos.count) with_coordinated(v, subject, &c->whos);
    c->first_content = c->end;
    c->end_content = content_end(c, c->token, c->end);
}

/* The noun's possessor, "of/by/from …", adjective of country; else the subject of its verb. */
static void noun_parties(cue_case *c) {
    const dl_view *v = c->v;
    for (uint32_t i = 0; i < dl_kid_count(v, c->token); i++) {
        uint32_t kid = dl_kid_at(v, c->token, i);
        uint8_t rel = v->t->deprel[kid];
        uint32_t prep = dl_kid(v, kid, DL_REL_CASE);
        bool by =
            rel == DL_REL_NMOD && prep != DL_NONE &&
            (dl_str_is(v->words.lower[prep], "by") || dl_str_is(v->words.lower[prep], "from"));
        bool country =
            (rel == DL_REL_AMOD || rel == DL_REL_COMPOUND) && v->mention_at[kid] != DL_NONE;
        if (rel == DL_REL_NMOD_POSS || by || country) parties_at(v, kid, &c->whos);
        if (c->whos.count) return;
    }
    uint32_t head = v->t->head[c->token];
    bool object = v->t->deprel[c->token] == DL_REL_OBJ || v->t->deprel[c->token] == DL_REL_OBL;
    if (!object || head == DL_NONE) return;
    uint32_t over = v->cue_at[head];
    if (over != DL_NONE && v->lex->stances.items[over].pos == 'v') return; /* rejected a demand */
    bool passive = false;
    uint32_t subject = dl_subject_of(v, head, &passive);
    if (subject != DL_NONE && !passive) parties_at(v, subject, &c->whos);
    if (c->whos.count || v->t->deprel[c->token] != DL_REL_OBJ) return;
    subject = subject_before(v, head); /* "Moscow has at times shown interest in …" */
    if (subject != DL_NONE) parties_at(v, subject, &c->whos);
}

/* The predicate of "X's priority is …", "the demand was that …". */
static uint32_t predicate_of(const dl_view *v, uint32_t noun, bool goal) {
    uint32_t head = v->t->head[noun];
    if (v->t->deprel[noun] != DL_REL_NSUBJ || head == DL_NONE) return DL_NONE;
    if (dl_kid(v, head, DL_REL_COP) != DL_NONE) return head;
    uint32_t aux = dl_kid(v, head, DL_REL_AUX); /* "the priority is getting …" */
    if (goal && aux != DL_NONE && dl_str_is(v->t->lemma[aux], "be")) return head;
    static const char *const verbs[] = {"is",      "are",      "was",      "were",
                                        "include", "includes", "included", "remains"};
    return dl_is_word(v, head, verbs, DL_COUNT(verbs)) ? head : DL_NONE;
}

static void noun_case(cue_case *c) {
    dl_view *v = c->v;
    noun_parties(c);
    bool list = dl_str_is(c->row->stance, "demands") || dl_str_is(c->row->stance, "offers");
    if (list && c->whos.count) v->listed = c->whos, v->listed_sentence = v->sentence_of[c->token];
    c->first_content = c->end;
    c->end_content = content_end(c, c->token, c->end);
    static const char *const links[] = {"for", "that",    "to", "of",    "on", "over",
                                        "in",  "against", "at", "about", "not"};
    bool linked = c->end > c->token + 1 || /* the cue has its own "for", "to" */
                  dl_is_word(v, c->first_content, links, DL_COUNT(links));
    if (!linked) c->end_content = c->first_content; /* "demands since the war began" */
    uint32_t predicate = predicate_of(v, c->token, c->row->party == DL_PARTY_GOAL);
    if (predicate == DL_NONE) return;
    uint32_t first, end;
    dl_subtree(v, predicate, &first, &end);
    dl_subtree(v, c->token, &first, &c->first_content);
    c->end_content = content_end(c, predicate, c->first_content);
}

/* "X is a red line (for Y)", "Y's red line is X". */
static void line_case(cue_case *c) {
    const dl_view *v = c->v;
    noun_parties(c);
    for (uint32_t i = 0; i < dl_kid_count(v, c->token); i++) {
        uint32_t kid = dl_kid_at(v, c->token, i);
        uint32_t prep = dl_kid(v, kid, DL_REL_CASE);
        if (prep != DL_NONE && dl_str_is(v->words.lower[prep], "for")) parties_at(v, kid, &c->whos);
    }
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    if (subject != DL_NONE) {
        content_of_subtree(c, subject);
    } else {
        noun_case(c);
    }
    if (!c->whos.count) dl_whos_of_speaker(v, v->attribution_at[c->token], &c->whos);
}

static void adjective_case(cue_case *c) {
    const dl_view *v = c->v;
    bool passive = false;
    uint32_t over = v->t->head[c->token];
    if (v->t->deprel[c->token] == DL_REL_CASE && over != DL_NONE) { /* "is against the tax" */
        uint32_t who = dl_kid(v, over, DL_REL_NSUBJ);
        if (who == DL_NONE || dl_kid(v, over, DL_REL_COP) == DL_NONE) return;
        parties_at(v, who, &c->whos);
        c->first_content = c->end;
        c->end_content = content_end(c, over, c->end);
        return;
    }
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    if (subject == DL_NONE) return;
    parties_at(v, subject, &c->whos);
    if (c->whos.count) with_coordinated(v, subject, &c->whos);
    c->first_content = c->end;
    c->end_content = content_end(c, c->token, c->end);
}

/* "unacceptable to Kyiv": whose ears it is for; what is so is the subject. */
static void to_case(cue_case *c) {
    const dl_view *v = c->v;
    const dl_sentence *s = &v->text->sentences.items[v->sentence_of[c->token]];
    for (uint32_t t = c->end; t < s->first + s->count && t < c->end + 4 && !c->whos.count; t++)
        dl_whos_at(v, t, &c->whos);
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    if (subject != DL_NONE) {
        content_of_subtree(c, subject);
        return;
    }
    c->end_content = c->first_content = c->token; /* back to the last comma */
    while (c->first_content > s->first && !dl_str_is(v->words.lower[c->first_content - 1], ","))
        c->first_content--;
}

/* "drew outrage from Ukraine and its allies", "sparked anger in the capital and across Europe". */
static void from_case(cue_case *c) {
    const dl_view *v = c->v;
    static const char *const preps[] = {"from", "in", "among", "across", "by", "throughout"};
    const dl_sentence *s = &v->text->sentences.items[v->sentence_of[c->token]];
    bool open = false;
    for (uint32_t t = c->end; t < s->first + s->count; t++) {
        if (dl_is_word(v, t, preps, DL_COUNT(preps))) open = true;
        if (v->t->upos[t] == DL_PUNCT || v->t->upos[t] == DL_VERB ||
            dl_str_is(v->words.lower[t], "for") || dl_str_is(v->words.lower[t], "over"))
            break;
        if (open && v->mention_at[t] != DL_NONE) dl_whos_at(v, t, &c->whos);
    }
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    if (subject != DL_NONE)
        content_of_subtree(c, subject);
    else
        c->first_content = s->first, c->end_content = c->token;
}

/* What is said to be so, or must be: the clause; the party is who says it. */
static void speaker_case(cue_case *c) {
    const dl_view *v = c->v;
    uint32_t said = v->attribution_at[c->token];
    uint32_t head = v->t->head[c->token];
    if (said != DL_NONE && v->finds->attributions.items[said].cls != DL_CUE_BELIEF)
        dl_whos_of_speaker(v, said, &c->whos);
    bool passive = false;
    if (c->row->pos == 'a' && v->t->deprel[c->token] == DL_REL_XCOMP && head != DL_NONE) {
        uint32_t subject = dl_subject_of(v, head, &passive); /* "called the plan unacceptable" */
        uint32_t object = dl_kid(v, head, DL_REL_OBJ);
        if (object != DL_NONE && subject != DL_NONE) {
            c->whos.count = 0;
            parties_at(v, subject, &c->whos);
            content_of_subtree(c, object);
            return;
        }
    }
    if (c->row->pos == 'a') {
        uint32_t subject = dl_subject_of(v, c->token, &passive);
        if (subject != DL_NONE) content_of_subtree(c, subject);
        return;
    }
    dl_clause(v, c->token, &c->first_content, &c->end_content);
}

/* "Egypt will not give up Sinai": the subject speaks for itself, in narration too. */
static void self_case(cue_case *c) {
    const dl_view *v = c->v;
    uint32_t head = v->t->upos[c->token] == DL_AUX ? v->t->head[c->token] : c->token;
    bool passive = false;
    if (head == DL_NONE) return;
    uint32_t other = v->cue_at[head];
    if (head != c->token && other != DL_NONE && v->lex->stances.items[other].pos == 'v' &&
        c->end <= head)
        return; /* the verb's own cue knows better */
    uint32_t subject = dl_subject_of(v, head, &passive);
    if (subject == DL_NONE || passive) return;
    parties_at(v, subject, &c->whos);
    c->first_content = c->end;
    c->end_content = content_end(c, head, c->end);
}

/* "Those included lifting the sanctions": the demands of whoever was named with demands. */
static void list_case(cue_case *c) {
    static const char *const those[] = {"those", "these", "they"};
    const dl_view *v = c->v;
    bool passive = false;
    uint32_t subject = dl_subject_of(v, c->token, &passive);
    if (subject == DL_NONE) subject = subject_before(v, c->token);
    uint32_t first = v->text->sentences.items[v->sentence_of[c->token]].first;
    if (subject == DL_NONE && dl_is_word(v, first, those, DL_COUNT(those))) subject = first;
    if (subject == DL_NONE || !dl_is_word(v, subject, those, DL_COUNT(those))) return;
    if (v->listed_sentence + 1 != v->sentence_of[c->token]) return;
    c->whos = v->listed;
    c->first_content = c->end;
    c->end_content = content_end(c, c->token, c->end);
}

void dl_case_read(cue_case *c) {
    switch (c->row->party) {
    case DL_PARTY_TO: to_case(c); break;
    case DL_PARTY_FROM: from_case(c); break;
    case DL_PARTY_SPEAKER: speaker_case(c); break;
    case DL_PARTY_SELF: self_case(c); break;
    case DL_PARTY_LINE: line_case(c); break;
    case DL_PARTY_LIST: list_case(c); break;
    default:
        if (c->row->pos == 'n')
            noun_case(c);
        else if (c->row->pos == 'a')
            adjective_case(c);
        else
            verb_case(c);
    }
}
