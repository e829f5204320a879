/*
 * figure_option: `--figure KIND -o x.svg` of a command, for what it would otherwise print; with the name of a workbook
 * (`-o x.xlsx`) the numbers and a native chart of them.
 */
#ifndef SHUKEI_REPORTS_COMMANDS_FIGURE_OPTION_H
#define SHUKEI_REPORTS_COMMANDS_FIGURE_OPTION_H

#include "reports/model/figure.h"
#include "reports/text/result.h"

/* What goes with every --figure, for the table of options. */
#define FIGURE_OPTION_HELP                                                                                   \
    N_("an SVG file, a native chart (-o x.xlsx), or with --format pdf on the page: auto, bars, grouped, "    \
       "facing, pie, stack, stacks, line, slope, dots, funnel, map")

/* "auto" is FIGURE_NATURAL.  format: what --format said, or NULL; of all formats only "pdf" goes with it, which has the
 * figure on its page. */
bool figure_option_read(struct arena *arena, const char *word, const char *format, enum figure_kind *kind,
                        struct fault *f) FAULT_CHECKED;

/* Of a plot; `natural` is the kind that auto stands for. */
const struct figure *figure_option_make(struct arena *arena, const struct plot *plot, enum figure_kind kind,
                                        enum figure_kind natural, struct fault *f) FAULT_CHECKED;

/* As an SVG file, or a workbook. */
bool figure_option_write(struct arena *arena, const struct figure *figure, const char *path,
                         struct fault *f) FAULT_CHECKED;

/* Adds to a result's JSON what --figure can draw of it. */
void figure_option_kinds(struct arena *arena, struct result *r, const enum figure_kind *kinds, size_t count);

/* A figure of one of the set's tables; with it goes what must be said of the set. */
bool figure_option_write_of_set(struct arena *arena, const struct figure *figure, const struct table_set *set,
                                const char *path, struct fault *f) FAULT_CHECKED;

#endif
