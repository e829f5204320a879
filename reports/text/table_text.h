/*
 * table_text: tables for the terminal.
 *
 * Under the title and the base stand the rows with count and percentage per column.  Without a banner the
 * interval stands beside them.  A banner that does not fit 120 columns is turned: one line per prefecture,
 * one column per answer, in as many blocks as needed.  The words are in the questionnaire's language, like
 * the labels; widths follow the terminal (engine/base/columns.h).
 */
#ifndef SHUKEI_REPORTS_TEXT_TABLE_TEXT_H
#define SHUKEI_REPORTS_TEXT_TABLE_TEXT_H

#include "reports/model/table.h"

#include <stdio.h>

void table_text_write(FILE *out, const struct table_set *set);

#endif
