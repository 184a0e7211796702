/* markdown.c - the brief as Markdown with its evidence in footnotes. */
#include "brief/brief.h"
#include "export/export.h"

static int run(dl_record *record, const char *argument, int all, FILE *out, dl_error *err) {
    brief b = {0};
    const brief_options options = {.since = argument, .all = all != 0};
    int rc = brief_load(&b, record, &options, err);
    if (!rc) brief_markdown(&b, out);
    brief_free(&b);
    return rc;
}

EXPORT_FORMAT(markdown){
    .name = "markdown",
    .what = "the brief with its evidence in footnotes (--of DATE: since then)",
    .run = run,
};
