#include "model/text.h"

static const char *const upos_names[DL_UPOS_COUNT] = {
    "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
};

static const char *const deprel_names[DL_REL_COUNT] = {
    "acl",       "acl:relcl", "advcl",     "advmod",     "amod",       "appos",     "aux",
    "aux:pass",  "case",      "cc",        "ccomp",      "clf",        "compound",  "compound:prt",
    "conj",      "cop",       "csubj",     "dep",        "det",        "discourse", "dislocated",
    "expl",      "fixed",     "flat",      "goeswith",   "iobj",       "list",      "mark",
    "nmod",      "nmod:poss", "nsubj",     "nsubj:pass", "nummod",     "obj",       "obl",
    "obl:agent", "orphan",    "parataxis", "punct",      "reparandum", "root",      "vocative",
    "xcomp",
};

const char *dl_upos_name(uint32_t upos) {
    return upos < DL_UPOS_COUNT ? upos_names[upos] : "";
}

const char *dl_deprel_name(uint32_t deprel) {
    return deprel < DL_REL_COUNT ? deprel_names[deprel] : "";
}

static uint32_t index_of(const char *const *names, uint32_t count, dl_str name) {
    for (uint32_t i = 0; i < count; i++)
        if (dl_str_is(name, names[i])) return i;
    return count;
}

uint32_t dl_upos_of(dl_str name) {
    return index_of(upos_names, DL_UPOS_COUNT, name);
}

uint32_t dl_deprel_of(dl_str name) {
    uint32_t found = index_of(deprel_names, DL_REL_COUNT, name);
    if (found < DL_REL_COUNT) return found;
    const char *colon = name.len ? memchr(name.ptr, ':', name.len) : NULL;
    if (!colon) return DL_REL_COUNT;
    return index_of(deprel_names, DL_REL_COUNT, dl_str_sub(name, 0, (size_t)(colon - name.ptr)));
}

uint32_t dl_sentence_at(const dl_text *text, uint32_t byte) {
    uint32_t low = 0, high = text->sentences.count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (text->sentences.items[mid].span.end <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == text->sentences.count || text->sentences.items[low].span.start > byte)
        return DL_NONE;
    return low;
}

uint32_t dl_sentence_of_token(const dl_text *text, uint32_t token) {
    return token < text->tokens.count ? dl_sentence_at(text, text->tokens.start[token]) : DL_NONE;
}
