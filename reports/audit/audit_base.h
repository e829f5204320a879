/*
 * audit_base: what the draft states as the whole of something.
 *
 * A count is a base when the draft says so: n=5,188, 8,672医療機関のうち, 回答数 246件, the total row of a table.  For a percentage the
 * bases are tried in an order:
 *
 *   BASE_BESIDE   in the same sentence or row: nothing else will do
 *   BASE_LEAD     the heading or the sentence that leads the list says n=: likewise
 *   BASE_STATED   stated anywhere else in the draft
 *   BASE_COUNTED  a group counted before it, any other count of the draft that could be a whole
 *
 * So a percentage that is right only on another base than the one beside it is a switched base, and one that is right on no base at
 * all is impossible.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_BASE_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_BASE_H

#include "reports/audit/audit_arith.h"

enum audit_base_place { BASE_BESIDE, BASE_LEAD, BASE_STATED, BASE_COUNTED };
enum audit_base_use { BASE_WHOLE = 1, BASE_SENT = 2, BASE_RETURNS = 4, BASE_GROUP = 8 };

struct audit_base {
    struct audit_range n;
    size_t segment, line;
    struct audit_token *token;
    int use;     /* enum audit_base_use; 0: just a count; BASE_GROUP: one with a percentage of its own */
    bool marked; /* n= */
};

void audit_bases_find(struct audit *a);

/* Why the whole of what begins at `at` in a segment need not be one that the draft states: it is said of an earlier survey, of each group
 * of a breakdown, of a place; NULL where nothing speaks for that. */
const char *audit_base_doubt(const struct audit *a, const struct audit_segment *s, size_t at);
/* Where an earlier survey is named that is spoken of there: 前回2024年は612薬局; or NULL. */
const char *audit_base_earlier(const struct audit *a, const struct audit_segment *s, size_t at);

/* The base that stands beside the token in segment `at` or leads it, for a count of at least `least`; NULL when none does. */
const struct audit_base *audit_base_beside(const struct audit *a, size_t at,
                                           const struct audit_token *percent,
                                           const struct audit_token *count);
const struct audit_base *audit_base_lead(const struct audit *a, size_t at, int64_t least);
/* Whether a base is said in so many words to be the percentage's: 8,672医療機関の59.8%, 59.8% of 8,672. */
bool audit_base_joined(const struct audit *a, size_t at, const struct audit_token *percent);
/* The whole that the draft has stated before segment `at`, when that is but one number. */
const struct audit_base *audit_base_only(const struct audit *a, size_t at, int64_t least);

#endif
