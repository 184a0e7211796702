/* The card of a report: order, outlet, sketch, whether a reporter at work is visible. */
#include <stdlib.h>

#include "base/words.h"
#include "resolve/origin.h"
#include "resolve/resolve.h"

static int u32_cmp(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Distinct 5-grams of the parsed blocks, ascending. */
static uint32_t distinct_grams(const dl_report *report, dl_arena *arena, uint32_t **out) {
    dl_words words = {0};
    for (uint32_t i = 0; i < report->blocks.count; i++) {
        const dl_block *b = &report->blocks.items[i];
        if (dl_block_is_parsed(b->kind) && b->span.end <= report->text.len)
            dl_words_of(&words, arena, report->text, b->span.start, b->span.end);
    }
    uint32_t *grams = dl_arena_array(arena, words.count + 1, sizeof *grams), kept = 0;
    uint32_t n = grams ? dl_grams_of(words.items, words.count, grams) : 0;
    if (n > 1) qsort(grams, n, sizeof *grams, u32_cmp);
    for (uint32_t i = 0; i < n; i++)
        if (!i || grams[i] != grams[i - 1]) grams[kept++] = grams[i];
    *out = grams;
    return kept;
}

int dl_card_make(dl_card *card, const struct dl_finds *finds, uint32_t number, dl_arena *arena,
                 dl_error *err) {
    const dl_report *report = &finds->report;
    dl_arena scratch;
    dl_arena_init(&scratch);
    *card = (dl_card){.report = number, .kind = report->kind, .words = report->words};
    memcpy(card->id, report->id, sizeof card->id);
    card->published = dl_edtf_earliest(report->published.value);
    card->outlet = dl_outlet_key(report->outlet.value);
    card->outlet_name = dl_arena_str(arena, report->outlet.value);
    uint32_t *grams;
    card->grams = distinct_grams(report, &scratch, &grams);
    card->sketched = card->grams < DL_SKETCH ? card->grams : DL_SKETCH;
    if (card->sketched) memcpy(card->sketch, grams, card->sketched * sizeof *grams);
    card->at_work = report->reported_from.value.len || report->contributors.count;
    card->wire = report->credit.value.len > 0;
    int rc = scratch.failed || arena->failed ? dl_fail_memory(err) : DL_OK;
    dl_arena_free(&scratch);
    return rc;
}
