/* feed.h - RSS 2.0 (and 0.9x, RDF), Atom, JSON Feed, and OPML lists of feeds. XML with a document
 * type declaration is refused (xml_walk.h). */
#ifndef DL_READ_FEED_H
#define DL_READ_FEED_H

#include "base/error.h"
#include "base/vec.h"

typedef struct feed_entry {
    dl_str url;   /* the article's page, as written; resolve with feed_resolve */
    dl_str id;    /* guid or id; the url where there is none */
    dl_str title; /* plain text */
    dl_str date;  /* published, else updated, as written */
} feed_entry;

typedef struct dl_feed {
    dl_str title, kind;         /* "rss", "atom", "json", "opml" */
    DL_VEC(feed_entry) entries; /* in the feed's order; of OPML: the feeds it lists */
} dl_feed;

/* Strings live in the arena. DL_EFORMAT: no feed, or torn (entries before the tear are there);
 * DL_ELIMIT: refused. At most DL_FEED_ENTRIES entries are kept. */
int dl_feed_parse(dl_feed *feed, dl_arena *arena, dl_str bytes, dl_error *err);
/* A link against the address it stands in (RFC 3986, 5.2, for http and https); {NULL,0}: it leads
 * to no web page (file:, data:, javascript: …). */
dl_str dl_feed_resolve(dl_arena *arena, dl_str base, dl_str link);

#endif
