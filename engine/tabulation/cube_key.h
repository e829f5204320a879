/*
 * cube_key: what a key's name means; into which categories it sorts the returns.
 *
 * A single answer, a grouping, an association or a channel puts each return into exactly one category (the
 * last one is "unknown" where there are returns that did not answer); a multi-answer question may put it into
 * several; the wave is one category, the survey itself.  Which returns those are is said in one of three
 * ways, the cheapest that there is: by group of the dataset's order, by a set per category, or by a code per
 * return.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_KEY_H
#define SHUKEI_ENGINE_TABULATION_CUBE_KEY_H

#include "engine/tabulation/dataset.h"

struct cube_key {
    const char *name, *label;
    const char **ids, **labels; /* of the categories */
    size_t count;
    bool unknown; /* whether the last category is the unknown one */
    bool several; /* a return may be in several categories */
    /* One of these is there. */
    uint16_t *group;      /* category by group of the dataset's order */
    const uint64_t **set; /* by category */
    uint16_t *code;       /* category by return */
};

/* Whether returns can be counted by this key; a usage fault that proposes the nearest name. */
bool cube_key_check(const struct questionnaire *q, const char *name, struct fault *f) FAULT_CHECKED;

/* The same for what a person typed: also a question's number as printed or its label (問3, 区分), a
 * grouping's label. *key: the name by which it is known. */
bool cube_key_find(const struct questionnaire *q, const char *name, const char **key,
                   struct fault *f) FAULT_CHECKED;

/* The key has been checked.  Labels are in the language in force. */
struct cube_key cube_key_make(struct arena *arena, const struct dataset *d, const char *name);

/* By return, however it was said; not for a key with several. */
void cube_key_by_return(struct arena *arena, const struct dataset *d, struct cube_key *key);

#endif
