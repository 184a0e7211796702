/* Any bytes are a page. */
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    dl_str raw = {(const char *)bytes, len};
    check_read(raw, "html");
    return 0;
}
