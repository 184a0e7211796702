#include "parse/sentence.h"

int dl_splitter_of(dl_splitter *splitter, dl_str bytes, dl_arena *arena, dl_error *err) {
    dl_weights weights;
    memset(splitter, 0, sizeof *splitter);
    int rc = dl_weights_open(&weights, bytes, err);
    if (!rc) rc = dl_net_open(&splitter->net, &weights, arena, err);
    if (rc) return rc;
    const dl_net *net = &splitter->net;
    if (net->places != DL_SPLIT_PLACES || net->small != DL_SPLIT_SMALL || net->outputs != 2 ||
        net->values < 32)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "these are not the weights of a splitter");
    return DL_OK;
}

int dl_splitter_open(dl_splitter *splitter, const dl_data *data, dl_arena *arena, dl_error *err) {
    static const char name[] = "en/models/sentences.bin";
    dl_str bytes = dl_data_get(data, name);
    if (!bytes.ptr) return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no data file %s", name);
    dl_error inner = {0};
    int rc = dl_splitter_of(splitter, bytes, arena, &inner);
    return rc ? dl_fail(err, rc, inner.byte, "data file %s: %s", name, inner.message) : DL_OK;
}

static dl_str word(const dl_split_view *v, uint32_t i) {
    return (dl_str){v->text.ptr + v->start[i], v->len[i]};
}

static uint8_t looks(const dl_split_view *v, uint32_t i) {
    return v->looks[v->slots[i]];
}

static bool space_before(const dl_split_view *v, uint32_t i) {
    return v->flags[i] & DL_TOKEN_SPACE_BEFORE;
}

void dl_split_begin(const dl_split_view *v, dl_split_state *s) {
    uint32_t upper = 0, letters = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        uint8_t l = looks(v, i);
        upper += (l & DL_LOOKS_UPPER) != 0;
        letters += (l & (DL_LOOKS_UPPER | DL_LOOKS_LOWER)) != 0;
    }
    *s = (dl_split_state){.style = letters ? upper * 7 / letters : 7};
}

void dl_split_step(const dl_split_view *v, dl_split_state *s, uint32_t i) {
    dl_str w = word(v, i - 1);
    s->since++;
    if (!(looks(v, i - 1) & DL_LOOKS_MARK)) return;
    if (dl_str_is(w, "\""))
        s->open_quote = !s->open_quote;
    else if (dl_str_is(w, "“") || dl_str_is(w, "«"))
        s->open_quote = 1;
    else if (dl_str_is(w, "”") || dl_str_is(w, "»"))
        s->open_quote = 0;
    else if (dl_str_is(w, "(") || dl_str_is(w, "["))
        s->open_paren += s->open_paren < 3;
    else if (dl_str_is(w, ")") || dl_str_is(w, "]"))
        s->open_paren -= s->open_paren > 0;
}

/* The lexicon's kind of the word before the gap, where it ends in its own full stop; 6: one
 * capital and a stop, 7: other words that end in a stop. */
static uint32_t stop_kind(const dl_split_view *v, uint32_t i) {
    dl_str w = word(v, i - 1);
    if (w.len < 2 || w.ptr[w.len - 1] != '.') return 0;
    uint32_t kind = dl_lexicon_find(&v->lexicon->abbreviations, w);
    if (kind) return kind;
    return w.len == 2 && (looks(v, i - 1) & DL_LOOKS_UPPER) ? 6 : 7;
}

/* Marks that never stand first. */
static bool clings(dl_str w) {
    static const char *const marks[] = {",", ";", "%", "”", "»", "…", "’s", "'s"};
    for (size_t k = 0; k < DL_COUNT(marks); k++)
        if (dl_str_is(w, marks[k])) return true;
    return false;
}

/* "Mr. Smith", "Andrew E. Kramer": a title, or an initial behind a name and before another. */
static bool is_inside_name(const dl_split_view *v, uint32_t i) {
    if (!(looks(v, i) & DL_LOOKS_UPPER)) return false;
    uint32_t kind = stop_kind(v, i);
    if (kind == DL_ABBREVIATION_TITLE) return true;
    return kind == 6 && i >= 2 && (looks(v, i - 2) & DL_LOOKS_UPPER) &&
           !(looks(v, i - 2) & DL_LOOKS_SHOUT) && v->len[i - 2] > 2;
}

