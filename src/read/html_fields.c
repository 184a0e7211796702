/* What a page says of itself, best rule first: JSON-LD, microdata, metas, marked elements, the
 * visible text. */
#include "read/html_page.h"
#include "read/http_body.h"
#include "read/json.h"
#include "read/tuning_html.h"

typedef struct page_facts {
    html_page *page;
    read_job *job;
    uint32_t cursor;
    dl_str site;     /* the site's name as the page gives it */
    dl_str headline; /* of the JSON-LD article */
    dl_span headline_raw;
    bool had_authors, shown;     /* shown: a date of the visible head was looked at */
    uint32_t title_block;        /* DL_NONE: the page shows none */
    dl_str names[200], ids[200]; /* people of the JSON-LD graph */
    uint32_t people;
} page_facts;

static dl_span raw_of(page_facts *f, dl_str view) {
    const char *base = f->page->source->text.ptr;
    if (view.ptr < base || view.ptr > base + f->page->source->text.len) return DL_SPAN_NONE;
    uint32_t from = (uint32_t)(view.ptr - base);
    return source_raw(f->page->source, from, from + (uint32_t)view.len, &f->cursor);
}

static dl_str decoded(page_facts *f, dl_str value) {
    if (value.len > 4000) return (dl_str){NULL, 0};
    dl_str once = html_decode(f->job->tables, f->job->arena, dl_str_trim(value));
    /* encoded twice: "&amp;#8217;" */
    return once.len && memchr(once.ptr, '&', once.len)
               ? html_decode(f->job->tables, f->job->arena, once)
               : once;
}

/* ── JSON-LD ── */

static bool json_get(dl_str s, json_value object, const char *name, json_value *out) {
    json_value key;
    bool bad;
    if (object.kind != JSON_OBJECT) return false;
    for (uint32_t at = object.start; place_json_member(s, object, &at, &key, out, &bad);)
        if (dl_str_is(dl_str_sub(s, key.start, key.end), name)) return true;
    return false;
}

static dl_str json_str(page_facts *f, json_value v) {
    if (v.kind != JSON_STRING || v.end - v.start > 4000) return (dl_str){NULL, 0};
    return decoded(f, place_json_text(f->job->arena, f->page->source->text, v));
}

static bool is_article_type(dl_str type) {
    return dl_str_ends(type, DL_STR("Article")) || dl_str_is(type, "BlogPosting") ||
           dl_str_is(type, "Report") || dl_str_is(type, "LiveBlogPosting") ||
           dl_str_is(type, "Review") || dl_str_is(type, "CreativeWork");
}

static bool type_is(page_facts *f, json_value object, bool (*test)(dl_str)) {
    dl_str s = f->page->source->text;
    json_value type, key, member;
    bool bad;
    if (!json_get(s, object, "@type", &type)) return false;
    if (type.kind == JSON_STRING) return test(dl_str_sub(s, type.start, type.end));
    for (uint32_t at = type.start;
         type.kind == JSON_ARRAY && place_json_member(s, type, &at, &key, &member, &bad);)
        if (member.kind == JSON_STRING && test(dl_str_sub(s, member.start, member.end)))
            return true;
    return false;
}

static bool is_person(dl_str type) {
    return dl_str_is(type, "Person");
}

static bool is_page_type(dl_str type) {
    return dl_str_is(type, "WebPage") || dl_str_is(type, "ItemPage");
}

/* An author's own words: "By Jane Doe", a name, a list of names; organisations fill the credit. */
static void add_author(page_facts *f, dl_str name, const char *how, dl_span raw,
                       bool organization) {
    read_job *job = f->job;
    while (name.len && (name.ptr[0] == '"' || name.ptr[0] == ' '))
        name = dl_str_sub(name, 1, name.len);
    while (name.len && (name.ptr[name.len - 1] == '"' || name.ptr[name.len - 1] == ' ')) name.len--;
    if (name.len < 2 || name.len > 300 || text_find(name, "http")) return;
    if (name.ptr[0] >= '0' && name.ptr[0] <= '9') return; /* an account's number */
    const outlet_row *known = tables_outlet(job->tables, name);
    bool person = name_like(job->tables, name) && !organization;
    if (known || organization || (f->site.len && dl_str_eq(name, f->site) && !person)) {
        if (known && dl_str_is(known->kind, "agency"))
            field_set(job, &job->report->credit, name, how, DL_SPAN_NONE, raw);
        return;
    }
    field_of_key(job, FIELD_AUTHORS, name, how, raw);
}

