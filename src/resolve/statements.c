/* statements.c - what one speaker said on one occasion, over all reports that carry it.
 *
 * A block is a speaker on a day, or a run of quoted words. Two mentions are one statement where the
 * same speaker's quotes share four words in a row, or where on days that can be the same the words
 * of the shorter mostly stand in the longer. The fullest direct quote stands for the statement.
 * An unresolved speaker joins a named one only over quoted words, never over a paraphrase.
 */
#include "resolve/codec.h"
#include "resolve/kinds.h"
#include "resolve/origin.h"

enum {
    MAX_WORDS = 64, /* distinct words of one content that are compared */
    MAX_RUNS = 24,  /* quoted runs of four words */
    RUN = 4,
    RUN_KEYS = 4,  /* of them are block keys: the smallest */
    MIN_WORDS = 4, /* fewer words say too little to compare */
    SHARED = 60,   /* percent of the shorter one's words: paraphrases of one saying in the five
                      reports share   60 to 90, other sayings of a speaker under 40 */
};

typedef struct said {
    uint64_t speaker; /* block key; 0: not resolved */
    dl_str name, occasion, date;
    uint32_t entity;                       /* finds.entities; DL_NONE */
    uint32_t quoted;                       /* bytes inside direct quotes */
    uint32_t words[MAX_WORDS], word_count; /* ascending */
    uint32_t runs[MAX_RUNS], run_count;    /* ascending */
    dl_origin origin;
} said;

/* ── items ── */

static void insert_sorted(uint32_t *items, uint32_t *count, uint32_t cap, uint32_t value) {
    uint32_t at = *count;
    while (at && items[at - 1] > value) at--;
    if (at && items[at - 1] == value) return;
    if (*count == cap) {
        if (at == cap) return;
        (*count)--;
    }
    for (uint32_t k = *count; k > at; k--) items[k] = items[k - 1];
    items[at] = value;
    (*count)++;
}

static bool is_letter(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* “ ” ‘ ’ – — … are no letters. */
static size_t mark_length(dl_str s, size_t at) {
    return at + 2 < s.len && (unsigned char)s.ptr[at] == 0xe2 &&
                   (unsigned char)s.ptr[at + 1] == 0x80
               ? 3
               : 0;
}

static uint32_t word_hash(dl_str s, size_t from, size_t to) {
    uint32_t h = 2166136261u;
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
    }
    return h;
}

/* Words of three letters or more, and runs of four words where the text is quoted. */
static void take_words(said *a, dl_str s, bool quoted) {
    uint32_t last[RUN] = {0}, n = 0;
    for (size_t at = 0; at < s.len;) {
        size_t mark = mark_length(s, at);
        if (mark || !is_letter((unsigned char)s.ptr[at])) {
            at += mark ? mark : 1;
            continue;
        }
        size_t from = at;
        while (at < s.len && is_letter((unsigned char)s.ptr[at]) && !mark_length(s, at)) at++;
        uint32_t h = word_hash(s, from, at);
        if (at - from >= 3) insert_sorted(a->words, &a->word_count, MAX_WORDS, h);
        last[n++ % RUN] = h;
        if (!quoted || n < RUN) continue;
        uint64_t run = 0;
        for (uint32_t k = 0; k < RUN; k++) run = dl_hash_mix(run, last[(n + k) % RUN]);
        insert_sorted(a->runs, &a->run_count, MAX_RUNS, (uint32_t)run);
    }
}

/* Inside the quote marks of a mixed content. */
static void take_quoted_parts(said *a, dl_str s) {
    static const char *const open = "\xe2\x80\x9c", *const close = "\xe2\x80\x9d";
    for (size_t at = 0; at + 3 < s.len; at++) {
        bool curly = memcmp(s.ptr + at, open, 3) == 0;
        if (!curly && s.ptr[at] != '"') continue;
        size_t from = at + (curly ? 3 : 1), to = from;
        while (to < s.len &&
               !(curly ? to + 3 <= s.len && memcmp(s.ptr + to, close, 3) == 0 : s.ptr[to] == '"'))
            to++;
        take_words(a, dl_str_sub(s, from, to), true);
        a->quoted += (uint32_t)(to - from);
        at = to;
    }
}

