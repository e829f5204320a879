/* fuzz_survey: the questionnaire of a fuzzer that reads returns, made ready once. */
#ifndef SHUKEI_TESTS_FUZZ_FUZZ_SURVEY_H
#define SHUKEI_TESTS_FUZZ_FUZZ_SURVEY_H

#include "engine/response/normalise.h"
#include "importers/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    struct arena *arena;
    const struct questionnaire *q;
    const struct vocabulary *vocabulary;
    struct spellings *spellings;
} fixed;

static inline void prepare(const char *survey) {
    struct fault f = {0};
    if (fixed.arena)
        return;
    fixed.arena = arena_create();
    fixed.q = questionnaire_parse(fixed.arena, survey, strlen(survey), "t.json", &f);
    fixed.spellings = fixed.q ? normalise_prepare(fixed.arena, fixed.q, &f) : NULL;
    if (!fixed.spellings) {
        fprintf(stderr, "%s\n", f.text);
        abort();
    }
    fixed.vocabulary = vocabulary_prepare(fixed.arena, fixed.q);
}

#endif
