#include "parse/chars.h"

#define SP DL_CHAR_SPACE
#define UP DL_CHAR_UPPER
#define LO DL_CHAR_LOWER
#define DI DL_CHAR_DIGIT
#define PU DL_CHAR_PUNCT
#define QU DL_CHAR_QUOTE
static const uint8_t ascii[128] = {
    SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, /* control bytes */
    SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP, SP,
    SP, PU, PU, PU, PU, PU, PU, QU, PU, PU, PU, PU, PU, PU, PU, PU, /* !"#$%&'()*+,-./ */
    DI, DI, DI, DI, DI, DI, DI, DI, DI, DI, PU, PU, PU, PU, PU, PU, /* 0-9:;<=>? */
    PU, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, /* @A-O */
    UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, PU, PU, PU, PU, LO, /* P-Z[\]^_ */
    PU, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, /* `a-o */
    LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, PU, PU, PU, PU, SP, /* p-z{|}~ */
};

/* Punctuation and symbols by Unicode block (general punctuation, currency, arrows and
 * mathematics, CJK punctuation, pictographs); everything else above ASCII is a letter. */
static bool is_mark(uint32_t c) {
    if (c < 0xc0) return c != 0xaa && c != 0xb5 && c != 0xba;
    if (c == 0xd7 || c == 0xf7) return true;
    if (c >= 0x2010 && c <= 0x206f) return true;
    if (c >= 0x20a0 && c <= 0x20cf) return true;
    if (c >= 0x2100 && c <= 0x2bff) return c < 0x2150 || c > 0x218f;
    if (c >= 0x3001 && c <= 0x3030) return c != 0x3005 && c != 0x3007;
    if (c >= 0xff01 && c <= 0xff0f) return true;
    return c == 0xfffd || (c >= 0x1f000 && c <= 0x1faff);
}

static unsigned wide_class(uint32_t c) {
    if (c == 0x2019 || c == 0x2bc) return DL_CHAR_QUOTE;
    if (c == 0x200b || c == 0xfeff || dl_utf8_is_space(c)) return DL_CHAR_SPACE;
    if (is_mark(c)) return DL_CHAR_PUNCT;
    if (dl_utf8_is_upper(c)) return DL_CHAR_UPPER;
    return dl_utf8_is_digit(c) ? DL_CHAR_DIGIT : DL_CHAR_LOWER;
}

unsigned dl_char_class(dl_str text, size_t at, size_t *bytes) {
    unsigned char b = (unsigned char)text.ptr[at];
    *bytes = 1;
    if (b < 128) return ascii[b];
    size_t end = at;
    uint32_t c = dl_utf8_next(text, &end);
    *bytes = end - at;
    return wide_class(c);
}
