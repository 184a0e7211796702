/* xml_walk.h - XML as events, through libxml2's SAX interface, with what strangers may not send
 * refused: any DTD (and so any entity beyond the five), nesting beyond 256, a tag beyond 64 KiB. */
#ifndef DL_READ_XML_WALK_H
#define DL_READ_XML_WALK_H

#include "base/error.h"
#include "base/span.h"

typedef struct xml_attribute {
    dl_str name, value; /* local name; references decoded */
} xml_attribute;

typedef struct xml_events {
    void *context;
    /* Local names, the namespace's URI beside it ("" for none). Views end with the call. */
    void (*start)(void *context, dl_str name, dl_str space, const xml_attribute *attributes,
                  uint32_t count);
    void (*end)(void *context, dl_str name, dl_str space);
    void (*text)(void *context, dl_str text);
} xml_events;

/* DL_EFORMAT (not well-formed; what came before has been told), DL_ELIMIT (refused), DL_ENOMEM. */
int xml_walk(dl_str bytes, const xml_events *events, dl_error *err);

#endif
