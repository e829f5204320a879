/*
 * nonresponse: what those who did not answer could have changed.
 *
 *   nonresponse_bounds  every option's rate if none, and if all, of those who left the question empty (or filled it in so
 *                       that it cannot be read) had ticked it; where everybody was asked and the number sent is known,
 *                       also if none, and if all, of those who sent nothing back had (C. F. Manski (1989), Journal of
 *                       Human Resources 24, 343-360: bounds without any assumption)
 *   nonresponse_modes   the same question by FAX, post and web: each way against the one with most returns
 *   nonresponse_timing  early returns against late ones, by the day received; late ones are held to be more like those
 *                       who never answered (J. S. Armstrong, T. S. Overton (1977), Journal of Marketing Research 14, 396-402)
 *
 * With `suppress` the cells are those of protected tables (reports/model/table_suppress.h).  A difference, a bound and a
 * share of the answers stand only where all counts that they are made of do.
 *
 * Differences are second less first, in points, with Newcombe's interval and the p of the z test with pooled
 * proportion (engine/statistics/proportion.h).  Questions with options only; none named: all but the keys pref and type.
 */
#ifndef SHUKEI_REPORTS_NONRESPONSE_NONRESPONSE_H
#define SHUKEI_REPORTS_NONRESPONSE_NONRESPONSE_H

#include "reports/text/result.h"

struct nonresponse_wishes {
    const char *survey;
    const char *const *questions;
    size_t question_count;
    const char *where; /* or NULL */
    long suppress;     /* hide counts below it, and what would give them away; 0: none */
    double level;
    int parts; /* nonresponse_timing: the first and the last 1 / parts of the returns; 2 or 3 */
};

struct result *nonresponse_bounds(struct arena *arena, const char *store_path,
                                  const struct nonresponse_wishes *wishes, struct fault *f) FAULT_CHECKED;
struct result *nonresponse_modes(struct arena *arena, const char *store_path,
                                 const struct nonresponse_wishes *wishes, struct fault *f) FAULT_CHECKED;
struct result *nonresponse_timing(struct arena *arena, const char *store_path,
                                  const struct nonresponse_wishes *wishes, struct fault *f) FAULT_CHECKED;

#endif
