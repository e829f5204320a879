/*
 * dataset: all counted returns of a survey, as columns of bits.
 *
 * Built once from the store (or from responses, in tests), then frozen.  For every coded question there is
 * one bitset per option (who ticked it) and one per silence (who gave no answer, ...); for numbers a column
 * of values beside the "given" set; free text keeps only its state sets.  Routing is applied here again: a
 * return for which the question's `ask` is false counts as not applicable whatever is written there.
 *
 * Return attributes `association`, `channel` become columns of small codes with their own label lists.
 *
 * Two kinds of comparison need more than is kept: a search in free text, and one of the sheet number.  They
 * are decided while the returns pass by, so whoever is going to ask for such an expression names it when
 * loading (dataset_load_for); the questionnaire's own routing and bases are always among them.
 *
 * A return that was answered under an older version of the questionnaire is carried over by the ids of
 * questions and options; a question that its form did not have yet is not applicable to it.
 *
 * The order of the returns is the dataset's own.  Counting goes by whole groups of returns that lie together
 * (cube_banner.h), so what comes from a store is arranged: returns of one prefecture and type (and channel
 * and association, where that does not make too many groups) stand side by side.  Never walk a dataset and
 * store_each_return in parallel (but dataset_load_by_id).  dataset_from_responses keeps the order given.
 *
 * Shapes: n returns; every set has bitset_words(n) words.  Codes are 0-based; DATASET_NO_CODE where unknown.
 */
#ifndef SHUKEI_ENGINE_TABULATION_DATASET_H
#define SHUKEI_ENGINE_TABULATION_DATASET_H

#include "engine/questionnaire/expr.h"
#include "engine/response/response.h"
#include "engine/store/store.h"

enum { DATASET_NO_CODE = 0xFFFF };

struct dataset_column {
    const struct question *question;
    uint64_t *state[ANSWER_STATES]; /* sets; each return is in exactly one */
    uint64_t **option;              /* coded: option_count sets, else NULL */
    int64_t *number;                /* number (millionths) and date (days): n values, else NULL */
    size_t states[ANSWER_STATES];   /* how many returns are in each */
    /* Numbers and dates again, packed: the different values given, ascending; of the i-th return of
     * state[ANSWER_GIVEN], which of them it gave and which return it is. */
    int64_t *value;
    size_t value_count;
    uint32_t *value_code, *value_row;
};

/* Runs of returns that lie together and are alike in some respects; one run of all when nothing is known.
 * What they are alike in has a code by group; what they differ in is NULL. */
struct dataset_order {
    size_t group_count;
    size_t *first;       /* group_count + 1: group g is [first[g], first[g + 1]) */
    uint16_t **question; /* by position: NULL, or by group the option, or option_count + state of a silence */
    uint16_t *association; /* by group the code; DATASET_NO_CODE where unknown */
    uint16_t *channel;
};

struct dataset_attribute { /* association, channel */
    uint16_t *code;        /* n values */
    const char **labels;   /* by code */
    const char **keys;
    size_t count;
};

struct dataset_leaf { /* a comparison decided while loading */
    const struct expr *expr;
    uint64_t *set;
};

struct dataset {
    const struct questionnaire *questionnaire;
    size_t n;
    char state[65];                 /* store_state */
    size_t made_up;                 /* returns that say in their remark that they are (made_up.h) */
    const char *synthetic;          /* what is to be said of those, or NULL */
    struct dataset_column *columns; /* by question position */
    struct dataset_attribute association, channel;
    uint16_t *received; /* code of the day, DATASET_NO_CODE unknown; read by dataset_received */
    int64_t *days;      /* by code, in no order; INT64_MIN: what is written there is no day */
    size_t day_count;
    struct dataset_order order;
    struct dataset_leaf *leaves;
    size_t leaf_count;
};

/* The day of one return, INT64_MIN unknown. */
static inline int64_t dataset_received(const struct dataset *d, size_t i) {
    return d->received[i] == DATASET_NO_CODE ? INT64_MIN : d->days[d->received[i]];
}

const struct dataset *dataset_load(struct arena *arena, struct store *store, const struct questionnaire *q,
                                   struct fault *f) FAULT_CHECKED;

/* From the returns themselves, whatever image of them there is (dataset_image.h). */
const struct dataset *dataset_load_anew(struct arena *arena, struct store *store,
                                        const struct questionnaire *q, struct fault *f) FAULT_CHECKED;

/* The same in the order of store_each_return, for whoever has to know which return is which. */
const struct dataset *dataset_load_by_id(struct arena *arena, struct store *store,
                                         const struct questionnaire *q, struct fault *f) FAULT_CHECKED;

/* As dataset_load, for returns that will be filtered by these expressions (NULLs among them are allowed). */
const struct dataset *dataset_load_for(struct arena *arena, struct store *store,
                                       const struct questionnaire *q, const struct expr *const *exprs,
                                       size_t count, struct fault *f) FAULT_CHECKED;

/* From responses in memory; for tests and synthetic work. */
const struct dataset *dataset_from_responses(struct arena *arena, const struct questionnaire *q,
                                             const struct response *const *responses, size_t count);

/* The returns for which the expression holds (NULL: all), as a fresh set.  Decided on the answers after
 * routing; the same returns as expr_holds finds one by one. */
uint64_t *dataset_where(struct arena *arena, const struct dataset *d, const struct expr *e);

/* The same for whoever only reads it: NULL for all returns, and the dataset's own set where the expression
 * names one ("ticked this option", "gave no answer"). */
const uint64_t *dataset_set(struct arena *arena, const struct dataset *d, const struct expr *e);

#endif
