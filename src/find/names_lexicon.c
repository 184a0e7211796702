#include "find/names_lexicon.h"

#include <stdlib.h>

#include "base/hash.h"
#include "model/entity.h"
#include "model/namekey.h"

static bool is_gap(unsigned char c) {
    return c <= ' ' || c == '-' || c == '\'' || c == '.';
}

static bool is_word(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

uint32_t lexicon_atoms(dl_str text, uint64_t hashes[LEX_MAX_ATOMS]) {
    char folded[512];
    size_t n = dl_name_fold(folded, sizeof folded, text);
    uint32_t count = 0;
    for (size_t i = 0; i < n;) {
        size_t start = i;
        if (is_gap((unsigned char)folded[i])) {
            i++;
            continue;
        }
        if (is_word((unsigned char)folded[i]))
            while (i < n && is_word((unsigned char)folded[i])) i++;
        else
            i++;
        if (count == LEX_MAX_ATOMS) return LEX_MAX_ATOMS + 1;
        hashes[count++] = dl_hash((dl_str){folded + start, i - start});
    }
    return count;
}

static lex_node_slot *slot_of(const lexicon *lex, uint32_t node, uint64_t atom) {
    uint64_t key = dl_hash_mix(atom, node) | 1;
    uint32_t at = (uint32_t)(key >> 20) & lex->mask;
    while (lex->slots[at].key && lex->slots[at].key != key) at = (at + 1) & lex->mask;
    return &lex->slots[at];
}

uint32_t lexicon_step(const lexicon *lex, uint32_t node, uint64_t atom) {
    const lex_node_slot *slot = slot_of(lex, node, atom);
    return slot->key ? slot->node : DL_NONE;
}

static uint32_t new_node(lexicon *lex) {
    uint32_t *first = DL_PUSH(&lex->nodes, &lex->arena);
    if (!first) return DL_NONE;
    *first = DL_NONE;
    return lex->nodes.count - 1;
}

/* Twice the slots; the tables hold some 60,000 nodes. */
static bool grow(lexicon *lex) {
    lex_node_slot *old = lex->slots;
    uint32_t count = old ? lex->mask + 1 : 0;
    uint32_t size = count ? count * 2 : 1u << 17;
    lex->slots = calloc(size, sizeof *lex->slots);
    if (!lex->slots) {
        lex->slots = old;
        return false;
    }
    lex->mask = size - 1;
    for (uint32_t i = 0; i < count; i++) {
        if (!old[i].key) continue;
        uint32_t at = (uint32_t)(old[i].key >> 20) & lex->mask;
        while (lex->slots[at].key) at = (at + 1) & lex->mask;
        lex->slots[at] = old[i];
    }
    free(old);
    return true;
}

static uint32_t step_or_add(lexicon *lex, uint32_t node, uint64_t atom) {
    if (lex->used * 2 >= lex->mask && !grow(lex)) return DL_NONE;
    lex_node_slot *slot = slot_of(lex, node, atom);
    if (slot->key) return slot->node;
    uint32_t fresh = new_node(lex);
    if (fresh == DL_NONE) return DL_NONE;
    slot->key = dl_hash_mix(atom, node) | 1;
    slot->node = fresh;
    lex->used++;
    return fresh;
}

/* "US", "UN": short and in capitals, so never the word "us". */
static bool is_cased(dl_str phrase) {
    uint32_t letters = 0;
    for (size_t i = 0; i < phrase.len; i++) {
        char c = phrase.ptr[i];
        if (c >= 'a' && c <= 'z') return false;
        if ((unsigned char)c >= 0x80 || c == ' ') return false;
        letters += c >= 'A' && c <= 'Z';
    }
    return letters > 0 && letters <= 5;
}

static bool add_phrase(lexicon *lex, dl_str phrase, uint32_t cls, uint32_t row, uint32_t flags) {
    uint64_t atoms[LEX_MAX_ATOMS];
    uint32_t n = lexicon_atoms(phrase, atoms), node = LEX_ROOT;
    if (!n || n > LEX_MAX_ATOMS) return true;
    for (uint32_t i = 0; i < n && node != DL_NONE; i++) node = step_or_add(lex, node, atoms[i]);
    lex_entry *e = node == DL_NONE ? NULL : DL_PUSH(&lex->entries, &lex->arena);
    if (!e) return false;
    *e = (lex_entry){phrase, row, DL_NONE, (uint8_t)cls, (uint8_t)flags};
    if (is_cased(phrase)) e->flags |= LEX_CASED;
    uint32_t *at = &lex->nodes.items[node]; /* table order is kept */
    while (*at != DL_NONE) at = &lex->entries.items[*at].next;
    *at = lex->entries.count - 1;
    return true;
}

/* "I.A.E.A." for "IAEA": phrase is kept alive in the arena. */
static bool add_dotted(lexicon *lex, dl_str phrase, uint32_t cls, uint32_t row) {
    if (cls != LEX_BODY || phrase.len < 3 || phrase.len > 5 || !is_cased(phrase)) return true;
    char *p = dl_arena_alloc(&lex->arena, phrase.len * 2);
    if (!p) return false;
    for (size_t i = 0; i < phrase.len; i++) {
        if (phrase.ptr[i] < 'A' || phrase.ptr[i] > 'Z') return true;
        p[2 * i] = phrase.ptr[i];
        p[2 * i + 1] = '.';
    }
    return add_phrase(lex, (dl_str){p, phrase.len * 2}, cls, row, LEX_CASED);
}

/* Every item of a ';'-list. */
static bool add_list(lexicon *lex, dl_str list, uint32_t cls, uint32_t row, uint32_t flags) {
    bool ok = true;
    while (ok && list.len) {
        const char *semi = memchr(list.ptr, ';', list.len);
        size_t n = semi ? (size_t)(semi - list.ptr) : list.len;
        dl_str item = dl_str_trim((dl_str){list.ptr, n});
        if (item.len)
            ok = add_phrase(lex, item, cls, row, flags) && add_dotted(lex, item, cls, row);
        list.ptr += semi ? n + 1 : n;
        list.len -= semi ? n + 1 : n;
    }
    return ok;
}

static dl_str first_of(dl_str list) {
    const char *semi = list.len ? memchr(list.ptr, ';', list.len) : NULL;
    return (dl_str){list.ptr, semi ? (size_t)(semi - list.ptr) : list.len};
}

static uint32_t add_row(lexicon *lex, lex_row row) {
    lex_row *r = DL_PUSH(&lex->rows, &lex->arena);
    if (!r) return DL_NONE;
    *r = row;
    return lex->rows.count - 1;
}

/* Opens a table and checks its header; columns[] gets the index of each name in names[]. */
static int open_table(lexicon *lex, const dl_data *data, const char *file, dl_tsv *table,
                      const char *const *names, uint32_t count, uint32_t *columns, dl_error *err) {
    int rc = dl_data_table(data, file, &lex->arena, table, err);
    for (uint32_t i = 0; !rc && i < count; i++) {
        columns[i] = dl_tsv_column(table, names[i]);
        if (columns[i] == DL_NONE)
            rc = dl_fail(err, DL_EFORMAT, 0, "data file %s: there is no column %s", file, names[i]);
    }
    return rc;
}

enum { COLUMNS_MAX = 7 };

/* Whether two spellings are one city's: "Kyiv", "Kiev"; "Washington", "Washington, D.C.". */
static bool same_city(dl_str a, dl_str b) {
    char ka[64], kb[64];
    dl_name_skeleton(ka, sizeof ka, a);
    dl_name_skeleton(kb, sizeof kb, b);
    return strcmp(ka, kb) == 0 || dl_str_starts(b, a);
}

/* Capitals and seats of government; a second city has a row of its own. Returns the first's. */
static uint32_t add_capitals(lexicon *lex, lex_row row, dl_str list) {
    uint32_t first = DL_NONE, at = DL_NONE;
    while (list.len) {
        const char *semi = memchr(list.ptr, ';', list.len);
        size_t n = semi ? (size_t)(semi - list.ptr) : list.len;
        dl_str city = {list.ptr, n};
        if (at == DL_NONE || !same_city(lex->rows.items[at].name, city)) {
            row.name = city;
            at = add_row(lex, row);
        }
        if (first == DL_NONE) first = at;
        if (at == DL_NONE || !add_phrase(lex, city, LEX_CAPITAL, at, 0)) return DL_NONE;
        list = dl_str_sub(list, semi ? n + 1 : n, list.len);
    }
    return first;
}

static int load_countries(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"code",   "name",    "also",      "adjective",
                                        "people", "capital", "government"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/countries.tsv", &t, names, 7, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        lex_row row = {.name = dl_tsv_cell(r, c[1]),
                       .code = dl_tsv_cell(r, c[0]),
                       .line = r->line,
                       .kind = DL_ENTITY_COUNTRY};
        uint32_t country = add_row(lex, row);
        row.sector = DL_STR("GOV");
        row.kind = DL_ENTITY_ORGANIZATION;
        row.name = first_of(dl_tsv_cell(r, c[6]));
        uint32_t government = add_row(lex, row);
        row.sector = DL_STR("");
        row.level = DL_STR("capital");
        row.kind = DL_ENTITY_PLACE;
        uint32_t capital = add_capitals(lex, row, dl_tsv_cell(r, c[5]));
        bool ok = add_phrase(lex, dl_tsv_cell(r, c[1]), LEX_COUNTRY, country, LEX_CANONICAL) &&
                  add_list(lex, dl_tsv_cell(r, c[2]), LEX_COUNTRY, country, 0) &&
                  add_list(lex, dl_tsv_cell(r, c[3]), LEX_ADJECTIVE, country, 0) &&
                  add_list(lex, dl_tsv_cell(r, c[4]), LEX_PEOPLE, country, 0) &&
                  add_list(lex, dl_tsv_cell(r, c[6]), LEX_GOVERNMENT, government, 0) &&
                  dl_map_set(&lex->countries, dl_tsv_cell(r, c[0]), country) &&
                  dl_map_set(&lex->capitals, dl_tsv_cell(r, c[0]), capital);
        if (!ok) rc = dl_fail_memory(err);
    }
    return rc;
}

