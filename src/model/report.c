#include "model/report.h"

const char *dl_block_kind_name(uint32_t kind) {
    static const char *const names[DL_BLOCK_KINDS] = {
        "body",   "subhead", "quote",   "list",      "title", "deck",
        "byline", "credit",  "caption", "furniture", "meta",
    };
    return kind < DL_BLOCK_KINDS ? names[kind] : "";
}

const char *dl_report_kind_name(uint32_t kind) {
    static const char *const names[DL_REPORT_KINDS] = {"news", "opinion", "official", "relay"};
    return kind < DL_REPORT_KINDS ? names[kind] : "";
}

bool dl_block_is_parsed(uint32_t kind) {
    return kind <= DL_BLOCK_DECK;
}

/* The last run that starts at or before a clean offset. */
static const dl_map_run *run_at(const dl_report *report, uint32_t clean) {
    uint32_t low = 0, high = report->map.count;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (report->map.items[mid].clean <= clean)
            low = mid;
        else
            high = mid;
    }
    return &report->map.items[low];
}

dl_span dl_report_raw_span(const dl_report *report, dl_span clean) {
    if (report->map.count == 0 || clean.start >= clean.end) return DL_SPAN_NONE;
    const dl_map_run *a = run_at(report, clean.start), *b = run_at(report, clean.end - 1);
    uint32_t start = a->raw, end = b->raw + b->raw_len;
    if (a->clean_len == a->raw_len) start += clean.start - a->clean;
    if (b->clean_len == b->raw_len) end = b->raw + (clean.end - b->clean);
    return (dl_span){start, end};
}
