/* pipeline.h - the engine, a worker, and the way of one report through them. */
#ifndef DL_PIPELINE_H
#define DL_PIPELINE_H

#include "model/data.h"
#include "model/finds.h"

const dl_data *dl_engine_data(const dl_engine *engine);
const struct dl_resolver *engine_resolver(const dl_engine *engine);
const struct dl_idf *engine_idf(const dl_engine *engine);
const struct dl_read_tables *engine_read_tables(const dl_engine *engine);

/* Reads, parses and finds like dl_find. out: owned by the caller. packed (may be NULL): the
 * portable form without the text, as the record keeps it; until the worker's next call. */
int pipeline_find(dl_worker *worker, dl_str path, dl_str raw, const dl_given *given,
                  struct dl_finds **out, dl_str *packed, dl_error *err);

#endif
