/*
 * kit_routes: the press kits that a person may choose from: those of one survey, by their titles, and whether they can be made.
 *
 *     GET /api/kits?survey=ID  ->  {"kits": [{"name": "trouble-2023-10", "title": "...", "date": "2024-01-31", "survey": "ID",
 *                                             "missing": null}]}
 *
 * A kit belongs to the survey that its meta names, or to none (a kit of statistics), and is then offered with every survey.
 * `name` is what `press --kit` knows it by.  A title may refer to figures of the store ("{survey|returns,}"): these are not
 * worked out for a list, and "…" stands for them.  A file that is no kit is not offered.  The survey's own come first.
 * `missing` says in words what the store lacks for it: the first survey, published result or series that is not there, or a
 * survey without valid returns; null: nothing.
 */
#ifndef SHUKEI_REPORTS_WEB_KIT_ROUTES_H
#define SHUKEI_REPORTS_WEB_KIT_ROUTES_H

#include "engine/web/web.h"

/* Without a survey: every kit that there is. */
bool kit_list(struct web_request *r, struct web_response *out, struct fault *f);

#endif
