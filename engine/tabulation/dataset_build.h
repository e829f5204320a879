/*
 * dataset_build: filling the columns of a dataset, return by return.
 *
 *     struct dataset_build b;
 *     dataset_build_begin(&b, arena, q, capacity, exprs, count);
 *     for each return {
 *         dataset_build_answer(&b, question, answer);  // once per question, in any order
 *         dataset_build_row(&b, fields);               // closes the return
 *     }
 *     dataset_build_end(&b);                           // routing; the dataset is frozen
 *
 * Set `arranged` after dataset_build_begin to have like returns side by side in the end.
 *
 * A question of the return that got no call counts as not answered.  dataset_build_abandon instead of _end
 * when something went wrong on the way.
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_BUILD_H
#define SHUKEI_ENGINE_TABULATION_DATASET_BUILD_H

#include "engine/tabulation/dataset.h"

struct dataset_words; /* distinct strings and their codes */

struct dataset_build {
    struct arena *arena;   /* of the dataset */
    struct arena *scratch; /* of the walk */
    struct arena *texts;   /* of the return in hand */
    const struct questionnaire *q;
    struct dataset *dataset;
    size_t row, capacity;
    uint64_t *sets;     /* room for those not made yet */
    uint64_t **unasked; /* per question: returns whose form did not have it, or NULL */
    bool arranged;      /* whether the returns may change places (dataset_order.h) */
    bool *wants_text;   /* per question: a leaf searches its text, which must then end with a NUL */
    struct answer *probe;
    struct dataset_words *association, *channel, *received;
};

void dataset_build_begin(struct dataset_build *b, struct arena *arena, const struct questionnaire *q,
                         size_t capacity, const struct expr *const *exprs, size_t count);
void dataset_build_answer(struct dataset_build *b, size_t question, const struct answer *answer);
void dataset_build_unasked(struct dataset_build *b, size_t question);
void dataset_build_row(struct dataset_build *b, const char *const fields[FIELD_COUNT]);
const struct dataset *dataset_build_end(struct dataset_build *b);
void dataset_build_abandon(struct dataset_build *b);

/* How many comparisons in these expressions are decided while returns pass by. */
size_t dataset_build_leaves(const struct expr *const *exprs, size_t count);
/* Names the words of an attribute and puts them in order; gives the codes of the rows so far their new numbers. */
void dataset_build_name(struct dataset_build *b, struct dataset_attribute *attribute,
                        const char *const *words, size_t count, bool associations);

#endif
