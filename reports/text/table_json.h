/*
 * table_json: tables for scripts, in the shape that scripts outside the project rely on.
 *
 * percent, low and high are unrounded; they are null where the cell is suppressed or its n is 0, and low and
 * high where no interval was asked for.  `text` is what a report prints.
 */
#ifndef SHUKEI_REPORTS_TEXT_TABLE_JSON_H
#define SHUKEI_REPORTS_TEXT_TABLE_JSON_H

#include "reports/model/table.h"

#include <stdio.h>

void table_json_write(FILE *out, const struct table_set *set);

#endif
