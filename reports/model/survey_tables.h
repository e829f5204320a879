/*
 * survey_tables: from a store to finished tables in one call.
 *
 *     const struct survey_request all = {.options = table_default_options};
 *     const struct survey_request by_pref = {.keys = {"pref"}, .key_count = 1, .options =
 * table_default_options}; const struct survey_request requests[] = {all, by_pref}; const struct table_set
 * *sets[2]; if (!survey_tables(arena, app->store_path, survey, requests, 2, sets, f)) return false;
 *
 * The returns are read once, whatever the number of requests; each request is one banner and becomes one set.
 * The questionnaire and the dataset are the sets' own (sets[0]->questionnaire, sets[0]->dataset), and live in
 * the arena.
 *
 * An expression, key or question that does not exist is a usage fault which proposes the nearest name.
 */
#ifndef SHUKEI_REPORTS_MODEL_SURVEY_TABLES_H
#define SHUKEI_REPORTS_MODEL_SURVEY_TABLES_H

#include "engine/store/store.h"
#include "reports/model/table.h"

struct survey_request {
    const char *const *questions; /* ids; a matrix's id stands for its rows; none: all questions */
    size_t question_count;
    const char *keys[CUBE_KEYS_MAX];
    size_t key_count;
    const char *where, *base; /* expressions, or NULL */
    const char *weight;       /* scheme of the questionnaire, or NULL */
    bool without_no_answer;   /* those who gave no answer are left out of each question's base */
    const char
        *population; /* "sent", or how many there are in all (reports/model/table_population.h); or NULL */
    struct table_options options;
};

bool survey_tables(struct arena *arena, const char *store_path, const char *survey,
                   const struct survey_request *requests, size_t count, const struct table_set **sets,
                   struct fault *f) FAULT_CHECKED;

/* The same from a store that is open already, of a questionnaire that it gave. */
bool survey_tables_from(struct arena *arena, struct store *store, const struct questionnaire *q,
                        const struct survey_request *requests, size_t count, const struct table_set **sets,
                        struct fault *f) FAULT_CHECKED;

#endif
