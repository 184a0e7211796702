#include "train/vary.h"

/* Tokens of the name that begins the sentence and is its subject; 0: none such. */
static uint32_t name_length(const gold_sentence *s) {
    const gold_token *first = &s->tokens[0];
    if (s->count < 4 || first->upos != DL_PROPN || first->deprel != DL_REL_NSUBJ || !first->head)
        return 0;
    const gold_token *verb = &s->tokens[first->head - 1];
    if (verb->upos != DL_VERB || !dl_str_is(verb->xpos, "VBD")) return 0;
    uint32_t length = 1;
    while (length < s->count && s->tokens[length].head == 1 &&
           s->tokens[length].deprel == DL_REL_FLAT)
        length++;
    for (uint32_t i = length; i < s->count; i++)
        if (s->tokens[i].head == 1) return 0;
    uint8_t next = s->tokens[length].upos;
    return length > 3 || next == DL_PUNCT || next == DL_CCONJ ? 0 : length;
}

/* The name of a, "and", the name of b, the rest of a. */
static int join(treebank *bank, gold_sentence a, uint32_t an, gold_sentence b, uint32_t bn,
                dl_error *err) {
    uint32_t more = bn + 1, n = a.count + more;
    gold_token *t = dl_arena_array(&bank->arena, n, sizeof *t);
    gold_sentence *s = DL_PUSH(&bank->sentences, &bank->arena);
    if (!t || !s) return dl_fail_memory(err);
    *s = (gold_sentence){t, n, a.document};
    memcpy(t, a.tokens, an * sizeof *t);
    t[an] = a.tokens[0];
    t[an].form = t[an].lemma = DL_STR("and");
    t[an].xpos = DL_STR("CC");
    t[an].upos = DL_CCONJ;
    t[an].deprel = DL_REL_CC;
    t[an].head = an + 2;
    memcpy(t + an + 1, b.tokens, bn * sizeof *t);
    memcpy(t + an + more, a.tokens + an, (a.count - an) * sizeof *t);
    for (uint32_t i = 0; i < n; i++) {
        if (i > an && i < an + more)
            t[i].head = i == an + 1 ? 1 : an + 2;
        else if (i != an && t[i].head > an)
            t[i].head += more;
    }
    t[an + 1].deprel = DL_REL_CONJ;
    t[an + 1].flags |= DL_TOKEN_SPACE_BEFORE;
    bank->tokens += n;
    return DL_OK;
}

int vary_subjects(treebank *bank, dl_error *err) {
    uint32_t all = bank->sentences.count, last = DL_NONE;
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < all; i++) {
        uint32_t n = name_length(&bank->sentences.items[i]);
        if (!n) continue;
        if (last != DL_NONE) {
            gold_sentence a = bank->sentences.items[i], b = bank->sentences.items[last];
            rc = join(bank, a, n, b, name_length(&b), err);
        }
        last = i;
    }
    return rc;
}
