/* Rows "times": TIMEX3 against TimeBank (tuned on) and AQUAINT (reported), the creation time left
 * out, as TempEval-3 scores them (UzZaman et al. 2013): strict = same span; value = overlapping and
 * the same normalised value, as an F1. From raw text, through our own tokens, tags and tree.
 * DL_TIMES_ERRORS=1 in the environment lists the differences. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "find/times.h"
#include "parse/parse.h"
#include "train/eval.h"
#include "train/files.h"

typedef struct gold_time {
    dl_span span;
    dl_str type, value;
    bool used;
} gold_time;

typedef struct tml {
    dl_report report;
    DL_VEC(gold_time) times;
} tml;

typedef struct score {
    uint32_t gold, found, strict, overlap, value;
} score;

static dl_str attribute(dl_str tag, const char *name) {
    size_t n = strlen(name);
    for (size_t i = 0; i + n + 2 < tag.len; i++) {
        if (memcmp(tag.ptr + i, name, n) != 0 || tag.ptr[i + n] != '=') continue;
        const char *from = tag.ptr + i + n + 2, *to = memchr(from, '"', tag.len - (i + n + 2));
        return to ? (dl_str){from, (size_t)(to - from)} : (dl_str){NULL, 0};
    }
    return (dl_str){NULL, 0};
}

static size_t find(dl_str text, size_t from, const char *what) {
    size_t n = strlen(what);
    for (size_t i = from; i + n <= text.len; i++)
        if (memcmp(text.ptr + i, what, n) == 0) return i;
    return text.len;
}

static size_t entity(dl_str xml, size_t at, char *out) {
    static const struct {
        const char *name;
        char c;
    } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < DL_COUNT(all); i++)
        if (dl_str_starts(dl_str_sub(xml, at, xml.len), dl_str_of(all[i].name))) {
            *out = all[i].c;
            return strlen(all[i].name);
        }
    *out = '&';
    return 1;
}

/* The text of <TEXT> without tags; TIMEX3 spans in it. */
static void read_body(dl_str xml, dl_arena *arena, tml *out) {
    size_t from = find(xml, 0, "<TEXT>") + 6, to = find(xml, from, "</TEXT>");
    char *text = dl_arena_alloc(arena, xml.len + 1);
    uint32_t n = 0;
    uint32_t open = DL_NONE;
    for (size_t i = from; i < to;) {
        if (xml.ptr[i] == '<') {
            size_t end = find(xml, i, ">");
            dl_str tag = dl_str_sub(xml, i, end);
            if (dl_str_starts(tag, DL_STR("<TIMEX3"))) {
                gold_time *g = DL_PUSH(&out->times, arena);
                *g = (gold_time){{n, n}, attribute(tag, "type"), attribute(tag, " value"), false};
                open = out->times.count - 1;
            } else if (dl_str_starts(tag, DL_STR("</TIMEX3")) && open != DL_NONE) {
                out->times.items[open].span.end = n;
                open = DL_NONE;
            }
            i = end + 1;
        } else if (xml.ptr[i] == '&') {
            char c;
            i += entity(xml, i, &c);
            text[n++] = c;
        } else {
            text[n++] = xml.ptr[i++];
        }
    }
    text[n] = '\0';
    out->report.text = (dl_str){text, n};
}

/* One block a paragraph (blank lines part them). */
static void cut_blocks(dl_report *report, dl_arena *arena) {
    dl_str t = report->text;
    for (size_t i = 0; i < t.len;) {
        while (i < t.len && (unsigned char)t.ptr[i] <= ' ') i++;
        size_t end = i;
        while (end < t.len && !(t.ptr[end] == '\n' && (end + 1 >= t.len || t.ptr[end + 1] == '\n')))
            end++;
        if (end > i) {
            dl_block *b = DL_PUSH(&report->blocks, arena);
            *b = (dl_block){{(uint32_t)i, (uint32_t)end}, DL_BLOCK_BODY};
        }
        i = end;
    }
}

static void differences(const tml *d, const struct dl_finds *finds) {
    dl_str text = d->report.text;
    for (uint32_t i = 0; i < d->times.count; i++) {
        const gold_time *g = &d->times.items[i];
        const dl_time *hit = NULL;
        for (uint32_t k = 0; k < finds->times.count; k++)
            if (dl_span_overlaps(finds->times.items[k].span, g->span)) hit = &finds->times.items[k];
        dl_str words = dl_span_text(text, g->span);
        if (!hit)
            fprintf(stderr, "MISS  %.*s = %.*s\n", (int)words.len, words.ptr, (int)g->value.len,
                    g->value.ptr);
        if (!hit) continue;
        dl_str ours = dl_span_text(text, hit->span);
        if (hit->span.start != g->span.start || hit->span.end != g->span.end)
            fprintf(stderr, "SPAN  %.*s | ours %.*s\n", (int)words.len, words.ptr, (int)ours.len,
                    ours.ptr);
        if (!dl_str_eq(hit->timex, g->value))
            fprintf(stderr, "VALUE %.*s = %.*s | ours %.*s (%.*s) pub %.*s\n", (int)words.len,
                    words.ptr, (int)g->value.len, g->value.ptr, (int)hit->timex.len, hit->timex.ptr,
                    (int)hit->rule.len, hit->rule.ptr, (int)finds->report.published.value.len,
                    finds->report.published.value.ptr);
    }
    for (uint32_t k = 0; k < finds->times.count; k++) {
        const dl_time *t = &finds->times.items[k];
        bool any = false;
        for (uint32_t i = 0; i < d->times.count; i++)
            any |= dl_span_overlaps(t->span, d->times.items[i].span);
        uint32_t from = t->span.start > 25 ? t->span.start - 25 : 0;
        if (!any)
            fprintf(stderr, "EXTRA %.*s = %.*s  [%.*s]\n", (int)(t->span.end - t->span.start),
                    text.ptr + t->span.start, (int)t->timex.len, t->timex.ptr,
                    (int)(t->span.end - from), text.ptr + from);
    }
}

