/* dl_idf --data DIR --out data/en/idf.tsv: how many documents each word stands in.
 *
 * Learnt from PolNeAR train, FA-KES, WCXB dev articles and GUM train without its non-commercial
 * genres: about 2,600 documents. The record never changes it: a word weighs the same in every
 * record (law 4).
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/words.h"
#include "train/files.h"

enum { LEAST = 3 }; /* rarer words are left out: they count as rare anyway */

typedef struct counts {
    dl_arena arena;
    dl_map of;   /* folded word -> documents */
    dl_map last; /* folded word -> the document that counted it last */
    uint32_t documents;
} counts;

static void add_document(counts *c, dl_str text) {
    dl_arena arena;
    dl_words words = {0};
    dl_buf folded = {0};
    if (text.len < 200 || text.len > UINT32_MAX / 2) return;
    dl_arena_init(&arena);
    c->documents++;
    dl_words_of(&words, &arena, text, 0, (uint32_t)text.len);
    for (uint32_t i = 0; i < words.count; i++) {
        const dl_word *w = &words.items[i];
        if (w->end - w->start > 40) continue;
        dl_buf_clear(&folded);
        for (uint32_t k = w->start; k < w->end; k++) {
            char ch = text.ptr[k];
            dl_buf_char(&folded, ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch);
        }
        dl_str key = dl_buf_view(&folded);
        if (dl_utf8_valid(key) != key.len) continue;
        uint32_t n = dl_map_get(&c->of, key);
        if (n == DL_NONE) key = dl_arena_str(&c->arena, key);
        if (n != DL_NONE && dl_map_get(&c->last, key) == c->documents) continue;
        dl_map_set(&c->of, key, n == DL_NONE ? 1 : n + 1);
        dl_map_set(&c->last, key, c->documents);
    }
    dl_buf_free(&folded);
    dl_arena_free(&arena);
}

static const char *longest(const json_t *j, const char *best) {
    const char *key;
    json_t *value;
    size_t i;
    if (json_is_string(j) && json_string_length(j) > strlen(best)) return json_string_value(j);
    if (json_is_object(j)) json_object_foreach((json_t *)j, key, value) best = longest(value, best);
    if (json_is_array(j)) json_array_foreach(j, i, value) best = longest(value, best);
    return best;
}

static void add_json(counts *c, dl_str bytes) {
    json_t *j = json_loadb(bytes.ptr, bytes.len, 0, NULL);
    add_document(c, dl_str_of(j ? longest(j, "") : ""));
    json_decref(j);
}

/* The "# text = " lines of a CoNLL-U file. */
static void add_conllu(counts *c, dl_str bytes) {
    dl_buf text = {0};
    for (size_t at = 0; at < bytes.len;) {
        const char *nl = memchr(bytes.ptr + at, '\n', bytes.len - at);
        size_t end = nl ? (size_t)(nl - bytes.ptr) : bytes.len;
        dl_str line = dl_str_sub(bytes, at, end);
        if (dl_str_starts(line, DL_STR("# text = "))) {
            dl_buf_str(&text, dl_str_sub(line, 9, line.len));
            dl_buf_char(&text, '\n');
        }
        at = end + 1;
    }
    add_document(c, dl_buf_view(&text));
    dl_buf_free(&text);
}

static void add_lines(counts *c, dl_str bytes) {
    for (size_t at = 0; at < bytes.len;) {
        const char *nl = memchr(bytes.ptr + at, '\n', bytes.len - at);
        size_t end = nl ? (size_t)(nl - bytes.ptr) : bytes.len;
        add_document(c, dl_str_sub(bytes, at, end));
        at = end + 1;
    }
}

static bool is_free_genre(const char *name) {
    static const char *const closed[] = {"essay", "fiction", "letter", "podcast", "whow"};
    for (size_t i = 0; i < DL_COUNT(closed); i++)
        if (strstr(name, closed[i])) return false;
    return true;
}

typedef void add_bytes(counts *c, dl_str bytes);

static int add_folder(counts *c, const char *data, const char *folder, const char *suffix,
                      add_bytes *add, dl_error *err) {
    dl_buf path = {0}, bytes = {0};
    file_names names = {0};
    dl_buf_printf(&path, "%s/%s", data, folder);
    int rc = file_list(&names, path.data, suffix, err);
    for (uint32_t i = 0; i < names.count && !rc; i++) {
        if (!is_free_genre(names.items[i])) continue;
        dl_buf_clear(&path);
        dl_buf_clear(&bytes);
        dl_buf_printf(&path, "%s/%s/%s", data, folder, names.items[i]);
        rc = file_read(path.data, &bytes, err);
        if (!rc) add(c, dl_buf_view(&bytes));
    }
    file_names_free(&names);
    dl_buf_free(&path);
    dl_buf_free(&bytes);
    return rc;
}

static int entry_cmp(const void *a, const void *b) {
    return dl_str_cmp(((const dl_map_entry *)a)->key, ((const dl_map_entry *)b)->key);
}

static int write_table(counts *c, const char *path, dl_error *err) {
    dl_buf out = {0};
    dl_buf_puts(&out,
                "word\tdocuments\n"
                "# Documents a word stands in; made by `dl_idf` (train/main_idf.c) from PolNeAR "
                "train, FA-KES, WCXB dev and GUM train (free genres).\n");
    dl_buf_printf(&out, "*\t%u\n", c->documents);
    qsort(c->of.entries.items, c->of.entries.count, sizeof(dl_map_entry), entry_cmp);
    for (uint32_t i = 0; i < c->of.entries.count; i++) {
        const dl_map_entry *e = &c->of.entries.items[i];
        if (e->value >= LEAST)
            dl_buf_printf(&out, "%.*s\t%u\n", (int)e->key.len, e->key.ptr, e->value);
    }
    int rc = file_write(path, dl_buf_view(&out), err);
    dl_buf_free(&out);
    return rc;
}

static void add_text(counts *c, dl_str bytes) {
    add_document(c, bytes);
}

int main(int argc, char **argv) {
    if (argc != 5 || strcmp(argv[1], "--data") || strcmp(argv[3], "--out")) {
        fprintf(stderr, "usage: dl_idf --data DIR --out FILE\n");
        return 2;
    }
    counts c = {0};
    dl_error err;
    dl_arena_init(&c.arena);
    dl_map_init(&c.of, &c.arena);
    dl_map_init(&c.last, &c.arena);
    int rc = add_folder(&c, argv[2], "polnear/train/text", ".txt", add_text, &err);
    if (!rc) rc = add_folder(&c, argv[2], "stream", ".csv", add_lines, &err);
    if (!rc) rc = add_folder(&c, argv[2], "html", ".json", add_json, &err);
    if (!rc) rc = add_folder(&c, argv[2], "gum/train", ".conllu", add_conllu, &err);
    if (!rc) rc = write_table(&c, argv[4], &err);
    if (rc) fprintf(stderr, "dl_idf: %s\n", err.message);
    dl_arena_free(&c.arena);
    return rc ? 1 : 0;
}
