/*
 * release_keys: the keys of a survey's returns, as places of categories; before anything is withheld (release.h).
 *
 * A silence is a place of its own after the categories: category_count + enum answer_state.  A key that no return has is
 * left out.  Categories have codes that are the same in every wave: an option's place, a prefecture's JIS code, the
 * place of a region or an association in data/reference, 1 fax, 2 post, 3 web.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_RELEASE_KEYS_H
#define SHUKEI_REPORTS_MICRODATA_RELEASE_KEYS_H

#include "reports/microdata/release.h"

struct release_source {
    struct release_key key;
    const uint16_t *value; /* by return */
    int parent;            /* place of the source that it tells, before it; or -1 */
};

/* The first of the sources; id NULL: not there. */
enum { RELEASE_GROUP, RELEASE_TYPE, RELEASE_REGION, RELEASE_PREFECTURE, RELEASE_ORDERED };

/* *count sources, of which the first RELEASE_ORDERED are those four. */
bool release_keys_make(struct arena *arena, const struct dataset *d, const struct microdata_spec *spec,
                       struct release_source **sources, size_t *count, struct fault *f) FAULT_CHECKED;

/* The categories of a question: its options, numbered from 1. */
const struct microdata_category *release_keys_options(struct arena *arena, const struct question *question);

#endif
