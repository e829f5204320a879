/*
 * excel_rank: where an area stands among the others with the share of one answer.
 *
 * From the highest down; equal shares (as exact fractions) share a rank and the next one is as many lower.  The total,
 * silences, those who did not say their area, hidden figures and areas with few returns (the mark "small_n") have none.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_RANK_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_RANK_H

#include "reports/model/table.h"

size_t excel_rank(const struct table *table, size_t row, size_t column); /* 0: none */

#endif
