/* Finding the phrases. What they cover is in relays_scope.c. */
#include "find/relays.h"

#include "base/hash.h"

enum { MAX_NAME_TOKENS = 7, MAX_BETWEEN = 6, MAX_PHRASE_TOKENS = 5 };

static const char *const role_names[DL_ROLES] = {"report", "told", "cite", "wire"};

static dl_str without_the(dl_str s) {
    return dl_str_starts(s, DL_STR("The ")) || dl_str_starts(s, DL_STR("the "))
               ? dl_str_sub(s, 4, s.len)
               : s;
}

/* One letter or an all-small word ("i") says nothing in running text. */
static bool usable(dl_str form) {
    for (size_t i = 0; i < form.len; i++)
        if ((form.ptr[i] >= 'A' && form.ptr[i] <= 'Z') || (unsigned char)form.ptr[i] >= 0x80)
            return form.len > 1;
    return false;
}

static void add_first(dl_relay_lexicon *lexicon, uint32_t hash) {
    uint32_t bit = hash >> (32 - DL_FIRST_BITS);
    lexicon->first_words[bit / 32] |= 1u << (bit % 32);
}

/* Every beginning of the form that a tokeniser may make its first token: up to each break. */
static void add_first_words(dl_relay_lexicon *lexicon, dl_str form) {
    unsigned char c = (unsigned char)form.ptr[0];
    lexicon->begins[c / 32] |= 1u << (c % 32);
    for (size_t i = 1; i <= form.len; i++) {
        unsigned char at = i < form.len ? (unsigned char)form.ptr[i] : ' ';
        bool letter = (at >= 'a' && at <= 'z') || (at >= 'A' && at <= 'Z') ||
                      (at >= '0' && at <= '9') || at >= 0x80;
        if (!letter) add_first(lexicon, dl_word_hash(dl_str_sub(form, 0, i)));
        if (at == ' ') break;
    }
}

static bool add_form(dl_relay_lexicon *lexicon, dl_str form, uint32_t outlet) {
    form = without_the(dl_str_trim(form));
    if (!usable(form) || dl_map_get(&lexicon->forms, form) != DL_NONE) return true;
    add_first_words(lexicon, form);
    return dl_map_set(&lexicon->forms, form, outlet);
}

static int load_outlets(dl_relay_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                        dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "en/outlets.tsv", arena, &table, err);
    uint32_t name = rc ? 0 : dl_tsv_column(&table, "name");
    uint32_t shorts = rc ? 0 : dl_tsv_column(&table, "short");
    uint32_t kind = rc ? 0 : dl_tsv_column(&table, "kind");
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        const dl_tsv_row *row = &table.rows.items[r];
        dl_str k = dl_tsv_cell(row, kind), list = dl_tsv_cell(row, shorts);
        if (dl_str_is(k, "official") || dl_str_is(k, "thinktank")) continue;
        dl_outlet *o = DL_PUSH(&lexicon->outlets, arena);
        if (!o) return dl_fail_memory(err);
        *o = (dl_outlet){dl_tsv_cell(row, name), k, row->line};
        uint32_t index = lexicon->outlets.count - 1;
        bool ok = add_form(lexicon, o->name, index);
        while (list.len) {
            const char *semi = memchr(list.ptr, ';', list.len);
            size_t n = semi ? (size_t)(semi - list.ptr) : list.len;
            ok = ok && add_form(lexicon, dl_str_sub(list, 0, n), index);
            list = dl_str_sub(list, n + (semi != NULL), list.len);
        }
        if (!ok) return dl_fail_memory(err);
    }
    return rc;
}

static int load_phrases(dl_relay_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                        dl_error *err) {
    dl_tsv table;
    int rc = dl_data_table(data, "en/relays.tsv", arena, &table, err);
    uint32_t place = rc ? 0 : dl_tsv_column(&table, "place");
    uint32_t words = rc ? 0 : dl_tsv_column(&table, "words");
    uint32_t role = rc ? 0 : dl_tsv_column(&table, "role");
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        const dl_tsv_row *row = &table.rows.items[r];
        dl_str where = dl_tsv_cell(row, place);
        uint32_t k = 0;
        while (k < DL_ROLES && !dl_str_is(dl_tsv_cell(row, role), role_names[k])) k++;
        bool before = dl_str_is(where, "before");
        if (k == DL_ROLES || (!before && !dl_str_is(where, "after")))
            return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                           "en/relays.tsv line %u: unknown place or role; see the table's head",
                           row->line);
        dl_map *map = before ? &lexicon->before : &lexicon->after;
        if (!dl_map_set(map, dl_tsv_cell(row, words), k)) return dl_fail_memory(err);
    }
    return rc;
}

