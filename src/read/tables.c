#define _GNU_SOURCE /* memmem */
#include "read/tables.h"

#include <stdlib.h>

#include "base/utf8.h"

void fold_text(dl_buf *out, dl_str text, size_t max) {
    if (text.len > max) text.len = max;
    bool gap = false;
    size_t start = out->len;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = (unsigned char)text.ptr[at];
        if (c < 0x80)
            at++;
        else
            c = dl_utf8_next(text, &at);
        if (c == ' ' || (c < 0x80 ? c < 32 : dl_utf8_is_space(c))) {
            gap = out->len > start;
            continue;
        }
        if (gap) dl_buf_char(out, ' ');
        gap = false;
        if (c == 0x2018 || c == 0x2019) c = '\'';
        if (c == 0x201c || c == 0x201d) c = '"';
        if (c < 0x80)
            dl_buf_char(out, (char)(c >= 'A' && c <= 'Z' ? c | 32 : c));
        else
            dl_utf8_put(out, dl_utf8_lower(c));
    }
}

const char *text_find(dl_str text, const char *needle) {
    size_t len = strlen(needle);
    return text.len && len ? memmem(text.ptr, text.len, needle, len) : NULL;
}

/* The folded text in the tables' arena. */
static dl_str keep_folded(dl_read_tables *t, dl_str text) {
    dl_buf b = {0};
    fold_text(&b, text, SIZE_MAX);
    dl_str s = dl_arena_str(&t->arena, dl_buf_view(&b));
    dl_buf_free(&b);
    return s;
}

static uint32_t number(dl_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

static uint32_t name_index(const char *const *names, uint32_t count, dl_str name) {
    uint32_t i = 0;
    while (i < count && !dl_str_is(name, names[i])) i++;
    return i;
}

static uint32_t language_bit(dl_read_tables *t, dl_str language) {
    for (uint32_t i = 0; i < t->languages.count; i++)
        if (dl_str_eq(t->languages.items[i], language)) return 1u << i;
    dl_str *l = t->languages.count < 32 ? DL_PUSH(&t->languages, &t->arena) : NULL;
    if (!l) return 0;
    *l = language;
    return 1u << (t->languages.count - 1);
}

static int load_words(dl_read_tables *t, const dl_data *data, dl_error *err) {
    static const char *const classes[WORD_CLASSES] = {"month",    "weekday", "label",   "timeword",
                                                      "particle", "role",    "noname",  "blank",
                                                      "opinion",  "notname", "function"};
    dl_tsv table;
    int rc = dl_data_table(data, "en/read_words.tsv", &t->arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *r = &table.rows.items[i];
        uint32_t c = name_index(classes, WORD_CLASSES, r->cells[0]);
        if (c == WORD_CLASSES)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                           "en/read_words.tsv line %u: there is no class \"%.*s\"", r->line,
                           (int)r->cells[0].len, r->cells[0].ptr);
        uint32_t value = number(r->cells[2]);
        uint32_t *slot = dl_map_at(&t->words[c], keep_folded(t, r->cells[1]));
        if (!slot) return dl_fail_memory(err);
        if (c == WORD_LABEL) value = dl_str_is(r->cells[2], "updated");
        if (c == WORD_FUNCTION)
            value = (*slot == DL_NONE ? 0 : *slot) | language_bit(t, r->cells[2]);
        *slot = value;
    }
    return rc;
}

static dl_str without_the(dl_str folded) {
    return dl_str_starts(folded, DL_STR("the ")) ? dl_str_sub(folded, 4, folded.len) : folded;
}

/* Calls the map for each piece of a ';' list. */
static bool add_list(dl_read_tables *t, dl_map *map, dl_str list, uint32_t index, bool names) {
    for (size_t from = 0; from < list.len;) {
        const char *end = memchr(list.ptr + from, ';', list.len - from);
        size_t to = end ? (size_t)(end - list.ptr) : list.len;
        dl_str key = keep_folded(t, dl_str_sub(list, from, to));
        if (names) key = without_the(key);
        /* the first row that claims a form keeps it */
        uint32_t *slot = key.len ? dl_map_at(map, key) : NULL;
        if (key.len && !slot) return false;
        if (slot && *slot == DL_NONE) *slot = index;
        from = to + 1;
    }
    return true;
}

