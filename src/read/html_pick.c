/* Which element is the article: the narrowest one that holds most of the page's paragraphs, or one
 * whose name says so; then which of its blocks are text. Counts only, one pass each. */
#include "read/html_page.h"
#include "read/tuning_html.h"

enum { OUT = PAGE_DROP | PAGE_CLASS_DROP | PAGE_HIDDEN | PAGE_COMMENT };

typedef struct picker {
    html_page *page;
    uint32_t *flags; /* of each node, with those around it */
    uint32_t *end;   /* behind its last descendant */
    uint32_t chosen;
} picker;

static bool is_paragraph(const html_block *b) {
    return b->text >= DL_HTML_PARAGRAPH && b->words && b->link * 2 < b->text;
}

/* Sums text and paragraphs into all elements around each block; `flags` NULL: of all blocks,
 * else only of those not left out. */
static void sum_up(html_page *p, const uint32_t *flags) {
    for (uint32_t i = 0; i < p->nodes.count; i++)
        p->nodes.items[i].text = p->nodes.items[i].good = 0;
    for (uint32_t i = 0; i < p->blocks.count; i++) {
        const html_block *b = &p->blocks.items[i];
        html_node *n = &p->nodes.items[b->node];
        if ((flags && flags[b->node] & OUT) || b->flags & PAGE_HIDDEN) continue;
        n->text += b->text;
        if (is_paragraph(b)) n->good += b->text - b->link;
    }
    for (uint32_t i = p->nodes.count; i-- > 1;) {
        html_node *n = &p->nodes.items[i], *up = &p->nodes.items[n->parent];
        up->text += n->text;
        up->good += n->good;
    }
}

/* ignored: flags that do not count on this page. */
static void spread_flags(picker *k, uint32_t ignored) {
    html_page *p = k->page;
    uint32_t all = p->nodes.items[0].good;
    for (uint32_t i = 0; i < p->nodes.count; i++) {
        const html_node *n = &p->nodes.items[i];
        uint32_t own = n->flags & ~ignored;
        bool big = (uint64_t)n->good * 100 >= (uint64_t)all * DL_HTML_TOO_BIG && all > 0;
        if (big || n->tag == TAG_BODY || n->tag == TAG_HTML || n->tag == TAG_MAIN)
            own &= ~(uint32_t)(OUT | PAGE_CAPTION | PAGE_BYLINE | PAGE_TITLE | PAGE_DECK |
                               PAGE_ASIDE | PAGE_HEADER);
        k->flags[i] = own | (n->parent == DL_NONE ? 0 : k->flags[n->parent]);
        k->end[i] = i + 1;
    }
    for (uint32_t i = p->nodes.count; i-- > 1;) {
        uint32_t up = p->nodes.items[i].parent;
        if (k->end[i] > k->end[up]) k->end[up] = k->end[i];
    }
}

/* From the root down while one child holds nearly all. */
static uint32_t narrowest(const picker *k, dl_arena *arena) {
    const html_page *p = k->page;
    uint32_t *best = dl_arena_array(arena, p->nodes.count, sizeof *best), at = 0;
    if (!best) return 0;
    for (uint32_t i = 1; i < p->nodes.count; i++) {
        uint32_t up = p->nodes.items[i].parent;
        if (best[up] == 0 || p->nodes.items[i].good > p->nodes.items[best[up]].good) best[up] = i;
    }
    uint64_t need = (uint64_t)p->nodes.items[0].good * DL_HTML_NARROW;
    while (best[at] && need && (uint64_t)p->nodes.items[best[at]].good * 100 >= need) at = best[at];
    return at;
}

/* An element named as the article's body: the one with most paragraphs, the innermost on a tie. */
static uint32_t by_name(const picker *k) {
    const html_page *p = k->page;
    uint32_t best = DL_NONE;
    for (uint32_t i = 1; i < p->nodes.count; i++) {
        const html_node *n = &p->nodes.items[i];
        if (!(n->flags & PAGE_BODY) || k->flags[i] & OUT) continue;
        if ((uint64_t)n->good * 100 < (uint64_t)p->nodes.items[0].good * DL_HTML_HINT) continue;
        if (best == DL_NONE || n->good >= p->nodes.items[best].good) best = i;
    }
    return best;
}

static bool link_list(const html_block *b) {
    uint32_t share = b->text < DL_HTML_SHORT ? DL_HTML_LINK_SHORT : DL_HTML_LINK_LONG;
    return (uint64_t)b->link * 100 > (uint64_t)b->text * share;
}

