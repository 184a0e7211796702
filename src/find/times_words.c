/* Words of time expressions: the lexicon, and a sentence cut into atoms. */
#include "find/times_internal.h"

#include "base/utf8.h"

static uint8_t class_of(dl_str name) {
    static const char *const names[TC_CLASSES] = {
        "",       "month",   "weekday", "weekdays", "unit",   "number",   "tens",
        "scale",  "ordinal", "season",  "daypart",  "rel",    "part",     "approx",
        "quant",  "ago",     "set",     "setadv",   "day",    "daynight", "ref",
        "recent", "holiday", "clock",   "zone",     "fiscal",
    };
    for (uint8_t i = 1; i < TC_CLASSES; i++)
        if (dl_str_is(name, names[i])) return i;
    return TC_NONE;
}

static int32_t index_in(dl_str text, const char *const *names, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (dl_str_is(text, names[i])) return i;
    return -1;
}

static int32_t integer(dl_str text) {
    int32_t sign = 1, value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i == 0 && text.ptr[0] == '-')
            sign = -1;
        else if (text.ptr[i] >= '0' && text.ptr[i] <= '9' && value < 100000)
            value = value * 10 + (text.ptr[i] - '0');
        else
            return 0;
    }
    return sign * value;
}

static int32_t value_of(uint8_t cls, dl_str text) {
    static const char *const units[] = {"s", "min", "h", "D", "W", "WE", "M", "Q", "Y", "E", "C"};
    static const char *const rels[] = {"", "last", "next", "this", "prev", "follow", "that"};
    static const char *const parts[] = {"",    "early", "mid",     "late",
                                        "end", "start", "earlier", "later"};
    switch (cls) {
    case TC_UNIT: return index_in(text, units, TU_UNITS);
    case TC_REL: return index_in(text, rels, 7);
    case TC_PART: return index_in(text, parts, 8);
    case TC_APPROX: return text.len ? text.ptr[0] : 0;
    default: return integer(text);
    }
}

int dl_time_lexicon_open(dl_time_lexicon *lexicon, const dl_data *data, dl_error *err) {
    dl_arena_init(&lexicon->arena);
    dl_map_init(&lexicon->first, &lexicon->arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/times.tsv", &lexicon->arena, &table, err);
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        const dl_tsv_row *row = &table.rows.items[r];
        dl_str phrase = row->cells[0];
        uint8_t cls = table.columns >= 3 ? class_of(row->cells[1]) : TC_NONE;
        if (cls == TC_NONE)
            return dl_fail(err, DL_EFORMAT, UINT64_MAX, "en/times.tsv line %u: unknown class",
                           row->line);
        size_t space = 0;
        while (space < phrase.len && phrase.ptr[space] != ' ') space++;
        uint32_t *at = dl_map_at(&lexicon->first, dl_str_sub(phrase, 0, space));
        dl_time_word *w = at ? DL_PUSH(&lexicon->words, &lexicon->arena) : NULL;
        if (!w) return dl_fail_memory(err);
        *w = (dl_time_word){
            .cls = cls, .words = 1, .text = row->cells[2], .next = *at, .phrase = phrase};
        w->value = value_of(cls, row->cells[2]);
        for (size_t i = 0; i < phrase.len; i++)
            w->words = (uint8_t)(w->words + (phrase.ptr[i] == ' '));
        *at = lexicon->words.count - 1;
    }
    return rc;
}

/* Compares an atom with a lower-case word, ASCII case folded. */
static bool atom_is(dl_str text, const dl_atom *a, const char *word, size_t len) {
    if (a->span.end - a->span.start != len) return false;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[a->span.start + i];
        if (c >= 'A' && c <= 'Z') c = (char)(c | 32);
        if (c != word[i]) return false;
    }
    return true;
}

static bool phrase_at(dl_str text, const dl_atom *atoms, uint32_t count, uint32_t i,
                      dl_str phrase) {
    for (size_t from = 0; from < phrase.len; i++) {
        size_t to = from;
        while (to < phrase.len && phrase.ptr[to] != ' ') to++;
        if (i >= count || !atom_is(text, &atoms[i], phrase.ptr + from, to - from)) return false;
        from = to + 1;
    }
    return true;
}

