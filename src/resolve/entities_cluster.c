/* Which profiles of a block are one entity: see entities.c.
 *
 * Profiles go from the most telling to the least; each joins the one cluster that it fits, with all
 * of whose members it is compatible. So "George Bush" beside "George W. Bush" and "George H. W.
 * Bush" joins neither, and "Putin" joins the one Putin whose country the report names.
 */
#include <stdlib.h>

#include "base/map.h"
#include "resolve/entities.h"
#include "resolve/names_fit.h"

typedef struct cluster {
    uint32_t first; /* newest member; next[] leads on */
    uint32_t lead;
    dl_str code; /* of any member */
} cluster;

typedef struct clustering {
    const dl_group *group;
    dl_clusters *out;
    uint32_t *next; /* of the same cluster; DL_NONE */
    uint32_t *of;   /* item -> cluster */
    cluster *clusters;
    uint32_t count;
    bool decided;    /* a person's decision is in the block */
    dl_map profiles; /* hash of a profile's data -> its cluster */
} clustering;

/* Alliances and their members are no contradiction: Kallas is of EST and of EUR. */
static bool is_country(dl_str code) {
    static const char *const bodies[] = {"IGO", "UNO", "EUR", "NGO", "IMG", "MNC", "INT"};
    for (size_t i = 0; i < DL_COUNT(bodies); i++)
        if (dl_str_is(code, bodies[i])) return false;
    return code.len == 3;
}

static bool codes_clash(dl_str a, dl_str b) {
    return is_country(a) && is_country(b) && !dl_str_eq(a, b);
}

static bool codes_agree(dl_str a, dl_str b) {
    return a.len && dl_str_eq(a, b);
}

/* Whether nothing speaks against one person. */
static bool person_can(const dl_resolver *r, const dl_profile *a, const dl_profile *b) {
    if (a->gender && b->gender && a->gender != b->gender) return false;
    if (codes_clash(a->code, b->code) || !dl_family_fits(a->family, b->family)) return false;
    return !a->given.len || !b->given.len || dl_given_fits(r, a->given, b->given) != DL_FIT_NO;
}

static bool names_country(const dl_profile *p, dl_str code) {
    for (uint32_t i = 0; code.len && i < p->countries; i++)
        if (dl_str_eq(p->country[i], code)) return true;
    return false;
}

/* The second signal for one person; NULL: none. code: of the whole cluster. */
static const char *person_why(const dl_resolver *r, const dl_profile *a, const dl_profile *b,
                              dl_str code) {
    if (a->given.len && b->given.len && dl_given_fits(r, a->given, b->given) == DL_FIT_YES)
        return "same family and given name";
    if (a->office.len && dl_str_eq(a->office, b->office)) return "same family name and office";
    if (codes_agree(b->code, code)) return "same family name and country";
    if (names_country(b, code)) return "same family name, and the report names the country";
    return NULL;
}

static bool other_can(const dl_profile *a, const dl_profile *b) {
    if (codes_clash(a->code, b->code)) return false;
    if (a->kind == DL_ENTITY_PLACE) return dl_place_fits(a->name, b->name);
    return true;
}

/* "NSDC" for "National Security and Defense Council". */
static bool is_initials(dl_str acronym, dl_str name) {
    char letters[32];
    size_t n = dl_initials(letters, sizeof letters, name);
    if (!n || n != acronym.len) return false;
    for (size_t i = 0; i < n; i++)
        if ((acronym.ptr[i] | 32) != letters[i]) return false;
    return true;
}

static const char *other_why(const dl_profile *a, const dl_profile *b, dl_str code) {
    if (a->kind == DL_ENTITY_COUNTRY) return codes_agree(b->code, code) ? "same country" : NULL;
    bool same_key = dl_str_eq(a->key, b->key);
    if (a->kind == DL_ENTITY_PLACE) {
        if (same_key) return "same name";
        return codes_agree(b->code, code) ? "same name in another spelling, same country" : NULL;
    }
    if (same_key) {
        if (codes_agree(b->code, code)) return "same name and country";
        return !b->code.len || !code.len || !is_country(b->code) ? "same name" : NULL;
    }
    if (a->kind != DL_ENTITY_ORGANIZATION) return NULL;
    bool initials = is_initials(a->name, b->name) || is_initials(b->name, a->name);
    return initials && codes_agree(b->code, code) ? "its initials, same country" : NULL;
}

