/*
 * reference: the country's own tables, read from data/reference/.
 *
 * Prefectures (JIS X 0401 code, name, short name, kana, Latin name, region), associations (id, names,
 * prefecture) and eras (first Western year and day) are data, not code.  Loaded once per process and kept
 * until the end.
 */
#ifndef SHUKEI_ENGINE_QUESTIONNAIRE_REFERENCE_H
#define SHUKEI_ENGINE_QUESTIONNAIRE_REFERENCE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

struct prefecture {
    const char *code;   /* "01".."47" */
    const char *name;   /* 東京都 */
    const char *stem;   /* 東京 ; 北海道 */
    const char *kana;   /* トウキョウ */
    const char *latin;  /* Tokyo */
    const char *region; /* id */
};

struct region {
    const char *id, *name;
};

struct era {
    const char *name;     /* 令和 */
    const char *letter;   /* R */
    int year, month, day; /* first day */
};

struct association {
    const char *id, *name;
    const char *prefecture; /* code */
    const char *const *aliases;
    size_t alias_count;
};

struct reference {
    const struct prefecture *prefectures; /* 47, in code order */
    size_t prefecture_count;
    const struct region *regions;
    size_t region_count;
    const struct association *associations;
    size_t association_count;
    const struct era *eras; /* newest first */
    size_t era_count;
};

const struct reference *reference_get(struct fault *f) FAULT_CHECKED; /* NULL on a fault */

/* Position 0..46 of whatever a person writes for a prefecture: 東京, 東京都, とうきょう, ﾄｳｷｮｳ, tokyo, 13,
 * １３, "13 東京都"; -1 when it is none. */
int reference_prefecture(const struct reference *r, struct arena *scratch, const char *written);

/* As a page in the language in force has it: 東京都, Tokyo. */
const char *reference_prefecture_name(const struct prefecture *p);

/* Position of an association by id, name or alias (folded); -1 when unknown. */
int reference_association(const struct reference *r, struct arena *scratch, const char *written);

#endif
