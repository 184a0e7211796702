/* speakers.h - who a source is: its mention, its entity, how named, how many, of which side.
 *
 * A wrong speaker is the worst error there is: where the rules are not sure, speaker stays DL_NONE
 * and the source's own words stand. An unnamed source is never given a name.
 */
#ifndef DL_FIND_SPEAKERS_H
#define DL_FIND_SPEAKERS_H

#include "find/triples.h"

typedef struct dl_speaker_lexicon {
    dl_map heads;   /* head noun -> class */
    dl_map numbers; /* "two" -> 2 */
    dl_map signs;   /* "condition of anonymity": an unnamed source's marks */
} dl_speaker_lexicon;

/* Reads en/sources.tsv. */
int dl_speakers_load(dl_speaker_lexicon *lexicon, dl_arena *arena, const dl_data *data,
                     dl_error *err);
/* Fills mention, speaker(s), anonymity, count, side and speaker_certainty of attribution `index`,
 * whose triple is given; looks back at the attributions before it. */
void dl_speaker_resolve(const dl_speaker_lexicon *lexicon, dl_find_context *context,
                        const dl_triple *triple, uint32_t index);

#endif