static void json_author(page_facts *f, json_value v, uint32_t depth) {
    dl_str s = f->page->source->text;
    json_value key, member, name;
    bool bad;
    if (depth > 3) return;
    if (v.kind == JSON_STRING)
        add_author(f, json_str(f, v), "json-ld", raw_of(f, dl_str_sub(s, v.start, v.end)), false);
    if (v.kind == JSON_ARRAY)
        for (uint32_t at = v.start, n = 0;
             n < 30 && place_json_member(s, v, &at, &key, &member, &bad); n++)
            json_author(f, member, depth + 1);
    if (v.kind != JSON_OBJECT) return;
    json_value type;
    bool org = json_get(s, v, "@type", &type) && type.kind == JSON_STRING &&
               (dl_str_is(dl_str_sub(s, type.start, type.end), "Organization") ||
                dl_str_is(dl_str_sub(s, type.start, type.end), "NewsMediaOrganization"));
    if (json_get(s, v, "name", &name)) {
        if (name.kind == JSON_ARRAY)
            json_author(f, name, depth + 1);
        else
            add_author(f, json_str(f, name), "json-ld",
                       raw_of(f, dl_str_sub(s, name.start, name.end)), org);
    } else if (json_get(s, v, "@id", &name)) {
        dl_str id = dl_str_sub(s, name.start, name.end);
        for (uint32_t i = 0; i < f->people; i++)
            if (dl_str_eq(f->ids[i], id))
                add_author(f, f->names[i], "json-ld", raw_of(f, id), false);
    }
}

static void json_date(page_facts *f, json_value object, const char *name, dl_field *field) {
    json_value v;
    dl_str s = f->page->source->text;
    if (!json_get(s, object, name, &v) || v.kind != JSON_STRING) return;
    field_date_value(f->job, field, dl_str_sub(s, v.start, v.end), "json-ld",
                     raw_of(f, dl_str_sub(s, v.start, v.end)));
}

static void json_field(page_facts *f, json_value object, const char *name, uint32_t field) {
    dl_str s = f->page->source->text;
    json_value v, key, member;
    bool bad;
    if (!json_get(s, object, name, &v)) return;
    if (v.kind == JSON_ARRAY) {
        uint32_t at = v.start;
        if (!place_json_member(s, v, &at, &key, &member, &bad)) return;
        v = member;
    }
    if (v.kind == JSON_OBJECT && !json_get(s, v, "name", &v)) return;
    if (v.kind == JSON_STRING)
        field_of_key(f->job, field, json_str(f, v), "json-ld",
                     raw_of(f, dl_str_sub(s, v.start, v.end)));
}

static void json_article(page_facts *f, json_value object) {
    json_value author;
    json_value headline;
    if (!f->headline.len && json_get(f->page->source->text, object, "headline", &headline) &&
        headline.kind == JSON_STRING) {
        f->headline = json_str(f, headline);
        f->headline_raw =
            raw_of(f, dl_str_sub(f->page->source->text, headline.start, headline.end));
    }
    json_field(f, object, "publisher", FIELD_OUTLET);
    json_field(f, object, "articleSection", FIELD_SECTION);
    json_field(f, object, "inLanguage", FIELD_LANGUAGE);
    json_date(f, object, "datePublished", &f->job->report->published);
    json_date(f, object, "dateCreated", &f->job->report->published);
    json_date(f, object, "dateModified", &f->job->report->updated);
    if (f->job->report->authors.count == 0 &&
        json_get(f->page->source->text, object, "author", &author))
        json_author(f, author, 0);
}

