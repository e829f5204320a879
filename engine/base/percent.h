/*
 * percent: the rounding rule, from exact integers.
 *
 * A printed percentage is count/n x 100 rounded half up at `decimals` places, computed in integers and never
 * from a binary double (0.5 of 8 is 6.25 %, printed 6.3 with one decimal; a double would not know).  Negative
 * differences round half away from zero, so that a change and its reverse print alike.
 */
#ifndef SHUKEI_ENGINE_BASE_PERCENT_H
#define SHUKEI_ENGINE_BASE_PERCENT_H

#include <stdint.h>

enum { PERCENT_TEXT = 32 };

/* count/n in units of 10^-decimals percent, half up.  n > 0, 0 <= decimals <= 6. */
int64_t percent_scaled(int64_t count, int64_t n, int decimals);

/* "49.2%"; n = 0 gives "-". */
void percent_text(char out[PERCENT_TEXT], int64_t count, int64_t n, int decimals);

/* "+10.3" points between a/an and b/bn, from the exact fractions (b minus a); "0.0" without a sign. */
void percent_points_text(char out[PERCENT_TEXT], int64_t a, int64_t an, int64_t b, int64_t bn, int decimals);

/* An exact ratio num/den with half-up rounding, e.g. a mean: "63.8".  den > 0. */
void percent_ratio_text(char out[PERCENT_TEXT], int64_t num, int64_t den, int decimals);

/* A percentage that is no fraction of integers (weighted): half up at the last place; what is within 1e-9 of
 * that place of a tie is one. */
void percent_real_text(char out[PERCENT_TEXT], double percent, int decimals);
int64_t percent_real_scaled(double percent, int decimals); /* the same as a whole number: 49.2% is 492 */

/* "8,672".  Returns out. */
char *percent_thousands(char out[PERCENT_TEXT], int64_t value);

#endif
