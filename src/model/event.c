#include "model/event.h"

const char *dl_event_type_name(uint32_t type) {
    static const char *const names[DL_EVENT_TYPES] = {
        "AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
        "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
        "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT", "",
    };
    return type < DL_EVENT_TYPES ? names[type] : "";
}

const char *dl_status_name(uint32_t status) {
    static const char *const names[DL_STATUSES] = {"occurred", "ongoing", "planned",
                                                   "possible", "denied",  "historical"};
    return status < DL_STATUSES ? names[status] : "";
}
