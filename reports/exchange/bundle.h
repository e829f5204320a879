/*
 * bundle: a survey as JSON Lines, for another store (engine/store/exchange.h describes the lines).
 *
 * Written line by line while the store is read, so that memory does not grow with the survey; the same store
 * and options give the same bytes.
 */
#ifndef SHUKEI_REPORTS_EXCHANGE_BUNDLE_H
#define SHUKEI_REPORTS_EXCHANGE_BUNDLE_H

#include "engine/store/exchange.h"

#include <stdio.h>

struct bundle_spec {
    const char *survey;
    bool with_text, with_identity;
};

/* *returns: how many were written. */
bool bundle_write(struct arena *arena, struct store *store, const struct bundle_spec *spec, FILE *out,
                  long *returns, struct fault *f) FAULT_CHECKED;

#endif
