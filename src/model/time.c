#include "model/time.h"

const char *dl_time_kind_name(uint32_t kind) {
    static const char *const names[DL_TIME_KINDS] = {"DATE", "TIME", "DURATION", "SET"};
    return kind < DL_TIME_KINDS ? names[kind] : "";
}
