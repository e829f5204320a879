/*
 * scheme: how respondents of a survey may be weighted to the population; `weights` of a questionnaire file.
 *
 * A scheme is one or more margins.  A margin names one or two keys (single-answer questions, `pref`, `type`,
 * groupings) and says how many there are in each of their categories: from a table of
 * data/reference/population.csv (population.h), or written in the file.  `where` restricts a margin to some
 * of the returns ("of the clinics, 72.8% claim on line"): it then mends the split among them and leaves their
 * number alone.
 *
 * `strata` names a key by which the returns were drawn apart (a census of hospitals, a sample of clinics):
 * variances are then within strata (engine/statistics/design.h).
 *
 * This is only what the file says; engine/tabulation/weighting.h works it out for a dataset.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_SCHEME_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_SCHEME_H

#include "engine/questionnaire/questionnaire.h"

enum { SCHEME_KEYS_MAX = 2 };

struct scheme_count {
    const char *ids[SCHEME_KEYS_MAX]; /* of the categories */
    double count;                     /* institutions, or a share on any scale */
};

struct scheme_margin {
    const char *by[SCHEME_KEYS_MAX];
    size_t key_count;
    const char *table, *area;          /* population.csv: table, and area when only one is meant; or NULL */
    const struct scheme_count *counts; /* without a table */
    size_t count;
    const char *const *leave_out; /* categories that the survey did not go to */
    size_t leave_out_count;
    const char *where_text;
    const struct expr *where;  /* NULL: all */
    bool shares;               /* only the split counts, not the number */
    const char *source, *date; /* of the counts; the table has its own */
};

struct scheme {
    const char *id, *label;
    bool poststratify; /* else raked */
    const struct scheme_margin *margins;
    size_t margin_count;
    double trim_low, trim_high; /* of weight / mean weight; 0 and INFINITY: none */
    const char *strata;         /* a key: each of its categories was drawn by itself; NULL: all at once */
    bool finite; /* the population of the first margin of counts is the whole that was drawn from */
};

/* What it is by, as the template names it: "type", "type,pref". */
const char *scheme_margin_key(struct arena *arena, const struct scheme_margin *margin);

/* By id; a usage fault that lists those there are. */
const struct scheme *scheme_find(const struct questionnaire *q, const char *id,
                                 struct fault *f) FAULT_CHECKED;

#endif
