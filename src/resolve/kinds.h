/* kinds.h - one line a kind of resolved thing; resolve.c has the table. */
#ifndef DL_RESOLVE_KINDS_H
#define DL_RESOLVE_KINDS_H

#include "resolve/group.h"

extern const dl_kind dl_kind_entity;    /* entities.c */
extern const dl_kind dl_kind_origin;    /* origins.c */
extern const dl_kind dl_kind_statement; /* statements.c */
extern const dl_kind dl_kind_event;     /* events.c */
extern const dl_kind dl_kind_meeting;   /* meetings.c */
extern const dl_kind dl_kind_position;  /* positions.c */
extern const dl_kind dl_kind_version;   /* versions.c */
extern const dl_kind dl_kind_question;  /* questions.c */

#endif
