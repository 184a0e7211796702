#include "find/speakers.h"

enum { HEAD_UNNAMED = 1, HEAD_ROLE, HEAD_BARE, HEAD_TEXT };
enum { BLOCKED = DL_NONE - 1 };
enum { BACK_MENTIONS = 8, BACK_BLOCKS = 1, MAX_SPEAKERS = 6, MAX_WORD = 24 };

int dl_speakers_load(dl_speaker_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                     dl_error *err) {
    static const char *const kinds[] = {"", "unnamed", "role", "bare", "text"};
    dl_map_init(&lexicon->heads, arena);
    dl_map_init(&lexicon->numbers, arena);
    dl_map_init(&lexicon->signs, arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/sources.tsv", arena, &table, err);
    uint32_t word = rc ? 0 : dl_tsv_column(&table, "word");
    uint32_t kind = rc ? 0 : dl_tsv_column(&table, "kind");
    uint32_t value = rc ? 0 : dl_tsv_column(&table, "value");
    for (uint32_t r = 0; !rc && r < table.rows.count; r++) {
        dl_str w = dl_tsv_cell(&table.rows.items[r], word);
        dl_str k = dl_tsv_cell(&table.rows.items[r], kind);
        dl_str v = dl_tsv_cell(&table.rows.items[r], value);
        bool ok = true;
        uint32_t number = 0;
        for (size_t i = 0; i < v.len && i < 6 && v.ptr[i] >= '0' && v.ptr[i] <= '9'; i++)
            number = number * 10 + (uint32_t)(v.ptr[i] - '0');
        if (dl_str_is(k, "number")) ok = dl_map_set(&lexicon->numbers, w, number);
        if (dl_str_is(k, "sign")) ok = dl_map_set(&lexicon->signs, w, 1);
        for (uint32_t i = HEAD_UNNAMED; i <= HEAD_TEXT; i++)
            if (dl_str_is(k, kinds[i])) ok = dl_map_set(&lexicon->heads, w, i);
        if (!ok) return dl_fail_memory(err);
    }
    return rc;
}

typedef struct resolver {
    const dl_speaker_lexicon *lexicon;
    struct dl_finds *finds;
    const dl_text *text;
    const dl_tokens *t;
    dl_str bytes;
} resolver;

static uint32_t word_value(const resolver *r, const dl_map *map, uint32_t token) {
    char low[MAX_WORD];
    uint32_t n = dl_lower_token(r->bytes, r->t, token, low, sizeof low);
    uint32_t value = dl_map_get(map, (dl_str){low, n});
    return value == DL_NONE ? 0 : value;
}

static bool is_word(const resolver *r, uint32_t token, const char *const *words) {
    for (; *words; words++)
        if (dl_token_is(r->bytes, r->t, token, *words)) return true;
    return false;
}

/* The head of the source; without a tree the last word before what follows a noun. */
static uint32_t source_head(const resolver *r, dl_words source) {
    static const char *const after[] = {"of",   "for", "with", "to", "in",       "who",   "from",
                                        "near", "on",  "at",   ",",  "familiar", "close", NULL};
    if (r->t->head) return dl_words_head(r->t, source);
    uint32_t i = source.first;
    while (i + 1 < source.end && !is_word(r, i + 1, after)) i++;
    return i;
}

/* First mention that may overlap from `start` on. Mentions stand in text order. */
static uint32_t first_near(const struct dl_finds *finds, uint32_t start) {
    uint32_t lo = 0, hi = finds->mentions.count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (finds->mentions.items[mid].span.start < start)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo > BACK_MENTIONS ? lo - BACK_MENTIONS : 0;
}

/* "Ukrainian | Ambassador", "the White House | spokeswoman": a noun follows, so the name before it
 * is not who speaks. */
static bool goes_on_as_noun(const resolver *r, uint32_t end, dl_span source) {
    if (end >= source.end) return false;
    uint32_t sentence = dl_sentence_at(r->text, source.start);
    if (sentence == DL_NONE) return false;
    const dl_sentence *s = &r->text->sentences.items[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++) {
        if (r->t->start[i] < end) continue;
        uint8_t u = r->t->upos[i];
        char c = r->bytes.ptr[r->t->start[i]];
        return r->t->start[i] < source.end &&
               (u == DL_NOUN || u == DL_PROPN || u == DL_PART || (u == DL_ADJ && c != '('));
    }
    return false;
}

/* The mention that a source is: the widest that holds its head; adjectives ("Ukrainian" in
 * "Ukrainian officials") only where they are the head. */
static uint32_t mention_of(const resolver *r, dl_span source, uint32_t head) {
    const struct dl_finds *finds = r->finds;
    dl_span word = dl_token_span(r->t, head);
    uint32_t best = DL_NONE, width = 0;
    for (uint32_t m = first_near(finds, source.start); m < finds->mentions.count; m++) {
        const dl_mention *mention = &finds->mentions.items[m];
        if (mention->span.start >= source.end) break;
        bool holds = dl_span_contains(mention->span, word) &&
                     (mention->head == head || mention->form == DL_MENTION_NAME ||
                      mention->form == DL_MENTION_METONYM);
        uint32_t w = mention->span.end - mention->span.start;
        if (goes_on_as_noun(r, mention->span.end, source)) continue;
        if (!holds || (best != DL_NONE && w <= width)) continue;
        best = m;
        width = w;
    }
    return best;
}

/* "Ukrainian Ambassador to the US Olha Stefanishyna": the person whose name ends the phrase, unless
 * a preposition stands before it ("a spokesman for Mr. Trump"). */
static uint32_t person_at_end(const resolver *r, dl_words source) {
    static const char *const stop[] = {",", "who", "(", "\xe2\x80\x94", NULL};
    uint32_t end = source.first;
    while (end < source.end && !is_word(r, end, stop)) end++;
    if (end == source.first) return DL_NONE;
    uint32_t last = dl_token_span(r->t, end - 1).end;
    for (uint32_t m = first_near(r->finds, r->t->start[source.first]); m < r->finds->mentions.count;
         m++) {
        const dl_mention *mention = &r->finds->mentions.items[m];
        if (mention->span.start >= last) break;
        if (mention->kind != DL_ENTITY_PERSON || mention->form != DL_MENTION_NAME ||
            mention->span.end != last)
            continue;
        uint32_t at = source.first;
        while (at < end && r->t->start[at] < mention->span.start) at++;
        uint8_t before = at > source.first ? r->t->upos[at - 1] : DL_NOUN;
        if (before != DL_ADP && before != DL_CCONJ && before != DL_PART && before != DL_SCONJ)
            return m;
    }
    return DL_NONE;
}

static bool is_pronoun(const resolver *r, dl_words source) {
    static const char *const words[] = {"he",    "she",  "they", "it",  "we",    "i",   "who",
                                        "which", "that", "his",  "her", "their", "him", "them",
                                        "us",    "me",   "you",  "its", "our",   "my",  NULL};
    return is_word(r, source.first, words) &&
           (source.end - source.first == 1 || dl_token_is(r->bytes, r->t, source.first + 1, "["));
}

static uint8_t gender_of_pronoun(const resolver *r, uint32_t token) {
    static const char *const male[] = {"he", "his", "him", NULL};
    static const char *const female[] = {"she", "her", NULL};
    static const char *const plural[] = {"they", "their", "them", NULL};
    if (is_word(r, token, male)) return 'm';
    if (is_word(r, token, female)) return 'f';
    return is_word(r, token, plural) ? 'p' : 0;
}

static bool is_relative(const resolver *r, uint32_t token) {
    static const char *const words[] = {"who", "which", "that", NULL};
    return is_word(r, token, words);
}

/* "…, who stressed": the mention that ends right before the pronoun. */
static uint32_t antecedent_before(const resolver *r, uint32_t token) {
    const struct dl_finds *finds = r->finds;
    uint32_t at = r->t->start[token], best = DL_NONE;
    for (uint32_t m = first_near(finds, at > 80 ? at - 80 : 0); m < finds->mentions.count; m++) {
        const dl_mention *mention = &finds->mentions.items[m];
        if (mention->span.start >= at) break;
        if (mention->span.end <= at && at - mention->span.end <= 4 &&
            mention->form != DL_MENTION_ADJECTIVE)
            best = m;
    }
    return best;
}

static bool gender_fits(const dl_entity *e, uint8_t gender) {
    if (gender == 'p') return e->kind != DL_ENTITY_PERSON || e->gender == 'p';
    if (e->kind != DL_ENTITY_PERSON || e->gender == 'p') return false;
    return e->gender == gender || (e->gender != 'm' && e->gender != 'f');
}

/* The speaker of the last attribution in a sentence before attribution `index`; BLOCKED where that
 * one is not resolved: a pronoun may well mean him, whoever he is. */
static uint32_t speaker_in(const resolver *r, uint32_t index, uint32_t sentence, uint8_t gender) {
    for (uint32_t i = index; i > 0; i--) {
        const dl_attribution *b = &r->finds->attributions.items[i - 1];
        if (b->sentence < sentence) break;
        if (b->sentence > sentence || dl_span_is_none(b->source)) continue;
        if (b->speaker == DL_NONE && !b->speakers.count) return BLOCKED;
        if (b->speaker == DL_NONE) continue;
        if (gender_fits(&r->finds->entities.items[b->speaker], gender)) return b->speaker;
    }
    return DL_NONE;
}

/* The person who is the subject of a sentence's main verb. */
static uint32_t subject_in(const resolver *r, uint32_t sentence, uint8_t gender) {
    const dl_sentence *s = &r->text->sentences.items[sentence];
    for (uint32_t m = first_near(r->finds, s->span.start); m < r->finds->mentions.count; m++) {
        const dl_mention *mention = &r->finds->mentions.items[m];
        if (mention->span.start >= s->span.end) break;
        if (mention->span.start < s->span.start || mention->entity == DL_NONE) continue;
        uint32_t rel = r->t->deprel[mention->head], head = r->t->head[mention->head];
        bool subject = rel == DL_REL_NSUBJ || rel == DL_REL_NSUBJ_PASS;
        if (!subject || head == DL_NONE || r->t->head[head] != DL_NONE) continue;
        if (gender_fits(&r->finds->entities.items[mention->entity], gender)) return mention->entity;
    }
    return DL_NONE;
}

/* "He also suggested …": who spoke last, or whom the sentence before was about, whichever is
 * nearer, in this paragraph or the one before, of that gender. */
static uint32_t last_speaker(const resolver *r, uint32_t index, uint8_t gender) {
    const dl_attribution *a = &r->finds->attributions.items[index];
    uint32_t block = r->text->sentences.items[a->sentence].block;
    for (uint32_t s = a->sentence + 1; s > 0; s--) {
        if (block - r->text->sentences.items[s - 1].block > BACK_BLOCKS) break;
        uint32_t found = speaker_in(r, index, s - 1, gender);
        if (found == DL_NONE && s - 1 < a->sentence) found = subject_in(r, s - 1, gender);
        if (found != DL_NONE) return found;
    }
    return DL_NONE;
}

static bool has_sign(const resolver *r, const dl_attribution *a, dl_words source) {
    for (uint32_t i = source.first; i < source.end; i++)
        if (word_value(r, &r->lexicon->signs, i)) return true;
    static const char *const condition[] = {"anonymity", "anonymously", NULL};
    const dl_sentence *s = &r->text->sentences.items[a->sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (is_word(r, i, condition)) return true;
    return false;
}

/* Whether a name, an adjective of a country or a body stands in the source besides its head. */
static bool says_whose(const resolver *r, dl_span source, dl_str *code) {
    bool found = false;
    for (uint32_t m = first_near(r->finds, source.start); m < r->finds->mentions.count; m++) {
        const dl_mention *mention = &r->finds->mentions.items[m];
        if (mention->span.start >= source.end) break;
        if (!dl_span_overlaps(mention->span, source) || mention->entity == DL_NONE) continue;
        if (mention->form == DL_MENTION_PRONOUN || mention->form == DL_MENTION_NOMINAL) continue;
        found = true;
        const dl_entity *e = &r->finds->entities.items[mention->entity];
        if (!code->len && e->kind != DL_ENTITY_PERSON) *code = e->code;
    }
    return found;
}

static uint32_t count_of(const resolver *r, dl_words source, uint32_t head) {
    for (uint32_t i = source.first; i < head; i++) {
        uint32_t n = word_value(r, &r->lexicon->numbers, i);
        if (n) return n;
    }
    return 0;
}

/* Names of a compound source: "Witkoff and Kushner". */
static uint32_t compound(const resolver *r, dl_span source, uint32_t *speakers) {
    static const char *const joins[] = {"and", NULL};
    uint32_t count = 0;
    bool joined = false;
    dl_span last = DL_SPAN_NONE;
    for (uint32_t m = first_near(r->finds, source.start); m < r->finds->mentions.count; m++) {
        const dl_mention *mention = &r->finds->mentions.items[m];
        if (mention->span.start >= source.end) break;
        bool actor = mention->form == DL_MENTION_NAME || mention->form == DL_MENTION_METONYM;
        if (!actor || mention->entity == DL_NONE || !dl_span_contains(source, mention->span))
            continue;
        if (!dl_span_is_none(last) && dl_span_overlaps(last, mention->span)) continue;
        uint32_t before = mention->head;
        while (before > 0 && r->t->start[before] > mention->span.start) before--;
        while (before > 0 && r->t->start[before - 1] >= source.start &&
               dl_token_is(r->bytes, r->t, before - 1, "the"))
            before--;
        bool follows = before > 0 && is_word(r, before - 1, joins);
        if (count == 0 ? mention->span.start <= source.start + 4 : follows) {
            joined |= count > 0;
            if (count < MAX_SPEAKERS) speakers[count++] = mention->entity;
            last = mention->span;
        }
    }
    return joined ? count : 0;
}

/* A noun phrase without a name: an office, an unnamed source, a paper. */
static void describe(const resolver *r, dl_attribution *a, dl_words source, uint32_t head) {
    dl_str code = {NULL, 0};
    bool whose = says_whose(r, a->source, &code);
    uint32_t kind = word_value(r, &r->lexicon->heads, head);
    bool sign = kind != HEAD_TEXT && has_sign(r, a, source);
    bool unnamed = kind == HEAD_UNNAMED || sign || (kind == HEAD_BARE && !whose);
    a->anonymity = unnamed ? DL_UNNAMED : DL_ROLE;
    bool name = !kind && r->t->upos[head] == DL_PROPN;
    if ((kind == HEAD_TEXT || name) && !unnamed) a->anonymity = DL_NAMED;
    a->count = count_of(r, source, head);
    a->side = code;
}

/* "Hans" of "Hans Grundberg": the name was cut where it was first read, so it says less than the
 * source's own words. */
static bool is_cut(const resolver *r, const dl_entity *e) {
    if (e->kind != DL_ENTITY_PERSON || memchr(e->name.ptr, ' ', e->name.len)) return false;
    if (e->first >= r->finds->mentions.count) return false;
    dl_span name = r->finds->mentions.items[e->first].span;
    uint32_t sentence = dl_sentence_at(r->text, name.start);
    if (sentence == DL_NONE) return false;
    const dl_sentence *s = &r->text->sentences.items[sentence];
    for (uint32_t i = s->first; i < s->first + s->count; i++)
        if (r->t->start[i] >= name.end)
            return r->t->upos[i] == DL_PROPN && r->t->start[i] == name.end + 1;
    return false;
}

static void take(dl_attribution *a, const resolver *r, uint32_t entity, dl_certainty certainty) {
    const dl_entity *e = &r->finds->entities.items[entity];
    a->anonymity = e->unnamed ? DL_UNNAMED : DL_NAMED;
    if (is_cut(r, e)) return;
    a->speaker = entity;
    a->speaker_certainty = certainty;
    a->anonymity = e->unnamed ? DL_UNNAMED : DL_NAMED;
}

static void resolve_pronoun(const resolver *r, dl_attribution *a, dl_words source, uint32_t index) {
    const dl_mention *m = a->mention == DL_NONE ? NULL : &r->finds->mentions.items[a->mention];
    uint32_t linked = m ? m->entity : DL_NONE;
    a->anonymity = DL_NAMED;
    if (is_relative(r, source.first)) {
        uint32_t before = linked == DL_NONE ? antecedent_before(r, source.first) : DL_NONE;
        if (before != DL_NONE) linked = r->finds->mentions.items[before].entity;
        if (linked != DL_NONE) take(a, r, linked, DL_CERTAINTY_HIGH);
        return;
    }
    uint8_t gender = gender_of_pronoun(r, source.first);
    uint32_t last = gender ? last_speaker(r, index, gender) : DL_NONE;
    bool sure = linked != DL_NONE && m->certainty >= DL_CERTAINTY_MEDIUM;
    if (last == BLOCKED) return;
    if (last != DL_NONE && last == linked)
        take(a, r, last, DL_CERTAINTY_HIGH);
    else if (last != DL_NONE && gender != 'p')
        take(a, r, last, DL_CERTAINTY_MEDIUM);
    else if (sure)
        take(a, r, linked, m->certainty);
}

void dl_speaker_resolve(const dl_speaker_lexicon *lexicon, dl_find_context *context,
                        const dl_triple *triple, uint32_t index) {
    resolver r = {lexicon, context->finds, context->text, &context->text->tokens,
                  context->finds->report.text};
    dl_attribution *a = &r.finds->attributions.items[index];
    a->speaker = a->mention = DL_NONE;
    a->anonymity = DL_NO_SOURCE;
    if (triple->source.first >= triple->source.end) return;
    uint32_t head = source_head(&r, triple->source);
    a->mention = mention_of(&r, a->source, head);
    if (is_pronoun(&r, triple->source)) {
        resolve_pronoun(&r, a, triple->source, index);
        return;
    }
    uint32_t person = person_at_end(&r, triple->source);
    if (person != DL_NONE && r.finds->mentions.items[person].entity != DL_NONE) {
        a->mention = person;
        take(a, &r, r.finds->mentions.items[person].entity, DL_CERTAINTY_HIGH);
        return;
    }
    uint32_t speakers[MAX_SPEAKERS], count = compound(&r, a->source, speakers);
    if (count > 1) {
        a->anonymity = DL_NAMED;
        a->count = count;
        a->speakers = dl_finds_refs(r.finds, speakers, count);
        a->speaker_certainty = DL_CERTAINTY_MEDIUM;
        return;
    }
    const dl_mention *m = a->mention == DL_NONE ? NULL : &r.finds->mentions.items[a->mention];
    bool named = m && m->form != DL_MENTION_NOMINAL && m->form != DL_MENTION_ADJECTIVE;
    if (m && m->entity != DL_NONE && !(m->flags & DL_MENTION_UNNAMED) &&
        (named || m->certainty >= DL_CERTAINTY_MEDIUM) &&
        !r.finds->entities.items[m->entity].unnamed) {
        take(a, &r, m->entity, named ? DL_CERTAINTY_HIGH : m->certainty);
        return;
    }
    describe(&r, a, triple->source, head);
    if (m && m->entity != DL_NONE && r.finds->entities.items[m->entity].unnamed) {
        a->speaker = m->entity;
        a->speaker_certainty = m->certainty;
    }
}
