/*
 * series: a CSV file of reference series (data/series/README.md).
 *
 * One row is one point: series, period, area, group, value, unit, numerator, denominator, rank, source, note;
 * the columns stand in any order, those that stay empty may be left out.  A file may hold several series; the
 * points of a series keep the file's order.  The text may be in any encoding that returns come in
 * (importers/decode.h).
 *
 * Values are kept as printed.  A prefecture may be written by name or code and comes out as its code, 全国 as
 * 00. What is no number or period, a point that stands twice, a second unit within a series, or an empty
 * point without a note that says why is a fault with row and column.
 */
#ifndef SHUKEI_IMPORTERS_SERIES_H
#define SHUKEI_IMPORTERS_SERIES_H

#include "engine/store/aggregate.h"
#include "importers/importer.h"

bool series_read(struct arena *arena, const struct source *source, struct series **series, size_t *count,
                 struct fault *f) FAULT_CHECKED;

/* A year, month, day, fiscal year, or two of them with a slash between: 2024, 2024-05, 2024-05-31, FY2024. */
bool series_is_period(const char *text);

#endif