/* Calls take for every object of the document, outer ones first; @graph and arrays are walked. */
static void json_walk(page_facts *f, json_value v, void (*take)(page_facts *, json_value),
                      uint32_t depth) {
    dl_str s = f->page->source->text;
    json_value key, member;
    bool bad;
    if (depth > 4 || (v.kind != JSON_OBJECT && v.kind != JSON_ARRAY)) return;
    if (v.kind == JSON_OBJECT) take(f, v);
    for (uint32_t at = v.start, n = 0; n < 500 && place_json_member(s, v, &at, &key, &member, &bad);
         n++) {
        bool inner = v.kind == JSON_ARRAY ||
                     dl_str_is(dl_str_sub(s, key.start, key.end), "@graph") ||
                     dl_str_is(dl_str_sub(s, key.start, key.end), "mainEntity") ||
                     dl_str_is(dl_str_sub(s, key.start, key.end), "mainEntityOfPage") ||
                     dl_str_is(dl_str_sub(s, key.start, key.end), "author");
        if (inner) json_walk(f, member, take, depth + 1);
    }
}

static void take_person(page_facts *f, json_value v) {
    dl_str s = f->page->source->text;
    json_value id, name;
    if (f->people == DL_COUNT(f->ids) || !type_is(f, v, is_person)) return;
    if (!json_get(s, v, "@id", &id) || id.kind != JSON_STRING || !json_get(s, v, "name", &name))
        return;
    f->ids[f->people] = dl_str_sub(s, id.start, id.end);
    f->names[f->people++] = json_str(f, name);
}

static void take_article(page_facts *f, json_value v) {
    if (type_is(f, v, is_article_type)) json_article(f, v);
}

static void take_page(page_facts *f, json_value v) {
    if (!type_is(f, v, is_page_type)) return;
    json_date(f, v, "datePublished", &f->job->report->published);
    json_date(f, v, "dateModified", &f->job->report->updated);
    json_field(f, v, "inLanguage", FIELD_LANGUAGE);
}

static void from_json_ld(page_facts *f) {
    static void (*const takers[])(page_facts *, json_value) = {take_person, take_article,
                                                               take_page};
    for (size_t k = 0; k < DL_COUNT(takers); k++)
        for (uint32_t i = 0; i < f->page->scripts.count; i++) {
            dl_span span = f->page->scripts.items[i];
            uint32_t at = span.start;
            dl_str whole = {f->page->source->text.ptr, span.end};
            while (at < span.end && whole.ptr[at] != '{' && whole.ptr[at] != '[') at++;
            json_value v = place_json_take(whole, &at);
            json_walk(f, v, takers[k], 0);
        }
}

/* ── metas ── */

static void meta_field(page_facts *f, const char *name, uint32_t field) {
    dl_str v = html_meta_value(f->page, name);
    if (!v.len) return;
    dl_str text = decoded(f, v);
    if (field == FIELD_AUTHORS)
        add_author(f, text, name, raw_of(f, v), false);
    else
        field_of_key(f->job, field, text, name, raw_of(f, v));
}

/* "Doe, Jane" -> "Jane Doe". */
static dl_str first_name_first(page_facts *f, dl_str value) {
    const char *comma = value.len ? memchr(value.ptr, ',', value.len) : NULL;
    if (!comma) return value;
    size_t at = (size_t)(comma - value.ptr);
    dl_str first = dl_str_trim(dl_str_sub(value, at + 1, value.len));
    return dl_arena_printf(f->job->arena, "%.*s %.*s", (int)first.len, first.ptr, (int)at,
                           value.ptr);
}