/* Whether two profiles have the marks of one decision. */
static bool share_mark(const dl_profile *a, const dl_profile *b, char kind) {
    for (size_t i = 0; i + DL_MARK <= a->decided.len; i += DL_MARK)
        for (size_t k = 0; k + DL_MARK <= b->decided.len; k += DL_MARK)
            if (a->decided.ptr[i] == kind &&
                memcmp(a->decided.ptr + i, b->decided.ptr + k, DL_MARK - 2) == 0 &&
                a->decided.ptr[i + DL_MARK - 2] != b->decided.ptr[k + DL_MARK - 2])
                return true;
    return false;
}

/* How much a reason says: where several clusters fit, the one with the best of all reasons may be
 * told, "President Trump" among the Trumps of the USA. */
static uint32_t weight_of(const char *reason) {
    if (dl_str_is(dl_str_of(reason), "same family and given name")) return 3;
    return dl_str_is(dl_str_of(reason), "same family name and office") ? 2 : 1;
}

/* Whether p fits every member of a cluster; the best reason found, NULL: no second signal. */
static bool fits(const clustering *c, const cluster *k, const dl_profile *p, const char **why) {
    *why = NULL;
    for (uint32_t i = k->first; i != DL_NONE; i = c->next[i]) {
        const dl_profile *q = &c->out->profiles[i];
        if (q->kind != p->kind || share_mark(q, p, 's')) return false;
        bool person = p->kind == DL_ENTITY_PERSON;
        if (!(person ? person_can(c->group->resolver, q, p) : other_can(q, p))) return false;
        const char *one =
            person ? person_why(c->group->resolver, q, p, k->code) : other_why(q, p, k->code);
        if (one && (!*why || weight_of(one) > weight_of(*why))) *why = one;
    }
    return true;
}

/* The same name in every letter: of two clusters it goes where it was read before. */
static bool has_same(const clustering *c, const cluster *k, const dl_profile *p) {
    for (uint32_t i = k->first; i != DL_NONE; i = c->next[i]) {
        const dl_profile *q = &c->out->profiles[i];
        if (dl_str_eq(q->name, p->name) && dl_str_eq(q->given, p->given) && p->given.len)
            return true;
    }
    return false;
}

static uint32_t choose(const clustering *c, const dl_profile *p, const char **why) {
    uint32_t found = DL_NONE, exact = DL_NONE, many = 0, best = 0;
    const char *reason, *of_exact = NULL;
    for (uint32_t k = 0; k < c->count; k++) {
        if (!fits(c, &c->clusters[k], p, &reason) || !reason) continue;
        uint32_t weight = weight_of(reason);
        if (weight > best) many = 0;
        if (weight >= best) {
            best = weight;
            many++;
            found = k;
            *why = reason;
        }
        if (exact == DL_NONE && has_same(c, &c->clusters[k], p)) {
            exact = k;
            of_exact = reason;
        }
    }
    if (many == 1) return found;
    *why = of_exact;
    return exact; /* several fit: nobody can tell, but for the very same name */
}

typedef struct rank {
    uint32_t telling, item;
} rank;

