/*
 * cube_banner: the columns of a cube, and which returns fall into each.
 *
 * A key sorts returns into categories.  A single answer, a grouping, an association or a channel puts each
 * return into exactly one (or "unknown"); a multi-answer question may put it into several.  The banner is a
 * list of passes over the returns: within a pass a return has one column, so that a whole row of cells is
 * counted in one walk over the row's set, whatever the number of columns.  One pass serves all keys that are
 * not multi-answer; a multi-answer key needs one per option.
 */
#ifndef SHUKEI_ENGINE_TABULATION_CUBE_BANNER_H
#define SHUKEI_ENGINE_TABULATION_CUBE_BANNER_H

#include "engine/tabulation/cube.h"

struct cube_pass {
    const uint64_t *within[CUBE_KEYS_MAX]; /* only returns in these sets; NULL: all */
    const uint32_t *code;                  /* by return; NULL: 0 for all */
    size_t offset;                         /* column = offset + code */
};

struct cube_banner {
    const struct cube_column *columns; /* 0 is the total */
    size_t column_count;
    const struct cube_pass *passes;
    size_t pass_count;
    const char *label; /* "都道府県", "都道府県 × 区分", or NULL without keys */
    bool partition;    /* the columns after the total add up to it */
};

/* Whether returns can be counted by this key; a usage fault that proposes the nearest name. */
bool cube_banner_check(const struct questionnaire *q, const char *key, struct fault *f) FAULT_CHECKED;

/* The same for what a person typed: also a question's number as printed or its label (問3, 区分), a
 * grouping's label. *key: the name by which it is known. */
bool cube_banner_key(const struct questionnaire *q, const char *name, const char **key,
                     struct fault *f) FAULT_CHECKED;

/* The keys have been checked.  Labels are in the language in force. */
const struct cube_banner *cube_banner_make(struct arena *arena, const struct dataset *d,
                                           const char *const *keys, size_t key_count);

/* counts[column] += returns of the set, for all columns and the total. */
void cube_banner_tally(const struct cube_banner *banner, const uint64_t *set, size_t n, int64_t *counts);

/* Every return of the set in every column where it stands, the total excepted; ascending within a column. */
void cube_banner_each(const struct cube_banner *banner, const uint64_t *set, size_t n,
                      void (*visit)(void *data, size_t row, size_t column), void *data);

#endif
