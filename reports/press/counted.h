/*
 * counted: the tables that a kit asks for, counted when they are first asked for.
 *
 * `counted_open` loads the survey's returns from the store (a survey without any is a fault);
 * `counted_tables` counts all questions, not crossed; `counted_crossed` counts one question crossed by a key or two
 * ("type", "pref,type"): a kit asks for a few of them, and intervals and tests of all others would be made for
 * nothing.  What was counted is kept.  Labels are in the language in force when a set is first made, so one
 * of these serves one language.
 */
#ifndef SHUKEI_REPORTS_PRESS_COUNTED_H
#define SHUKEI_REPORTS_PRESS_COUNTED_H

#include "engine/store/store.h"
#include "reports/model/table.h"

struct counted_set {
    const char *key, *question; /* NULL: not crossed; all questions */
    bool letters;
    enum adjust_method adjust; /* with letters */
    const struct table_set *set;
};

struct counted {
    struct arena *arena;
    const struct questionnaire *questionnaire;
    const struct dataset *dataset;
    long sent;                         /* 0: unknown */
    const struct scheme *scheme;       /* or NULL: unweighted */
    const struct weighting *weighting; /* made with the first tables */
    struct counted_set *sets;
    size_t count, capacity;
};

/* weight: of the questionnaire, or NULL. */
bool counted_open(struct arena *arena, struct store *store, const char *survey, const char *weight,
                  struct counted *counted, struct fault *f) FAULT_CHECKED;
const struct table_set *counted_tables(struct counted *counted, struct fault *f) FAULT_CHECKED;
/* question: an id.  A set without a table where the question cannot be crossed so. */
const struct table_set *counted_crossed(struct counted *counted, const char *key, const char *question,
                                        struct fault *f) FAULT_CHECKED;
/* The same with its columns compared (reports/model/table_test.h). */
const struct table_set *counted_letters(struct counted *counted, const char *key, const char *question,
                                        enum adjust_method adjust, struct fault *f) FAULT_CHECKED;

#endif
