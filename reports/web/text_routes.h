/* text_routes: free texts on the screen: searched, and their masking reviewed; rows of reports_routes (engine/web/web.h). */
#ifndef SHUKEI_REPORTS_WEB_TEXT_ROUTES_H
#define SHUKEI_REPORTS_WEB_TEXT_ROUTES_H

#include "engine/web/web.h"

/* ?q=WORDS &question=ID &kind=QUESTION:KIND &place=KEY &review=proposed|plain|reviewed &from=N &limit=N
 * A researcher gets masked texts of counted returns, placed as in the case list; who may see returns gets the answers. */
bool text_search(struct web_request *request, struct web_response *out, struct fault *f);

/* {"return": 1, "question": "story", "original": "...", "was": null, "spans": [[0, 2, "name"], ...], "why": ""}
 * What stands in the spans (in characters) is masked; the answer stays.  `original` and `was` (the text that was accepted before) are what
 * the person saw: when they are not true any more, 409.  A reason is wanted where a proposal is left out. */
bool text_mask(struct web_request *request, struct web_response *out, struct fault *f);

#endif
