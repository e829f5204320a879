/*
 * progress: a bar on stderr for work that lasts.
 *
 *     struct progress p;
 *     progress_begin(&p, app, _("reading"), total);
 *     progress_step(&p, done);        // as often as you like; looks at the clock once in a while
 *     progress_end(&p);               // wipes the bar
 *
 * Shown only when stderr is a terminal, --quiet is not given, and the work has lasted over a second.
 */
#ifndef SHUKEI_ENGINE_APP_PROGRESS_H
#define SHUKEI_ENGINE_APP_PROGRESS_H

#include "engine/app/command.h"

#include <stdint.h>

struct progress {
    const char *label;
    size_t total, calls;
    bool wanted, shown;
    int64_t begun, drawn; /* milliseconds */
};

void progress_begin(struct progress *p, const struct app *app, const char *label, size_t total);
void progress_step(struct progress *p, size_t done);
void progress_end(struct progress *p);

#endif
