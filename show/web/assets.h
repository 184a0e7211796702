/* assets.h - the files of show/web, compiled in. */
#ifndef DL_SHOW_ASSETS_H
#define DL_SHOW_ASSETS_H

#include <stddef.h>

/* The bytes of "desk.css" …, their length and media type (static). NULL: no such file. */
const void *web_asset(const char *name, size_t *len, const char **type);

#endif
