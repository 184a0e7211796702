/* namekey.h - one key for the many spellings of a name.
 *
 *   "Zelenskyy", "Zelensky", "Zelenskiy" ──fold──> "zelenskyy" … ──skeleton──> "zlnsk"
 *
 * Folding: lower case, marks off, one kind of apostrophe. Skeleton: consonants only, with the
 * transliteration rules of the press (y/iy/yy/ii, kh/h, ts/c/tz, q/k/g, w/v, ph/f, dh/z, zh/z,
 * ou/u, al-/el-). A key makes candidates; it is never enough to merge two people.
 * Pure functions; output is cut at cap - 1 bytes and always NUL-terminated.
 */
#ifndef DL_MODEL_NAMEKEY_H
#define DL_MODEL_NAMEKEY_H

#include "base/arena.h"

/* Lower case without marks: "Élysée" -> "elysee", "Łódź" -> "lodz"; other scripts lower-cased
 * as they are. cap >= 1. Returns the length. */
size_t dl_name_fold(char *out, size_t cap, dl_str text);
/* The consonant skeleton of a name of any case: "al-Sharaa" -> "sr", "Qassem" -> "ksm". An
 * initial vowel stays as 'a'. */
size_t dl_name_skeleton(char *out, size_t cap, dl_str name);
/* As arena strings; {NULL,0} where there is no memory. */
dl_str dl_name_folded(dl_arena *arena, dl_str text);
dl_str dl_name_key(dl_arena *arena, const char *prefix, dl_str name);
/* Edit distance of two short strings (bytes), at most limit + 1. Strings over 63 bytes count as
 * limit + 1 apart unless equal. */
uint32_t dl_name_distance(dl_str a, dl_str b, uint32_t limit);

#endif
