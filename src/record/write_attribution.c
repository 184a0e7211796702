#include "record/noun.h"

static void put_who(put *p, const dl_attribution *a) {
    put_key(p, 11, a->speaker);
    put_keys(p, 12, 1, a->speakers, true);
    sql_bind_words(p->stmt, 13, dl_str_of(dl_quote_name(a->quote)));
    sql_bind_words(p->stmt, 14, dl_str_of(dl_cue_class_name(a->cls)));
    sql_bind_words(p->stmt, 15, dl_str_of(dl_anonymity_name(a->anonymity)));
    put_number(p, 16, a->count);
    put_words(p, 17, a->addressee);
    put_key(p, 18, a->via);
    put_keys(p, 19, 2, a->chain, true);
}

static int put_attributions(put *p) {
    int rc = DL_OK;
    for (uint32_t i = 0; !rc && i < p->finds->attributions.count; i++) {
        const dl_attribution *a = &p->finds->attributions.items[i];
        put_key(p, 1, i);
        sqlite3_bind_int64(p->stmt, 2, (int64_t)a->id);
        sqlite3_bind_int64(p->stmt, 3, put_sentence(p, a->sentence));
        put_span(p, 4, a->source);
        put_span(p, 7, a->cue);
        put_spans(p, 10, 0, a->content);
        put_who(p, a);
        sql_bind_text(p->stmt, 20, a->occasion);
        sql_bind_text(p->stmt, 21, a->date);
        sqlite3_bind_int(p->stmt, 22, a->denied);
        sqlite3_bind_int(p->stmt, 23, a->hedged);
        put_key(p, 24, a->within);
        sql_bind_text(p->stmt, 25, a->side);
        sqlite3_bind_int(p->stmt, 26, a->speaker_certainty);
        sqlite3_bind_int(p->stmt, 27, a->certainty);
        put_member(p, 28, DL_ITEM_STATEMENT, i);
        put_member(p, 29, DL_ITEM_ORIGIN, i);
        rc = sql_run(p->stmt, p->err);
    }
    return rc;
}

const record_noun record_noun_attribution = {
    .table = "attribution",
    .insert = "INSERT INTO attribution VALUES("
              "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    .put = put_attributions,
    .check = "SELECT source_start, source_end, source, cue_start, cue_end, cue, content"
             " FROM attribution WHERE key BETWEEN ?1 AND ?2",
    .triples = 2,
    .lists = 1,
};
