/* compare_words: the figures of a comparison in words, the same in text and on a page; "-" where there is none. */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_WORDS_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_WORDS_H

#include "engine/waves/comparison.h"

/* Whether a survey has a row: not without any figure of the item, and not in another prefecture than its only one. */
bool compare_has_row(const struct comparison_row *row);
/* The difference that stands in a row's line, or NULL; others stand beneath. */
const struct comparison_difference *compare_difference_to(const struct comparison_block *block, size_t row);
/* Every row's difference is from the row above it that is compared. */
bool compare_is_straight(const struct comparison_block *block);
/* From what the differences are, and of what; where it is the row above, and where it is named. */
const char *compare_method_straight(void);
const char *compare_method_linked(void);
bool compare_has_one_question(const struct comparison *c);
/* An item's label, with its question when the comparison has several. */
const char *compare_label(struct arena *arena, const struct comparison *c,
                          const struct comparison_concept *concept);
const char *compare_adjustment(enum adjust_method method); /* "by Holm" */

const char *compare_n_text(struct arena *arena, const struct comparison_row *row);
const char *compare_count_text(struct arena *arena, const struct comparison_row *row);
const char *compare_interval_text(struct arena *arena, bool has, double low, double high); /* "47.9-50.6%" */
const char *compare_limits_text(struct arena *arena, const struct difference *d); /* points, with sign */
/* A change of points as a sum has it, half up: "+10.3", "-0.25"; nought without a sign. */
const char *compare_change_text(struct arena *arena, double points, int decimals);
const char *compare_p_text(struct arena *arena, bool has, double p); /* "<0.001", "0.012" */
/* Whose figures a wave's are; NULL for figures that were all published. */
const char *compare_origin(const struct wave *wave);

#endif
