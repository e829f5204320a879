/* bombard_make: requests that are wrong in one of many ways, from a generator that a seed begins. */
#ifndef SHUKEI_TESTS_TOOLS_BOMBARD_MAKE_H
#define SHUKEI_TESTS_TOOLS_BOMBARD_MAKE_H

#include "engine/base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

struct bombard {
    unsigned long seed;
    const char *cookie, *token; /* of somebody who is signed in; or "" */
};

void bombard_begin(unsigned long seed);
void bombard_make(const struct bombard *b, struct strbuf *out);

#endif
