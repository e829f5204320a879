/*
 * catalogue_routes: what can be asked for on the results screens: of a survey its questions, keys and weightings; of the
 * store its surveys, published ones and series; and whether an expression can be read.
 */
#ifndef SHUKEI_REPORTS_WEB_CATALOGUE_ROUTES_H
#define SHUKEI_REPORTS_WEB_CATALOGUE_ROUTES_H

#include "engine/web/web.h"

bool catalogue_survey(struct web_request *r, struct web_response *out, struct fault *f);
bool catalogue_store(struct web_request *r, struct web_response *out, struct fault *f);
bool catalogue_series(struct web_request *r, struct web_response *out, struct fault *f);
/* ?text=…: {"fault": null}, or why it cannot be read. */
bool catalogue_expression(struct web_request *r, struct web_response *out, struct fault *f);

#endif
