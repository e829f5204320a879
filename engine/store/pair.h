/*
 * pair: two returns that look like one sheet, and what people have said of them.
 *
 * Which pairs there are, engine/response/alike.h finds anew whenever somebody looks.  What was decided stands in the trail
 * and nowhere else:
 *
 *     return.merge     they are one sheet: the return of the entry is a duplicate, the other one counts (pair_merge)
 *     return.distinct  they are two sheets and both count; they are not asked about again
 *     return.reopen    neither: a decision is taken back, and the duplicate counts again as its findings let it
 *
 * The last entry about a pair stands; a merge no longer does once the duplicate was accepted, or its batch taken back.
 * Nothing of the two is ever mixed: the answers of the one that is kept are those it had, and the other keeps its own, out
 * of the count.
 *
 * Two people with the same list: the second is told who has decided, and when.
 */
#ifndef SHUKEI_ENGINE_STORE_PAIR_H
#define SHUKEI_ENGINE_STORE_PAIR_H

#include "engine/store/store.h"

struct pair_said {
    long a, b;                     /* a < b */
    long kept;                     /* of one sheet: which counts; 0: they are two sheets */
    bool merged;                   /* else distinct */
    const char *who, *at, *why;    /* why: or NULL */
    const char *sheet_a, *sheet_b; /* numbers of the sheets, or NULL */
    long entry;                    /* in the trail */
};

/* What stands, the newest last. */
bool pair_list(struct store *store, struct arena *arena, const char *survey, struct pair_said **said,
               size_t *count, struct fault *f) FAULT_CHECKED;

/* Each is a person's decision, and a fault that says who was first when somebody has decided already.  `why` may be NULL.
 *
 * Makes `drop` a duplicate of `keep`; what was a duplicate of `drop` becomes one of `keep`.  Both must be of one survey, and
 * accepted or set aside. */
bool pair_merge(struct store *store, long keep, long drop, const char *why, struct fault *f) FAULT_CHECKED;

bool pair_distinct(struct store *store, long a, long b, const char *why, struct fault *f) FAULT_CHECKED;

/* entry: the decision that the person has seen, or 0; another one that stands by now is a fault. */
bool pair_reopen(struct store *store, long a, long b, long entry, const char *why,
                 struct fault *f) FAULT_CHECKED;

#endif
