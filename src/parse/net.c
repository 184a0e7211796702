#include "parse/net.h"

#include "base/reader.h"

enum {
    SHAPE_NUMBERS = 8,
    /* More than any sum of hidden × weights (256 × 255 × 64), so that an output that is only
     * padding, whose bias is this far down, is never the best one. */
    SCORE_MOST = 1 << 22,
    PADDING_BIAS = -(1 << 24),
};

static bool in(uint32_t value, uint32_t low, uint32_t high) {
    return value >= low && value <= high;
}

static int read_shape(dl_net *net, const dl_weights *weights, dl_error *err) {
    const uint32_t *s = dl_weights_numbers(weights, "shape", SHAPE_NUMBERS, sizeof *s, err);
    if (!s) return DL_EFORMAT;
    net->dim = s[0], net->places = s[1], net->width = s[2], net->small = s[3];
    net->values = s[4], net->outputs = s[5], net->shift = s[6];
    net->vocabulary.count = s[7];
    net->padded = (net->outputs + DL_KERNEL_LANES - 1) / DL_KERNEL_LANES * DL_KERNEL_LANES;
    bool good = in(net->dim, 2, DL_NET_DIM) && net->dim % 2 == 0 &&
                in(net->places, 1, DL_NET_PLACES) && in(net->width, 64, DL_KERNEL_HIDDEN) &&
                net->width % 64 == 0 && in(net->small, 1, DL_NET_SMALL) &&
                in(net->values, 1, DL_NET_VALUES) && in(net->outputs, 1, DL_KERNEL_OUTPUTS) &&
                in(net->shift, 1, 24) && in(net->vocabulary.count, DL_WORD_FIRST, 1 << 20);
    return good ? DL_OK
                : dl_fail(err, DL_EFORMAT, UINT64_MAX, "the net's shape is out of its limits");
}

static int read_vocabulary(dl_net *net, const dl_weights *weights, dl_arena *arena, dl_error *err) {
    dl_str bytes = dl_weights_get(weights, "vocabulary");
    dl_reader r = dl_reader_of(bytes);
    dl_map_init(&net->vocabulary.words, arena);
    for (uint32_t i = DL_WORD_FIRST; i < net->vocabulary.count; i++) {
        uint32_t low = dl_read_u8(&r), high = dl_read_u8(&r);
        dl_str word = dl_read_bytes(&r, low | high << 8);
        if (r.failed) break;
        if (!dl_map_set(&net->vocabulary.words, word, i)) return dl_fail_memory(err);
    }
    if (r.failed || r.at != r.end)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "the net's vocabulary is torn");
    return DL_OK;
}

/* Output weights beyond ±64 would saturate in one kernel and not in another; so would sums with a
 * large bias. */
static int check_limits(const dl_net *net, dl_error *err) {
    size_t n = (size_t)net->width * net->padded;
    for (size_t i = 0; i < n; i++)
        if (net->output[i] > 64 || net->output[i] < -64)
            return dl_fail(err, DL_EFORMAT, i, "an output weight of the net is beyond 64");
    for (uint32_t j = 0; j < net->width; j++)
        if (net->bias[j] > DL_KERNEL_BIAS || net->bias[j] < -DL_KERNEL_BIAS)
            return dl_fail(err, DL_EFORMAT, j, "a bias of the net is out of its limits");
    for (uint32_t c = 0; c < net->padded; c++) {
        bool good = c < net->outputs ? net->outbias[c] < SCORE_MOST && net->outbias[c] > -SCORE_MOST
                                     : net->outbias[c] <= PADDING_BIAS;
        if (!good)
            return dl_fail(err, DL_EFORMAT, c, "an output bias of the net is out of its limits");
    }
    return DL_OK;
}

int dl_net_open(dl_net *net, const dl_weights *weights, dl_arena *arena, dl_error *err) {
    memset(net, 0, sizeof *net);
    int rc = read_shape(net, weights, err);
    if (!rc) rc = read_vocabulary(net, weights, arena, err);
    if (rc) return rc;
    uint64_t row = (uint64_t)net->places * net->width;
    uint64_t small = (uint64_t)net->small * net->values * net->width;
    uint64_t rows = dl_word_rows(&net->vocabulary);
    uint64_t output = (uint64_t)net->width * net->padded;
    if (!(net->embedding = dl_weights_numbers(weights, "embedding", rows * net->dim, 1, err)) ||
        !(net->first = dl_weights_numbers(weights, "first", row * net->dim, 2, err)) ||
        !(net->small_row = dl_weights_numbers(weights, "small", small, 1, err)) ||
        !(net->bias = dl_weights_numbers(weights, "bias", net->width, 2, err)) ||
        !(net->output = dl_weights_numbers(weights, "output", output, 1, err)) ||
        !(net->outbias = dl_weights_numbers(weights, "outbias", net->padded, 4, err)))
        return DL_EFORMAT;
    return check_limits(net, err);
}

void dl_net_word_rows(const dl_net *net, const dl_kernels *kernels, const dl_word *word,
                      int8_t *out) {
    int16_t vector[DL_NET_DIM] = {0};
    for (uint32_t i = 0; i < word->count; i++) {
        const int8_t *e = net->embedding + (size_t)word->row[i] * net->dim;
        for (uint32_t k = 0; k < net->dim; k++) vector[k] = (int16_t)(vector[k] + e[k]);
    }
    kernels->rows(vector, net->first, net->dim, dl_net_row_size(net), net->shift, out);
}