static void all_metas(page_facts *f, const char *name, uint32_t field) {
    for (uint32_t i = 0; i < f->page->metas.count; i++) {
        html_meta m = f->page->metas.items[i];
        if (!http_is(m.name, name)) continue;
        dl_str value = decoded(f, m.value);
        if (strcmp(name, "citation_author") == 0) value = first_name_first(f, value);
        if (field == FIELD_AUTHORS)
            add_author(f, value, name, raw_of(f, m.value), false);
        else
            field_of_key(f->job, field, value, name, raw_of(f, m.value));
    }
}

static void dates_of_metas(page_facts *f) {
    static const char *const published[] = {"article:published_time",
                                            "published",
                                            "published-date",
                                            "date-published",
                                            "og:article:published_time",
                                            "article:published",
                                            "datepublished",
                                            "parsely-pub-date",
                                            "sailthru.date",
                                            "pubdate",
                                            "publishdate",
                                            "publish-date",
                                            "publish_date",
                                            "dc.date.issued",
                                            "dcterms.created",
                                            "dcterms.issued",
                                            "dc.date",
                                            "dcterms.date",
                                            "citation_publication_date",
                                            "date",
                                            "rnews:datepublished",
                                            "originalpublicationdate",
                                            "og:published_time",
                                            "bt:pubdate",
                                            "cxenseparse:recs:publishtime",
                                            "article_date_original"};
    static const char *const updated[] = {
        "article:modified_time", "og:updated_time",  "datemodified", "updated date",
        "modified-date",         "article:modified", "lastmod",      "last-modified",
        "dcterms.modified",      "dc.date.modified", "revised",      "og:modified_time"};
    for (size_t i = 0; i < DL_COUNT(published); i++) meta_field(f, published[i], FIELD_PUBLISHED);
    for (size_t i = 0; i < DL_COUNT(updated); i++) meta_field(f, updated[i], FIELD_UPDATED);
}

static void from_metas(page_facts *f) {
    static const char *const authors[] = {
        "author",  "article:author",      "parsely-author",   "sailthru.author", "byl",
        "byline",  "dc.creator",          "dcterms.creator",  "citation_author", "twitter:data1",
        "creator", "article:author_name", "og:article:author"};
    dates_of_metas(f);
    for (size_t i = 0; i < DL_COUNT(authors) && !f->job->report->authors.count; i++) {
        if (strcmp(authors[i], "twitter:data1") == 0) {
            dl_str label = html_meta_value(f->page, "twitter:label1");
            if (!http_is(label, "written by") && !http_is(label, "author")) continue;
        }
        all_metas(f, authors[i], FIELD_AUTHORS);
    }
    meta_field(f, "article:section", FIELD_SECTION);
    meta_field(f, "parsely-section", FIELD_SECTION);
    meta_field(f, "canonical", FIELD_URL);
    meta_field(f, "og:url", FIELD_URL);
    meta_field(f, "og:site_name", FIELD_OUTLET);
    meta_field(f, "application-name", FIELD_OUTLET);
    meta_field(f, "description", FIELD_DECK);
    if (f->page->language.len)
        field_of_key(f->job, FIELD_LANGUAGE, f->page->language, "html lang",
                     raw_of(f, f->page->language));
    meta_field(f, "og:locale", FIELD_LANGUAGE);
    dl_str type = html_meta_value(f->page, "og:type");
    if (http_is(type, "opinion")) f->job->opinion = true;
}

/* ── marked elements ── */

static dl_str mark_text(page_facts *f, const html_mark *m) {
    return html_pieces_text(f->page, f->job->tables, f->job->arena, m->first, m->count, 400);
}

static dl_span mark_raw(page_facts *f, const html_mark *m) {
    if (!m->count) return DL_SPAN_NONE;
    html_piece a = f->page->pieces.items[m->first],
               b = f->page->pieces.items[m->first + m->count - 1];
    return source_raw(f->page->source, a.from, b.to, &f->cursor);
}

