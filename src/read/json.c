#include "read/json.h"

#include "base/utf8.h"
#include "read/tuning_read.h"

static void skip_space(dl_str s, uint32_t *at) {
    while (*at < s.len &&
           (s.ptr[*at] == ' ' || s.ptr[*at] == '\t' || s.ptr[*at] == '\n' || s.ptr[*at] == '\r'))
        (*at)++;
}

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool escape_ok(dl_str s, uint32_t *at) {
    if (*at + 1 >= s.len) return false;
    char e = s.ptr[*at + 1];
    if (e != 'u') {
        *at += 2;
        return e && strchr("\"\\/bfnrt", e) != NULL;
    }
    for (uint32_t i = 2; i < 6; i++)
        if (*at + i >= s.len || !is_hex(s.ptr[*at + i])) return false;
    *at += 6;
    return true;
}

/* *at is on the opening quote. Line breaks inside strings are let through: exports have them. */
static json_value take_string(dl_str s, uint32_t *at) {
    json_value v = {JSON_STRING, *at + 1, 0};
    uint32_t i = v.start;
    while (i < s.len) {
        if (s.ptr[i] == '"') {
            v.end = i;
            *at = i + 1;
            return v;
        }
        if (s.ptr[i] != '\\')
            i++;
        else if (!escape_ok(s, &i))
            break;
    }
    *at = i;
    return (json_value){JSON_BAD, i, i};
}

static json_value take_word(dl_str s, uint32_t *at) {
    uint32_t i = *at;
    while (i < s.len && (((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z') ||
                         (s.ptr[i] >= '0' && s.ptr[i] <= '9') || s.ptr[i] == '-' ||
                         s.ptr[i] == '+' || s.ptr[i] == '.'))
        i++;
    dl_str w = dl_str_sub(s, *at, i);
    bool number = w.len && (w.ptr[0] == '-' || (w.ptr[0] >= '0' && w.ptr[0] <= '9'));
    bool word = dl_str_is(w, "true") || dl_str_is(w, "false") || dl_str_is(w, "null") ||
                dl_str_is(w, "NaN");
    json_value v = {number ? JSON_NUMBER : word ? JSON_WORD : JSON_BAD, *at, i};
    if (v.kind != JSON_BAD) *at = i;
    return v;
}

/* The end of an array or object, brackets matched; strings skipped. */
static bool skip_nest(dl_str s, uint32_t *at) {
    char stack[DL_READ_JSON_DEPTH];
    uint32_t depth = 0;
    while (*at < s.len) {
        char c = s.ptr[*at];
        if (c == '"') {
            if (take_string(s, at).kind == JSON_BAD) return false;
            continue;
        }
        if (c == '{' || c == '[') {
            if (depth == DL_READ_JSON_DEPTH) return false;
            stack[depth++] = c;
        } else if (c == '}' || c == ']') {
            if (stack[depth - 1] != (c == '}' ? '{' : '[')) return false;
            if (--depth == 0) {
                (*at)++;
                return true;
            }
        }
        (*at)++;
    }
    return false;
}

json_value place_json_take(dl_str s, uint32_t *at) {
    skip_space(s, at);
    if (*at >= s.len) return (json_value){JSON_BAD, *at, *at};
    char c = s.ptr[*at];
    if (c == '"') return take_string(s, at);
    if (c != '{' && c != '[') return take_word(s, at);
    json_value v = {c == '{' ? JSON_OBJECT : JSON_ARRAY, *at, 0};
    if (!skip_nest(s, at)) return (json_value){JSON_BAD, *at, *at};
    v.end = *at;
    return v;
}

bool place_json_member(dl_str s, json_value value, uint32_t *at, json_value *key,
                       json_value *member, bool *bad) {
    *bad = false;
    if (*at == value.start)
        (*at)++;
    else {
        skip_space(s, at);
        if (*at < value.end - 1 && s.ptr[*at] == ',')
            (*at)++;
        else if (*at < value.end - 1)
            *bad = true;
    }
    skip_space(s, at);
    if (*bad || *at >= value.end - 1) return false;
    *key = (json_value){JSON_BAD, 0, 0};
    if (value.kind == JSON_OBJECT) {
        *key = s.ptr[*at] == '"' ? take_string(s, at) : *key;
        skip_space(s, at);
        *bad = key->kind != JSON_STRING || *at >= s.len || s.ptr[*at] != ':';
        if (*bad) return false;
        (*at)++;
    }
    *member = place_json_take(s, at);
    *bad = member->kind == JSON_BAD;
    return !*bad;
}

static uint32_t hex4(const char *p) {
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        v = v << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return v;
}

/* One escape at `at`; the code point, *next behind it. Lone surrogates give U+FFFD. */
static uint32_t unescape(dl_str s, uint32_t at, uint32_t end, uint32_t *next) {
    char e = s.ptr[at + 1];
    *next = at + 2;
    switch (e) {
    case 'b': return 8;
    case 'f': return 12;
    case 'n': return 10;
    case 'r': return 13;
    case 't': return 9;
    case 'u': break;
    default: return (unsigned char)e;
    }
    uint32_t c = hex4(s.ptr + at + 2);
    *next = at + 6;
    if (c >= 0xd800 && c < 0xdc00 && at + 12 <= end && s.ptr[at + 6] == '\\' &&
        s.ptr[at + 7] == 'u') {
        uint32_t low = hex4(s.ptr + at + 8);
        if (low >= 0xdc00 && low < 0xe000) {
            *next = at + 12;
            return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return c >= 0xd800 && c < 0xe000 ? 0xfffd : c;
}

bool place_json_string(read_source *out, dl_arena *arena, const read_source *outer, json_value v) {
    *out = (read_source){.how = outer->how};
    dl_buf buf = {0};
    uint32_t cursor = 0;
    bool ok = true;
    for (uint32_t at = v.start; at < v.end && ok;) {
        uint32_t next = at;
        while (next < v.end && outer->text.ptr[next] != '\\') next++;
        dl_span raw = source_raw(outer, at, next, &cursor);
        if (next > at) {
            ok = source_add(out, arena, &buf, dl_str_sub(outer->text, at, next), raw.start,
                            raw.end - raw.start);
            at = next;
            continue;
        }
        dl_buf one = {0};
        dl_utf8_put(&one, unescape(outer->text, at, v.end, &next));
        raw = source_raw(outer, at, next, &cursor);
        ok = source_add(out, arena, &buf, dl_buf_view(&one), raw.start, raw.end - raw.start);
        dl_buf_free(&one);
        at = next;
    }
    out->text = dl_arena_str(arena, dl_buf_view(&buf));
    ok = ok && !buf.failed && (out->text.ptr || v.end == v.start);
    dl_buf_free(&buf);
    return ok;
}

dl_str place_json_text(dl_arena *arena, dl_str text, json_value v) {
    read_source whole = {.text = text}, out;
    if (v.kind != JSON_STRING) return dl_arena_str(arena, dl_str_sub(text, v.start, v.end));
    return place_json_string(&out, arena, &whole, v) ? out.text : (dl_str){NULL, 0};
}
