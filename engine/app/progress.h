/*
 * progress: work of one kind that lasts, told as engine/base/stages.h has it.
 *
 *     struct progress p;
 *     progress_begin(&p, N_("reading"), total);
 *     progress_step(&p, done);        // as often as you like; looks at the clock once in a while
 *     progress_end(&p);               // wipes the bar
 *
 * Within a plan of several stages it is how far the one at work has come.
 */
#ifndef SHUKEI_ENGINE_APP_PROGRESS_H
#define SHUKEI_ENGINE_APP_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    size_t total;
    bool own; /* there was no plan: this is all of it */
};

/* label: N_() */
void progress_begin(struct progress *p, const char *label, size_t total);
void progress_step(struct progress *p, size_t done);
void progress_end(struct progress *p);

#endif