static int load_bodies(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"name", "also", "kind", "code", "sector", "seat"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/organisations.tsv", &t, names, 6, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        bool group = dl_str_is(dl_tsv_cell(r, c[2]), "group");
        uint32_t row =
            add_row(lex, (lex_row){.name = dl_tsv_cell(r, c[0]),
                                   .code = dl_tsv_cell(r, c[3]),
                                   .sector = dl_tsv_cell(r, c[4]),
                                   .line = r->line,
                                   .kind = group ? DL_ENTITY_GROUP : DL_ENTITY_ORGANIZATION});
        if (!add_phrase(lex, dl_tsv_cell(r, c[0]), LEX_BODY, row, LEX_CANONICAL) ||
            !add_list(lex, dl_tsv_cell(r, c[1]), LEX_BODY, row, 0) ||
            !add_list(lex, dl_tsv_cell(r, c[5]), LEX_SEAT, row, 0))
            rc = dl_fail_memory(err);
    }
    return rc;
}

static int load_outlets(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"name", "short", "country"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/outlets.tsv", &t, names, 3, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        dl_str name = dl_tsv_cell(r, c[0]);
        uint32_t known = lexicon_find(lex, name, LEX_BODY);
        uint32_t row = known != DL_NONE ? lex->entries.items[known].row
                                        : add_row(lex, (lex_row){.name = name,
                                                                 .code = dl_tsv_cell(r, c[2]),
                                                                 .sector = DL_STR("JRN"),
                                                                 .line = r->line,
                                                                 .kind = DL_ENTITY_ORGANIZATION});
        if (!add_phrase(lex, name, LEX_OUTLET, row, LEX_CANONICAL) ||
            !add_list(lex, dl_tsv_cell(r, c[1]), LEX_OUTLET, row, 0))
            rc = dl_fail_memory(err);
    }
    return rc;
}