static int load_outlets(dl_read_tables *t, const dl_data *data, dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "en/outlets.tsv", &t->arena, &table, err);
    if (rc) return rc;
    uint32_t name = dl_tsv_column(&table, "name"), forms = dl_tsv_column(&table, "short");
    uint32_t host = dl_tsv_column(&table, "domain"), kind = dl_tsv_column(&table, "kind");
    uint32_t country = dl_tsv_column(&table, "country");
    for (int pass = 0; pass < 2; pass++) { /* full names first, then other forms */
        for (uint32_t i = 0; i < table.rows.count; i++) {
            const dl_tsv_row *r = &table.rows.items[i];
            if (pass == 1) {
                if (!add_list(t, &t->outlet_names, dl_tsv_cell(r, forms), i, true) ||
                    !add_list(t, &t->outlet_hosts, dl_tsv_cell(r, host), i, false))
                    return dl_fail_memory(err);
                continue;
            }
            outlet_row *o = DL_PUSH(&t->outlets, &t->arena);
            if (!o) return dl_fail_memory(err);
            *o = (outlet_row){dl_tsv_cell(r, name), dl_tsv_cell(r, kind), dl_tsv_cell(r, country)};
            if (!add_list(t, &t->outlet_names, o->name, i, true)) return dl_fail_memory(err);
        }
    }
    return DL_OK;
}

static int load_keys(dl_read_tables *t, const dl_data *data, dl_error *err) {
    static const char *const fields[FIELDS] = {
        "title",   "deck",    "outlet", "authors",  "contributors",  "published",
        "updated", "section", "url",    "language", "reported_from", "credit",
        "kind",    "text",    "html",   "data"};
    dl_tsv table;
    int rc = dl_data_table(data, "en/meta_keys.tsv", &t->arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *r = &table.rows.items[i];
        read_key *k = DL_PUSH(&t->key_rows, &t->arena);
        if (!k || !dl_map_set(&t->keys, r->cells[0], i)) return dl_fail_memory(err);
        *k = (read_key){name_index(fields, FIELDS, r->cells[1]), number(r->cells[2])};
        if (k->field == FIELDS)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                           "en/meta_keys.tsv line %u: there is no field \"%.*s\"", r->line,
                           (int)r->cells[1].len, r->cells[1].ptr);
    }
    return rc;
}

static uint32_t rule_kind(dl_str name) {
    if (dl_str_is(name, "end")) return RULE_KIND_END;
    if (dl_str_is(name, "author")) return RULE_KIND_AUTHOR;
    for (uint32_t k = 0; k < DL_BLOCK_KINDS; k++)
        if (dl_str_is(name, dl_block_kind_name(k))) return k;
    return DL_NONE;
}

static int load_rules(dl_read_tables *t, const dl_data *data, dl_error *err) {
    static const char *const matches[RULE_MATCHES] = {"whole", "prefix", "contains", "suffix"};
    dl_tsv table;
    int rc = dl_data_table(data, "en/furniture.tsv", &t->arena, &table, err);
    for (int i = 0; i < 256; i++) t->prefix[i] = DL_NONE;
    t->contains = t->suffix = DL_NONE;
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        line_rule *r = DL_PUSH(&t->rules, &t->arena);
        if (!r) return dl_fail_memory(err);
        r->match = name_index(matches, RULE_MATCHES, row->cells[0]);
        r->kind = rule_kind(row->cells[1]);
        r->max = number(row->cells[2]);
        r->text = keep_folded(t, row->cells[3]);
        if (r->match == RULE_MATCHES || r->kind == DL_NONE || r->text.len == 0)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX, "en/furniture.tsv line %u: not a rule",
                           row->line);
        uint32_t *head = r->match == RULE_PREFIX     ? &t->prefix[(unsigned char)r->text.ptr[0]]
                         : r->match == RULE_CONTAINS ? &t->contains
                                                     : &t->suffix;
        if (r->match == RULE_WHOLE) {
            if (!dl_map_set(&t->whole, r->text, i)) return dl_fail_memory(err);
            continue;
        }
        r->next = *head;
        *head = i;
    }
    return rc;
}

