/*
 * outlier: answers to a number question that lie far from all the others: most are slips of the keyboard.
 *
 * The fences are those of quartile editing (Hidiroglou & Berthelot, Statistical editing and imputation for
 * periodic business surveys, Survey Methodology 12, 1986): with median M and quartiles Q1, Q3 of the given
 * answers y,
 *
 *     low = M - C * max(M - Q1, d),   high = M + C * max(Q3 - M, d)
 *
 * and what lies outside is an outlier.  The two sides are measured separately because counts are skewed, and
 * no outlier moves a quartile.  Where no answer is below 0, y is log(1 + x), so that a factor counts and not
 * a difference, and d = 0.5: with C = 4 an answer must be more than seven times the median; else y is x and d
 * a twentieth of |M|.  A low value that one in twenty gave (and three at least) is no slip but what a group
 * answers, as a rule 0 for "none": the low fence goes down to it.  A high one is as often a code (99, 999) and
 * stays outside.  C is the template's `outlier` (default 4; 0: never).  Quartiles are of type 7 (Hyndman
 * & Fan, 1996).  Fewer than OUTLIER_MIN answers have no fences.
 *
 *     struct outlier_tally *tally = outlier_tally_create(arena);
 *     outlier_tally_add(tally, answer->number) ...
 *     outlier_fence(tally, question->fence, &fence);
 *
 * The fences of a survey are computed by store_fences_update (after every import and check) and kept, so that
 * an edit is held against the same ones.  Findings: rule `number.outlier`, a warning.
 */
#ifndef SHUKEI_ENGINE_RESPONSE_OUTLIER_H
#define SHUKEI_ENGINE_RESPONSE_OUTLIER_H

#include "engine/response/finding.h"
#include "engine/response/response.h"

enum { OUTLIER_MIN = 20 };

struct fence {
    long n;            /* answers it was made of; 0: there is no fence */
    int64_t low, high; /* millionths, inclusive; what is beyond is an outlier */
    int64_t q1, q3;    /* millionths: the middle half of the answers */
};

/* Counts values; memory goes with the number of different ones. */
struct outlier_tally;
struct outlier_tally *outlier_tally_create(struct arena *arena);
void outlier_tally_add(struct outlier_tally *tally, int64_t millionths);
void outlier_fence(struct outlier_tally *tally, double factor, struct fence *out);
/* Whether a value that was counted lies beyond the fence. */
bool outlier_any(struct outlier_tally *tally, const struct fence *fence);

bool outlier_is(const struct fence *fence, const struct question *question, const struct answer *answer);

/* fences: by question, as store_fences gives them. */
void outlier_check(const struct questionnaire *q, const struct response *response, const struct fence *fences,
                   const struct finding *where, struct findings *out);

#endif
