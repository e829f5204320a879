/*
 * plot_grid: the numbers of a plot as rows and columns on the page, for figures that have no table of their own.
 *
 * Each of the plot's columns has its printed values, and its intervals where there are any; the plot's note becomes the
 * grid's, a line each.
 */
#ifndef SHUKEI_REPORTS_MODEL_PLOT_GRID_H
#define SHUKEI_REPORTS_MODEL_PLOT_GRID_H

#include "reports/model/grid.h"
#include "reports/model/plot.h"

const struct grid *plot_grid(struct arena *arena, const struct plot *plot);

#endif
