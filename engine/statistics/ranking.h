/*
 * ranking: places by value, as a table of prefectures prints them.
 *
 *     struct ranking_value values[] = {{773, 100}, {525, 100}, {0, 0}};   // 7.73, 5.25, not known
 *     struct ranking_place places[3];
 *     size_t ranked = ranking_make(values, 3, RANKING_GREATEST_FIRST, places);
 *     struct ranking_ends ends = ranking_mark(places, 3, 5);              // the best and the worst five
 *
 * Competition ranking ("1224"): a place is one more than the number of values that stand before it, so equal
 * values share a place and the places after them stay empty.  Values are exact fractions and are compared as
 * such: give what is printed (7.73 is 773/100; percent_scaled over 10^decimals), and what prints alike shares
 * a place.  A value with den 0 is not known and has no place (rank 0).
 *
 * Ends: the first k and the last k places.  Where the k-th place is shared, all who share it belong to the
 * end, which then holds more than k; `best_tied` and `worst_tied` say so.  No value belongs to both ends: k
 * is at most half of those ranked (`each` is the k that was used), and a value so often shared that it would
 * is in neither.
 *
 * No memory, no errors; den >= 0, num and den below 2^62 in magnitude.
 */
#ifndef SHUKEI_ENGINE_STATISTICS_RANKING_H
#define SHUKEI_ENGINE_STATISTICS_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ranking_direction { RANKING_GREATEST_FIRST, RANKING_LEAST_FIRST };
enum ranking_end { RANKING_MIDDLE, RANKING_BEST, RANKING_WORST };

struct ranking_value {
    int64_t num, den;
};

struct ranking_place {
    long rank;            /* 1..; 0: not known */
    long shared;          /* how many have this place, itself included; 0: not known */
    long behind;          /* how many stand after it */
    enum ranking_end end; /* filled by ranking_mark */
};

struct ranking_ends {
    size_t each;                /* the k that was used */
    size_t best, worst;         /* how many were marked */
    bool best_tied, worst_tied; /* more than k, because the k-th place is shared */
};

/* < 0, 0, > 0 as a is less than, equal to, greater than b; both known. */
int ranking_compare(struct ranking_value a, struct ranking_value b);

/* Returns how many have a place. */
size_t ranking_make(const struct ranking_value *values, size_t count, enum ranking_direction direction,
                    struct ranking_place *places);

struct ranking_ends ranking_mark(struct ranking_place *places, size_t count, size_t k);

#endif
