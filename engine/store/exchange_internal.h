/* exchange_internal: identities and reading, shared by both ways of exchange.h.  Private to this folder. */
#ifndef SHUKEI_ENGINE_STORE_EXCHANGE_INTERNAL_H
#define SHUKEI_ENGINE_STORE_EXCHANGE_INTERNAL_H

#include "engine/store/internal.h"

/* Reads the store's salt; before any identity is made. */
bool exchange_salt(struct store *store, struct fault *f) FAULT_CHECKED;

/* A return's own identity, and the way back: the number of the return that a store with this salt would give
 * it to. */
bool exchange_id_own(struct store *store, const unsigned char tag[EXCHANGE_TAG], long ret,
                     struct exchange_id *id, struct fault *f) FAULT_CHECKED;
bool exchange_id_open(struct store *store, const struct exchange_id *id, unsigned char tag[EXCHANGE_TAG],
                      long *ret, struct fault *f) FAULT_CHECKED;

bool exchange_id_same(const struct exchange_id *a, const struct exchange_id *b);

/* The identity of a return in this store. */
bool exchange_id_of(struct store *store, long ret, struct exchange_id *id, struct fault *f) FAULT_CHECKED;
/* The return of the survey with this identity in a batch that stands, or one of its own; 0 when there is
 * none. */
bool exchange_find(struct store *store, long survey, const struct exchange_id *id, long *ret,
                   struct fault *f) FAULT_CHECKED;

/* Questionnaires by row id of their template, parsed when first met. */
struct exchange_versions {
    struct arena *arena;
    const struct questionnaire **by_id;
    size_t count;
};
bool exchange_versions_begin(struct store *store, struct exchange_versions *v, struct fault *f) FAULT_CHECKED;
void exchange_versions_end(struct exchange_versions *v);

/* All revisions of a return, oldest first.  Of those with one identity (a later one added text) only the
 * last. */
bool exchange_revisions(struct store *store, struct arena *arena, struct exchange_versions *v, long ret,
                        const struct exchange_id *id, struct exchange_return *out,
                        struct fault *f) FAULT_CHECKED;

/* The masked texts of a return; for whoever gets the texts themselves. */
bool exchange_masks(struct store *store, struct arena *arena, long ret, struct exchange_return *item,
                    struct fault *f) FAULT_CHECKED;

/* Takes out of a response what is withheld, and puts what another response has into the places of what is
 * withheld. */
void exchange_withhold(const struct questionnaire *q, struct response *response, unsigned parts);
void exchange_fill(const struct questionnaire *q, struct response *response, unsigned parts,
                   const struct response *from);

#endif
