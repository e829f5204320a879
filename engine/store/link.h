/*
 * link: by what an institution comes to its online questionnaire.
 *
 *     personal   for one institution, or one return: answered once, and corrected by the same link until the field
 *                period ends
 *     open       for everybody in an association: each answer is a return of its own, and gets a personal link
 *
 * A link is a secret of LINK_TOKEN characters (99 random bits, letters and digits that are not mistaken for one
 * another).  The store keeps its hash, so that a copy of the store lets nobody answer; the link itself is shown once, to
 * who made it.  Making one is an entry in the trail, without the secret.
 */
#ifndef SHUKEI_ENGINE_STORE_LINK_H
#define SHUKEI_ENGINE_STORE_LINK_H

#include "engine/store/store.h"

enum { LINK_TOKEN = 20 };

struct link {
    const char *survey, *association, *institution; /* the last two: or NULL */
    bool open;
    long ret; /* the return that was given by it; 0: none yet, and always of an open one */
};

/* token gets the secret, with a final NUL.  Wants a transaction, as does link_answered. */
bool link_add(struct store *store, const struct link *link, char token[LINK_TOKEN + 1],
              struct fault *f) FAULT_CHECKED;
/* Whether a personal link for this institution was made before: a new one does not end it. */
bool link_known(struct store *store, const char *survey, const char *institution, bool *known,
                struct fault *f) FAULT_CHECKED;
/* *link is NULL when there is none with this secret. */
bool link_find(struct store *store, struct arena *arena, const char *token, const struct link **link,
               struct fault *f) FAULT_CHECKED;
/* A personal link has been answered by this return. */
bool link_answered(struct store *store, const char *token, long ret, struct fault *f) FAULT_CHECKED;

#endif