static void count(tml *d, const struct dl_finds *finds, score *s) {
    s->gold += d->times.count;
    s->found += finds->times.count;
    for (uint32_t k = 0; k < finds->times.count; k++) {
        const dl_time *t = &finds->times.items[k];
        for (uint32_t i = 0; i < d->times.count; i++) {
            gold_time *g = &d->times.items[i];
            if (g->used || !dl_span_overlaps(t->span, g->span)) continue;
            g->used = true;
            s->overlap++;
            s->strict += t->span.start == g->span.start && t->span.end == g->span.end;
            s->value += dl_str_eq(t->timex, g->value);
            break;
        }
    }
    if (getenv("DL_TIMES_ERRORS")) differences(d, finds);
}

typedef struct tools {
    dl_parser *parser;
    dl_parse_scratch *scratch;
    dl_times *times;
} tools;

static int one_file(eval_context *c, tools *t, const char *path, score *s) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_buf file = {0};
    int rc = file_read(path, &file, &c->err);
    dl_str xml = dl_buf_view(&file);
    tml d = {0};
    dl_text text = {0};
    struct dl_finds finds = {0};
    if (!rc) {
        read_body(xml, &arena, &d);
        cut_blocks(&d.report, &arena);
        size_t dct = find(xml, 0, "<DCT>");
        d.report.published.value =
            attribute(dl_str_sub(xml, dct, find(xml, dct, "</DCT>")), " value");
        if (d.report.published.value.len > 10) d.report.published.value.len = 10;
        rc = dl_parse(t->parser, t->scratch, &arena, &d.report, &text, &c->err);
    }
    if (!rc) {
        dl_arena_init(&finds.arena);
        finds.report = d.report;
        dl_find_context context = {&text, &finds, &arena};
        rc = dl_times_find(t->times, &context, &c->err);
        if (!rc) count(&d, &finds, s);
        dl_arena_free(&finds.arena);
    }
    dl_arena_free(&arena);
    dl_buf_free(&file);
    return rc;
}

static int one_folder(eval_context *c, tools *t, const char *folder, const char *name,
                      bool reported) {
    score s = {0};
    struct dirent **names;
    int n = scandir(eval_path(c, folder), &names, NULL, alphasort), rc = DL_OK;
    for (int i = 0; i < n; i++) {
        const char *file = names[i]->d_name;
        size_t len = strlen(file);
        if (!rc && len > 4 && strcmp(file + len - 4, ".tml") == 0) {
            dl_str path = dl_arena_printf(&c->arena, "%s/%s", folder, file);
            rc = one_file(c, t, eval_path(c, path.ptr), &s);
        }
        free(names[i]);
    }
    if (n >= 0) free(names);
    double both = s.gold + s.found ? s.gold + s.found : 1;
    eval_row(c, "times", name, "TIMEX3 strict F1", 2.0 * s.strict / both, reported ? .70 : NAN,
             reported ? .82 : NAN);
    eval_row(c, "times", name, "TIMEX3 value F1", 2.0 * s.value / both, reported ? .65 : NAN,
             reported ? .80 : NAN);
    eval_row(c, "times", name, "TIMEX3 relaxed F1", 2.0 * s.overlap / both, NAN, NAN);
    return rc;
}

int eval_times(eval_context *c) {
    if (!eval_has(c, "times/tbaq")) {
        eval_skip(c, "times", "TBAQ");
        return DL_OK;
    }
    tools t = {0};
    int rc = dl_parser_open(&t.parser, c->data, &c->err);
    if (!rc) rc = dl_parse_scratch_open(&t.scratch, t.parser, &c->err);
    if (!rc) rc = dl_times_open(&t.times, c->data, &c->err);
    if (!rc) rc = one_folder(c, &t, "times/tbaq/TimeBank", "TimeBank", false);
    if (!rc) rc = one_folder(c, &t, "times/tbaq/AQUAINT", "AQUAINT", true);
    dl_times_close(t.times);
    dl_parse_scratch_close(t.scratch);
    dl_parser_close(t.parser);
    return rc;
}
