/* json.h - a JSON text walked in place, so that every string knows where it stands (jansson gives
 * values without places). RFC 8259; at most DL_READ_JSON_DEPTH levels. */
#ifndef DL_READ_JSON_H
#define DL_READ_JSON_H

#include "read/source.h"

typedef enum json_kind {
    JSON_BAD,
    JSON_STRING,
    JSON_NUMBER,
    JSON_WORD,
    JSON_ARRAY,
    JSON_OBJECT
} json_kind;

typedef struct json_value {
    json_kind kind;
    uint32_t start, end; /* in the text; of a string: without its quotes */
} json_value;

/* The value at *at (white space before it skipped); moves *at behind it. On JSON_BAD *at is the
 * byte that is wrong. */
json_value place_json_take(dl_str text, uint32_t *at);
/* Walks an object's or array's members: *at starts at value.start. False: no more, or broken
 * (then *bad is set and *at is the place). key.kind is JSON_BAD in arrays. */
bool place_json_member(dl_str text, json_value value, uint32_t *at, json_value *key,
                       json_value *member, bool *bad);
/* A string's characters, escapes undone, with the way back to the raw bytes through outer. */
bool place_json_string(read_source *out, dl_arena *arena, const read_source *outer,
                       json_value value);
/* The same as plain text in the arena. */
dl_str place_json_text(dl_arena *arena, dl_str text, json_value value);

#endif
