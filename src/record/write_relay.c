#include "record/noun.h"

static int put_relays(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->relays.count; i++) {
        const dl_relay *r = &p->finds->relays.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)r->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, r->sentence));
        put_key(p, 4, r->outlet);
        sql_bind_words(p->stmt, 5, r->outlet_name);
        put_span(p, 6, r->span);
        sql_bind_words(p->stmt, 9, r->rule);
        sqlite3_bind_int(p->stmt, 10, r->suggested);
        sqlite3_bind_int(p->stmt, 11, r->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_relay = {
    .table = "relay",
    .insert = "INSERT INTO relay VALUES(?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_relays,
    .check = "SELECT start, end, exact FROM relay WHERE key BETWEEN ?1 AND ?2",
    .triples = 1,
};
