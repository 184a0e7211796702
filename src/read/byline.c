#include "read/byline.h"

#include "base/utf8.h"
#include "read/tuning_read.h"

typedef enum piece_kind {
    PIECE_EMPTY,
    PIECE_NAME,
    PIECE_OUTLET,
    PIECE_ROLE,
    PIECE_NOBODY,
    PIECE_OTHER
} piece_kind;

static dl_str at_span(dl_str text, dl_span s) {
    return dl_span_text(text, s);
}

static dl_span trim_span(dl_str text, dl_span s) {
    while (s.start < s.end && (memchr(" ,;:|/.-_*()[]", text.ptr[s.start], 14))) s.start++;
    while (s.end > s.start && memchr(" ,;:|/-_*([]", text.ptr[s.end - 1], 12)) s.end--;
    return s;
}

/* One word of a name: capital first ("O'Brien", "al-Sharaa", "J."), or a particle. */
static bool name_word(const dl_read_tables *t, dl_str w, bool *particle) {
    size_t at = 0;
    uint32_t first = dl_utf8_next(w, &at);
    char low[16];
    *particle = false;
    if (w.len < sizeof low) {
        for (size_t i = 0; i < w.len; i++)
            low[i] = (char)(w.ptr[i] >= 'A' && w.ptr[i] <= 'Z' ? w.ptr[i] | 32 : w.ptr[i]);
        *particle = tables_word(t, WORD_PARTICLE, (dl_str){low, w.len}, NULL);
    }
    if (*particle) return true;
    if (w.len > 3 && (dl_str_starts(w, DL_STR("al-")) || dl_str_starts(w, DL_STR("el-")) ||
                      dl_str_starts(w, DL_STR("d'"))))
        return true;
    if (!dl_utf8_is_alpha(first) || (!dl_utf8_is_upper(first) && first < 0x250)) return false;
    while (at < w.len) {
        uint32_t c = dl_utf8_next(w, &at);
        bool joint = c == '\'' || c == 0x2019 || c == '-' || c == '.' || c == 0x2010;
        if (!dl_utf8_is_alpha(c) && !joint) return false;
    }
    return true;
}

static bool not_name(const dl_read_tables *t, dl_str word) {
    char low[16];
    while (word.len && memchr(".,:", word.ptr[word.len - 1], 3)) word.len--;
    if (word.len == 0 || word.len > sizeof low) return false;
    for (size_t i = 0; i < word.len; i++)
        low[i] = (char)(word.ptr[i] >= 'A' && word.ptr[i] <= 'Z' ? word.ptr[i] | 32 : word.ptr[i]);
    return tables_word(t, WORD_NOTNAME, (dl_str){low, word.len}, NULL);
}

/* Cuts words that are no part of a name off its end: "Jane Doe Updated", "Jane Doe Staff Writer".
 */
static dl_span cut_tail(const dl_read_tables *t, dl_str text, dl_span s) {
    for (int n = 0; n < 6; n++) {
        uint32_t at = s.end;
        while (at > s.start && text.ptr[at - 1] != ' ') at--;
        if (at == s.start || !not_name(t, dl_span_text(text, (dl_span){at, s.end}))) break;
        s.end = at - 1;
    }
    return s;
}

bool name_like(const dl_read_tables *t, dl_str text) {
    uint32_t words = 0, particles = 0;
    if (text.len < 4 || text.len > 60) return false;
    for (size_t from = 0; from < text.len;) {
        const char *sp = memchr(text.ptr + from, ' ', text.len - from);
        size_t to = sp ? (size_t)(sp - text.ptr) : text.len;
        bool particle = false;
        if (to > from && !name_word(t, dl_str_sub(text, from, to), &particle)) return false;
        if (to > from && !particle && not_name(t, dl_str_sub(text, from, to))) return false;
        if (to > from) words++;
        particles += particle;
        from = to + 1;
    }
    return words >= 2 && words <= 6 && words - particles >= 1;
}

