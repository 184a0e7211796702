#include "find/triples_force.h"

#include "find/triples_mend.h"

/* Marks the tokens of every cue (DL_CUE_B) and content (DL_CUE_I): nothing is forced there. */
static void mark_taken(const dl_triples *triples, uint8_t *taken) {
    for (uint32_t k = 0; k < triples->count; k++) {
        const dl_triple *t = &triples->items[k];
        for (uint32_t i = t->cue.first; i < t->cue.end; i++) taken[i] = DL_CUE_B;
        for (uint32_t c = 0; c < t->contents; c++)
            for (uint32_t i = t->content[c].first; i < t->content[c].end; i++) taken[i] |= DL_CUE_I;
    }
}

/* What the tree says where the tagger says nothing: the clause the verb governs, its subject. */
static void complete(const dl_triples *triples, dl_triple *found, const dl_attr_view *view,
                     uint32_t verb) {
    const dl_atom *z = &view->atoms[verb];
    if (!found->contents && z->clause != DL_NONE && z->clause > verb) {
        const dl_atom *clause = &view->atoms[z->clause];
        found->content[found->contents++] =
            (dl_words){clause->left > verb ? clause->left : verb + 1, clause->right + 1};
    }
    const dl_sentence *s = &view->text->sentences.items[dl_sentence_of_token(view->text, verb)];
    uint32_t end = s->first + s->count;
    for (uint32_t i = verb + 1; !found->contents && i + 2 < end && i < verb + 8; i++) {
        if (!dl_token_is(view->bytes, &view->text->tokens, i, "that")) continue;
        while (end > i + 2 && view->atoms[end - 1].upos == DL_PUNCT) end--;
        found->content[found->contents++] = (dl_words){i, end};
    }
    if (found->source.first >= found->source.end) dl_triple_find_source(triples, found, view);
}

static bool is_sure(const dl_attr_view *view, uint32_t i) {
    static const char *const forms[] = {"said", "says", "told", "tells"};
    const dl_atom *z = &view->atoms[i];
    if (z->upos != DL_VERB || z->subject_token == DL_NONE) return false;
    for (size_t k = 0; k < DL_COUNT(forms); k++)
        if (dl_token_is(view->bytes, &view->text->tokens, i, forms[k])) return true;
    return false;
}

void dl_triples_force(dl_triples *triples, dl_arena *arena, const dl_attr_model *model,
                      const dl_attr_view *view) {
    const dl_tokens *t = &view->text->tokens;
    uint8_t *taken = dl_arena_array(arena, t->count + 1, 1);
    if (!taken) return;
    mark_taken(triples, taken);
    for (uint32_t i = 0; i < t->count && !arena->failed; i++) {
        if (taken[i] || view->quotes->of_token[i] != DL_NONE) continue;
        bool sure = is_sure(view, i);
        bool according = i + 1 < t->count && dl_token_is(view->bytes, t, i, "according") &&
                         dl_token_is(view->bytes, t, i + 1, "to");
        if (!sure && !according) continue;
        dl_triple found;
        dl_triple_for_cue(&found, arena, model, view, (dl_words){i, i + 1 + according}, taken);
        if (sure) complete(triples, &found, view, i);
        bool whole = found.contents && found.source.first < found.source.end;
        dl_triple *slot = whole ? DL_PUSH(triples, arena) : NULL;
        if (slot) *slot = found;
    }
}
