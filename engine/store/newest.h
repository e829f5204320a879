/*
 * newest: stored returns as answers to the newest version of their questionnaire, whichever version each was
 * written under.
 *
 *     struct newest n = {.store = store, .arena = arena, .q = q};     // arena: for older versions
 *     struct response *response = newest_response(&n, scratch, row, f);   // in store_each_return's visit
 *
 * The response is in `scratch`; its fields are borrowed from the row, so both last until the next one.
 */
#ifndef SHUKEI_ENGINE_STORE_NEWEST_H
#define SHUKEI_ENGINE_STORE_NEWEST_H

#include "engine/store/store.h"

struct newest {
    struct store *store;
    struct arena *arena;
    const struct questionnaire *q;
    const char *hash; /* of the last return's version, and that version; NULL before the first */
    const struct questionnaire *version;
};

struct response *newest_response(struct newest *n, struct arena *scratch, const struct stored_return *row,
                                 struct fault *f) FAULT_CHECKED;

#endif
