/*
 * option_load: the options of a question, from the file or, for prefectures, from data/reference.
 *
 * Two options of one question must not be spelt alike (id, label, full wording, aliases, after folding): an
 * importer could not tell which was meant.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_OPTION_LOAD_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_OPTION_LOAD_H

#include "engine/questionnaire/load.h"

/* Reads node's `options`, at most `limit` of them. */
bool option_load(struct loader *l, const struct json *node, size_t limit, struct question *out,
                 struct fault *f) FAULT_CHECKED;

bool option_load_prefectures(struct loader *l, struct question *out, struct fault *f) FAULT_CHECKED;

#endif