static piece_kind classify(const dl_read_tables *t, dl_str piece) {
    dl_buf b = {0};
    fold_text(&b, piece, 100);
    dl_str f = dl_buf_view(&b);
    bool role = tables_word(t, WORD_ROLE, f, NULL), nobody = tables_word(t, WORD_NONAME, f, NULL);
    /* the last words of a piece may be a role: "BBC Russia editor" */
    bool role_end = false, time = true;
    for (size_t i = 0; i < f.len && !role_end; i++)
        if (f.ptr[i] == ' ' && tables_word(t, WORD_ROLE, dl_str_sub(f, i + 1, f.len), NULL))
            role_end = true;
    for (size_t from = 0; from < f.len && time;) {
        const char *sp = memchr(f.ptr + from, ' ', f.len - from);
        size_t to = sp ? (size_t)(sp - f.ptr) : f.len;
        dl_str w = dl_str_sub(f, from, to);
        bool clock =
            w.len && ((w.ptr[0] >= '0' && w.ptr[0] <= '9') || w.ptr[0] == '+' || w.ptr[0] == '&');
        dl_str bare = w;
        while (bare.len && memchr(".:,)(", bare.ptr[bare.len - 1], 5)) bare.len--;
        while (bare.len && memchr("(", bare.ptr[0], 1)) bare.ptr++, bare.len--;
        if (w.len && !clock && bare.len && !tables_word(t, WORD_TIME, w, NULL) &&
            !tables_word(t, WORD_TIME, bare, NULL) && !tables_word(t, WORD_WEEKDAY, bare, NULL) &&
            !tables_word(t, WORD_LABEL, bare, NULL))
            time = false;
        from = to + 1;
    }
    bool label = tables_word(t, WORD_LABEL, f, NULL);
    size_t len = f.len;
    dl_buf_free(&b);
    if (len == 0 || time || label) return PIECE_EMPTY;
    if (nobody) return PIECE_NOBODY;
    if (role) return PIECE_ROLE;
    if (tables_outlet(t, piece)) return PIECE_OUTLET;
    if (role_end) return PIECE_ROLE;
    return name_like(t, piece) ? PIECE_NAME : PIECE_OTHER;
}

/* The length of a "By" at the start; 0: none. */
static uint32_t by_prefix(dl_str line) {
    static const char *const prefixes[] = {
        "by ",           "by: ",       "written by ",    "written by: ", "story by ",
        "words by ",     "report by ", "author: ",       "authors: ",    "text by ",
        "reported by ",  "by:",        "an article by ", "analysis by ", "opinion by ",
        "exclusive by ", "posted by ", "published by ",
    };
    dl_buf b = {0};
    uint32_t n = 0;
    fold_text(&b, dl_str_sub(line, 0, line.len < 24 ? line.len : 24), 24);
    for (size_t i = 0; i < DL_COUNT(prefixes) && !n; i++)
        if (b.data && dl_str_starts(dl_buf_view(&b), dl_str_of(prefixes[i])))
            n = (uint32_t)strlen(prefixes[i]);
    dl_buf_free(&b);
    return n;
}

/* A separator between the pieces of a byline at `at`; its length, 0: none. */
static uint32_t separator(dl_str s, size_t at, bool dashes) {
    static const char *const seps[] = {", ",  "; ",  " | ", " and ",  " And ", " AND ",
                                       " & ", " • ", " · ", " with ", " / ",   ",",
                                       ";",   "|",   "•",   "·"};
    static const char *const dash[] = {" – ", " — ", " - ", " -- ", "—"};
    dl_str rest = dl_str_sub(s, at, s.len);
    for (size_t i = 0; i < DL_COUNT(seps); i++)
        if (dl_str_starts(rest, dl_str_of(seps[i]))) return (uint32_t)strlen(seps[i]);
    for (size_t i = 0; dashes && i < DL_COUNT(dash); i++)
        if (dl_str_starts(rest, dl_str_of(dash[i]))) return (uint32_t)strlen(dash[i]);
    return 0;
}

/* Cuts "Jane Doe in Kyiv" and "Jane Doe for CNN" behind the name. */
static dl_span cut_place(const dl_read_tables *t, dl_str text, dl_span piece, byline *out) {
    static const char *const words[] = {" in ", " from ", " for ", " at "};
    dl_str s = at_span(text, piece);
    for (size_t i = 0; i < DL_COUNT(words); i++) {
        const char *p = text_find(s, words[i]);
        if (!p) continue;
        uint32_t cut = piece.start + (uint32_t)(p - s.ptr);
        dl_span rest = {cut + (uint32_t)strlen(words[i]), piece.end};
        size_t at = 0;
        if (rest.start >= rest.end || !dl_utf8_is_upper(dl_utf8_next(at_span(text, rest), &at)))
            continue;
        if (tables_outlet(t, at_span(text, rest)))
            out->outlet = rest;
        else if (i < 2 && dl_span_is_none(out->place))
            out->place = rest;
        return (dl_span){piece.start, cut};
    }
    return piece;
}

typedef struct counts {
    uint32_t names, outlets, others, pieces;
    piece_kind first;
    bool exact; /* a role at a name's end is part of it */
} counts;

