/*
 * sitting: sheets that are keyed one by one into the store, by people at its screens.
 *
 * A file comes in as one batch under one lock.  Fifty people who each save a sheet every few seconds cannot: so a
 * sitting is a batch that stays open.  There is one for each day, person, survey, way of answering and keying (first or
 * second); it is found or made by the first sheet, listed as one batch, and taken back as one (`batch undo`).  Each
 * sheet is its own transaction with its own entry in the trail (`sheet.add`, `second.add`), which seals what was keyed.
 *
 * Once.  A screen that hears nothing after "save" sends the sheet again.  Each sheet therefore carries a key that the
 * screen made up (SITTING_KEY random bytes): a key that was stored before gives the same answer again and stores
 * nothing.  When it says something else than what was stored (two windows with one draft), the caller hears of it.
 *
 * A draft is what somebody has on the screen and has not saved: one for each person, survey and keying, replaced with
 * every change, and gone when its sheet is saved (the one with its "key").  It is nobody's return, is not counted, and leaves no trail.
 *
 * All calls but sitting_draft_get and sitting_mine_get want an open transaction (store_begin).
 */
#ifndef SHUKEI_ENGINE_STORE_SITTING_H
#define SHUKEI_ENGINE_STORE_SITTING_H

#include "engine/store/store.h"

enum { SITTING_KEY = 16, SITTING_DRAFT_MAX = 256 * 1024 };

struct sitting_sheet {
    const struct incoming *in;
    const char *channel;      /* "fax", "post", "web", or NULL */
    bool second;              /* keyed a second time: compared, never counted (second.h) */
    const unsigned char *key; /* SITTING_KEY bytes */
    const char *why;          /* what the person noted of it, for the trail; or NULL */
};

struct sitting_saved {
    long id;                   /* of the return; of the second keying */
    enum return_status status; /* of a first keying */
    bool before;               /* the key was known: it was saved before, and this is the same sheet */
    bool differs;              /* but it says something else than was saved */
};

/* The person is the store's (store_set_actor). */
bool sitting_add(struct store *store, const struct questionnaire *q, const struct sitting_sheet *sheet,
                 struct sitting_saved *saved, struct fault *f) FAULT_CHECKED;

/* The return or second keying that was stored under the key; 0: none was. */
bool sitting_known(struct store *store, bool second, const unsigned char key[SITTING_KEY], long *id,
                   struct fault *f) FAULT_CHECKED;

/* body NULL: there is none any more.  Longer than SITTING_DRAFT_MAX is a fault. */
bool sitting_draft_set(struct store *store, const char *survey, bool second, const char *body,
                       struct fault *f) FAULT_CHECKED;
/* *body is NULL when there is none. */
bool sitting_draft_get(struct store *store, struct arena *arena, const char *survey, bool second,
                       const char **body, struct fault *f) FAULT_CHECKED;

/* What the person has at the screens of a survey. */
struct sitting_mine {
    long drafts; /* sheets with answers that are on a screen and not saved */
    long last;   /* the larger, the later this survey was keyed; 0: never */
    long today;  /* sheets keyed today, first and second keyings */
};
bool sitting_mine_get(struct store *store, const char *survey, struct sitting_mine *mine,
                      struct fault *f) FAULT_CHECKED;

#endif
