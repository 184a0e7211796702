/* Silver trees: raw news parsed by several large models that vote at every decision. A small model
 * learns from them what the large ones know together (Kuncoro et al., EMNLP 2016, the plain way).
 *
 * Texts: PolNeAR train and ECB+ (the sentences of both are only learnt from, never stored). */
#include <stdio.h>
#include <stdlib.h>

#include "parse/analyse.h"
#include "parse/parse.h"
#include "train/files.h"
#include "train/train.h"

enum { VOTERS = 4, SHORTEST = 3, LONGEST = 80 };

typedef struct voter {
    dl_tagger tagger;
    dl_tree_parser tree;
    dl_types types;
} voter;

typedef struct council {
    dl_arena arena;
    voter *voters;
    uint32_t count;
    const dl_kernels *kernels;
    dl_buf models[2 * VOTERS]; /* bytes of their files */
    dl_parser *parser;         /* for tokens and sentences */
    dl_parse_scratch *scratch;
    dl_buf out;
    uint32_t sentences, tokens;
} council;

static int open_voter(council *c, const char *folder, uint32_t number, dl_error *err) {
    char path[4096];
    dl_buf *tagger = &c->models[number * 2], *tree = tagger + 1;
    voter *v = &c->voters[number];
    snprintf(path, sizeof path, "%s/tagger%u.bin", folder, number + 1);
    int rc = file_read(path, tagger, err);
    snprintf(path, sizeof path, "%s/parser%u.bin", folder, number + 1);
    if (!rc) rc = file_read(path, tree, err);
    if (!rc) rc = dl_tagger_of(&v->tagger, dl_buf_view(tagger), &c->arena, err);
    if (!rc) rc = dl_tree_parser_of(&v->tree, dl_buf_view(tree), &c->arena, err);
    const dl_net *const nets[DL_NETS] = {
        [DL_NET_TAG] = &v->tagger.net, [DL_NET_TREE] = &v->tree.net};
    if (!rc) rc = dl_types_open(&v->types, nets, c->kernels, err);
    return rc;
}

/* The slots of a sentence's words in every voter's cache; [v][0] the root, [v][count + 1] none. */
typedef struct sitting {
    uint32_t count;
    const uint8_t *flags;
    dl_str form[LONGEST];
    uint32_t slots[VOTERS][LONGEST + 16];
    uint8_t pairs[LONGEST], tags[LONGEST + 2];
    uint16_t stack[LONGEST + 2];
    dl_tree_node nodes[LONGEST + 2];
} sitting;

enum { AROUND = 8 };

static void add_votes(const council *c, const dl_net *net, const int8_t **rows,
                      const uint8_t *small, const int32_t *bias, int32_t *sum) {
    uint8_t hidden[DL_KERNEL_HIDDEN];
    int32_t scores[DL_KERNEL_OUTPUTS];
    for (uint32_t f = 0; f < net->small; f++)
        rows[net->places + f] = dl_net_small_row(net, f, small[f]);
    c->kernels->hidden(net->bias, rows, net->places + net->small, net->width, hidden);
    c->kernels->scores(hidden, net->output, bias, net->width, net->padded, scores);
    for (uint32_t i = 0; i < net->outputs; i++) sum[i] += scores[i] / 8;
}

static uint32_t best_of(const int32_t *sum, uint32_t count) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (sum[i] > sum[best]) best = i;
    return best;
}

static void vote_tags(council *c, sitting *s) {
    const int8_t *rows[DL_NET_PLACES + DL_NET_SMALL];
    dl_case_count letters = {0};
    uint8_t small[DL_TAG_SMALL];
    uint32_t before = 0, before2 = 0;
    for (uint32_t i = 0; i < s->count; i++) dl_case_add(&letters, dl_word_looks(s->form[i]));
    for (uint32_t i = 0; i < s->count; i++) {
        int32_t sum[DL_KERNEL_OUTPUTS] = {0};
        bool open = i + 1 == s->count || (s->flags[i + 1] & DL_TOKEN_SPACE_BEFORE);
        uint32_t spaces = (s->flags[i] & DL_TOKEN_SPACE_BEFORE ? 1u : 0u) | (open ? 2u : 0u);
        dl_tag_small(i, dl_case_class(&letters), spaces, before, before2, small);
        for (uint32_t v = 0; v < c->count; v++) {
            const dl_net *net = &c->voters[v].tagger.net;
            for (uint32_t p = 0; p < DL_TAG_PLACES; p++)
                rows[p] = dl_types_row(&c->voters[v].types, DL_NET_TAG,
                                       s->slots[v][AROUND + i + p - DL_TAG_PLACES / 2], p);
            add_votes(c, net, rows, small, net->outbias, sum);
        }
        s->pairs[i] = (uint8_t)best_of(sum, c->voters[0].tagger.tags);
        before2 = before;
        before = s->pairs[i] + 1u;
    }
}

