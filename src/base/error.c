#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

int dl_fail(dl_error *err, int code, uint64_t byte, const char *format, ...) {
    if (!err) return code;
    err->code = code;
    err->byte = byte;
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return code;
}

int dl_fail_memory(dl_error *err) {
    return dl_fail(err, DL_ENOMEM, UINT64_MAX, "out of memory");
}