static int load_places(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"name",      "also",   "country",  "kind",
                                        "adjective", "people", "ambiguous"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/places.tsv", &t, names, 7, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        bool common = dl_tsv_cell(r, c[6]).len > 0;
        uint32_t row = add_row(lex, (lex_row){.name = dl_tsv_cell(r, c[0]),
                                              .code = dl_tsv_cell(r, c[2]),
                                              .level = dl_tsv_cell(r, c[3]),
                                              .line = r->line,
                                              .kind = DL_ENTITY_PLACE,
                                              .common = common});
        uint32_t flags = common ? LEX_COMMON : 0;
        if (!add_phrase(lex, dl_tsv_cell(r, c[0]), LEX_PLACE, row, flags | LEX_CANONICAL) ||
            !add_list(lex, dl_tsv_cell(r, c[1]), LEX_PLACE, row, flags) ||
            !add_list(lex, dl_tsv_cell(r, c[4]), LEX_PLACE_ADJECTIVE, row, 0) ||
            !add_list(lex, dl_tsv_cell(r, c[5]), LEX_PLACE_PEOPLE, row, 0))
            rc = dl_fail_memory(err);
    }
    return rc;
}

/* "officials", "spokesmen", "secretaries of state": the head noun in the plural. */
static dl_str plural(dl_arena *arena, dl_str word) {
    size_t head = word.len;
    const char *of = NULL;
    for (size_t i = 0; i + 4 <= word.len && !of; i++)
        if (memcmp(word.ptr + i, " of ", 4) == 0 ||
            (i + 5 <= word.len && memcmp(word.ptr + i, " for ", 5) == 0))
            of = word.ptr + i, head = i;
    dl_str noun = {word.ptr, head}, rest = {word.ptr + head, word.len - head};
    const char *ending = "s";
    size_t cut = 0;
    if (dl_str_ends(noun, DL_STR("man")))
        cut = 3, ending = "men";
    else if (dl_str_is(noun, "person"))
        cut = 6, ending = "people";
    else if (dl_str_is(noun, "child"))
        cut = 0, ending = "ren";
    else if (dl_str_ends(noun, DL_STR("wife")))
        cut = 2, ending = "ves";
    else if (noun.len > 1 && noun.ptr[noun.len - 1] == 'y' &&
             !strchr("aeou", noun.ptr[noun.len - 2]))
        cut = 1, ending = "ies";
    else if (dl_str_ends(noun, DL_STR("s")) || dl_str_ends(noun, DL_STR("ch")))
        ending = "es";
    return dl_arena_printf(arena, "%.*s%s%.*s", (int)(noun.len - cut), noun.ptr, ending,
                           (int)rest.len, rest.ptr);
}

