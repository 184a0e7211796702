/* entities.h - profiles of entities and how they are put together. */
#ifndef DL_RESOLVE_ENTITIES_H
#define DL_RESOLVE_ENTITIES_H

#include "resolve/group.h"

enum {
    DL_PROFILE_COUNTRIES = 8,
    DL_MARK = 19, /* bytes of one mark of dl_entity.decided: "m", 16 digits, side, ';' */
};

/* What solving sees of an entity of one report. */
typedef struct dl_profile {
    uint32_t kind, gender;
    uint32_t countries;
    dl_str name, key, code, sector, given, family, office, decided;
    dl_str country[DL_PROFILE_COUNTRIES]; /* named in the report; only of a bare family name */
    uint64_t hash;                        /* of the item's data */
} dl_profile;

bool dl_profile_read(dl_profile *profile, dl_str data);

/* Which items of a block are one entity; arrays by item, in the group's scratch. */
typedef struct dl_clusters {
    dl_profile *profiles;
    uint32_t *lead;      /* the first member in order of the cluster it is in */
    const char **reason; /* "" for one that stands alone or leads */
    dl_certainty *certainty;
} dl_clusters;
int dl_clusters_make(const dl_group *group, dl_clusters *clusters, dl_error *err);

#endif
