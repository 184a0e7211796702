/* Stage "plan": a text alone prints its points; two texts with a line "=>" between them are
 * aligned, one row a change. */
#include "golden.h"
#include "resolve/plan.h"

static void print_counts(const dl_plan *p, dl_buf *out) {
    dl_buf_printf(out, "%u points", p->points.count);
    if (p->highest) dl_buf_printf(out, ", numbers to %u", p->highest);
    if (p->missing.count) {
        dl_buf_puts(out, ", without");
        for (uint32_t i = 0; i < p->missing.count; i++)
            dl_buf_printf(out, " %u", p->missing.items[i]);
    }
    if (p->packages.count) dl_buf_printf(out, ", %u packages", p->packages.count);
    if (p->brackets) dl_buf_printf(out, ", %u brackets", p->brackets);
    if (p->options) dl_buf_printf(out, ", %u options", p->options);
    dl_buf_char(out, '\n');
}

static void print_refs(const dl_plan *p, const uint32_t *list, uint32_t count, dl_buf *out) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = p->points.items[list[i]].number;
        dl_buf_printf(out, "%s%u", i ? "+" : "", number ? number : list[i] + 1);
    }
    if (!count) dl_buf_char(out, '-');
}

static void print_rows(const dl_plan *a, const dl_plan *b, const dl_plan_alignment *rows,
                       dl_buf *out) {
    for (uint32_t i = 0; i < rows->rows.count; i++) {
        const dl_plan_row *r = &rows->rows.items[i];
        print_refs(a, r->olds, r->old_count, out);
        dl_buf_puts(out, " -> ");
        print_refs(b, r->news, r->new_count, out);
        dl_buf_printf(out, " %s", dl_plan_change_name(r->change));
        if (r->moved) dl_buf_puts(out, ", moved");
        if (r->numbers && r->change != DL_PLAN_NUMBER) dl_buf_puts(out, ", number changed");
        if (r->operative.len) dl_buf_printf(out, ", %.*s", (int)r->operative.len, r->operative.ptr);
        if (r->difference.len && r->change != DL_PLAN_SPLIT && r->change != DL_PLAN_MERGED)
            dl_buf_printf(out, ": %.*s", (int)r->difference.len, r->difference.ptr);
        dl_buf_char(out, '\n');
    }
}

static size_t find_arrow(dl_str input) {
    for (size_t i = 0; i + 4 <= input.len; i++)
        if (memcmp(input.ptr + i, "\n=>\n", 4) == 0) return i + 1;
    return input.len;
}

int golden_plan(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    (void)data;
    dl_arena arena;
    dl_arena_init(&arena);
    size_t arrow = find_arrow(input);
    dl_plan a, b;
    dl_plan_alignment rows;
    int rc = dl_plan_parse(&a, &arena, dl_str_sub(input, 0, arrow), err);
    if (!rc) print_counts(&a, out);
    if (!rc && arrow < input.len) {
        rc = dl_plan_parse(&b, &arena, dl_str_sub(input, arrow + 3, input.len), err);
        if (!rc) print_counts(&b, out);
        if (!rc) rc = dl_plan_align(&rows, &arena, &a, &b, err);
        if (!rc) print_rows(&a, &b, &rows, out);
    }
    dl_arena_free(&arena);
    return rc;
}
