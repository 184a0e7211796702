/* relays.h - through whom it reached us: "reports Axios", "told Axios", "according to the BBC".
 *
 *     outlets.tsv × relays.tsv ──> phrases in the text ──> dl_relay (finds) + dl_relay_phrase
 * (here)
 *
 * docs/relays.md has the patterns and the rules of scope. The report's own outlet never relays
 * itself. A wire mark ("(AP)", "Reuters contributed") only suggests.
 */
#ifndef DL_FIND_RELAYS_H
#define DL_FIND_RELAYS_H

#include "find/triples.h"

enum { DL_ROLE_REPORT, DL_ROLE_TOLD, DL_ROLE_CITE, DL_ROLE_WIRE, DL_ROLES };
enum { DL_FIRST_BITS = 14 };

typedef struct dl_outlet {
    dl_str name, kind; /* canonical; paper, agency, broadcaster, … */
    uint32_t line;     /* of outlets.tsv */
} dl_outlet;

typedef struct dl_relay_lexicon {
    DL_VEC(dl_outlet) outlets;
    dl_map forms; /* name as printed, without "the" -> outlets[] */
    uint32_t
        first_words[1 << (DL_FIRST_BITS - 5)]; /* bit set of hashes of what a name begins with */
    uint32_t begins[8];                        /* bit set of the forms' first bytes */
    dl_map before, after;                      /* phrase -> role */
} dl_relay_lexicon;

/* What stands in the text; parallel to the relays that dl_relays_find appends. */
typedef struct dl_relay_phrase {
    uint32_t relay;  /* finds.relays[] */
    uint32_t outlet; /* lexicon.outlets[] */
    dl_words name;   /* the outlet's tokens */
    dl_words cue;    /* the words of relays.tsv */
    dl_words phrase; /* name and the words that make it a relay */
    uint32_t sentence;
    uint8_t role; /* DL_ROLE_* */
} dl_relay_phrase;

typedef DL_VEC(dl_relay_phrase) dl_relay_phrases;

/* Reads en/outlets.tsv and en/relays.tsv. The maps live in arena. */
int dl_relays_load(dl_relay_lexicon *lexicon, dl_arena *arena, const dl_data *data, dl_error *err);
/* Appends to finds->relays and to phrases (in scratch), in text order. */
void dl_relays_find(const dl_relay_lexicon *lexicon, dl_find_context *context,
                    dl_relay_phrases *phrases);
/* Gives every attribution its via and chain, every relay its scope. */
void dl_relays_attach(const dl_relay_lexicon *lexicon, dl_find_context *context,
                      const dl_relay_phrases *phrases);

#endif
