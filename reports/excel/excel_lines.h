/*
 * excel_lines: a long name broken into lines, for a chart.
 *
 * Spreadsheets set the names of a chart's axis in one line each and give them half of the chart or turn them on their
 * heads.  They keep to line breaks that stand in the cell, so the names stand once more beside the table, broken as on
 * paper (reports/model/typeset.h).  `characters` are full-width ones; the text is the arena's.
 */
#ifndef SHUKEI_REPORTS_EXCEL_EXCEL_LINES_H
#define SHUKEI_REPORTS_EXCEL_EXCEL_LINES_H

#include "engine/base/arena.h"

const char *excel_lines(struct arena *arena, const char *text, double characters);

#endif