static int load_entities(dl_read_tables *t, const dl_data *data, dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "html_entities.tsv", &t->arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *r = &table.rows.items[i];
        dl_buf text = {0};
        for (size_t at = 0; at < r->cells[1].len;) { /* "226B 20D2" */
            char *end;
            dl_utf8_put(&text, (uint32_t)strtoul(r->cells[1].ptr + at, &end, 16));
            at = (size_t)(end - r->cells[1].ptr) + 1;
        }
        dl_str *s = DL_PUSH(&t->entity_text, &t->arena);
        if (s) *s = dl_arena_str(&t->arena, dl_buf_view(&text));
        dl_buf_free(&text);
        if (!s || !s->ptr || !dl_map_set(&t->entities, r->cells[0], i)) return dl_fail_memory(err);
        if (dl_str_is(r->cells[2], "1") && !dl_map_set(&t->bare_entities, r->cells[0], i))
            return dl_fail_memory(err);
    }
    return rc;
}

static int load_classes(dl_read_tables *t, const dl_data *data, dl_error *err) {
    static const char *const roles[ROLES] = {"drop", "comment", "body",  "byline", "author",
                                             "date", "caption", "title", "deck"};
    dl_tsv table;
    int rc = dl_data_table(data, "html_classes.tsv", &t->arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *r = &table.rows.items[i];
        uint32_t role = name_index(roles, ROLES, r->cells[1]);
        if (role == ROLES)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX, "html_classes.tsv line %u: no such role",
                           r->line);
        if (!dl_map_set(&t->classes, r->cells[0], role)) return dl_fail_memory(err);
    }
    return rc;
}

int dl_read_tables_open(dl_read_tables **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_read_tables *t = calloc(1, sizeof *t);
    if (!t) return dl_fail_memory(err);
    dl_arena_init(&t->arena);
    for (int i = 0; i < WORD_CLASSES; i++) dl_map_init(&t->words[i], &t->arena);
    dl_map_init(&t->outlet_names, &t->arena);
    dl_map_init(&t->outlet_hosts, &t->arena);
    dl_map_init(&t->keys, &t->arena);
    dl_map_init(&t->whole, &t->arena);
    dl_map_init(&t->entities, &t->arena);
    dl_map_init(&t->bare_entities, &t->arena);
    dl_map_init(&t->classes, &t->arena);
    int rc = load_words(t, data, err);
    if (!rc) rc = load_outlets(t, data, err);
    if (!rc) rc = load_keys(t, data, err);
    if (!rc) rc = load_rules(t, data, err);
    if (!rc) rc = load_entities(t, data, err);
    if (!rc) rc = load_classes(t, data, err);
    if (!rc && t->arena.failed) rc = dl_fail_memory(err);
    if (rc)
        dl_read_tables_close(t);
    else
        *out = t;
    return rc;
}

void dl_read_tables_close(dl_read_tables *t) {
    if (!t) return;
    dl_arena_free(&t->arena);
    free(t);
}

bool tables_word(const dl_read_tables *t, read_class c, dl_str folded, uint32_t *value) {
    uint32_t v = dl_map_get(&t->words[c], folded);
    if (v == DL_NONE) return false;
    if (value) *value = v;
    return true;
}

const outlet_row *tables_outlet(const dl_read_tables *t, dl_str name) {
    if (name.len == 0 || name.len > 80) return NULL;
    dl_buf b = {0};
    fold_text(&b, name, 80);
    uint32_t i = dl_map_get(&t->outlet_names, without_the(dl_buf_view(&b)));
    dl_buf_free(&b);
    /* an abbreviation must stand in capitals: "MAP" is an agency, "Map" is none */
    bool capitals = name.len < 2 || (name.ptr[1] < 'a' || name.ptr[1] > 'z');
    if (i != DL_NONE && name.len <= 3 && !capitals) return NULL;
    return i == DL_NONE ? NULL : &t->outlets.items[i];
}

const outlet_row *tables_outlet_of_host(const dl_read_tables *t, dl_str host) {
    dl_buf b = {0};
    fold_text(&b, host, 255);
    dl_str key = dl_buf_view(&b);
    uint32_t i = DL_NONE;
    while (key.len && (i = dl_map_get(&t->outlet_hosts, key)) == DL_NONE) {
        const char *dot = memchr(key.ptr, '.', key.len);
        size_t skip = dot ? (size_t)(dot - key.ptr) + 1 : key.len;
        key = dl_str_sub(key, skip, key.len);
    }
    dl_buf_free(&b);
    return i == DL_NONE ? NULL : &t->outlets.items[i];
}

const read_key *tables_key(const dl_read_tables *t, dl_str key) {
    char plain[40];
    size_t n = 0;
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        if (c >= 'A' && c <= 'Z') c |= 32;
        bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c >= 0x80 || n + 1 >= sizeof plain) return NULL;
        if (keep) plain[n++] = (char)c;
    }
    uint32_t i = dl_map_get(&t->keys, (dl_str){plain, n});
    return n == 0 || i == DL_NONE ? NULL : &t->key_rows.items[i];
}

