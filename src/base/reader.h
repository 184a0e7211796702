/* reader.h - bounded reading of little-endian bytes, with a sticky failure.
 *
 * Reading past the end returns zeros and sets `failed`: check once at the end. Used for every
 * stored format (finds, models, index segments), so that a torn blob is an error, not a crash.
 */
#ifndef DL_BASE_READER_H
#define DL_BASE_READER_H

#include "base/span.h"

typedef struct dl_reader {
    const unsigned char *at, *end;
    bool failed;
} dl_reader;

dl_reader dl_reader_of(dl_str bytes);
uint8_t dl_read_u8(dl_reader *r);
uint32_t dl_read_u32(dl_reader *r);
uint64_t dl_read_u64(dl_reader *r);
uint64_t dl_read_varint(dl_reader *r);
/* A view of the next len bytes; {NULL,0} and failed where there are fewer. */
dl_str dl_read_bytes(dl_reader *r, size_t len);

#endif
