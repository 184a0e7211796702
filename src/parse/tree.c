#include "parse/tree.h"

#include "base/reader.h"

static const int32_t out_of_reach = -(1 << 30);

static int read_actions(dl_tree_parser *parser, const dl_weights *weights, dl_error *err) {
    dl_reader r = dl_reader_of(dl_weights_get(weights, "actions"));
    uint32_t seen = 0;
    parser->tags = dl_read_u8(&r);
    bool good = parser->tags + DL_TREE_TAG_FIRST <= parser->net.values;
    for (uint32_t i = 0; good && i < parser->net.outputs; i++) {
        parser->kind[i] = dl_read_u8(&r);
        parser->label[i] = dl_read_u8(&r);
        good = parser->kind[i] < DL_TREE_KINDS && parser->label[i] < DL_REL_COUNT;
        seen |= 1u << parser->kind[i];
    }
    if (!good || r.failed || r.at != r.end || seen != 7)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "the parser's list of actions is torn");
    return DL_OK;
}

static void fold_legality(dl_tree_parser *parser) {
    const dl_net *net = &parser->net;
    for (uint32_t set = 0; set < 8; set++)
        for (uint32_t i = 0; i < net->padded; i++) {
            bool legal = i < net->outputs && (set >> parser->kind[i] & 1);
            parser->legal_bias[set][i] = legal ? net->outbias[i] : out_of_reach;
        }
}

int dl_tree_parser_of(dl_tree_parser *parser, dl_str bytes, dl_arena *arena, dl_error *err) {
    dl_weights weights;
    memset(parser, 0, sizeof *parser);
    int rc = dl_weights_open(&weights, bytes, err);
    if (!rc) rc = dl_net_open(&parser->net, &weights, arena, err);
    if (rc) return rc;
    const dl_net *net = &parser->net;
    if (net->places != DL_TREE_PLACES || net->small != DL_TREE_SMALL ||
        net->values < DL_TREE_VALUES)
        return dl_fail(err, DL_EFORMAT, UINT64_MAX, "these are not the weights of a parser");
    rc = read_actions(parser, &weights, err);
    if (!rc) fold_legality(parser);
    return rc;
}

int dl_tree_parser_open(dl_tree_parser *parser, const dl_data *data, dl_arena *arena,
                        dl_error *err) {
    static const char name[] = "en/models/parser.bin";
    dl_str bytes = dl_data_get(data, name);
    if (!bytes.ptr) return dl_fail(err, DL_ENOTFOUND, UINT64_MAX, "there is no data file %s", name);
    dl_error inner = {0};
    int rc = dl_tree_parser_of(parser, bytes, arena, &inner);
    return rc ? dl_fail(err, rc, inner.byte, "data file %s: %s", name, inner.message) : DL_OK;
}

void dl_tree_begin(dl_tree_state *state, uint16_t *stack, dl_tree_node *nodes, uint32_t count) {
    uint16_t none = (uint16_t)(count + 1);
    for (uint32_t i = 0; i <= none; i++)
        nodes[i] = (dl_tree_node){none, {none, none}, {none, none}, 0, 0, 0};
    stack[0] = 0;
    *state = (dl_tree_state){count, 1, 1, stack, nodes};
}

uint32_t dl_tree_legal(const dl_tree_state *s) {
    if (s->next > s->count) return 1u << DL_TREE_RIGHT;
    uint32_t set = 1u << DL_TREE_SHIFT;
    if (s->depth > 1) set |= 1u << DL_TREE_LEFT;
    if (s->depth > 2) set |= 1u << DL_TREE_RIGHT;
    return set;
}

static uint8_t one_more(uint8_t n) {
    return n < 5 ? (uint8_t)(n + 1) : n;
}

void dl_tree_apply(dl_tree_state *s, uint32_t kind, uint8_t deprel) {
    if (kind == DL_TREE_SHIFT) {
        s->stack[s->depth++] = (uint16_t)s->next++;
        return;
    }
    uint16_t word = s->stack[--s->depth];
    uint16_t head = (uint16_t)(kind == DL_TREE_LEFT ? s->next : s->stack[s->depth - 1]);
    dl_tree_node *h = &s->nodes[head];
    s->nodes[word].head = head;
    s->nodes[word].label = (uint8_t)(deprel + 1);
    if (kind == DL_TREE_LEFT) {
        h->left[1] = h->left[0];
        h->left[0] = word;
        h->lefts = one_more(h->lefts);
    } else {
        h->right[1] = h->right[0];
        h->right[0] = word;
        h->rights = one_more(h->rights);
    }
}

