/*
 * overview_json: the overview (overview.h) as JSON, for whoever lays it out anew: which concepts and surveys stand in a
 * table, its notes with their numbers and rules, and what was refused.  The figures are those of the comparison's own
 * JSON, to be found by concept and survey.
 */
#ifndef SHUKEI_REPORTS_COMPARE_OVERVIEW_JSON_H
#define SHUKEI_REPORTS_COMPARE_OVERVIEW_JSON_H

#include "engine/base/strbuf.h"
#include "engine/waves/comparison.h"

/* Adds an object. */
void overview_json_add(struct strbuf *out, const struct comparison *c);

#endif
