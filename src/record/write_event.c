#include "record/noun.h"

static void put_place(put *p, const dl_event *e) {
    const dl_mention *m =
        e->place < p->finds->mentions.count ? &p->finds->mentions.items[e->place] : NULL;
    put_key(p, 19, m ? m->entity : DL_NONE);
    put_words(p, 20, m ? m->span : DL_SPAN_NONE);
    sql_bind_text(p->stmt, 21, e->place_why);
}

static int put_events(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->events.count; i++) {
        const dl_event *e = &p->finds->events.items[i];
        bool in = e->sentence < p->finds->sentences.count;
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)e->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, e->sentence));
        put_span(p, 4, in ? p->finds->sentences.items[e->sentence].span : e->trigger);
        put_span(p, 7, e->trigger);
        sql_bind_text(p->stmt, 10, dl_str_of(dl_event_type_name(e->type)));
        sql_bind_text(p->stmt, 11, e->mode);
        put_split(p, 12, 0, e->contexts);
        sql_bind_text(p->stmt, 13, e->process);
        put_mentions(p, 14, 1, e->actors);
        put_mentions(p, 15, 2, e->recipients);
        sql_bind_text(p->stmt, 16, e->date);
        sql_bind_text(p->stmt, 17, e->date_how);
        put_split(p, 18, 3, e->numbers);
        put_place(p, e);
        sql_bind_words(p->stmt, 22, dl_str_of(dl_status_name(e->status)));
        put_key(p, 23, e->attribution);
        sql_bind_text(p->stmt, 24, e->frame);
        sqlite3_bind_int(p->stmt, 25, e->certainty);
        put_member(p, 26, DL_ITEM_EVENT, i);
        put_member(p, 27, DL_ITEM_MEETING, i);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_event = {
    .table = "event",
    .insert = "INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_events,
    .check = "SELECT sentence_start, sentence_end, sentence_text, start, end, exact"
             " FROM event WHERE key BETWEEN ?1 AND ?2",
    .triples = 2,
};

static int put_deadlines(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->deadlines.count; i++) {
        const dl_deadline *d = &p->finds->deadlines.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)d->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, d->sentence));
        put_span(p, 4, d->span);
        put_span(p, 7, d->what);
        put_key(p, 10, d->by);
        sql_bind_text(p->stmt, 11, d->date);
        sql_bind_text(p->stmt, 12, d->status);
        sqlite3_bind_int(p->stmt, 13, d->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_deadline = {
    .table = "deadline",
    .insert = "INSERT INTO deadline VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_deadlines,
    .check = "SELECT start, end, exact, what_start, what_end, what"
             " FROM deadline WHERE key BETWEEN ?1 AND ?2",
    .triples = 2,
};
