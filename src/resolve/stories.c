#include "resolve/stories.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/reader.h"
#include "base/words.h"
#include "resolve/tuning_resolve.h"

/* ── weights ────────────────────────────────────────────────────────────────────────────────── */

struct dl_idf {
    dl_arena arena;
    dl_map frequency; /* word hash -> documents it stands in */
    uint32_t documents;
};

/* log2(x) in 1/256, x > 0: the whole part by shifting, the rest by squaring. */
static uint32_t log2_256(uint64_t x) {
    uint32_t whole = 0;
    while (x >> (whole + 1)) whole++;
    uint64_t m = whole > 31 ? x >> (whole - 31) : x << (31 - whole); /* 1.31 */
    uint32_t out = whole;
    for (unsigned bit = 0; bit < 8; bit++) {
        m = m * m >> 31;
        out <<= 1;
        if (m >> 32) {
            out |= 1;
            m >>= 1;
        }
    }
    return out;
}

static uint64_t root_of(uint64_t x) {
    uint64_t r = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= x) r += bit;
    return r;
}

static uint32_t word_hash(dl_str word) {
    dl_arena arena;
    dl_words words = {0};
    dl_arena_init(&arena);
    dl_words_of(&words, &arena, word, 0, (uint32_t)word.len);
    uint32_t hash = words.count ? words.items[0].hash : 0;
    dl_arena_free(&arena);
    return hash;
}

