/* Every SIMD kernel gives the bytes of its plain twin, on random input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "parse/kernels.h"

enum { ROWS = 46, ROUNDS = 60 };

static uint64_t state = 7;

static uint32_t number(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)((z ^ z >> 27) >> 16);
}

/* Full of extremes: they are where saturation and rounding would differ. */
static int pick(int low, int high) {
    uint32_t r = number() % 8;
    if (r == 0) return low;
    if (r == 1) return high;
    return low + (int)(number() % (uint32_t)(high - low + 1));
}

typedef struct input {
    int16_t bias[DL_KERNEL_HIDDEN];
    int8_t row[ROWS][DL_KERNEL_HIDDEN];
    const int8_t *rows[ROWS];
    int8_t weights[DL_KERNEL_HIDDEN * DL_KERNEL_OUTPUTS];
    int32_t outbias[DL_KERNEL_OUTPUTS];
    int16_t vector[96], first[96 * 512];
} input;

static void fill(input *in) {
    for (size_t i = 0; i < DL_COUNT(in->bias); i++)
        in->bias[i] = (int16_t)pick(-DL_KERNEL_BIAS, DL_KERNEL_BIAS);
    for (size_t r = 0; r < ROWS; r++) {
        in->rows[r] = in->row[r];
        for (size_t i = 0; i < DL_KERNEL_HIDDEN; i++) in->row[r][i] = (int8_t)pick(-128, 127);
    }
    for (size_t i = 0; i < DL_COUNT(in->weights); i++) in->weights[i] = (int8_t)pick(-64, 64);
    for (size_t i = 0; i < DL_COUNT(in->outbias); i++) in->outbias[i] = pick(-(1 << 30), 1 << 20);
    for (size_t i = 0; i < DL_COUNT(in->vector); i++) in->vector[i] = (int16_t)pick(-1024, 1016);
    for (size_t i = 0; i < DL_COUNT(in->first); i++) in->first[i] = (int16_t)pick(-8191, 8191);
}

static void compare(const dl_kernels *plain, const dl_kernels *fast) {
    input *in = calloc(1, sizeof *in);
    assert_non_null(in);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t width = 64 * (1 + number() % 4), outputs = 16 * (1 + number() % 8);
        uint32_t count = number() % (ROWS + 1), dim = 2 + 2 * (number() % 48);
        uint8_t a[DL_KERNEL_HIDDEN], b[DL_KERNEL_HIDDEN];
        int32_t x[DL_KERNEL_OUTPUTS], y[DL_KERNEL_OUTPUTS];
        int8_t p[512], q[512];
        fill(in);
        plain->hidden(in->bias, in->rows, count, width, a);
        fast->hidden(in->bias, in->rows, count, width, b);
        assert_memory_equal(a, b, width);
        plain->scores(a, in->weights, in->outbias, width, outputs, x);
        fast->scores(a, in->weights, in->outbias, width, outputs, y);
        assert_memory_equal(x, y, outputs * sizeof *x);
        assert_int_equal(plain->best(a, in->weights, in->outbias, width, outputs),
                         fast->best(a, in->weights, in->outbias, width, outputs));
        uint32_t n = 16 * (1 + number() % 32);
        plain->rows(in->vector, in->first, dim, n, 14, p);
        fast->rows(in->vector, in->first, dim, n, 14, q);
        assert_memory_equal(p, q, n);
    }
    free(in);
}

static void avx2_equals_plain(void **unused) {
    (void)unused;
    const dl_kernels *fast = dl_kernels_named("avx2");
    if (!fast) skip();
    compare(dl_kernels_named("scalar"), fast);
}

static void avx512_equals_plain(void **unused) {
    (void)unused;
    const dl_kernels *fast = dl_kernels_named("avx512");
    if (!fast) skip();
    compare(dl_kernels_named("scalar"), fast);
}

/* A tie goes to the first: scores all equal. */
static void ties_go_to_the_first(void **unused) {
    (void)unused;
    static const char *const names[] = {"scalar", "avx2", "avx512"};
    uint8_t hidden[64] = {0};
    static int8_t weights[64 * 80];
    int32_t bias[80];
    for (int i = 0; i < 80; i++) bias[i] = i == 37 || i == 70 ? 5 : 4;
    for (size_t k = 0; k < DL_COUNT(names); k++) {
        const dl_kernels *kernels = dl_kernels_named(names[k]);
        if (kernels) assert_int_equal(kernels->best(hidden, weights, bias, 64, 80), 37);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(avx2_equals_plain),
        cmocka_unit_test(avx512_equals_plain),
        cmocka_unit_test(ties_go_to_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
