/* Reading the lexicons of positions. */
#include <stdlib.h>

#include "find/positions_internal.h"

static dl_str cell(const dl_tsv *table, uint32_t row, const char *column) {
    return dl_tsv_cell(&table->rows.items[row], dl_tsv_column(table, column));
}

/* Adds each ';'-separated pattern of a cell. */
static int add_all(dl_pattern_set *set, dl_str cells, uint32_t value, dl_error *err) {
    size_t at = 0;
    int rc = DL_OK;
    while (!rc && at < cells.len) {
        size_t end = at;
        while (end < cells.len && cells.ptr[end] != ';') end++;
        dl_str one = dl_str_trim(dl_str_sub(cells, at, end));
        if (one.len) rc = dl_patterns_add(set, one, value, err);
        at = end + 1;
    }
    return rc;
}

static int read_issues(dl_positions *p, const dl_data *data, const char *name, dl_error *err) {
    dl_tsv t;
    int rc = dl_data_table(data, name, &p->arena, &t, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        dl_issue_row *row = DL_PUSH(&p->issues, &p->arena);
        if (!row) return dl_fail_memory(err);
        dl_str rank = cell(&t, i, "rank");
        row->label = cell(&t, i, "label");
        row->parent = cell(&t, i, "parent");
        row->rank = dl_str_is(rank, "general")    ? DL_ISSUE_GENERAL
                    : dl_str_is(rank, "document") ? DL_ISSUE_DOCUMENT
                                                  : DL_ISSUE_SPECIFIC;
        row->line = t.rows.items[i].line;
        rc = add_all(p->issue_phrases, cell(&t, i, "phrases"), p->issues.count - 1, err);
    }
    return rc;
}

static int read_stances(dl_positions *p, const dl_data *data, dl_error *err) {
    static const char *const parties[] = {"subj", "to",   "from", "speaker",
                                          "self", "line", "list", "goal"};
    dl_tsv t;
    int rc = dl_data_table(data, "en/stances.tsv", &p->arena, &t, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        dl_stance_row *row = DL_PUSH(&p->stances, &p->arena);
        if (!row) return dl_fail_memory(err);
        dl_str pos = cell(&t, i, "pos"), party = cell(&t, i, "party");
        row->cue = cell(&t, i, "cue");
        row->pos = pos.len ? (uint8_t)pos.ptr[0] : 'v';
        for (uint8_t k = 0; k < DL_COUNT(parties); k++)
            if (dl_str_is(party, parties[k])) row->party = k;
        row->stance = cell(&t, i, "stance");
        row->negated = cell(&t, i, "negated");
        row->firmness = cell(&t, i, "firmness");
        row->any = dl_str_is(cell(&t, i, "need"), "any");
        row->place = dl_str_is(cell(&t, i, "need"), "place");
        row->modal = dl_str_is(cell(&t, i, "need"), "modal");
        row->text = dl_str_is(cell(&t, i, "need"), "text");
        row->line = t.rows.items[i].line;
        rc = dl_patterns_add(p->stance_cues, row->cue, p->stances.count - 1, err);
    }
    return rc;
}

static bool says_no(dl_str pattern) {
    static const char *const words[] = {"not", "no", "n't", "little", "without", "nothing", "far"};
    for (size_t i = 0; i < DL_COUNT(words); i++)
        for (size_t at = 0; at < pattern.len; at++) {
            size_t n = strlen(words[i]);
            bool start = at == 0 || memchr(" |_", pattern.ptr[at - 1], 3);
            bool end = at + n >= pattern.len || memchr(" |_", pattern.ptr[at + n], 3);
            if (start && end &&
                dl_str_starts(dl_str_sub(pattern, at, pattern.len), dl_str_of(words[i])))
                return true;
        }
    return false;
}

