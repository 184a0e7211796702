/* questions.c - where accounts differ: closed questions about one resolved thing.
 *
 *   how many points has the text, is it final, is it public     from versions
 *   when did the war begin, when is the next meeting            from times
 *   did these two meet, or speak on a call                      from events
 *
 * An item is one answer; a block is one question of one subject. A question is asked only where two
 * different answers stand. A later state is a change, not a difference; spelling, paraphrase and
 * opinion never are one. Precision first.
 */
#include "resolve/questions.h"

#include "resolve/codec.h"
#include "resolve/kinds.h"
#include "resolve/tuning_resolve.h"

const char *const dl_slot_names[] = {"points", "final", "public", "begin", "when", "met"};

/* ── one answer ── */

void dl_answer_write(dl_buf *out, const struct dl_finds *finds, const dl_answer_found *a,
                     dl_arena *scratch) {
    dl_buf_varint(out, a->slot);
    dl_code_str(out, a->subject);
    dl_code_str(out, a->value);
    dl_code_str(out, a->stage);
    dl_code_span(out, a->span);
    dl_origin_write(out, finds, a->attribution, a->span, scratch);
}

static int question_items(const dl_resolver *resolver, const struct dl_finds *finds, dl_items *out,
                          dl_error *err) {
    (void)resolver;
    answers found = {.finds = finds, .out = out};
    dl_arena_init(&found.scratch);
    dl_answers_of_versions(&found);
    dl_answers_of_times(&found);
    dl_answers_of_meetings(&found);
    bool failed = found.data.failed || found.scratch.failed;
    dl_buf_free(&found.data);
    dl_arena_free(&found.scratch);
    return failed ? dl_fail_memory(err) : DL_OK;
}

/* ── solving ── */

typedef struct given {
    uint32_t slot;
    dl_str subject, value, stage;
    dl_span span;
    uint64_t published;
    dl_origin origin;
} given;

typedef struct asking {
    const dl_group *group;
    dl_links *out;
    given *given;
    uint32_t *lead; /* item -> first item with its value */
    uint32_t values;
} asking;

static given read_given(const dl_item *item, const dl_card *card) {
    dl_reader r = dl_reader_of(item->data);
    given g = {0};
    g.slot = (uint32_t)dl_read_varint(&r);
    g.subject = dl_decode_str(&r);
    g.value = dl_decode_str(&r);
    g.stage = dl_decode_str(&r);
    g.span = dl_decode_span(&r);
    g.origin = dl_origin_read(&r);
    g.published = card->published;
    return g;
}

static void find_values(asking *a) {
    for (uint32_t i = 0; i < a->group->count; i++) {
        a->lead[i] = i;
        for (uint32_t k = 0; k < i && a->lead[i] == i; k++)
            if (a->lead[k] == k && dl_str_eq(a->given[k].value, a->given[i].value)) a->lead[i] = k;
        a->values += a->lead[i] == i;
    }
}

static bool has_value(const asking *a, const char *value) {
    for (uint32_t i = 0; i < a->group->count; i++)
        if (dl_str_is(a->given[i].value, value)) return true;
    return false;
}

/* Whether every answer of one value comes more than DL_CHANGE_DAYS after every one of the other:
 * then the thing changed. Days of the calendar, a month counted as 31. */
static bool is_change(const asking *a, const char *before, const char *after) {
    uint64_t last = 0, first = UINT64_MAX;
    for (uint32_t i = 0; i < a->group->count; i++) {
        uint64_t day = a->given[i].published / 1000000;
        if (a->given[i].published == UINT64_MAX) return false;
        day = day / 10000 * 372 + day / 100 % 100 * 31 + day % 100;
        if (dl_str_is(a->given[i].value, before) && day > last) last = day;
        if (dl_str_is(a->given[i].value, after) && day < first) first = day;
    }
    return first > last + DL_CHANGE_DAYS;
}

static uint32_t year_of(dl_str value) {
    uint32_t y = 0;
    for (size_t i = 0; i < value.len && i < 4; i++) y = y * 10 + (uint32_t)(value.ptr[i] - '0');
    return y;
}

static bool years_differ(const asking *a) {
    uint32_t low = UINT32_MAX, high = 0;
    for (uint32_t i = 0; i < a->group->count; i++) {
        uint32_t y = year_of(a->given[i].value);
        low = y < low ? y : low;
        high = y > high ? y : high;
    }
    return high >= low + DL_BEGIN_YEARS;
}

/* Whether the answers are worth asking about. */
static bool is_question(const asking *a) {
    if (a->values < 2) return false;
    switch (a->given[0].slot) {
    case SLOT_FINAL: return has_value(a, "yes") && has_value(a, "no") && !is_change(a, "no", "yes");
    case SLOT_PUBLIC: return has_value(a, "no");
    case SLOT_BEGIN: return years_differ(a);
    case SLOT_MET: return has_value(a, "met") && has_value(a, "spoke on a call");
    default: return true;
    }
}

