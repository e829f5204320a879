/*
 * show_return: one return on the screen: where it came from, its answers as understood, the findings that are
 * open, and the row as it was written.
 */
#ifndef SHUKEI_ENGINE_APP_SHOW_RETURN_H
#define SHUKEI_ENGINE_APP_SHOW_RETURN_H

#include "engine/app/command.h"
#include "engine/store/store.h"

struct shown_return {
    const struct questionnaire *q;
    struct return_row row;
    const struct response *response;
    const struct finding *findings;
    size_t finding_count;
};

void show_return(struct arena *arena, const struct shown_return *shown, enum output_format format);

#endif
