/* dl_pages DIR [NAME…]: each WCXB page's scores on a line, to read errors by; with names, the
 * report as read and the gold. */
#include <stdio.h>

#include "read/read.h"
#include "train/eval_pages.h"
#include "train/files.h"

static void print_field(const char *name, const dl_field *f) {
    if (f->value.len)
        printf("%s: %.*s (%.*s)\n", name, (int)f->value.len, f->value.ptr, (int)f->how.len,
               f->how.ptr);
}

static void print_whole(const dl_report *r, const page_gold *g) {
    print_field("title", &r->title);
    for (uint32_t i = 0; i < r->authors.count; i++) print_field("author", &r->authors.items[i]);
    print_field("outlet", &r->outlet);
    print_field("published", &r->published);
    print_field("updated", &r->updated);
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        dl_str s = dl_span_text(r->text, r->blocks.items[i].span);
        printf("%s| %.*s\n", dl_block_kind_name(r->blocks.items[i].kind), (int)s.len, s.ptr);
    }
    printf("---- gold: %.*s | %.*s | %.*s | %.*s\n%.*s\n", (int)g->title.len, g->title.ptr,
           (int)g->author.len, g->author.ptr, (int)g->date.len, g->date.ptr, (int)g->url.len,
           g->url.ptr, (int)g->body.len, g->body.ptr);
}

static int one(const char *folder, const char *name, const dl_read_tables *tables, bool whole) {
    dl_arena arena;
    dl_arena_init(&arena);
    dl_buf bytes = {0};
    dl_error err = {0};
    page_gold gold = {0};
    dl_report r;
    dl_read_options options = {.tables = tables};
    page_score s;
    int rc = page_gold_read(&gold, &arena, folder, name, &err);
    if (!rc) rc = page_bytes(&bytes, folder, name, &err);
    if (rc)
        fprintf(stderr, "%s\n", err.message);
    else {
        if (dl_read_report(&r, &arena, dl_str_of(name), dl_buf_view(&bytes), &options, &err)) {
            printf("%s: %s\n", name, err.message);
            r.blocks.count = 0;
        }
        page_score_of(&s, &arena, &r, &gold);
        if (whole) print_whole(&r, &gold);
        printf("%s\tF %.3f\tP %.3f\tR %.3f\ttitle %d\t[%.*s]\t[%.*s] (%.*s)\tauthors %u/%u/%u "
               "[%.*s] [",
               name, s.f1, s.precision, s.recall, s.title_right, (int)gold.title.len,
               gold.title.ptr, (int)r.title.value.len, r.title.value.ptr, (int)r.title.how.len,
               r.title.how.ptr, s.authors_right, s.authors_found, s.authors_gold,
               (int)gold.author.len, gold.author.ptr);
        for (uint32_t i = 0; i < r.authors.count; i++)
            printf("%s%.*s (%.*s)", i ? "; " : "", (int)r.authors.items[i].value.len,
                   r.authors.items[i].value.ptr, (int)r.authors.items[i].how.len,
                   r.authors.items[i].how.ptr);
        printf("]\tday %d %d [%.*s] [%.*s] (%.*s)\n", s.date_right, s.date_false,
               (int)gold.date.len, gold.date.ptr, (int)r.published.value.len, r.published.value.ptr,
               (int)r.published.how.len, r.published.how.ptr);
    }
    dl_buf_free(&bytes);
    dl_arena_free(&arena);
    return rc;
}

int main(int argc, char **argv) {
    dl_data *data;
    dl_error err = {0};
    dl_read_tables *tables;
    file_names names = {0};
    if (argc < 2) {
        fprintf(stderr, "usage: dl_pages FOLDER [NAME…]\n");
        return 2;
    }
    int rc = dl_data_open(&data, NULL, &err);
    if (!rc) rc = dl_read_tables_open(&tables, data, &err);
    if (!rc && argc == 2) rc = file_list(&names, argv[1], ".json", &err);
    if (rc) {
        fprintf(stderr, "dl_pages: %s\n", err.message);
        return 1;
    }
    for (int i = 2; i < argc; i++) rc |= one(argv[1], argv[i], tables, true);
    for (uint32_t i = 0; i < names.count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)(strlen(names.items[i]) - 5), names.items[i]);
        rc |= one(argv[1], name, tables, false);
    }
    file_names_free(&names);
    dl_read_tables_close(tables);
    dl_data_close(data);
    return rc != 0;
}