static int read_states(dl_positions *p, const dl_data *data, dl_error *err) {
    dl_tsv t;
    int rc = dl_data_table(data, "en/states.tsv", &p->arena, &t, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        if (dl_str_is(cell(&t, i, "kind"), "talks")) {
            rc = add_all(p->talks_words, cell(&t, i, "pattern"), 0, err);
            continue;
        }
        dl_state_row *row = DL_PUSH(&p->states, &p->arena);
        if (!row) return dl_fail_memory(err);
        row->state = cell(&t, i, "state");
        row->tone = cell(&t, i, "tone");
        row->need = dl_str_is(cell(&t, i, "need"), "1");
        row->line = t.rows.items[i].line;
        row->negative = says_no(cell(&t, i, "pattern"));
        rc = dl_patterns_add(p->state_phrases, cell(&t, i, "pattern"), p->states.count - 1, err);
    }
    return rc;
}

static int read_documents(dl_positions *p, const dl_data *data, dl_error *err) {
    static const char *const kinds[] = {"stage", "count", "pack", "prov", "author"};
    dl_tsv t;
    int rc = dl_data_table(data, "en/documents.tsv", &p->arena, &t, err);
    for (int pass = 0; pass < 2; pass++) /* the nouns first: patterns are entered under them */
        for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
            bool noun = dl_str_is(cell(&t, i, "kind"), "noun");
            bool generic = dl_str_is(cell(&t, i, "kind"), "generic");
            if (generic || dl_str_is(cell(&t, i, "kind"), "unit")) {
                dl_pattern_set *words = generic ? p->generic_nouns : p->no_units;
                if (pass == 0) rc = add_all(words, cell(&t, i, "pattern"), 0, err);
                continue;
            }
            if (noun != (pass == 0)) continue;
            if (noun) {
                rc = dl_patterns_add(p->doc_nouns, cell(&t, i, "pattern"), i, err);
                continue;
            }
            dl_doc_row *row = DL_PUSH(&p->docs, &p->arena);
            if (!row) return dl_fail_memory(err);
            for (uint32_t k = 0; k < DL_COUNT(kinds); k++)
                if (dl_str_is(cell(&t, i, "kind"), kinds[k])) row->kind = (dl_doc_kind)k;
            row->stage = cell(&t, i, "stage");
            row->status = cell(&t, i, "status");
            row->line = t.rows.items[i].line;
            rc = dl_patterns_add(p->doc_phrases, cell(&t, i, "pattern"), p->docs.count - 1, err);
        }
    return rc;
}

static int read_consents(dl_positions *p, const dl_data *data, dl_error *err) {
    dl_tsv t;
    int rc = dl_data_table(data, "en/consent.tsv", &p->arena, &t, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        dl_consent_row *row = DL_PUSH(&p->consents, &p->arena);
        if (!row) return dl_fail_memory(err);
        row->rule = cell(&t, i, "rule");
        row->line = t.rows.items[i].line;
        rc =
            dl_patterns_add(p->consent_phrases, cell(&t, i, "pattern"), p->consents.count - 1, err);
    }
    return rc;
}

static int read_parties(dl_positions *p, const dl_data *data, dl_error *err) {
    dl_tsv t;
    int rc = dl_data_table(data, "en/parties.tsv", &p->arena, &t, err);
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        dl_str cls = cell(&t, i, "class");
        uint32_t value = dl_str_is(cls, "official") ? DL_NOUN_OFFICIAL
                         : dl_str_is(cls, "organ")  ? DL_NOUN_ORGAN
                         : dl_str_is(cls, "union")  ? DL_NOUN_UNION
                         : dl_str_is(cls, "side")   ? DL_NOUN_SIDE
                                                    : DL_NOUN_PARTY;
        if (!dl_map_set(&p->party_nouns, cell(&t, i, "head"), value)) rc = dl_fail_memory(err);
    }
    return rc;
}

