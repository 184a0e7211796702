/* Rows "events" on open text: false events per 100 sentences of texts that tell no politics (GUM
 * whow, voyage, vlog; every event of medium certainty or more counts as false). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "train/conllu.h"
#include "train/eval_events.h"

static const char *const kinds[] = {"GUM_whow", "GUM_voyage", "GUM_vlog"};

static void list_event(const coder *c, const dl_event *e) {
    dl_span s = c->text.sentences.items[e->sentence].span;
    printf("false %s/%s [%.*s] %.*s\n", dl_event_type_name(e->type), dl_status_name(e->status),
           (int)e->frame.len, e->frame.ptr, (int)(s.end - s.start),
           c->finds.report.text.ptr + s.start);
}

static int count_false(eval_context *ctx, coder *c, const char *folder, uint32_t *events,
                       uint32_t *sentences) {
    treebank bank;
    treebank_init(&bank);
    int rc = treebank_read(&bank, eval_path(ctx, folder), NULL, &ctx->err);
    bool list = getenv("DL_EVENTS_ERRORS") != NULL;
    for (uint32_t d = 0; !rc && d < bank.documents.count; d++) {
        const gold_document *doc = &bank.documents.items[d];
        bool wanted = false;
        for (size_t k = 0; k < DL_COUNT(kinds); k++)
            wanted |= dl_str_starts(doc->name, dl_str_of(kinds[k]));
        if (!wanted) continue;
        rc = coder_parse(c, doc->text, &ctx->err);
        if (!rc) rc = coder_find(c, &ctx->err);
        if (rc) break;
        *sentences += doc->count;
        for (uint32_t i = 0; i < c->finds.events.count; i++) {
            const dl_event *e = &c->finds.events.items[i];
            if (e->certainty < DL_CERTAINTY_MEDIUM) continue;
            ++*events;
            if (list) list_event(c, e);
        }
    }
    treebank_free(&bank);
    return rc;
}

static int eval_false(eval_context *ctx, coder *c) {
    uint32_t events = 0, sentences = 0;
    if (!eval_has(ctx, "gum/train")) return eval_skip(ctx, "events", "GUM"), DL_OK;
    int rc = count_false(ctx, c, "gum/train", &events, &sentences);
    if (!rc) rc = count_false(ctx, c, "gum/dev", &events, &sentences);
    if (!rc && sentences)
        eval_row(ctx, "events", "GUM whow, voyage, vlog", "false events per 100 sentences",
                 100.0 * events / sentences, 20, 5);
    return rc;
}

int eval_events_open(eval_context *ctx, coder *c) {
    return eval_false(ctx, c);
}
