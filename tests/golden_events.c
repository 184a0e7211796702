/* Stage "events": the first line is the publication date (EDTF, or "-" for none), the rest is the
 * text, one paragraph a line. Prints each event that a reader would see (certainty medium or more):
 *
 *     TYPE mode status: actors -> recipients | date | place      [trigger]
 *
 * and each deadline. Names are the entities' names. */
#include "find/find.h"
#include "golden.h"
#include "parse/parse.h"

static void print_people(const struct dl_finds *f, dl_list list, dl_buf *out) {
    for (uint32_t i = 0; i < list.count; i++) {
        const dl_mention *m = &f->mentions.items[f->refs.items[list.first + i]];
        dl_str name = m->entity == DL_NONE ? dl_span_text(f->report.text, m->span)
                                           : f->entities.items[m->entity].name;
        dl_buf_printf(out, "%s%.*s", i ? ", " : "", (int)name.len, name.ptr);
    }
    if (!list.count) dl_buf_char(out, '-');
}

static void print_event(const struct dl_finds *f, const dl_event *e, dl_buf *out) {
    dl_str what = e->type == DL_PROCESS ? e->process : dl_str_of(dl_event_type_name(e->type));
    dl_str trigger = dl_span_text(f->report.text, e->trigger);
    dl_buf_printf(out, "%.*s%s%.*s %s: ", (int)what.len, what.ptr, e->mode.len ? " " : "",
                  (int)e->mode.len, e->mode.ptr, dl_status_name(e->status));
    print_people(f, e->actors, out);
    dl_buf_puts(out, " -> ");
    print_people(f, e->recipients, out);
    dl_buf_printf(out, " | %.*s | ", e->date.len ? (int)e->date.len : 1,
                  e->date.len ? e->date.ptr : "-");
    if (e->place == DL_NONE) {
        dl_buf_char(out, '-');
    } else {
        dl_str place = dl_span_text(f->report.text, f->mentions.items[e->place].span);
        dl_buf_str(out, place);
    }
    dl_buf_printf(out, " [%.*s]\n", (int)trigger.len, trigger.ptr);
}

static void print_deadline(const struct dl_finds *f, const dl_deadline *d, dl_buf *out) {
    dl_str span = dl_span_text(f->report.text, d->span);
    dl_buf_printf(out, "deadline %.*s: %.*s", (int)d->status.len, d->status.ptr,
                  d->date.len ? (int)d->date.len : 1, d->date.len ? d->date.ptr : "-");
    if (d->by != DL_NONE) {
        dl_str by = f->entities.items[d->by].name;
        dl_buf_printf(out, " by %.*s", (int)by.len, by.ptr);
    }
    if (!dl_span_is_none(d->what)) {
        dl_str what = dl_span_text(f->report.text, d->what);
        dl_buf_printf(out, " for %.*s", (int)what.len, what.ptr);
    }
    dl_buf_printf(out, " [%.*s]\n", (int)span.len, span.ptr);
}

static void print_finds(const struct dl_finds *f, dl_buf *out) {
    bool any = false;
    for (uint32_t i = 0; i < f->events.count; i++) {
        if (f->events.items[i].certainty < DL_CERTAINTY_MEDIUM) continue;
        print_event(f, &f->events.items[i], out);
        any = true;
    }
    for (uint32_t i = 0; i < f->deadlines.count; i++) {
        print_deadline(f, &f->deadlines.items[i], out);
        any = true;
    }
    if (!any) dl_buf_puts(out, "nothing\n");
}

static void add_blocks(dl_report *report, dl_arena *arena) {
    size_t start = 0;
    for (size_t i = 0; i <= report->text.len; i++) {
        if (i < report->text.len && report->text.ptr[i] != '\n') continue;
        dl_block *block = i > start ? DL_PUSH(&report->blocks, arena) : NULL;
        if (block) *block = (dl_block){{(uint32_t)start, (uint32_t)i}, DL_BLOCK_BODY};
        start = i + 1;
    }
}

int golden_events(const dl_data *data, dl_str input, dl_buf *out, dl_error *err) {
    const char *nl = input.len ? memchr(input.ptr, '\n', input.len) : NULL;
    if (!nl) return dl_fail(err, DL_EVALUE, 0, "the first line must be a date or -");
    dl_str date = {input.ptr, (size_t)(nl - input.ptr)};
    struct dl_finds finds = {0};
    dl_arena arena;
    dl_arena_init(&arena);
    dl_arena_init(&finds.arena);
    finds.report.text = (dl_str){nl + 1, input.len - date.len - 1};
    if (!dl_str_is(date, "-")) finds.report.published.value = date;
    add_blocks(&finds.report, &finds.arena);
    dl_parser *parser = NULL;
    dl_parse_scratch *scratch = NULL;
    dl_finder *finder = NULL;
    dl_text text = {0};
    int rc = dl_parser_open(&parser, data, err);
    if (!rc) rc = dl_parse_scratch_open(&scratch, parser, err);
    if (!rc) rc = dl_finder_open(&finder, data, err);
    if (!rc) rc = dl_parse(parser, scratch, &arena, &finds.report, &text, err);
    for (uint32_t i = 0; !rc && i < text.sentences.count; i++) {
        dl_sentence *s = DL_PUSH(&finds.sentences, &finds.arena);
        if (s) *s = text.sentences.items[i];
    }
    dl_find_context context = {&text, &finds, &arena};
    if (!rc) rc = dl_finder_run(finder, &context, err);
    if (!rc) print_finds(&finds, out);
    dl_finder_close(finder);
    dl_parse_scratch_close(scratch);
    dl_parser_close(parser);
    dl_arena_free(&finds.arena);
    dl_arena_free(&arena);
    return rc;
}
