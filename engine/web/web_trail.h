/* web_trail: the route of the trail (engine/store/trail_list.h) in words (engine/app/trail_words.h). */
#ifndef SHUKEI_ENGINE_WEB_WEB_TRAIL_H
#define SHUKEI_ENGINE_WEB_WEB_TRAIL_H

#include "engine/web/web.h"

/* ?survey= &who= &kind=return|account... &since=DAY &until=DAY &return=N &before=ENTRY: the newest 50 older than that entry. */
bool web_trail(struct web_request *request, struct web_response *out, struct fault *f);

#endif
