/*
 * series_title: what a series is called where it is printed.
 *
 * A series has an id, which is what one types; templates/series-titles.json gives titles to those whose figures are
 * shown to readers.  A series that stands nowhere in it is called by its id.  A file that cannot be read is a fault.
 */
#ifndef SHUKEI_REPORTS_SERIES_SERIES_TITLE_H
#define SHUKEI_REPORTS_SERIES_SERIES_TITLE_H

#include "engine/base/arena.h"
#include "engine/base/fault.h"

const char *series_title(struct arena *arena, const char *id, struct fault *f) FAULT_CHECKED;

#endif