static uint8_t gap(uint32_t from, uint32_t to) {
    return (uint8_t)(to - from > 10 ? 10 : to - from);
}

void dl_tree_features(const dl_tree_state *s, const uint8_t *tags, uint32_t words[DL_TREE_PLACES],
                      uint8_t small[DL_TREE_SMALL]) {
    const uint32_t none = s->count + 1;
    uint32_t top[4], buf[4];
    for (uint32_t i = 0; i < 4; i++) top[i] = s->depth > i ? s->stack[s->depth - 1 - i] : none;
    for (uint32_t i = 0; i < 4; i++) buf[i] = s->next + i < none ? s->next + i : none;
    const dl_tree_node *a = &s->nodes[top[0]], *b = &s->nodes[top[1]], *c = &s->nodes[buf[0]];
    uint32_t before = s->next > 1 ? s->next - 1 : none;
    const uint32_t seen[DL_TREE_PLACES] = {
        top[0],      top[1],     top[2],      buf[0],     buf[1], buf[2],     a->left[0],
        a->right[0], b->left[0], b->right[0], c->left[0], before, b->right[1]};
    memcpy(words, seen, sizeof seen);
    const uint32_t tagged[DL_TREE_TAGS] = {
        top[0],     top[1],     top[2],      top[3],      buf[0],     buf[1],
        buf[2],     buf[3],     a->left[0],  a->right[0], b->left[0], b->right[0],
        c->left[0], a->left[1], a->right[1], b->right[1], b->left[1], c->left[1]};
    for (uint32_t i = 0; i < DL_TREE_TAGS; i++) small[i] = tags[tagged[i]];
    small += DL_TREE_TAGS;
    for (uint32_t i = 0; i < DL_TREE_LABELS; i++) small[i] = s->nodes[tagged[8 + i]].label;
    small += DL_TREE_LABELS;
    small[0] = gap(top[0] == none ? buf[0] : top[0], buf[0]);
    small[1] = top[1] == none ? 0 : gap(top[1], top[0]);
    small[2] = (uint8_t)(a->rights * 6 + a->lefts);
    small[3] = (uint8_t)(b->rights * 6 + b->lefts);
    small[4] = buf[0] == none ? 7 : c->lefts;
}

/* The net's choice among the legal kinds. */
static uint32_t choose(const dl_tree_parser *parser, const dl_kernels *kernels,
                       const dl_types *types, const uint32_t *slots, const uint8_t *tags,
                       const dl_tree_state *state, uint32_t legal) {
    const dl_net *net = &parser->net;
    const int8_t *rows[DL_TREE_PLACES + DL_TREE_SMALL];
    uint32_t words[DL_TREE_PLACES];
    uint8_t small[DL_TREE_SMALL], hidden[DL_KERNEL_HIDDEN];
    dl_tree_features(state, tags, words, small);
    for (uint32_t p = 0; p < DL_TREE_PLACES; p++)
        rows[p] = dl_types_row(types, DL_NET_TREE, slots[words[p]], p);
    for (uint32_t f = 0; f < DL_TREE_SMALL; f++)
        rows[DL_TREE_PLACES + f] = dl_net_small_row(net, f, small[f]);
    kernels->hidden(net->bias, rows, DL_COUNT(rows), net->width, hidden);
    return kernels->best(hidden, net->output, parser->legal_bias[legal], net->width, net->padded);
}

void dl_tree_parse(const dl_tree_parser *parser, const dl_kernels *kernels, const dl_types *types,
                   const uint32_t *slots, const uint8_t *tags, dl_tree_state *state) {
    while (!dl_tree_done(state)) {
        uint32_t legal = dl_tree_legal(state);
        if (legal == 1u << DL_TREE_SHIFT) {
            dl_tree_apply(state, DL_TREE_SHIFT, 0);
        } else if (state->next > state->count && state->depth == 2) {
            dl_tree_apply(state, DL_TREE_RIGHT, DL_REL_ROOT);
        } else {
            uint32_t action = choose(parser, kernels, types, slots, tags, state, legal);
            dl_tree_apply(state, parser->kind[action], parser->label[action]);
        }
    }
}