static void take_piece(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span piece,
                       byline *out, counts *n) {
    piece = trim_span(text, piece);
    if (dl_str_starts(at_span(text, piece), DL_STR("and "))) piece.start += 4;
    if (piece.start >= piece.end) return;
    piece_kind k = classify(t, at_span(text, piece));
    if (k == PIECE_OTHER) {
        dl_span cut = cut_place(t, text, piece, out);
        if (cut.end != piece.end) {
            piece = trim_span(text, cut);
            k = classify(t, at_span(text, piece));
        }
    }
    if (k == PIECE_OTHER && !n->exact) {
        dl_span cut = cut_tail(t, text, piece);
        if (cut.end != piece.end && classify(t, at_span(text, cut)) == PIECE_NAME) {
            piece = cut;
            k = PIECE_NAME;
        }
    }
    if (k == PIECE_EMPTY) return;
    if (n->pieces++ == 0) n->first = k;
    if (k == PIECE_NAME) {
        dl_span *s = DL_PUSH(&out->names, arena);
        if (s) *s = piece;
        n->names++;
    } else if (k == PIECE_OUTLET) {
        if (dl_span_is_none(out->outlet)) out->outlet = piece;
        n->outlets++;
    } else if (k == PIECE_NOBODY) {
        out->nobody = true;
    } else if (k == PIECE_OTHER) {
        n->others++;
    }
}

static void split_pieces(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                         byline *out, counts *n) {
    uint32_t from = span.start;
    dl_str head = {text.ptr, span.end};
    for (uint32_t at = span.start; at < span.end;) {
        uint32_t sep = separator(head, at, true);
        if (!sep) {
            at++;
            continue;
        }
        take_piece(t, arena, text, (dl_span){from, at}, out, n);
        at += sep;
        from = at;
    }
    take_piece(t, arena, text, (dl_span){from, span.end}, out, n);
}

/* "Updated" among the words just before a date. */
static bool says_updated(const dl_read_tables *t, dl_str before) {
    dl_buf b = {0};
    size_t skip = before.len > 40 ? before.len - 40 : 0;
    while (skip && skip < before.len && ((unsigned char)before.ptr[skip] & 0xc0) == 0x80) skip++;
    fold_text(&b, dl_str_sub(before, skip, before.len), 40);
    dl_str f = dl_buf_view(&b);
    uint32_t kind = 0;
    bool found = false;
    for (size_t from = 0; from < f.len;) { /* the last label before the date counts */
        size_t to = from;
        while (to < f.len && f.ptr[to] >= 'a' && f.ptr[to] <= 'z') to++;
        uint32_t v;
        if (to > from && tables_word(t, WORD_LABEL, dl_str_sub(f, from, to), &v))
            kind = v, found = true;
        from = to + 1;
    }
    dl_buf_free(&b);
    return found && kind == 1;
}

/* Takes the dates out of a line (up to two); the rest is parsed around them. */
static void take_dates(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                       byline *out, counts *n) {
    dl_str head = {text.ptr, span.end};
    uint32_t from = span.start;
    read_date d;
    while (date_find(t, head, from, DATE_US, &d)) {
        dl_str before = dl_str_sub(text, from, d.start);
        if (says_updated(t, before) || out->date.month) {
            if (!out->updated.month) out->updated = d;
        } else {
            out->date = d;
        }
        split_pieces(t, arena, text, (dl_span){from, d.start}, out, n);
        from = d.end;
    }
    split_pieces(t, arena, text, (dl_span){from, span.end}, out, n);
}

bool byline_parse(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                  byline *out) {
    *out = (byline){.outlet = DL_SPAN_NONE, .place = DL_SPAN_NONE, .agency = DL_SPAN_NONE};
    uint32_t len = span.end - span.start;
    if (len == 0 || len > DL_READ_BYLINE_MAX) return false;
    dl_str line = at_span(text, span);
    uint32_t by = by_prefix(line);
    counts n = {0};
    out->by = by > 0;
    take_dates(t, arena, text, (dl_span){span.start + by, span.end}, out, &n);
    bool date = out->date.month || out->updated.month;
    if (by) return n.pieces && n.others <= n.names + n.outlets && n.first != PIECE_OTHER;
    bool stop = line.ptr[line.len - 1] == '.' && n.others;
    return !stop && n.others == 0 && (n.outlets || date) && n.names <= 4;
}

