#include "record/noun.h"

static int put_positions(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->positions.count; i++) {
        const dl_position *x = &p->finds->positions.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)x->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, x->sentence));
        put_span(p, 4, x->span);
        put_span(p, 7, x->condition);
        put_key(p, 10, x->party);
        sql_bind_text(p->stmt, 11, x->party_name.len ? x->party_name : DL_STR("?"));
        put_key(p, 12, x->speaker);
        put_key(p, 13, x->attribution);
        put_key(p, 14, x->event);
        sql_bind_words(p->stmt, 15, x->issue);
        sql_bind_words(p->stmt, 16, x->stance);
        sql_bind_text(p->stmt, 17, x->firmness);
        sql_bind_text(p->stmt, 18, x->form);
        sql_bind_text(p->stmt, 19, x->level);
        sql_bind_text(p->stmt, 20, x->number);
        sql_bind_text(p->stmt, 21, x->unit);
        sql_bind_text(p->stmt, 22, x->said);
        sql_bind_text(p->stmt, 23, x->rule);
        sqlite3_bind_int(p->stmt, 24, x->certainty);
        put_member(p, 25, DL_ITEM_POSITION, i);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_position = {
    .table = "position",
    .insert = "INSERT INTO position VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_positions,
    .check = "SELECT start, end, exact, condition_start, condition_end, condition"
             " FROM position WHERE key BETWEEN ?1 AND ?2",
    .triples = 2,
};

static int put_versions(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->versions.count; i++) {
        const dl_version *v = &p->finds->versions.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)v->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, v->sentence));
        put_span(p, 4, v->span);
        put_key(p, 7, v->attribution);
        sql_bind_text(p->stmt, 8, v->document);
        sql_bind_text(p->stmt, 9, v->label);
        put_number(p, 10, v->points);
        put_number(p, 11, v->packages);
        sqlite3_bind_int(p->stmt, 12, v->approximate);
        put_keys(p, 13, 0, v->authors, false);
        sql_bind_text(p->stmt, 14, v->date);
        sql_bind_text(p->stmt, 15, v->status);
        sql_bind_text(p->stmt, 16, v->known);
        put_spans(p, 17, 1, v->provisions);
        sqlite3_bind_int(p->stmt, 18, v->certainty);
        put_member(p, 19, DL_ITEM_VERSION, i);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_version = {
    .table = "version",
    .insert = "INSERT INTO version VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_versions,
    .check = "SELECT start, end, exact, provisions FROM version WHERE key BETWEEN ?1 AND ?2",
    .triples = 1,
    .lists = 1,
};

static int put_assessments(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->assessments.count; i++) {
        const dl_assessment *a = &p->finds->assessments.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)a->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, a->sentence));
        put_span(p, 4, a->span);
        put_key(p, 7, a->by);
        put_key(p, 8, a->attribution);
        sql_bind_text(p->stmt, 9, a->about);
        sql_bind_text(p->stmt, 10, a->issue);
        sql_bind_text(p->stmt, 11, a->state);
        sql_bind_text(p->stmt, 12, a->tone);
        sql_bind_text(p->stmt, 13, a->date);
        sqlite3_bind_int(p->stmt, 14, a->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_assessment = {
    .table = "assessment",
    .insert = "INSERT INTO assessment VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_assessments,
    .check = "SELECT start, end, exact FROM assessment WHERE key BETWEEN ?1 AND ?2",
    .triples = 1,
};

static int put_consents(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->consents.count; i++) {
        const dl_consent *c = &p->finds->consents.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)c->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, c->sentence));
        put_span(p, 4, c->span);
        put_span(p, 7, c->what);
        put_key(p, 10, c->by);
        put_key(p, 11, c->attribution);
        put_keys(p, 12, 0, c->who, false);
        sql_bind_words(p->stmt, 13, c->rule);
        sqlite3_bind_int(p->stmt, 14, c->certainty);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_consent = {
    .table = "consent",
    .insert = "INSERT INTO consent VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_consents,
    .check = "SELECT start, end, exact, what_start, what_end, what"
             " FROM consent WHERE key BETWEEN ?1 AND ?2",
    .triples = 2,
};
