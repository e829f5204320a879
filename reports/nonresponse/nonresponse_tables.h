/* nonresponse_tables: what the three reports of nonresponse.h share. */
#ifndef SHUKEI_REPORTS_NONRESPONSE_NONRESPONSE_TABLES_H
#define SHUKEI_REPORTS_NONRESPONSE_NONRESPONSE_TABLES_H

#include "reports/model/survey_tables.h"
#include "reports/nonresponse/nonresponse.h"

/* A table that is reported: options, and no key unless it was asked for by name. */
bool nonresponse_is_shown(const struct table_set *set, const struct table *t,
                          const struct nonresponse_wishes *wishes);

/* "問3", or the id where the form has no number. */
const char *nonresponse_question(const struct table *t);

void nonresponse_facts(struct arena *arena, const struct table_set *set,
                       const struct nonresponse_wishes *wishes, struct result *to);

/* The bases in words, each with the questions that have it. */
void nonresponse_base_notes(struct arena *arena, const struct table_set *set,
                            const struct nonresponse_wishes *wishes, struct result *to);

/* What TABLE_HIDDEN means, under suppression. */
void nonresponse_hidden_note(struct arena *arena, const struct nonresponse_wishes *wishes, struct result *to);

/* Two groups of returns, compared option by option. */
struct nonresponse_group {
    const char *label;
    const struct table *table;
    size_t column;
};
struct nonresponse_comparison {
    struct arena *arena;
    double level;
    int decimals;
    struct listing *people, *machines;
    size_t count; /* of comparisons made */
    size_t rows;  /* these, and those of which something is hidden */
};
struct nonresponse_comparison nonresponse_compare_begin(struct arena *arena, const struct table_set *set,
                                                        double level);
/* Rows for every option of the question; none where one of the groups has no return. */
void nonresponse_compare(struct nonresponse_comparison *c, const struct nonresponse_group *first,
                         const struct nonresponse_group *second);
void nonresponse_compare_end(const struct nonresponse_comparison *c, const struct table_set *set,
                             const struct nonresponse_wishes *wishes, struct result *to);

#endif
