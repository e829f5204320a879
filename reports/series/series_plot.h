/*
 * series_plot: a series as a plot (reports/model/plot.h), for any kind of figure.
 *
 *     series_plot_course(arena, t, items, count, 0, t->period_count - 1)   lines in the course of time
 *     series_plot_at(arena, t, items, count, periods, 2)                   bars, a slope, a map of chosen periods
 *
 * Texts are the printed ones with the unit, numbers the exact ones.  A course has the periods of the series' main kind
 * in order of time; a month that the series lacks is a column without a value, so a line breaks there, and periods of
 * other kinds are named in the note.  Bounds and estimates ("<1") have their text and no number.  The note says what
 * the sources are.  Items that are areas have the keys of a table's columns ("pref=13"), which a map goes by.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_PLOT_H
#define SHUKEI_REPORTS_SERIES_SERIES_PLOT_H

#include "reports/model/plot.h"
#include "reports/series/series_table.h"

/* Every item, the whole first; returns how many.  items: item_count of them. */
size_t series_plot_all(const struct series_table *t, size_t *items);

/* first, last: periods of the table, both inside. */
const struct plot *series_plot_course(struct arena *arena, const struct series_table *t, const size_t *items,
                                      size_t item_count, size_t first, size_t last);

const struct plot *series_plot_at(struct arena *arena, const struct series_table *t, const size_t *items,
                                  size_t item_count, const size_t *periods, size_t period_count);

#endif
