/* embedded.h - the files of data/ as bytes in the program; made by cmake/embed.cmake. */
#ifndef DL_MODEL_EMBEDDED_H
#define DL_MODEL_EMBEDDED_H

#include <stdint.h>

typedef struct dl_embedded_file {
    const char *name; /* path below data/, sorted */
    const unsigned char *start, *end;
} dl_embedded_file;

extern const dl_embedded_file dl_embedded[];
extern const uint32_t dl_embedded_count;

#endif
