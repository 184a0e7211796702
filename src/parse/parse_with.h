/* parse_with.h - for tests and benches: a parser with kernels other than the fastest. */
#ifndef DL_PARSE_PARSE_WITH_H
#define DL_PARSE_PARSE_WITH_H

#include "parse/kernels.h"
#include "parse/parse.h"

/* Sets the kernels of scratches opened from now on. Not while another thread uses the parser. */
void dl_parser_use(dl_parser *parser, const dl_kernels *kernels);

#endif
