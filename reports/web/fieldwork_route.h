/*
 * fieldwork_route: what the monitoring screen shows beside the counts of /api/progress, in one answer, because it is
 * asked for every few seconds: the map and the course of `shukei fieldwork` as SVG, what is still to be looked at, and how
 * far double entry has come.  Counts only, so every role may see it.
 */
#ifndef SHUKEI_REPORTS_WEB_FIELDWORK_ROUTE_H
#define SHUKEI_REPORTS_WEB_FIELDWORK_ROUTE_H

#include "engine/web/web.h"

bool fieldwork_route(struct web_request *r, struct web_response *out, struct fault *f);

#endif
