/*
 * answers: the counted returns of a survey one by one, for the few pages that print answers and not counts.
 *
 * Such pages are made only where the kit says why they may be (its "consent"); free text is masked
 * (engine/response/mask.h) unless a person has accepted a masked text of their own.
 */
#ifndef SHUKEI_REPORTS_PRESS_ANSWERS_H
#define SHUKEI_REPORTS_PRESS_ANSWERS_H

#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"
#include "engine/store/store.h"

struct answers_row {
    long id;
    const struct response *response; /* its fields are not kept */
};

struct answers {
    const struct answers_row *rows; /* by id */
    size_t count;
};

/* Those for which `where` holds (NULL: all). */
bool answers_load(struct arena *arena, const char *store_path, const struct questionnaire *q,
                  const struct expr *where, struct answers *out, struct fault *f) FAULT_CHECKED;

/* For each of `count` rows the text that was written under the question, masked; NULL where none was. */
bool answers_masked(struct arena *arena, const char *store_path, const struct questionnaire *q,
                    size_t question, const struct answers_row *rows, size_t count, const char **texts,
                    struct fault *f) FAULT_CHECKED;

#endif
