/* Any bytes are JSON lines, and one JSON object. */
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    dl_str raw = {(const char *)bytes, len};
    check_read(raw, "jsonl");
    check_input(raw);
    return 0;
}
