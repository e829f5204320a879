/*
 * compare_plot: a comparison across waves as a plot (reports/model/plot.h): concepts by waves, or the groups of one
 * concept by waves.
 *
 * Values are those of the common base, as `compare` prints them.  A wave that may not be compared has no value there,
 * and the note says why; so do the notes of what is drawn, the sources, and the notice of synthetic returns.  The n of
 * a wave stands at its column when all rows share it, else behind each row's label.
 */
#ifndef SHUKEI_REPORTS_COMPARE_COMPARE_PLOT_H
#define SHUKEI_REPORTS_COMPARE_COMPARE_PLOT_H

#include "engine/waves/comparison.h"
#include "reports/model/plot.h"

const struct plot *compare_plot(struct arena *arena, const struct comparison *comparison);

#endif
