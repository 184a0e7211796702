#include "base/weights.h"

#include "base/hash.h"
#include "base/reader.h"

enum { HEAD = 24, ENTRY = DL_WEIGHTS_NAME + 16, ALIGN = 64 };

static const char magic[8] = {'D', 'L', 'W', 'E', 'I', 'G', 'H', 'T'};

static dl_reader entry(const dl_weights *w, uint32_t i) {
    dl_reader r = dl_reader_of(w->bytes);
    r.at += HEAD + (size_t)i * ENTRY;
    return r;
}

static bool entry_is_sound(const dl_weights *w, uint32_t i) {
    dl_reader r = entry(w, i);
    dl_read_bytes(&r, DL_WEIGHTS_NAME);
    uint64_t offset = dl_read_u64(&r), size = dl_read_u64(&r);
    return !r.failed && offset % ALIGN == 0 && offset <= w->bytes.len &&
           size <= w->bytes.len - offset;
}

int dl_weights_open(dl_weights *w, dl_str bytes, dl_error *err) {
    *w = (dl_weights){0};
    dl_reader r = dl_reader_of(bytes);
    dl_str start = dl_read_bytes(&r, sizeof magic);
    if (r.failed || memcmp(start.ptr, magic, sizeof magic) != 0)
        return dl_fail(err, DL_EFORMAT, 0, "this is not a file of weights");
    uint32_t version = dl_read_u32(&r), count = dl_read_u32(&r);
    uint64_t sum = dl_read_u64(&r);
    if (r.failed || version != DL_WEIGHTS_VERSION)
        return dl_fail(err, DL_EFORMAT, 8, "weights of version %u, this program reads version %u",
                       version, DL_WEIGHTS_VERSION);
    if (count > DL_WEIGHTS_SECTIONS || bytes.len < HEAD + (size_t)count * ENTRY)
        return dl_fail(err, DL_EFORMAT, 12, "the file of weights is torn: its table is cut off");
    *w = (dl_weights){bytes, count};
    for (uint32_t i = 0; i < count; i++) {
        if (entry_is_sound(w, i)) continue;
        *w = (dl_weights){0};
        return dl_fail(err, DL_EFORMAT, HEAD + (uint64_t)i * ENTRY,
                       "the file of weights is torn: section %u does not fit in it", i);
    }
    if (dl_hash(dl_str_sub(bytes, HEAD, bytes.len)) == sum) return DL_OK;
    *w = (dl_weights){0};
    return dl_fail(err, DL_ECORRUPT, 16, "the file of weights fails its checksum");
}

dl_str dl_weights_name(const dl_weights *w, uint32_t i) {
    dl_reader r = entry(w, i);
    dl_str name = dl_read_bytes(&r, DL_WEIGHTS_NAME);
    while (name.len && name.ptr[name.len - 1] == '\0') name.len--;
    return name;
}

dl_str dl_weights_section(const dl_weights *w, uint32_t i) {
    dl_reader r = entry(w, i);
    dl_read_bytes(&r, DL_WEIGHTS_NAME);
    uint64_t offset = dl_read_u64(&r), size = dl_read_u64(&r);
    return dl_str_sub(w->bytes, offset, offset + size);
}

dl_str dl_weights_get(const dl_weights *w, const char *name) {
    for (uint32_t i = 0; i < w->count; i++)
        if (dl_str_is(dl_weights_name(w, i), name)) return dl_weights_section(w, i);
    return (dl_str){NULL, 0};
}

const void *dl_weights_numbers(const dl_weights *w, const char *name, uint64_t count, size_t size,
                               dl_error *err) {
    dl_str s = dl_weights_get(w, name);
    uint64_t need;
    bool fits = s.ptr && !__builtin_mul_overflow(count, (uint64_t)size, &need) && need == s.len;
    if (fits && (uintptr_t)s.ptr % size == 0) return s.ptr;
    dl_fail(err, DL_EFORMAT, UINT64_MAX, "section %s of the weights has not the size it should",
            name);
    return NULL;
}

void dl_weights_add(dl_weights_writer *writer, const char *name, const void *bytes, size_t size) {
    if (writer->count == DL_WEIGHTS_SECTIONS) return;
    char *slot = writer->names[writer->count];
    memset(slot, 0, DL_WEIGHTS_NAME);
    for (size_t i = 0; i < DL_WEIGHTS_NAME && name[i]; i++) slot[i] = name[i];
    writer->sections[writer->count++] = (dl_str){bytes, size};
}

static size_t aligned(size_t n) {
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

void dl_weights_finish(const dl_weights_writer *writer, dl_buf *out) {
    dl_buf body = {0};
    size_t at = aligned(HEAD + (size_t)writer->count * ENTRY);
    for (uint32_t i = 0; i < writer->count; i++) {
        dl_buf_add(&body, writer->names[i], DL_WEIGHTS_NAME);
        dl_buf_u64(&body, at);
        dl_buf_u64(&body, writer->sections[i].len);
        at = aligned(at + writer->sections[i].len);
    }
    for (uint32_t i = 0; i < writer->count; i++) {
        while ((HEAD + body.len) % ALIGN && !body.failed) dl_buf_char(&body, '\0');
        dl_buf_str(&body, writer->sections[i]);
    }
    dl_buf_add(out, magic, sizeof magic);
    dl_buf_u32(out, DL_WEIGHTS_VERSION);
    dl_buf_u32(out, writer->count);
    dl_buf_u64(out, dl_hash(dl_buf_view(&body)));
    dl_buf_str(out, dl_buf_view(&body));
    if (body.failed) out->failed = true;
    dl_buf_free(&body);
}
