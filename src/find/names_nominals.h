/* names_nominals.h - what is known of a description or a pronoun before it is linked. */
#ifndef DL_FIND_NAMES_NOMINALS_H
#define DL_FIND_NAMES_NOMINALS_H

#include <stdlib.h>

#include "find/names_work.h"

#endif
