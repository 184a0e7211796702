/* Any bytes are text, with a metadata header or without; or a mail. */
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    dl_str raw = {(const char *)bytes, len};
    check_read(raw, "text");
    check_read(raw, "eml");
    return 0;
}
