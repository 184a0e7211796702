#include "model/entity.h"

const char *dl_entity_kind_name(uint32_t kind) {
    static const char *const names[DL_ENTITY_KINDS] = {"person", "organization", "country",
                                                       "place",  "group",        "document"};
    return kind < DL_ENTITY_KINDS ? names[kind] : "";
}

const char *dl_mention_form_name(uint32_t form) {
    static const char *const names[DL_MENTION_FORMS] = {"name", "adjective", "metonym", "nominal",
                                                        "pronoun"};
    return form < DL_MENTION_FORMS ? names[form] : "";
}

const char *dl_link_rule_name(uint32_t rule) {
    static const char *const names[DL_LINK_RULES] = {
        "",           "first",         "same",        "lexicon",   "full name",  "surname",
        "given name", "spelling",      "acronym",     "shortened", "apposition", "copula",
        "office",     "office holder", "description", "relative",  "pronoun",    "reflexive"};
    return rule < DL_LINK_RULES ? names[rule] : "";
}
