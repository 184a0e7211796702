/* tuning_attributions.h - numbers of attributions someone may tune, each with its measurement. */
#ifndef DL_FIND_TUNING_ATTRIBUTIONS_H
#define DL_FIND_TUNING_ATTRIBUTIONS_H

enum {
    /* Added to "a cue begins" at verbs that cues.tsv lists as speech (weights are in 1/48). */
    DL_TUNE_SPEECH_BIAS = 30,
};

#endif