void author_names(const dl_read_tables *t, dl_arena *arena, dl_str value, bool shown, byline *out) {
    *out = (byline){.outlet = DL_SPAN_NONE, .place = DL_SPAN_NONE, .agency = DL_SPAN_NONE};
    uint32_t by = by_prefix(value);
    counts n = {.exact = !shown};
    if (value.len <= 4096) take_dates(t, arena, value, (dl_span){by, (uint32_t)value.len}, out, &n);
}

/* ── datelines ── */

/* How many bytes of dash stand at `at` after a dateline; 0: none. */
static uint32_t dash_at(dl_str s, size_t at) {
    static const char *const dashes[] = {" — ", " – ", " -- ", " - ", "— ",
                                         "– ",  "—",   " —",   "-- ", ". /TASS/. "};
    dl_str rest = dl_str_sub(s, at, s.len);
    for (size_t i = 0; i < DL_COUNT(dashes); i++)
        if (dl_str_starts(rest, dl_str_of(dashes[i]))) return (uint32_t)strlen(dashes[i]);
    return 0;
}

/* Whether the words are in capitals ("KYIV", "ST. PETERSBURG"): a place by typography. */
static bool is_caps(dl_str s) {
    uint32_t upper = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = dl_utf8_next(s, &at);
        if (!dl_utf8_is_alpha(c)) continue;
        if (!dl_utf8_is_upper(c) && dl_utf8_lower(c) == c && c != 0xdf) return false;
        upper++;
    }
    return upper >= 3;
}

static bool place_words(dl_str s) {
    uint32_t words = 0;
    if (s.len < 3 || s.len > 60) return false;
    for (size_t from = 0; from < s.len;) {
        const char *sp = memchr(s.ptr + from, ' ', s.len - from);
        size_t to = sp ? (size_t)(sp - s.ptr) : s.len, at = from;
        uint32_t c = to > from ? dl_utf8_next(s, &at) : ' ';
        bool small = to - from <= 3 && (dl_str_is(dl_str_sub(s, from, to), "and") ||
                                        dl_str_is(dl_str_sub(s, from, to), "of") ||
                                        dl_str_is(dl_str_sub(s, from, to), "the") ||
                                        dl_str_is(dl_str_sub(s, from, to), "de"));
        if (to > from && !small && (!dl_utf8_is_alpha(c) || dl_utf8_lower(c) == c)) return false;
        words++;
        from = to + 1;
    }
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9') return false;
    return words <= 7;
}

/* "(AP)", "/TASS/", "(Reuters)" at the end of a head: its inside. */
static dl_span agency_at_end(const dl_read_tables *t, dl_str text, dl_span *head) {
    dl_span s = *head;
    while (s.end > s.start && (text.ptr[s.end - 1] == ' ' || text.ptr[s.end - 1] == '.')) s.end--;
    if (s.end <= s.start) return DL_SPAN_NONE;
    char close = text.ptr[s.end - 1], open = close == ')' ? '(' : close == '/' ? '/' : 0;
    uint32_t at = s.end - 1;
    while (open && at > s.start && text.ptr[at - 1] != open) at--;
    if (open && at > s.start) {
        head->end = at - 1;
        return (dl_span){at, s.end - 1};
    }
    /* "Kyiv CNN —": the last word is an outlet */
    at = s.end;
    while (at > s.start && text.ptr[at - 1] != ' ') at--;
    dl_span word = {at, s.end};
    if (at > s.start && is_caps(at_span(text, word)) && tables_outlet(t, at_span(text, word))) {
        head->end = at - 1;
        return word;
    }
    return DL_SPAN_NONE;
}

/* One to four words that all begin with a capital: "Meridian Wire", an agency we have no line for.
 */
static bool title_words(dl_str s) {
    uint32_t words = 0;
    for (size_t from = 0; from < s.len;) {
        const char *sp = memchr(s.ptr + from, ' ', s.len - from);
        size_t at = from;
        if (!dl_utf8_is_upper(dl_utf8_next(s, &at))) return false;
        from = sp ? (size_t)(sp - s.ptr) + 1 : s.len;
        words++;
    }
    return words >= 1 && words <= 4 && s.len <= 40;
}

