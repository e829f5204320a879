/*
 * case_area: how closely a case may be placed, from how many institutions answered where (case_list.h says the rule).
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_AREA_H
#define SHUKEI_REPORTS_CASES_CASE_AREA_H

#include "reports/cases/case_list.h"

struct case_places {
    const struct question *pref, *type; /* or NULL */
    size_t pref_count, type_count;      /* with one more each, for those who did not say */
    int64_t *returns;                   /* [pref * type_count + type] */
    /* made by case_areas_make */
    const struct case_area *areas;
    size_t area_count;
    size_t *area_of;  /* by pref */
    bool *type_shown; /* [area * type_count + type] */
};

bool case_areas_make(struct arena *arena, struct case_places *places, long few,
                     struct fault *f) FAULT_CHECKED;

#endif
