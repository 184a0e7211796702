#include "model/attribution.h"

const char *dl_quote_name(uint32_t quote) {
    static const char *const names[DL_QUOTES] = {"direct", "indirect", "mixed"};
    return quote < DL_QUOTES ? names[quote] : "";
}

const char *dl_cue_class_name(uint32_t cls) {
    static const char *const names[DL_CUE_CLASSES] = {"speech", "belief", "intention", "decision",
                                                      "perception"};
    return cls < DL_CUE_CLASSES ? names[cls] : "";
}

const char *dl_anonymity_name(uint32_t anonymity) {
    static const char *const names[DL_ANONYMITIES] = {"named", "role", "unnamed", "none"};
    return anonymity < DL_ANONYMITIES ? names[anonymity] : "";
}
