#include "train/eval.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

/* Every part, in the order of measures.md. */
static const struct {
    const char *name;
    eval_part *run;
} parts[] = {
    {"parse", eval_parse},
    {"names", eval_names},
    {"coref", eval_coref},
    {"times", eval_times},
    {"attributions", eval_attributions},
    {"speakers", eval_speakers},
    {"copies", eval_copies},
    {"events", eval_events},
    {"positions", eval_positions},
    {"pages", eval_pages},
    {"stories", eval_stories},
    {"entities", eval_entities},
};

static const char *copy(eval_context *c, const char *text) {
    return dl_arena_str(&c->arena, dl_str_of(text)).ptr;
}

static eval_result *push(eval_context *c, const char *part, const char *data, const char *score) {
    eval_result *row = DL_PUSH(&c->rows, &c->arena);
    row->part = copy(c, part);
    row->data = copy(c, data);
    row->score = copy(c, score);
    return row;
}

void eval_row(eval_context *c, const char *part, const char *data, const char *score, double value,
              double floor, double aim) {
    eval_result *row = push(c, part, data, score);
    row->value = value;
    row->floor = floor;
    row->aim = aim;
}

void eval_skip(eval_context *c, const char *part, const char *data) {
    eval_result *row = push(c, part, data, "skipped");
    row->value = row->floor = row->aim = NAN;
    row->skipped = true;
}

const char *eval_path(eval_context *c, const char *name) {
    return dl_arena_printf(&c->arena, "%s/%s", c->folder, name).ptr;
}

bool eval_has(eval_context *c, const char *name) {
    return access(eval_path(c, name), R_OK) == 0;
}

int eval_run(eval_context *c, const char *only) {
    bool any = false;
    for (size_t i = 0; i < DL_COUNT(parts); i++) {
        if (only && strcmp(only, parts[i].name) != 0) continue;
        any = true;
        fprintf(stderr, "eval: %s\n", parts[i].name);
        int rc = parts[i].run(c);
        if (rc) return rc;
    }
    if (any) return DL_OK;
    dl_buf names = {0};
    for (size_t i = 0; i < DL_COUNT(parts); i++) dl_buf_printf(&names, " %s", parts[i].name);
    int rc =
        dl_fail(&c->err, DL_ENOTFOUND, UINT64_MAX, "no part %s; there are:%s", only, names.data);
    dl_buf_free(&names);
    return rc;
}

static void number(dl_buf *out, double value) {
    char text[32] = "-";
    if (!isnan(value)) snprintf(text, sizeof text, fabs(value) > 100 ? "%.0f" : "%.4f", value);
    dl_buf_printf(out, " %10s", text);
}

void eval_print(const eval_context *c, dl_buf *out) {
    dl_buf_printf(out, "%-16s %-22s %-30s %10s %10s %10s\n", "part", "data", "score", "value",
                  "floor", "aim");
    for (uint32_t i = 0; i < c->rows.count; i++) {
        const eval_result *row = &c->rows.items[i];
        dl_buf_printf(out, "%-16s %-22s %-30s", row->part, row->data, row->score);
        number(out, row->value);
        number(out, row->floor);
        number(out, row->aim);
        /* an aim below its floor: fewer is better */
        bool fewer = !isnan(row->floor) && !isnan(row->aim) && row->aim < row->floor;
        if (!isnan(row->floor) && (fewer ? row->value > row->floor : row->value < row->floor))
            dl_buf_puts(out, "  below floor");
        else if (!isnan(row->aim) && row->value >= row->aim)
            dl_buf_puts(out, "  aim met");
        dl_buf_char(out, '\n');
    }
}

static void json_string(dl_buf *out, const char *name, const char *text) {
    dl_buf_printf(out, "\"%s\": \"", name);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') dl_buf_char(out, '\\');
        dl_buf_char(out, *text);
    }
    dl_buf_puts(out, "\", ");
}

static void json_number(dl_buf *out, const char *name, double value, const char *after) {
    if (isnan(value))
        dl_buf_printf(out, "\"%s\": null%s", name, after);
    else
        dl_buf_printf(out, "\"%s\": %.6f%s", name, value, after);
}

void eval_json(const eval_context *c, dl_buf *out) {
    dl_buf_puts(out, "[\n");
    bool first = true;
    for (uint32_t i = 0; i < c->rows.count; i++) {
        const eval_result *row = &c->rows.items[i];
        if (row->skipped) continue;
        dl_buf_puts(out, first ? "  {" : ",\n  {");
        first = false;
        json_string(out, "part", row->part);
        json_string(out, "data", row->data);
        json_string(out, "score", row->score);
        json_number(out, "value", row->value, ", ");
        json_number(out, "floor", row->floor, ", ");
        json_number(out, "aim", row->aim, "}");
    }
    dl_buf_puts(out, "\n]\n");
}
