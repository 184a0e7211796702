/* Law 1, first half: before anything is written, no finding points outside its text or into the
 * middle of a character. The second half, reading back, is verify.c. */
#include "record/record.h"

typedef struct bounds {
    dl_str text;
    const char *what; /* the noun of the first span that lies; NULL: none */
    dl_span span;
} bounds;

static bool begins_character(dl_str text, uint32_t at) {
    return at >= text.len || ((unsigned char)text.ptr[at] & 0xc0) != 0x80;
}

static void look(bounds *b, const char *what, dl_span s) {
    if (b->what || dl_span_is_none(s)) return;
    if (s.start <= s.end && s.end <= b->text.len && begins_character(b->text, s.start) &&
        begins_character(b->text, s.end))
        return;
    b->what = what;
    b->span = s;
}

#define LOOK(vec, what, field)                                                                     \
    for (uint32_t i = 0; i < f->vec.count; i++) look(&b, what, f->vec.items[i].field)

int record_spans_lie(const struct dl_finds *f, dl_error *err) {
    bounds b = {.text = f->report.text};
    LOOK(sentences, "sentence", span);
    LOOK(mentions, "mention", span);
    LOOK(mentions, "mention", name);
    LOOK(offices, "office", span);
    LOOK(times, "time", span);
    LOOK(attributions, "attribution", source);
    LOOK(attributions, "attribution", cue);
    LOOK(attributions, "attribution", addressee);
    LOOK(relays, "relay", span);
    LOOK(events, "event", trigger);
    LOOK(deadlines, "deadline", span);
    LOOK(deadlines, "deadline", what);
    LOOK(positions, "position", span);
    LOOK(positions, "position", condition);
    LOOK(versions, "version", span);
    LOOK(assessments, "assessment", span);
    LOOK(consents, "consent", span);
    LOOK(consents, "consent", what);
    for (uint32_t i = 0; i < f->spans.count; i++) look(&b, "list", f->spans.items[i]);
    if (!b.what) return DL_OK;
    return dl_fail(err, DL_EVALUE, b.span.start,
                   "a finding (%s, bytes %u to %u of the clean text) is not in the text: please "
                   "report this with the file",
                   b.what, b.span.start, b.span.end);
}
