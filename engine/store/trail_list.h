/*
 * trail_list: reading the trail: for people, a page at a time; for programs, what happened since they last looked.
 *
 *     struct trail_filter filter = {.who = "sato", .limit = 50};
 *     trail_list(store, arena, &filter, &items, &count, f);      // the newest first
 *
 * Which actions there are: `grep -rn '\.action = ' engine/store`; engine/app/trail_words.h says them in words.
 */
#ifndef SHUKEI_ENGINE_STORE_TRAIL_LIST_H
#define SHUKEI_ENGINE_STORE_TRAIL_LIST_H

#include "engine/store/store.h"

struct trail_filter {   /* NULL and 0: not asked for */
    const char *survey; /* id */
    const char *who;
    const char *sheet;         /* number of the sheet, as it is now */
    const char *kind;          /* what stands before the dot of an action: "return", "account" ... */
    const char *since, *until; /* days, 2024-01-31, both included */
    long ret;
    long before; /* number of an entry: older ones only, for the next page */
    long limit;  /* at most */
};

struct trail_item { /* texts may be NULL */
    long id, ret;
    const char *at, *who, *action, *survey, *batch, *before, *after,
        *why;          /* survey: its id; batch: its name */
    const char *sheet; /* number of the return's sheet, as it is now */
    long other;        /* of two returns that were held for one sheet: the other */
    const char *other_sheet;
};

bool trail_list(struct store *store, struct arena *arena, const struct trail_filter *filter,
                struct trail_item **items, size_t *count, struct fault *f) FAULT_CHECKED;

/* What happened to returns of the survey that were there before: their numbers, some of them more than once.  `all`: to so
 * many, or to the questionnaire itself, that everything has to be read again.  mark: the last entry that was seen, which
 * moves on (trail_last).  Returns that came in are not among them: they have the highest numbers. */
struct trail_news {
    bool all;
    long *returns;
    size_t count;
};
bool trail_last(struct store *store, long *mark,
                struct fault *f) FAULT_CHECKED; /* the entry that is last now */
bool trail_news(struct store *store, struct arena *arena, const char *survey, long *mark,
                struct trail_news *news, struct fault *f) FAULT_CHECKED;

#endif
