/*
 * audit_checkers: the rows of the table in audit.c.  Each looks at the whole draft for one way of being wrong and adds its claims.
 * The order of the table counts: tables claim their cells first, so that a sentence's ways are not tried on them; what the store confirms
 * need not be a share of a base that the draft states.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_CHECKERS_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_CHECKERS_H

#include "reports/audit/audit_base.h"

void audit_check_tables(
    struct audit *a); /* audit_table.c: columns that are a share of others, totals, ranks */
void audit_check_growth(struct audit *a); /* audit_growth.c: from one number to another */
void audit_check_far(struct audit *a);    /* audit_far.c: a percentage whose count stands elsewhere */
void audit_check_shares(struct audit *a); /* audit_share.c: a percentage and its count, on the stated bases */
void audit_check_lists(struct audit *a);  /* audit_list.c: the items of one list are shares of one base */
void audit_check_vague(struct audit *a);  /* audit_vague.c: 約半数, 3割, 4人に1人 beside a number */
void audit_check_named(struct audit *a);  /* audit_named.c: what is said of an answer that is named */
void audit_check_points(struct audit *a); /* audit_change.c: points and percent, up and down */
void audit_check_parts(struct audit *a);  /* audit_parts.c: parts of a whole */
void audit_check_bounds(struct audit *a); /* audit_parts.c: "at least" left out */
void audit_check_order(struct audit *a);  /* audit_order.c: the highest, the lowest, so many in a row */
void audit_check_sums(struct audit *a);   /* audit_sum.c: what answers come to together */
void audit_check_sequence(struct audit *a); /* audit_sequence.c: what is said to stand in order */
void audit_check_ranking(struct audit *a);  /* audit_ranking.c: what is said of names without numbers */
void audit_check_scales(struct audit *a);   /* audit_scale.c: scales, and what is left of a whole */
void audit_check_same(struct audit *a); /* audit_same.c: what is said of a name that has a figure elsewhere */
void audit_check_agreement(
    struct audit *a);                    /* audit_agree.c: last, what stands under the same name elsewhere */
void audit_check_means(struct audit *a); /* audit_mean.c: a mean of rates */
void audit_check_repeats(struct audit *a); /* audit_repeat.c: one name, two figures; two wholes compared */
void audit_check_store(struct audit *a);   /* audit_survey.c: what the store says */

struct audit_grid;
void audit_check_totals(struct audit *a, const struct audit_grid *g);      /* audit_totals.c */
void audit_check_differences(struct audit *a, const struct audit_grid *g); /* audit_difference.c */
void audit_check_ranks(struct audit *a, const struct audit_grid *g);

/* The count that a percentage (or a vague quantity) of a sentence belongs to, or NULL. */
struct audit_token *audit_partner(const struct audit *a, const struct audit_segment *s, size_t token);

/* "4,300件(回収率83%、...)": the count that the percentage's bracket is said of, or NULL. */
struct audit_token *audit_before_bracket(const struct audit *a, const struct audit_segment *s, size_t token);

/* Whether a percentage of the sentence belongs to the count. */
bool audit_share_beside(const struct audit *a, const struct audit_segment *s,
                        const struct audit_token *count);

/* 812件中501件: the whole that stands before a count which is said to be of it, or NULL. */
const struct audit_token *audit_whole_of(const struct audit *a, const struct audit_segment *s,
                                         const struct audit_token *part);

/* The percentage that a list, a table or a sentence before segment `at` gives for a (folded) name, or NULL. */
const struct audit_token *audit_figure_named(const struct audit *a, size_t at, const char *name);
/* What stands between 「 at `open` and its 」, folded; *after: behind it.  NULL where there is none. */
const char *audit_quoted_name(const struct audit *a, const char *open, const char **after);

/* Whether a percentage is called a response rate. */
bool audit_is_rate(const struct audit *a, const struct audit_segment *s, const struct audit_token *percent);

#endif
