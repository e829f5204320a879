/*
 * release: what of a survey's returns may be told, and how much of it.
 *
 * Keys: what an outsider may know of a respondent without having seen the sheet.
 *
 *     type, and its group        the first grouping of the questionnaire that joins types
 *     region, prefecture         a region is of data/reference; the order of these four is the one that loses least
 *     association, channel       an association tells its prefecture, so it goes with that
 *     month, week                in which the return arrived; never the day
 *     --keys                     what the office names besides (a size class, a town)
 *
 * Their values are withheld by anonymity.h until at least `threshold` returns agree in all that is left.  So the
 * prefecture gives way to the region and that to the country, the type to its group, only where it must.  An option list that tells every
 * respondent apart (a survey of towns that asks for the town) is withheld whole by the same rule.
 *
 * Type, region, prefecture and association are columns of published tables, from which the file can be subtracted; they are
 * withheld so that this leaves `threshold` returns of a cell, or all of it (anonymity.h).
 *
 * Numbers: the answers greater than the threshold-th greatest are shown as that, and likewise at the lower end (top and
 * bottom coding; A. Hundepool et al. (2012), Statistical Disclosure Control, section 3.2): at least `threshold` returns share
 * the extreme.  With fewer answers than the threshold, all are withheld.  How many were drawn in and what
 * they said is not told: with the limit it would give the extreme away.
 *
 * Routing: what tells a withheld key without naming it (questions that only one type is asked, the words beside 「その他」 of
 * the type) is withheld with it (release_told.h).
 *
 * Weights: a return whose type, region or prefecture is withheld has the mean weight of those it looks like; its own
 * would tell where it belongs.
 *
 * Give out one file of a survey: two of the same returns that were made with another threshold, other keys or with and
 * without text can be laid beside each other by the answers, and one shows what the other withholds.
 *
 * What this does not do: answers are not keys.  Somebody who knows an institution's answers can find it by them, and where
 * all returns of a class answered alike, k-anonymity hides none of it (A. Machanavajjhala et al. (2007), ACM Transactions on
 * Knowledge Discovery from Data 1, 3).  That is why free text, dates and extremes are guarded, and why the files are for
 * researchers and not for the public.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_RELEASE_H
#define SHUKEI_REPORTS_MICRODATA_RELEASE_H

#include "reports/microdata/microdata.h"

enum { RELEASE_OWN_KEYS = 8 };

struct release_key {
    const char *id; /* "type", "region", "prefecture", ... or a question's id */
    const char *label;
    const struct question *question; /* whose answers these are; or NULL */
    const struct microdata_category *categories;
    size_t category_count;
    const int64_t *days;      /* month and week: the first day, by category; else NULL */
    const uint16_t *released; /* by return: a category's place, category_count + state of a silence, or
                                 ANONYMITY_WITHHELD */
    size_t withheld;
};

struct release_limit { /* a number question whose extremes are drawn in */
    const struct question *question;
    int64_t low, high; /* millionths */
    bool below, above; /* some answers lie beyond */
    bool withheld;     /* all of them */
};

struct release_weight {
    const struct scheme *scheme;
    const double *weight; /* by return */
    size_t averaged;
};

struct release {
    long threshold;
    const struct release_key *keys;
    size_t key_count;
    const struct release_limit *limits; /* one per number question */
    size_t limit_count;
    const struct release_weight *weights;
    size_t weight_count;
};

const struct release *release_make(struct arena *arena, const struct dataset *d,
                                   const struct microdata_spec *spec, struct fault *f) FAULT_CHECKED;

const struct release_limit *release_limit_of(const struct release *release, const struct question *question);

/* What was done, a sentence each, in the language in force. */
const char *const *release_sentences(struct arena *arena, const struct microdata *m, size_t *count);

#endif
