/*
 * compare_beneath: what stands in lines beneath the rows of a comparison, the same in text and on a page: differences
 * that are in no row, the rest of a whole without its part, the trend, institutions that answered both, and what of a
 * change is who answered.
 */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_BENEATH_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_BENEATH_H

#include "engine/waves/comparison.h"

struct compare_lines {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

void compare_lines_add(struct compare_lines *lines, const char *text);

void compare_beneath_block(struct compare_lines *lines, const struct comparison_block *block);
void compare_beneath_panels(struct compare_lines *lines, const struct comparison_concept *concept);
void compare_beneath_shifts(struct compare_lines *lines, const struct comparison_concept *concept);

#endif
