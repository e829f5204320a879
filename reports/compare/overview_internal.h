/* overview_internal: what the parts of the overview share; inside reports/compare only. */
#ifndef SHUKEI_REPORTS_COMPARE_OVERVIEW_INTERNAL_H
#define SHUKEI_REPORTS_COMPARE_OVERVIEW_INTERNAL_H

#include "reports/compare/overview.h"

struct overviewing {
    struct arena *arena;
    const struct comparison *c;
    int numbers[ALIGNMENT_RULES]; /* 0: not met yet */
    int last_number;
    bool significant, refused, unpublished; /* signs that stand in a table */
};

/* overview.c */
int overview_number(struct overviewing *o, enum alignment_rule rule);
const char *overview_wave(const struct overviewing *o, size_t wave); /* "[3]" */
const char *overview_join(struct arena *arena, const char *list, const char *item);

/* overview_rows.c: the grids and notes of a panel whose concepts and waves are known. */
void overview_rows(struct overviewing *o, struct overview_panel *panel);
bool overview_same_base(const struct overviewing *o, size_t a, size_t b); /* concepts */
bool overview_is_compared(const struct comparison_row *row);

/* overview_notes.c */
bool overview_is_of_column(enum alignment_rule rule); /* of the question in that survey, not of one figure */
bool overview_is_of_survey(enum alignment_rule rule); /* `surveys` says it */
enum alignment_rule overview_relation(const struct comparison_block *block,
                                      const struct comparison_difference *d); /* ALIGNMENT_RULES: none */
void overview_notes(struct overviewing *o, struct overview_panel *panel);

/* overview_refusals.c */
void overview_refusals(struct overviewing *o, struct overview *out);

#endif
