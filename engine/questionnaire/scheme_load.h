/* scheme_load: `weights` of a questionnaire file; the loader's, like load.h. */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_SCHEME_LOAD_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_SCHEME_LOAD_H

#include "engine/questionnaire/load.h"
#include "engine/questionnaire/scheme.h"

bool scheme_load_all(struct loader *l, const struct json *root, struct fault *f) FAULT_CHECKED;

#endif
