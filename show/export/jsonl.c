/* jsonl.c - the export contract of the record: one object a line, `type` first, fixed key order,
 * sorted by type, then id. */
#include <string.h>

#include "cli/cli.h"
#include "export/export.h"

/* Sorted by type. keys are the contract's, in its order; nothing else of the view goes out. */
static const struct {
    const char *type, *keys, *order;
} types[] = {
    {"assessment", "id,by,by_name,about,issue,state,tone,date,evidence,certainty", "id"},
    {"attribution",
     "id,report,source,speaker,speaker_name,cue,content,quote,class,anonymity,count,addressee,via,"
     "via_name,occasion,date,denied,hedged,within,chain,side,origin,statement,speakers,certainty",
     "id"},
    {"consent", "id,rule,who,what,by,by_name,evidence,certainty", "id"},
    {"copy", "from,to,kind,containment,passages,differences", "from,to"},
    {"deadline", "id,what,by,by_name,date,status,evidence,certainty", "id"},
    {"decision", "id,on,kind,field,value,why,who", "number"},
    {"entity", "id,kind,name,aliases,described_as,offices,roles,country,certainty", "id"},
    {"event",
     "id,event_type,mode,contexts,process,actors,recipients,date,date_how,place,place_name,status,"
     "attributed_to,origins,evidence,certainty",
     "id"},
    {"meeting",
     "id,name,date,place,place_name,mode,participants,status,accounts,events,origins,reports,"
     "certainty",
     "id"},
    {"origin", "id,kind,name,reports,first", "id"},
    {"position",
     "id,party,party_name,speaker,speaker_name,level,issue,stance,firmness,form,condition,number,"
     "unit,said,reported,origins,evidence,change,before,certainty",
     "id"},
    {"question", "id,question,slot,kind,answers,certainty", "id"},
    {"record", "schema,program,analysis,reports", "schema"},
    {"relay", "report,outlet,outlet_name,span,certainty", "report,start,id"},
    {"report",
     "id,path,outlet,title,authors,contributors,reported_from,published,published_how,updated,"
     "section,kind,url,language,words,text_sha256,story,family",
     "id"},
    {"statement", "id,speaker,speaker_name,occasion,date,content,attributions,origins,certainty",
     "id"},
    {"story", "id,title,first,last,reports", "id"},
    {"version",
     "id,document,label,points,packages,authors,date,status,known,origins,evidence,certainty",
     "id"},
};

static void put_row(const dl_rows *rows, const char *type, FILE *out) {
    fprintf(out, "{\"type\":\"%s\"", type);
    for (uint32_t i = 0; i < dl_rows_columns(rows); i++) {
        const char *text = dl_rows_text(rows, i);
        fprintf(out, ",\"%s\":", dl_rows_name(rows, i));
        if (!text)
            fputs("null", out);
        else if (dl_rows_type(rows, i) == DL_TYPE_TEXT)
            cli_json_text(out, text);
        else if (dl_rows_type(rows, i) == DL_TYPE_BOOL)
            fputs(dl_rows_int(rows, i) ? "true" : "false", out);
        else
            fputs(text, out);
    }
    fputs("}\n", out);
}

static int put_type(dl_record *record, size_t i, int all, FILE *out, dl_error *err) {
    dl_query q = {
        .view = types[i].type, .columns = types[i].keys, .order = types[i].order, .all = all};
    dl_rows *rows;
    int more = 0, rc = dl_rows_open(&rows, record, &q, err);
    if (rc) return rc;
    while (!(rc = dl_rows_next(rows, &more, err)) && more) put_row(rows, types[i].type, out);
    dl_rows_close(rows);
    return rc;
}

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    int rc = DL_OK;
    for (size_t i = 0; !rc && i < sizeof types / sizeof *types; i++) {
        if (argument && strcmp(argument, types[i].type) != 0) continue;
        rc = put_type(record, i, all, out, err);
    }
    return rc;
}

EXPORT_FORMAT(jsonl){
    .name = "jsonl",
    .what = "one JSON object a line, every noun (--of TYPE: that one)",
    .run = run,
};
