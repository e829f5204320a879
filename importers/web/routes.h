/* routes: what the rows of importers_routes (routes.c) run; each is a web_route's function (engine/web/web.h). */
#ifndef SHUKEI_IMPORTERS_WEB_ROUTES_H
#define SHUKEI_IMPORTERS_WEB_ROUTES_H

#include "engine/web/web.h"

#define ROUTE(name) bool name(struct web_request *request, struct web_response *out, struct fault *f)

/* The keying screen: entry_routes.c. */
ROUTE(entry_surveys);
ROUTE(entry_get_form);
ROUTE(entry_post_look);
ROUTE(entry_post_sheet);
ROUTE(entry_get_draft);
ROUTE(entry_post_draft);
ROUTE(entry_get_return);
ROUTE(entry_post_return);
ROUTE(entry_progress);

/* Sheet numbers: number_routes.c. */
ROUTE(number_get);

/* The sheets' pictures: paper_routes.c. */
ROUTE(paper_post_next);
ROUTE(paper_get_one);
ROUTE(paper_post_one);
ROUTE(paper_get_page);

/* Files in, and what is to be looked at: desk_routes.c. */
ROUTE(desk_work);

/* Surveys and how many questionnaires were sent: admin_routes.c. */
ROUTE(admin_surveys);
ROUTE(admin_post_survey);
ROUTE(admin_sent);
ROUTE(admin_post_sent);

/* Files of questionnaires: questionnaire_routes.c. */
ROUTE(questionnaire_list);
ROUTE(questionnaire_supplied);
ROUTE(questionnaire_of_survey);

/* The questionnaire that institutions answer themselves: online_routes.c. */
ROUTE(online_get_form);
ROUTE(online_post_form);
ROUTE(online_post_links);

#undef ROUTE

#endif