static void marked_author(page_facts *f, const html_mark *m) {
    dl_str text = mark_text(f, m);
    byline b;
    if (text.len < 3 || text.len > 200) return;
    author_names(f->job->tables, f->job->arena, text, true, &b);
    for (uint32_t i = 0; i < b.names.count; i++)
        add_author(f, dl_span_text(text, b.names.items[i]),
                   m->rank == 0 ? "microdata" : "author element", mark_raw(f, m), false);
    if (b.date.month && b.date.year && m->role == ROLE_BYLINE)
        field_date_value(f->job, &f->job->report->published,
                         dl_str_sub(text, b.date.start, b.date.end), "byline", mark_raw(f, m));
}

/* Whether the words before a mark in its block call it an update. */
static bool mark_is_update(page_facts *f, const html_mark *m) {
    if (m->block >= f->page->blocks.count) return false;
    const html_block *b = &f->page->blocks.items[m->block];
    byline line;
    dl_str text = html_pieces_text(f->page, f->job->tables, f->job->arena, b->first, b->count, 300);
    if (text.len > 200) return false;
    byline_parse(f->job->tables, f->job->arena, text, (dl_span){0, (uint32_t)text.len}, &line);
    return line.updated.month && !line.date.month;
}

static void marked_date(page_facts *f, const html_mark *m) {
    const char *how = m->rank == 0 ? "microdata" : m->rank == 1 ? "time element" : "date element";
    dl_report *r = f->job->report;
    dl_field *field = m->rank && mark_is_update(f, m) ? &r->updated : &r->published;
    read_date d;
    dl_str text = decoded(f, m->value);
    dl_span raw = raw_of(f, m->value);
    if (!date_find(f->job->tables, text, 0, DATE_NEEDS_YEAR | DATE_WHOLE | DATE_US, &d)) {
        text = mark_text(f, m);
        raw = mark_raw(f, m);
        if (!date_find(f->job->tables, text, 0, DATE_NEEDS_YEAR | DATE_US, &d) || d.start > 40)
            return;
    }
    if (d.day) field_date_value(f->job, field, dl_str_sub(text, d.start, d.end), how, raw);
}

/* Marks near the article's head: from 30 blocks before its first block to its end. */
static void from_marks(page_facts *f, const uint32_t *kinds) {
    uint32_t first = 0, last = 0;
    for (uint32_t i = 0; i < f->page->blocks.count; i++) {
        if (kinds[i] == DL_NONE || kinds[i] == DL_BLOCK_BYLINE) continue;
        if (!last) first = i;
        last = i;
    }
    uint32_t from = first > 30 ? first - 30 : 0;
    for (uint32_t rank = 0; rank <= 3; rank++) {
        bool had_author = f->job->report->authors.count > 0,
             had_date = f->job->report->published.value.len > 0;
        for (uint32_t i = 0; i < f->page->marks.count; i++) {
            const html_mark *m = &f->page->marks.items[i];
            bool near = m->block >= from && m->block <= last + 12;
            if (m->rank != rank || !near || m->flags & (PAGE_COMMENT | PAGE_HIDDEN)) continue;
            if (m->role == ROLE_DATE && !had_date) marked_date(f, m);
            bool head = m->block <= first + 3;
            if (m->role != ROLE_DATE && !had_author && (head || f->job->report->authors.count == 0))
                marked_author(f, m);
        }
    }
}

/* ── the title ── */

/* Whether a part of a title is the site's name. */
static bool is_site(page_facts *f, dl_str part) {
    dl_buf a = {0}, b = {0};
    fold_text(&a, part, 100);
    fold_text(&b, f->site, 100);
    bool same = a.len && dl_str_eq(dl_buf_view(&a), dl_buf_view(&b));
    dl_buf_free(&a);
    dl_buf_free(&b);
    return same || tables_outlet(f->job->tables, part) != NULL;
}