static bool is_heading(uint32_t tag) {
    return tag >= TAG_H1 && tag <= TAG_H6;
}

static uint32_t kind_of(const html_block *b, uint32_t flags) {
    if (flags & PAGE_CAPTION) return DL_BLOCK_CAPTION;
    if (is_heading(b->tag)) return DL_BLOCK_SUBHEAD;
    if (flags & PAGE_QUOTE) return DL_BLOCK_QUOTE;
    if (flags & PAGE_LIST) return DL_BLOCK_LIST;
    return DL_BLOCK_BODY;
}

/* The kind of a block inside the article; DL_NONE: left out. */
static uint32_t judge(const html_block *b, uint32_t flags) {
    flags |= b->flags;
    if (flags & OUT) return DL_NONE;
    if (flags & PAGE_ASIDE && !is_paragraph(b)) return DL_NONE;
    if (b->text < 2) return DL_NONE;
    if (flags & (PAGE_BYLINE | PAGE_DATE) && b->text < DL_HTML_BYLINE_MAX && !is_paragraph(b))
        return DL_BLOCK_BYLINE;
    if (link_list(b) && !is_heading(b->tag)) return DL_NONE;
    return kind_of(b, flags);
}

/* Headings with nothing under them: what followed was left out. */
static void drop_empty_headings(const html_page *p, uint32_t *kinds) {
    bool text = false;
    for (uint32_t i = p->blocks.count; i-- > 0;) {
        if (kinds[i] == DL_NONE || kinds[i] == DL_BLOCK_BYLINE || kinds[i] == DL_BLOCK_CAPTION)
            continue;
        if (kinds[i] != DL_BLOCK_SUBHEAD)
            text = true;
        else if (!text)
            kinds[i] = DL_NONE;
    }
}

/* Byline and deck above the article's element, by their class. */
static void keep_head(const picker *k, uint32_t *kinds, uint32_t first) {
    const html_page *p = k->page;
    for (uint32_t i = first, seen = 0; i-- > 0 && seen < 40; seen++) {
        const html_block *b = &p->blocks.items[i];
        uint32_t flags = k->flags[b->node] | b->flags;
        if (flags & (PAGE_DROP | PAGE_HIDDEN | PAGE_COMMENT)) continue;
        if (flags & PAGE_BYLINE && b->text < DL_HTML_BYLINE_MAX)
            kinds[i] = DL_BLOCK_BYLINE;
        else if (flags & PAGE_DECK && b->text >= 20 && b->text < 600 && !link_list(b))
            kinds[i] = DL_BLOCK_DECK;
    }
}

bool html_pick(html_page *page, read_job *job, uint32_t *kinds) {
    picker k = {.page = page};
    k.flags = dl_arena_array(job->arena, page->nodes.count, sizeof *k.flags);
    k.end = dl_arena_array(job->arena, page->nodes.count, sizeof *k.end);
    if (!k.flags || !k.end) return false;
    sum_up(page, NULL);
    uint32_t all = page->nodes.items[0].good;
    spread_flags(&k, 0);
    sum_up(page, k.flags);
    /* classes that would leave out nearly everything mean something else here */
    static const uint32_t doubts[] = {PAGE_CLASS_DROP,
                                      PAGE_CLASS_DROP | PAGE_DROP | PAGE_COMMENT | PAGE_HIDDEN};
    for (size_t i = 0; i < DL_COUNT(doubts); i++) {
        if ((uint64_t)page->nodes.items[0].good * 100 >= (uint64_t)all * DL_HTML_LEFT) break;
        sum_up(page, NULL);
        spread_flags(&k, doubts[i]);
        sum_up(page, k.flags);
    }
    uint32_t named = by_name(&k);
    k.chosen = named == DL_NONE ? narrowest(&k, job->arena) : named;
    uint32_t first = DL_NONE;
    for (uint32_t i = 0; i < page->blocks.count; i++) {
        const html_block *b = &page->blocks.items[i];
        bool inside = b->node >= k.chosen && b->node < k.end[k.chosen];
        kinds[i] = inside ? judge(b, k.flags[b->node]) : DL_NONE;
        if (inside && first == DL_NONE) first = i;
    }
    drop_empty_headings(page, kinds);
    if (first != DL_NONE) keep_head(&k, kinds, first);
    return true;
}