static uint32_t vote_action(council *c, sitting *s, const dl_tree_state *state, uint32_t legal) {
    const int8_t *rows[DL_NET_PLACES + DL_NET_SMALL];
    uint32_t words[DL_TREE_PLACES];
    uint8_t small[DL_TREE_SMALL];
    int32_t sum[DL_KERNEL_OUTPUTS] = {0};
    dl_tree_features(state, s->tags, words, small);
    for (uint32_t v = 0; v < c->count; v++) {
        const dl_tree_parser *tree = &c->voters[v].tree;
        for (uint32_t p = 0; p < DL_TREE_PLACES; p++) {
            uint32_t slot = words[p] == 0               ? DL_TYPE_ROOT
                            : words[p] == s->count + 1u ? DL_TYPE_NONE
                                                        : s->slots[v][AROUND + words[p] - 1];
            rows[p] = dl_types_row(&c->voters[v].types, DL_NET_TREE, slot, p);
        }
        add_votes(c, &tree->net, rows, small, tree->legal_bias[legal], sum);
    }
    return best_of(sum, c->voters[0].tree.net.outputs);
}

static void vote_tree(council *c, sitting *s) {
    const dl_tree_parser *tree = &c->voters[0].tree;
    dl_tree_state state;
    s->tags[0] = 1;
    for (uint32_t i = 0; i < s->count; i++)
        s->tags[i + 1] = (uint8_t)(s->pairs[i] + DL_TREE_TAG_FIRST);
    s->tags[s->count + 1] = 0;
    dl_tree_begin(&state, s->stack, s->nodes, s->count);
    while (!dl_tree_done(&state)) {
        uint32_t legal = dl_tree_legal(&state);
        if (legal == 1u << DL_TREE_SHIFT) {
            dl_tree_apply(&state, DL_TREE_SHIFT, 0);
        } else if (state.next > state.count && state.depth == 2) {
            dl_tree_apply(&state, DL_TREE_RIGHT, DL_REL_ROOT);
        } else {
            uint32_t action = vote_action(c, s, &state, legal);
            dl_tree_apply(&state, tree->kind[action], tree->label[action]);
        }
    }
}

static void write_sentence(council *c, const sitting *s) {
    const dl_tagger *tagger = &c->voters[0].tagger;
    for (uint32_t i = 0; i < s->count; i++) {
        const dl_tree_node *node = &s->nodes[i + 1];
        bool open = i + 1 == s->count || (s->flags[i + 1] & DL_TOKEN_SPACE_BEFORE);
        dl_buf_printf(&c->out, "%u\t%.*s\t_\t%s\t%s\t_\t%u\t%s\t_\t%s\n", i + 1,
                      (int)s->form[i].len, s->form[i].ptr, dl_upos_name(tagger->upos[s->pairs[i]]),
                      tagger->names[tagger->xpos[s->pairs[i]]], node->head,
                      dl_deprel_name(node->label - 1u), open ? "_" : "SpaceAfter=No");
    }
    dl_buf_char(&c->out, '\n');
    c->sentences++;
    c->tokens += s->count;
}

static void vote_sentence(council *c, const dl_text *text, dl_str clean,
                          const dl_sentence *sentence) {
    static sitting s;
    if (sentence->count < SHORTEST || sentence->count > LONGEST) return;
    s.count = sentence->count;
    s.flags = text->tokens.flags + sentence->first;
    for (uint32_t v = 0; v < c->count; v++) {
        dl_types_begin(&c->voters[v].types);
        memset(s.slots[v], 0, sizeof s.slots[v]); /* DL_TYPE_NONE around the words */
        for (uint32_t i = 0; i < s.count; i++) {
            s.form[i] = dl_token_text(&text->tokens, clean, sentence->first + i);
            s.slots[v][AROUND + i] = dl_types_slot(&c->voters[v].types, s.form[i]);
        }
    }
    vote_tags(c, &s);
    vote_tree(c, &s);
    write_sentence(c, &s);
}

/* One block a line. */
static int vote_text(council *c, dl_str clean, dl_error *err) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_report report = {.text = clean};
    dl_text text;
    for (size_t at = 0; at < clean.len;) {
        const char *nl = memchr(clean.ptr + at, '\n', clean.len - at);
        size_t end = nl ? (size_t)(nl - clean.ptr) : clean.len;
        dl_block *b = DL_PUSH(&report.blocks, &arena);
        *b = (dl_block){{(uint32_t)at, (uint32_t)end}, DL_BLOCK_BODY};
        at = end + 1;
    }
    int rc = dl_parse(c->parser, c->scratch, &arena, &report, &text, err);
    for (uint32_t i = 0; !rc && i < text.sentences.count; i++)
        vote_sentence(c, &text, clean, &text.sentences.items[i]);
    dl_arena_free(&arena);
    return rc;
}