static bool holds(dl_str text, dl_str part) {
    return part.len <= text.len && memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* A prefix or suffix ends where a word ends. */
static bool word_edge(dl_str line, size_t at) {
    if (at == 0 || at >= line.len) return true;
    unsigned char a = (unsigned char)line.ptr[at - 1], b = (unsigned char)line.ptr[at];
    bool left = (a >= 'a' && a <= 'z') || (a >= '0' && a <= '9');
    bool right = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
    return !(left && right);
}

static const line_rule *walk(const dl_read_tables *t, uint32_t i, dl_str line, size_t len) {
    for (; i != DL_NONE; i = t->rules.items[i].next) {
        const line_rule *r = &t->rules.items[i];
        if (len > r->max) continue;
        if (r->match == RULE_PREFIX && dl_str_starts(line, r->text) && word_edge(line, r->text.len))
            return r;
        if (r->match == RULE_SUFFIX && dl_str_ends(line, r->text)) return r;
        if (r->match == RULE_CONTAINS && holds(line, r->text)) return r;
    }
    return NULL;
}

const line_rule *tables_line(const dl_read_tables *t, dl_str line) {
    if (line.len == 0 || line.len > 500) return NULL;
    dl_buf b = {0};
    fold_text(&b, line, 500);
    dl_str f = dl_buf_view(&b);
    uint32_t i = dl_map_get(&t->whole, f);
    const line_rule *r = i == DL_NONE ? NULL : &t->rules.items[i];
    if (!r && f.len) r = walk(t, t->prefix[(unsigned char)f.ptr[0]], f, f.len);
    if (!r) r = walk(t, t->suffix, f, f.len);
    if (!r) r = walk(t, t->contains, f, f.len);
    dl_buf_free(&b);
    return r;
}

dl_str tables_entity(const dl_read_tables *t, dl_str name) {
    uint32_t i = dl_map_get(&t->entities, name);
    return i == DL_NONE ? (dl_str){NULL, 0} : t->entity_text.items[i];
}

dl_str tables_bare_entity(const dl_read_tables *t, dl_str name) {
    uint32_t i = dl_map_get(&t->bare_entities, name);
    return i == DL_NONE ? (dl_str){NULL, 0} : t->entity_text.items[i];
}

/* The last words of a class name, to look up one, two or three together. */
typedef struct word_window {
    char text[64];
    uint32_t start[3], len; /* where the last three words begin */
    uint32_t words;
} word_window;

static void push_word(word_window *w, const char *word, uint32_t len) {
    uint32_t drop = w->words == 3 ? w->start[1] : 0;
    if (w->words == 3) {
        memmove(w->text, w->text + drop, w->len - drop);
        w->len -= drop;
        w->start[0] = 0;
        w->start[1] = w->start[2] - drop;
        w->words = 2;
    }
    if (w->words) w->text[w->len++] = ' ';
    w->start[w->words++] = w->len;
    memcpy(w->text + w->len, word, len);
    w->len += len;
}

uint32_t tables_class_roles(const dl_read_tables *t, dl_str names) {
    uint32_t roles = 0;
    word_window w = {0};
    if (names.len > 400) names.len = 400;
    for (size_t at = 0; at < names.len;) {
        char word[18];
        uint32_t n = 0;
        size_t from = at;
        for (; at < names.len && (names.ptr[at] | 32) >= 'a' && (names.ptr[at] | 32) <= 'z'; at++) {
            bool capital = names.ptr[at] < 'a',
                 camel = capital && at > from && names.ptr[at - 1] >= 'a';
            if (camel) break;
            if (n < sizeof word) word[n++] = (char)(names.ptr[at] | 32);
        }
        if (n && n < sizeof word) {
            push_word(&w, word, n);
            for (uint32_t k = 0; k < w.words; k++) {
                uint32_t role =
                    dl_map_get(&t->classes, (dl_str){w.text + w.start[k], w.len - w.start[k]});
                if (role != DL_NONE) roles |= 1u << role;
            }
        } else if (n) {
            w = (word_window){0};
        }
        if (at == from) {
            if (names.ptr[at] == ' ') w = (word_window){0};
            at++;
        }
    }
    return roles;
}