/* No mark stands before the gap: a word, a number. */
static bool is_plain(const dl_split_view *v, uint32_t i) {
    uint8_t before = looks(v, i - 1);
    return (before & (DL_LOOKS_UPPER | DL_LOOKS_LOWER | DL_LOOKS_DIGIT)) &&
           !(before & DL_LOOKS_STOP);
}

/* Whether the block is edited prose: it ends in a stop. There a sentence does not end without one
 * ("… and his son-in-law | Jared Kushner visited" is what text from the web, where it does,
 * teaches). */
static bool is_edited(const dl_split_view *v) {
    uint32_t last = v->count - 1;
    while (last > 0 && (dl_str_is(word(v, last), "”") || dl_str_is(word(v, last), "\"") ||
                        dl_str_is(word(v, last), ")") || dl_str_is(word(v, last), "’") ||
                        dl_str_is(word(v, last), "''")))
        last--;
    return (looks(v, last) & DL_LOOKS_STOP) != 0;
}

bool dl_split_is_candidate(const dl_split_view *v, uint32_t i) {
    if (v->flags[i] & DL_TOKEN_CLITIC) return false;
    uint8_t here = looks(v, i);
    bool plain = is_plain(v, i);
    if (plain && (here & (DL_LOOKS_LOWER | DL_LOOKS_DIGIT))) return false;
    if (plain && !space_before(v, i)) return false;
    return !clings(word(v, i)) && !is_inside_name(v, i);
}

bool dl_split_is_sure(const dl_split_view *v, uint32_t i) {
    if (!(looks(v, i) & DL_LOOKS_UPPER) || (looks(v, i) & DL_LOOKS_SHOUT)) return false;
    return stop_kind(v, i) == DL_ABBREVIATION_ANY &&
           dl_lexicon_find(&v->lexicon->starters, word(v, i)) != 0;
}

static uint8_t bucket(uint32_t n) {
    if (n < 8) return (uint8_t)n;
    return n < 12 ? 8 : n < 18 ? 9 : n < 26 ? 10 : n < 40 ? 11 : n < 60 ? 12 : 13;
}

void dl_split_small(const dl_split_view *v, const dl_split_state *s, uint32_t i,
                    uint8_t small[DL_SPLIT_SMALL]) {
    uint32_t kind = stop_kind(v, i);
    bool after = i + 1 == v->count || space_before(v, i + 1);
    small[0] = (uint8_t)(space_before(v, i - 1) + 2 * space_before(v, i) + 4 * after);
    small[1] = bucket(s->since);
    small[2] = bucket(v->count - i);
    small[3] = (uint8_t)s->style;
    small[4] = (uint8_t)(s->open_quote + 2 * s->open_paren);
    small[5] = (uint8_t)(kind * 4 + (looks(v, i) & (DL_LOOKS_UPPER | DL_LOOKS_LOWER)));
    small[6] = bucket(v->count);
}

void dl_split(const dl_splitter *splitter, const dl_kernels *kernels, const dl_types *types,
              const dl_split_view *v, uint8_t *begins) {
    const dl_net *net = &splitter->net;
    const int8_t *rows[DL_SPLIT_PLACES + DL_SPLIT_SMALL];
    uint8_t small[DL_SPLIT_SMALL], hidden[DL_KERNEL_HIDDEN];
    dl_split_state state;
    if (!v->count) return;
    dl_split_begin(v, &state);
    begins[0] = 1;
    bool edited = is_edited(v);
    for (uint32_t i = 1; i < v->count; i++) {
        dl_split_step(v, &state, i);
        begins[i] = 0;
        if (!dl_split_is_candidate(v, i) || (edited && is_plain(v, i))) continue;
        for (uint32_t p = 0; p < DL_SPLIT_PLACES; p++) {
            uint32_t at = i + p - DL_SPLIT_BEFORE; /* goes round below 0 */
            rows[p] =
                dl_types_row(types, DL_NET_SPLIT, at < v->count ? v->slots[at] : DL_TYPE_NONE, p);
        }
        dl_split_small(v, &state, i, small);
        for (uint32_t f = 0; f < DL_SPLIT_SMALL; f++)
            rows[DL_SPLIT_PLACES + f] = dl_net_small_row(net, f, small[f]);
        kernels->hidden(net->bias, rows, DL_COUNT(rows), net->width, hidden);
        begins[i] = dl_split_is_sure(v, i) ||
                    kernels->best(hidden, net->output, net->outbias, net->width, net->padded) == 1;
        if (begins[i]) state = (dl_split_state){.style = state.style};
    }
}
