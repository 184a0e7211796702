/* rng.h - the trainers' random numbers: splitmix64 (Steele, Lea & Flood 2014), seeded. */
#ifndef DL_TRAIN_RNG_H
#define DL_TRAIN_RNG_H

#include <stdint.h>

typedef struct rng {
    uint64_t state;
} rng;

static inline uint64_t rng_next(rng *r) {
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}
/* 0 … n-1. */
static inline uint32_t rng_below(rng *r, uint32_t n) {
    return (uint32_t)((rng_next(r) >> 32) * n >> 32);
}
/* 0 ≤ x < 1. */
static inline float rng_unit(rng *r) {
    return (float)(rng_next(r) >> 40) * (1.0f / 16777216.0f);
}
/* order[0 … n-1] in random order. */
static inline void rng_shuffle(rng *r, uint32_t *order, uint32_t n) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = rng_below(r, i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

#endif
