/*
 * figure_option: `--figure KIND -o x.svg` of a command, for what it would otherwise print.
 */
#ifndef SHUKEI_REPORTS_COMMANDS_FIGURE_OPTION_H
#define SHUKEI_REPORTS_COMMANDS_FIGURE_OPTION_H

#include "reports/model/figure.h"

/* What goes with every --figure, for the table of options. */
#define FIGURE_OPTION_HELP                                                                                   \
    N_("an SVG file: auto, bars, grouped, facing, pie, stack, stacks, line, slope, dots, funnel, map")

/* "auto" is FIGURE_NATURAL.  format: what --format said, which does not go with it, or NULL. */
bool figure_option_read(struct arena *arena, const char *word, const char *format, enum figure_kind *kind,
                        struct fault *f) FAULT_CHECKED;

/* Draws a plot; `natural` is the kind that auto stands for. */
bool figure_option_write(struct arena *arena, const struct plot *plot, enum figure_kind kind,
                         enum figure_kind natural, const char *path, struct fault *f) FAULT_CHECKED;

#endif
