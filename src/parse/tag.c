#include "parse/tag.h"

#include "base/reader.h"

static int read_pairs(dl_tagger *tagger, const dl_weights *weights, dl_arena *arena,
                      dl_error *err) {
    dl_reader r = dl_reader_of(dl_weights_get(weights, "tags"));
    tagger->name_count = dl_read_u8(&r);
    for (uint32_t i = 0; i < tagger->name_count && i < DL_KERNEL_OUTPUTS; i++)
        tagger->names[i] = dl_arena_str(arena, dl_read_bytes(&r, dl_read_u8(&r))).ptr;
    bool good = !r.failed && tagger->name_count <= DL_KERNEL_OUTPUTS && tagger->tags <= DL_TAG_MOST;
    for (uint32_t i = 0; good && i < tagger->tags; i++) {
        tagger->upos[i] = dl_read_u8(&r);
        tagger->xpos[i] = dl_read_u8(&r);
        good = tagger->upos[i] < DL_UPOS_COUNT && tagger->xpos[i] < tagger->name_count;
    }
    if (arena->failed) return dl_fail_memory(err);
    if (!good || r.failed || r.at != r.end)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "the tagger's list of tags is torn");
    return DL_OK;
}

int dl_tagger_of(dl_tagger *tagger, dl_str bytes, dl_arena *arena, dl_error *err) {
    dl_weights weights;
    memset(tagger, 0, sizeof *tagger);
    int rc = dl_weights_open(&weights, bytes, err);
    if (!rc) rc = dl_net_open(&tagger->net, &weights, arena, err);
    if (rc) return rc;
    const dl_net *net = &tagger->net;
    if (net->places != DL_TAG_PLACES || net->small != DL_TAG_SMALL || net->values <= net->outputs)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "these are not the weights of a tagger");
    tagger->tags = net->outputs;
    return read_pairs(tagger, &weights, arena, err);
}

int dl_tagger_open(dl_tagger *tagger, const dl_data *data, dl_arena *arena, dl_error *err) {
    static const char name[] = "en/models/tagger.bin";
    dl_str bytes = dl_data_get(data, name);
    if (!bytes.ptr) return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no data file %s", name);
    dl_error inner = {0};
    int rc = dl_tagger_of(tagger, bytes, arena, &inner);
    return rc ? dl_fail(err, rc, inner.byte, "data file %s: %s", name, inner.message) : DL_OK;
}

void dl_case_add(dl_case_count *count, uint8_t looks) {
    if (!(looks & (DL_LOOKS_UPPER | DL_LOOKS_LOWER))) return;
    if (count->lower + count->upper == 0) count->first_lower = looks & DL_LOOKS_LOWER;
    count->lower += (looks & DL_LOOKS_LOWER) != 0;
    count->upper += (looks & DL_LOOKS_UPPER) != 0;
    count->shout += (looks & DL_LOOKS_SHOUT) != 0;
}

uint32_t dl_case_class(const dl_case_count *count) {
    uint32_t words = count->lower + count->upper;
    if (words < 3) return DL_CASE_NORMAL;
    if (count->shout * 10 >= words * 6) return DL_CASE_UPPER;
    if (count->upper * 10 >= words * 6) return DL_CASE_TITLE;
    return count->first_lower && !count->upper ? DL_CASE_LOWER : DL_CASE_NORMAL;
}

void dl_tag_small(uint32_t i, uint32_t case_class, uint32_t spaces, uint32_t before,
                  uint32_t before2, uint8_t small[DL_TAG_SMALL]) {
    small[0] = (uint8_t)before;
    small[1] = (uint8_t)before2;
    small[2] = (uint8_t)(case_class * 3 + (i > 1 ? 2 : i));
    small[3] = (uint8_t)spaces;
}

void dl_tag(const dl_tagger *tagger, const dl_kernels *kernels, const dl_types *types,
            const uint32_t *slots, const uint8_t *flags, uint32_t count, uint32_t case_class,
            uint8_t *tags) {
    const dl_net *net = &tagger->net;
    const int8_t *rows[DL_TAG_PLACES + DL_TAG_SMALL];
    uint8_t small[DL_TAG_SMALL], hidden[DL_KERNEL_HIDDEN];
    uint32_t before = 0, before2 = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t p = 0; p < DL_TAG_PLACES; p++)
            rows[p] =
                dl_types_row(types, DL_NET_TAG, slots[(int)i + (int)p - DL_TAG_PLACES / 2], p);
        bool open = i + 1 == count || (flags[i + 1] & DL_TOKEN_SPACE_BEFORE);
        uint32_t spaces = (flags[i] & DL_TOKEN_SPACE_BEFORE ? 1u : 0u) | (open ? 2u : 0u);
        dl_tag_small(i, case_class, spaces, before, before2, small);
        for (uint32_t f = 0; f < DL_TAG_SMALL; f++)
            rows[DL_TAG_PLACES + f] = dl_net_small_row(net, f, small[f]);
        kernels->hidden(net->bias, rows, DL_COUNT(rows), net->width, hidden);
        tags[i] =
            (uint8_t)kernels->best(hidden, net->output, net->outbias, net->width, net->padded);
        before2 = before;
        before = tags[i] + 1u;
    }
}
