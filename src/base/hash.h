/* hash.h - fast 64-bit hashes (XXH3) for tables, SHA-256 (nettle) for identity. Pure functions. */
#ifndef DL_BASE_HASH_H
#define DL_BASE_HASH_H

#include "base/span.h"

uint64_t dl_hash(dl_str bytes);
/* Mixes a value into a hash; order matters. */
uint64_t dl_hash_mix(uint64_t hash, uint64_t value);
/* 64 lower-case hex digits and a NUL. */
void dl_sha256_hex(dl_str bytes, char out[65]);

#endif
