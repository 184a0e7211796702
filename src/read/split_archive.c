#include <archive.h>
#include <archive_entry.h>

#include "read/split.h"
#include "read/tuning_read.h"

static la_ssize_t feed(struct archive *a, void *context, const void **bytes) {
    (void)a;
    split *s = context;
    stream_skip(s->stream, s->pending);
    dl_str v = stream_peek(s->stream, 1);
    s->pending = v.len;
    *bytes = v.ptr;
    return (la_ssize_t)v.len;
}

static bool open_archive(split *s, dl_input_item *item) {
    struct archive *a = archive_read_new();
    s->archive = a;
    s->started = true;
    if (!a) return false;
    archive_read_support_format_zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_7zip(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    if (archive_read_open(a, s, NULL, feed, NULL) == ARCHIVE_OK) return true;
    dl_fail(&item->error, DL_EFORMAT, UINT64_MAX, "broken archive: %.200s",
            archive_error_string(a));
    s->done = true;
    return true;
}

/* The member's bytes into s->raw, up to the cap. */
static void read_member(split *s, dl_input_item *item) {
    struct archive *a = s->archive;
    uint64_t before = stream_consumed(s->stream);
    char chunk[65536];
    la_ssize_t n;
    dl_buf_clear(&s->raw);
    while ((n = archive_read_data(a, chunk, sizeof chunk)) > 0) {
        uint64_t in = stream_consumed(s->stream) - before + 65536;
        if (s->raw.len > DL_READ_RAW_MAX || s->raw.len / DL_READ_RATIO_MAX > in) {
            dl_fail(
                &item->error, DL_ELIMIT, UINT64_MAX,
                "a member of more than %u MiB, or one that grows more than 2048-fold: passed over",
                DL_READ_RAW_MAX >> 20);
            return;
        }
        dl_buf_add(&s->raw, chunk, (size_t)n);
    }
    if (n < 0)
        dl_fail(&item->error, DL_EFORMAT, UINT64_MAX, "broken member: %.200s",
                archive_error_string(a));
    else
        item->raw = dl_buf_view(&s->raw);
}

bool split_archive(split *s, dl_input_item *item) {
    if (!s->started && !open_archive(s, item)) return false;
    if (s->done) {
        bool said = item->error.code != 0;
        return said;
    }
    struct archive_entry *entry;
    for (;;) {
        int rc = archive_read_next_header(s->archive, &entry);
        if (rc == ARCHIVE_EOF) return false;
        if (rc == ARCHIVE_RETRY) continue;
        if (rc == ARCHIVE_FATAL) {
            s->done = true;
            dl_fail(&item->error, DL_EFORMAT, UINT64_MAX, "broken archive: %.200s",
                    archive_error_string(s->archive));
            return true;
        }
        if (archive_entry_filetype(entry) == AE_IFREG && archive_entry_size(entry) != 0) break;
    }
    s->number++;
    s->member = dl_str_of(archive_entry_pathname_utf8(entry) ? archive_entry_pathname_utf8(entry)
                                                             : archive_entry_pathname(entry));
    read_member(s, item);
    return true;
}

void split_archive_close(split *s) {
    if (s->archive) archive_read_free(s->archive);
    s->archive = NULL;
}
