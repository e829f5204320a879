/*
 * naming: names of variables that SPSS, Stata and R all take.
 *
 * A name is 1 to 32 letters, digits and underscores of ASCII, begins with a letter, is no reserved word of SPSS or
 * Stata and differs from all others also when upper and lower case are the same.  What cannot stand in a name (an
 * option's id in Japanese, a hyphen) is left out; if nothing is left, the fallback stands for it ("kind_3").  A name that
 * is too long is cut, one that is taken gets a number at its end.  The same wishes in the same order give the same
 * names.
 */
#ifndef SHUKEI_REPORTS_MICRODATA_NAMING_H
#define SHUKEI_REPORTS_MICRODATA_NAMING_H

#include "engine/base/arena.h"

enum { NAMING_MAX = 32 }; /* bytes; Stata's limit, SPSS's is 64 */

struct naming;
struct naming *naming_create(struct arena *arena);

/* The name for stem and part ("kind", "masked": "kind_masked"); part may be NULL.  `position` stands for a part of which
 * not all can be in a name. */
const char *naming_take(struct naming *naming, const char *stem, const char *part, size_t position);

#endif
