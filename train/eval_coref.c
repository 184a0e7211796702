/* Rows "coreference": GUM news, gold tokens, predicted tags, through dl_names_find.
 *
 * A pronoun counts where its gold chain has a name. It is right where the entity it was given has a
 * name whose head lies in a named gold mention of the same chain. B³ (Bagga & Baldwin 1998) over
 * the gold mentions that are names or such pronouns; one that was not found stands alone.
 * DL_EVAL_SHOW= coref prints the pronouns that are wrong; DL_COREF_GENRE takes another genre,
 * empty: all but news (to tune on). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "train/eval.h"
#include "train/names_corpus.h"

typedef struct pronoun_tally {
    uint32_t right, wrong, open, all;
    double precision, recall; /* B³ sums */
    uint32_t mentions;
    uint32_t sure, sure_right; /* certainty medium or high */
} pronoun_tally;

typedef struct scored {
    uint32_t chain, entity;
} scored;

static const char *const third[] = {"he",      "him",        "his", "himself", "she",   "her",
                                    "hers",    "it",         "its", "itself",  "they",  "them",
                                    "their",   "theirs",     "who", "whom",    "whose", "which",
                                    "herself", "themselves", "that"};

static bool is_third(const names_document *d, uint32_t token) {
    dl_str t = dl_token_text(&d->text.tokens, d->finds.report.text, token);
    for (size_t i = 0; i < DL_COUNT(third); i++)
        if (t.len == strlen(third[i]) && strncasecmp(t.ptr, third[i], t.len) == 0) return true;
    return false;
}

static bool chain_named(const names_document *d, uint32_t chain) {
    for (uint32_t i = 0; i < d->mentions.count; i++)
        if (d->mentions.items[i].chain == chain && d->mentions.items[i].name) return true;
    return false;
}

/* The mention found at a token: a pronoun, or the name that covers it (else a title's). */
static const dl_mention *found_at(const names_document *d, uint32_t token, bool pronoun) {
    uint32_t at = d->text.tokens.start[token];
    const dl_mention *titled = NULL;
    for (uint32_t i = 0; i < d->finds.mentions.count; i++) {
        const dl_mention *m = &d->finds.mentions.items[i];
        if ((m->form == DL_MENTION_PRONOUN) != pronoun || m->form == DL_MENTION_NOMINAL) continue;
        if (pronoun && m->head == token) return m;
        if (pronoun || dl_span_is_none(m->name)) continue;
        if (m->name.start <= at && at < m->name.end) return m;
        if (m->span.start <= at && at < m->span.end) titled = m;
    }
    return titled;
}

/* Whether the entity has a name that lies in a named gold mention of the chain. */
static bool entity_in_chain(const names_document *d, uint32_t entity, uint32_t chain) {
    for (uint32_t i = 0; i < d->mentions.count; i++) {
        const gold_mention *g = &d->mentions.items[i];
        if (g->chain != chain || !g->name) continue;
        const dl_mention *m = found_at(d, g->head, false);
        if (m && m->entity == entity) return true;
    }
    return false;
}

static void show(const names_document *d, const gold_mention *g, const dl_mention *m) {
    const dl_sentence *s = &d->text.sentences.items[dl_sentence_of_token(&d->text, g->first)];
    dl_str text = d->finds.report.text, name = DL_STR("-"), gold = DL_STR("?");
    if (m && m->entity != DL_NONE) name = d->finds.entities.items[m->entity].name;
    for (uint32_t i = 0; i < d->mentions.count; i++)
        if (d->mentions.items[i].chain == g->chain && d->mentions.items[i].name) {
            const gold_mention *x = &d->mentions.items[i];
            gold = dl_span_text(text, (dl_span){d->text.tokens.start[x->first],
                                                d->text.tokens.start[x->first + x->count - 1] +
                                                    d->text.tokens.len[x->first + x->count - 1]});
            break;
        }
    printf("%.*s #%u [%.*s] gold <%.*s> found <%.*s>: %.*s\n", (int)d->name.len, d->name.ptr,
           s->number, (int)d->text.tokens.len[g->first], text.ptr + d->text.tokens.start[g->first],
           gold.len > 50 ? 50 : (int)gold.len, gold.ptr, (int)name.len, name.ptr,
           (int)(s->span.end - s->span.start), text.ptr + s->span.start);
}

