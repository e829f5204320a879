/* show_published: the published figures of a survey, for `survey show`. */
#ifndef SHUKEI_ENGINE_APP_SHOW_PUBLISHED_H
#define SHUKEI_ENGINE_APP_SHOW_PUBLISHED_H

#include "engine/app/command.h"
#include "engine/store/aggregate.h"

void show_published(struct arena *arena, const struct published_survey *p, enum output_format format);

#endif