int dl_relays_load(dl_relay_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err) {
    dl_map_init(&lexicon->forms, arena);
    dl_map_init(&lexicon->before, arena);
    dl_map_init(&lexicon->after, arena);
    int rc = load_outlets(lexicon, arena, data, err);
    return rc ? rc : load_phrases(lexicon, arena, data, err);
}

/* ── finding ── */

typedef struct search {
    const dl_relay_lexicon *lexicon;
    dl_find_context *context;
    dl_relay_phrases *phrases;
    const dl_tokens *t;
    dl_str bytes;
    uint32_t first, end, sentence; /* the sentence looked at */
    uint32_t own;                  /* outlets[] of this report; DL_NONE */
} search;

static bool is_one_of(const search *s, uint32_t i, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(s->bytes, s->t, i, *words)) return true;
    return false;
}

static bool is_capital(const search *s, uint32_t i) {
    char c = s->bytes.ptr[s->t->start[i]];
    return c >= 'A' && c <= 'Z';
}

/* Whether some outlet's name begins with this word. */
static bool first_word_known(const search *s, uint32_t i) {
    uint32_t bit = dl_word_hash(dl_token_text(s->t, s->bytes, i)) >> (32 - DL_FIRST_BITS);
    return s->lexicon->first_words[bit / 32] >> (bit % 32) & 1;
}

/* The longest outlet name that starts at token i; its end, or i. */
static uint32_t name_at(const search *s, uint32_t i, uint32_t *outlet) {
    uint32_t limit = i + MAX_NAME_TOKENS < s->end ? i + MAX_NAME_TOKENS : s->end;
    for (uint32_t e = limit; e > i; e--) {
        dl_span span = {s->t->start[i], dl_token_span(s->t, e - 1).end};
        uint32_t found = dl_map_get(&s->lexicon->forms, dl_span_text(s->bytes, span));
        if (found == DL_NONE) continue;
        *outlet = found;
        return e;
    }
    return i;
}

/* Words that may stand between "told" and the outlet's name, or behind it: "the Russian state news
 * agency TASS", "Reuters on Monday". */
static bool may_stand_between(const search *s, uint32_t i) {
    static const char *const words[] = {
        "the",      "a",           "an",          "'s",         "\xe2\x80\x99s",
        "news",     "agency",      "paper",       "newspaper",  "daily",
        "weekly",   "channel",     "broadcaster", "television", "tv",
        "station",  "network",     "magazine",    "website",    "outlet",
        "site",     "radio",       "state",       "run",        "owned",
        "-",        "private",     "public",      "media",      "national",
        "local",    "independent", "publication", "state-run",  "state-owned",
        "semi",     "official",    "portal",      "wire",       "service",
        "us",       "u.s.",        "pro",         "online",     "tabloid",
        "business", "evening",     "both",        NULL};
    return is_one_of(s, i, words);
}

static bool is_demonym(const search *s, uint32_t i) {
    static const char *const ends[] = {"an", "ish", "ese", "li", "i", "ch", "k", NULL};
    dl_str w = dl_token_text(s->t, s->bytes, i);
    if (!is_capital(s, i) || w.len < 5) return false;
    for (uint32_t k = 0; ends[k]; k++)
        if (dl_str_ends(w, dl_str_of(ends[k]))) return true;
    return false;
}

static bool may_follow(const search *s, uint32_t i) {
    static const char *const words[] = {
        "first",      "also",          "later",      "earlier",    "on",          "monday",
        "tuesday",    "wednesday",     "thursday",   "friday",     "saturday",    "sunday",
        "has",        "had",           "have",       "yesterday",  "today",       "then",
        "previously", "news",          "agency",     "newspaper",  "channel",     "magazine",
        "reporter",   "correspondent", "journalist", "website",    "exclusively", "separately",
        "'s",         "\xe2\x80\x99s", "tv",         "television", "radio",       ",",
        NULL};
    return is_one_of(s, i, words);
}

