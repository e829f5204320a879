/*
 * service: the columns that a form service adds of its own to what people answered.
 *
 * data/reference/services.json lists, per service, its headings and what they mean: a field of the return, or
 * "ignore".  What is ignored (a respondent's e-mail address and name above all) stays in the row as it was
 * written and comes nowhere else: identity is kept apart from answers.  `signature` are the headings, in any
 * of their languages, by which an export of the service is recognised; `channel` is the way by which its
 * returns came in, where nobody says otherwise.
 *
 * A service's headings join the column map (importers/column_map.h); what a person's own map says comes
 * first.
 */
#ifndef SHUKEI_IMPORTERS_SERVICE_H
#define SHUKEI_IMPORTERS_SERVICE_H

#include "importers/column_map.h"

struct service {
    const char *channel;    /* or NULL */
    struct column_map *map; /* the person's map and the service's headings; or the first alone; or NULL */
};

/* id: as in services.json, or NULL for a format without headings of its own. */
bool service_get(struct arena *arena, const struct questionnaire *q, const char *id, struct column_map *map,
                 struct service *service, struct fault *f) FAULT_CHECKED;

/* Whether a heading row is one of the service's. */
bool service_recognises(struct arena *scratch, const char *id, const char *const *cells, size_t count);

#endif
