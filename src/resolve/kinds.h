/* kinds.h - one line a kind of resolved thing; resolve.c has the table. */
#ifndef DL_RESOLVE_KINDS_H
#define DL_RESOLVE_KINDS_H

#include "resolve/group.h"

extern const dl_kind dl_kind_entity; /* entities.c */

#endif
