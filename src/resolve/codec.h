/* codec.h - how the resolvers of positions, versions and questions code an item's data. */
#ifndef DL_RESOLVE_CODEC_H
#define DL_RESOLVE_CODEC_H

#include "base/buf.h"
#include "base/reader.h"
#include "model/finds.h"

static inline void dl_code_str(dl_buf *out, dl_str s) {
    dl_buf_varint(out, s.len);
    dl_buf_str(out, s);
}

static inline dl_str dl_decode_str(dl_reader *r) {
    return dl_read_bytes(r, (size_t)dl_read_varint(r));
}

static inline void dl_code_span(dl_buf *out, dl_span s) {
    dl_buf_u32(out, s.start);
    dl_buf_u32(out, s.end);
}

static inline dl_span dl_decode_span(dl_reader *r) {
    uint32_t start = dl_read_u32(r);
    return (dl_span){start, dl_read_u32(r)};
}

enum { DL_SUBJECT_KEYS = 4 };

/* What a report's talks are about, as block keys: the label with each pair of the three countries
 * (or bodies with a code) it names most. "peace plan" of one war never meets that of another; two
 * reports meet where they share a pair. A function of the report alone. Returns how many. */
uint32_t dl_subject_keys(const struct dl_finds *finds, dl_str label, dl_arena *scratch,
                         uint64_t keys[DL_SUBJECT_KEYS]);

#endif