static said describe(const struct dl_finds *finds, const dl_attribution *t) {
    said a = {.entity = t->speaker, .occasion = t->occasion, .date = t->date};
    a.speaker = dl_entity_key(finds, t->speaker);
    if (t->speaker < finds->entities.count) a.name = finds->entities.items[t->speaker].name;
    if (!a.name.len && !dl_span_is_none(t->source))
        a.name = dl_span_text(finds->report.text, t->source);
    for (uint32_t k = 0; k < t->content.count; k++) {
        dl_str s = dl_span_text(finds->report.text, finds->spans.items[t->content.first + k]);
        take_words(&a, s, false);
        take_quoted_parts(&a, s);
    }
    return a;
}

static void write_said(dl_buf *out, const said *a) {
    dl_buf_u64(out, a->speaker);
    dl_buf_u32(out, a->entity);
    dl_code_str(out, a->name);
    dl_code_str(out, a->occasion);
    dl_code_str(out, a->date);
    dl_buf_u32(out, a->quoted);
    dl_buf_varint(out, a->word_count);
    for (uint32_t k = 0; k < a->word_count; k++) dl_buf_u32(out, a->words[k]);
    dl_buf_varint(out, a->run_count);
    for (uint32_t k = 0; k < a->run_count; k++) dl_buf_u32(out, a->runs[k]);
}

static said read_said(const dl_item *item) {
    dl_reader r = dl_reader_of(item->data);
    said a = {.speaker = dl_read_u64(&r)};
    a.entity = dl_read_u32(&r);
    a.name = dl_decode_str(&r);
    a.occasion = dl_decode_str(&r);
    a.date = dl_decode_str(&r);
    a.quoted = dl_read_u32(&r);
    a.word_count = (uint32_t)dl_read_varint(&r);
    if (a.word_count > MAX_WORDS) a.word_count = 0;
    for (uint32_t k = 0; k < a.word_count; k++) a.words[k] = dl_read_u32(&r);
    a.run_count = (uint32_t)dl_read_varint(&r);
    if (a.run_count > MAX_RUNS) a.run_count = 0;
    for (uint32_t k = 0; k < a.run_count; k++) a.runs[k] = dl_read_u32(&r);
    a.origin = dl_origin_read(&r);
    return a;
}

/* YYYYMMDD of an EDTF value's earliest moment; 0: none. */
static uint64_t day_of(dl_str edtf) {
    uint64_t moment = edtf.len ? dl_edtf_earliest(edtf) : UINT64_MAX;
    return moment == UINT64_MAX ? 0 : moment / 1000000;
}

/* The speaker on the day of the saying, else of the report; and runs of quoted words. */
static void add_keys(dl_items *out, const said *a, dl_str published) {
    uint64_t day = day_of(a->date), report_day = day_of(published);
    if (a->speaker && day) dl_items_key(out, dl_key2(a->speaker, day));
    if (a->speaker && report_day) dl_items_key(out, dl_key2(a->speaker, report_day));
    for (uint32_t k = 0; k < a->run_count && k < RUN_KEYS; k++)
        dl_items_key(out, dl_key2(11, a->runs[k]));
}

static bool is_statement(const dl_attribution *t) {
    return t->cls == DL_CUE_SPEECH || t->quote != DL_QUOTE_INDIRECT;
}