const dl_time_word *dl_time_word_at(const dl_time_lexicon *lexicon, dl_str text,
                                    const dl_atom *atoms, uint32_t count, uint32_t i, uint8_t cls) {
    if (i >= count) return NULL;
    const dl_time_word *best = NULL;
    for (uint32_t w = atoms[i].word; w != DL_NONE; w = lexicon->words.items[w].next) {
        const dl_time_word *word = &lexicon->words.items[w];
        if (word->cls != cls || (best && best->words >= word->words)) continue;
        if (word->words == 1 || phrase_at(text, atoms, count, i, word->phrase)) best = word;
    }
    return best;
}

static void read_digits(dl_str text, dl_atom *a) {
    const char *p = text.ptr + a->span.start;
    size_t len = a->span.end - a->span.start, n = 0;
    int32_t value = 0;
    while (n < len && n < 9 && p[n] >= '0' && p[n] <= '9') value = value * 10 + (p[n++] - '0');
    a->digits = -1;
    if (n == 0) return;
    dl_str rest = {p + n, len - n};
    a->ordinal = dl_str_is(rest, "st") || dl_str_is(rest, "nd") || dl_str_is(rest, "rd") ||
                 dl_str_is(rest, "th");
    a->plural = dl_str_is(rest, "s");
    if (rest.len && !a->ordinal && !a->plural) return;
    a->digits = value;
    a->ndigits = (uint8_t)n;
}

static void finish_atom(const dl_time_lexicon *lexicon, dl_str text, dl_atom *a, bool *gate) {
    char low[24];
    size_t len = a->span.end - a->span.start;
    char first = text.ptr[a->span.start];
    a->capital = first >= 'A' && first <= 'Z';
    a->word = DL_NONE;
    a->digits = -1;
    if (first >= '0' && first <= '9') {
        read_digits(text, a);
        if (a->digits >= 0) *gate = true;
        return;
    }
    if (len == 1 && !((first | 32) >= 'a' && (first | 32) <= 'z')) {
        a->punct = first;
        return;
    }
    if (len >= sizeof low) return;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[a->span.start + i];
        low[i] = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
    }
    a->word = dl_map_get(&lexicon->first, (dl_str){low, len});
    if (a->word != DL_NONE) *gate = true;
}

/* Where a token is cut: at hyphens and slashes between letters or digits, and between digits and
 * a following "am"/"pm". */
static size_t piece_end(dl_str word, size_t from) {
    unsigned char c = (unsigned char)word.ptr[from];
    if (c == '-' || c == '/' || c == ':') return from + 1;
    for (size_t i = from + 1; i < word.len; i++) {
        c = (unsigned char)word.ptr[i];
        if (c == '-' || c == '/' || c == ':') return i;
        if ((c == 'p' || c == 'a') && i + 1 < word.len && word.ptr[i + 1] == 'm' &&
            word.ptr[i - 1] >= '0' && word.ptr[i - 1] <= '9')
            return i;
    }
    return word.len;
}

uint32_t dl_time_atoms(const dl_time_lexicon *lexicon, dl_str text, const dl_tokens *tokens,
                       const dl_sentence *sentence, dl_atom *atoms, uint32_t max, bool *gate) {
    uint32_t n = 0;
    *gate = false;
    for (uint32_t t = sentence->first; t < sentence->first + sentence->count; t++) {
        dl_str word = dl_token_text(tokens, text, t);
        for (size_t from = 0; from < word.len && n < max;) {
            size_t to = piece_end(word, from);
            dl_atom *a = &atoms[n++];
            *a = (dl_atom){.token = t};
            a->span = (dl_span){tokens->start[t] + (uint32_t)from, tokens->start[t] + (uint32_t)to};
            a->glued = n > 1 && atoms[n - 2].span.end == a->span.start;
            finish_atom(lexicon, text, a, gate);
            from = to;
        }
    }
    return n;
}
