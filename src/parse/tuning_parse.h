/* tuning_parse.h - the numbers of parse/ that someone may tune, with what set them. */
#ifndef DL_PARSE_TUNING_PARSE_H
#define DL_PARSE_TUNING_PARSE_H

enum {
    /* Language: 400 words settle it; three common words of another language at least, and twice
     * as many as of the parser's own. No document of EWT dev, GUM dev or PolNeAR is taken for
     * foreign (dl_eval row "language"). */
    DL_LANGUAGE_TOKENS = 400,
    DL_LANGUAGE_STEP = 60, /* words after which a plain case ends the count */
    DL_LANGUAGE_LEAST_HITS = 3,
    DL_LANGUAGE_MARGIN = 2,
};

#endif
