#include "http/write.h"

#include <stdio.h>

unsigned http_write(const serve_options *options, const char *url, const char *form, text *where,
                    dl_error *err) {
    (void)options, (void)url, (void)form, (void)where;
    err->code = DL_EREADONLY;
    snprintf(err->message, sizeof err->message, "this page is for reading\n");
    return 403;
}