static uint8_t role_class(dl_str cls) {
    if (dl_str_is(cls, "office") || dl_str_is(cls, "short")) return LEX_OFFICE;
    if (dl_str_is(cls, "rank")) return LEX_RANK;
    return dl_str_is(cls, "honorific") ? LEX_HONORIFIC : LEX_ROLE_ANY;
}

static int load_roles(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"title", "class", "sector", "level", "gender"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/roles.tsv", &t, names, 5, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        dl_str title = dl_tsv_cell(r, c[0]), gender = dl_tsv_cell(r, c[4]);
        uint8_t cls = role_class(dl_tsv_cell(r, c[1]));
        uint32_t row = add_row(lex, (lex_row){.name = title,
                                              .sector = dl_tsv_cell(r, c[2]),
                                              .level = dl_tsv_cell(r, c[3]),
                                              .line = r->line,
                                              .role = cls,
                                              .kind = DL_ENTITY_PERSON,
                                              .gender = gender.len ? (uint8_t)*gender.ptr : 0});
        bool ok = add_phrase(lex, title, LEX_ROLE, row, LEX_CANONICAL);
        if (ok && cls != LEX_HONORIFIC)
            ok = add_phrase(lex, plural(&lex->arena, title), LEX_ROLE, row, LEX_PLURAL);
        if (!ok) rc = dl_fail_memory(err);
    }
    return rc;
}