/* Cuts " | Site", " - Site" off a title's end, "Site | " off its start. */
static dl_str without_site(page_facts *f, dl_str title) {
    static const char *const seps[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "};
    for (size_t i = 0; i < DL_COUNT(seps); i++) {
        dl_str rest = title;
        const char *p = NULL, *last = NULL, *first = NULL;
        while ((p = text_find(rest, seps[i]))) {
            if (!first) first = p;
            last = p;
            rest = dl_str_sub(rest, (size_t)(p - rest.ptr) + strlen(seps[i]), rest.len);
        }
        if (!last) continue;
        dl_str head = dl_str_sub(title, 0, (size_t)(last - title.ptr));
        size_t front = (size_t)(first - title.ptr);
        if (is_site(f, dl_str_sub(title, 0, front)) ||
            (i == 0 && front * 2 < rest.len && first == last))
            return dl_str_trim(dl_str_sub(title, front + strlen(seps[i]), title.len));
        if (is_site(f, rest) || i == 0 || (rest.len * 2 < head.len && rest.len < 40))
            return dl_str_trim(head);
    }
    return title;
}

/* How many of a's words stand in b, per cent. */
static uint32_t shared_words(dl_str a, dl_str b) {
    dl_buf fa = {0}, fb = {0};
    uint32_t words = 0, shared = 0;
    fold_text(&fa, a, 400);
    fold_text(&fb, b, 1000);
    dl_str x = dl_buf_view(&fa), y = dl_buf_view(&fb);
    for (size_t from = 0; from < x.len;) {
        const char *sp = memchr(x.ptr + from, ' ', x.len - from);
        size_t to = sp ? (size_t)(sp - x.ptr) : x.len;
        if (to - from > 2) {
            char word[64];
            size_t n = to - from < sizeof word - 1 ? to - from : sizeof word - 1;
            memcpy(word, x.ptr + from, n);
            word[n] = '\0';
            words++;
            shared += text_find(y, word) != NULL;
        }
        from = to + 1;
    }
    dl_buf_free(&fa);
    dl_buf_free(&fb);
    return words ? shared * 100 / words : 0;
}

static dl_str block_words(page_facts *f, uint32_t i, uint32_t max) {
    const html_block *b = &f->page->blocks.items[i];
    return html_pieces_text(f->page, f->job->tables, f->job->arena, b->first, b->count, max);
}

/* What the page calls itself: og:title, title element, JSON-LD headline, without the site. */
typedef struct page_names {
    dl_str og, element, headline;
} page_names;

/* How well two headlines agree, 0 to 100: shared words both ways. */
static uint32_t agreement(dl_str a, dl_str b) {
    return a.len && b.len ? (shared_words(a, b) + shared_words(b, a)) / 2 : 0;
}

static uint32_t best_agreement(const page_names *n, dl_str words) {
    uint32_t a = agreement(words, n->og), b = agreement(words, n->element),
             c = agreement(words, n->headline);
    return a > b ? (a > c ? a : c) : b > c ? b : c;
}

static uint32_t word_count(dl_str s) {
    uint32_t n = s.len > 0;
    for (size_t i = 0; i < s.len; i++) n += s.ptr[i] == ' ';
    return n;
}

/* The heading that agrees best with what the page calls itself: an h1, else an h2; else the only h1
 * that is no name of a site. */
static uint32_t title_heading(page_facts *f, const page_names *names) {
    const html_page *p = f->page;
    uint32_t best = DL_NONE, best_score = 0, best_h2 = DL_NONE, h2_score = 0, only = DL_NONE,
             h1s = 0;
    for (uint32_t i = 0, headings = 0; i < p->blocks.count && headings < 60; i++) {
        const html_block *b = &p->blocks.items[i];
        if ((b->tag != TAG_H1 && b->tag != TAG_H2) || b->text < 2 || b->text > 400 ||
            b->flags & PAGE_HIDDEN)
            continue;
        headings++;
        dl_str words = block_words(f, i, 600);
        uint32_t score = best_agreement(names, words);
        if (b->tag == TAG_H1 && score > best_score) best = i, best_score = score;
        if (b->tag == TAG_H2 && score > h2_score) best_h2 = i, h2_score = score;
        if (b->tag == TAG_H1 && h1s++ == 0 &&
            (word_count(words) >= 4 || !(names->og.len + names->element.len)) && !is_site(f, words))
            only = i;
    }
    if (best != DL_NONE && best_score >= DL_HTML_TITLE_AGREES) return best;
    if (best_h2 != DL_NONE && h2_score >= DL_HTML_TITLE_H2) return best_h2;
    return h1s == 1 ? only : DL_NONE;
}

/* "Headline | Section": what stands before the bar. */
static dl_str before_bar(dl_str title) {
    const char *bar = text_find(title, " | ");
    return bar && bar - title.ptr > 10 ? dl_str_sub(title, 0, (size_t)(bar - title.ptr)) : title;
}

static void find_title(page_facts *f, uint32_t *kinds) {
    html_page *p = f->page;
    read_job *job = f->job;
    dl_field *title = &job->report->title;
    dl_str og = html_meta_value(p, "og:title");
    dl_str element =
        dl_span_is_none(p->title) ? (dl_str){NULL, 0} : dl_span_text(p->source->text, p->title);
    page_names names = {without_site(f, decoded(f, og)), without_site(f, decoded(f, element)),
                        without_site(f, f->headline)};
    f->title_block = title_heading(f, &names);
    if (f->title_block != DL_NONE) {
        kinds[f->title_block] = DL_BLOCK_TITLE;
        field_set(job, title, before_bar(block_words(f, f->title_block, 1000)), "h1", DL_SPAN_NONE,
                  DL_SPAN_NONE);
    }
    field_set(job, title, names.headline, "json-ld", DL_SPAN_NONE, f->headline_raw);
    field_set(job, title, names.og, "og:title", DL_SPAN_NONE, raw_of(f, og));
    field_set(job, title, names.element, "title element", DL_SPAN_NONE, raw_of(f, element));
}

/* ── the visible head: what stands between the headline and the text ── */

static uint32_t first_text(const page_facts *f, const uint32_t *kinds) {
    uint32_t i = 0;
    while (i < f->page->blocks.count &&
           (kinds[i] == DL_NONE || kinds[i] > DL_BLOCK_LIST || f->page->blocks.items[i].text < 60))
        i++;
    return i;
}

/* A date shown under the headline is the article's, also where the page's metadata has the day on
 * which an old article was moved to a new site. An update's day is not. */
static void shown_date(page_facts *f, dl_str text, const read_date *d, dl_span raw) {
    dl_report *r = f->job->report;
    dl_str value = dl_str_sub(text, d->start, d->end);
    dl_field shown = {0};
    field_date_value(f->job, &shown, value, "byline", raw);
    bool metadata = r->published.value.len && !f->shown;
    if (metadata && shown.value.len && dl_str_cmp(shown.value, r->published.value) < 0 &&
        !dl_str_eq(shown.value, r->updated.value) && d->day)
        r->published = shown;
    else
        field_date_value(f->job, &r->published, value, "byline", raw);
    f->shown = true;
}

/* A line of the head: a byline, a date, or a name under "Written by". */
static void head_line(page_facts *f, uint32_t i, uint32_t *kinds, bool *by) {
    read_job *job = f->job;
    const html_block *b = &f->page->blocks.items[i];
    dl_str text = block_words(f, i, 400);
    byline line;
    html_piece first = f->page->pieces.items[b->first],
               last = f->page->pieces.items[b->first + b->count - 1];
    dl_span raw = source_raw(f->page->source, first.from, last.to, &f->cursor);
    dl_span all = {0, (uint32_t)text.len};
    bool is = byline_parse(job->tables, job->arena, text, all, &line);
    if (!is && *by && !f->had_authors && name_like(job->tables, text)) {
        add_author(f, text, "byline", raw, false);
        is = true;
    } else if (is) {
        bool names = line.by && !f->had_authors;
        for (uint32_t k = 0; names && k < line.names.count; k++)
            add_author(f, dl_span_text(text, line.names.items[k]), "byline", raw, false);
        if (line.date.month && line.date.year) shown_date(f, text, &line.date, raw);
        if (line.updated.month && line.updated.year)
            field_date_value(job, &job->report->updated,
                             dl_str_sub(text, line.updated.start, line.updated.end), "byline", raw);
    }
    if (is && kinds[i] != DL_BLOCK_TITLE) kinds[i] = DL_BLOCK_BYLINE;
    if (!is && text.len < 120 &&
        date_find(job->tables, text, 0, DATE_NEEDS_YEAR | DATE_US, &line.date) &&
        line.date.start < 24)
        shown_date(f, text, &line.date, raw); /* "Dec. 19, 2025 · Jane Doe on behalf of …" */
    dl_buf low = {0};
    fold_text(&low, text, 40);
    dl_str s = dl_buf_view(&low);
    *by = dl_str_is(s, "by") || dl_str_is(s, "written by") || dl_str_is(s, "by:") ||
          dl_str_is(s, "written by:") || dl_str_is(s, "author") || dl_str_is(s, "author:") ||
          dl_str_is(s, "article by") || dl_str_is(s, "words by");
    dl_buf_free(&low);
}

static void from_head(page_facts *f, uint32_t *kinds) {
    uint32_t text = first_text(f, kinds), title = f->title_block;
    bool by = false;
    f->had_authors = f->job->report->authors.count > 0;
    uint32_t from = title != DL_NONE && title <= text ? title + 1 : text > 8 ? text - 8 : 0;
    uint32_t to = text + 2 < f->page->blocks.count ? text + 2 : f->page->blocks.count;
    if (title != DL_NONE && to > title + 40) to = title + 40;
    for (uint32_t pass = 0; pass < 2; pass++) { /* below the headline, then just above it */
        for (uint32_t i = from; i < to && i < f->page->blocks.count; i++) {
            const html_block *b = &f->page->blocks.items[i];
            if (b->text < 2 || b->text > 200 || b->flags & PAGE_HIDDEN || i == title) continue;
            if (b->tag == TAG_H1) continue;
            head_line(f, i, kinds, &by);
        }
        if (title == DL_NONE || f->job->report->published.value.len) break;
        to = title;
        from = title > 4 ? title - 4 : 0;
    }
}

/* A date in an element named as a byline, where nothing better had one. */
static void from_byline_elements(page_facts *f) {
    for (uint32_t i = 0; i < f->page->marks.count && !f->job->report->published.value.len; i++) {
        const html_mark *m = &f->page->marks.items[i];
        if (m->role == ROLE_BYLINE && !(m->flags & (PAGE_COMMENT | PAGE_HIDDEN))) marked_date(f, m);
    }
}

/* "Written by Jane Doe" below the text, where nothing above it named anybody. */
static void from_tail(page_facts *f, uint32_t *kinds) {
    uint32_t last = 0;
    bool by = false;
    for (uint32_t i = 0; i < f->page->blocks.count; i++)
        if (kinds[i] <= DL_BLOCK_LIST) last = i;
    f->had_authors = f->job->report->authors.count > 0;
    uint32_t from = last > 3 ? last - 3 : 0;
    for (uint32_t i = from; !f->had_authors && i < f->page->blocks.count && i < last + 15; i++) {
        const html_block *b = &f->page->blocks.items[i];
        if (b->text < 2 || b->text > 100 || b->flags & PAGE_HIDDEN) continue;
        head_line(f, i, kinds, &by);
        f->had_authors = f->job->report->authors.count > 0;
    }
}

void html_fields(html_page *page, read_job *job, uint32_t *kinds) {
    page_facts *f = dl_arena_zalloc(job->arena, sizeof *f);
    if (!f) return;
    f->page = page;
    f->job = job;
    f->site = decoded(f, html_meta_value(page, "og:site_name"));
    from_json_ld(f);
    from_metas(f);
    find_title(f, kinds);
    from_marks(f, kinds);
    from_head(f, kinds);
    from_tail(f, kinds);
    from_byline_elements(f);
}
