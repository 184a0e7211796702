#include "model/certainty.h"

const char *dl_certainty_name(dl_certainty certainty) {
    static const char *const names[] = {"", "low", "medium", "high"};
    return certainty < 4 ? names[certainty] : "";
}
