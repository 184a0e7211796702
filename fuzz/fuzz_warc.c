/* Any bytes are a file that was named: gzip, WARC, mbox, archives, what they hold. */
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    dl_str raw = {(const char *)bytes, len};
    check_input(raw);
    return 0;
}