/* Looks the bytes of tokens first..end up, lower case, white space as one blank. */
static uint32_t phrase_role(const search *s, const dl_map *map, uint32_t first, uint32_t end) {
    char buf[64];
    uint32_t n = 0;
    dl_span span = {s->t->start[first], dl_token_span(s->t, end - 1).end};
    if (span.end - span.start >= sizeof buf) return DL_NONE;
    for (uint32_t i = span.start; i < span.end; i++) {
        char c = s->bytes.ptr[i];
        bool gap = (unsigned char)c <= ' ';
        if (gap && n && buf[n - 1] == ' ') continue;
        buf[n++] = gap ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return dl_map_get(map, (dl_str){buf, n});
}

/* The phrase before a name, over the words that may stand between. */
static bool phrase_before(const search *s, dl_words name, dl_relay_phrase *p) {
    uint32_t stop = name.first;
    for (uint32_t steps = 0; steps <= MAX_BETWEEN; steps++) {
        for (uint32_t n = MAX_PHRASE_TOKENS; n > 0; n--) {
            if (stop < s->first + n) continue;
            uint32_t role = phrase_role(s, &s->lexicon->before, stop - n, stop);
            if (role == DL_NONE) continue;
            p->cue = (dl_words){stop - n, stop};
            p->phrase = (dl_words){stop - n, name.end};
            p->role = (uint8_t)role;
            return true;
        }
        if (stop <= s->first || !(may_stand_between(s, stop - 1) || is_demonym(s, stop - 1)))
            return false;
        stop--;
    }
    return false;
}

/* "Axios' Barak Ravid reported", "Reuters on Monday reported" */
static bool phrase_after(const search *s, dl_words name, dl_relay_phrase *p) {
    bool possessive = false;
    for (uint32_t at = name.end, steps = 0; at < s->end && steps <= MAX_BETWEEN; at++, steps++) {
        for (uint32_t n = MAX_PHRASE_TOKENS; n > 0; n--) {
            if (at + n > s->end) continue;
            uint32_t role = phrase_role(s, &s->lexicon->after, at, at + n);
            if (role == DL_NONE) continue;
            p->cue = (dl_words){at, at + n};
            p->phrase = (dl_words){name.first, at + n};
            p->role = (uint8_t)role;
            return true;
        }
        possessive |= dl_token_is(s->bytes, s->t, at, "'s") ||
                      dl_token_is(s->bytes, s->t, at, "\xe2\x80\x99s") ||
                      dl_token_is(s->bytes, s->t, at, "reporter") ||
                      dl_token_is(s->bytes, s->t, at, "'") ||
                      dl_token_is(s->bytes, s->t, at, "correspondent");
        if (!may_follow(s, at) && !(possessive && is_capital(s, at))) return false;
    }
    return false;
}

/* "KYIV, Dec 1 (Reuters) -" in the first words of the body */
static bool wire_mark(const search *s, dl_words name, dl_relay_phrase *p) {
    if (s->sentence > 2 || name.first <= s->first || name.end >= s->end) return false;
    if (!dl_token_is(s->bytes, s->t, name.first - 1, "(") ||
        !dl_token_is(s->bytes, s->t, name.end, ")"))
        return false;
    p->phrase = (dl_words){name.first - 1, name.end + 1};
    p->role = DL_ROLE_WIRE;
    return true;
}

/* The entity of a mention that covers the outlet's name. */
static uint32_t entity_of(const struct dl_finds *finds, dl_span name) {
    for (uint32_t m = 0; m < finds->mentions.count; m++) {
        const dl_mention *mention = &finds->mentions.items[m];
        if (mention->span.start > name.start) break;
        if (mention->entity != DL_NONE && dl_span_contains(mention->span, name) &&
            mention->span.end == name.end)
            return mention->entity;
    }
    return DL_NONE;
}

/* The canonical name, or the printed one where it is only shorter ("BBC" for "BBC News"). */
static dl_str printed_name(const dl_outlet *outlet, dl_str printed) {
    return dl_str_starts(without_the(outlet->name), without_the(printed)) &&
                   !dl_str_starts(outlet->name, DL_STR("The "))
               ? without_the(printed)
               : outlet->name;
}

static void keep(search *s, dl_relay_phrase p, const char *rule) {
    static const dl_certainty certainty[DL_ROLES] = {DL_CERTAINTY_HIGH, DL_CERTAINTY_HIGH,
                                                     DL_CERTAINTY_HIGH, DL_CERTAINTY_LOW};
    struct dl_finds *finds = s->context->finds;
    if (p.outlet == s->own) return;
    dl_span span = dl_words_span(s->t, p.phrase), name = dl_words_span(s->t, p.name);
    dl_relay *relay = DL_PUSH(&finds->relays, &finds->arena);
    dl_relay_phrase *slot = relay ? DL_PUSH(s->phrases, s->context->scratch) : NULL;
    if (!slot) return;
    *relay = (dl_relay){
        .id = dl_item_id(&finds->report, "relay", span, 0),
        .outlet = entity_of(finds, name),
        .outlet_name =
            dl_arena_str(&finds->arena, printed_name(&s->lexicon->outlets.items[p.outlet],
                                                     dl_span_text(s->bytes, name))),
        .span = span,
        .scope = span,
        .rule = dl_arena_printf(&finds->arena, "%s:%s", role_names[p.role], rule),
        .sentence = s->sentence,
        .suggested = p.role == DL_ROLE_WIRE,
        .certainty = certainty[p.role],
    };
    p.relay = finds->relays.count - 1;
    p.sentence = s->sentence;
    *slot = p;
}

/* Whether a list of kinds holds one. */
static bool names_kind(const char *kinds, dl_str kind) {
    for (; *kinds; kinds++)
        if (kind.len && strncmp(kinds, kind.ptr, kind.len) == 0) return true;
    return false;
}

/* "the newspaper", "the agency": the outlet named last that is of such a kind. */
static uint32_t anaphor(const search *s, uint32_t i) {
    static const struct {
        const char *word, *kinds;
    } table[] = {
        {"newspaper", "paper"},
        {"paper", "paper"},
        {"magazine", "magazine"},
        {"daily", "paper"},
        {"agency", "agency"},
        {"broadcaster", "broadcaster"},
        {"network", "broadcaster"},
        {"channel", "broadcaster"},
        {"outlet", "site paper agency broadcaster magazine"},
        {"website", "site"},
        {"publication", "site paper magazine"},
        {"wire", "agency"},
    };
    for (size_t k = 0; k < DL_COUNT(table); k++) {
        if (!dl_token_is(s->bytes, s->t, i, table[k].word)) continue;
        for (uint32_t p = s->phrases->count; p > 0; p--) {
            uint32_t outlet = s->phrases->items[p - 1].outlet;
            dl_str kind = s->lexicon->outlets.items[outlet].kind;
            if (names_kind(table[k].kinds, kind)) return outlet;
        }
    }
    return DL_NONE;
}

static void look_for_anaphor(search *s, uint32_t i) {
    if (i <= s->first || !(dl_token_is(s->bytes, s->t, i - 1, "the") ||
                           (i >= s->first + 2 && dl_token_is(s->bytes, s->t, i - 2, "the") &&
                            dl_token_is(s->bytes, s->t, i - 1, "news"))))
        return;
    dl_relay_phrase p = {.name = {i, i + 1}, .outlet = anaphor(s, i)};
    if (p.outlet == DL_NONE) return;
    if (phrase_before(s, p.name, &p) || phrase_after(s, p.name, &p)) keep(s, p, "anaphor");
}

/* First bytes of names: most words need no look-up. */
static bool may_begin_name(const search *s, uint32_t i) {
    unsigned char c = (unsigned char)s->bytes.ptr[s->t->start[i]];
    return s->lexicon->begins[c / 32] >> (c % 32) & 1 && first_word_known(s, i);
}

static void search_sentence(search *s) {
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t outlet = DL_NONE, e = may_begin_name(s, i) ? name_at(s, i, &outlet) : i;
        if (e == i) {
            look_for_anaphor(s, i);
            continue;
        }
        dl_relay_phrase p = {.name = {i, e}, .outlet = outlet};
        if (wire_mark(s, p.name, &p))
            keep(s, p, "mark");
        else if (phrase_before(s, p.name, &p))
            keep(s, p, "before");
        else if (phrase_after(s, p.name, &p))
            keep(s, p, "after");
        i = e - 1;
    }
}

void dl_relays_find(const dl_relay_lexicon *lexicon, dl_find_context *context,
                    dl_relay_phrases *phrases) {
    const dl_text *text = context->text;
    const struct dl_finds *finds = context->finds;
    search s = {.lexicon = lexicon,
                .context = context,
                .phrases = phrases,
                .t = &text->tokens,
                .bytes = finds->report.text};
    s.own = dl_map_get(&lexicon->forms, without_the(finds->report.outlet.value));
    for (uint32_t k = 0; k < text->sentences.count; k++) {
        s.sentence = k;
        s.first = text->sentences.items[k].first;
        s.end = s.first + text->sentences.items[k].count;
        search_sentence(&s);
    }
}