static uint32_t number_of(dl_str s) {
    uint32_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && n < 100000000; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

int dl_idf_open(dl_idf **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_idf *idf = calloc(1, sizeof *idf);
    if (!idf) return dl_fail_memory(err);
    dl_arena_init(&idf->arena);
    dl_map_init(&idf->frequency, &idf->arena);
    dl_tsv table;
    int rc = dl_data_table(data, "en/idf.tsv", &idf->arena, &table, err);
    uint32_t word = rc ? 0 : dl_tsv_column(&table, "word");
    uint32_t documents = rc ? 0 : dl_tsv_column(&table, "documents");
    for (uint32_t i = 0; !rc && i < table.rows.count; i++) {
        const dl_tsv_row *row = &table.rows.items[i];
        uint32_t n = number_of(dl_tsv_cell(row, documents));
        if (dl_str_is(dl_tsv_cell(row, word), "*")) {
            idf->documents = n; /* how many there were in all */
            continue;
        }
        uint32_t hash = word_hash(dl_tsv_cell(row, word));
        dl_str key = dl_arena_str(&idf->arena, (dl_str){(const char *)&hash, sizeof hash});
        if (!dl_map_set(&idf->frequency, key, n)) rc = dl_fail_memory(err);
    }
    if (!rc && !idf->documents)
        rc = dl_fail(err, DL_EFORMAT, UINT64_MAX, "en/idf.tsv has no line for all documents (*)");
    if (rc)
        dl_idf_close(idf);
    else
        *out = idf;
    return rc;
}

void dl_idf_close(dl_idf *idf) {
    if (!idf) return;
    dl_arena_free(&idf->arena);
    free(idf);
}

/* log2(documents / documents with the word) in 1/256; words of the table's tail count as rare. */
static uint32_t idf_of(const dl_idf *idf, uint32_t hash) {
    uint32_t n = dl_map_get(&idf->frequency, (dl_str){(const char *)&hash, sizeof hash});
    if (n == DL_NONE) n = DL_STORY_RARE;
    uint32_t all = log2_256(idf->documents), some = log2_256(n ? n : 1);
    return all > some ? all - some : 0;
}

/* ── vectors ────────────────────────────────────────────────────────────────────────────────── */

typedef struct counted {
    uint32_t hash, count, names;
    uint64_t weight;
} counted;

static int by_hash(const void *pa, const void *pb) {
    const counted *a = pa, *b = pb;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static int by_weight(const void *pa, const void *pb) {
    const counted *a = pa, *b = pb;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    return by_hash(pa, pb);
}

/* A line that is a web address names a site, not a story. */
static bool is_address(dl_str line) {
    return dl_str_starts(line, DL_STR("http")) || dl_str_starts(line, DL_STR("www."));
}

static bool is_name(dl_str text, const dl_word *w) {
    char c = text.ptr[w->start];
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Counts the words of the parsed blocks; how often each stands as a name. */
static uint32_t count_words(const dl_report *r, dl_arena *arena, counted **out) {
    dl_words words = {0};
    for (uint32_t i = 0; i < r->blocks.count; i++) {
        const dl_block *b = &r->blocks.items[i];
        if (!dl_block_is_parsed(b->kind) || b->span.end > r->text.len) continue;
        if (is_address(dl_span_text(r->text, b->span))) continue;
        dl_words_of(&words, arena, r->text, b->span.start, b->span.end);
    }
    counted *c = dl_arena_array(arena, words.count + 1, sizeof *c);
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; c && i < words.count; i++) {
        const dl_word *w = &words.items[i];
        bool name = is_name(r->text, w);
        if (w->end - w->start < 2 && !name) continue;
        c[n++] = (counted){w->hash, 1, name, 0};
    }
    if (n) qsort(c, n, sizeof *c, by_hash);
    for (uint32_t i = 0; i < n; i++) {
        if (kept && c[kept - 1].hash == c[i].hash) {
            c[kept - 1].count++;
            c[kept - 1].names += c[i].names;
        } else {
            c[kept++] = c[i];
        }
    }
    *out = c;
    return kept;
}

static uint32_t weigh(const dl_idf *idf, counted *c, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t idf256 = idf_of(idf, c[i].hash);
        if (idf256 < DL_STORY_LEAST_IDF) continue;
        c[i].weight = (uint64_t)idf256 * (256 + log2_256(c[i].count) * DL_STORY_TF / 100) >> 8;
        if (c[i].names * 2 > c[i].count) c[i].weight = c[i].weight * DL_STORY_NAME / 100;
        c[kept++] = c[i];
    }
    if (kept > 1) qsort(c, kept, sizeof *c, by_weight);
    return kept < DL_STORY_WORDS ? kept : DL_STORY_WORDS;
}

static int u32_cmp(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

int dl_story_make(dl_story *story, const dl_idf *idf, const dl_report *report, dl_arena *arena,
                  uint32_t **terms, uint32_t *count, dl_error *err) {
    counted *c;
    memset(story, 0, sizeof *story);
    uint32_t n = count_words(report, arena, &c);
    *terms = dl_arena_array(arena, DL_STORY_TERMS, sizeof **terms);
    if (!c || !*terms) return dl_fail_memory(err);
    n = weigh(idf, c, n);
    uint64_t square = 0;
    for (uint32_t i = 0; i < n; i++) square += c[i].weight * c[i].weight;
    uint64_t norm = root_of(square);
    *count = n < DL_STORY_TERMS ? n : DL_STORY_TERMS;
    for (uint32_t i = 0; i < *count; i++) (*terms)[i] = c[i].hash;
    if (*count > 1) qsort(*terms, *count, sizeof **terms, u32_cmp);
    if (n > 1) qsort(c, n, sizeof *c, by_hash);
    for (uint32_t i = 0; i < n && norm; i++)
        story->words[story->count++] =
            (dl_story_word){c[i].hash, (uint32_t)(c[i].weight * 4096 / norm)};
    return DL_OK;
}

void dl_story_write(const dl_story *story, dl_buf *out) {
    dl_buf_varint(out, story->count);
    for (uint32_t i = 0; i < story->count; i++) {
        dl_buf_u32(out, story->words[i].word);
        dl_buf_varint(out, story->words[i].weight);
    }
}

int dl_story_read(dl_story *story, dl_str bytes, dl_error *err) {
    dl_reader r = dl_reader_of(bytes);
    memset(story, 0, sizeof *story);
    uint64_t count = dl_read_varint(&r);
    for (uint64_t i = 0; i < count && i < DL_STORY_WORDS; i++) {
        dl_story_word *w = &story->words[story->count++];
        w->word = dl_read_u32(&r);
        w->weight = (uint32_t)dl_read_varint(&r);
    }
    if (r.failed || r.at != r.end || count > DL_STORY_WORDS)
        return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored story vector is torn: rebuild");
    return DL_OK;
}

uint32_t dl_story_like(const dl_story *a, const dl_story *b) {
    uint64_t sum = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->words[i].word, y = b->words[j].word;
        if (x == y) {
            sum += (uint64_t)a->words[i++].weight * b->words[j++].weight;
        } else if (x < y) {
            i++;
        } else {
            j++;
        }
    }
    return (uint32_t)(sum * 1000 >> 24);
}
