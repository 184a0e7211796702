/* weights.h - a file of named binary sections: how learnt weights are stored.
 *
 *     0   8  magic "DLWEIGHT"
 *     8   4  version (1)
 *    12   4  number of sections, n
 *    16   8  XXH3 over all bytes from 24 on
 *    24  32n one entry a section: name (16 bytes, NUL-padded), offset u64, size u64
 *        …  sections, each at a multiple of 64
 *
 * Little-endian. A section "notes" names the data learnt from, their licences, and the command.
 * What a section holds is its user's affair; wbuf and sections of numbers help with it. Nothing
 * is copied: sections are views of the bytes given, which must be aligned to 64 (as compiled-in
 * data is) for a section to be aligned; dl_weights_numbers refuses a misaligned one.
 */
#ifndef DL_BASE_WEIGHTS_H
#define DL_BASE_WEIGHTS_H

#include "base/buf.h"
#include "base/error.h"

enum { DL_WEIGHTS_VERSION = 1, DL_WEIGHTS_NAME = 16, DL_WEIGHTS_SECTIONS = 64 };

typedef struct dl_weights {
    dl_str bytes;
    uint32_t count; /* sections */
} dl_weights;

/* Checks magic, version, every offset and size, and the checksum. DL_EFORMAT: not such a file, or
 * torn; DL_ECORRUPT: the checksum differs. */
int dl_weights_open(dl_weights *weights, dl_str bytes, dl_error *err);
/* The name and bytes of section i < count. */
dl_str dl_weights_name(const dl_weights *weights, uint32_t i);
dl_str dl_weights_section(const dl_weights *weights, uint32_t i);
/* A section by name; {NULL,0}: there is none. */
dl_str dl_weights_get(const dl_weights *weights, const char *name);
/* A section that must hold exactly count numbers of size bytes each; NULL and DL_EFORMAT where it
 * does not, or is not aligned to size. */
const void *dl_weights_numbers(const dl_weights *weights, const char *name, uint64_t count,
                               size_t size, dl_error *err);

/* Building a file: add the sections, then finish into out (free it afterwards). */
typedef struct dl_weights_writer {
    char names[DL_WEIGHTS_SECTIONS][DL_WEIGHTS_NAME];
    dl_str sections[DL_WEIGHTS_SECTIONS];
    uint32_t count;
} dl_weights_writer;

/* The bytes must live until the finish. */
void dl_weights_add(dl_weights_writer *writer, const char *name, const void *bytes, size_t size);
void dl_weights_finish(const dl_weights_writer *writer, dl_buf *out);

#endif
