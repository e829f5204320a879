/*
 * case_list: the free texts of a survey as a list that may be handed out.
 *
 *     const struct case_list *list = case_list_make(arena, store, q, few, f);
 *
 * The questionnaire's codings (key "cases") say which questions; without any it is every text question, without kinds.
 * One group per question; its cases stand by area, then by their first kind, then by number.
 *
 * What leaves is always masked: the text that a person has accepted (store_masked_get), else what the masker proposes
 * (engine/response/mask.h); the institution's own name, where the return has one, too.  Control and invisible characters
 * are gone, line breaks are "\n".  A text that was routed past is no case, as it is in no table.
 *
 * A case is known by the number of its return in the store (and a letter when the survey has several lists), which stays
 * when others come and go, and says nothing about the institution.
 *
 * Of the institution only area and type are said, and these not when few share them: an area (prefecture) with fewer than
 * `few` counted returns goes into its region together with the region's other small ones, if they are at least two and
 * `few` returns between them, else into the rest, which has no area at all (and takes in the smallest of the others
 * until it, too, is so large).  A type with fewer than `few` returns in the
 * area is not said, nor is the next smallest one of the area, until what is not said are two types at least and `few` returns.
 * A text that is placed more coarsely does not name its prefecture either.  few 0: everything is said.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_LIST_H
#define SHUKEI_REPORTS_CASES_CASE_LIST_H

#include "engine/store/store.h"

enum { CASE_FEW = 5, CASE_WORDS_MAX = 64 };

struct case_area {
    const char *key;   /* "13", "kanto", "rest", "unknown", "all" */
    const char *label; /* "東京都" */
    bool coarse;       /* a region, or the rest */
    int64_t returns;   /* counted, in it */
};

struct case_item {
    long id;
    const char *number; /* "123", "123b" */
    size_t area;        /* position in areas */
    const char *type;   /* label, or NULL: not said, or not asked */
    bool type_hidden;
    const char *text;
    uint64_t kinds, words; /* bits, by position in the coding */
};

struct case_group {
    const struct case_coding *coding;
    const struct question *question;
    const char *title;
    int64_t base_n; /* of the question's table */
    struct case_item *items;
    size_t count;
    size_t *kinds;    /* cases by kind; [kind_count]: of none */
    size_t *by_area;  /* [area] */
    size_t *matrix;   /* [kind * area_count + area] */
    size_t *together; /* [word * word_count + word]: cases with both; the diagonal is the word alone */
};

struct case_list {
    const struct questionnaire *questionnaire;
    const char *synthetic; /* notice, or NULL */
    char state[65];
    long few;
    int64_t returns;
    const struct case_area *areas;
    size_t area_count;
    bool has_areas;
    const struct case_group *groups;
    size_t group_count, case_count;
    size_t masked; /* texts in which something was masked */
    size_t coarse; /* cases whose area is coarser than their prefecture, and whose type is not said */
    size_t untyped;
    const char *const *notes; /* what a reader has to know, in the language in force */
    size_t note_count;
};

/* In the language in force (lang_enter). */
const struct case_list *case_list_make(struct arena *arena, struct store *store,
                                       const struct questionnaire *q, long few,
                                       struct fault *f) FAULT_CHECKED;

/* The labels of an item's kinds, joined by `between`; "" without. */
const char *case_kinds_text(struct arena *arena, const struct case_group *group, const struct case_item *item,
                            const char *between);
int case_first_kind(const struct case_item *item); /* -1: none */

/* "1,234" and "12.3%" of the group's cases. */
const char *case_share_text(struct arena *arena, const struct case_group *group, size_t count);

#endif
