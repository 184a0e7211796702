#include "base/hash.h"

#include <nettle/sha2.h>
#include <xxhash.h>

uint64_t dl_hash(dl_str bytes) {
    return XXH3_64bits(bytes.len ? bytes.ptr : "", bytes.len);
}

uint64_t dl_hash_mix(uint64_t hash, uint64_t value) {
    /* splitmix64's finaliser over the sum; Steele et al., OOPSLA 2014 */
    uint64_t x = hash * 0x9e3779b97f4a7c15u + value;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

void dl_sha256_hex(dl_str bytes, char out[65]) {
    static const char digits[] = "0123456789abcdef";
    struct sha256_ctx ctx;
    uint8_t sum[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    sha256_update(&ctx, bytes.len, (const uint8_t *)(bytes.len ? bytes.ptr : ""));
    sha256_digest(&ctx, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[64] = '\0';
}