/* "Brussels" stands for a union of countries as often as for its own. */
static bool is_union(const dl_positions *p, dl_str capital) {
    for (uint32_t i = 0; i < p->party_nouns.entries.count; i++) {
        const dl_map_entry *e = &p->party_nouns.entries.items[i];
        if (e->value == DL_NOUN_UNION && e->key.len == capital.len && capital.len > 1 &&
            memcmp(e->key.ptr + 1, capital.ptr + 1, capital.len - 1) == 0 &&
            (capital.ptr[0] | 0x20) == e->key.ptr[0])
            return true;
    }
    return false;
}

/* Countries by code, and by capital: where a place acts, its government does. */
static int read_countries(dl_positions *p, const dl_data *data, dl_error *err) {
    dl_tsv t;
    int rc = dl_data_table(data, "en/countries.tsv", &p->arena, &t, err);
    if (rc == DL_ENOTFOUND) return DL_OK;
    for (uint32_t i = 0; !rc && i < t.rows.count; i++) {
        dl_str code = cell(&t, i, "code"), capital = cell(&t, i, "capital");
        if (!code.len || dl_map_get(&p->countries, code) != DL_NONE) continue;
        dl_str *name = DL_PUSH(&p->country_names, &p->arena);
        dl_str *own = DL_PUSH(&p->country_codes, &p->arena);
        uint32_t n = p->country_names.count - 1;
        if (!name || !own || !dl_map_set(&p->countries, code, n)) return dl_fail_memory(err);
        *name = cell(&t, i, "name");
        *own = code;
        const char *more = capital.len ? memchr(capital.ptr, ';', capital.len) : NULL;
        if (more) capital.len = (size_t)(more - capital.ptr);
        if (capital.len && !is_union(p, capital) && !dl_map_set(&p->capitals, capital, n))
            return dl_fail_memory(err);
    }
    return rc;
}

static int read_all(dl_positions *p, const dl_data *data, dl_error *err) {
    int rc = read_issues(p, data, "en/issues.tsv", err);
    /* the user's own: empty as shipped, replaced by $DATELINE_DATA/user/issues.tsv */
    if (!rc && dl_data_get(data, "user/issues.tsv").len)
        rc = read_issues(p, data, "user/issues.tsv", err);
    if (!rc) rc = read_stances(p, data, err);
    if (!rc) rc = read_states(p, data, err);
    if (!rc) rc = read_documents(p, data, err);
    if (!rc) rc = read_consents(p, data, err);
    if (!rc) rc = read_parties(p, data, err);
    if (!rc) rc = read_countries(p, data, err);
    return rc;
}

int dl_positions_open(dl_positions **positions, const dl_data *data, dl_error *err) {
    *positions = NULL;
    dl_positions *p = calloc(1, sizeof *p);
    if (!p) return dl_fail_memory(err);
    dl_arena_init(&p->arena);
    dl_map_init(&p->party_nouns, &p->arena);
    dl_map_init(&p->countries, &p->arena);
    dl_map_init(&p->capitals, &p->arena);
    p->doc_nouns = dl_patterns_new(&p->arena, NULL);
    p->generic_nouns = dl_patterns_new(&p->arena, NULL);
    p->no_units = dl_patterns_new(&p->arena, NULL);
    p->stance_cues = dl_patterns_new(&p->arena, NULL);
    p->issue_phrases = dl_patterns_new(&p->arena, p->doc_nouns);
    p->state_phrases = dl_patterns_new(&p->arena, p->doc_nouns);
    p->talks_words = dl_patterns_new(&p->arena, NULL);
    p->doc_phrases = dl_patterns_new(&p->arena, p->doc_nouns);
    p->consent_phrases = dl_patterns_new(&p->arena, p->doc_nouns);
    int rc = p->arena.failed ? dl_fail_memory(err) : read_all(p, data, err);
    if (rc)
        dl_positions_close(p);
    else
        *positions = p;
    return rc;
}

void dl_positions_close(dl_positions *positions) {
    if (positions) dl_arena_free(&positions->arena);
    free(positions);
}
