/* Sentences about other negotiations: positions are found as a careful reader finds them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../positions_cases.h"

static dl_str read_cases(void) {
    FILE *f = fopen(DL_TESTS "/data/positions.tsv", "rb");
    if (!f) return (dl_str){NULL, 0};
    char *bytes = malloc(1 << 20);
    size_t n = bytes ? fread(bytes, 1, 1 << 20, f) : 0;
    fclose(f);
    return (dl_str){bytes, n};
}

static void other_negotiations(void **state) {
    (void)state;
    dl_str cases = read_cases();
    assert_true(cases.len > 0);
    dl_data *data;
    dl_error err;
    assert_int_equal(dl_data_open(&data, NULL, &err), 0);
    positions_score score = {0, 0, 0, 0};
    assert_int_equal(positions_run(data, cases, "dev", &score, &err), 0);
    assert_int_equal(positions_run(data, cases, "held", &score, &err), 0);
    assert_true(score.rows >= 120);
    printf("%u right, %u extra, %u missed: F1 %.3f\n", score.right, score.extra, score.missed,
           positions_f1(&score));
    assert_true(positions_f1(&score) >= 0.75);
    dl_data_close(data);
    free((void *)cases.ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(other_negotiations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
