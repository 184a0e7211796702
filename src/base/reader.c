#include "base/reader.h"

dl_reader dl_reader_of(dl_str bytes) {
    const unsigned char *at = (const unsigned char *)bytes.ptr;
    return (dl_reader){at, at + bytes.len, false};
}

static uint64_t read_le(dl_reader *r, size_t bytes) {
    dl_str view = dl_read_bytes(r, bytes);
    uint64_t value = 0;
    for (size_t i = 0; i < view.len; i++) value |= (uint64_t)(unsigned char)view.ptr[i] << (8 * i);
    return value;
}

uint8_t dl_read_u8(dl_reader *r) {
    return (uint8_t)read_le(r, 1);
}

uint32_t dl_read_u32(dl_reader *r) {
    return (uint32_t)read_le(r, 4);
}

uint64_t dl_read_u64(dl_reader *r) {
    return read_le(r, 8);
}

uint64_t dl_read_varint(dl_reader *r) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = dl_read_u8(r);
        value |= (uint64_t)(byte & 127) << shift;
        if (!(byte & 128)) return value;
    }
    r->failed = true;
    return 0;
}

dl_str dl_read_bytes(dl_reader *r, size_t len) {
    if ((size_t)(r->end - r->at) < len) {
        r->failed = true;
        r->at = r->end;
        return (dl_str){NULL, 0};
    }
    dl_str view = {(const char *)r->at, len};
    r->at += len;
    return view;
}
