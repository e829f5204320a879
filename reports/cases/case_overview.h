/*
 * case_overview: what stands before the cases, the same on paper, on the screen and in the workbook: facts about the
 * survey and tables of counts.
 *
 * A table is finished text, for every renderer prints the same; numbers stand to the right.  Each names in its caption
 * what its counts are of.
 */
#ifndef SHUKEI_REPORTS_CASES_CASE_OVERVIEW_H
#define SHUKEI_REPORTS_CASES_CASE_OVERVIEW_H

#include "reports/cases/case_list.h"

struct case_fact {
    const char *label, *text;
};
enum { CASE_FACTS_MAX = 10 };
/* In the language in force, as is all here. */
size_t case_facts(struct arena *arena, const struct case_list *list, struct case_fact facts[CASE_FACTS_MAX]);

struct case_table {
    const char *name; /* short: a sheet's */
    const char *title, *caption;
    const char *const *headings; /* the first column is names, the others are numbers */
    size_t columns;
    const char *const *cells; /* [row * columns + column] */
    size_t rows;
};
enum { CASE_TABLES_MAX = 4 };
size_t case_tables(struct arena *arena, const struct case_list *list, const struct case_group *group,
                   struct case_table tables[CASE_TABLES_MAX]);

/* "Institutions that described a case: 3,648 of 5,188 (base ...)" */
const char *case_base_text(struct arena *arena, const struct case_group *group);

#endif
