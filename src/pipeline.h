/* pipeline.h - the engine, a worker, and the way of one report through them. */
#ifndef DL_PIPELINE_H
#define DL_PIPELINE_H

#include "model/data.h"
#include "model/finds.h"

const dl_data *dl_engine_data(const dl_engine *engine);
const struct dl_resolver *engine_resolver(const dl_engine *engine);
const struct dl_idf *engine_idf(const dl_engine *engine);
const struct dl_read_tables *engine_read_tables(const dl_engine *engine);

/* Reads, parses and finds like dl_find, with the place a report was fetched from or the charset
 * its server named left to given. out: owned by the caller. */
int pipeline_find(dl_worker *worker, dl_str path, dl_str raw, const dl_given *given,
                  struct dl_finds **out, dl_error *err);

#endif
