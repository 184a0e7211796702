/* times_scan.h - small questions about atoms that the patterns of times_scan.c ask. */
#ifndef DL_FIND_TIMES_SCAN_H
#define DL_FIND_TIMES_SCAN_H

#include "find/times_internal.h"

/* The reading of class cls at atom i, NULL: none. */
const dl_time_word *tword(const dl_time_scan *s, uint32_t i, uint8_t cls);
/* Whether atom i is this word (lower case), or one of a NULL-ended list. */
bool tlit(const dl_time_scan *s, uint32_t i, const char *word);
bool tlit_any(const dl_time_scan *s, uint32_t i, const char *const *words);

#endif