/* conflict: of one thing; object: the answers speak of different things; definition: of different
 * ideas of it. */
static const char *kind_of(const asking *a) {
    if (a->given[0].slot == SLOT_BEGIN) return "definition";
    if (a->given[0].slot != SLOT_POINTS && a->given[0].slot != SLOT_PUBLIC) return "conflict";
    for (uint32_t i = 0; i < a->group->count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (!dl_str_eq(a->given[i].value, a->given[k].value) &&
                dl_str_eq(a->given[i].stage, a->given[k].stage))
                return "conflict";
    return "object";
}

static dl_str question_text(const asking *a) {
    static const char *const forms[] = {"How many points does the %.*s have?",
                                        "Is the %.*s final?",
                                        "Has the %.*s been made public?",
                                        "When did the %.*s begin?",
                                        "When: %.*s?",
                                        "Did %.*s meet in person?"};
    dl_str s = a->given[0].subject;
    uint32_t slot = a->given[0].slot < DL_COUNT(forms) ? a->given[0].slot : 0;
    dl_buf text = {0};
    const char *at = strstr(forms[slot], "%.*s");
    dl_buf_add(&text, forms[slot], (size_t)(at - forms[slot]));
    dl_buf_str(&text, s.len ? s : DL_STR("text"));
    dl_buf_puts(&text, at + 4);
    dl_str out = dl_arena_str(&a->out->arena, dl_buf_view(&text));
    dl_buf_free(&text);
    return out;
}

static int write_answer(const asking *a, uint32_t lead) {
    uint32_t n = 0;
    dl_origin *all = dl_arena_array(a->group->scratch, a->group->count, sizeof *all);
    const dl_card **cards = dl_arena_array(a->group->scratch, a->group->count, sizeof *cards);
    dl_answer *answer = DL_PUSH(&a->out->answers, &a->out->arena);
    if (!all || !cards || !answer) return DL_ENOMEM;
    *answer = (dl_answer){.value = dl_arena_str(&a->out->arena, a->given[lead].value),
                          .evidence = {a->out->spots.count, 0}};
    for (uint32_t i = lead; i < a->group->count; i++) {
        if (a->lead[i] != lead) continue;
        dl_spot *spot = DL_PUSH(&a->out->spots, &a->out->arena);
        if (!spot) return DL_ENOMEM;
        *spot = (dl_spot){a->group->items[i].ref.report, a->given[i].span};
        answer->evidence.count++;
        all[n] = a->given[i].origin;
        cards[n++] = a->group->cards[i];
    }
    answer->origins = dl_origins_count(all, cards, n, NULL, a->group->scratch);
    return DL_OK;
}

static int write_question(const asking *a) {
    dl_list list = {a->out->answers.count, 0};
    for (uint32_t i = 0; i < a->group->count; i++) {
        if (a->lead[i] != i) continue;
        if (write_answer(a, i)) return DL_ENOMEM;
        list.count++;
    }
    dl_question_link *row = DL_PUSH(&a->out->questions, &a->out->arena);
    if (!row) return DL_ENOMEM;
    *row = (dl_question_link){.id = a->group->items[0].id,
                              .question = question_text(a),
                              .slot = dl_str_of(dl_slot_names[a->given[0].slot]),
                              .kind = dl_str_of(kind_of(a)),
                              .answers = list,
                              .certainty = DL_CERTAINTY_MEDIUM};
    return a->out->arena.failed ? DL_ENOMEM : DL_OK;
}

static int question_solve(const dl_group *group, dl_links *out, dl_error *err) {
    asking a = {.group = group, .out = out};
    a.given = dl_arena_array(group->scratch, group->count, sizeof *a.given);
    a.lead = dl_arena_array(group->scratch, group->count, sizeof *a.lead);
    if (!a.given || !a.lead) return dl_fail_memory(err);
    for (uint32_t i = 0; i < group->count; i++) {
        a.given[i] = read_given(&group->items[i], group->cards[i]);
        if (a.given[i].slot >= SLOTS)
            return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored answer is torn; rebuild");
    }
    find_values(&a);
    if (is_question(&a) && write_question(&a)) return dl_fail_memory(err);
    for (uint32_t i = 0; i < group->count; i++)
        dl_group_member(group, out, i, group->items[0].id, DL_CERTAINTY_MEDIUM,
                        i ? "same question" : "");
    return DL_OK;
}

const dl_kind dl_kind_question = {DL_ITEM_QUESTION, question_items, question_solve};