static uint8_t kind_of(dl_str name) {
    for (uint32_t k = 0; k < DL_ENTITY_KINDS; k++)
        if (dl_str_is(name, dl_entity_kind_name(k))) return (uint8_t)k;
    return DL_ENTITY_ORGANIZATION;
}

static int load_nouns(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"noun", "kind", "sector", "proper"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/bodies.tsv", &t, names, 4, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        dl_str noun = dl_tsv_cell(r, c[0]);
        uint32_t row = add_row(lex, (lex_row){.name = noun,
                                              .sector = dl_tsv_cell(r, c[2]),
                                              .line = r->line,
                                              .kind = kind_of(dl_tsv_cell(r, c[1])),
                                              .common = dl_tsv_cell(r, c[3]).len == 0});
        if (!add_phrase(lex, noun, LEX_NOUN, row, LEX_CANONICAL) ||
            !add_phrase(lex, plural(&lex->arena, noun), LEX_NOUN, row, LEX_PLURAL))
            rc = dl_fail_memory(err);
    }
    return rc;
}

static int load_people(lexicon *lex, const dl_data *data, const char *file, uint32_t cls,
                       dl_error *err) {
    const char *const names[] = {"name", cls == LEX_GIVEN ? "gender" : "common", "common"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, file, &t, names, 3, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        dl_str gender = dl_tsv_cell(r, c[1]);
        bool common = dl_tsv_cell(r, c[2]).len > 0;
        uint8_t g = cls == LEX_GIVEN && gender.len && *gender.ptr != 'u' ? (uint8_t)*gender.ptr : 0;
        uint32_t row = add_row(lex, (lex_row){.name = dl_tsv_cell(r, c[0]),
                                              .line = r->line,
                                              .kind = DL_ENTITY_PERSON,
                                              .gender = g,
                                              .common = common});
        if (!add_phrase(lex, dl_tsv_cell(r, c[0]), cls, row, common ? LEX_COMMON : 0))
            rc = dl_fail_memory(err);
    }
    return rc;
}

/* The skeleton of the family name, which may come first. */
static dl_str holder_key(lexicon *lex, dl_str name) {
    size_t last = name.len, first = 0;
    while (last && name.ptr[last - 1] != ' ') last--;
    while (first < name.len && name.ptr[first] != ' ') first++;
    dl_str head = dl_str_sub(name, 0, first), tail = dl_str_sub(name, last, name.len);
    bool asian = lexicon_find(lex, head, LEX_FAMILY_FIRST) != DL_NONE &&
                 lexicon_find(lex, tail, LEX_FAMILY) == DL_NONE;
    char skeleton[64];
    size_t n = dl_name_skeleton(skeleton, sizeof skeleton, asian ? head : tail);
    return dl_arena_str(&lex->arena, (dl_str){skeleton, n});
}

/* The whole name and its last word ("Macron"), which is common where it is a common family name. */
static bool add_leader(lexicon *lex, const lex_holder *h) {
    size_t at = h->name.len;
    while (at && h->name.ptr[at - 1] != ' ') at--;
    dl_str family = dl_str_sub(h->name, at, h->name.len);
    bool common = lexicon_find(lex, family, LEX_FAMILY) != DL_NONE || family.len < 4 ||
                  lexicon_find(lex, family, LEX_FAMILY_FIRST) != DL_NONE ||
                  lexicon_find(lex, family, LEX_GIVEN) != DL_NONE;
    uint32_t row = add_row(lex, (lex_row){.name = h->name,
                                          .line = h->line,
                                          .gender = h->gender,
                                          .kind = DL_ENTITY_PERSON,
                                          .common = common});
    return add_phrase(lex, h->name, LEX_LEADER, row, 0) &&
           add_phrase(lex, family, LEX_LEADER, row, common ? LEX_COMMON : 0);
}

