/*
 * audit_arith: whether count / n can be printed as this percentage, and what could.
 *
 * Half up from exact integers (engine/base/percent.h).  Counts and bases may be known only within bounds (7,260万 is 72,595,000 to
 * 72,605,000); a percentage is possible when any pair within the bounds gives it.  約, 超, 弱 widen what is possible.
 */
#ifndef SHUKEI_REPORTS_AUDIT_AUDIT_ARITH_H
#define SHUKEI_REPORTS_AUDIT_AUDIT_ARITH_H

#include "reports/audit/audit.h"

struct audit_range {
    int64_t low, high;
};

/* p: a percentage as printed; `decimals` may be fewer than its own where a whole column is padded with zeros. */
struct audit_percent {
    int64_t mantissa;
    int decimals, marks;
};

/* What it says: of a count the least it can be. */
double audit_value(const struct audit_token *token);
/* 49% and 49.2% are one figure. */
bool audit_same(const struct audit_token *x, const struct audit_token *y);
/* A count that is exact and no n= or ratio. */
bool audit_plain_count(const struct audit_token *token);
int64_t audit_power10(int exponent);
struct audit_percent audit_percent_of(const struct audit_token *token);
bool audit_fits(struct audit_range count, struct audit_range n, struct audit_percent p);
/* Cut off instead of rounded, where that makes a difference. */
bool audit_truncated(struct audit_range count, struct audit_range n, struct audit_percent p);
/* Bases of which an exact count is this percentage; high INT64_MAX when there is no end. */
struct audit_range audit_bases_for(int64_t count, struct audit_percent p);
/* Counts of an exact base that give it; low > high when there are none. */
struct audit_range audit_counts_for(int64_t n, struct audit_percent p);

/* "73.58%" with the given decimals, rounded half up; in the arena. */
const char *audit_share(struct arena *arena, struct audit_range count, struct audit_range n, int decimals);
/* "73.9%" as printed */
const char *audit_printed(struct arena *arena, struct audit_percent p);
/* "8,672"; "約" where bounds differ */
const char *audit_number(struct arena *arena, struct audit_range range);

/* The bases that would make p of an exact count: a candidate, where there are any. */
void audit_offer_bases(struct audit *a, struct audit_claim *claim, struct audit_range count,
                       struct audit_percent p);

#endif
