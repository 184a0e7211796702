/* Brief: the first page. */
#include "http/bits.h"

static void query(const page_request *r, dl_query *q, dl_where *where) {
    (void)where;
    q->view = "event";
    q->all = page_param(r, "all") != NULL;
    q->limit = 200;
}

const page page_brief = {
    .path = "/",
    .name = "Brief",
    .key = "b",
    .empty = "The brief would stand here. Add reports: <code>dateline add FILES</code>.",
    .query = query,
};
