/* The attribution model's file: every torn or foreign one is refused, the shipped one is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "find/attribution_model.h"

typedef struct model_file {
    dl_data *data;
    char *bytes;
    size_t len;
} model_file;

static int open_file(void **state) {
    static model_file f;
    dl_error err;
    if (dl_data_open(&f.data, NULL, &err)) return -1;
    dl_str s = dl_data_get(f.data, "en/models/attributions.bin");
    f.len = s.len;
    f.bytes = malloc(s.len + 8);
    if (!f.bytes || !s.len) return -1;
    memcpy(f.bytes, s.ptr, s.len);
    *state = &f;
    return 0;
}

static int close_file(void **state) {
    model_file *f = *state;
    free(f->bytes);
    dl_data_close(f->data);
    return 0;
}

static int read_bytes(const model_file *f, size_t len) {
    dl_attr_model model;
    dl_error err = {0};
    int rc = dl_attr_model_read(&model, (dl_str){f->bytes, len}, &err);
    if (rc) assert_true(err.message[0] != 0);
    if (!rc) assert_true(model.notes.len > 20);
    return rc;
}

static void shipped_file_is_read(void **state) {
    model_file *f = *state;
    assert_int_equal(read_bytes(f, f->len), DL_OK);
}

static void torn_file_is_refused(void **state) {
    model_file *f = *state;
    for (size_t len = 8; len < f->len; len = len * 2 + 1)
        assert_int_not_equal(read_bytes(f, len), DL_OK);
    assert_int_equal(read_bytes(f, f->len - 1), DL_ECORRUPT);
    assert_int_equal(read_bytes(f, 0), DL_EFORMAT);
}

static void changed_byte_is_refused(void **state) {
    model_file *f = *state;
    f->bytes[f->len / 2] ^= 1;
    assert_int_equal(read_bytes(f, f->len), DL_ECORRUPT);
    f->bytes[f->len / 2] ^= 1;
}

static void other_version_and_magic_are_refused(void **state) {
    model_file *f = *state;
    f->bytes[8]++;
    assert_int_equal(read_bytes(f, f->len), DL_EVERSION);
    f->bytes[8]--;
    f->bytes[0] = 'X';
    assert_int_equal(read_bytes(f, f->len), DL_EFORMAT);
    f->bytes[0] = 'D';
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_file_is_read),
        cmocka_unit_test(torn_file_is_refused),
        cmocka_unit_test(changed_byte_is_refused),
        cmocka_unit_test(other_version_and_magic_are_refused),
    };
    return cmocka_run_group_tests(tests, open_file, close_file);
}