static int vote_polnear(council *c, const char *folder, dl_error *err) {
    char path[4096];
    file_names names;
    snprintf(path, sizeof path, "%s/polnear/train/text", folder);
    int rc = file_list(&names, path, ".txt", err);
    for (uint32_t i = 0; !rc && i < names.count; i++) {
        dl_buf file = {0};
        snprintf(path, sizeof path, "%s/polnear/train/text/%s", folder, names.items[i]);
        rc = file_read(path, &file, err);
        if (!rc) rc = vote_text(c, dl_buf_view(&file), err);
        dl_buf_free(&file);
    }
    file_names_free(&names);
    return rc;
}

/* The words of an ECB+ file as text: a line a sentence, marks and clitics joined again. */
static void ecb_text(dl_str xml, dl_buf *out) {
    static const char open[] = "<token ", sentence[] = " sentence=\"";
    uint32_t last = 0;
    bool glue = true;
    for (const char *p = xml.ptr; (p = strstr(p, open));) {
        const char *number = strstr(p, sentence), *word = strchr(p, '>');
        const char *end = word ? strstr(word, "</token>") : NULL;
        if (!number || !end) return;
        uint32_t n = (uint32_t)atoi(number + sizeof sentence - 1);
        dl_str w = {word + 1, (size_t)(end - word - 1)};
        if (n != last) dl_buf_char(out, '\n'), glue = true;
        last = n;
        bool quote = dl_str_is(w, "``") || dl_str_is(w, "''");
        bool joins = w.len && (strchr(".,;:!?)%'", w.ptr[0]) || dl_str_is(w, "n't"));
        if (!glue && !joins) dl_buf_char(out, ' ');
        if (quote)
            dl_buf_char(out, '"');
        else
            dl_buf_str(out, w);
        glue = dl_str_is(w, "``") || dl_str_is(w, "(") || dl_str_is(w, "$");
        p = end;
    }
}

static int vote_ecb(council *c, const char *folder, dl_error *err) {
    char path[4096];
    int rc = DL_OK;
    for (int topic = 1; !rc && topic <= 35; topic++) {
        file_names names;
        snprintf(path, sizeof path, "%s/stories/ecbplus/%d", folder, topic);
        if (!file_is_folder(path)) continue;
        rc = file_list(&names, path, ".xml", err);
        for (uint32_t i = 0; !rc && i < names.count; i++) {
            dl_buf file = {0}, text = {0};
            snprintf(path, sizeof path, "%s/stories/ecbplus/%d/%s", folder, topic, names.items[i]);
            rc = file_read(path, &file, err);
            if (!rc) ecb_text(dl_buf_view(&file), &text);
            if (!rc && text.len) rc = vote_text(c, dl_buf_view(&text), err);
            dl_buf_free(&file);
            dl_buf_free(&text);
        }
        file_names_free(&names);
    }
    return rc;
}

static int open_council(council *c, const train_options *o, dl_data *data, dl_error *err) {
    dl_arena_init(&c->arena);
    c->kernels = dl_kernels_pick();
    c->count = o->epochs > VOTERS ? VOTERS : o->epochs;
    c->voters = dl_arena_array(&c->arena, VOTERS, sizeof *c->voters);
    int rc = c->voters ? DL_OK : dl_fail_memory(err);
    for (uint32_t v = 0; !rc && v < c->count; v++) rc = open_voter(c, o->teachers, v, err);
    if (!rc) rc = dl_parser_open(&c->parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&c->scratch, c->parser, err);
    return rc;
}

int train_silver(const train_options *o, dl_error *err) {
    static council c;
    dl_data *data = NULL;
    int rc = dl_data_open(&data, NULL, err);
    if (!rc) rc = open_council(&c, o, data, err);
    if (!rc) rc = vote_polnear(&c, o->folder, err);
    if (!rc) rc = vote_ecb(&c, o->folder, err);
    if (!rc) rc = file_write(o->out, dl_buf_view(&c.out), err);
    fprintf(stderr, "silver: %u sentences, %u tokens\n", c.sentences, c.tokens);
    dl_parse_scratch_close(c.scratch);
    dl_parser_close(c.parser);
    for (uint32_t v = 0; v < c.count; v++) dl_types_close(&c.voters[v].types);
    for (size_t i = 0; i < DL_COUNT(c.models); i++) dl_buf_free(&c.models[i]);
    dl_buf_free(&c.out);
    dl_arena_free(&c.arena);
    dl_data_close(data);
    return rc;
}