static int load_holders(lexicon *lex, const dl_data *data, dl_error *err) {
    static const char *const names[] = {"title", "of", "name", "gender", "dates"};
    uint32_t c[COLUMNS_MAX];
    dl_tsv t;
    int rc = open_table(lex, data, "en/officeholders.tsv", &t, names, 5, c, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        const dl_tsv_row *r = &t.rows.items[i];
        lex_holder *h = DL_PUSH(&lex->holders, &lex->arena);
        if (!h) return dl_fail_memory(err);
        dl_str gender = dl_tsv_cell(r, c[3]);
        uint32_t e = lexicon_find(lex, dl_tsv_cell(r, c[0]), LEX_ROLE);
        *h = (lex_holder){.title = dl_tsv_cell(r, c[0]),
                          .of = dl_tsv_cell(r, c[1]),
                          .name = dl_tsv_cell(r, c[2]),
                          .dates = dl_tsv_cell(r, c[4]),
                          .line = r->line,
                          .gender = gender.len ? (uint8_t)*gender.ptr : 0};
        if (e != DL_NONE) {
            h->level = lex->rows.items[lex->entries.items[e].row].level;
            h->sector = lex->rows.items[lex->entries.items[e].row].sector;
        }
        h->key = holder_key(lex, h->name);
        if (!add_leader(lex, h)) return dl_fail_memory(err);
    }
    return rc;
}

int lexicon_load(lexicon *lex, const dl_data *data, dl_error *err) {
    memset(lex, 0, sizeof *lex);
    dl_arena_init(&lex->arena);
    dl_map_init(&lex->countries, &lex->arena);
    dl_map_init(&lex->capitals, &lex->arena);
    int rc = grow(lex) && new_node(lex) == LEX_ROOT ? DL_OK : dl_fail_memory(err);
    if (!rc) rc = load_countries(lex, data, err);
    if (!rc) rc = load_bodies(lex, data, err);
    if (!rc) rc = load_outlets(lex, data, err);
    if (!rc) rc = load_places(lex, data, err);
    if (!rc) rc = load_roles(lex, data, err);
    if (!rc) rc = load_nouns(lex, data, err);
    if (!rc) rc = load_people(lex, data, "en/given.tsv", LEX_GIVEN, err);
    if (!rc) rc = load_people(lex, data, "en/family.tsv", LEX_FAMILY, err);
    if (!rc) rc = load_people(lex, data, "en/family_first.tsv", LEX_FAMILY_FIRST, err);
    if (!rc) rc = load_holders(lex, data, err);
    if (!rc && lex->arena.failed) rc = dl_fail_memory(err);
    return rc;
}

void lexicon_free(lexicon *lex) {
    free(lex->slots);
    dl_arena_free(&lex->arena);
    memset(lex, 0, sizeof *lex);
}

uint32_t lexicon_find(const lexicon *lex, dl_str text, uint32_t cls) {
    uint64_t atoms[LEX_MAX_ATOMS];
    uint32_t n = lexicon_atoms(text, atoms), node = LEX_ROOT;
    if (!n || n > LEX_MAX_ATOMS) return DL_NONE;
    for (uint32_t i = 0; i < n && node != DL_NONE; i++) node = lexicon_step(lex, node, atoms[i]);
    uint32_t e = node == DL_NONE ? DL_NONE : lex->nodes.items[node];
    while (e != DL_NONE && lex->entries.items[e].cls != cls) e = lex->entries.items[e].next;
    return e;
}

uint32_t lexicon_country(const lexicon *lex, dl_str code) {
    return dl_map_get(&lex->countries, code);
}
