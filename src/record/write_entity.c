#include <stdlib.h>

#include "base/map.h"
#include "record/noun.h"

static int put_entities_in(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->entities.count; i++) {
        const dl_entity *e = &p->finds->entities.items[i];
        dl_span at = e->first < p->finds->mentions.count ? p->finds->mentions.items[e->first].span
                                                         : (dl_span){i, i};
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2,
                           (int64_t)dl_item_id(&p->finds->report, "entity", at, i));
        sqlite3_bind_int(p->stmt, 3, e->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_entity_in = {
    .table = "entity_in",
    .insert = "INSERT INTO entity_in VALUES(?,?,?)",
    .put = put_entities_in,
};
