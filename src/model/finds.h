/* finds.h - everything one report claims: the product of read -> parse -> find.
 *
 * A pure function of the report's bytes and what a person gave beside them. It owns one arena with
 * all strings and arrays. dl_finds_save/_load (dateline.h) give it a portable form, which the
 * record keeps, so that resolving needs no second parse. Tokens and tree are not part of it.
 */
#ifndef DL_MODEL_FINDS_H
#define DL_MODEL_FINDS_H

#include "base/buf.h"
#include "base/error.h"
#include "model/attribution.h"
#include "model/entity.h"
#include "model/event.h"
#include "model/position.h"
#include "model/report.h"
#include "model/text.h"
#include "model/time.h"

struct dl_finds {
    dl_arena arena;
    dl_report report;
    DL_VEC(dl_sentence) sentences;
    DL_VEC(dl_mention) mentions;
    DL_VEC(dl_entity) entities;
    DL_VEC(dl_office) offices;
    DL_VEC(dl_time) times;
    DL_VEC(dl_attribution) attributions;
    DL_VEC(dl_relay) relays;
    DL_VEC(dl_event) events;
    DL_VEC(dl_deadline) deadlines;
    DL_VEC(dl_position) positions;
    DL_VEC(dl_version) versions;
    DL_VEC(dl_assessment) assessments;
    DL_VEC(dl_consent) consents;
    DL_VEC(uint32_t) refs; /* what a dl_list of indexes points into */
    DL_VEC(dl_span) spans; /* what a dl_list of spans points into */
    bool other_language;
};

/* The id of a derived row: a hash of the report's id, the type's name and the span. */
uint64_t dl_item_id(const dl_report *report, const char *type, dl_span span, uint32_t salt);

/* Appends count indexes (or spans) and returns their range; count 0 and failed where no memory. */
dl_list dl_finds_refs(struct dl_finds *finds, const uint32_t *items, uint32_t count);
dl_list dl_finds_spans(struct dl_finds *finds, const dl_span *items, uint32_t count);

/* finds_io.c. Writes / reads the portable form; loading checks every length and index. */
int dl_finds_write(const struct dl_finds *finds, dl_buf *out, dl_error *err);
int dl_finds_read(struct dl_finds *out, dl_str bytes, dl_error *err);

#endif
