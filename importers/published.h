/*
 * published: a file of published figures (data/published/README.md) as a published survey.
 *
 * The file is JSON that people write from what was printed, so it is read strictly: a key that is not known,
 * a figure that is no number, a percentage that is written two ways, a count greater than its base, an id
 * that stands twice are faults that name the place as a JSON pointer.  `null` means the same as a missing
 * key: not published. Whether printed figures agree with each other is not judged here; many real ones do
 * not.
 */
#ifndef SHUKEI_IMPORTERS_PUBLISHED_H
#define SHUKEI_IMPORTERS_PUBLISHED_H

#include "engine/base/json.h"
#include "engine/store/aggregate.h"

const struct published_survey *published_read(struct arena *arena, const char *path,
                                              struct fault *f) FAULT_CHECKED;
/* `name` is the file's name for messages. */
const struct published_survey *published_parse(struct arena *arena, const char *text, size_t length,
                                               const char *name, struct fault *f) FAULT_CHECKED;

#endif
