/* fieldwork_result: what the figures of fieldwork.h show, as rows: by day, or by prefecture. */
#ifndef SHUKEI_REPORTS_FIELDWORK_FIELDWORK_RESULT_H
#define SHUKEI_REPORTS_FIELDWORK_FIELDWORK_RESULT_H

#include "reports/fieldwork/fieldwork.h"
#include "reports/text/result.h"

struct result *fieldwork_by_day(struct arena *arena, const struct fieldwork *w);
struct result *fieldwork_by_prefecture(struct arena *arena, const struct fieldwork *w);

#endif
