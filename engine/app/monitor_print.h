/*
 * monitor_print: where a survey stands (engine/tabulation/monitor.h), for a terminal, for machines, and for the
 * monitoring screen, which shows the same object as the command `progress`.
 */
#ifndef SHUKEI_ENGINE_APP_MONITOR_PRINT_H
#define SHUKEI_ENGINE_APP_MONITOR_PRINT_H

#include "engine/app/command.h"
#include "engine/base/strbuf.h"
#include "engine/tabulation/monitor.h"

void monitor_print(struct arena *arena, const struct monitor *m, enum monitor_key key,
                   enum output_format format);
void monitor_print_json(struct arena *arena, const struct monitor *m, enum monitor_key key,
                        struct strbuf *out);

/* "association" (also for NULL), "pref", "channel", "day". */
bool monitor_print_key(const char *name, enum monitor_key *key, struct fault *f) FAULT_CHECKED;

#endif
