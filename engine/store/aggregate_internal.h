/*
 * aggregate_internal: what the files of aggregate share.
 *
 * aggregate.c keeps the versions; aggregate_published.c and aggregate_series.c write and read the contents of
 * one. The digest is made of the contents alone, so that it can be made again from what is stored.
 */
#ifndef SHUKEI_ENGINE_STORE_AGGREGATE_INTERNAL_H
#define SHUKEI_ENGINE_STORE_AGGREGATE_INTERNAL_H

#include "engine/store/aggregate.h"
#include "engine/store/internal.h"

/* Opens the next version of a name, with its trail entry; *id is 0 when the newest one has this digest. */
bool aggregate_version(struct store *store, const char *kind, const char *name, const char *file,
                       const struct strbuf *contents, long *id, struct aggregate_change *change,
                       struct fault *f) FAULT_CHECKED;

/* A count or base in a column; a null one was not published. */
long aggregate_known(sqlite3_stmt *s, int column);

void aggregate_published_contents(const struct published_survey *survey, struct strbuf *out);
void aggregate_series_contents(const struct series *series, struct strbuf *out);

const struct published_survey *aggregate_published_read(struct store *store, struct arena *arena, long id,
                                                        struct fault *f) FAULT_CHECKED;
const struct series *aggregate_series_read(struct store *store, struct arena *arena, long id,
                                           const char *name, struct fault *f) FAULT_CHECKED;

/* For store_verify: *problem is NULL when all versions are what the trail signed. */
bool aggregate_verify(struct store *store, struct arena *arena, const char **problem,
                      struct fault *f) FAULT_CHECKED;

#endif