static int statement_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                           dl_error *err) {
    (void)resolver;
    dl_arena scratch;
    dl_arena_init(&scratch);
    dl_buf data = {0};
    for (uint32_t i = 0; i < finds->attributions.count; i++) {
        const dl_attribution *t = &finds->attributions.items[i];
        if (!is_statement(t) || !t->content.count) continue;
        dl_span first = finds->spans.items[t->content.first];
        said a = describe(finds, t);
        dl_buf_clear(&data);
        write_said(&data, &a);
        dl_origin_write(&data, finds, i, first, &scratch);
        dl_items_add(out, DL_ITEM_STATEMENT, (dl_ref){0, i}, t->id, first.start,
                     dl_buf_view(&data));
        add_keys(out, &a, finds->report.published.value);
    }
    bool failed = data.failed || scratch.failed;
    dl_buf_free(&data);
    dl_arena_free(&scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── rows ── */

static uint32_t shared(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < na && k < nb;) {
        n += a[i] == b[k];
        bool left = a[i] <= b[k], right = a[i] >= b[k];
        i += left;
        k += right;
    }
    return n;
}

/* Both days are known and differ. */
static bool other_day(const said *a, const said *b) {
    uint64_t x = day_of(a->date), y = day_of(b->date);
    return x && y && x != y;
}

static bool same_statement(const said *a, const said *b) {
    if (a->speaker && b->speaker && a->speaker != b->speaker) return false;
    uint32_t runs = shared(a->runs, a->run_count, b->runs, b->run_count);
    uint32_t fewer = a->run_count < b->run_count ? a->run_count : b->run_count;
    if (runs && runs * 2 >= fewer) return a->speaker == b->speaker || runs > 1 || fewer == 1;
    if (!a->speaker || !b->speaker || other_day(a, b)) return false;
    uint32_t smaller = a->word_count < b->word_count ? a->word_count : b->word_count;
    uint32_t words = shared(a->words, a->word_count, b->words, b->word_count);
    return smaller >= MIN_WORDS && words * 100 >= smaller * SHARED;
}

/* Room for one row's origins, and each statement's members in a chain: shared by all rows of a
 * block, which may be thousands. */
typedef struct rows_room {
    dl_origin *origins;
    const dl_card **cards;
    uint32_t *next; /* the next item of the same row; DL_NONE: the last */
} rows_room;

static bool make_room(rows_room *room, const dl_group *group, uint32_t *parent) {
    uint32_t n = group->count;
    room->origins = dl_arena_array(group->scratch, n, sizeof *room->origins);
    room->cards = dl_arena_array(group->scratch, n, sizeof *room->cards);
    room->next = dl_arena_array(group->scratch, n, sizeof *room->next);
    uint32_t *last = dl_arena_array(group->scratch, n, sizeof *last);
    if (!room->origins || !room->cards || !room->next || !last) return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t leader = dl_root(parent, i);
        room->next[i] = DL_NONE;
        if (leader != i) room->next[last[leader]] = i;
        last[leader] = i;
    }
    return true;
}

static int write_row(const dl_group *group, dl_links *out, const said *all, const rows_room *room,
                     uint32_t leader) {
    dl_origin *origins = room->origins;
    const dl_card **cards = room->cards;
    dl_statement_link *row = DL_PUSH(&out->statements, &out->arena);
    if (!row) return DL_ENOMEM;
    const dl_item *items = group->items;
    *row = (dl_statement_link){.id = items[leader].id,
                               .speaker = {DL_NONE, DL_NONE},
                               .content = items[leader].ref,
                               .certainty = DL_CERTAINTY_MEDIUM};
    uint32_t n = 0, best = leader;
    dl_str name = all[leader].name, occasion = {"", 0}, date = {"", 0};
    for (uint32_t i = leader; i != DL_NONE; i = room->next[i]) {
        const said *a = &all[i];
        if (row->speaker.report == DL_NONE && a->speaker) {
            row->speaker = (dl_ref){items[i].ref.report, a->entity};
            name = a->name;
        }
        if (!occasion.len) occasion = a->occasion;
        if (!date.len) date = a->date;
        if (a->quoted > all[best].quoted) best = i;
        origins[n] = a->origin;
        cards[n++] = group->cards[i];
    }
    row->content = items[best].ref;
    row->speaker_name = dl_arena_str(&out->arena, name);
    row->occasion = dl_arena_str(&out->arena, occasion);
    row->date = dl_arena_str(&out->arena, date);
    row->origins = dl_origins_count(origins, cards, n, NULL, group->scratch);
    return DL_OK;
}

static int statement_solve(const dl_group *group, dl_links *out, dl_error *err) {
    uint32_t n = group->count;
    said *all = dl_arena_array(group->scratch, n, sizeof *all);
    uint32_t *parent = dl_arena_array(group->scratch, n, sizeof *parent);
    if (!all || !parent) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        all[i] = read_said(&group->items[i]);
        parent[i] = i;
        for (uint32_t k = 0; k < i; k++)
            if (same_statement(&all[k], &all[i])) dl_join(parent, k, i);
    }
    rows_room room;
    if (!make_room(&room, group, parent)) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t leader = dl_root(parent, i);
        if (leader == i && write_row(group, out, all, &room, i)) return dl_fail_memory(err);
        dl_group_member(group, out, i, group->items[leader].id, DL_CERTAINTY_MEDIUM,
                        leader == i ? "" : "same speaker and words");
    }
    return DL_OK;
}

const dl_kind dl_kind_statement = {DL_ITEM_STATEMENT, statement_items, statement_solve};
