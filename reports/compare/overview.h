/*
 * overview: a comparison of many surveys and concepts as a table one could publish.
 *
 *     const struct overview *o = overview_make(arena, comparison);
 *     for (i < o->panel_count) print(o->panels[i].grid);
 *
 * A panel holds the concepts of one question that two surveys or more can be compared on.  Its columns are the surveys
 * with a figure there, in the comparison's order; its rows the base with its n, then for each concept percentage,
 * interval, difference from an earlier survey, and the numbers of the notes.  A panel of many surveys goes on in
 * further grids.  Surveys are called by their number in the comparison, from 1; `surveys` says who they are and where
 * the figures come from.
 *
 * A reason has one number in all panels, in the order in which they appear; beneath a panel it stands once, with the
 * surveys that it holds for.  What was refused is listed once, by reason.  How a figure is to be read, and by what
 * methods it was made, is in `readings`.
 *
 * Text, page, workbook and JSON print this; it decides nothing (engine/waves/comparison.h did).  Everything lives in
 * the arena.
 */
#ifndef SHUKEI_REPORTS_COMPARE_OVERVIEW_H
#define SHUKEI_REPORTS_COMPARE_OVERVIEW_H

#include "engine/waves/comparison.h"
#include "reports/model/grid.h"

struct overview_note {
    int number;
    enum alignment_rule rule;
    const char *text;
    const size_t *waves;
    size_t wave_count;
};

struct overview_panel {
    const char *key, *title; /* the question's concept, to name it with --concept; or NULL */
    const size_t *concepts;  /* positions in the comparison, in the order of the rows */
    size_t concept_count;
    const size_t *waves;
    size_t wave_count;
    const struct overview_note *notes;
    size_t note_count;
    const struct grid *const *grids; /* the last one has the notes */
    size_t grid_count;
};

struct overview_refusal {
    enum alignment_rule rule;
    const char *words;        /* the reason, in a sentence */
    const char *const *lines; /* for which surveys, and of what */
    size_t line_count;
};

struct overview_survey {
    const char *label;   /* "[3] 2023年6月" */
    const char *text;    /* title, organiser, method, prefectures, n */
    const char *sources; /* one a line, or NULL */
};

struct overview {
    const struct overview_panel *panels;
    size_t panel_count;
    const char *const *readings;
    size_t reading_count;
    const char *method; /* among the readings too */
    const struct overview_refusal *refusals;
    size_t refusal_count;
    const struct overview_survey *surveys;
    size_t survey_count;
};

const struct overview *overview_make(struct arena *arena, const struct comparison *c);

#endif
