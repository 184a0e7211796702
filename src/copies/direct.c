/* Which of two texts is the copy, and why. Signs are asked from the surest on; the first that
 * speaks decides, and where two of equal standing speak against each other nobody knows. */
#include "copies/compare.h"

/* Whether the report's bytes outside the copied body, its credit or its relay words, name outlet.
 */
static bool credits(const dl_report *r, const dl_card *other) {
    if (!other->outlet_name.len) return false;
    dl_str name = other->outlet_name;
    if (r->credit.value.len && dl_str_eq(r->credit.value, name)) return true;
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        const dl_block *b = &r->blocks.items[i];
        if (b->kind != DL_BLOCK_CREDIT && b->kind != DL_BLOCK_BYLINE) continue;
        if (b->span.end > r->text.len) continue;
        dl_str text = dl_span_text(r->text, b->span);
        for (size_t at = 0; at + name.len <= text.len; at++)
            if (memcmp(text.ptr + at, name.ptr, name.len) == 0) return true;
    }
    return false;
}

static void decide(dl_copy *c, bool a_is_copy, const char *reason) {
    c->directed = true;
    c->reason = dl_str_of(reason);
    if (a_is_copy) return;
    uint32_t t = c->from;
    c->from = c->to;
    c->to = t;
    t = c->of_from;
    c->of_from = c->of_to;
    c->of_to = t;
}

/* Turns the ranges round where from and to were exchanged. */
static void turn_passages(dl_links *out, dl_list list) {
    for (uint32_t i = 0; i < list.count; i++) {
        dl_passage *p = &out->passages.items[list.first + i];
        *p = (dl_passage){p->to, p->from};
    }
}

/* a is the copy: > 0, b is: < 0, unknown: 0. */
static int sign(const dl_copy *c, const dl_copy_text *a, const dl_copy_text *b, const dl_card *ca,
                const dl_card *cb, const char **why) {
    bool same_outlet = ca->outlet && ca->outlet == cb->outlet;
    bool ab = !same_outlet && credits(a->report, cb), ba = !same_outlet && credits(b->report, ca);
    *why = "it credits the other's outlet";
    if (ab != ba) return ab ? 1 : -1;
    *why = "it carries a wire mark";
    if (ca->wire != cb->wire && ca->outlet != cb->outlet) return ca->wire ? 1 : -1;
    *why = "published later";
    bool dated = ca->published != UINT64_MAX && cb->published != UINT64_MAX;
    if (dated && ca->published != cb->published) return ca->published > cb->published ? 1 : -1;
    *why = "the other says more and has a byline, this one has none";
    bool wa = ca->at_work || a->report->authors.count, wb = cb->at_work || b->report->authors.count;
    if (c->of_from >= 950 && c->of_to < 900 && wb && !wa) return 1;
    if (c->of_to >= 950 && c->of_from < 900 && wa && !wb) return -1;
    return 0;
}

void dl_copy_direct(dl_copy *c, const dl_copy_text *a, const dl_copy_text *b, const dl_card *ca,
                    const dl_card *cb, dl_links *out) {
    const char *why = "";
    c->from = ca->report;
    c->to = cb->report;
    int s = sign(c, a, b, ca, cb, &why);
    if (!s) {
        c->reason = DL_STR("not known");
        return;
    }
    decide(c, s > 0, why);
    if (s < 0) {
        turn_passages(out, c->passages);
        turn_passages(out, c->differences);
    }
}