static void b_cubed(const scored *all, uint32_t n, pronoun_tally *t) {
    for (uint32_t i = 0; i < n; i++) {
        double same = 0, gold = 0, found = 0;
        for (uint32_t k = 0; k < n; k++) {
            bool g = all[i].chain == all[k].chain;
            bool f = i == k || (all[i].entity != DL_NONE && all[i].entity == all[k].entity);
            gold += g, found += f, same += g && f;
        }
        t->precision += same / found;
        t->recall += same / gold;
    }
    t->mentions += n;
}

static void count(const names_document *d, dl_arena *arena, pronoun_tally *t) {
    bool errors = getenv("DL_EVAL_SHOW") && strcmp(getenv("DL_EVAL_SHOW"), "coref") == 0;
    scored *all = dl_arena_array(arena, d->mentions.count + 1, sizeof *all);
    uint32_t n = 0;
    for (uint32_t i = 0; all && i < d->mentions.count; i++) {
        const gold_mention *g = &d->mentions.items[i];
        bool pronoun = g->pronoun && is_third(d, g->first) && chain_named(d, g->chain);
        bool thing = dl_str_is(g->type, "person") || dl_str_is(g->type, "organization") ||
                     dl_str_is(g->type, "place");
        if (!pronoun && !(g->name && thing)) continue;
        const dl_mention *m = found_at(d, g->head, pronoun);
        all[n++] = (scored){g->chain, m ? m->entity : DL_NONE};
        if (!pronoun) continue;
        bool open = !m || m->entity == DL_NONE,
             right = !open && entity_in_chain(d, m->entity, g->chain);
        t->all++;
        t->right += right;
        t->open += open;
        t->wrong += !open && !right;
        if (!open && m->certainty >= DL_CERTAINTY_MEDIUM) t->sure++, t->sure_right += right;
        if (errors && !right) show(d, g, m);
    }
    b_cubed(all, n, t);
}

static int run(eval_context *c, const dl_names *names, names_corpus *corpus, pronoun_tally *t) {
    dl_arena scratch;
    dl_arena_init(&scratch);
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < corpus->documents.count; i++) {
        names_document *d = &corpus->documents.items[i];
        dl_arena_reset(&scratch);
        dl_arena_init(&d->finds.arena);
        dl_find_context context = {&d->text, &d->finds, &scratch};
        rc = dl_names_find(names, &context, &c->err);
        if (!rc) count(d, &scratch, t);
        dl_arena_free(&d->finds.arena);
    }
    dl_arena_free(&scratch);
    return rc;
}

static void rows(eval_context *c, const pronoun_tally *t, const char *data, bool bounds) {
    double n = t->all ? t->all : 1, m = t->mentions ? t->mentions : 1;
    double p = t->precision / m, r = t->recall / m;
    eval_row(c, "coreference", data, "pronoun to entity, accuracy", t->right / n,
             bounds ? .60 : NAN, bounds ? .75 : NAN);
    eval_row(c, "coreference", data, "right among those given",
             t->all - t->open ? (double)t->right / (t->all - t->open) : 0, NAN, NAN);
    eval_row(c, "coreference", data, "right of medium and high",
             t->sure ? (double)t->sure_right / t->sure : 0, NAN, NAN);
    eval_row(c, "coreference", data, "pronouns", t->all, NAN, NAN);
    eval_row(c, "coreference", data, "B3 F1 names and pronouns",
             p + r > 0 ? 2 * p * r / (p + r) : 0, NAN, NAN);
}

int eval_coref(eval_context *c) {
    const char *genre = getenv("DL_COREF_GENRE");
    if (!eval_has(c, "gum/train")) {
        eval_skip(c, "coreference", "GUM news");
        return DL_OK;
    }
    names_corpus corpus;
    dl_names *names = NULL;
    pronoun_tally t = {0};
    int rc = names_corpus_open(&corpus, c->data, &c->err);
    static const char *const others[] = {"_news_",    "_essay_", "_fiction_", "_letter_",
                                         "_podcast_", "_whow_",  NULL};
    const char *only = genre ? *genre ? genre : NULL : "_news_";
    const char *const *skip = only ? NULL : others;
    if (!rc)
        rc = names_corpus_add_folder(&corpus, eval_path(c, "gum/train"), skip, only, 0, &c->err);
    if (!rc) rc = names_corpus_add_folder(&corpus, eval_path(c, "gum/dev"), skip, only, 0, &c->err);
    if (!rc) rc = dl_names_open(&names, c->data, &c->err);
    if (!rc) rc = run(c, names, &corpus, &t);
    if (!rc) rows(c, &t, genre ? "GUM other" : "GUM news", !genre);
    dl_names_close(names);
    names_corpus_close(&corpus);
    return rc;
}
