/* The steps from tokens to entities, in one place. */
#include "find/names.h"

#include <stdlib.h>

#include "find/coref_work.h"
#include "find/names_model.h"
#include "find/places.h"

int dl_names_open(dl_names **out, const dl_data *data, dl_error *err) {
    *out = NULL;
    dl_names *names = calloc(1, sizeof *names);
    if (!names) return dl_fail_memory(err);
    int rc = lexicon_load(&names->lex, data, err);
    if (!rc) rc = place_words_load(&names->places, &names->lex, data, err);
    dl_str bytes = dl_data_get(data, "en/models/names.bin");
    if (!rc && bytes.ptr) { /* the trainer opens names before there is a model */
        names->model = dl_arena_zalloc(&names->lex.arena, sizeof *names->model);
        rc = names->model ? name_model_open(names->model, bytes, err) : dl_fail_memory(err);
    }
    if (rc)
        dl_names_close(names);
    else
        *out = names;
    return rc;
}

void dl_names_close(dl_names *names) {
    if (!names) return;
    lexicon_free(&names->lex);
    free(names);
}

int dl_names_find(const dl_names *names, dl_find_context *context, dl_error *err) {
    if (context->text->other_language) return DL_OK;
    name_work w;
    int rc = name_work_open(&w, names, context, err);
    if (!rc) rc = name_match_all(&w, err);
    if (!rc) rc = name_tag(&w, err);
    if (!rc) rc = name_mentions(&w, err);
    if (!rc) rc = name_places(&w, err);
    if (!rc) rc = name_nominals(&w, err);
    if (!rc) rc = coref_names(&w, err);
    if (!rc) rc = coref_offices(&w, err);
    if (!rc) rc = coref_rest(&w, err);
    return rc;
}