static bool dateline_head(const dl_read_tables *t, dl_str text, dl_span head, byline *out) {
    out->agency = agency_at_end(t, text, &head);
    bool agency = !dl_span_is_none(out->agency), unheard = false;
    if (agency) {
        dl_str a = at_span(text, out->agency);
        unheard = !tables_outlet(t, a) && !(a.len <= 24 && is_caps(a));
        if (unheard && !title_words(a)) return false;
    }
    read_date d;
    dl_str to_end = {text.ptr, head.end};
    if (date_find(t, to_end, head.start, 0, &d)) {
        out->date = d;
        head.end = d.start;
    }
    head = trim_span(text, head);
    if (head.start >= head.end) return agency && !unheard;
    dl_str place = at_span(text, head);
    if (!place_words(place)) return false;
    if (tables_outlet(t, place) && !agency) {
        out->agency = head;
        return is_caps(place);
    }
    const char *comma = memchr(place.ptr, ',', place.len),
               *slash = memchr(place.ptr, '/', place.len);
    size_t first_len = comma   ? (size_t)(comma - place.ptr)
                       : slash ? (size_t)(slash - place.ptr)
                               : place.len;
    bool caps = is_caps(dl_str_sub(place, 0, first_len));
    bool mixed = comma && place.len <= 40;
    if (!caps && (!agency || unheard) && !out->date.month && !mixed) return false;
    if (unheard && !caps) return false;
    out->place = head;
    return true;
}

bool dateline_parse(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                    byline *out, uint32_t *body) {
    (void)arena;
    *out = (byline){.outlet = DL_SPAN_NONE, .place = DL_SPAN_NONE, .agency = DL_SPAN_NONE};
    uint32_t limit = span.start + 100 < span.end ? span.start + 100 : span.end;
    for (uint32_t at = span.start + 2; at < limit; at++) {
        uint32_t dash = dash_at((dl_str){text.ptr, span.end}, at);
        if (!dash || at + dash >= span.end) continue;
        dl_span head = {span.start, at};
        if (dl_str_starts(dl_str_sub(text, at, span.end), DL_STR(". /"))) head.end = at + dash - 1;
        if (!dateline_head(t, text, head, out)) return false;
        *body = at + dash;
        return true;
    }
    return false;
}

/* ── credit lines ── */

/* The end of the words that introduce names: "Reporting was contributed by", "AP writers". */
static uint32_t names_start(dl_str text, dl_span span) {
    static const char *const intros[] = {
        " by ",         " from ",      "writers ",        "writer ",
        "reporters ",   "reporter ",   "correspondents ", "correspondent ",
        "journalists ", "journalist ", "ontributors: ",   "ontributor: "};
    dl_str s = at_span(text, span);
    uint32_t best = 0;
    for (size_t i = 0; i < DL_COUNT(intros); i++) {
        const char *p = text_find(s, intros[i]);
        uint32_t end = p ? (uint32_t)(p - s.ptr) + (uint32_t)strlen(intros[i]) : 0;
        bool leads = p && (p - s.ptr) < 40;
        if (leads && i == 1 && best) continue; /* "by A from Kyiv" */
        if (leads && end > best) best = end;
        if (leads && i == 0) break;
    }
    return span.start + best;
}

void credit_names(const dl_read_tables *t, dl_arena *arena, dl_str text, dl_span span,
                  byline *out) {
    *out = (byline){.outlet = DL_SPAN_NONE, .place = DL_SPAN_NONE, .agency = DL_SPAN_NONE};
    dl_str s = at_span(text, span);
    const char *stop = text_find(s, " contributed");
    bool names_follow = text_find(s, " contributed by") || text_find(s, " contributed from");
    uint32_t end = stop && !names_follow && stop - s.ptr > 8 ? span.start + (uint32_t)(stop - s.ptr)
                                                             : span.end;
    while (end > span.start && memchr(".) ", text.ptr[end - 1], 3)) end--;
    uint32_t from = names_start(text, (dl_span){span.start, end}), piece = from;
    bool placed = false; /* the piece before ended in a place: "from Kyiv, Ukraine" */
    dl_str head = {text.ptr, end};
    for (uint32_t at = from; at <= end; at++) {
        uint32_t sep = at < end ? separator(head, at, false) : 1;
        if (!sep) continue;
        counts n = {0};
        byline one = {.outlet = DL_SPAN_NONE, .place = DL_SPAN_NONE};
        dl_span span1 = trim_span(text, (dl_span){piece, at});
        dl_str words = at_span(text, span1);
        if (dl_str_starts(words, DL_STR("and "))) span1.start += 4;
        if (words.len && (text_find(words, "editing by") || text_find(words, "Editing by"))) break;
        take_piece(t, arena, text, span1, &one, &n);
        bool has_place = !dl_span_is_none(one.place);
        bool country = placed && !has_place && at < end && text.ptr[at] == ',';
        if (n.names && !country) {
            dl_span *slot = DL_PUSH(&out->names, arena);
            if (slot) *slot = one.names.items[0];
        }
        placed = has_place;
        piece = at + sep;
        at = piece - 1;
    }
}
