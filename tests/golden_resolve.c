/* Stages "entities" and "meetings": reports divided by a line "====" -> what they say together.
 *
 * Each report is read and found as the program does it; first lines may be a header ("Published:",
 * "Source:"). "entities" prints each person with the reports that name it and why; "meetings" each
 * meeting with its accounts and their origins. */
#include <stdio.h>
#include <stdlib.h>

#include "dateline.h"
#include "golden.h"
#include "resolve/memory.h"

enum { MOST = 12 };

typedef struct set {
    dl_engine *engine;
    dl_worker *worker;
    dl_resolver *resolver;
    dl_memory *memory;
    dl_finds *finds[MOST];
    uint32_t count;
    dl_arena arena;
    dl_links links;
} set;

static int add_report(set *s, dl_str text, dl_error *err) {
    char path[32];
    uint32_t number;
    snprintf(path, sizeof path, "%u.txt", s->count + 1);
    int rc = dl_find(s->worker, path, text.ptr, text.len, NULL, &s->finds[s->count], err);
    if (!rc) rc = dl_memory_add(s->memory, s->finds[s->count], &number, err);
    if (!rc) s->count++;
    return rc;
}

static int open_set(set *s, const dl_data *data, dl_error *err) {
    dl_arena_init(&s->arena);
    dl_links_init(&s->links);
    int rc = dl_engine_open(&s->engine, getenv("DATELINE_DATA"), err);
    if (!rc) rc = dl_worker_open(&s->worker, s->engine, err);
    if (!rc) rc = dl_resolver_open(&s->resolver, data, err);
    if (!rc) rc = dl_memory_open(&s->memory, s->resolver, err);
    return rc;
}

static void close_set(set *s) {
    dl_links_free(&s->links);
    dl_memory_close(s->memory);
    for (uint32_t i = 0; i < s->count; i++) dl_finds_free(s->finds[i]);
    dl_resolver_close(s->resolver);
    dl_worker_close(s->worker);
    dl_engine_close(s->engine);
    dl_arena_free(&s->arena);
}

/* Splits at the lines "====" and resolves what the pieces say. */
static int solve(set *s, dl_str input, dl_error *err) {
    int rc = DL_OK;
    while (input.len && s->count < MOST && !rc) {
        size_t end = 0, next = input.len;
        for (end = 0; end < input.len; end++) {
            bool line = end == 0 || input.ptr[end - 1] == '\n';
            if (!line || input.len - end < 4 || memcmp(input.ptr + end, "====", 4) != 0) continue;
            next = end + 4;
            if (next < input.len) next++;
            break;
        }
        rc = add_report(s, dl_str_sub(input, 0, end), err);
        input = dl_str_sub(input, next, input.len);
    }
    dl_items touched = {.arena = &s->arena};
    if (!rc) rc = dl_memory_items(s->memory, 0, &touched, err);
    if (!rc)
        rc = dl_resolver_solve(s->resolver, dl_memory_lookup(s->memory), &touched, &s->links, err);
    return rc;
}

static void print_entities(const set *s, dl_buf *out) {
    for (uint32_t i = 0; i < s->links.entities.count; i++) {
        const dl_entity_link *e = &s->links.entities.items[i];
        if (e->kind != DL_ENTITY_PERSON) continue;
        dl_buf_printf(out, "%s %.*s%s%.*s\n", dl_entity_kind_name(e->kind), (int)e->name.len,
                      e->name.ptr, e->code.len ? " " : "", (int)e->code.len, e->code.ptr);
        for (uint32_t k = 0; k < s->links.members.count; k++) {
            const dl_member *m = &s->links.members.items[k];
            if (m->kind != DL_ITEM_ENTITY || m->row != e->id) continue;
            dl_str name = s->finds[m->ref.report]->entities.items[m->ref.item].name;
            dl_buf_printf(out, "  %u %.*s%s%.*s\n", m->ref.report + 1, (int)name.len, name.ptr,
                          m->reason.len ? ": " : "", (int)m->reason.len, m->reason.ptr);
        }
    }
}

static void print_meetings(const set *s, dl_buf *out) {
    for (uint32_t i = 0; i < s->links.meetings.count; i++) {
        const dl_meeting_link *m = &s->links.meetings.items[i];
        if (m->certainty < DL_CERTAINTY_MEDIUM) continue;
        dl_buf_printf(out, "%.*s · %.*s · %s\n", (int)m->name.len, m->name.ptr,
                      m->date.len ? (int)m->date.len : 6, m->date.len ? m->date.ptr : "no day",
                      dl_status_name(m->status));
        for (uint32_t k = 0; k < m->accounts.count; k++) {
            const dl_account *a = &s->links.accounts.items[m->accounts.first + k];
            dl_buf_printf(out, "  %s %u-%u:", dl_status_name(a->status), a->origins.min,
                          a->origins.max);
            for (uint32_t j = 0; j < a->evidence.count; j++)
                dl_buf_printf(out, " %u", s->links.refs.items[a->evidence.first + j].report + 1);
            dl_buf_puts(out, "\n");
        }
    }
}

static int run(const dl_data *data, dl_str input, dl_buf *out, bool meetings, dl_error *err) {
    set *s = calloc(1, sizeof *s);
    if (!s) return dl_fail_memory(err);
    int rc = open_set(s, data, err);
    if (!rc) rc = solve(s, input, err);
    if (!rc) (meetings ? print_meetings : print_entities)(s, out);
    close_set(s);
    free(s);
    return rc;
}

int golden_entities(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return run(data, input, out, false, err);
}

int golden_meetings(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    return run(data, input, out, true, err);
}