static int rank_cmp(const void *pa, const void *pb) {
    const rank *a = pa, *b = pb;
    if (a->telling != b->telling) return a->telling > b->telling ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* How much a profile tells: words of the given name, whole ones more than initials; a country. */
static uint32_t telling_of(const dl_profile *p) {
    uint32_t n = 0, run = 0;
    for (size_t i = 0; i <= p->given.len; i++) {
        char ch = i < p->given.len ? p->given.ptr[i] : ' ';
        if (ch == ' ' || ch == '.' || ch == '-') {
            n += run == 0 ? 0 : run == 1 ? 4 : 8;
            run = 0;
        } else {
            run++;
        }
    }
    return n + (p->code.len ? 2 : 0) + (p->office.len ? 1 : 0);
}

static void put(clustering *c, uint32_t item, uint32_t k, const char *why) {
    const dl_profile *p = &c->out->profiles[item];
    if (k == DL_NONE) {
        k = c->count++;
        c->clusters[k] = (cluster){DL_NONE, item, p->code};
        why = "";
    }
    cluster *to = &c->clusters[k];
    c->of[item] = k;
    /* what says nothing of its own need not be asked again: a thousand bare "Trump"s */
    if (to->first == DL_NONE || c->decided || p->given.len || p->code.len) {
        c->next[item] = to->first;
        to->first = item;
    }
    if (!to->code.len || (!is_country(to->code) && is_country(p->code))) to->code = p->code;
    c->out->reason[item] = why;
}

/* A person's word: the two are one, whatever their names. */
static void merge_decided(clustering *c) {
    uint32_t n = c->group->count;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; c->out->profiles[i].decided.len && k < i; k++) {
            uint32_t to = c->of[k], from = c->of[i];
            if (to == from || !share_mark(&c->out->profiles[i], &c->out->profiles[k], 'm'))
                continue;
            for (uint32_t j = 0; j < n; j++) {
                if (c->of[j] != from) continue;
                c->of[j] = to;
                c->out->reason[j] = "a person's decision";
            }
        }
}

static void find_leads(clustering *c) {
    uint32_t n = c->group->count;
    uint32_t *first = c->next; /* its work is done */
    for (uint32_t k = 0; k < n; k++) first[k] = DL_NONE;
    for (uint32_t i = 0; i < n; i++) {
        c->out->lead[i] = i;
        uint32_t k = c->of[i];
        if (first[k] == DL_NONE) first[k] = i;
        c->out->lead[i] = first[k];
        bool sure = c->out->lead[i] == i || dl_str_is(dl_str_of(c->out->reason[i]), "same country");
        c->out->certainty[i] = sure ? DL_CERTAINTY_HIGH : DL_CERTAINTY_MEDIUM;
        /* the first in order may have come to its cluster late: it leads, so it needs no reason,
         * but the one that opened the cluster does */
        if (!c->out->reason[i][0] && c->out->lead[i] != i) c->out->reason[i] = "opened the cluster";
    }
}

int dl_clusters_make(const dl_group *group, dl_clusters *out, dl_error *err) {
    uint32_t n = group->count;
    clustering c = {.group = group, .out = out};
    rank *order = dl_arena_array(group->scratch, n, sizeof *order);
    out->profiles = dl_arena_array(group->scratch, n, sizeof *out->profiles);
    out->lead = dl_arena_array(group->scratch, n, sizeof *out->lead);
    out->reason = dl_arena_array(group->scratch, n, sizeof *out->reason);
    out->certainty = dl_arena_array(group->scratch, n, sizeof *out->certainty);
    c.next = dl_arena_array(group->scratch, n, sizeof *c.next);
    c.of = dl_arena_array(group->scratch, n, sizeof *c.of);
    c.clusters = dl_arena_array(group->scratch, n, sizeof *c.clusters);
    if (group->scratch->failed) return dl_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!dl_profile_read(&out->profiles[i], group->items[i].data))
            return dl_fail(err, DL_ECORRUPT, UINT64_MAX, "a stored entity is torn: rebuild");
        order[i] = (rank){telling_of(&out->profiles[i]), i};
        out->reason[i] = "";
    }
    dl_map_init(&c.profiles, group->scratch);
    for (uint32_t i = 0; i < n; i++) c.decided |= out->profiles[i].decided.len > 0;
    if (n > 1) qsort(order, n, sizeof *order, rank_cmp);
    for (uint32_t i = 0; i < n; i++) {
        const char *why = "";
        const dl_profile *p = &out->profiles[order[i].item];
        uint32_t *known = dl_map_at(&c.profiles, (dl_str){(const char *)&p->hash, sizeof p->hash});
        if (!known) return dl_fail_memory(err);
        uint32_t k = *known;
        if (k == DL_NONE) k = choose(&c, p, &why);
        if (*known != DL_NONE) why = "equal in all that is known";
        put(&c, order[i].item, k, why);
        *known = c.of[order[i].item];
    }
    merge_decided(&c);
    find_leads(&c);
    return DL_OK;
}
