#include "read/formats.h"

int format_text(read_job *job, dl_str raw, dl_error *err) {
    read_source source;
    int rc = source_decode(&source, job->arena, raw, 0, job->options->charset, err);
    if (rc) return rc;
    uint32_t body = 0;
    bool header = header_read(job, &source, &body);
    job->report->format = header ? DL_STR("text+header") : DL_STR("text");
    job->report->encoding = dl_arena_str(job->arena, source.how);
    return layout_text(job, &source, body, err);
}
