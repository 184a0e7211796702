#include "parse/lexicon.h"

enum { LONGEST = 24 }; /* bytes of the longest listed word; longer words are in no list */

static const char *const class_names[] = {"", "title", "number", "month", "inner", "any"};

static uint32_t class_of(dl_str name) {
    for (uint32_t i = 1; i < DL_COUNT(class_names); i++)
        if (dl_str_is(name, class_names[i])) return i;
    return 0;
}

static int bad_row(dl_error *err, const char *file, uint32_t line) {
    return dl_fail(err, DL_EFORMAT, UINT64_MAX, "data file %s, line %u: not a known kind", file,
                   line);
}

/* A table with fewer columns than are read would be read beyond its rows. */
static int load_table(const dl_data *data, const char *name, uint32_t columns, dl_arena *arena,
                      dl_tsv *table, dl_error *err) {
    int rc = dl_data_table(data, name, arena, table, err);
    if (!rc && table->columns < columns)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX, "data file %s must have %u columns", name,
                     columns);
    return rc;
}

static int load_abbreviations(dl_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                              dl_error *err) {
    dl_tsv table;
    int rc = load_table(data, "en/abbreviations.tsv", 2, arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t class = class_of(row->cells[1]);
        if (!class)
            rc = bad_row(err, "en/abbreviations.tsv", row->line);
        else if (!dl_map_set(&lexicon->abbreviations, row->cells[0], class))
            rc = dl_fail_memory(err);
    }
    return rc;
}

static int load_tokens(dl_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err) {
    static const char *const kinds[] = {"split", "unit", "prefix", "word", "starter"};
    dl_map *maps[] = {&lexicon->splits, &lexicon->units, &lexicon->prefixes, &lexicon->joined,
                      &lexicon->starters};
    dl_tsv table;
    int rc = load_table(data, "en/tokens.tsv", 3, arena, &table, err);
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t kind = 0;
        while (kind < DL_COUNT(kinds) && !dl_str_is(row->cells[1], kinds[kind])) kind++;
        uint32_t value = kind == 0 ? (uint32_t)row->cells[2].len : 1;
        bool good = kind < DL_COUNT(kinds) && value &&
                    (kind > 0 || dl_str_starts(row->cells[0], row->cells[2]));
        if (!good)
            rc = bad_row(err, "en/tokens.tsv", row->line);
        else if (!dl_map_set(maps[kind], row->cells[0], value))
            rc = dl_fail_memory(err);
        if (!rc && kind == 0) {
            dl_str word = row->cells[0];
            lexicon->split_ends[word.ptr[0] & 31] |= 1u << (word.ptr[word.len - 1] & 31);
        }
    }
    return rc;
}

int dl_lexicon_load(dl_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err) {
    memset(lexicon, 0, sizeof *lexicon);
    dl_map_init(&lexicon->abbreviations, arena);
    dl_map_init(&lexicon->splits, arena);
    dl_map_init(&lexicon->units, arena);
    dl_map_init(&lexicon->prefixes, arena);
    dl_map_init(&lexicon->joined, arena);
    dl_map_init(&lexicon->starters, arena);
    int rc = load_abbreviations(lexicon, arena, data, err);
    if (!rc) rc = load_tokens(lexicon, arena, data, err);
    return rc;
}

uint32_t dl_lexicon_find(const dl_map *map, dl_str word) {
    char lower[LONGEST];
    if (!word.len || word.len > LONGEST) return 0;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    uint32_t value = dl_map_get(map, (dl_str){lower, word.len});
    return value == DL_NONE ? 0 : value;
}
