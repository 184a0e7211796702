/* entity_pairs.h - B3 of the resolver on spelling pairs and traps (tests/data/entity_pairs.tsv).
 * Included by the unit test, which asks for a floor, and by the evaluation, which prints it. */
#ifndef DL_TESTS_ENTITY_PAIRS_H
#define DL_TESTS_ENTITY_PAIRS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "model/namekey.h"
#include "resolve/memory.h"

typedef struct pairs {
    dl_arena arena;
    dl_tsv table;
    struct dl_finds *finds;
    uint64_t *row; /* what each line came to */
    uint32_t count;
    double precision, recall, f1;
} pairs;

static dl_str pairs_cell(const pairs *p, uint32_t i, const char *column) {
    return dl_tsv_cell(&p->table.rows.items[i], dl_tsv_column(&p->table, column));
}

static uint8_t pairs_kind(dl_str name) {
    for (uint8_t k = 0; k < DL_ENTITY_KINDS; k++)
        if (dl_str_is(name, dl_entity_kind_name(k))) return k;
    return DL_ENTITY_PERSON;
}

/* One report with the line's entity, as find/names.c keys it, and the countries beside it. */
static void pairs_finds(pairs *p, uint32_t i) {
    struct dl_finds *f = &p->finds[i];
    dl_arena_init(&f->arena);
    dl_sha256_hex(dl_arena_printf(&p->arena, "line %u", i), f->report.id);
    dl_entity *e = DL_PUSH(&f->entities, &f->arena);
    e->kind = pairs_kind(pairs_cell(p, i, "kind"));
    e->name = pairs_cell(p, i, "name");
    e->given = pairs_cell(p, i, "given");
    e->family = pairs_cell(p, i, "family");
    e->code = pairs_cell(p, i, "code");
    e->first = DL_NONE;
    dl_str folded = dl_name_folded(&f->arena, e->name);
    const char *prefix = e->kind == DL_ENTITY_ORGANIZATION ? "org" : "place";
    if (e->kind == DL_ENTITY_PERSON)
        e->key = dl_name_key(&f->arena, "person", e->family);
    else if (e->kind == DL_ENTITY_COUNTRY)
        e->key = dl_arena_printf(&f->arena, "country:%.*s", (int)e->code.len, e->code.ptr);
    else
        e->key = dl_arena_printf(&f->arena, "%s:%.*s", prefix, (int)folded.len, folded.ptr);
    dl_str title = pairs_cell(p, i, "office"), rest = pairs_cell(p, i, "countries");
    if (title.len) {
        dl_office *o = DL_PUSH(&f->offices, &f->arena);
        o->title = title;
        o->span = DL_SPAN_NONE;
    }
    for (; rest.len >= 3; rest = dl_str_sub(rest, rest.len > 3 ? 4 : 3, rest.len)) {
        dl_entity *country = DL_PUSH(&f->entities, &f->arena);
        country->kind = DL_ENTITY_COUNTRY;
        country->name = country->code = dl_str_sub(rest, 0, 3);
        country->first = DL_NONE;
        country->key = dl_arena_printf(&f->arena, "country:%.3s", rest.ptr);
    }
}

static void pairs_b3(pairs *p, FILE *errors) {
    double precision = 0, recall = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        double both = 0, got = 0, gold = 0;
        for (uint32_t k = 0; k < p->count; k++) {
            bool row = p->row[i] == p->row[k];
            bool group = dl_str_eq(pairs_cell(p, i, "group"), pairs_cell(p, k, "group"));
            both += row && group;
            got += row;
            gold += group;
            if (errors && k > i && row != group)
                fprintf(errors, "%s: %.*s (%.*s) / %.*s (%.*s)\n", row ? "wrong" : "missed",
                        (int)pairs_cell(p, i, "name").len, pairs_cell(p, i, "name").ptr,
                        (int)pairs_cell(p, i, "group").len, pairs_cell(p, i, "group").ptr,
                        (int)pairs_cell(p, k, "name").len, pairs_cell(p, k, "name").ptr,
                        (int)pairs_cell(p, k, "group").len, pairs_cell(p, k, "group").ptr);
        }
        precision += both / got;
        recall += both / gold;
    }
    p->precision = precision / p->count;
    p->recall = recall / p->count;
    p->f1 = 2 * p->precision * p->recall / (p->precision + p->recall);
}

/* Reads bytes (which must outlive p), resolves all lines as reports of one set, scores. */
static int pairs_run(pairs *p, const dl_data *data, dl_str bytes, FILE *errors, dl_error *err) {
    dl_resolver *resolver = NULL;
    dl_memory *memory = NULL;
    dl_links links;
    memset(p, 0, sizeof *p);
    dl_arena_init(&p->arena);
    dl_links_init(&links);
    int rc = dl_tsv_parse(&p->table, &p->arena, bytes, err);
    p->count = p->table.rows.count;
    p->finds = dl_arena_array(&p->arena, p->count + 1, sizeof *p->finds);
    p->row = dl_arena_array(&p->arena, p->count + 1, sizeof *p->row);
    if (!rc) rc = dl_resolver_open(&resolver, data, err);
    if (!rc) rc = dl_memory_open(&memory, resolver, err);
    for (uint32_t i = 0; i < p->count && !rc; i++) {
        uint32_t number;
        pairs_finds(p, i);
        rc = dl_memory_add(memory, &p->finds[i], &number, err);
    }
    dl_items touched = {.arena = &p->arena};
    if (!rc) rc = dl_memory_items(memory, 0, &touched, err);
    if (!rc) rc = dl_resolver_solve(resolver, dl_memory_lookup(memory), &touched, &links, err);
    for (uint32_t i = 0; i < links.members.count && !rc; i++) {
        const dl_member *m = &links.members.items[i];
        if (m->kind == DL_ITEM_ENTITY && m->ref.item == 0) p->row[m->ref.report] = m->row;
    }
    if (!rc && p->count) pairs_b3(p, errors);
    dl_links_free(&links);
    dl_memory_close(memory);
    dl_resolver_close(resolver);
    return rc;
}

static void pairs_free(pairs *p) {
    for (uint32_t i = 0; i < p->count; i++) dl_arena_free(&p->finds[i].arena);
    dl_arena_free(&p->arena);
}

#endif
