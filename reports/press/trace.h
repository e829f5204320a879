/*
 * trace: where every number of a printed kit comes from, as a JSON file.
 *
 *     {"kit": ..., "survey": ..., "dataset": {"returns": ..., "state": ...}, "numbers": [{"at": "/sections/0/...",
 *      "reference": ..., "source": ..., "text": ..., "table": ..., "row": ..., "column": ..., "count": ..., "n": ...,
 *      "base": {"text": ..., "where": ...}}]}
 *
 * `survey`, `template` and `dataset` are the first survey's, and absent in a kit of published figures alone; a
 * difference has an entry for each of its two numbers.
 */
#ifndef SHUKEI_REPORTS_PRESS_TRACE_H
#define SHUKEI_REPORTS_PRESS_TRACE_H

#include "reports/press/press.h"

bool press_trace(const struct press *press, const struct kit *kit, const struct table_set *tables,
                 const char *path, struct fault *f) FAULT_CHECKED;

#endif
